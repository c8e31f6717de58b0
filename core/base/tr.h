// What the window says, in the language that is chosen. The texts in the code are English; they are the keys
// by which assets/languages/*.po is asked, and what is said where a translation is missing.
//
//   const char* const label = tr("Save the run");   // stays in memory
//   const std::string shown = tr("{1} of {2} rows", format_count(8), format_count(10));
//   const std::string lost = tr_n("{n} row is missing", "{n} rows are missing", 3);
//   const char* const size = tr_c("a network", "Small");
//   constexpr std::array kTitles{tr_later("Learn"), tr_later("Plan")};
//   const InEnglish scope;
//
// tr_n writes {n} as format_count() does and chooses the form that the language has for it. tr_c is for where
// one English word means several things. tr_later marks a text of a table, which tr(kTitles[i]) says where it
// is drawn. InEnglish is for what other programs read.
//
// A place may stand anywhere in a translation. xgettext finds the texts, so they are written out as literals.
//
// Thread rule: any thread; a lookup takes no lock. A change of language is seen by the next call.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace headroom {

class Translation;  // core/base/translation.h

// Null: English. What was used stays in memory to the end of the program: texts point into it.
void use_translation(std::shared_ptr<const Translation> translation);
// "en", "de"; "en" inside of InEnglish.
std::string_view language();

const char* tr(const char* english);
std::string_view tr(std::string_view english);  // what was marked by tr_later
const char* tr_c(const char* context, const char* english);
constexpr const char* tr_later(const char* english) { return english; }

// {1} to {9} become the places, anything else stays; a place that is not given stays as it is written.
std::string filled(std::string_view pattern, std::initializer_list<std::string_view> places);
const char* plural(const char* one, const char* many, std::int64_t n);
std::string with_count(std::string_view pattern, std::int64_t n);

template <typename... Places>
requires(sizeof...(Places) > 0) std::string tr(const char* english, const Places&... places) {
  return filled(tr(english), {std::string_view(places)...});
}
template <typename... Places>
std::string tr_n(const char* one, const char* many, std::int64_t n, const Places&... places) {
  return filled(with_count(plural(one, many, n), n), {std::string_view(places)...});
}

// A number with a point, with the mark that the language has instead: "0.5" -> "0,5". Groups stay a space.
std::string local_number(std::string number);
// What was typed with the mark of the language, or with a point, as other programs write it: "0,5" -> "0.5".
std::string plain_number(std::string typed);

// While it lives, this thread speaks English: facts, state lines, documents and exports are a contract.
class InEnglish {
 public:
  InEnglish();
  ~InEnglish();
  InEnglish(const InEnglish&) = delete;
  InEnglish& operator=(const InEnglish&) = delete;
};

}  // namespace headroom
