// Seeded generators whose difficulty is chosen, so that honest training takes a known course.
//
// The choice of function and noise, and why, is written down with each preset in assets/presets/.
#pragma once

#include <cstdint>
#include <string>

#include "core/data/dataset.h"

namespace headroom {

// Which generator, and its difficulty. The meaning of each knob stands in synthetic.cpp beside the
// formula; presets carry the values.
struct SyntheticSpec {
  std::string kind;  // "infrastructure" or "scalability"
  std::int64_t rows = 10000;
  std::int64_t columns = 50;
  double noise = 0;   // label noise or logit temperature of the generator
  double signal = 1;  // scale of the informative part
};

// Same spec and seed: the same bytes on every machine. Throws Error{kBadInput} for an unknown kind
// or a non-positive size.
Dataset generate(const SyntheticSpec& spec, std::uint64_t seed);

}  // namespace headroom
