#include "app/widgets/laser.h"

#include "app/widgets/paint.h"

namespace headroom::app {

void Laser::draw(const Ui& ui, bool on, ImVec2 at) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  on = on && at.x >= 0 && at.y >= 0 && at.x < size.x && at.y < size.y;
  if (!on || !ui.motion) tail_.clear();
  if (!on) return;
  while (!tail_.empty() && ui.now - tail_.front().time > kTailSeconds) tail_.pop_front();
  if (ui.motion) tail_.push_back({at, ui.now});
  // Above tips and sheets, and in nobody's way.
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const float r = ui.px(kRadius);
  const ImVec4 red{1, 0.1F, 0.16F, 1}, white{1, 1, 1, 1}, edge{0.1F, 0, 0.02F, 1};
  for (std::size_t i = 1; i < tail_.size(); ++i) {
    const auto age = static_cast<float>((ui.now - tail_[i].time) / kTailSeconds);
    list.AddLine(tail_[i - 1].at, tail_[i].at, color(red, 0.7F * (1 - age)), 2 * r * (1 - age));
  }
  list.AddCircleFilled(at, 1.9F * r, color(red, 0.28F), 40);
  list.AddCircleFilled(at, r + ui.px(1.5F), color(edge), 40);
  list.AddCircleFilled(at, r, color(red), 40);
  list.AddCircleFilled(at, 0.45F * r, color(white), 24);
}

}  // namespace headroom::app
