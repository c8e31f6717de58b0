// Text of lessons and questions, drawn: paragraphs, lists, code, figures of this machine, numbers of rings.
//
//   rest.take_top(draw_rich(ui, rest, step.text, {.figure = figures}));
//
// Nothing is cut off: lines break at spaces, and where one word is longer than the line, inside of it.
//
// Thread rule: window's thread, within a frame; what `figure` returns is drawn at once.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"
#include "core/lessons/rich_text.h"

namespace headroom::app {

struct RichStyle {
  ImFont* font = nullptr;          // of words; null: the body's
  std::optional<ImVec4> ink = {};  // of words; empty: the text's
  // What stands for a figure; empty: its name in braces.
  std::function<std::string(const std::string& name)> figure = {};
  bool sentences_apart = true;  // room between paragraphs
};

// From the top of `area`, as wide as that; returns the height used. Where `draw` is false it is only
// measured.
float draw_rich(const Ui& ui, const Rect& area, const RichText& text, const RichStyle& style = {},
                bool draw = true);

// Code on a ground of its own, words of Python in colours.
float draw_code(const Ui& ui, const Rect& area, std::string_view code, std::string_view language,
                bool draw = true);

}  // namespace headroom::app
