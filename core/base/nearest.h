// The word that somebody meant who wrote another one.
//
//   nearest_word("epohc", {"epoch", "epochs", "state"});   // "epoch"
//   meant_text("epohc", {"epoch", "state"});               // "; the nearest is 'epoch'"
//   known_text("epohc", {"epoch", "state"});               // "; there are: epoch, state; the nearest is
//   'epoch'"
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

// The fewest bytes to change, add or take away (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b);

// By that distance; of two alike the first. Empty where more than half of the bytes differ. Words longer than
// 200 bytes have none.
std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& known);

// As the end of a sentence; empty where nothing is near.
std::string meant_text(std::string_view word, const std::vector<std::string_view>& known);
// What there is as well; but the nearest alone where it would drown in more than 40.
std::string known_text(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace headroom
