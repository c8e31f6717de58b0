#include "app/widgets/paint.h"

#include <algorithm>
#include <cmath>

#include "app/gl/scissor_clear.h"
#include "app/ui/imgui_compat.h"
#include "app/widgets/frame_notes.h"
#include "app/widgets/window_memory.h"

namespace headroom::app {
namespace {

// Where the next line of `text` ends when broken at spaces, and where the one after begins.
struct Break {
  std::size_t end = 0, next = 0;
};

Break next_break(ImFont* font, std::string_view text, float width) {
  std::size_t fits = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool at_end = i == text.size();
    if (!at_end && text[i] != ' ' && text[i] != '\n') continue;
    if (text_width(font, text.substr(0, i)) > width) break;
    fits = i;
    if (at_end || text[i] == '\n') return {i, at_end ? i : i + 1};
  }
  if (fits > 0) return {fits, fits + 1};
  // One word longer than the line: break inside, but never inside a UTF-8 character.
  std::size_t cut = 1;
  while (cut < text.size() && text[cut] != ' ' && text[cut] != '\n') {
    std::size_t end = cut + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    if (text_width(font, text.substr(0, end)) > width) break;
    cut = end;
  }
  while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) ++cut;
  return {cut, cut};
}

float wrap(ImFont* font, ImVec2 pos, float width, const ImVec4* c, std::string_view text) {
  const float step = std::round(line_height(font) * 1.15F);
  float y = 0;
  while (!text.empty()) {
    const Break b = next_break(font, text, width);
    if (c != nullptr) draw_text(font, {pos.x, pos.y + y}, *c, text.substr(0, b.end));
    text.remove_prefix(b.next);
    y += step;
  }
  return y;
}

}  // namespace

ImU32 color(const ImVec4& c, float alpha) {
  return ImGui::ColorConvertFloat4ToU32({c.x, c.y, c.z, c.w * alpha});
}

ImVec4 mix(const ImVec4& a, const ImVec4& b, float t) {
  return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.z + (b.z - a.z) * t, a.w + (b.w - a.w) * t};
}

