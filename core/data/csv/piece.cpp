#include "core/data/csv/piece.h"

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/data/csv/plain_number.h"
#include "core/data/csv/ragged.h"
#include "core/data/csv/stops.h"
#include "core/data/csv/values.h"

namespace headroom {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kLookAhead = 4096;  // bytes behind a piece in which its last record should end

}  // namespace

// Reads from `from` to the first line feed behind `reach` bytes, or to the end of the file.
void CsvPiece::load(const CsvFile& file, std::size_t from, std::size_t reach, const Progress& progress) {
  std::size_t have = 0;
  bool at_end = false;
  char* text_begin = nullptr;
  for (std::size_t want = reach + kLookAhead;; want *= 2) {
    if (buffer_.size() < want + 2 * kPlainNumberReach) buffer_.resize(want + 2 * kPlainNumberReach);
    text_begin = buffer_.data() + kPlainNumberReach;
    have += file.read(from + have, want - have, text_begin + have, progress);
    at_end = have < want || from + have >= file.size();
    const std::string_view all(text_begin, have);
    const std::size_t newline = all.find('\n', reach == 0 ? 0 : reach - 1);
    if (newline == std::string_view::npos && !at_end) continue;
    text_ = all.substr(0, newline == std::string_view::npos ? have : newline + 1);
    break;
  }
  std::fill_n(text_begin + have, kPlainNumberReach, '\0');
  offset_ = from;
  goes_on_ = have > text_.size() || !at_end;
}

void CsvPiece::guess(const CsvFile& file, const CsvLayout& layout, std::size_t begin, std::size_t end,
                     const std::vector<char>& marks, const Progress& progress) {
  start_ = {begin, 1, marks};
  failed_ = true;
  rows_ = 0;
  try {
    load(file, begin - 1, end - begin + 1, progress);
    const std::size_t newline = text_.find('\n');
    if (newline == std::string_view::npos) return;
    const std::size_t skip = newline + 1;
    start_.offset = offset_ + skip;
    // Where it does not end in the text, the guess was probably wrong.
    failed_ = !parse(file, layout, skip, end - offset_);
  } catch (const std::exception&) {
    // Whatever it is, read() meets it again if the guess was right.
  }
}

void CsvPiece::read(const CsvFile& file, const CsvLayout& layout, const CsvCursor& start, std::size_t end,
                    const Progress& progress) {
  start_ = start;
  rows_ = 0;
  failed_ = true;
  for (std::size_t reach = end - start.offset;; reach = 2 * text_.size()) {
    load(file, start.offset, reach, progress);
    if (parse(file, layout, 0, end - start.offset)) break;
  }
  failed_ = false;
}

bool CsvPiece::follows(const CsvCursor& cursor) const {
  if (failed_ || start_.offset != cursor.offset) return false;
  for (std::size_t c = 0; c < columns_; ++c) {
    if (cursor.marks[c] != 0 && stop_.marks[c] != 0 && cursor.marks[c] != stop_.marks[c]) return false;
  }
  return true;
}

void CsvPiece::advance(CsvCursor& cursor) {
  const std::int64_t shift = cursor.line - start_.line;
  start_.line += shift;
  stop_.line += shift;
  cursor.offset = stop_.offset;
  cursor.line = stop_.line;
  for (std::size_t c = 0; c < columns_; ++c) {
    if (stop_.marks[c] != 0) cursor.marks[c] = stop_.marks[c];
  }
}

CsvField CsvPiece::text(std::size_t row, std::size_t column) const {
  const Text& text = texts_[row * text_columns_ + text_place_[column]];
  const char* const begin = text.size <= Text::kShort ? text.copy : buffer_.data() + text.offset;
  return {{begin, text.size}, text.field, text.doubled_quotes != 0, quote_};
}

TextPosition CsvPiece::position(std::size_t row, std::size_t offset) const {
  const Record& record = records_[row];
  const std::size_t end = row + 1 < records_.size() ? records_[row + 1].first_place : places_.size();
  const std::size_t stretch = (offset - record.offset) / kPlaceBytes;
  if (record.first_place + stretch >= end)
    return position_of(text_, offset, record.offset, start_.line + record.line);
  const TextPosition from = places_[record.first_place + stretch];
  TextPosition place = position_of(text_, offset, record.offset + stretch * kPlaceBytes, from.line);
  if (place.line == from.line) place.column += from.column - 1;
  place.line += start_.line;
  return place;
}

