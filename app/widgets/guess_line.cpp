#include "app/widgets/guess_line.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

void dashes(const Ui& ui, float from, float to, float y, const ImVec4& ink) {
  const float dash = ui.px(5), gap = ui.px(3);
  for (float x = std::min(from, to); x < std::max(from, to); x += dash + gap)
    line({x, y}, {std::min(x + dash, std::max(from, to)), y}, ink, ui.px(3));
}

void diamond(const Ui& ui, ImVec2 at, const ImVec4& ink) {
  const float r = ui.px(9);
  ImGui::GetWindowDrawList()->AddQuadFilled({at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r},
                                            {at.x - r, at.y}, color(ink));
}

// Labels above the line, each at its place, moved apart where they would meet.
void draw_marks(const Ui& ui, const Rect& track, float y, const GuessLine& spec) {
  std::vector<GuessMark> marks = spec.marks;
  std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  float free = track.x;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const float x = track.x + track.w * guess_share(spec, marks[i].value);
    const float width = text_width(ui.fonts.small, marks[i].title);
    // The left one of two stands to the left of its line.
    float left = i + 1 < marks.size() ? x - width : x - width / 2;
    if (i > 0) left = std::max(free, x - ui.px(4));
    left = std::clamp(left, track.x, std::max(track.x, track.right() - width));
    if (left < free) continue;
    line({x, y + ui.px(20)}, {x, track.center().y - ui.px(4)}, ui.theme.muted, ui.px(1.5F));
    text_line(ui, {left, y, width + 1, ui.px(18)}, ui.fonts.small, ui.theme.muted, marks[i].title);
    free = left + width + ui.px(10);
  }
}

void draw_axis(const Ui& ui, const Rect& track, const GuessLine& spec) {
  float free = track.x - ui.px(20);
  for (const double tick : guess_ticks(spec)) {
    const float x = track.x + track.w * guess_share(spec, tick);
    const std::string text = guess_text(tick, spec.unit);
    const float width = text_width(ui.fonts.mono, text);
    line({x, track.center().y - ui.px(6)}, {x, track.center().y + ui.px(6)}, ui.theme.edge, ui.px(1));
    const float left = std::clamp(x - width / 2, track.x - ui.px(10), track.right() + ui.px(10) - width);
    if (left < free) continue;
    draw_text(ui.fonts.mono, {left, track.center().y + ui.px(12)}, ui.theme.muted, text);
    free = left + width + ui.px(10);
  }
}

}  // namespace

std::string guess_text(double value, std::string_view unit) {
  char text[48];
  const double size = std::abs(value);
  if (size >= 1e6) {
    std::snprintf(text, sizeof text, "%.3g", value);
  } else {
    std::snprintf(text, sizeof text,
                  size >= 100 || value == std::round(value) ? "%.0f"
                  : size >= 10                              ? "%.1f"
                                                            : "%.2g",
                  value);
  }
  const std::string number = local_number(text);
  if (unit.empty()) return number;
  return unit == "x" ? number + "×" : number + " " + std::string(unit);
}

float guess_share(const GuessLine& spec, double value) {
  const double v = std::clamp(value, spec.low, spec.high);
  const double share = spec.logarithmic ? std::log(v / spec.low) / std::log(spec.high / spec.low)
                                        : (v - spec.low) / (spec.high - spec.low);
  return static_cast<float>(std::clamp(share, 0.0, 1.0));
}

std::vector<double> guess_ticks(const GuessLine& spec) {
  std::vector<double> ticks;
  if (!spec.logarithmic) {
    for (int i = 0; i <= 4; ++i) ticks.push_back(spec.low + (spec.high - spec.low) * i / 4);
    return ticks;
  }
  const double decades = std::log10(spec.high / spec.low);
  for (double power = std::pow(10, std::floor(std::log10(spec.low))); power <= spec.high * 1.0001;
       power *= 10) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      if (decades > 3.01 && digit != 1) continue;
      const double tick = power * digit;
      if (tick >= spec.low * 0.9999 && tick <= spec.high * 1.0001) ticks.push_back(tick);
    }
  }
  return ticks;
}

float guess_line_height(const Ui& ui, const GuessLine& spec) {
  return ui.px(spec.marks.empty() ? 0 : 26) + ui.px(56);
}

std::optional<double> guess_line(const Ui& ui, const Rect& area, const GuessLine& spec) {
  const float above = spec.marks.empty() ? 0 : ui.px(26);
  const Rect row{area.x, area.y + above, area.w, ui.px(32)};
  const Rect track{row.x + ui.px(12), row.center().y - ui.px(3), std::max(1.0F, row.w - ui.px(24)), ui.px(6)};
  std::optional<double> changed;
  Press press;
  if (!spec.fixed) {
    press = press_area(spec.id, row, true, {.takes = Takes::kArrows});
    const auto value_at = [&](double share) {
      share = std::clamp(share, 0.0, 1.0);
      const double value = spec.logarithmic ? spec.low * std::pow(spec.high / spec.low, share)
                                            : spec.low + share * (spec.high - spec.low);
      char text[32];  // no more digits than a guess has
      std::snprintf(text, sizeof text, "%.2g", value);
      return std::clamp(std::atof(text), spec.low, spec.high);
    };
    if (press.held) changed = value_at((ImGui::GetIO().MousePos.x - track.x) / track.w);
    const Arrows arrows = Focus::of_window().take_arrows(press.id);
    if (const int steps = arrows.x + arrows.y; steps != 0) {
      const double from = spec.guess ? static_cast<double>(guess_share(spec, *spec.guess)) : 0.5;
      double step = arrows.fast ? 0.1 : 0.02;
      double next = value_at(from + steps * step);
      // Rounding must not keep it where it is.
      while (spec.guess && next == *spec.guess && step < 1) next = value_at(from + steps * (step *= 1.5));
      changed = next;
    }
    if (arrows.end != 0) changed = arrows.end > 0 ? spec.high : spec.low;
    if (changed && spec.guess && *changed == *spec.guess) changed.reset();
  }
  fill(track, ui.theme.line, track.h / 2);
  draw_axis(ui, track, spec);
  draw_marks(ui, track, area.y, spec);
  const float y = track.center().y;
  const auto x_of = [&](double value) { return track.x + track.w * guess_share(spec, value); };
  const ImVec4 ink = spec.right ? ui.theme.good : ui.theme.bad;
  if (spec.measured) {
    const float from = x_of(spec.least), to = std::max(from + 1, x_of(spec.most));
    fill({from, track.y, to - from, track.h}, mix(ui.theme.line, ui.theme.good, 0.6F), track.h / 2);
    if (spec.guess) dashes(ui, x_of(*spec.guess), x_of(*spec.measured), y, ink);
    diamond(ui, {x_of(*spec.measured), y}, ui.theme.good);
  }
  const double knob = changed ? *changed : spec.guess.value_or(0);
  if (changed || spec.guess) {
    const ImVec2 at{x_of(knob), y};
    ImGui::GetWindowDrawList()->AddCircleFilled(at, ui.px(10), color(ui.theme.panel), 32);
    ImGui::GetWindowDrawList()->AddCircle(at, ui.px(8.5F), color(ui.theme.text), 32, ui.px(3));
  }
  if (press.focused) focus_ring(ui, row, ui.px(6));
  return changed;
}

}  // namespace headroom::app
