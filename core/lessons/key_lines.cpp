#include "core/lessons/key_lines.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/csv_field.h"
#include "core/base/join.h"
#include "core/base/utf8.h"

namespace headroom {

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 80 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

KeyLines::KeyLines(std::string what, const std::vector<NumberedLine>& lines, int line, Faults& faults)
    : what_(std::move(what)), line_(line), faults_(&faults) {
  for (const NumberedLine& each : lines) {
    const std::string_view text = trimmed(each.text);
    if (text.empty()) continue;
    const std::size_t colon = text.find(':');
    const std::string key(trimmed(text.substr(0, colon)));
    const std::string_view value = colon == text.npos ? "" : trimmed(text.substr(colon + 1));
    if (colon == text.npos || key.empty()) {
      faults.add(each.line, in_quotes(text) + " is no line of the " + what_ + ": write 'key: value'");
    } else if (value.empty()) {
      faults.add(each.line,
                 in_quotes(key) + " says nothing: write its value behind the colon, or remove the line");
      asked_.push_back(key);  // it is there, and one fault is enough
    } else if (!values_.emplace(key, NumberedLine{std::string(value), each.line}).second) {
      faults.add(each.line, in_quotes(key) + " stands twice in the " + what_ + ": remove one");
    }
  }
}

const NumberedLine* KeyLines::find(std::string_view key) {
  asked_.emplace_back(key);
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

std::string KeyLines::text(std::string_view key) {
  const bool empty = std::find(asked_.begin(), asked_.end(), key) != asked_.end();
  if (const NumberedLine* const value = find(key)) return value->text;
  if (!empty) {
    faults_->add(line_, "the " + what_ + " does not say its " + std::string(key) + ": add a line '" +
                            std::string(key) + ": ...'");
  }
  return {};
}

std::string KeyLines::text_or(std::string_view key, std::string_view otherwise) {
  const NumberedLine* const value = find(key);
  return value != nullptr ? value->text : std::string(otherwise);
}

std::string KeyLines::checked_id(std::string_view key, std::string value) {
  if (value.empty() || is_id(value)) return value;
  fail(key, std::string(key) + " is " + in_quotes(value) +
                ": use up to 80 letters of the English alphabet, digits, '_', '-' and '.'");
  return {};
}

std::string KeyLines::id(std::string_view key) { return checked_id(key, text(key)); }

std::string KeyLines::id_or_none(std::string_view key) { return checked_id(key, text_or(key, "")); }

double KeyLines::number(std::string_view key, double lo, double hi) {
  const std::string value = text(key);
  if (value.empty()) return lo;
  double number = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = failure == std::errc() && end == value.data() + value.size();
  if (whole && number >= lo && number <= hi) return number;  // false for NaN
  fail(key, std::string(key) + " is " + in_quotes(value) + ": write a number from " + exact_text(lo) +
                " to " + exact_text(hi));
  return lo;
}

double KeyLines::number_or(std::string_view key, double lo, double hi, double otherwise) {
  return has(key) ? number(key, lo, hi) : (asked_.emplace_back(key), otherwise);
}

int KeyLines::line_of(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? line_ : found->second.line;
}

void KeyLines::fail(std::string_view key, const std::string& message) { faults_->add(line_of(key), message); }

void KeyLines::finish() {
  std::sort(asked_.begin(), asked_.end());
  asked_.erase(std::unique(asked_.begin(), asked_.end()), asked_.end());
  for (const auto& [key, value] : values_) {
    if (std::binary_search(asked_.begin(), asked_.end(), key)) continue;
    faults_->add(value.line, in_quotes(key) + " is not known in the " + what_ + ": it says " + join(asked_));
  }
}

}  // namespace headroom
