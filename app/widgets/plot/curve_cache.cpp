#include "app/widgets/plot/curve_cache.h"

#include <cmath>
#include <limits>

namespace headroom::app {
namespace {

bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

float DebiasedAverage::next(float value) {
  if (!std::isfinite(value)) return std::numeric_limits<float>::quiet_NaN();
  sum_ = weight_ * sum_ + value;
  total_ = weight_ * total_ + 1;
  return static_cast<float>(sum_ / total_);
}

void CurveCache::update(const Series& series, double smoothing) {
  const std::size_t known = raw_.size();
  const bool restarted =
      series.size() < known ||
      (known > 0 && (!same(series[0], raw_[0]) || !same(series[known - 1], raw_[known - 1])));
  if (restarted) {
    raw_.clear();
    breaks_.clear();
  }
  if (restarted || smoothing != smoothing_) {
    smooth_.clear();
    average_ = DebiasedAverage(smoothing);
    smoothing_ = smoothing;
    for (const float value : raw_.values()) smooth_.push(average_.next(value));
  }
  constexpr std::size_t kMaxBreaks = 64;
  for (std::size_t i = raw_.size(); i < series.size(); ++i) {
    const float value = series[i];
    const bool after_good = i == 0 || std::isfinite(raw_[i - 1]);
    if (!std::isfinite(value) && after_good && breaks_.size() < kMaxBreaks) breaks_.push_back(i);
    raw_.push(value);
    smooth_.push(average_.next(value));
  }
}

}  // namespace headroom::app
