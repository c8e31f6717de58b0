#include "core/data/csv/csv.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <set>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/tr.h"
#include "core/data/csv/column_builder.h"
#include "core/data/csv/file.h"
#include "core/data/csv/header.h"
#include "core/data/csv/origin.h"
#include "core/data/csv/piece.h"
#include "core/data/csv/scanner.h"
#include "core/data/csv/source.h"
#include "core/data/csv/table_end.h"
#include "core/data/csv/text.h"

namespace headroom {

namespace {

// While the first rows are looked at more closely, which costs more.
constexpr std::size_t kFirstPiece = 16384;

// In a wave: enough that no thread waits long for another, few enough that they stay in the cache.
std::size_t pieces_in_wave(int threads) {
  const auto count = static_cast<std::size_t>(threads);
  return std::max(2 * count, std::min<std::size_t>(16 * count, 64));
}

class Reader {
 public:
  using Wanted = CsvColumnBuilder::Wanted;
  // Reads every column of `origin` as `wanted`.
  Reader(const CsvOrigin& origin, const std::vector<Wanted>& wanted, Progress& progress)
      : origin_(origin),
        file_(origin.file),
        layout_(origin.header.layout),
        progress_(progress),
        cursor_(origin.header.records) {
    for (std::size_t c = 0; c < wanted.size(); ++c) {
      columns_.emplace_back(layout_.names[c], wanted[c], layout_.separator);
    }
  }

  // Returns the number of rows.
  std::int64_t read() {
    const std::int64_t rows = pass(0.0);
    if (rows == 0) refuse_empty_table();
    if (any_of_columns([](const CsvColumnBuilder& column) { return column.must_begin_again(); })) {
      std::vector<CsvColumn> done(columns_.size());
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        if (!columns_[c].must_begin_again()) done[c] = columns_[c].take(cursor_.marks[c]);
        columns_[c].begin_again();
      }
      taken_ = std::move(done);
      pass(0.5);
    }
    return rows;
  }

  CsvColumn take(std::size_t c) {
    if (columns_[c].use() == CsvUse::kNothing && !taken_.empty()) return std::move(taken_[c]);
    return columns_[c].take(cursor_.marks[c]);
  }

 private:
  // Some consecutive pieces.
  struct Wave {
    std::vector<CsvPiece> pieces;
    std::vector<std::size_t> ends;
  };

  // Reads all records; returns their number. Progress begins at `from`.
  std::int64_t pass(double from) {
    cursor_ = origin_.header.records;
    std::size_t rows = 0;
    Wave* verified = nullptr;
    while (cursor_.offset < file_.size()) {
      progress_.check();
      // One small piece at a time until the first rows have shown what the columns are.
      const bool looks = any_of_columns([](const CsvColumnBuilder& column) { return column.looks_around(); });
      for (std::size_t c = 0; c < columns_.size(); ++c) layout_.uses[c] = columns_[c].use();
      piece_bytes_ = looks ? std::min(kFirstPiece, origin_.piece_bytes) : origin_.piece_bytes;
      Wave& next = verified == &waves_[0] ? waves_[1] : waves_[0];
      cut(next, cursor_, looks ? 1 : pieces_in_wave(origin_.threads));
      const std::size_t begin = cursor_.offset;
      work(verified, expected_rows(rows, begin), &next, cursor_);
      verified = nullptr;
      verify(next, cursor_);
      if (cursor_.offset == begin) break;  // the file became shorter meanwhile
      for (const CsvPiece& piece : next.pieces) rows += piece.rows();
      verified = &next;
      // What the next rows are read as depends on these.
      if (looks)
        work(std::exchange(verified, nullptr), expected_rows(rows, cursor_.offset), nullptr, cursor_);
      report(from, cursor_.offset);
    }
    if (verified) work(verified, rows, nullptr, cursor_);
    return static_cast<std::int64_t>(rows);
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
    for_each_index(origin_.threads, columns + (next ? next->pieces.size() : 0), [&](std::size_t i) {
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
      wave.pieces[i].read(file_, layout_, cursor, wave.ends[i], progress_);
    } else {
      wave.pieces[i].guess(file_, layout_, wave.ends[i - 1], wave.ends[i], cursor.marks, progress_);
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
      if (!piece.follows(cursor)) piece.read(file_, layout_, cursor, wave.ends[i], progress_);
      piece.advance(cursor);
    }
  }

  // If the rest of the file is like what was read, and a little more.
  std::size_t expected_rows(std::size_t rows, std::size_t offset) const {
    if (offset == 0 || offset >= file_.size()) return rows;
    const double share = static_cast<double>(file_.size()) / static_cast<double>(offset);
    return static_cast<std::size_t>(static_cast<double>(rows) * share * 1.02);
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
    throw TableRefusal(tr("a header without rows"), tr("add at least one row of values"),
                       where_in(file_.path(), position_of(text, text.size())), "",
                       {TableRemedy::header(false)});
  }

  const CsvOrigin& origin_;
  const CsvFile& file_;
  CsvLayout layout_;
  Progress& progress_;
  CsvCursor cursor_;
  std::size_t piece_bytes_ = 0;
  std::vector<CsvColumnBuilder> columns_;
  std::vector<CsvColumn> taken_;  // in the second pass: the columns that need none
  Wave waves_[2];                 // one is appended while the other is parsed
};

std::vector<Reader::Wanted> wanted_columns(const std::vector<std::string>& names, const CsvOptions& options) {
  const std::set<std::string_view> texts(options.texts.begin(), options.texts.end());
  std::vector<Reader::Wanted> wanted;
  for (const std::string& name : names) {
    const bool spelled = options.spelled ? name == *options.spelled : &name == &names.back();
    wanted.push_back(texts.contains(name) ? Reader::Wanted::kTexts
                     : spelled            ? Reader::Wanted::kSpelled
                                          : Reader::Wanted::kEither);
  }
  return wanted;
}

// The header, and the file's end where it is before its last bytes.
void read_frame(CsvOrigin& origin, const CsvOptions& options, Progress& progress,
                std::vector<TableNote>& end_notes) {
  origin.header = read_csv_header(origin.file, options, progress);
  const CsvHeader& header = origin.header;
  if (header.layout.columns() > 1)
    end_before_empty_rows(origin.file, header.records.offset, header.layout.separator, header.layout.quote,
                          progress, end_notes);
}

CsvTable read_rows(std::shared_ptr<CsvOrigin> origin, const CsvOptions& options, Progress& progress,
                   std::vector<TableNote> notes) {
  std::vector<TableNote> end_notes;
  read_frame(*origin, options, progress, end_notes);
  const CsvHeader& header = origin->header;
  CsvTable table;
  table.path = origin->file.path();
  table.file_bytes = static_cast<std::int64_t>(origin->file.stored_bytes());
  table.separator = header.frame.separator;
  table.header = header.frame.header;
  table.notes = std::move(notes);
  table.notes.insert(table.notes.end(), header.frame.notes.begin(), header.frame.notes.end());
  table.frame = header.frame;
  table.first_row_numbers = header.first_row_numbers;
  Reader reader(*origin, wanted_columns(header.layout.names, options), progress);
  table.rows = origin->rows = reader.read();
  for (std::size_t c = 0; c < header.layout.columns(); ++c) {
    table.columns.push_back(reader.take(c));
    table.columns.back().place = c;
  }
  finish_columns(table, header.unnamed);
  table.notes.insert(table.notes.end(), end_notes.begin(), end_notes.end());
  table.origin = std::move(origin);
  return table;
}

CsvTable read_origin(const std::shared_ptr<CsvOrigin>& origin, const CsvOptions& options,
                     Progress& progress) {
  origin->threads = choose_threads(options.threads);
  origin->piece_bytes = std::max<std::size_t>(options.piece_bytes, 1);
  std::vector<TableNote> notes;
  prepare_source(origin->file, options, progress, notes);
  try {
    return read_rows(origin, options, progress, notes);
  } catch (const CsvBadByte& bad) {
    convert_bad_bytes(origin->file, bad, options, progress, notes);
  }
  return read_rows(origin, options, progress, notes);
}

template <typename MakeOrigin>
CsvTable read_timed(const std::string& path, const MakeOrigin& make_origin, const CsvOptions& options,
                    Progress& progress) {
  const auto start = std::chrono::steady_clock::now();
  try {
    CsvTable table = read_origin(make_origin(), options, progress);
    progress.report(1, 1);
    table.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return table;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kOutOfMemory, tr("the table does not fit into memory: use fewer rows or columns"),
                path);
  }
}

}  // namespace

