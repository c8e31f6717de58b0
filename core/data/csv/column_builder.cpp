#include "core/data/csv/column_builder.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/huge_pages.h"
#include "core/data/csv/values.h"

namespace headroom {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// So many texts more than numbers, and a column of numbers is given up.
constexpr std::int64_t kTooManyOdd = 4096;

// Room for `more` values. When the expectation was wrong, half as much again: the vector must not move often.
template <typename T>
void reserve(std::vector<T>& values, std::size_t more, std::size_t expected) {
  const std::size_t needed = values.size() + more;
  if (needed <= values.capacity()) return;
  values.reserve(std::max({needed, expected, values.capacity() + values.capacity() / 2}));
  advise_huge_pages(values.data(), values.capacity() * sizeof(T));
}

std::int64_t size_of(const std::vector<CsvOdd>& odd) { return static_cast<std::int64_t>(odd.size()); }

bool is_before(const TextPosition& a, const TextPosition& b) {
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}

}  // namespace

CsvColumnBuilder::CsvColumnBuilder(std::string name, Wanted wanted, char separator)
    : wanted_(wanted), comma_too_(separator != ',') {
  column_.name = std::move(name);
  if (wanted == Wanted::kTexts) use_ = CsvUse::kTexts;
  if (wanted == Wanted::kNothing) use_ = CsvUse::kNothing;
  column_.numeric = wanted == Wanted::kEither || wanted == Wanted::kSpelled;
}

std::int64_t CsvColumnBuilder::numbers() const { return rows_ - empty_ - words_ - size_of(column_.odd); }

bool CsvColumnBuilder::must_begin_again() const {
  return numbers_are_gone_ || (use_ == CsvUse::kNumbers && size_of(column_.odd) > numbers());
}

void CsvColumnBuilder::begin_again() {
  if (!must_begin_again()) {
    use_ = CsvUse::kNothing;
    return;
  }
  numbers_are_gone_ = false;
  use_ = CsvUse::kTexts;
  CsvColumn fresh;
  fresh.name = std::move(column_.name);
  fresh.numeric = false;
  column_ = std::move(fresh);
  levels_.take();
  rows_ = empty_ = words_ = 0;
}

void CsvColumnBuilder::append(const CsvPiece& piece, std::size_t column, std::size_t expected_rows) {
  if (use_ == CsvUse::kNothing || numbers_are_gone_) return;
  add_facts(piece, column);
  if (use_ != CsvUse::kTexts) append_numbers(piece, column, expected_rows);
  if (use_ != CsvUse::kNumbers) append_texts(piece, column, expected_rows);
  if (use_ != CsvUse::kTexts) append_odd(piece, column);
  rows_ += static_cast<std::int64_t>(piece.rows());
  decide();
}

void CsvColumnBuilder::append_numbers(const CsvPiece& piece, std::size_t column, std::size_t expected_rows) {
  reserve(column_.numbers, piece.rows(), expected_rows);
  piece.numbers(column, [&](const double* values, std::size_t count) {
    column_.numbers.insert(column_.numbers.end(), values, values + count);
  });
}

void CsvColumnBuilder::append_texts(const CsvPiece& piece, std::size_t column, std::size_t expected_rows) {
  reserve(column_.codes, piece.rows(), expected_rows);
  for (std::size_t row = 0; row < piece.rows(); ++row) {
    const CsvField field = piece.text(row, column);
    if (field.text.empty()) {
      column_.codes.push_back(-1);
      continue;
    }
    // Counting characters up to each of many numbers would take long in wide tables, and nobody asks.
    const auto place = [&] {
      double ignored = 0;
      const bool number = wanted_ == Wanted::kEither && use_ == CsvUse::kBoth &&
                          parse_number(field.text, comma_too_, ignored) == NumberParse::kNumber;
      return number ? TextPosition{} : piece.position(row, field);
    };
    const std::int32_t code = code_of(field, place);
    ++column_.counts[static_cast<std::size_t>(code)];
    column_.codes.push_back(code);
    const bool first_row = rows_ + static_cast<std::int64_t>(row) < kFirstRows;
    if (first_row && column_.counts[static_cast<std::size_t>(code)] == 1) look_at(field, piece, row);
  }
}

void CsvColumnBuilder::append_odd(const CsvPiece& piece, std::size_t column) {
  for (const CsvPiece::Odd& cell : piece.odd(column)) {
    const std::int32_t code = code_of(cell.field, [&] { return piece.position(cell.row, cell.field); });
    if (use_ == CsvUse::kNumbers) ++column_.counts[static_cast<std::size_t>(code)];
    column_.odd.push_back({rows_ + static_cast<std::int64_t>(cell.row), code});
  }
}

// What only the spelling of a number shows.
void CsvColumnBuilder::look_at(const CsvField& field, const CsvPiece& piece, std::size_t row) {
  const std::string_view text = field.text;
  double value = 0;
  if (parse_number(text, comma_too_, value) != NumberParse::kNumber) return;
  const std::string_view digits = text.substr(text.front() == '-' || text.front() == '+' ? 1 : 0);
  const std::size_t mark = digits.find_first_of(".,");
  if (mark != std::string_view::npos) {
    const std::size_t end = digits.find_first_of("eE", mark);
    const std::size_t decimals = std::min(end, digits.size()) - mark - 1;
    if (decimals != 3 || mark > 3 || digits.front() == '0') column_.mark_is_sure = true;
  } else if (digits.size() > 1 && digits.front() == '0' && column_.leading_zero.empty()) {
    column_.leading_zero = text;
    column_.leading_zero_at = piece.position(row, field);
  }
}

