#include "core/data/csv/scanner.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/data/csv/values.h"
#include "core/data/table_remedy.h"

namespace headroom {

std::string CsvField::str() const {
  std::string value(text);
  if (!doubled_quotes) return value;
  std::size_t to = 0;
  for (std::size_t from = 0; from < value.size(); ++from) {
    value[to++] = value[from];
    if (value[from] == quote) ++from;  // its twin
  }
  value.resize(to);
  return value;
}

CsvScanner::CsvScanner(const std::string& path, std::string_view text, char separator,
                       std::int64_t first_line, bool goes_on, char quote, char comment)
    : path_(path),
      text_(text),
      separator_(separator),
      quote_(quote),
      comment_(comment),
      goes_on_(goes_on),
      line_(first_line),
      record_line_(first_line) {
  for (const char c : {separator, '\n', '\r'}) stops_[static_cast<unsigned char>(c)] = true;
}

TextPosition CsvScanner::position(std::size_t offset) const {
  return position_of(text_, offset, record_offset_, record_line_);
}

std::string CsvScanner::where(std::size_t offset) const { return where_in(path_, position(offset)); }

bool CsvScanner::begin_record() {
  while (at_ < text_.size()) {
    std::size_t end = at_;
    if (text_[at_] == comment_ && comment_ != '\0') {
      at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
      ++line_;
      continue;
    }
    while (end < text_.size() && blank(text_[end])) ++end;
    if (end == text_.size()) {
      at_ = end;
      break;
    }
    const std::size_t newline = text_[end] == '\n' ? end + 1 : text_.substr(end, 2) == "\r\n" ? end + 2 : 0;
    if (newline == 0) break;
    at_ = newline;
    ++line_;
  }
  record_offset_ = record_end_ = at_;
  record_line_ = line_;
  return at_ < text_.size();
}

bool CsvScanner::next(std::vector<CsvField>& fields, std::size_t limit) {
  fields.clear();
  field_count_ = 0;
  if (!begin_record()) return false;
  do {
    const CsvField read = field();
    if (field_count_++ <= limit) fields.push_back(read);
    record_end_ = at_;
  } while (!end_field());
  return true;
}

CsvField CsvScanner::field() {
  std::size_t begin = at_;
  while (begin < text_.size() && blank(text_[begin])) ++begin;
  const bool quoted = begin < text_.size() && text_[begin] == quote_;
  return quoted ? quoted_field(begin) : plain_field(begin);
}

// A single quote may be a letter.
void CsvScanner::refuse(const std::string& problem, const std::string& advice, std::size_t offset) const {
  std::vector<TableRemedy> remedies;
  if (quote_ != '"') remedies.push_back(TableRemedy::quote('"'));
  throw TableRefusal(problem, advice, where(offset), "", std::move(remedies));
}

// begin: the opening quote. Leaves at_ on the separator or line end behind the closing quote.
CsvField CsvScanner::quoted_field(std::size_t begin) {
  CsvField field;
  field.offset = begin;
  field.quote = quote_;
  std::size_t at = begin + 1;
  for (;;) {
    const std::size_t quote = text_.find(quote_, at);
    if (quote == std::string_view::npos && goes_on_) {
      cut_off_ = true;
      at_ = text_.size();
      return field;
    }
    if (quote == std::string_view::npos) {
      refuse("the quote that opens here is never closed", "add the closing quote, or the file was cut off",
             begin);
    }
    at = quote + 1;
    if (at >= text_.size() || text_[at] != quote_) break;
    field.doubled_quotes = true;
    ++at;
  }
  const std::string_view inside = text_.substr(begin + 1, at - begin - 2);
  field.text = trimmed(inside, separator_ != '\t');
  line_ += std::count(inside.begin(), inside.end(), '\n');
  while (at < text_.size() && blank(text_[at])) ++at;
  if (at < text_.size() && !stops_[static_cast<unsigned char>(text_[at])]) {
    refuse("text after a closing quote (it opened at line " + std::to_string(position(begin).line) + ")",
           "write a quote inside a value twice, as " + std::string(2, quote_), at);
  }
  at_ = at;
  return field;
}

CsvField CsvScanner::plain_field(std::size_t begin) {
  std::size_t end = begin;
  while (end < text_.size() && !stops_[static_cast<unsigned char>(text_[end])]) ++end;
  at_ = end;
  while (end > begin && blank(text_[end - 1])) --end;
  CsvField field;
  field.offset = begin;
  field.text = text_.substr(begin, end - begin);
  return field;
}

bool CsvScanner::end_field() {
  if (at_ == text_.size()) return true;
  if (text_[at_] == separator_) {
    ++at_;
    return false;
  }
  if (text_[at_] == '\r') {
    if (at_ + 1 >= text_.size() || text_[at_ + 1] != '\n') {
      throw Error(ErrorCode::kBadInput,
                  "a carriage return without a line feed: save the file with line ends LF or CRLF",
                  where(at_));
    }
    ++at_;
  }
  ++at_;
  ++line_;
  return true;
}

char detect_separator(std::string_view text) {
  std::array<std::size_t, 4> count{};
  constexpr std::array<char, 4> kSeparators = {'\t', ';', '|', ','};
  bool quoted = false;
  bool blank = true;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) {
      if (!blank) break;
      continue;
    }
    blank = blank && c == ' ';
    if (quoted) continue;
    for (std::size_t i = 0; i < kSeparators.size(); ++i) count[i] += c == kSeparators[i] ? 1 : 0;
  }
  const auto most = std::max_element(count.begin(), count.end());  // the first of equals
  return *most == 0 ? ',' : kSeparators[static_cast<std::size_t>(most - count.begin())];
}

}  // namespace headroom
