// A stretch of a CSV file, parsed into cells: one thread's work while other threads parse other stretches.
//
// A piece owns the records that begin in it; the last of them may end beyond it. Where its first record
// begins is known only to the piece before, because a line feed may be inside quotes. So a piece starts
// from a guess (after its first line feed). Once the pieces before it have been read, follows() tells whether
// the guess was right; if not, read() parses the piece again. Nearly every guess is right.
//
//   piece.guess(file, layout, begin, end, marks, progress);   // any thread
//   if (!piece.follows(cursor)) piece.read(file, layout, cursor, end, progress);
//   piece.advance(cursor);
//
// Only read() throws errors, because only it knows the line number; an error after a guess means that the
// guess was wrong.
//
// Thread rule: one object, one thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/data/csv/file.h"
#include "core/data/csv/plain_number.h"
#include "core/data/csv/scanner.h"
#include "core/data/csv/text.h"

namespace headroom {

enum class CsvUse {
  kNumbers,  // cells are numbers, NaN where missing or odd
  kTexts,    // cells are texts
  kBoth,     // cells are both
  kNothing,  // the column is not wanted in this pass
};

// What all pieces of a file share.
struct CsvLayout {
  char separator = ',';
  char quote = '"';
  char comment = '\0';             // begins lines to skip; 0: none
  char other_separator = '\0';     // CsvFrame's
  bool header = true;              // the names come from the file
  std::vector<std::string> names;  // [columns]
  std::vector<CsvUse> uses;        // [columns]

  std::size_t columns() const { return names.size(); }
};

// A place between two records: everything that the following records depend on.
struct CsvCursor {
  std::size_t offset = 0;  // in the file
  std::int64_t line = 1;
  std::vector<char> marks;  // [columns] decimal point or comma, 0 while the column has shown neither
};

// What is known about a column besides its cells.
struct CsvFacts {
  // A cell of the piece. Its place in the file is told by position(): only the first of a file is asked for.
  struct Place {
    std::size_t row = 0;
    std::size_t offset = 0;
  };
  std::int64_t empty = 0;
  Place first_empty;
  // Cells of kNumbers and kBoth that hold a word of is_missing(), and the first few such words.
  std::int64_t words = 0;
  Place first_word;
  std::vector<std::string> which_words;
};

class CsvPiece {
 public:
  // The records that begin in [begin, end), 0 < begin.
  void guess(const CsvFile& file, const CsvLayout& layout, std::size_t begin, std::size_t end,
             const std::vector<char>& marks, const Progress& progress);
  // The same, from where the previous records ended. Throws what read_csv() throws.
  void read(const CsvFile& file, const CsvLayout& layout, const CsvCursor& start, std::size_t end,
            const Progress& progress);

  bool follows(const CsvCursor& cursor) const;
  // Moves the cursor to the end of this piece, which must follow it, and from then on knows its line numbers.
  void advance(CsvCursor& cursor);

  void clear() { rows_ = 0; }
  std::size_t rows() const { return rows_; }
  const CsvFacts& facts(std::size_t column) const { return facts_[column]; }

  // Calls take(const double*, count) for consecutive stretches of rows.
  template <typename Take>
  void numbers(std::size_t column, const Take& take) const {
    for (std::size_t row = 0; row < rows_; row += kTileRows) {
      take(cells_.data() + cell(row, column), std::min(kTileRows, rows_ - row));
    }
  }
  // A field of a kTexts or kBoth column; empty where the cell is.
  CsvField text(std::size_t row, std::size_t column) const;
  // The cells of a kNumbers or kBoth column that are neither numbers, empty nor words, by row.
  struct Odd {
    std::size_t row;
    CsvField field;
  };
  const std::vector<Odd>& odd(std::size_t column) const { return odd_[column]; }
  // Where a field of a row stands in the file.
  TextPosition position(std::size_t row, const CsvField& field) const { return position(row, field.offset); }
  TextPosition position(std::size_t row, std::size_t offset) const;

 private:
  // Cells lie in tiles of a few rows, and within a tile column by column, so that writing a record and
  // reading a column both stay in the cache. A little padding keeps columns from competing for the same cache
  // set.
  static constexpr std::size_t kTileRows = 32;
  static constexpr std::size_t kTileStride = kTileRows + 8;
  std::size_t cell(std::size_t row, std::size_t column) const {
    return ((row / kTileRows) * columns_ + column) * kTileStride + row % kTileRows;
  }

  // A text in buffer_; size 0 where missing. Short ones are copied: whoever goes along a column then reads
  // them one after the other, instead of one cache line of the buffer for each.
  struct Text {
    static constexpr std::size_t kShort = 16;
    char copy[kShort];
    std::uint64_t offset = 0;
    std::uint64_t field = 0;  // where the field begins in text_, its opening quote included
    std::uint64_t size : 63 = 0;
    std::uint64_t doubled_quotes : 1 = 0;
  };

  void load(const CsvFile& file, std::size_t from, std::size_t reach, const Progress& progress);
  void begin(const CsvLayout& layout);
  bool parse(const CsvFile& file, const CsvLayout& layout, std::size_t skip, std::size_t owned);
  bool read_record(CsvScanner& scanner, const CsvFile& file, const CsvLayout& layout);
  std::size_t read_numbers(CsvScanner& scanner, std::size_t c);
  bool refuse_record(const CsvScanner& scanner, const CsvFile& file, const CsvLayout& layout) const;
  void take(const CsvField& field, std::size_t column, const CsvLayout& layout);
  bool fits_mark(std::string_view number, std::size_t column);
  void keep_text(const CsvField& field, std::size_t column);
  void mark_places(std::size_t end);

  ReadPlainFields read_plain_fields_ = best_read_plain_fields();
  std::vector<char> buffer_;
  std::string_view text_;  // the part of buffer_ that holds the piece; ends with a line feed or the file
  bool goes_on_ = false;   // whether the file continues after text_
  bool failed_ = false;
  std::size_t offset_ = 0;            // of text_ in the file
  std::vector<std::uint32_t> stops_;  // of text_
  std::size_t stop_count_ = 0;
  std::size_t stop_index_ = 0;           // the first stop not yet consumed
  std::vector<std::size_t> number_run_;  // [columns + 1] columns of numbers from here on
  CsvCursor start_;
  CsvCursor stop_;
  std::size_t columns_ = 0;
  char quote_ = '"';
  std::size_t rows_ = 0;
  std::vector<double> cells_;
  std::vector<std::vector<Odd>> odd_;  // [columns]
  // [rows] where each record begins in text_, and its line counted from that of start_
  struct Record {
    std::size_t offset;
    std::int64_t line;
    std::size_t first_place;
  };
  std::vector<Record> records_;
  // Of long records: where each stretch of kPlaceBytes begins, lines counted from that of start_. Counting
  // characters from the beginning of a line for every text of twenty thousand columns took minutes.
  static constexpr std::size_t kPlaceBytes = 256;
  static constexpr std::size_t kLongRecord = 64 * kPlaceBytes;
  std::vector<TextPosition> places_;
  std::vector<Text> texts_;              // [rows, columns of texts]
  std::vector<std::size_t> text_place_;  // [columns] place among the columns of texts
  std::size_t text_columns_ = 0;
  std::vector<std::size_t> both_;  // columns of kBoth
  std::vector<CsvFacts> facts_;
};

}  // namespace headroom
