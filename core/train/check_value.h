// A short value that tells whether two machines have trained the same: of the network after an epoch and of
// that epoch's figures, to the bit. Eight letters that a class can read aloud to each other.
//
//   metric.check = check_value(engine.state().weights, metric);
//   check_text(metric.check);   // "KRTM-WXBA" with other letters
//
// Worth comparing only in portable arithmetic (Precision::kPortable): elsewhere the last bits differ from
// processor to processor. By accident two different networks share a value once in 10 thousand million.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "core/model/weights.h"
#include "core/train/history.h"

namespace headroom {

// Of the weights and of losses, accuracies and r2 of the epoch; never 0.
std::uint64_t check_value(const Weights& weights, const EpochMetric& epoch);
// Two groups of four letters, none of which is taken for another or makes a word; empty for 0.
std::string check_text(std::uint64_t value);

}  // namespace headroom
