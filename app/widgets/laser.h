// The laser pointer of presenter mode: a bright round spot at the mouse, with a short tail where things may
// move. White in red with a dark edge, so that it stands out on both themes and on every panel.
//
//   laser.draw(ui, io.KeyAlt, io.MousePos);   // after everything else
//
// Part of WindowMemory (window_memory.h). Thread rule: window's thread, within a frame.
#pragma once

#include <deque>

#include "app/ui/theme.h"

namespace headroom::app {

class Laser {
 public:
  static constexpr double kTailSeconds = 0.25;
  static constexpr float kRadius = 9;  // at 100 %

  // `on`: it is pointed there now.
  void draw(const Ui& ui, bool on, ImVec2 at);
  // The tail shrinks: draw the next frame.
  bool moving() const { return tail_.size() > 1; }
  std::size_t tail() const { return tail_.size(); }

 private:
  struct Point {
    ImVec2 at;
    double time;
  };
  std::deque<Point> tail_;
};

}  // namespace headroom::app
