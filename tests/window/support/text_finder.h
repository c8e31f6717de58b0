// Finds texts that cannot be read as they are drawn: cut by an edge without an ellipsis, drawn beyond the
// panel they belong to, out of sight where nothing scrolls, or one on the other.
//
//   Screen screen(1440, 900, 2);
//   for (const TextFault& fault : text_faults(texts_of(screen, demo))) ADD_FAILURE() << fault;
//
// What is shortened with an ellipsis is no fault: its whole text is its tip. shortened_texts() lists it, for
// tests that a label (of a button, a tab, a heading) stands there whole.
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "app/widgets/frame_notes.h"
#include "support/screen.h"

namespace headroom::app {

using Text = FrameNotes::Text;

struct TextFault {
  enum class Kind { kCut, kBeyondPanel, kOutOfSight, kOverlap };
  Kind kind = Kind::kCut;
  Text text;
  Text other = {};  // kOverlap
};

// Every line of text of the next frame, in the order in which they are drawn.
inline std::vector<Text> texts_of(Screen& screen, const demo::Demo& demo) {
  screen.draw(demo, 4);
  frame_notes().texts.emplace();
  frame_notes().panels.clear();
  screen.draw(demo, 1);
  std::vector<Text> texts = std::move(*frame_notes().texts);
  frame_notes().texts.reset();
  return texts;
}

inline std::vector<Text> shortened_texts(const std::vector<Text>& texts) {
  std::vector<Text> found;
  std::copy_if(texts.begin(), texts.end(), std::back_inserter(found),
               [](const Text& text) { return !text.whole.empty(); });
  return found;
}

// Of the line the part that ink fills: above and below it is the room of accents and of tails.
inline Rect ink_of(const Text& text) {
  return {text.area.x, text.area.y + 0.2F * text.area.h, text.area.w, 0.6F * text.area.h};
}

inline std::vector<TextFault> text_faults(const std::vector<Text>& texts) {
  constexpr float kSlack = 1.5F;  // pixels: figures are placed on whole ones
  std::vector<TextFault> faults;
  std::vector<Text> seen;
  for (const Text& text : texts) {
    const Rect ink = ink_of(text), shown = ink.common(text.clip);
    const auto fault = [&](TextFault::Kind kind) { faults.push_back({kind, text}); };
    if (shown.empty()) {
      const bool across = text.scrolls_x || (ink.right() > text.clip.x && ink.x < text.clip.right());
      const bool down = text.scrolls_y || (ink.bottom() > text.clip.y && ink.y < text.clip.bottom());
      if (!across || !down) fault(TextFault::Kind::kOutOfSight);
      continue;
    }
    seen.push_back(text);
    const bool narrow = ink.x < text.clip.x - kSlack || ink.right() > text.clip.right() + kSlack;
    const bool low = ink.y < text.clip.y - kSlack || ink.bottom() > text.clip.bottom() + kSlack;
    if ((narrow && !text.scrolls_x) || (low && !text.scrolls_y)) fault(TextFault::Kind::kCut);
    const Rect& panel = text.panel;
    if (!panel.empty() && (ink.right() > panel.right() + kSlack || ink.bottom() > panel.bottom() + kSlack))
      fault(TextFault::Kind::kBeyondPanel);
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Rect a = ink_of(seen[i]).common(seen[i].clip);
    for (std::size_t k = i + 1; k < seen.size(); ++k) {
      if (seen[i].layer != seen[k].layer) continue;
      const Rect both = a.common(ink_of(seen[k]).common(seen[k].clip));
      if (both.w > kSlack && both.h > kSlack) faults.push_back({TextFault::Kind::kOverlap, seen[i], seen[k]});
    }
  }
  return faults;
}

inline std::ostream& operator<<(std::ostream& out, const TextFault& fault) {
  constexpr const char* kWords[] = {"is cut", "goes beyond its panel", "can never be seen", "lies on"};
  const auto place = [&](const Rect& r) -> std::ostream& {
    return out << r.x << ", " << r.y << " to " << r.right() << ", " << r.bottom();
  };
  out << "\"" << fault.text.words << "\" " << kWords[static_cast<int>(fault.kind)];
  if (fault.kind == TextFault::Kind::kOverlap) out << " \"" << fault.other.words << "\"";
  out << ": ";
  place(fault.text.area) << " in ";
  const bool panel = fault.kind == TextFault::Kind::kBeyondPanel;
  return place(fault.kind == TextFault::Kind::kOverlap ? fault.other.area
               : panel                                 ? fault.text.panel
                                                       : fault.text.clip);
}

}  // namespace headroom::app
