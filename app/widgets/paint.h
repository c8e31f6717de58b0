// Text, boxes and colours drawn into the current ImGui window's draw list.
//
// Text is never clipped: text_line() shortens with an ellipsis and shows the whole on hover,
// draw_wrapped() and rich_text() break lines. All positions are screen pixels.
//
// Thread rule: the window's thread, between ImGui::NewFrame and Render.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

enum class Align { kLeft, kCenter, kRight };

ImU32 color(const ImVec4& c, float alpha = 1);
ImVec4 mix(const ImVec4& a, const ImVec4& b, float t);

float text_width(ImFont* font, std::string_view text);
float line_height(ImFont* font);

// One line from `pos` (its top left), of any length.
void draw_text(ImFont* font, ImVec2 pos, const ImVec4& c, std::string_view text);
// One line in `area`, vertically centred; too long: shortened with "…", the whole as a tooltip.
void text_line(const Ui& ui, const Rect& area, ImFont* font, const ImVec4& c, std::string_view text,
               Align align = Align::kLeft);
// `text` or what of it fits into `width` with an ellipsis.
std::string shortened(ImFont* font, std::string_view text, float width);

// Broken at spaces; returns the height used. `draw_wrapped` draws, `wrapped_height` only measures.
float draw_wrapped(ImFont* font, ImVec2 pos, float width, const ImVec4& c, std::string_view text);
float wrapped_height(ImFont* font, std::string_view text, float width);

// A sentence in several fonts and colours, broken at spaces. Returns the height used.
struct Span {
  std::string text;
  ImFont* font = nullptr;
  ImVec4 color;
};
float rich_text(ImVec2 pos, float width, const std::vector<Span>& spans, bool draw = true);

void fill(const Rect& area, const ImVec4& c, float rounding = 0);
void stroke(const Rect& area, const ImVec4& c, float rounding = 0, float thickness = 1);
void line(ImVec2 a, ImVec2 b, const ImVec4& c, float thickness = 1);
// Panels and cards: filled, with a thin line around.
void panel_box(const Ui& ui, const Rect& area);
// Rounded bar, filled to `fraction`.
void progress_bar(const Ui& ui, const Rect& area, double fraction, const ImVec4& c);

// The pointer is on it, and nothing lies above the window there.
bool hovering(const Rect& area);
// Explains what the pointer rests on: `beside` it, else beside the last item if the pointer is on that, else
// beside the pointer (tip.h).
void tooltip(const Ui& ui, std::string_view text);
void tooltip(const Ui& ui, std::string_view text, const Rect& beside);

}  // namespace headroom::app
