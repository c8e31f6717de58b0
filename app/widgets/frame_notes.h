// What is known about a frame once it is drawn: that another one should follow, and for tests where its parts
// lie, which texts it has and how small the smallest of them is.
//
//   FrameNotes& notes = frame_notes();
//   notes.places.emplace();   // tests only: recorded from here on; so is `shortened`
//   notes.texts.emplace();
//
// Part of WindowMemory (window_memory.h): each window has its own.
//
// Thread rule: window's thread.
#pragma once

#include <cfloat>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/widgets/rect.h"
#include "imgui.h"

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

  // A line of text as it was drawn, in pixels.
  struct Text {
    std::string words = {};  // with the ellipsis of what was shortened
    std::string whole = {};  // what it was shortened from; empty: it was not
    Rect area = {};          // of the whole line, also of what is not in sight
    Rect clip = {};          // what can be seen there
    Rect panel = {};         // the innermost panel that it begins in; empty: in none
    ImGuiID layer = 0;       // as Focus has it: texts of one layer must not lie on each other
    bool scrolls_x = false, scrolls_y = false;  // what is not in sight can be brought there
  };
  std::optional<std::vector<Text>> texts;
  // Of the panels that were drawn while texts are recorded: all of each, what of it is in sight, its layer.
  struct Panel {
    Rect area, seen;
    ImGuiID layer = 0;
  };
  std::vector<Panel> panels;

  int unrecorded = 0;  // above 0: inside of what may move, such as the ticks of a plot

  void note_place(float x, float y) {
    if (places && unrecorded == 0) places->push_back({x, y});
  }
  void note_panel(const Rect& area);
  // In the ImGui window that is being drawn.
  void note_text(std::string_view words, std::string_view whole, const Rect& area);
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
