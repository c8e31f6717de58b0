// Several independent random streams from the user's one seed.
//
// `TrainSettings::seed` is the only seed a person sees. Training derives the seed of each stream from it
// here, the same on every backend, so that for instance more weights never change the order of the rows. The
// split and the generators take the seed as it is: they keep their streams apart themselves (core/data).
//
//   Permutation order(train_rows, shuffle_seed(settings.seed), epoch);
//
// The mixer is SplitMix64 (core/base/rng.h); each stream has its own constant.
#pragma once

#include <cstdint>

#include "core/base/rng.h"

namespace headroom {

// How the weights start (core/model/weights.h).
constexpr std::uint64_t weight_seed(std::uint64_t seed) { return mix64(seed ^ 0x7765696768740002ULL); }
// The order of the training rows in each epoch (core/base/permutation.h).
constexpr std::uint64_t shuffle_seed(std::uint64_t seed) { return mix64(seed ^ 0x73687566666c0003ULL); }
// The rows that speed is measured on (core/measure/workload.h).
constexpr std::uint64_t data_seed(std::uint64_t seed) { return mix64(seed ^ 0x6461746100000004ULL); }

}  // namespace headroom
