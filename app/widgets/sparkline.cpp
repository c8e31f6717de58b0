#include "app/widgets/sparkline.h"

#include <algorithm>
#include <vector>

#include "app/widgets/paint.h"

namespace headroom::app {

void RecentValues::add(double now, double value) {
  if (!samples_.empty() && now - slot_ < kEvery) {
    samples_.back() = {now, value};
    return;
  }
  samples_.push_back({now, value});
  slot_ = now;
  while (samples_.front().when < now - kSpan) samples_.pop_front();
}

double RecentValues::low() const {
  double least = samples_.empty() ? 0 : samples_.front().value;
  for (const Sample& s : samples_) least = std::min(least, s.value);
  return least;
}

double RecentValues::high() const {
  double most = samples_.empty() ? 0 : samples_.front().value;
  for (const Sample& s : samples_) most = std::max(most, s.value);
  return most;
}

void sparkline(const Ui& ui, const Rect& area, const RecentValues& values, double now, double low,
               double high, const ImVec4& c) {
  fill(area, mix(ui.theme.panel, ui.theme.line, 0.6F), ui.px(2));
  std::vector<ImVec2> points;
  for (const RecentValues::Sample& s : values.samples()) {
    const double age = (now - s.when) / RecentValues::kSpan;
    if (age > 1) continue;
    const double share = high > low ? std::clamp((s.value - low) / (high - low), 0.0, 1.0) : 0;
    points.push_back({area.right() - static_cast<float>(age) * area.w,
                      area.bottom() - 1 - static_cast<float>(share) * (area.h - 2)});
  }
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (points.size() == 1) list->AddCircleFilled(points.front(), ui.px(1.2F), color(c));
  list->AddPolyline(points.data(), static_cast<int>(points.size()), color(c), 0, ui.px(1.3F));
}

}  // namespace headroom::app
