#include "app/widgets/motion.h"

#include <algorithm>

#include "app/widgets/window_memory.h"

namespace headroom::app {
namespace {

// Longer without a frame: it was not on the screen.
constexpr double kAway = 0.5;

}  // namespace

float Motion::eased(const Ui& ui, ImGuiID id, bool on, bool start) {
  const float target = on ? 1.0F : 0.0F;
  if (!ui.motion) return target;
  const auto [entry, fresh] = travels_.try_emplace(id);
  Travel& travel = entry->second;
  double passed = ui.now - travel.drawn;
  if (fresh || (start != on && passed > kAway)) {
    travel.share = start ? 1.0F : 0.0F;
    passed = 0;
  }
  // A frame after a rest of the window counts as one frame, or nothing would be seen to move.
  const auto step = static_cast<float>(std::clamp(passed, 0.0, 1.0 / 30) / kSeconds);
  travel.share = on ? std::min(target, travel.share + step) : std::max(target, travel.share - step);
  travel.drawn = ui.now;
  moving_ = moving_ || travel.share != target;
  const float t = travel.share;
  return t * t * (3 - 2 * t);
}

float eased(const Ui& ui, ImGuiID id, bool on) {
  return WindowMemory::of_window().motion.eased(ui, id, on, on);
}

float appearing(const Ui& ui, ImGuiID id) {
  return WindowMemory::of_window().motion.eased(ui, id, true, false);
}

}  // namespace headroom::app
