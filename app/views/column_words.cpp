#include "app/views/column_words.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/base/tr.h"

namespace headroom::app {
namespace {

// As core/data/column_guess.cpp, number_column.cpp, writing/ and csv/ put them together. The first that fits
// counts, so a longer one stands before its beginning; what stands at a place is asked for in turn.
constexpr const char* kSentences[] = {
    tr_later("left out as asked for"),
    tr_later("names the rows"),
    tr_later("no value in any row"),
    tr_later("the same value in every row"),
    tr_later("the same date in every row"),
    tr_later("the target's labels"),
    tr_later("it counts the rows"),
    tr_later("by its name it identifies the rows"),
    tr_later("text that is different in every row"),
    tr_later("{1}: the {2} most frequent ({3} of {4} cells) and the others together"),
    tr_later("text with {1} distinct values in {2} rows: too few rows each to learn from"),
    tr_later("text with {1} distinct values"),
    tr_later("text with {1} distinct value"),
    tr_later("categories, as asked for: {1} distinct values"),
    tr_later("categories, as asked for: {1} distinct value"),
    tr_later("its values are numbers, written {1}"),
    tr_later("its values are numbers"),
    tr_later("every cell is a number, written {1}"),
    tr_later("every cell is a number"),
    tr_later("its values are dates, written {1}"),
    tr_later("{1} of {2} values are numbers ({3}), {4} is none: all are taken as categories"),
    tr_later(
        "{1} occurs {2} times, all other values lie between {3} and {4}: it may stand for a missing value"),
    tr_later("{1} is taken as a class like the others"),
    tr_later("{1} is read as {2}, it may be a code or of a unit"),
    tr_later("{1} is read as the number {2}"),
    tr_later("{1} may be {2} or {3}: read as {4}"),
    tr_later("{1} cannot be read with the day first: all are read as {2}"),
    tr_later("{1} cannot be read with the month first: all are read as {2}"),
    tr_later(
        "{1} has a year of two digits: read as {2} (69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068)"),
    tr_later("some numbers have no {1} as {2} has: read without it"),
    tr_later("{1} has no {2} as {3} has: read without it"),
    // How numbers are written
    tr_later("decimal comma"),
    tr_later("thousands mark space"),
    tr_later("thousands mark no-break space"),
    tr_later("thousands mark {1}"),
    tr_later("per cent: {1} is {2}"),
    tr_later("currency {1}"),
    tr_later("unit {1}"),
    // What was found in the file
    tr_later("the values are separated by blanks"),
    tr_later("values stand in single quotes"),
    tr_later("the header ends with a separator, the rows do not: left out"),
    tr_later("the header is one field short: the first column holds names of the rows (as R writes them), "
             "left out"),
    tr_later("column 1 has no name and counts the rows (as pandas and R write it): left out"),
    tr_later(
        "column 1 has no name and holds another number in every row (as pandas and R write it): left out"),
    tr_later("column 1 has no name and holds another name in every row (as pandas and R write it): left out"),
    tr_later("column {1} has no name: called {2}"),
    tr_later(
        "{1} columns without a name and without a value (a separator at the end of the lines): left out"),
    tr_later("{1} column without a name and without a value (a separator at the end of the lines): left out"),
    tr_later("a name comes more than once: {1}"),
    tr_later("column {1} is called {2}"),
    tr_later("and {1} more"),
    tr_later("no header: {1} looks like the rows below, so the columns are named x1, x2, ..."),
    tr_later("in doubt: {1} is taken as the header, but it looks like the rows below"),
    tr_later("line {1} begins with {2} and has as many fields as the rows: taken as the header"),
    tr_later("line {1} begins with {2}: taken as comments, left out"),
    tr_later("lines {1} to {2} begin with {3}: taken as comments, left out"),
    tr_later("line {1} before the table ({2}) is left out"),
    tr_later("lines {1} to {2} before the table ({3} ...) are left out"),
    tr_later("line {1}, {2}, names the separator: left out"),
};

// What stands at the places of a pattern; nothing where the text is another.
std::optional<std::vector<std::string>> places_in(std::string_view pattern, std::string_view text) {
  std::vector<std::string> places;
  while (true) {
    const std::size_t place = pattern.find('{');
    const std::string_view before = pattern.substr(0, place);
    if (!text.starts_with(before)) return std::nullopt;
    text.remove_prefix(before.size());
    if (place == pattern.npos) return text.empty() ? std::optional(places) : std::nullopt;
    pattern.remove_prefix(place + std::string_view("{1}").size());
    const std::string_view behind = pattern.substr(0, pattern.find('{'));
    const bool last = behind.size() == pattern.size();
    const std::size_t end = behind.empty() ? text.size() : last ? text.rfind(behind) : text.find(behind);
    if (end == text.npos || end == 0) return std::nullopt;
    places.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string put_in(std::string text, const std::vector<std::string>& places) {
  for (std::size_t i = places.size(); i-- > 0;) {
    const std::string place = "{" + std::to_string(i + 1) + "}";
    if (const std::size_t at = text.find(place); at != text.npos)
      text.replace(at, place.size(), column_words(places[i]));
  }
  return text;
}

}  // namespace

std::string column_words(std::string_view english) {
  if (language() == "en") return std::string(english);
  for (const std::string_view pattern : kSentences) {
    if (const auto places = places_in(pattern, english)) return put_in(std::string(tr(pattern)), *places);
  }
  // "1.234,5 (decimal comma, thousands mark '.')"
  const std::size_t bracket = english.find(" (");
  if (bracket != english.npos && english.ends_with(')')) {
    const std::string_view inside = english.substr(bracket + 2, english.size() - bracket - 3);
    return std::string(english.substr(0, bracket)) + " (" + column_words(inside) + ")";
  }
  const std::size_t comma = english.find(", ");
  if (comma == english.npos || comma == 0) return std::string(english);
  const std::string_view first = english.substr(0, comma);
  const std::string known = column_words(first);  // a list is known by its first
  return known == first ? std::string(english) : known + ", " + column_words(english.substr(comma + 2));
}

}  // namespace headroom::app
