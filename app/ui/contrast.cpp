#include "app/ui/contrast.h"

#include <algorithm>
#include <cmath>

namespace headroom::app {

namespace {

double linear(float channel) {
  const double c = channel;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

}  // namespace

double relative_luminance(const ImVec4& srgb) {
  return 0.2126 * linear(srgb.x) + 0.7152 * linear(srgb.y) + 0.0722 * linear(srgb.z);
}

double contrast_ratio(const ImVec4& a, const ImVec4& b) {
  const double la = relative_luminance(a);
  const double lb = relative_luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace headroom::app
