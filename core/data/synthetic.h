// Seeded generators whose difficulty is chosen, so that honest training takes a known course.
//
// Two problems of many columns. Both draw the problem itself (centres, coefficients) and the rows from the
// seed, so a new seed is a new problem of the same difficulty. Row i does not depend on how many rows are
// asked for.
//
//   "infrastructure"  three classes of unequal size, each made of two clouds: a network has to find
//                     that distant rows can belong together before it gets the second half right.
//   "scalability"     two classes told apart by products of pairs of columns: all but invisible to a
//                     linear model of the columns, linear in the degree-2 features.
//
// And sets of two columns that people know, whose classes A and B are equally frequent:
//   "moons", "circles"  as sklearn.datasets.make_moons and make_circles place them, at random along the
//   curves "spirals"           two arms around each other "xor"               A where both columns have the
//   same sign, B elsewhere "gaussians"         one round cloud each, as sklearn.datasets.make_blobs
//
// The formulas are in synthetic.cpp, the values and the reasons with each preset in assets/presets/.
//
// Thread rule: pure function.
#pragma once

#include <cstdint>
#include <string>

#include "core/data/dataset.h"

namespace headroom {

// Which generator, and its difficulty.
struct SyntheticSpec {
  std::string kind;  // see above
  std::int64_t rows = 10000;
  std::int64_t columns = 50;
  // infrastructure: share of rows, 0 to 1, whose class is drawn again without looking at the columns.
  // scalability: temperature of the label: 0 is a sharp border, more is a wider band of doubt around it.
  // Two columns: deviation of what is added to both of them; gaussians: of the clouds.
  double noise = 0;
  // infrastructure: distance of the clouds' centres from the origin, in units of their spread times
  // sqrt(columns).
  // scalability: scale of the score before the temperature.
  // circles: radius of the inner one, below 1. spirals: turns. gaussians: distance of the centres from the
  // origin, along both columns. moons and xor: not used.
  double signal = 1;
  bool operator==(const SyntheticSpec&) const = default;
};

// Same spec and seed: the same bytes on every run. Throws Error{kBadInput} for an unknown kind, a
// non-positive size, fewer than two columns for "scalability", other than two for the sets of two, or a noise
// or signal out of range.
Dataset generate(const SyntheticSpec& spec, std::uint64_t seed);

}  // namespace headroom
