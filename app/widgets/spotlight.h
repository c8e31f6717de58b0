// Presenter mode's spotlight: one panel, card or sheet stays bright, the rest of the window dims.
//
//   spotlight.add(area);                                  // panels and cards do so while they are drawn
//   spotlight.draw(ui, {.on = true, .named = place, .ring = ring});   // after everything else
//
// Which one: of what moved last, the innermost panel around the pointer, around the control that has the
// keyboard's ring, or the next one by key. A place that has a name (a lesson's, an exhibit's) goes before
// all. Only what lies on top has spots: a sheet's, not those behind it.
//
// Part of WindowMemory (window_memory.h). Thread rule: window's thread, within a frame.
#pragma once

#include <optional>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class Spotlight {
 public:
  struct Wish {
    bool on = false;
    int moves = 0;                   // by key since the start: on counts up, back counts down
    std::optional<Rect> named = {};  // a place to light whatever else moved
    const Control* ring = nullptr;   // the control with the keyboard's ring; null: none is shown
  };

  void begin_frame() { spots_.clear(); }
  // A panel of the window that is being drawn; what of it is in sight.
  void add(const Rect& area);
  void draw(const Ui& ui, const Wish& wish);
  // What stays bright; none: nothing dims.
  const std::optional<Rect>& lit() const { return lit_; }

 private:
  struct Spot {
    Rect area;
    ImGuiID layer = 0;
  };
  enum class Led { kKeys, kRing, kPointer };

  std::vector<Rect> spots_on_top() const;
  void follow(const Wish& wish, const std::vector<Rect>& spots);

  std::vector<Spot> spots_;
  std::optional<Rect> lit_;
  Led led_ = Led::kKeys;
  bool was_on_ = false;
  int moves_ = 0;
  ImGuiID ring_ = 0;
  ImVec2 pointer_;
};

// In the window that is being drawn.
void spot(const Rect& area);

}  // namespace headroom::app
