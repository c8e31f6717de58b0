#include "core/data/writing/multipliers.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/data/writing/spelling.h"
#include "core/data/writing/units.h"

namespace headroom {

namespace {

struct KnownMultiplier {
  std::string_view word;
  int power;
  bool sure = true;  // it means nothing else
};

// Letters in their own case: K is a thousand, M never a thousandth.
constexpr std::array<KnownMultiplier, 9> kMultiplierLetters = {{{"k", 3, false},
                                                                {"K", 3, false},
                                                                {"M", 6, false},
                                                                {"m", 6, false},
                                                                {"B", 9, false},
                                                                {"b", 9, false},
                                                                {"G", 9, false},
                                                                {"T", 12, false},
                                                                {"t", 12, false}}};

// In lower case; those beyond ASCII as they are written. mn may be minutes, cr credits, tn tons.
constexpr std::array<KnownMultiplier, 46> kMultiplierWords = {
    {{"thousand", 3},   {"thousands", 3}, {"million", 6},    {"millions", 6},   {"billion", 9},
     {"billions", 9},   {"trillion", 12}, {"trillions", 12}, {"mn", 6, false},  {"mln", 6},
     {"bn", 9},         {"bln", 9},       {"tn", 12, false}, {"trn", 12},       {"lakh", 5},
     {"lakhs", 5},      {"lac", 5},       {"crore", 7},      {"crores", 7},     {"cr", 7, false},
     {"tsd", 3},        {"tausend", 3},   {"mio", 6},        {"mill", 6},       {"millionen", 6},
     {"mrd", 9},        {"mia", 9},       {"milliarde", 9},  {"milliarden", 9}, {"md", 9, false},
     {"mds", 9, false}, {"milliard", 9},  {"milliards", 9},  {"millones", 6},   {"milioni", 6},
     {"miliardi", 9},   {"tys", 3},       {"mld", 9},        {"milj", 6},       {"тыс", 3},
     {"млн", 6},        {"млрд", 9},      {"万", 4},         {"萬", 4},         {"亿", 8},
     {"億", 8}}};

// Bytes of the letters at the front.
std::size_t letters_of(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() &&
         (is_ascii_letter(text[end]) ||
          (byte_at(text, end) >= 0x80 && blank_at(text, end) == 0 && !is_currency(text.substr(end)))))
    ++end;
  return end;
}

}  // namespace

Multiplier multiplier_of(std::string_view suffix) {
  const std::size_t letters = letters_of(suffix);
  const std::string_view text = suffix.substr(0, letters);
  const auto* const letter = std::find_if(kMultiplierLetters.begin(), kMultiplierLetters.end(),
                                          [&](const KnownMultiplier& known) { return known.word == text; });
  const auto* const word =
      std::find_if(kMultiplierWords.begin(), kMultiplierWords.end(),
                   [&](const KnownMultiplier& known) { return equals_lower(text, known.word); });
  if (letter == kMultiplierLetters.end() && word == kMultiplierWords.end()) return {};
  const KnownMultiplier& known = letter != kMultiplierLetters.end() ? *letter : *word;
  const bool stop = letter == kMultiplierLetters.end() && letters < suffix.size() && suffix[letters] == '.';
  Multiplier found{.power = known.power, .sure = known.sure};
  found.word = suffix.substr(0, letters + (stop ? 1 : 0));
  const std::string_view behind = suffix.substr(found.word.size());
  found.rest = trim_blanks(behind);
  if (found.rest.empty() || is_currency(found.rest)) return found;
  const bool unit = blank_at(behind, 0) > 0 && letters_of(found.rest) >= 3;
  return unit ? found : Multiplier{};
}

}  // namespace headroom
