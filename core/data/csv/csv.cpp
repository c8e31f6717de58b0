#include "core/data/csv/csv.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/csv/column_builder.h"
#include "core/data/csv/file.h"
#include "core/data/csv/header.h"
#include "core/data/csv/piece.h"
#include "core/data/csv/text.h"

namespace headroom {

namespace {

// In a wave: enough that no thread waits long for another, few enough that they stay in the cache.
std::size_t pieces_in_wave(int threads) {
  const auto count = static_cast<std::size_t>(threads);
  return std::max(2 * count, std::min<std::size_t>(16 * count, 64));
}

class Reader {
 public:
  Reader(const std::string& path, const CsvOptions& options, Progress& progress)
      : file_(path),
        progress_(progress),
        threads_(choose_threads(options.threads)),
        piece_bytes_(std::max<std::size_t>(options.piece_bytes, 1)),
        has_header_(options.header),
        header_(read_csv_header(file_, options, progress)) {
    for (const std::string& name : header_.layout.names) columns_.emplace_back(name);
  }

  CsvTable table() {
    CsvTable table;
    table.path = file_.path();
    table.file_bytes = static_cast<std::int64_t>(file_.size());
    table.separator = header_.layout.separator;
    table.header = has_header_;
    table.first_row_numbers = header_.first_row_numbers;
    table.rows = static_cast<std::int64_t>(pass(0.0));
    if (table.rows == 0) refuse_empty_table();
    if (any_of_columns([](const CsvColumnBuilder& column) { return column.must_begin_again(); })) {
      for (CsvColumnBuilder& column : columns_) column.begin_again();
      pass(0.5);
    }
    for (CsvColumnBuilder& column : columns_) table.columns.push_back(column.take());
    return table;
  }

 private:
  // Some consecutive pieces.
  struct Wave {
    std::vector<CsvPiece> pieces;
    std::vector<std::size_t> ends;
  };

  // Reads all records; returns their number. Progress begins at `from`.
  std::size_t pass(double from) {
    CsvCursor cursor = header_.records;
    std::size_t rows = 0;
    // The first wave is one small piece: it shows which columns are texts.
    std::size_t pieces = 1;
    Wave* verified = nullptr;
    while (cursor.offset < file_.size()) {
      progress_.check();
      for (std::size_t c = 0; c < columns_.size(); ++c) header_.layout.uses[c] = columns_[c].use();
      Wave& next = verified == &waves_[0] ? waves_[1] : waves_[0];
      cut(next, cursor, pieces);
      work(verified, expected_rows(rows, cursor.offset), &next, cursor);
      verified = nullptr;
      CsvCursor end = cursor;
      verify(next, end);
      if (end.offset == cursor.offset) break;  // the file became shorter meanwhile
      if (columns_changed(next)) continue;     // the same records again, now as texts
      cursor = end;
      for (const CsvPiece& piece : next.pieces) rows += piece.rows();
      verified = &next;
      pieces = pieces_in_wave(threads_);
      report(from, cursor.offset);
    }
    if (verified) work(verified, rows, nullptr, cursor);
    return rows;
  }

  void cut(Wave& wave, const CsvCursor& cursor, std::size_t pieces) {
    const std::size_t left = (file_.size() - cursor.offset + piece_bytes_ - 1) / piece_bytes_;
    wave.pieces.resize(std::min(pieces, left));
    wave.ends.clear();
    for (std::size_t i = 0; i < wave.pieces.size(); ++i) {
      wave.ends.push_back(std::min(cursor.offset + (i + 1) * piece_bytes_, file_.size()));
    }
  }

  // Appends one wave to the columns and parses the next (either may be null) in one go: where the processors
  // have other work too, every wait for the last thread costs a turn of theirs.
  void work(const Wave* verified, std::size_t expected, Wave* next, const CsvCursor& cursor) {
    const std::size_t columns = verified ? columns_.size() : 0;
    for_each_index(threads_, columns + (next ? next->pieces.size() : 0), [&](std::size_t i) {
      if (i < columns) {
        append(*verified, i, expected);
      } else {
        parse(*next, i - columns, cursor);
      }
    });
  }

  void append(const Wave& wave, std::size_t column, std::size_t expected) {
    for (const CsvPiece& piece : wave.pieces) {
      progress_.check();  // texts take their time
      if (piece.rows() > 0) columns_[column].append(piece, column, expected);
    }
  }

  void parse(Wave& wave, std::size_t i, const CsvCursor& cursor) {
    if (i == 0) {
      wave.pieces[i].read(file_, header_.layout, cursor, wave.ends[i], progress_);
    } else {
      wave.pieces[i].guess(file_, header_.layout, wave.ends[i - 1], wave.ends[i], cursor.marks, progress_);
    }
  }

  // Goes through the pieces in order and reads again what was guessed wrong. Moves the cursor behind them.
  void verify(Wave& wave, CsvCursor& cursor) {
    for (std::size_t i = 0; i < wave.pieces.size(); ++i) {
      CsvPiece& piece = wave.pieces[i];
      if (i > 0 && cursor.offset >= wave.ends[i]) {
        piece.clear();  // a record of an earlier piece covers it
        continue;
      }
      if (!piece.follows(cursor)) piece.read(file_, header_.layout, cursor, wave.ends[i], progress_);
      piece.advance(cursor);
    }
  }

  // Tells the columns of texts among their numbers; true when one of them wants to be read otherwise.
  bool columns_changed(const Wave& wave) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const bool texts = std::any_of(wave.pieces.begin(), wave.pieces.end(), [c](const CsvPiece& piece) {
        return piece.rows() > 0 && piece.facts(c).texts > 0;
      });
      if (texts) columns_[c].found_text();
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c].use() != header_.layout.uses[c]) return true;
    }
    return false;
  }

  // If the rest of the file is like what was read, and a little more.
  std::size_t expected_rows(std::size_t rows, std::size_t offset) const {
    const double share = static_cast<double>(file_.size()) / static_cast<double>(offset);
    return offset >= file_.size() ? rows : static_cast<std::size_t>(static_cast<double>(rows) * share * 1.02);
  }

  void report(double from, std::size_t offset) {
    const double done = from + (1.0 - from) * static_cast<double>(offset) / static_cast<double>(file_.size());
    progress_.report(static_cast<std::int64_t>(done * 1e6), 1'000'000);
  }

  template <typename Condition>
  bool any_of_columns(const Condition& condition) const {
    return std::any_of(columns_.begin(), columns_.end(), condition);
  }

  [[noreturn]] void refuse_empty_table() {
    std::string text(file_.size(), '\0');
    text.resize(file_.read(0, text.size(), text.data(), progress_));
    throw Error(ErrorCode::kBadInput, "a header without rows: add at least one row of values",
                where_in(file_.path(), position_of(text, text.size())));
  }

  CsvFile file_;
  Progress& progress_;
  int threads_;
  std::size_t piece_bytes_;
  bool has_header_;
  CsvHeader header_;
  std::vector<CsvColumnBuilder> columns_;
  Wave waves_[2];  // one that is appended while the other is parsed
};

}  // namespace

CsvTable read_csv(const std::string& path, const CsvOptions& options, Progress& progress) {
  const auto start = std::chrono::steady_clock::now();
  try {
    CsvTable table = Reader(path, options, progress).table();
    progress.report(1, 1);
    table.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return table;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kOutOfMemory, "the table does not fit into memory: use fewer rows or columns",
                path);
  }
}

}  // namespace headroom
