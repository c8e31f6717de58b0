// Grows one CsvColumn from the pieces of the file, which come in order.
//
// A column begins as numbers. When its first text comes and only missing values came before, it becomes
// texts; else the numbers before are gone and the column must be read again as texts, from the beginning of
// the file.
//
// Thread rule: one object, one thread at a time; different columns of the same pieces may grow in different
// threads.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/data/csv/csv.h"
#include "core/data/csv/piece.h"

namespace headroom {

class CsvColumnBuilder {
 public:
  explicit CsvColumnBuilder(std::string name) { column_.name = std::move(name); }

  CsvUse use() const { return use_; }  // what to ask of the next pieces
  // A piece that is not appended yet holds a text. When use() changes, that piece must be read again.
  void found_text();
  // The second pass over the file, which reads the columns that turned out to be texts too late.
  bool must_begin_again() const { return numbers_are_gone_; }
  void begin_again();

  // `expected_rows`: how many rows the file will probably have; memory is taken at once for all of them.
  void append(const CsvPiece& piece, std::size_t column, std::size_t expected_rows);

  CsvColumn take() { return std::move(column_); }

 private:
  void add_facts(const CsvFacts& facts);
  std::int32_t code_of(const CsvField& field);

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  CsvColumn column_;
  CsvUse use_ = CsvUse::kNumbers;
  bool numbers_are_gone_ = false;
  bool facts_are_known_ = false;
  std::int64_t rows_ = 0;
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> codes_;
};

}  // namespace headroom
