// The field for a number: type it, change it with the arrow keys or by dragging sideways (Shift: faster), or
// take it back to what the preset has.
//
//   NumberEvent<std::int64_t> event =
//       number_field(ui, place, edit, batch, spec);   // {.id = "batch", .unit = "rows", .range = {1, 8000}}
//   if (event.value) batch = *event.value;
//   if (!event.typed) show(number_wanted(spec));          // "1 to 8 000 rows"
//
// For std::int64_t, std::uint64_t and double.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

template <typename T>
struct NumberRange {
  T least = 1;
  T most = std::numeric_limits<T>::is_integer ? T(std::int64_t{1} << 40) : T(1e6);
  T first = T(1e-6);  // of fractions: the first step up from 0
};

template <typename T>
struct NumberSpec {
  const char* id = "";
  std::string_view unit = {};
  NumberRange<T> range = {};
  std::optional<T> preset = {};  // where there is one, a button brings it back
  bool halves = false;           // buttons that halve and double
  bool invalid = false;          // refused for another reason than its range
  bool initial = false;          // see FieldSpec
  // What stands in the field while it has its least value; an empty text means that value.
  std::string_view hint = {};
};

// What is being typed; kept by the view, one for each field.
struct NumberEdit {
  std::string text;
  std::string shown;  // the value that `text` was last set from
  std::string next;   // by an arrow key, while `text` is being typed
  bool typing = false, dragging = false;
  float dragged = 0;  // pixels that have not become a step yet
};

template <typename T>
struct NumberEvent {
  std::optional<T> value;  // a new value, on the frame it was given
  std::optional<T> typed;  // what the text means now; empty: no number of the range
  bool entered = false;    // it was given by Enter: what holds the field may close
};

// Text that is not a valid value stays, drawn as a mistake.
template <typename T>
NumberEvent<T> number_field(const Ui& ui, const Rect& area, NumberEdit& edit, T value,
                            const NumberSpec<T>& spec);

// Blanks between the digits are ignored; empty when it is not a number within the range.
template <typename T>
std::optional<T> parse_number(const std::string& text, const NumberRange<T>& range);
// "8 000", "0.003"
template <typename T>
std::string number_text(T value);
// "1 to 8 000 rows": what a field takes, for hints and for refusals.
template <typename T>
std::string number_wanted(const NumberSpec<T>& spec);
// `steps` further: whole numbers by ones, fast by tens; others by tenths of a decade, fast by halves, to two
// digits.
template <typename T>
T stepped(T value, int steps, bool fast, const NumberRange<T>& range);

}  // namespace headroom::app
