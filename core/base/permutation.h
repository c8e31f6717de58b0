// A seeded permutation of [0, n) that is computed, not stored.
//
// Every epoch visits the training rows in another order. Instead of shuffling an index array on the
// host and sending it to the device, each position is mapped by a small Feistel network with
// cycle walking (Black & Rogaway 2002, "Ciphers with arbitrary finite domains"): no memory, no
// transfer, the same order on every backend, and any position can be computed on its own, so a run
// resumes in the middle of an epoch.
//
//   const Permutation order(rows, seed, epoch);
//   row = order(position);
//
// The same code is compiled for the device: it uses no standard library.
#pragma once

#include <cstdint>

#include "core/base/host_device.h"

namespace headroom {

class Permutation {
 public:
  // n >= 1. `epoch` selects one of 2^64 independent orders of the same seed.
  HEADROOM_HD Permutation(std::uint32_t n, std::uint64_t seed, std::uint64_t epoch) : n_(n) {
    // The domain is 2^(2*half_bits) >= n, so fewer than four walks are expected.
    half_bits_ = 1;
    while ((std::uint64_t{1} << (2 * half_bits_)) < n) ++half_bits_;
    mask_ = (std::uint32_t{1} << half_bits_) - 1;
    std::uint64_t key = mix(seed ^ mix(epoch));
    for (std::uint32_t& round_key : keys_) {
      key = mix(key);
      round_key = static_cast<std::uint32_t>(key >> 32);
    }
  }

  // The row at `position` of this order; position < n.
  HEADROOM_HD std::uint32_t operator()(std::uint32_t position) const {
    do {
      position = encrypt(position);
    } while (position >= n_);
    return position;
  }

  // The rows at kLanes positions from `first` on; beyond the last position, the last row is repeated. The
  // lanes walk together, so that a compiler makes vector instructions of them.
  static constexpr std::uint32_t kLanes = 16;
  void rows(std::uint32_t first, std::uint32_t (&row)[kLanes]) const {
    std::uint32_t walks[kLanes];
    for (std::uint32_t i = 0; i < kLanes; ++i) {
      row[i] = i < n_ - first ? first + i : n_ - 1;
      walks[i] = ~0U;
    }
    std::uint32_t any = 0;
    do {
      any = 0;
      for (std::uint32_t i = 0; i < kLanes; ++i) {
        const std::uint32_t next = encrypt(row[i]);
        row[i] = (next & walks[i]) | (row[i] & ~walks[i]);
        walks[i] = row[i] >= n_ ? ~0U : 0U;
        any |= walks[i];
      }
    } while (any != 0);
  }

 private:
  static constexpr int kRounds = 6;

  HEADROOM_HD static std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
  }

  HEADROOM_HD std::uint32_t encrypt(std::uint32_t x) const {
    std::uint32_t left = x >> half_bits_;
    std::uint32_t right = x & mask_;
    for (const std::uint32_t round_key : keys_) {
      std::uint32_t f = (right ^ round_key) * 0x85ebca6bU;
      f ^= f >> 15;
      f *= 0xc2b2ae35U;
      f ^= f >> 13;
      const std::uint32_t next = left ^ (f & mask_);
      left = right;
      right = next;
    }
    return (left << half_bits_) | right;
  }

  std::uint32_t n_;
  std::uint32_t half_bits_;
  std::uint32_t mask_;
  std::uint32_t keys_[kRounds];
};

}  // namespace headroom
