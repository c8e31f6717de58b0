#include "core/base/nearest.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({change, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row.back();
}

std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& known) {
  constexpr std::size_t kLongest = 200;  // a hostile text does not cost minutes
  std::string_view nearest;
  std::size_t least = 0;
  if (word.size() > kLongest) return nearest;
  for (const std::string_view each : known) {
    if (each.empty() || each.size() > kLongest) continue;
    const std::size_t distance = edit_distance(word, each);
    if (2 * distance > std::max(word.size(), each.size())) continue;
    if (!nearest.empty() && distance >= least) continue;
    nearest = each;
    least = distance;
  }
  return nearest;
}

std::string meant_text(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string_view nearest = nearest_word(word, known);
  return nearest.empty() ? std::string() : tr("; the nearest is '{1}'", nearest);
}

std::string known_text(std::string_view word, const std::vector<std::string_view>& known) {
  constexpr std::size_t kMostListed = 40;
  const std::string meant = meant_text(word, known);
  return known.size() > kMostListed && !meant.empty() ? meant : tr("; there are: {1}", join(known)) + meant;
}

}  // namespace headroom
