#include "app/widgets/number_field.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>
#include <utility>

#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kDragStart = 3, kDragStep = 6;  // pixels at 100 %

// As it is typed: without the groups.
template <typename T>
std::string plain_text(T value, const NumberSpec<T>& spec) {
  if (!spec.hint.empty() && value == spec.range.least) return {};
  if constexpr (std::is_same_v<T, double>) {
    return learning_rate_text(value);
  } else {
    return std::to_string(value);
  }
}

// As it is shown.
template <typename T>
std::string shown_text(T value, const NumberSpec<T>& spec) {
  return !spec.hint.empty() && value == spec.range.least ? std::string() : number_text(value);
}

template <typename T>
std::optional<T> meant_by(const std::string& text, const NumberSpec<T>& spec) {
  if (!spec.hint.empty() && text.find_first_not_of(' ') == std::string::npos) return spec.range.least;
  return parse_number(text, spec.range);
}

// The closed field: pressed, it is typed into; dragged, its value moves.
template <typename T>
int drag(const Ui& ui, const Rect& area, NumberEdit& edit, const NumberSpec<T>& spec, bool valid) {
  const bool was = edit.dragging;
  const Press press =
      press_area("value", area, true, {.name = spec.id, .takes = Takes::kText, .initial = spec.initial});
  if (press.hovered || press.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  const ImVec4 edge = spec.invalid || !valid ? ui.theme.bad : press.hovered ? ui.theme.muted : ui.theme.edge;
  fill(area, ui.theme.ground, ui.px(6));
  stroke(area, edge, ui.px(6));
  const bool blank = edit.text.empty() && !spec.hint.empty();
  text_line(ui, area.inset(ui.px(10), 0), blank ? ui.fonts.small : ui.fonts.mono,
            blank ? ui.theme.muted : ui.theme.text, blank ? spec.hint : std::string_view(edit.text));
  if (press.focused) focus_ring(ui, area.inset(ui.px(2)), ui.px(4));
  edit.dragging = press.held && (was || ImGui::IsMouseDragging(0, ui.px(kDragStart)));
  if (press.clicked && !was) Focus::of_window().start_typing(press.id);
  if (!edit.dragging) {
    edit.dragged = 0;
    return 0;
  }
  edit.dragged += ImGui::GetIO().MouseDelta.x;
  const int steps = static_cast<int>(edit.dragged / ui.px(kDragStep));
  edit.dragged -= static_cast<float>(steps) * ui.px(kDragStep);
  return steps;
}

template <typename T>
void halving_buttons(const Ui& ui, Rect& rest, T value, const NumberRange<T>& range,
                     std::optional<T>& chosen) {
  const float square = std::min(rest.h, ui.px(24)), gap = ui.px(2);
  const Rect less = rest.take_left(square, gap), more = rest.take_right(square, gap);
  ButtonSpec spec{
      .id = "half", .icon = Icon::kMinus, .kind = ButtonKind::kQuiet, .tip = tr("half"), .small = true};
  spec.enabled = value > range.least;
  if (button(ui, less, spec)) chosen = std::max(range.least, static_cast<T>(value / 2));
  spec.id = "double";
  spec.icon = Icon::kPlus;
  spec.tip = tr("double");
  spec.enabled = value <= range.most / 2;
  if (button(ui, more, spec)) chosen = value == 0 ? T(1) : static_cast<T>(value * 2);
}

}  // namespace

template <typename T>
std::optional<T> parse_number(const std::string& text, const NumberRange<T>& range) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c != ' '; });
  if constexpr (std::is_same_v<T, double>) digits = plain_number(std::move(digits));
  T value{};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (!(value >= range.least && value <= range.most)) return std::nullopt;  // nor NaN
  return value;
}

template <typename T>
std::string number_text(T value) {
  if constexpr (std::is_same_v<T, double>) {
    if (value == std::floor(value) && std::abs(value) < 1e15)
      return format_count(static_cast<std::int64_t>(value));
    return learning_rate_text(value);
  } else if constexpr (std::is_same_v<T, std::uint64_t>) {
    if (value > static_cast<std::uint64_t>(INT64_MAX)) return std::to_string(value);
    return format_count(static_cast<std::int64_t>(value));
  } else {
    return format_count(value);
  }
}

template <typename T>
std::string number_wanted(const NumberSpec<T>& spec) {
  const bool endless = spec.range.most == std::numeric_limits<T>::max();
  const std::string text =
      endless ? tr("a whole number from {1} up", number_text(spec.range.least))
              : tr("{1} to {2}", number_text(spec.range.least), number_text(spec.range.most));
  return spec.unit.empty() ? text : text + " " + std::string(spec.unit);
}

