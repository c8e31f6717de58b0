#include "core/base/plural_rule.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/error.h"
#include "core/base/utf8.h"

namespace headroom {
namespace {

struct Operator {
  std::string_view sign;
  int level;  // a higher one binds closer
};
// A sign that begins like another stands before it.
constexpr std::array<Operator, 13> kOperators{{{"||", 1},
                                               {"&&", 2},
                                               {"==", 3},
                                               {"!=", 3},
                                               {"<=", 4},
                                               {">=", 4},
                                               {"<", 4},
                                               {">", 4},
                                               {"+", 5},
                                               {"-", 5},
                                               {"*", 6},
                                               {"/", 6},
                                               {"%", 6}}};
constexpr int kDeepest = 50;  // brackets in brackets

class Evaluation {
 public:
  Evaluation(std::string_view text, std::uint64_t n) : text_(text), n_(n) {}

  std::uint64_t value() {
    const std::uint64_t result = choice();
    if (!peek().empty()) fail();
    return result;
  }

 private:
  [[noreturn]] static void fail() { throw Error(ErrorCode::kBadInput, "is no rule for plurals"); }

  std::string_view peek() {
    while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
    return text_;
  }
  bool take(std::string_view sign) {
    if (!peek().starts_with(sign)) return false;
    text_.remove_prefix(sign.size());
    return true;
  }

  std::uint64_t choice() {
    if (++depth_ > kDeepest) fail();
    std::uint64_t result = binary(1);
    if (take("?")) {
      const std::uint64_t yes = choice();
      if (!take(":")) fail();
      const std::uint64_t no = choice();
      result = result != 0 ? yes : no;
    }
    --depth_;
    return result;
  }

  std::uint64_t binary(int level) {
    if (level > 6) return unary();
    std::uint64_t left = binary(level + 1);
    while (const Operator* const found = take_operator(level)) {
      left = combined(found->sign, left, binary(level + 1));
    }
    return left;
  }

  const Operator* take_operator(int level) {
    for (const Operator& each : kOperators) {
      if (each.level == level && take(each.sign)) return &each;
    }
    return nullptr;
  }

  static std::uint64_t combined(std::string_view sign, std::uint64_t a, std::uint64_t b) {
    if (sign == "||") return a != 0 || b != 0;
    if (sign == "&&") return a != 0 && b != 0;
    if (sign == "==") return a == b;
    if (sign == "!=") return a != b;
    if (sign == "<=") return a <= b;
    if (sign == ">=") return a >= b;
    if (sign == "<") return a < b;
    if (sign == ">") return a > b;
    if (sign == "+") return a + b;
    if (sign == "-") return a - b;
    if (sign == "*") return a * b;
    if (b == 0) return 0;
    return sign == "/" ? a / b : a % b;
  }

  std::uint64_t unary() {
    if (++depth_ > kDeepest) fail();
    std::uint64_t result = n_;
    if (take("!")) {
      result = unary() == 0;
    } else if (take("(")) {
      result = choice();
      if (!take(")")) fail();
    } else if (!take("n")) {
      const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), result);
      if (error != std::errc{}) fail();
      text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    }
    --depth_;
    return result;
  }

  std::string_view text_;
  std::uint64_t n_;
  int depth_ = 0;
};

constexpr std::size_t kMostForms = 10;

}  // namespace

PluralRule::PluralRule(std::string_view rule) {
  const auto fail = [rule] [[noreturn]] () {
    throw Error(ErrorCode::kBadInput,
                "Plural-Forms " + in_quotes(rule) + " is no rule: write it as nplurals=2; plural=(n != 1);");
  };
  constexpr std::string_view kCount = "nplurals=", kForm = "plural=";
  const std::size_t count = rule.find(kCount), form = rule.rfind(kForm);
  if (count == rule.npos || form == rule.npos || form < count + kCount.size()) fail();
  std::from_chars(rule.data() + count + kCount.size(), rule.data() + rule.size(), forms_);
  std::string_view expression = rule.substr(form + kForm.size());
  expression_ = expression.substr(0, expression.find(';'));
  if (forms_ < 1 || forms_ > kMostForms) fail();
  try {
    for (std::uint64_t n = 0; n < 1000; ++n) {
      if (Evaluation(expression_, n).value() >= forms_) fail();
    }
  } catch (const Error&) {
    fail();
  }
}

std::size_t PluralRule::form(std::int64_t n) const {
  const std::uint64_t size = n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
  return static_cast<std::size_t>(std::min<std::uint64_t>(Evaluation(expression_, size).value(), forms_ - 1));
}

}  // namespace headroom
