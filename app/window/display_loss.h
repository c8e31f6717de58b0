// What happens when the X server goes away while the window is open. Xlib then ends the process from inside
// whichever call noticed; this gives the program a last word before.
//
//   on_display_lost([&run] { run.post(command::Keep{"runs/iris", true}); });
//
// No new link dependency: libX11 is there already, or there is nothing to lose this way (Wayland).
//
// Thread rule: call on the main thread, once a window exists. `last_word` is called on the main thread as
// well.
#pragma once

#include <functional>

namespace headroom::app {

inline constexpr int kDisplayLost = 4;  // the exit status then

// After `last_word` the process ends at once, without destructors: the window's own would call the display.
void on_display_lost(std::function<void()> last_word);

}  // namespace headroom::app
