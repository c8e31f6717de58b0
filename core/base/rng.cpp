#include "core/base/rng.h"

#include <bit>
#include <cmath>
#include <numbers>

#include "core/base/portable_math.h"

namespace headroom {

Rng::Rng(std::uint64_t seed) {
  // SplitMix64's successive outputs, as the generator's authors advise for seeding.
  for (std::uint64_t& word : state_) {
    word = mix64(seed);
    seed += 0x9e3779b97f4a7c15ULL;
  }
}

std::uint64_t Rng::next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Rng::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double Rng::uniform(double lo, double hi) { return lo + (hi - lo) * uniform(); }

double Rng::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  const double radius = std::sqrt(-2.0 * portable_log(1.0 - uniform()));
  const double angle = 2.0 * std::numbers::pi * uniform();
  spare_ = radius * portable_sin(angle);
  has_spare_ = true;
  return radius * portable_cos(angle);
}

std::uint64_t Rng::below(std::uint64_t n) {
  // Values at or above the largest multiple of n would favour small results: draw again.
  const std::uint64_t limit = ~std::uint64_t{0} - (~std::uint64_t{0} % n + 1) % n;
  std::uint64_t x = next();
  while (x > limit) x = next();
  return x % n;
}

}  // namespace headroom
