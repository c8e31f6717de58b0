// A change that lowers the need of a plan, with what it saves and what it costs the user. Planners of our own
// networks and of transformers both list them, cheapest first; each comes from running the planner again with
// the change made, so a remedy promises exactly what the plan says once it is chosen.
//
// Thread rule: plain values, pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "core/memory/judgement.h"

namespace headroom {

struct Remedy {
  std::string title;      // "batch 8 192 → 1 024"
  std::string cost;       // what the user gives up, in words
  Bytes bytes = 0;        // needed on one device, afterwards
  Bytes saves = 0;        // on one device; negative: needs more
  Bytes host_bytes = 0;   // of the host's memory, 0: none
  std::int64_t gpus = 1;  // in total
  Verdict verdict = Verdict::kDoesNotFit;
  Bytes headroom = 0;
  bool saves_nothing = false;  // listed to spare the user the attempt
  std::string card;            // another card than the target; empty: the target
};

// "micro-batch 8 → 2"
std::string from_to(const std::string& what, std::int64_t from, std::int64_t to);

// 4 837 211 -> 4 800 000: a figure one can type; rounded down, so it fits if the exact one does.
std::int64_t rounded_to_two_digits(std::int64_t value);

// The largest x in [1, most] with fits(x), 0 when not even 1 does. fits must be monotone: once it is
// false, it stays false.
template <typename Fits>
std::int64_t largest_that(std::int64_t most, const Fits& fits) {
  if (most < 1 || !fits(1)) return 0;
  if (fits(most)) return most;
  std::int64_t good = 1;
  std::int64_t bad = most;
  while (bad - good > 1) {
    const std::int64_t middle = good + (bad - good) / 2;
    (fits(middle) ? good : bad) = middle;
  }
  return good;
}

}  // namespace headroom
