// Grows one CsvColumn from the pieces of the file, which come in order.
//
// A column starts out numeric. If its first text arrives while only missing values have been seen, it becomes
// a text column; otherwise the original spelling of the numbers before it is lost, and the column must be
// read again as text from the beginning of the file.
//
// Thread rule: one object, one thread at a time; different columns of the same pieces may grow in different
// threads.
#pragma once

#include <string>
#include <string_view>

#include "core/data/csv/csv.h"
#include "core/data/csv/level_table.h"
#include "core/data/csv/piece.h"

namespace headroom {

class CsvColumnBuilder {
 public:
  explicit CsvColumnBuilder(std::string name) { column_.name = std::move(name); }

  CsvUse use() const { return use_; }  // what to ask of the next pieces
  // Called when a piece that has not been appended yet contains text. If use() changes, read that piece
  // again.
  void found_text();
  // Starts the second pass over the file, for columns that turned out to be text after numbers.
  bool must_begin_again() const { return numbers_are_gone_; }
  void begin_again();

  // `expected_rows`: how many rows the file will probably have; memory is taken at once for all of them.
  void append(const CsvPiece& piece, std::size_t column, std::size_t expected_rows);

  CsvColumn take() {
    column_.levels = levels_.take();
    return std::move(column_);
  }

 private:
  void add_facts(const CsvFacts& facts);
  std::int32_t code_of(const CsvField& field);

  CsvColumn column_;
  CsvUse use_ = CsvUse::kNumbers;
  bool numbers_are_gone_ = false;
  bool facts_are_known_ = false;
  std::int64_t rows_ = 0;
  LevelTable levels_;
};

}  // namespace headroom
