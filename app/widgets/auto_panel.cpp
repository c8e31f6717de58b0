#include "app/widgets/auto_panel.h"

#include "app/widgets/paint.h"

namespace headroom::app {

AutoPanel::AutoPanel(const Ui& ui, const Rect& top) : ui_(ui), top_(top), list_(ImGui::GetWindowDrawList()) {
  splitter_.Split(list_, 2);
  splitter_.SetCurrentChannel(list_, 1);
  const float pad = ui.px(14);
  content_ = {top.x + pad, top.y + pad, std::max(0.0F, top.w - 2 * pad), 1e6F};
}

float AutoPanel::finish(float bottom, float minimum_height) {
  const float height = std::max(minimum_height, bottom - top_.y + ui_.px(14));
  splitter_.SetCurrentChannel(list_, 0);
  panel_box(ui_, {top_.x, top_.y, top_.w, height});
  splitter_.Merge(list_);
  return height;
}

}  // namespace headroom::app
