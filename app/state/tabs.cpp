#include "app/state/tabs.h"

#include "core/base/tr.h"

namespace headroom::app {

namespace {

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTabs.size(); ++i) {
    if (tab_index(kTabs.begin()[i].value) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the rows of kTabs stand in the order of Tab");
static_assert(kTabs.size() <= 9, "every tab has a digit");

constexpr char32_t upper(char32_t letter) { return letter >= U'a' && letter <= U'z' ? letter - 32 : letter; }

}  // namespace

std::string tab_keys(const TabRow& row) {
  std::string keys = std::to_string(tab_index(row.value) + 1);
  if (row.letter != 0) keys = tr("{1} or {2}", keys, std::string(1, static_cast<char>(upper(row.letter))));
  return keys;
}

const TabRow* tab_of_key(char32_t character) {
  for (const TabRow& row : kTabs) {
    if (character == U'1' + tab_index(row.value)) return &row;
    if (row.letter != 0 && upper(character) == upper(row.letter)) return &row;
  }
  return nullptr;
}

}  // namespace headroom::app
