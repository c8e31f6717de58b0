// What a figure was in the last minute, as a small line beside it.
#pragma once

#include <deque>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class RecentValues {
 public:
  static constexpr double kSpan = 60;    // seconds that are kept
  static constexpr double kEvery = 0.5;  // of several values in this time the newest stays
  struct Sample {
    double when = 0, value = 0;
  };

  void add(double now, double value);
  const std::deque<Sample>& samples() const { return samples_; }  // oldest first
  double low() const;                                             // 0 without samples
  double high() const;

 private:
  std::deque<Sample> samples_;
  double slot_ = -1;  // when the newest sample's time began
};

// The last minute up to `now`, between `low` and `high`.
void sparkline(const Ui& ui, const Rect& area, const RecentValues& values, double now, double low,
               double high, const ImVec4& c);

}  // namespace headroom::app
