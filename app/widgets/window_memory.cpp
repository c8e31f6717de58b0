#include "app/widgets/window_memory.h"

namespace headroom::app {

WindowMemory& WindowMemory::of_window() {
  static WindowMemory alone;  // of a context that no window of ours draws in
  auto* const mine = static_cast<WindowMemory*>(ImGui::GetIO().UserData);
  return mine ? *mine : alone;
}

void WindowMemory::begin_frame() {
  ImGui::GetIO().UserData = this;
  focus.begin_frame();
  tips.begin_frame();
  motion.begin_frame();
  exhibits.begin_frame();
  anchors.begin_frame();
  spotlight.begin_frame();
  notes.another_frame = false;
}

void WindowMemory::end_frame(const Ui& ui) {
  exhibits.end_frame(focus.top_layer());
  focus.end_frame();
  tips.draw(ui);
}

}  // namespace headroom::app
