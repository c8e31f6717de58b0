#include "core/data/csv/header_guess.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "core/data/csv/values.h"

namespace headroom {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Characters beyond ASCII that stand in numbers: no-break spaces, minus, currencies.
std::size_t number_character(std::string_view text) {
  for (const std::string_view c :
       {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x88\x92", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5"}) {
    if (text.starts_with(c)) return c.size();
  }
  return 0;
}

// Digits and what stands among them in numbers, dates and times of any writing.
bool looks_like_value(std::string_view cell) {
  constexpr std::string_view kMarks = "+-.,:/()%$ '_";
  bool digits = false;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const char c = cell[i];
    if (is_digit(c)) {
      digits = true;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      const std::size_t length = number_character(cell.substr(i));
      if (length == 0) return false;
      i += length - 1;
    } else if (c == 'T' || c == 'e' || c == 'E') {
      // Of 2020-01-02T12:30 and of 1e5: between digits.
      const bool between = i > 0 && i + 1 < cell.size() && (is_digit(cell[i - 1]) || cell[i - 1] == '.') &&
                           (is_digit(cell[i + 1]) || cell[i + 1] == '-' || cell[i + 1] == '+');
      if (!between) return false;
    } else if (c == 'Z') {
      if (i + 1 != cell.size() || !digits) return false;
    } else if (kMarks.find(c) == std::string_view::npos) {
      return false;
    }
  }
  return digits && cell.front() != '_';
}

struct Column {
  CellLook first = CellLook::kNothing;
  CellLook below = CellLook::kNothing;  // of nearly all cells that hold something
  bool again = false;                   // texts: the first cell's text comes below
  bool repeats = false;                 // texts: those below come twice or more on average
};

// What 95 of 100 cells are; texts where there is no such thing.
CellLook common_look(const std::array<std::size_t, 4>& count) {
  const std::size_t numbers = count[1];
  const std::size_t values = count[2];
  const std::size_t all = numbers + values + count[3];
  if (all == 0) return CellLook::kNothing;
  if (100 * numbers >= 95 * all) return CellLook::kNumber;
  return 100 * (numbers + values) >= 95 * all ? CellLook::kValue : CellLook::kText;
}

Column look_at(const SampleRow& first, std::span<const SampleRow> rows, std::size_t c, char separator) {
  Column column;
  column.first = look_of(first.fields[c], separator);
  std::array<std::size_t, 4> count{};
  std::unordered_set<std::string_view> distinct;
  std::size_t texts = 0;
  for (const SampleRow& row : rows) {
    if (c >= row.fields.size()) continue;
    const std::string_view cell = row.fields[c];
    const CellLook look = look_of(cell, separator);
    ++count[static_cast<std::size_t>(look)];
    column.again = column.again || (look != CellLook::kNothing && cell == first.fields[c]);
    if (look != CellLook::kText) continue;
    ++texts;
    distinct.insert(cell);
  }
  column.below = common_look(count);
  column.repeats = texts >= 2 * distinct.size() && texts > 0;
  return column;
}

// Whether the first cells could be names that are numbers: 0, 1, 2, ... or years.
bool could_be_names(const std::vector<std::string_view>& cells, std::span<const std::string_view> below) {
  std::vector<double> numbers;
  for (const std::string_view cell : cells) {
    double value = 0;
    if (cell.size() > 9 || !std::all_of(cell.begin(), cell.end(), is_digit)) return false;
    if (cell.size() > 1 && cell.front() == '0') return false;
    parse_number(cell, false, value);
    numbers.push_back(value);
  }
  const auto year = [](double value) { return value >= 1900 && value <= 2100; };
  bool counts = numbers.size() > 1 && numbers[1] > numbers[0];
  bool years = !numbers.empty() && std::all_of(numbers.begin(), numbers.end(), year);
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    counts = counts && numbers[i] - numbers[i - 1] == numbers[1] - numbers[0];
    years = years && numbers[i] != numbers[i - 1];
  }
  const bool years_below = std::all_of(below.begin(), below.end(), [&](std::string_view cell) {
    double value = 0;
    return parse_number(cell, false, value) != NumberParse::kNumber || year(value);
  });
  return counts || (years && !years_below);
}

}  // namespace

CellLook look_of(std::string_view cell, char separator) {
  double value = 0;
  if (is_missing(cell)) return CellLook::kNothing;
  const NumberParse parse = parse_number(cell, separator != ',', value);
  if (parse == NumberParse::kNumber) return CellLook::kNumber;
  return looks_like_value(cell) ? CellLook::kValue : CellLook::kText;
}

HeaderGuess guess_header(const SampleRow& first, std::span<const SampleRow> rows, char separator) {
  HeaderGuess guess;
  std::size_t numbers = 0;  // columns that speak for a row, by their numbers
  std::size_t again = 0;    // by their texts
  std::size_t names = 0;    // columns of texts that speak for a header
  std::vector<std::string_view> on_top;
  std::vector<std::string_view> below;
  for (std::size_t c = 0; c < first.fields.size(); ++c) {
    const Column column = look_at(first, rows, c, separator);
    if (column.first == CellLook::kNothing || column.below == CellLook::kNothing) continue;
    const bool is_text = column.first == CellLook::kText;
    if (column.below == CellLook::kText) {
      if (column.again) {
        ++again;
      } else if (is_text && column.repeats) {
        ++names;
      }
    } else if (is_text || (column.below == CellLook::kNumber && column.first == CellLook::kValue)) {
      ++guess.words_above_numbers;
    } else if (column.below == column.first) {
      ++numbers;
      on_top.push_back(first.fields[c]);
      for (const SampleRow& row : rows) {
        if (c < row.fields.size()) below.push_back(row.fields[c]);
      }
    }
  }
  const bool row = numbers + again > 0;
  if (guess.words_above_numbers > 0) {
    guess.verdict = numbers + again > guess.words_above_numbers ? HeaderGuess::kDoubt : HeaderGuess::kNames;
  } else if (row) {
    const bool doubt = names > again || (numbers > 0 && could_be_names(on_top, below));
    guess.verdict = doubt ? HeaderGuess::kDoubt : HeaderGuess::kRow;
  }
  return guess;
}

}  // namespace headroom
