// The languages that the window speaks: English, which stands in the code, and one for each file
// assets/languages/*.po.
//
//   use_translation(read_language(wish.empty() ? system_language(languages()) : wish));
//
// Thread rule: languages() and read_language() read files: call them before the first frame or in a job.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

class Translation;  // core/base/translation.h

struct Language {
  std::string code;  // "de"
  std::string name;  // "Deutsch"
  bool operator==(const Language&) const = default;
};

// English first, then the others by their codes. A file that is wrong is listed by its name: read_language()
// says what is wrong.
std::vector<Language> languages();
// From LC_ALL, LC_MESSAGES or LANG, the first that is set, as gettext does: LANGUAGE goes before, but not in
// the locale C. "en" when it is none of `known`.
std::string system_language(const std::vector<Language>& known);
// For use_translation(); null for "en". Throws Error{kUsage} that lists what there is, or Error{kBadInput}
// with file and line.
std::shared_ptr<const Translation> read_language(std::string_view code);

}  // namespace headroom
