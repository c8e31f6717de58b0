#include "app/state/script_words.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/nearest.h"

namespace headroom::app {

namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// The whole word as a number, independent of the locale; empty when it is none.
template <typename T>
std::optional<T> parse(const std::string& word) {
  T value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

}  // namespace

ScriptWords::ScriptWords(std::string_view line, std::string where) : where_(std::move(where)) {
  std::size_t i = 0;
  while (i < line.size()) {
    if (blank(line[i])) {
      ++i;
    } else if (line[i] == '#') {
      break;
    } else if (line[i] == '"') {
      const std::size_t end = line.find('"', i + 1);
      if (end == std::string_view::npos) fail("a quote is not closed");
      words_.emplace_back(line.substr(i + 1, end - i - 1));
      i = end + 1;
    } else {
      std::size_t end = i;
      while (end < line.size() && !blank(line[end])) ++end;
      words_.emplace_back(line.substr(i, end - i));
      i = end;
    }
  }
}

bool ScriptWords::take(std::string_view word) {
  if (empty() || words_[next_] != word) return false;
  ++next_;
  return true;
}

std::string ScriptWords::word(std::string_view what) {
  if (empty()) fail("wants " + std::string(what));
  return words_[next_++];
}

std::string ScriptWords::rest(std::string_view what) {
  std::string text = word(what);
  while (!empty()) text += " " + words_[next_++];
  return text;
}

double ScriptWords::number(std::string_view what, double low, double high) {
  const std::string text = word(what);
  const std::optional<double> value = parse<double>(text);
  if (!value || !std::isfinite(*value) || *value < low || *value > high) {
    fail("wants " + std::string(what) + " between " + short_number(low) + " and " + short_number(high) +
         ", not '" + text + "'");
  }
  return *value;
}

std::int64_t ScriptWords::integer(std::string_view what, std::int64_t low, std::int64_t high) {
  const std::string text = word(what);
  const std::optional<std::int64_t> value = parse<std::int64_t>(text);
  if (!value || *value < low || *value > high) {
    fail("wants " + std::string(what) + ", a whole number from " + std::to_string(low) + " up, not '" + text +
         "'");
  }
  return *value;
}

bool ScriptWords::on_off() { return one_of(names<bool>({{false, "off"}, {true, "on"}})); }

std::size_t ScriptWords::choice(const std::vector<std::string_view>& choices) {
  constexpr std::size_t kMostListed = 40;  // with more the nearest would not be found
  const std::string known = join(choices);
  const std::string text = word("one of " + known);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (text == choices[i]) return i;
  }
  const std::string meant = meant_text(text, choices);
  if (choices.size() > kMostListed && !meant.empty()) fail("has no '" + text + "'" + meant);
  fail("wants one of " + known + ", not '" + text + "'" + meant);
}

double ScriptWords::timeout(double otherwise) {
  return take("timeout") ? number("seconds", 0, 1e6) : otherwise;
}

std::pair<int, int> ScriptWords::size() {
  const std::string text = word("a size such as 1024x700");
  const std::size_t cross = text.find('x');
  if (cross != std::string::npos) {
    const std::optional<int> width = parse<int>(text.substr(0, cross));
    const std::optional<int> height = parse<int>(text.substr(cross + 1));
    if (width && height && *width >= 100 && *height >= 100 && *width <= 16384 && *height <= 16384) {
      return {*width, *height};
    }
  }
  fail("wants a size such as 1024x700, not '" + text + "'");
}

void ScriptWords::finish() const {
  if (!empty()) fail("'" + words_[next_] + "' is too much here");
}

void ScriptWords::fail(const std::string& message) const {
  throw Error(ErrorCode::kBadInput, (words_.empty() ? "" : "'" + words_.front() + "' ") + message, where_);
}

}  // namespace headroom::app
