// Seeded random numbers that are the same on every machine and compiler.
//
// The standard library's distributions differ between implementations, so the few that Headroom
// needs are written out here. Generator: xoshiro256++ (Blackman & Vigna 2021), seeded by SplitMix64.
//
// Thread rule: one object, one thread.
#pragma once

#include <cstdint>

namespace headroom {

// One step of SplitMix64 (Steele, Lea, Flood 2014): a good 64-bit mixer; also derives independent
// stream seeds: mix64(seed ^ stream_constant).
constexpr std::uint64_t mix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

class Rng {
 public:
  explicit Rng(std::uint64_t seed);

  std::uint64_t next();  // 64 uniform bits
  double uniform();      // [0, 1), 53 bits
  double uniform(double lo, double hi);
  double normal();                       // mean 0, standard deviation 1 (Box-Muller)
  std::uint64_t below(std::uint64_t n);  // [0, n), unbiased; n > 0

 private:
  std::uint64_t state_[4];
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace headroom