CsvTable read_csv(const std::string& path, const CsvOptions& options, Progress& progress) {
  return read_timed(
      path, [&] { return std::make_shared<CsvOrigin>(path); }, options, progress);
}

CsvTable read_csv_text(std::string text, const std::string& name, const CsvOptions& options,
                       Progress& progress) {
  return read_timed(
      name, [&] { return std::make_shared<CsvOrigin>(name, std::move(text)); }, options, progress);
}

std::optional<TextPosition> place_of_cell(const CsvTable& table, std::size_t column, std::int64_t row) {
  constexpr std::size_t kMost = std::size_t{16} << 20;
  if (!table.origin) return std::nullopt;
  const CsvFile& file = table.origin->file;
  const CsvCursor& begin = table.origin->header.records;
  const CsvLayout& layout = table.origin->header.layout;
  const std::size_t place = table.columns[column].place;
  for (std::size_t want = std::size_t{64} << 10; want <= kMost; want *= 4) {
    std::string text(want, '\0');
    text.resize(file.read(begin.offset, want, text.data(), Progress()));
    const bool goes_on = begin.offset + text.size() < file.size();
    if (goes_on) text.resize(text.rfind('\n') + 1);  // npos + 1 is nothing
    CsvScanner scanner(file.path(), text, layout.separator, begin.line, goes_on, layout.quote,
                       layout.comment);
    std::vector<CsvField> fields;
    std::int64_t at = -1;
    try {
      while (at < row && scanner.next(fields, layout.columns()) && !scanner.cut_off()) ++at;
    } catch (const Error&) {
      return std::nullopt;  // the file was changed meanwhile
    }
    if (at == row && place < fields.size()) return scanner.position(fields[place].offset);
    if (!goes_on) break;
  }
  return std::nullopt;
}

std::vector<CsvColumn> read_as_texts(const CsvTable& table, const std::vector<std::size_t>& columns,
                                     Progress& progress) {
  std::vector<Reader::Wanted> wanted(table.origin->header.layout.columns(), Reader::Wanted::kNothing);
  for (const std::size_t c : columns) wanted[table.columns[c].place] = Reader::Wanted::kTexts;
  Reader reader(*table.origin, wanted, progress);
  if (reader.read() != table.rows) {
    throw Error(ErrorCode::kBadInput, tr("the file was changed while it was open: open it again"),
                table.path);
  }
  std::vector<CsvColumn> texts;
  for (const std::size_t c : columns) texts.push_back(reader.take(table.columns[c].place));
  return texts;
}

}  // namespace headroom
