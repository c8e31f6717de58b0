// Which values a plot shows while nobody has chosen a range.
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/widgets/format.h"
#include "app/widgets/plot/curve_plot.h"
#include "app/widgets/plot/ticks.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFlattening = 10;  // what is larger by this factor presses the rest into a line

double quantile(std::vector<float>& values, double share) {
  if (values.empty()) return -kInfinity;
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return static_cast<double>(values[static_cast<std::size_t>(rank)]);
}

// Between what the values of an ordinary run lie: up to where the runs began, or what 90 of 100 values do not
// exceed, and from what 75 of 100 reach. Raw values: the average drags an explosion along. Only what is
// measured per epoch (R²) is cut below: a loss does not fall out of its plot, and its lowest values are what
// matters.
struct Usual {
  double low, high;
};
Usual usual_values(const PlotSpec& spec) {
  constexpr std::size_t kBeginning = 8, kSamples = 512;  // enough for a quantile, cheap each frame
  double top = -kInfinity;
  bool per_epoch = true;
  std::vector<float> all;
  for (const PlotCurve& curve : spec.curves) {
    const CurveCache* const cache = curve.steps != nullptr ? curve.steps : curve.epochs;
    if (cache == nullptr) continue;
    per_epoch = per_epoch && curve.steps == nullptr;
    const std::vector<float>& values = cache->raw().values();
    std::vector<float> first;
    for (std::size_t i = 0; i < std::min(kBeginning, values.size()); ++i) {
      if (std::isfinite(values[i])) first.push_back(values[i]);
    }
    top = std::max(top, quantile(first, 0.5));
    const std::size_t stride = std::max<std::size_t>(1, values.size() / kSamples);
    for (std::size_t i = 0; i < values.size(); i += stride) {
      if (std::isfinite(values[i])) all.push_back(values[i]);
    }
  }
  for (const PlotPoint& p : spec.reference) top = std::max(top, p.y);
  return {per_epoch ? quantile(all, 0.25) : -kInfinity, std::max(top, quantile(all, 0.9))};
}

// Everything that can be shown on the y axis, smoothed as it is drawn.
MinMax value_range(const PlotSpec& spec) {
  MinMax range;
  const auto add = [&](double v) {
    if (std::isfinite(v) && (!spec.log_y || v > 0)) range.add(static_cast<float>(v));
  };
  for (const PlotCurve& curve : spec.curves) {
    if (curve.steps != nullptr) {
      const MinMax smooth = curve.steps->smooth().range(0, curve.steps->size());
      add(static_cast<double>(smooth.max));
      add(static_cast<double>(smooth.min));
    }
    if (curve.epochs != nullptr) {
      const MinMax epochs = curve.epochs->raw().range(0, curve.epochs->size());
      add(static_cast<double>(epochs.max));
      add(static_cast<double>(epochs.min));
    }
  }
  for (const PlotPoint& p : spec.reference) add(p.y);
  return range;
}

}  // namespace

FittedY fitted_y(const PlotSpec& spec) {
  const MinMax range = value_range(spec);
  if (range.empty()) return {.range = {spec.log_y ? -2.0 : 0.0, spec.log_y ? 0.0 : 1.0, false}};
  double low = static_cast<double>(range.min), high = static_cast<double>(range.max);
  FittedY fitted;
  fitted.peak = high;
  fitted.trough = low;
  if (spec.log_y) {
    low = std::log10(low);
    high = std::log10(high);
    const double margin = std::max(0.05, (high - low) * 0.06);
    fitted.range = {low - margin, high + margin, false};
    return fitted;
  }
  if (spec.unit_y) {
    low = std::max(0.0, std::floor(low * 10 - 1e-6) / 10);
    fitted.range = {low, 1.0, false};
    return fitted;
  }
  const Usual usual = usual_values(spec);
  if (std::isfinite(usual.high) && usual.high > low && high - low > kFlattening * (usual.high - low)) {
    fitted.cut_above = true;
    high = low + 2 * (usual.high - low);
  }
  const double reach = std::max(high - usual.low, (high - low) * 1e-3);  // the usual ones may all be equal
  if (std::isfinite(usual.low) && high - low > kFlattening * reach) {
    fitted.cut_below = true;
    low = high - 2 * reach;
  }
  if (low > 0 && low < 0.6 * high) low = 0;
  if (high - low < 1e-12) high = low + std::max(1e-6, std::abs(low) * 0.1);
  high += (high - low) * 0.05;
  widen_to_ticks(low, high, 10);
  fitted.range = {low, high, false};
  return fitted;
}

std::string cut_text(const FittedY& fitted) {
  const auto trimmed = [](double value) {
    std::string text = metric_text(value);
    return text.substr(std::min(text.find_first_not_of(' '), text.size()));
  };
  if (fitted.cut_above && fitted.cut_below) {
    return tr("values from {1} to {2} lie outside", trimmed(fitted.trough), trimmed(fitted.peak));
  }
  if (fitted.cut_above) return tr("values up to {1} lie above", trimmed(fitted.peak));
  if (fitted.cut_below) return tr("values down to {1} lie below", trimmed(fitted.trough));
  return {};
}

}  // namespace headroom::app
