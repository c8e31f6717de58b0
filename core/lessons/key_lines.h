// Lines of `key: value`: the head of a file, and what a `question` or a `prediction` says about itself. Every
// key that is missing, unknown, twice there or has a value that cannot be is a fault with its line.
//
//   KeyLines head("head", lines, 1, faults);
//   lesson.title = head.text("title");
//   lesson.minutes = static_cast<int>(head.number("minutes", 1, 240));
//   head.finish();   // whatever was not asked for is a fault
//
// Thread rule: a plain value; it refers to the faults, which must outlive it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/lessons/faults.h"

namespace headroom {

// A line of a text, and its number in the file.
struct NumberedLine {
  std::string text;
  int line = 0;
};

// Letters, digits, '_', '-' and '.': what scripts and progress can name.
bool is_id(std::string_view text);
std::string_view trimmed(std::string_view text);

class KeyLines {
 public:
  // `what` is said in messages; `line` is where the lines begin, for keys that are missing.
  KeyLines(std::string what, const std::vector<NumberedLine>& lines, int line, Faults& faults);

  // Empty after a fault.
  std::string text(std::string_view key);
  std::string text_or(std::string_view key, std::string_view otherwise);
  std::string id(std::string_view key);
  std::string id_or_none(std::string_view key);
  // `lo` after a fault.
  double number(std::string_view key, double lo, double hi);
  double number_or(std::string_view key, double lo, double hi, double otherwise);

  bool has(std::string_view key) const { return values_.contains(key); }
  int line_of(std::string_view key) const;  // of its value, or of the beginning
  void fail(std::string_view key, const std::string& message);
  void finish();

 private:
  const NumberedLine* find(std::string_view key);
  std::string checked_id(std::string_view key, std::string value);

  std::string what_;
  int line_;
  Faults* faults_;
  std::map<std::string, NumberedLine, std::less<>> values_;
  std::vector<std::string> asked_;
};

}  // namespace headroom
