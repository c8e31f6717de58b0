#include "app/state/window_words.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

namespace headroom::app {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool opens_quote(std::string_view text, std::size_t at) {
  return text[at] == '\'' && (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(');
}

// Behind the quote that opens at `at`: it ends before a blank or a mark. An apostrophe ends nothing.
std::size_t behind_quote(std::string_view text, std::size_t at) {
  for (std::size_t end = text.find('\'', at + 1); end != kNone; end = text.find('\'', end + 1)) {
    if (end + 1 == text.size() || std::string_view(" ,;:.)?").find(text[end + 1]) != kNone) return end + 1;
  }
  return text.size();
}

bool starts_option(std::string_view text, std::size_t at) {
  return text.substr(at, 2) == "--" && at + 2 < text.size() &&
         std::islower(static_cast<unsigned char>(text[at + 2])) != 0 &&
         (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(');
}

// The next place outside of quotes that `wanted` holds for; the end if there is none.
template <typename Wanted>
std::size_t next(std::string_view text, std::size_t at, const Wanted& wanted) {
  while (at < text.size() && !wanted(at)) at = opens_quote(text, at) ? behind_quote(text, at) : at + 1;
  return std::min(at, text.size());
}

// Where the clauses before `option` begin, with the mark that parts them from what is before.
std::vector<std::size_t> clauses_before(std::string_view text, std::size_t option) {
  const auto parts = [&](std::size_t at) {
    return at + 1 < text.size() && text[at + 1] == ' ' && std::string_view(";:,.?").find(text[at]) != kNone;
  };
  std::vector<std::size_t> starts = {0};
  for (std::size_t at = next(text, 0, parts); at < option; at = next(text, at + 1, parts))
    starts.push_back(at);
  return starts;
}

// "(--ignore)": the parenthesis around an option, with the blank before it.
std::optional<std::string> without_parenthesis(std::string_view text, std::size_t option) {
  const std::size_t open = text.rfind('(', option);
  if (open == kNone || text.substr(open, option - open).find(')') != kNone) return std::nullopt;
  const std::size_t close = next(text, option, [&](std::size_t at) { return text[at] == ')'; });
  if (close == text.size()) return std::nullopt;
  const std::size_t begin = open > 0 && text[open - 1] == ' ' ? open - 1 : open;
  return std::string(text.substr(0, begin)) + std::string(text.substr(close + 1));
}

// A clause goes to the next semicolon: what a command line is told may have commas in it.
std::string without_clause(std::string_view text, std::size_t option) {
  std::vector<std::size_t> starts = clauses_before(text, option);
  std::size_t begin = starts.back();
  // "if this is a row, --header no reads it"
  if (starts.size() > 1 && text.substr(starts[starts.size() - 2], 5) == "; if ")
    begin = starts[starts.size() - 2];
  const bool asks = begin > 0 && (text[begin] == '?' || text[begin] == '.');  // these end a sentence
  if (asks) ++begin;
  std::size_t end = next(text, option, [&](std::size_t at) { return text.substr(at, 2) == "; "; });
  if (end == text.size() && text.ends_with('.') && !asks) --end;
  // The place of what it is about stays: " (file.csv:3:5)".
  const std::size_t place = text.rfind(" (");
  if (text.substr(0, end).ends_with(')') && place != kNone && place > option) end = std::min(end, place);
  std::string rest = std::string(text.substr(0, begin)) + std::string(text.substr(end));
  return rest == "." ? std::string() : rest;
}

}  // namespace

std::string without_options(std::string_view text) {
  std::string rest(text);
  for (;;) {
    const std::size_t option = next(rest, 0, [&](std::size_t at) { return starts_option(rest, at); });
    if (option == rest.size()) return rest;
    std::optional<std::string> shorter = without_parenthesis(rest, option);
    rest = shorter ? *std::move(shorter) : without_clause(rest, option);
  }
}

}  // namespace headroom::app
