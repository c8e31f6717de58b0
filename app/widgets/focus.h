// Which control the keyboard works on, and the ring that shows it.
//
// Every control says that it is there while it is drawn (press_area and the fields do it). Tab and Shift+Tab
// walk through those of the layer on top (a popup, a sheet, or the window itself) in reading order; Enter and
// Space press; arrows go to a control that uses them, else to the nearest neighbour. The ring is seen from
// the first such key until the next click. A layer that closes gives the ring back to what opened it.
//
//   Focus& focus = Focus::of_window();
//   const bool pressed = focus.add({.id = id, .name = "play", .area = area});
//
// Dear ImGui's own keyboard control is off: version 1.86 walks through text fields only.
//
// Thread rule: window's thread. Keys come in between frames, everything else during one.
#pragma once

#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"
#include "imgui.h"

namespace headroom::app {

enum class FocusKey { kTab, kBackTab, kUp, kDown, kLeft, kRight, kHome, kEnd, kEnter, kSpace, kEscape };

// What a control does with keys besides Tab. kArrows: a slider, tabs, choices side by side. kArrowsAndEnter:
// a picture of many cells, one of which is chosen with arrows and opened with Enter. kText: all of them.
enum class Takes { kPress, kArrows, kArrowsAndEnter, kText };

struct Control {
  ImGuiID id = 0;
  std::string name = {};  // made unique when it is not: "card", "card#2"
  Rect area = {};
  Takes takes = Takes::kPress;
  bool initial = false;      // has the focus when its layer opens
  bool last_resort = false;  // never has it then while there is another: the cross of a sheet
  // Set by Focus.
  Rect clip = {};  // what can be seen there
  ImGuiID layer = 0;
  int group = 0;
};

// Arrow keys that came for a control since the last frame.
struct Arrows {
  int x = 0, y = 0;   // right and up count as +1
  bool fast = false;  // with Shift
  int end = 0;        // Home -1, End +1
};

class Focus {
 public:
  // Of the current ImGui context.
  static Focus& of_window();
  void begin_frame();
  void end_frame();

  // True when the control uses this key; false when it is free for a shortcut.
  bool take(FocusKey key, bool shift = false);
  // "next", "prev" or a control's name; false when there is no such control.
  bool go_to(const std::string& name);

  // --- for controls, while they are drawn
  // True when Enter or Space pressed it.
  bool add(Control control);
  bool shows_ring(ImGuiID id) const { return visible_ && id == focused_; }
  void touch(ImGuiID id);  // the mouse went down on it
  Arrows take_arrows(ImGuiID id);
  // A text field: whether it has to take the keyboard now, and what it tells.
  bool wants_keyboard(ImGuiID id) const;
  bool types_into(ImGuiID id) const { return typing_ == id; }
  void start_typing(ImGuiID id);
  void stop_typing(ImGuiID id);
  // After it was drawn. `active`: it has the caret; `before` and `now`: its text around this frame.
  void tell_typing(ImGuiID id, bool active, const std::string& before, const std::string& now);
  const std::string& text_before_typing() const { return typing_start_; }
  bool take_enter(ImGuiID id);
  bool take_escape(ImGuiID id);

  // --- for what contains controls
  void begin_group() { ++group_; }  // what follows is read after what came before
  void push_layer(ImGuiID layer, bool popup);
  void pop_layer() { open_.pop_back(); }
  ImGuiID top_layer() const { return drawn_layers_.back().id; }
  ImGuiID drawn_layer() const { return open_.back(); }     // of what is being drawn
  void push_top_layer() { open_.push_back(top_layer()); }  // for what lies above all and waits for nobody
  bool take_close(ImGuiID popup);

  // --- what is there, for scripts and tests: of the layer on top, in reading order
  const std::vector<Control>& controls() const { return order_; }
  // Null when no ring is shown.
  const Control* shown() const;
  bool typing() const { return typing_ != 0; }
  // What it did needs frames to come into sight.
  bool settling() const { return scroll_frames_ > 0 || (typing_ != 0 && !typing_active_); }

 private:
  struct Layer {
    ImGuiID id = 0;
    bool popup = false;
    ImGuiID focused = 0;  // while another layer lies above
  };
  const Control* find(ImGuiID id) const;
  void move_to(const Control& control);
  bool walk(int step);
  bool go_towards(FocusKey key);
  void follow_layers();
  void focus_initially();

  std::vector<Control> drawn_, order_;
  std::vector<ImGuiID> open_ = {0};              // layers being drawn
  std::vector<Layer> drawn_layers_ = {Layer{}};  // of this frame, the last on top
  std::vector<Layer> layers_ = {Layer{}};        // that are open, with their memories
  ImGuiID focused_ = 0, pressed_ = 0, typing_ = 0, entered_ = 0, escaped_ = 0, closing_ = 0;
  ImGuiID arrows_for_ = 0;
  Arrows arrows_;
  bool visible_ = false, typing_active_ = false, typing_changed_ = false;
  bool fresh_ = false;     // the layer has just opened, and no key or click came since
  int scroll_frames_ = 0;  // until the focused control is in sight
  int typing_frames_ = 0;  // since it was started
  int group_ = 0;
  ImGuiID window_ = 0;          // the last control's
  std::string typing_start_;    // what the field held then
  std::vector<ImWchar> early_;  // typed before the field was ready
};

// Draws the ring around a control that shows_ring(), inside of what can be seen.
void focus_ring(const Ui& ui, const Rect& area, float rounding);

}  // namespace headroom::app
