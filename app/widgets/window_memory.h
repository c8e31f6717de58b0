// What the widgets of one window remember between frames, and what is known about the frame drawn last;
// reached through the current ImGui context, so that a button needs no more than its place.
//
// Thread rule: window's thread.
#pragma once

#include "app/widgets/anchor.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/focus.h"
#include "app/widgets/frame_notes.h"
#include "app/widgets/laser.h"
#include "app/widgets/motion.h"
#include "app/widgets/spotlight.h"
#include "app/widgets/tape.h"
#include "app/widgets/tip.h"

namespace headroom::app {

struct WindowMemory {
  Focus focus;
  Tips tips;
  Motion motion;
  CopyMenu copies;
  Exhibits exhibits;
  Anchors anchors;
  Tape tape;
  FrameNotes notes;
  Spotlight spotlight;
  Laser laser;

  static WindowMemory& of_window();
  // Around everything that is drawn in a frame.
  void begin_frame();
  void end_frame(const Ui& ui);
  // The next frame differs though nothing came in.
  bool moves() const {
    return tips.waiting() || motion.moving() || focus.settling() || copies.asked() || notes.another_frame ||
           laser.moving();
  }
};

}  // namespace headroom::app
