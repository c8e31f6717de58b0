// What is known about a frame once it is drawn: that another one should follow, and for tests where its parts
// lie and how small its smallest text is.
//
//   FrameNotes& notes = frame_notes();
//   notes.places.emplace();   // tests only: recorded from here on; so is `shortened`
//
// Part of WindowMemory (window_memory.h): each window has its own.
//
// Thread rule: window's thread.
#pragma once

#include <cfloat>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/widgets/rect.h"

namespace headroom::app {

struct FrameNotes {
  // The size of something follows from what was drawn in this frame, and shows only in the next.
  bool another_frame = false;
  float smallest_text = FLT_MAX;  // line height of the smallest text drawn, in pixels

  // A line of text or a panel. Text stands at the end of its area that it is aligned to, so a line whose
  // figures change is at the same place.
  struct Place {
    float x = 0, y = 0;
    bool operator==(const Place&) const = default;
  };
  std::optional<std::vector<Place>> places;
  // Lines of text that did not fit, as they should read: shortened, or drawn on beyond the right edge of what
  // is seen of their panel.
  std::optional<std::vector<std::string>> shortened;
  int unrecorded = 0;  // above 0: inside of what may move, such as the ticks of a plot

  void note_place(float x, float y) {
    if (places && unrecorded == 0) places->push_back({x, y});
  }
};

FrameNotes& frame_notes();  // of the window that is drawn

// What is drawn while this exists may move.
class Unrecorded {
 public:
  Unrecorded() { ++frame_notes().unrecorded; }
  ~Unrecorded() { --frame_notes().unrecorded; }
  Unrecorded(const Unrecorded&) = delete;
  Unrecorded& operator=(const Unrecorded&) = delete;
};

}  // namespace headroom::app