void CsvColumnBuilder::decide() {
  if (use_ == CsvUse::kTexts) return;
  const std::int64_t odd = size_of(column_.odd);
  if (use_ == CsvUse::kNumbers) {
    if (odd <= numbers() + kTooManyOdd) return;
    numbers_are_gone_ = true;
    column_.numbers = {};
    column_.odd = {};
  } else if (wanted_ == Wanted::kSpelled) {
    if (levels_.levels().size() > kMostSpellings) forget_spellings();
  } else if (rows_ >= kFirstRows && odd > numbers()) {
    use_ = CsvUse::kTexts;
    column_.numeric = false;
    column_.numbers = {};
    column_.odd = {};
  } else if (rows_ >= kFirstRows) {
    forget_spellings();
  }
}

// From now on only the odd cells keep their text.
void CsvColumnBuilder::forget_spellings() {
  use_ = CsvUse::kNumbers;
  column_.codes = {};
  const std::vector<std::string> levels = levels_.take();
  const std::vector<TextPosition> places = std::exchange(column_.places, {});
  column_.counts.clear();
  for (CsvOdd& cell : column_.odd) {
    const auto old = static_cast<std::size_t>(cell.code);
    cell.code = levels_.code_of(levels[old]);
    const auto code = static_cast<std::size_t>(cell.code);
    if (code == column_.counts.size()) {
      column_.places.push_back(places[old]);
      column_.counts.push_back(0);
    }
    ++column_.counts[code];
  }
}

void CsvColumnBuilder::add_facts(const CsvPiece& piece, std::size_t column) {
  const CsvFacts& facts = piece.facts(column);
  const auto place = [&](const CsvFacts::Place& at) { return piece.position(at.row, at.offset); };
  if (empty_ == 0 && facts.empty > 0) first_empty_ = place(facts.first_empty);
  if (words_ == 0 && facts.words > 0) first_word_ = place(facts.first_word);
  empty_ += facts.empty;
  words_ += facts.words;
  std::vector<std::string>& words = column_.missing_words;
  for (const std::string& word : facts.which_words) {
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
}

template <typename Place>
std::int32_t CsvColumnBuilder::code_of(const CsvField& field, const Place& place) {
  std::string unescaped;
  std::string_view text = field.text;
  if (field.doubled_quotes) text = unescaped = field.str();
  const std::int32_t code = levels_.code_of(text);
  if (static_cast<std::size_t>(code) == column_.counts.size()) {
    column_.counts.push_back(0);
    column_.places.push_back(place());
  }
  return code;
}

// A column that was read as texts and holds at least as many numbers: what reading it as numbers had given.
void CsvColumnBuilder::become_numeric() {
  std::vector<double> values(levels_.levels().size(), kMissing);
  std::vector<bool> odd(levels_.levels().size());
  std::int64_t numbers = 0, texts = 0;
  std::vector<std::string> words;
  words_ = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string& level = levels_.levels()[i];
    const std::size_t mark = level.find_first_of(".,");
    double value = 0;
    bool number = parse_number(level, comma_too_, value) == NumberParse::kNumber;
    if (number && comma_too_ && mark != std::string::npos) {
      if (column_.mark == 0) column_.mark = level[mark];
      number = level[mark] == column_.mark;
    }
    if (number) {
      values[i] = value;
      numbers += column_.counts[i];
    } else if (is_missing(level)) {
      if (words_ == 0) first_word_ = column_.places[i];
      words_ += column_.counts[i];
      words.push_back(level);
    } else {
      odd[i] = true;
      texts += column_.counts[i];
    }
  }
  if (texts > numbers) return;
  column_.numeric = true;
  column_.missing_words = std::move(words);
  column_.numbers.reserve(column_.codes.size());
  for (std::size_t row = 0; row < column_.codes.size(); ++row) {
    const std::int32_t code = column_.codes[row];
    column_.numbers.push_back(code < 0 ? kMissing : values[static_cast<std::size_t>(code)]);
    if (code >= 0 && odd[static_cast<std::size_t>(code)])
      column_.odd.push_back({static_cast<std::int64_t>(row), code});
  }
}

CsvColumn CsvColumnBuilder::take(char mark) {
  const bool either = wanted_ == Wanted::kEither || wanted_ == Wanted::kSpelled;
  if (use_ == CsvUse::kTexts) {
    column_.mark = comma_too_ ? '\0' : '.';
    if (either) become_numeric();
    if (column_.numeric && wanted_ == Wanted::kEither && rows_ >= kFirstRows) forget_spellings();
  } else if (size_of(column_.odd) > numbers()) {
    column_.numeric = false;
    column_.numbers = {};
    column_.odd = {};
  } else {
    column_.mark = mark;
  }
  column_.levels = levels_.take();
  column_.missing = empty_;
  column_.first_missing = first_empty_;
  if (column_.numeric) {
    if (words_ > 0 && (empty_ == 0 || is_before(first_word_, first_empty_)))
      column_.first_missing = first_word_;
    column_.missing += words_;
  } else {
    column_.missing_words.clear();
  }
  return std::move(column_);
}

}  // namespace headroom