// Of the last record, which ends at `end`.
void CsvPiece::mark_places(std::size_t end) {
  const Record& record = records_.back();
  if (end - record.offset < kLongRecord) return;
  TextPosition place{record.line, 1};
  for (std::size_t at = record.offset; at < end; at += kPlaceBytes) {
    places_.push_back(place);
    const TextPosition next = position_of(text_, std::min(at + kPlaceBytes, end), at, place.line);
    place.column = next.column + (next.line == place.line ? place.column - 1 : 0);
    place.line = next.line;
  }
}

void CsvPiece::begin(const CsvLayout& layout) {
  columns_ = layout.columns();
  quote_ = layout.quote;
  rows_ = 0;
  facts_.assign(columns_, {});
  odd_.resize(columns_);
  for (std::vector<Odd>& cells : odd_) cells.clear();
  records_.clear();
  places_.clear();
  stop_ = start_;
  texts_.clear();
  text_columns_ = 0;
  text_place_.assign(columns_, 0);
  number_run_.assign(columns_ + 1, 0);
  both_.clear();
  for (std::size_t c = 0; c < columns_; ++c) {
    if (layout.uses[c] == CsvUse::kBoth) both_.push_back(c);
    const bool texts = layout.uses[c] == CsvUse::kTexts || layout.uses[c] == CsvUse::kBoth;
    if (texts) text_place_[c] = text_columns_++;
  }
  for (std::size_t c = columns_; c-- > 0;) {
    const bool numbers = layout.uses[c] == CsvUse::kNumbers || layout.uses[c] == CsvUse::kBoth;
    if (numbers) number_run_[c] = number_run_[c + 1] + 1;
  }
}

// Reads the records that begin in the first `owned` bytes of text_, behind `skip`. False when the last of
// them goes on behind text_.
bool CsvPiece::parse(const CsvFile& file, const CsvLayout& layout, std::size_t skip, std::size_t owned) {
  begin(layout);
  const std::size_t bad = find_bad_byte(text_.substr(skip));
  const std::size_t bad_at = bad == std::string_view::npos ? bad : skip + bad;
  stop_count_ = find_stops(text_.substr(0, owned + kLookAhead), layout.separator, stops_);
  stop_index_ = 0;
  CsvScanner scanner(file.path(), text_, layout.separator, start_.line, goes_on_, layout.quote,
                     layout.comment);
  scanner.seek(skip);
  while (scanner.offset() < owned && scanner.begin_record() && scanner.record_offset() < owned) {
    const std::size_t needed = cell(rows_, columns_);
    if (cells_.size() < needed) cells_.resize(needed + kTileStride * columns_ * 8);
    texts_.resize(texts_.size() + text_columns_);
    records_.push_back({scanner.record_offset(), scanner.record_line() - start_.line, places_.size()});
    if (!read_record(scanner, file, layout)) return false;
    mark_places(scanner.offset());
    if (scanner.offset() > bad_at) {
      throw CsvBadByte(text_[bad_at], scanner.where(bad_at));
    }
    ++rows_;
  }
  stop_.offset = offset_ + scanner.offset();
  stop_.line = scanner.line();
  return true;
}

// Runs of plain numbers are read at once, everything else by the scanner. False when the text ends in the
// record.
bool CsvPiece::read_record(CsvScanner& scanner, const CsvFile& file, const CsvLayout& layout) {
  const std::size_t last = columns_ - 1;
  for (std::size_t c = 0;; ++c) {
    if (number_run_[c] > 0) {
      c += read_numbers(scanner, c);
      if (c > last) return true;
    }
    const CsvField field = scanner.field();
    if (scanner.cut_off()) return false;
    const bool ended = scanner.end_field();
    if (ended != (c == last)) return refuse_record(scanner, file, layout);
    take(field, c, layout);
    if (ended) return true;
  }
}

