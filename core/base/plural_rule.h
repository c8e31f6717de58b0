// Which of its forms a language takes for a number, as gettext writes the rule: C without variables but n.
//
//   const PluralRule rule("nplurals=2; plural=(n != 1);");
//   const std::size_t one = rule.form(1);   // 0: "one row"
//   const std::size_t many = rule.form(7);   // 1: "7 rows"
//
// Thread rule: a plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headroom {

class PluralRule {
 public:
  // That of English and German.
  PluralRule() : PluralRule("nplurals=2; plural=n != 1;") {}
  // Throws Error{kBadInput} for what is no rule, or leads to a form that is not there.
  explicit PluralRule(std::string_view rule);

  std::size_t forms() const { return forms_; }
  // From 0; of a negative number that of its size.
  std::size_t form(std::int64_t n) const;

 private:
  std::string expression_;
  std::size_t forms_ = 0;
};

}  // namespace headroom
