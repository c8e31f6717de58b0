#include "core/run/pace.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "core/base/error.h"
#include "core/base/tr.h"

namespace headroom {
namespace {

constexpr double kLateness = 1.0 / 60;  // a frame: nobody sees two batches in it

// "0.25", "10": at most three digits behind the point, none that say nothing.
std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  std::string out = text;
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

Pace times(const Pace& pace, double factor, std::int64_t steps_per_epoch) {
  Pace next = pace;
  next.per_second *= factor;
  const double batches = batches_per_second(next, steps_per_epoch);
  if (batches > kFastestPace) return kFullSpeed;
  return batches < kSlowestPace ? pace : next;
}

[[noreturn]] void refuse(std::string_view words) {
  throw Error(ErrorCode::kUsage, "'" + std::string(words) +
                                     "' is no pace: full, or a positive number and batches or epochs, as in "
                                     "'10 batches' or '1 epochs' (a second)");
}

}  // namespace

double batches_per_second(const Pace& pace, std::int64_t steps_per_epoch) {
  if (pace.full()) return 0;
  const auto steps = static_cast<double>(std::max<std::int64_t>(1, steps_per_epoch));
  return pace.unit == PaceUnit::kEpochs ? pace.per_second * steps : pace.per_second;
}

Pace slower(const Pace& pace, std::int64_t steps_per_epoch) {
  return pace.full() ? kEpochASecond : times(pace, 0.5, steps_per_epoch);
}

Pace faster(const Pace& pace, std::int64_t steps_per_epoch) {
  return pace.full() ? pace : times(pace, 2, steps_per_epoch);
}

std::string pace_text(const Pace& pace) {
  if (pace.full()) return tr("full speed");
  const std::string number = local_number(number_text(pace.per_second));
  const std::int64_t count = pace.per_second == 1 ? 1 : 2;
  return pace.unit == PaceUnit::kEpochs ? tr_n("{1} epoch/s", "{1} epochs/s", count, number)
                                        : tr_n("{1} batch/s", "{1} batches/s", count, number);
}

std::string pace_words(const Pace& pace) {
  if (pace.full()) return "full";
  return number_text(pace.per_second) + " " + std::string(kPaceUnitNames.name(pace.unit));
}

Pace parse_pace(std::string_view words) {
  if (words == kPaceUnitNames.name(PaceUnit::kFull)) return kFullSpeed;
  const std::size_t space = words.find(' ');
  if (space == std::string_view::npos) refuse(words);
  Pace pace;
  const std::string_view number = words.substr(0, space), unit = words.substr(space + 1);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), pace.per_second);
  const bool good = error == std::errc() && end == number.data() + number.size() &&
                    std::isfinite(pace.per_second) && pace.per_second >= 0.001 && pace.per_second <= 1e6;
  if (!good) refuse(words);
  if (unit == kPaceUnitNames.name(PaceUnit::kBatches)) {
    pace.unit = PaceUnit::kBatches;
  } else if (unit == kPaceUnitNames.name(PaceUnit::kEpochs)) {
    pace.unit = PaceUnit::kEpochs;
  } else {
    refuse(words);
  }
  return pace;
}

void Ticks::taken(double now, double rate) { next_ = std::max(next_ + 1 / rate, now - kLateness); }

void Ticks::change(double now, double rate) { next_ = std::min(next_, now + 1 / rate); }

}  // namespace headroom
