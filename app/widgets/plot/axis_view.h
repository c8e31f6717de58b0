// The part of an axis that a plot shows: follows the data until the user zooms or pans, and again
// after fit(). Plain values; log axes use it on log10. Never shows what lies below `lowest`.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom::app {

struct AxisView {
  double low = 0, high = 1;
  bool user = false;  // the user chose this range: updates leave it alone
  double lowest = -std::numeric_limits<double>::infinity();

  // New data: adopted unless the user has chosen a range.
  void follow(double data_low, double data_high) {
    if (user || !std::isfinite(data_low) || !std::isfinite(data_high)) return;
    low = data_low;
    high = data_high > data_low ? data_high : data_low + 1;
  }
  void fit() { user = false; }
  // Keeps `at` where it is on the screen; a factor below 1 zooms in.
  void zoom(double at, double factor) {
    const double span = (high - low) * factor;
    // Not finer than doubles can resolve, not wider than makes sense.
    if (span < std::max(std::abs(at), 1e-6) * 1e-9 || span > 1e15) return;
    const double from = at - (at - low) * factor;
    high = from + span;
    low = std::max(lowest, from);
    user = true;
  }
  void pan(double by) {
    by = std::max(by, lowest - low);
    low += by;
    high += by;
    user = true;
  }
  void choose(double a, double b) {
    const double from = std::max(lowest, std::min(a, b)), to = std::max(a, b);
    if (!(to > from)) return;
    low = from;
    high = to;
    user = true;
  }

  double share(double value) const { return (value - low) / (high - low); }
  double at(double share_of_range) const { return low + share_of_range * (high - low); }
};

}  // namespace headroom::app
