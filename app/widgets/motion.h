// Short transitions: a value that follows a switch within 120 ms instead of jumping.
//
//   const float opened = eased(ui, ImGui::GetID("opened"), open);   // 0 to 1
//
// Without motion (Ui::motion: reduced motion, scripts, tests) the value is at its end at once.
//
// Thread rule: window's thread.
#pragma once

#include <unordered_map>

#include "app/ui/theme.h"

namespace headroom::app {

class Motion {
 public:
  static constexpr double kSeconds = 0.12;

  void begin_frame() { moving_ = false; }
  // `start`: where something that was not drawn in the last frame begins.
  float eased(const Ui& ui, ImGuiID id, bool on, bool start);
  // Something is on its way: draw the next frame.
  bool moving() const { return moving_; }

 private:
  struct Travel {
    float share = 0;   // of the way to "on"
    double drawn = 0;  // when it was drawn last
  };
  std::unordered_map<ImGuiID, Travel> travels_;
  bool moving_ = false;
};

// Begins where it should be: nothing moves when something is first drawn.
float eased(const Ui& ui, ImGuiID id, bool on);
// Comes in whenever it is drawn after having been away.
float appearing(const Ui& ui, ImGuiID id);

}  // namespace headroom::app
