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
#include "core/data/csv/source.h"
#include "core/data/csv/table_end.h"
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
  Reader(CsvFile& file, const CsvOptions& options, Progress& progress)
      : file_(file),
        progress_(progress),
        threads_(choose_threads(options.threads)),
        piece_bytes_(std::max<std::size_t>(options.piece_bytes, 1)),
        header_(read_csv_header(file_, options, progress)) {
    for (const std::string& name : header_.layout.names) columns_.emplace_back(name);
    if (columns_.size() > 1)
      end_before_empty_rows(file_, header_.records.offset, header_.layout.separator, progress_, end_notes_);
  }

  // `notes`: what was said before the header was read.
  CsvTable table(std::vector<std::string> notes) {
    CsvTable table;
    table.path = file_.path();
    table.file_bytes = static_cast<std::int64_t>(file_.stored_bytes());
    table.separator = header_.frame.separator;
    table.header = header_.frame.header;
    table.notes = std::move(notes);
    table.notes.insert(table.notes.end(), header_.frame.notes.begin(), header_.frame.notes.end());
    table.frame = header_.frame;
    table.first_row_numbers = header_.first_row_numbers;
    table.rows = pass(0.0);
    if (table.rows == 0) refuse_empty_table();
    if (any_of_columns([](const CsvColumnBuilder& column) { return column.must_begin_again(); })) {
      for (CsvColumnBuilder& column : columns_) column.begin_again();
      pass(0.5);
    }
    for (CsvColumnBuilder& column : columns_) table.columns.push_back(column.take());
    finish_columns(table, header_.unnamed);
    table.notes.insert(table.notes.end(), end_notes_.begin(), end_notes_.end());
    return table;
  }

 private:
  // Reads all records; returns their number. Progress begins at `from`.
  std::int64_t pass(double from) {
    CsvCursor cursor = header_.records;
    std::size_t rows = 0;
    // The first wave is one small piece: it shows which columns are texts.
    std::size_t wave = 1;
    while (cursor.offset < file_.size()) {
      progress_.check();
      for (std::size_t c = 0; c < columns_.size(); ++c) header_.layout.uses[c] = columns_[c].use();
      read_wave(cursor, wave);
      CsvCursor end = cursor;
      verify_wave(end);
      if (end.offset == cursor.offset) break;  // the file became shorter meanwhile
      if (columns_changed()) continue;         // the same records again, now as texts
      cursor = end;
      for (const CsvPiece& piece : pieces_) rows += piece.rows();
      append_wave(expected_rows(rows, cursor.offset));
      wave = pieces_in_wave(threads_);
      report(from, cursor.offset);
    }
    return static_cast<std::int64_t>(rows);
  }

  std::size_t begin_of(const CsvCursor& cursor, std::size_t piece) const {
    return std::min(cursor.offset + piece * piece_bytes_, file_.size());
  }

  void read_wave(const CsvCursor& cursor, std::size_t pieces) {
    const std::size_t left = (file_.size() - cursor.offset + piece_bytes_ - 1) / piece_bytes_;
    pieces_.resize(std::min(pieces, left));
    ends_.clear();
    for (std::size_t i = 0; i < pieces_.size(); ++i) ends_.push_back(begin_of(cursor, i + 1));
    for_each_index(threads_, pieces_.size(), [&](std::size_t i) {
      if (i == 0) {
        pieces_[i].read(file_, header_.layout, cursor, ends_[i], progress_);
      } else {
        pieces_[i].guess(file_, header_.layout, ends_[i - 1], ends_[i], cursor.marks, progress_);
      }
    });
  }

  // Goes through the pieces in order and reads again what was guessed wrong. Moves the cursor behind them.
  void verify_wave(CsvCursor& cursor) {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (i > 0 && cursor.offset >= ends_[i]) {
        pieces_[i].clear();  // a record of an earlier piece covers it
        continue;
      }
      if (!pieces_[i].follows(cursor)) {
        pieces_[i].read(file_, header_.layout, cursor, ends_[i], progress_);
      }
      pieces_[i].advance(cursor);
    }
  }

  // Tells the columns of texts among their numbers; true when one of them wants to be read otherwise.
  bool columns_changed() {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const bool texts = std::any_of(pieces_.begin(), pieces_.end(), [c](const CsvPiece& piece) {
        return piece.rows() > 0 && piece.facts(c).texts > 0;
      });
      if (texts) columns_[c].found_text();
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c].use() != header_.layout.uses[c]) return true;
    }
    return false;
  }

  void append_wave(std::size_t expected) {
    for_each_index(threads_, columns_.size(), [&](std::size_t c) {
      for (const CsvPiece& piece : pieces_) {
        progress_.check();  // texts take their time
        if (piece.rows() > 0) columns_[c].append(piece, c, expected);
      }
    });
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
    const std::string text = file_.beginning(file_.size(), progress_);
    throw Error(
        ErrorCode::kBadInput,
        "a header without rows: add at least one row of values; if this is a row, --header no reads it",
        where_in(file_.path(), position_of(text, text.size())));
  }

  CsvFile& file_;
  Progress& progress_;
  int threads_;
  std::size_t piece_bytes_;
  CsvHeader header_;
  std::vector<CsvColumnBuilder> columns_;
  std::vector<CsvPiece> pieces_;  // of the wave
  std::vector<std::size_t> ends_;
  std::vector<std::string> end_notes_;
};

CsvTable read_file(CsvFile& file, const CsvOptions& options, Progress& progress) {
  std::vector<std::string> notes;
  prepare_source(file, options, progress, notes);
  try {
    return Reader(file, options, progress).table(notes);
  } catch (const CsvBadByte& bad) {
    convert_bad_bytes(file, bad, options, progress, notes);
  }
  return Reader(file, options, progress).table(notes);
}

template <typename MakeFile>
CsvTable read_timed(const std::string& path, const MakeFile& make_file, const CsvOptions& options,
                    Progress& progress) {
  const auto start = std::chrono::steady_clock::now();
  try {
    CsvFile file = make_file();
    CsvTable table = read_file(file, options, progress);
    progress.report(1, 1);
    table.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return table;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kOutOfMemory, "the table does not fit into memory: use fewer rows or columns",
                path);
  }
}

}  // namespace

CsvTable read_csv(const std::string& path, const CsvOptions& options, Progress& progress) {
  return read_timed(
      path, [&] { return CsvFile(path); }, options, progress);
}

CsvTable read_csv_text(std::string text, const std::string& name, const CsvOptions& options,
                       Progress& progress) {
  return read_timed(
      name, [&] { return CsvFile(name, std::move(text)); }, options, progress);
}

}  // namespace headroom
