// The tooltip: beside what it explains, never over it, after a moment.
//
// What wants to be explained in a frame asks by tooltip(); at the frame's end the texts stand in one box,
// which covers neither the control nor what has to stay readable (the epoch counter).
//
// Thread rule: window's thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class Tips {
 public:
  static constexpr double kDelay = 0.4;  // seconds the pointer has to rest

  void begin_frame() { clear_.clear(); }
  void add(std::string_view text, const Rect& beside);
  // No tooltip lies over this part of the window.
  void keep_clear(const Rect& area) { clear_.push_back(area); }
  void draw(const Ui& ui);
  // One will appear though nothing else changes.
  bool waiting() const { return waiting_; }
  bool shown() const { return shown_; }

 private:
  std::string text_;
  Rect beside_, last_;
  std::vector<Rect> clear_;
  double since_ = 0;
  bool asked_ = false, waiting_ = false, shown_ = false;
};

// Where a box of this size goes: under `beside`, over it, or at its side; inside the window, and where it
// can over nothing that has to stay clear.
Rect tip_place(const Rect& window, const Rect& beside, const std::vector<Rect>& clear, float width,
               float height, float gap);

}  // namespace headroom::app
