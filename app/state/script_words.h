// The words of one script line, taken from the left; each taker says what it wanted when it is not there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/names.h"
#include "core/base/nearest.h"

namespace headroom::app {

class ScriptWords {
 public:
  // Splits at blanks; "double quotes" hold a word with blanks together; # starts a comment outside of
  // them. Throws Error{kBadInput} for an open quote. `where`: "file:line".
  ScriptWords(std::string_view line, std::string where);

  bool empty() const { return next_ == words_.size(); }
  const std::string& where() const { return where_; }

  // Takes the next word if it is this one.
  bool take(std::string_view word);
  // The next word begins with a digit.
  bool number_follows() const {
    const char first = empty() || words_[next_].empty() ? ' ' : words_[next_].front();
    return first >= '0' && first <= '9';
  }
  // `what` names the missing thing: "a file name".
  std::string word(std::string_view what);
  std::string rest(std::string_view what);  // all that follow, with single blanks
  double number(std::string_view what, double low, double high);
  std::int64_t integer(std::string_view what, std::int64_t low, std::int64_t high);
  bool on_off();
  // Index of the word that comes next in `choices`.
  std::size_t choice(const std::vector<std::string_view>& choices);
  // The value whose name comes next.
  template <typename Row, std::size_t kRows>
  auto one_of(const Names<Row, kRows>& names) {
    const std::string text = word("one of " + names.list());
    if (const Row* const row = names.find(text)) return row->value;
    std::vector<std::string_view> known;
    for (const Row& row : names) known.push_back(row.name);
    fail("wants one of " + names.list() + ", not '" + text + "'" + meant_text(text, known));
  }
  // "timeout SECONDS" if it follows, else `otherwise`.
  double timeout(double otherwise);
  // "1024x700"
  std::pair<int, int> size();

  // Turns what a core parser throws into a fault of this line.
  template <typename Parse>
  auto parsed(Parse parse) const {
    try {
      return parse();
    } catch (const Error& error) {
      fail(error.message());
    }
  }

  // Throws when words are left over.
  void finish() const;
  [[noreturn]] void fail(const std::string& message) const;

 private:
  std::vector<std::string> words_;
  std::size_t next_ = 0;
  std::string where_;
};

}  // namespace headroom::app