template <typename T>
T stepped(T value, int steps, bool fast, const NumberRange<T>& range) {
  if (steps == 0) return value;
  if constexpr (std::is_same_v<T, double>) {
    if (value <= 0) return steps > 0 ? std::max(range.least, range.first) : range.least;
    const double moved = value * std::pow(10.0, steps * (fast ? 0.5 : 0.1));
    if (steps < 0 && moved < range.first && range.least <= 0) return range.least;
    const double digits = std::pow(10.0, std::floor(std::log10(moved)) - 1);
    // Through its text, so that 0.3 is 0.3 and not 0.30000000000000004.
    const double rounded = two_digits(std::round(moved / digits) * digits);
    return std::clamp(rounded, range.least, range.most);
  } else {
    const auto by = static_cast<std::uint64_t>(std::abs(steps)) * (fast ? 10U : 1U);
    if (steps > 0)
      return static_cast<std::uint64_t>(range.most - value) < by ? range.most
                                                                 : static_cast<T>(value + static_cast<T>(by));
    return static_cast<std::uint64_t>(value - range.least) < by ? range.least
                                                                : static_cast<T>(value - static_cast<T>(by));
  }
}

template <typename T>
NumberEvent<T> number_field(const Ui& ui, const Rect& area, NumberEdit& edit, T value,
                            const NumberSpec<T>& spec) {
  NumberEvent<T> event;
  Focus& focus = Focus::of_window();
  const std::string given = plain_text(value, spec);
  ImGui::PushID(spec.id);
  const ImGuiID control = ImGui::GetID("value");
  const bool begins = !edit.typing && focus.types_into(control);
  if (begins && meant_by(edit.text, spec)) edit.text = given;
  const bool ended = edit.typing && !focus.types_into(control);  // the ring went on
  edit.typing = focus.types_into(control);
  if (ended) {
    event.value = meant_by(edit.text, spec);
    if (event.value) edit.text = shown_text(*event.value, spec);
  }
  // What is typed may be taken over at once: then the text says it already.
  const bool changed = edit.shown != given && !(edit.typing && meant_by(edit.text, spec) == value);
  if (changed && !edit.typing) edit.text = shown_text(value, spec);
  edit.shown = given;

  Rect rest = area;
  if (spec.halves) halving_buttons(ui, rest, value, spec.range, event.value);
  // The button lies in the field and is there before it, or the field would take its clicks.
  const bool differs = spec.preset && (*spec.preset != value || meant_by(edit.text, spec) != value);
  Rect inside = rest.inset(ui.px(4));
  const Rect back = inside.take_right(ui.px(24));
  const Press reset = differs ? press_area("preset", back) : Press{};
  if (reset.hovered) tooltip(ui, tr("Back to the preset: {1}", number_text(*spec.preset)), back);
  if (reset.clicked) {
    event.value = spec.preset;
    edit.shown.clear();  // also where only the text is wrong
  }
  std::string replace = std::exchange(edit.next, {});
  if (replace.empty() && changed && !begins) replace = given;
  int steps = 0;
  bool fast = ImGui::GetIO().KeyShift;
  const std::optional<T> meant = meant_by(edit.text, spec);
  if (edit.typing) {
    const FieldEvent typed = text_field(ui, rest, edit.text,
                                        {.id = spec.id,
                                         .invalid = spec.invalid || !meant,
                                         .number = true,
                                         .control = control,
                                         .replace = replace});
    steps = typed.arrows.y;
    fast = typed.arrows.fast;
    event.entered = typed.entered;
    if (typed.committed) event.value = meant_by(edit.text, spec);
    edit.typing = focus.types_into(control);
    if (!edit.typing && meant_by(edit.text, spec)) edit.shown.clear();
  } else {
    steps = drag(ui, rest, edit, spec, meant.has_value());
  }
  if (differs) draw_icon(Icon::kUndo, back, ui.px(14), reset.hovered ? ui.theme.text : ui.theme.muted);
  if (reset.focused) focus_ring(ui, back.inset(ui.px(2)), ui.px(4));
  if (steps != 0) {
    event.value = stepped(meant_by(edit.text, spec).value_or(value), steps, fast, spec.range);
    // At once: what holds the value may take some frames to change it.
    (edit.typing ? edit.next : edit.text) =
        edit.typing ? plain_text(*event.value, spec) : shown_text(*event.value, spec);
  }
  event.typed = meant_by(edit.text, spec);
  if (event.value == value) event.value.reset();
  ImGui::PopID();
  return event;
}

#define HEADROOM_NUMBER(T)                                                                            \
  template NumberEvent<T> number_field(const Ui&, const Rect&, NumberEdit&, T, const NumberSpec<T>&); \
  template std::optional<T> parse_number(const std::string&, const NumberRange<T>&);                  \
  template std::string number_text(T);                                                                \
  template std::string number_wanted(const NumberSpec<T>&);                                           \
  template T stepped(T, int, bool, const NumberRange<T>&);
HEADROOM_NUMBER(std::int64_t)
HEADROOM_NUMBER(std::uint64_t)
HEADROOM_NUMBER(double)
#undef HEADROOM_NUMBER

}  // namespace headroom::app
