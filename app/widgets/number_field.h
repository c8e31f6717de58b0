// A whole number to type, with buttons that halve and double it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// What is being typed; kept by the view, one for each field.
struct NumberEdit {
  std::string text;
  std::int64_t shown = -1;  // the value that `text` was last set from
};

struct NumberRange {
  std::int64_t least = 1;
  std::int64_t most = std::int64_t{1} << 40;
};

// The new value, on the frame it was committed. Text that is not a valid value stays, drawn as a mistake.
std::optional<std::int64_t> number_field(const Ui& ui, const char* id, const Rect& area, NumberEdit& edit,
                                         std::int64_t value, const NumberRange& range, bool invalid = false);

// Blanks between the digits are ignored; empty when it is not a number within the range.
std::optional<std::int64_t> parse_number(const std::string& text, const NumberRange& range);

}  // namespace headroom::app
