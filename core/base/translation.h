// The translations into one language, read from a file as translators keep it (gettext's .po). A text that is
// empty or marked `fuzzy` is not there.
//
//   const Translation german = read_translation(text, "de.po");
//   const char* const save = german.find("Save the run");   // null when it is not translated
//   const char* const small = german.find(Translation::key("a network", "Small"));
//   const char* const rows = german.find_plural("{n} row", 7);   // "{n} Zeilen"
//
// Its header says `Language`, `Plural-Forms`, and two things of ours: `X-Language-Name`, as its speakers call
// it, and `X-Decimal-Mark`.
//
// Thread rule: a plain value; constant once it is read.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/plural_rule.h"

namespace headroom {

class Translation {
 public:
  static std::string key(std::string_view context, std::string_view english);

  const std::string& language() const { return language_; }
  const std::string& name() const { return name_; }
  char decimal_mark() const { return decimal_mark_; }
  std::size_t size() const { return texts_.size(); }

  // Null where there is no translation.
  const char* find(std::string_view key) const;
  const char* find_plural(std::string_view key, std::int64_t n) const;

 private:
  friend class TranslationReader;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  std::string language_, name_;
  char decimal_mark_ = '.';
  PluralRule plurals_;
  std::unordered_map<std::string, std::vector<std::string>, Hash, std::equal_to<>>
      texts_;  // one for each form
};

// Throws Error{kBadInput} with file and line. `file`: for messages.
Translation read_translation(std::string_view text, const std::string& file);

}  // namespace headroom
