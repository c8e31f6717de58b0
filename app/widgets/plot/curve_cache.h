// A growing series and its smoothed counterpart, both ready to be drawn at any zoom. Each frame processes
// only what is new, so it costs the same for a thousand points and for a million.
//
// Smoothing is an exponential moving average with a weight w per value, divided by 1 - w^n so that the
// start is not pulled to zero: the weighted mean sum(w^k v) / sum(w^k) of all values so far, k being a
// value's age. Values that are not finite leave the average as it is.
#pragma once

#include <cstddef>
#include <vector>

#include "app/widgets/plot/min_max_pyramid.h"
#include "core/train/history.h"

namespace headroom::app {

class DebiasedAverage {
 public:
  explicit DebiasedAverage(double weight = 0) : weight_(weight) {}
  float next(float value);

 private:
  double weight_, sum_ = 0, total_ = 0;
};

class CurveCache {
 public:
  // Adds what is new; starts over when the series did, or when the weight w changed.
  void update(const Series& series, double smoothing);

  const MinMaxPyramid& raw() const { return raw_; }
  const MinMaxPyramid& smooth() const { return smooth_; }
  std::size_t size() const { return raw_.size(); }
  // Where the series stopped being finite: index of the first bad value of each such stretch.
  const std::vector<std::size_t>& breaks() const { return breaks_; }

 private:
  MinMaxPyramid raw_, smooth_;
  DebiasedAverage average_;
  double smoothing_ = -1;
  std::vector<std::size_t> breaks_;
};

}  // namespace headroom::app
