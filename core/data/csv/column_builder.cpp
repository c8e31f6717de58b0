#include "core/data/csv/column_builder.h"

#include <algorithm>
#include <utility>

#include "core/base/huge_pages.h"

namespace headroom {

namespace {

// Room for `more` values. When the expectation was wrong, half as much again: the vector must not move often.
template <typename T>
void reserve(std::vector<T>& values, std::size_t more, std::size_t expected) {
  const std::size_t needed = values.size() + more;
  if (needed <= values.capacity()) return;
  values.reserve(std::max({needed, expected, values.capacity() + values.capacity() / 2}));
  advise_huge_pages(values.data(), values.capacity() * sizeof(T));
}

}  // namespace

void CsvColumnBuilder::found_text() {
  if (!column_.numeric) return;
  column_.numeric = false;
  column_.numbers = {};
  if (column_.missing == rows_) {
    use_ = CsvUse::kTexts;
    column_.codes.assign(static_cast<std::size_t>(rows_), -1);
  } else {
    numbers_are_gone_ = true;
  }
}

void CsvColumnBuilder::begin_again() {
  use_ = numbers_are_gone_ ? CsvUse::kTexts : CsvUse::kNothing;
  facts_are_known_ = true;
}

void CsvColumnBuilder::append(const CsvPiece& piece, std::size_t column, std::size_t expected_rows) {
  if (!facts_are_known_) add_facts(piece.facts(column));
  rows_ += static_cast<std::int64_t>(piece.rows());
  if (use_ == CsvUse::kNumbers && column_.numeric) {
    reserve(column_.numbers, piece.rows(), expected_rows);
    piece.numbers(column, [&](const double* values, std::size_t count) {
      column_.numbers.insert(column_.numbers.end(), values, values + count);
    });
  } else if (use_ == CsvUse::kTexts) {
    reserve(column_.codes, piece.rows(), expected_rows);
    for (std::size_t row = 0; row < piece.rows(); ++row) {
      const CsvField field = piece.text(row, column);
      column_.codes.push_back(field.text.empty() ? -1 : code_of(field));
    }
  }
}

void CsvColumnBuilder::add_facts(const CsvFacts& facts) {
  if (column_.missing == 0 && facts.missing > 0) {
    column_.first_missing_line = facts.first_missing.line;
    column_.first_missing_column = facts.first_missing.column;
  }
  if (column_.text_values == 0 && facts.texts > 0) {
    column_.first_text_line = facts.first_text_at.line;
    column_.first_text_column = facts.first_text_at.column;
    column_.first_text = facts.first_text;
    column_.first_text_out_of_range = facts.first_text_out_of_range;
  }
  column_.missing += facts.missing;
  column_.text_values += facts.texts;
}

std::int32_t CsvColumnBuilder::code_of(const CsvField& field) {
  std::string unescaped;
  std::string_view text = field.text;
  if (field.doubled_quotes) text = unescaped = field.str();
  return levels_.code_of(text);
}

}  // namespace headroom
