#include "app/widgets/number_field.h"

#include <algorithm>
#include <charconv>

#include "app/widgets/fields.h"
#include "app/widgets/paint.h"

namespace headroom::app {

std::optional<std::int64_t> parse_number(const std::string& text, const NumberRange& range) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c != ' '; });
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (value < range.least || value > range.most) return std::nullopt;
  return value;
}

std::optional<std::int64_t> number_field(const Ui& ui, const char* id, const Rect& area, NumberEdit& edit,
                                         std::int64_t value, const NumberRange& range, bool invalid) {
  if (edit.shown != value) {
    edit.text = std::to_string(value);
    edit.shown = value;
  }
  std::optional<std::int64_t> chosen;
  Rect rest = area;
  const float square = std::min(area.h, ui.px(24)), gap = ui.px(2);
  ImGui::PushID(id);
  const Rect less = rest.take_left(square, gap), more = rest.take_right(square, gap);
  if (button(ui, less,
             {.id = "half",
              .icon = Icon::kMinus,
              .kind = ButtonKind::kQuiet,
              .tip = "half",
              .enabled = value > range.least,
              .small = true})) {
    chosen = std::max(range.least, value / 2);
  }
  if (button(ui, more,
             {.id = "double",
              .icon = Icon::kPlus,
              .kind = ButtonKind::kQuiet,
              .tip = "double",
              .enabled = value <= range.most / 2,
              .small = true})) {
    chosen = value == 0 ? 1 : value * 2;
  }
  const std::optional<std::int64_t> typed = parse_number(edit.text, range);
  const FieldEvent event =
      text_field(ui, rest, edit.text, {.id = "value", .invalid = invalid || !typed, .number = true});
  if (event.committed) {
    const std::optional<std::int64_t> last = parse_number(edit.text, range);
    if (last && *last != value) chosen = last;
  }
  ImGui::PopID();
  return chosen;
}

}  // namespace headroom::app
