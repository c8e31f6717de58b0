// Grows one CsvColumn from the pieces of the file, which come in order.
//
// The first rows are kept both as numbers and as texts. From then on a column is read as what most of them
// were. A column of numbers whose texts outnumber them later has lost how its numbers were spelled: it must
// be read again as texts from the beginning of the file. Which column ends up numeric depends on the whole
// file only, never on how it was cut into pieces.
//
// Thread rule: one object, one thread at a time; different columns of the same pieces may grow in different
// threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/data/csv/csv.h"
#include "core/data/csv/level_table.h"
#include "core/data/csv/piece.h"

namespace headroom {

class CsvColumnBuilder {
 public:
  enum class Wanted {
    kEither,   // numbers or texts, whichever it holds most of
    kSpelled,  // the same, and the texts beside the numbers
    kTexts,    // texts, whatever it holds
    kNothing,  // nothing: another column is read again
  };
  CsvColumnBuilder(std::string name, Wanted wanted, char separator);

  CsvUse use() const { return use_; }  // what to ask of the next pieces
  bool looks_around() const { return use_ == CsvUse::kBoth && rows_ < kFirstRows; }

  // `expected_rows`: how many rows the file will probably have; memory is taken at once for all of them.
  void append(const CsvPiece& piece, std::size_t column, std::size_t expected_rows);

  // Starts the second pass over the file, for a column that turned out to be text after numbers.
  bool must_begin_again() const;
  void begin_again();

  // `mark`: the decimal mark of its plain numbers, as the last cursor knows it.
  CsvColumn take(char mark);

 private:
  static constexpr std::int64_t kFirstRows = 200;

  std::int64_t numbers() const;
  void append_numbers(const CsvPiece& piece, std::size_t column, std::size_t expected_rows);
  void append_texts(const CsvPiece& piece, std::size_t column, std::size_t expected_rows);
  void append_odd(const CsvPiece& piece, std::size_t column);
  void look_at(const CsvField& field, const CsvPiece& piece, std::size_t row);
  void decide();
  void forget_spellings();
  void add_facts(const CsvPiece& piece, std::size_t column);
  template <typename Place>
  std::int32_t code_of(const CsvField& field, const Place& place);
  void become_numeric();

  CsvColumn column_;
  Wanted wanted_;
  bool comma_too_;  // a comma may be a decimal mark
  CsvUse use_ = CsvUse::kBoth;
  bool numbers_are_gone_ = false;
  std::int64_t rows_ = 0;
  std::int64_t empty_ = 0, words_ = 0;
  TextPosition first_empty_, first_word_;
  LevelTable levels_;  // the column's, until it is taken
};

}  // namespace headroom
