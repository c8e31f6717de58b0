// Letters and words behind a number that multiply it: "10k", "1.5M", "2bn", "3,4 Mio", "1.5万".
//
// Example:
//   const Multiplier found = multiplier_of("Mio €");
//   found.word;    // "Mio"
//   found.power;   // 6: times 10^6
//   found.rest;    // "€"
//
// Whether a column means them is decided from all its spellings (number_writing.h): "5 m" alone is five
// metres, beside "10k" it is five million.
//
// The words: English, German, French, Spanish, Polish and Russian as newspapers and annual reports shorten
// them, and the Chinese and Japanese 万, 亿, 億. "Billion" is 10^9 as in English; the German Billion (10^12)
// and the Indian lakh and crore are read by their own names.
//
// Thread rule: pure functions that do not allocate.
#pragma once

#include <string_view>

namespace headroom {

struct Multiplier {
  std::string_view word = {};  // as spelled, a full stop behind it included; empty: there is none
  std::string_view rest = {};  // of the suffix, without blanks around it
  int power = 0;               // of ten
  bool sure = true;            // no: "k", "M", "mn" may mean something else
};

// What a suffix begins with. What follows must be nothing, a currency, or behind a blank a unit of three
// letters or more ("10k people"), or it is no multiplier: "kg", "5 m above".
Multiplier multiplier_of(std::string_view suffix);

}  // namespace headroom