float text_width(ImFont* font, std::string_view text) {
  if (text.empty()) return 0;
  return font->CalcTextSizeA(font_size(font), FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

float line_height(ImFont* font) { return font_size(font); }

namespace {

// `whole`: what the text was shortened from.
void put_text(ImFont* font, ImVec2 pos, const ImVec4& c, std::string_view text, std::string_view whole) {
  if (text.empty()) return;
  frame_notes().smallest_text = std::min(frame_notes().smallest_text, font_size(font));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at{std::floor(pos.x), std::floor(pos.y)};
  if (frame_notes().shortened) {
    const ImVec2 low = list.GetClipRectMin(), high = list.GetClipRectMax();
    const bool seen =
        at.x > low.x - 1 && at.x < high.x && at.y > low.y - 1 && at.y + font_size(font) < high.y + 1;
    if (seen && at.x + text_width(font, text) > high.x + 1) frame_notes().shortened->emplace_back(text);
  }
  const int before = list.VtxBuffer.Size;
  list.AddText(font, font_size(font), at, color(c), text.data(), text.data() + text.size());
  WindowMemory::of_window().tape.note(list, before, font, at, c, text);
  if (frame_notes().texts) {
    frame_notes().note_text(text, whole, {at.x, at.y, text_width(font, text), line_height(font)});
  }
}

}  // namespace

void draw_text(ImFont* font, ImVec2 pos, const ImVec4& c, std::string_view text) {
  put_text(font, pos, c, text, {});
}

std::string shortened(ImFont* font, std::string_view text, float width) {
  if (text_width(font, text) <= width) return std::string(text);
  const std::string dots = "…";
  const float room = width - text_width(font, dots);
  std::size_t low = 0, high = text.size();  // the longest prefix that fits
  while (low < high) {
    const std::size_t middle = (low + high + 1) / 2;
    if (text_width(font, text.substr(0, middle)) <= room) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  while (low > 0 && (static_cast<unsigned char>(text[low]) & 0xC0U) == 0x80U) --low;
  while (low > 0 && text[low - 1] == ' ') --low;
  return std::string(text.substr(0, low)) + dots;
}

void text_line(const Ui& ui, const Rect& area, ImFont* font, const ImVec4& c, std::string_view text,
               Align align) {
  if (text.empty() || area.w <= 0) return;
  const float y = area.y + (area.h - line_height(font)) / 2;
  const float width = text_width(font, text);
  frame_notes().note_place(align == Align::kRight    ? area.right()
                           : align == Align::kCenter ? area.center().x
                                                     : area.x,
                           area.y);
  if (width <= area.w + 0.5F) {
    float x = area.x;
    if (align == Align::kCenter) x += (area.w - width) / 2;
    if (align == Align::kRight) x += area.w - width;
    draw_text(font, {x, y}, c, text);
    return;
  }
  if (frame_notes().shortened) frame_notes().shortened->emplace_back(text);
  put_text(font, {area.x, y}, c, shortened(font, text, area.w), text);
  if (ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
      ImGui::IsMouseHoveringRect(area.min(), area.max())) {
    tooltip(ui, text, area);
  }
}

bool hovering(const Rect& area) {
  return ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(area.min(), area.max());
}

float draw_wrapped(ImFont* font, ImVec2 pos, float width, const ImVec4& c, std::string_view text) {
  return wrap(font, pos, width, &c, text);
}

float wrapped_height(ImFont* font, std::string_view text, float width) {
  return wrap(font, {}, width, nullptr, text);
}

float rich_text(ImVec2 pos, float width, const std::vector<Span>& spans, bool draw) {
  float x = 0, y = 0, step = 0;
  for (const Span& span : spans) step = std::max(step, std::round(line_height(span.font) * 1.15F));
  for (const Span& span : spans) {
    std::string_view rest = span.text;
    while (!rest.empty()) {
      const std::size_t space = rest.find(' ');
      const std::string_view word = rest.substr(0, space);
      const float w = text_width(span.font, word);
      if (x > 0 && x + w > width) {
        x = 0;
        y += step;
      }
      if (draw) {
        const float down = (step - line_height(span.font)) / 2;
        draw_text(span.font, {pos.x + x, pos.y + y + down}, span.color, word);
      }
      x += w;
      if (space == std::string_view::npos) break;
      if (x > 0) x += text_width(span.font, " ");
      rest.remove_prefix(space + 1);
    }
  }
  return y + step;
}

void fill(const Rect& area, const ImVec4& c, float rounding) {
  if (!(area.w > 0 && area.h > 0)) return;  // nor what is no number: a bar of a network that diverged
  ImDrawList* const list = ImGui::GetWindowDrawList();
  // The inside of what is large and opaque is cleared; only the edges need rounding and blending.
  constexpr float kLarge = 20'000;  // pixels
  const float edge = std::max(1.0F, rounding) + 1;
  const ImVec2 min{std::ceil(area.x + edge), std::ceil(area.y + edge)};
  const ImVec2 max{std::floor(area.right() - edge), std::floor(area.bottom() - edge)};
  if (c.w < 1 || (max.x - min.x) * (max.y - min.y) < kLarge) {
    list->AddRectFilled(area.min(), area.max(), color(c), rounding);
    return;
  }
  add_clear(*list, min, max, c);
  list->AddRectFilled(area.min(), {area.right(), min.y}, color(c), rounding, ImDrawFlags_RoundCornersTop);
  list->AddRectFilled({area.x, max.y}, area.max(), color(c), rounding, ImDrawFlags_RoundCornersBottom);
  list->AddRectFilled({area.x, min.y}, {min.x, max.y}, color(c));
  list->AddRectFilled({max.x, min.y}, {area.right(), max.y}, color(c));
}

void stroke(const Rect& area, const ImVec4& c, float rounding, float thickness) {
  if (area.empty()) return;
  // Inside of the area, on whole pixels: between two of them a hairline has half its contrast. AddRect moves
  // it by half a pixel itself.
  const float in = std::max(0.0F, (thickness - 1) / 2);
  ImGui::GetWindowDrawList()->AddRect({std::round(area.x) + in, std::round(area.y) + in},
                                      {std::round(area.right()) - in, std::round(area.bottom()) - in},
                                      color(c), rounding, 0, thickness);
}

void line(ImVec2 a, ImVec2 b, const ImVec4& c, float thickness) {
  ImGui::GetWindowDrawList()->AddLine(a, b, color(c), thickness);
}

void panel_box(const Ui& ui, const Rect& area) {
  frame_notes().note_panel(area);
  WindowMemory::of_window().spotlight.add(area);
  frame_notes().note_place(area.x, area.y);
  frame_notes().note_place(area.right(), area.bottom());
  fill(area, ui.theme.panel, ui.px(8));
  stroke(area, ui.theme.line, ui.px(8));
}

void progress_bar(const Ui& ui, const Rect& area, double fraction, const ImVec4& c) {
  fill(area, ui.theme.line, area.h / 2);
  const float share = static_cast<float>(std::clamp(fraction, 0.0, 1.0));
  if (share > 0) fill({area.x, area.y, std::max(area.h, area.w * share), area.h}, c, area.h / 2);
}

void tooltip(const Ui& ui, std::string_view text) {
  const ImVec2 mouse = ImGui::GetIO().MousePos, low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const Rect item{low.x, low.y, high.x - low.x, high.y - low.y};
  const float reach = ui.px(12);
  // A large item (a plot, a table) is read where the pointer is.
  const bool small = item.contains(mouse) && item.h < ui.px(240);
  tooltip(ui, text, small ? item : Rect{mouse.x - reach, mouse.y - reach, 2 * reach, 2 * reach});
}

void tooltip(const Ui&, std::string_view text, const Rect& beside) {
  if (!text.empty()) WindowMemory::of_window().tips.add(text, beside);
}

}  // namespace headroom::app
