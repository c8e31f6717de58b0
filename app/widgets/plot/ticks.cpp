#include "app/widgets/plot/ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// The smallest of 1, 2 and 5 times a power of ten that is not below `least`.
double nice_step_from(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

double nice_step(double range, int count) { return nice_step_from(range / std::max(1, count)); }

// Whole multiples of a step inside [low, high].
struct Multiples {
  double first = 0, last = 0;
  double count() const { return last - first + 1; }
};
Multiples multiples(double low, double high, double step) {
  return {std::ceil(low / step - 1e-9), std::floor(high / step + 1e-9)};
}

std::string label_of(double value, double step) {
  if (std::abs(value) < step * 1e-6) value = 0;
  std::array<char, 48> text{};
  if (std::abs(value) >= 1e7 || (step < 1e-5 && value != 0)) {
    std::snprintf(text.data(), text.size(), "%.3g", value);
    std::string label = local_number(text.data());
    const std::size_t plus = label.find("e+");
    if (plus != std::string::npos) label.erase(plus + 1, 1);
    return label;
  }
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  if (decimals == 0) return format_count(std::llround(value));
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return local_number(text.data());
}

}  // namespace

std::vector<Tick> linear_ticks(double low, double high, int count, bool whole) {
  if (!(high > low) || !std::isfinite(low) || !std::isfinite(high)) return {};
  double step = nice_step(high - low, count);
  if (multiples(low, high, step).count() < 3) {
    const double finer = nice_step_from(step * 0.3);  // the next step down: half, or 2 of 5
    if (multiples(low, high, finer).count() <= 2 * count + 1) step = finer;
  }
  if (whole) step = std::max(1.0, step);
  std::vector<Tick> ticks;
  const Multiples at = multiples(low, high, step);
  for (double k = at.first; k <= at.last && ticks.size() < 1000; ++k) {
    ticks.push_back({k * step, label_of(k * step, step)});
  }
  return ticks;
}

std::vector<Tick> log_ticks(double low, double high, int count) {
  if (!(high > low) || !std::isfinite(low) || !std::isfinite(high)) return {};
  if (high - low < 1) {
    std::vector<Tick> ticks = linear_ticks(std::pow(10.0, low), std::pow(10.0, high), count);
    std::erase_if(ticks, [](const Tick& t) { return t.value <= 0; });
    for (Tick& t : ticks) t.value = std::log10(t.value);
    return ticks;
  }
  const double decades = std::ceil((high - low) / std::max(1, count));
  std::vector<Tick> ticks;
  for (double d = std::floor(low); d <= high + 1e-9; ++d) {
    for (const double m : {1.0, 2.0, 5.0}) {
      if (m > 1 && high - low > 3) continue;
      if (std::fmod(std::abs(d), decades) > 1e-9) continue;
      const double at = d + std::log10(m);
      if (at < low - 1e-9 || at > high + 1e-9) continue;
      const double value = m * std::pow(10.0, d);
      std::array<char, 48> text{};
      std::snprintf(text.data(), text.size(), "%g", value);
      ticks.push_back({at, local_number(text.data())});
    }
  }
  return ticks;
}

void widen_to_ticks(double& low, double& high, int count) {
  if (!(high > low)) return;
  const double step = nice_step(high - low, count);
  low = std::floor(low / step + 1e-9) * step;
  high = std::ceil(high / step - 1e-9) * step;
}

double followed_end(double done, double whole, double least) {
  if (done * 10 >= whole) return whole;
  return std::min(whole, nice_step_from(std::max(done * 1.25, least)));
}

}  // namespace headroom::app