// The plain numbers that begin at the scanner, in column c and those behind; returns how many they are.
std::size_t CsvPiece::read_numbers(CsvScanner& scanner, std::size_t c) {
  while (stop_index_ < stop_count_ && stops_[stop_index_] < scanner.offset()) ++stop_index_;
  const std::uint32_t* const stops = stops_.data() + stop_index_;
  const std::size_t read = read_plain_fields_({.text = text_.data(),
                                               .first = scanner.offset(),
                                               .stops = stops,
                                               .marks = stop_.marks.data() + c,
                                               .count = std::min(number_run_[c], stop_count_ - stop_index_),
                                               .last = columns_ - 1 - c,
                                               .values = cells_.data() + cell(rows_, c),
                                               .stride = kTileStride});
  if (read == 0) return 0;
  for (const std::size_t both : both_) {
    if (both < c || both >= c + read) continue;
    const std::size_t begin = both == c ? scanner.offset() : stops[both - c - 1] + std::size_t{1};
    std::string_view number = text_.substr(begin, stops[both - c] - begin);
    if (number.ends_with('\r')) number.remove_suffix(1);
    keep_text({number, begin, false, quote_}, both);
  }
  scanner.seek(stops[read - 1] + std::size_t{1});
  stop_index_ += read;
  if (c + read == columns_) scanner.count_line();
  return read;
}

// The record has too few or too many fields. False when the text ends in it.
bool CsvPiece::refuse_record(const CsvScanner& scanner, const CsvFile& file, const CsvLayout& layout) const {
  CsvScanner again(file.path(), text_, layout.separator, scanner.record_line(), goes_on_, layout.quote,
                   layout.comment);
  again.seek(scanner.record_offset());
  std::vector<CsvField> fields;
  again.next(fields, columns_);
  if (again.cut_off()) return false;
  // What is left of the file, whatever part of it this piece holds.
  constexpr std::size_t kNearEnd = 2048;
  const std::size_t behind = offset_ + again.record_end();
  std::string rest(kNearEnd, '\0');
  rest.resize(file.read(behind, rest.size(), rest.data(), Progress()));
  const std::size_t begin = again.record_offset();
  const bool too_many = again.field_count() > columns_;
  throw ragged({.text = text_.substr(begin, again.record_end() - begin),
                .rest = rest,
                .near_end = behind + rest.size() >= file.size(),
                .fields = again.field_count(),
                .wanted = columns_,
                .separator = layout.separator,
                .other_separator = layout.other_separator,
                .header = layout.header},
               again.where(too_many ? fields.back().offset : again.record_end()));
}

// Any field: number, missing or text.
void CsvPiece::take(const CsvField& field, std::size_t column, const CsvLayout& layout) {
  constexpr std::size_t kWords = 16;
  const CsvUse use = layout.uses[column];
  if (use == CsvUse::kNothing) return;
  CsvFacts& facts = facts_[column];
  const bool empty = field.text.empty();
  if (empty && facts.empty++ == 0) facts.first_empty = {rows_, field.offset};
  if (use != CsvUse::kNumbers && !empty) keep_text(field, column);
  if (use == CsvUse::kTexts) return;
  double& cell_value = cells_[cell(rows_, column)];
  const bool comma_too = layout.separator != ',';
  if (parse_number(field.text, comma_too, cell_value) == NumberParse::kNumber &&
      (!comma_too || fits_mark(field.text, column))) {
    return;
  }
  cell_value = kMissing;
  if (empty) return;
  if (!is_missing(field.text)) {
    odd_[column].push_back({rows_, field});
    return;
  }
  if (facts.words++ == 0) facts.first_word = {rows_, field.offset};
  const std::string word = field.str();
  std::vector<std::string>& words = facts.which_words;
  if (words.size() < kWords && std::find(words.begin(), words.end(), word) == words.end()) {
    words.push_back(word);
  }
}

void CsvPiece::keep_text(const CsvField& field, std::size_t column) {
  Text& text = texts_[rows_ * text_columns_ + text_place_[column]];
  text.offset = static_cast<std::uint64_t>(field.text.data() - buffer_.data());
  text.field = field.offset;
  text.size = field.text.size();
  if (text.size <= Text::kShort) std::copy(field.text.begin(), field.text.end(), text.copy);
  text.doubled_quotes = field.doubled_quotes ? 1 : 0;
}

// A column has one decimal mark, the first it shows: 1.234 beside 1,5 may be a thousand or one and a bit.
bool CsvPiece::fits_mark(std::string_view number, std::size_t column) {
  const std::size_t at = number.find_first_of(".,");
  if (at == std::string_view::npos) return true;
  char& mark = stop_.marks[column];
  if (mark == 0) mark = number[at];
  return number[at] == mark;
}

}  // namespace headroom
