#include "core/data/sentinels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace headroom {

namespace {

constexpr std::size_t kMostSentinels = 4;  // in one column
constexpr std::int64_t kLeastSentinelCells = 3;
constexpr double kSpreadBesideMinusOne = 10;

// One digit all through, as people type it: 99, 999.9, 7777.
bool one_digit(double value) {
  std::string text = number_text(std::abs(value));
  if (text.find('e') != std::string::npos) return false;
  std::erase(text, '.');
  if (text.find_first_not_of(text.front()) != std::string::npos) return false;
  return text.front() == '9' ? text.size() >= 2 || value < 0
                             : (text.front() == '7' || text.front() == '8') && text.size() >= 3;
}

bool looks_like_one(double value) {
  // Numeric limits; well logs (LAS); NetCDF's fill of floats, and 1e20 and 1e30 of climate models.
  static constexpr double kKnown[] = {-1,    -32768, 32767, 65535, -2147483648.0, 2147483647.0, -999.25, 1e20,
                                      -1e20, 1e30,   -1e30, 1e36,  -1e36,         1e34,         -1e34};
  const bool netcdf = value > 9.9692e36 && value < 9.96922e36;
  return netcdf || std::find(std::begin(kKnown), std::end(kKnown), value) != std::end(kKnown) ||
         one_digit(value);
}

using Sentinels = std::vector<Sentinel>;

bool is_among(const Sentinels& some, double value) {
  return std::any_of(some.begin(), some.end(), [&](const Sentinel& one) { return one.value == value; });
}

// Of the values that are none of `without`.
ValueRange range_of(const ColumnCells& cells, std::int64_t rows, const Sentinels& without) {
  ValueRange range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (std::int64_t row = 0; row < rows; ++row) {
    const double value = cells.value(static_cast<std::size_t>(row));
    if (std::isnan(value) || is_among(without, value)) continue;
    range.least = std::min(range.least, value);
    range.most = std::max(range.most, value);
  }
  return range;
}

void count_sentinels(const ColumnCells& cells, std::int64_t rows, Sentinels& some) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const double value = cells.value(static_cast<std::size_t>(row));
    for (Sentinel& one : some) {
      if (one.value == value && one.cells++ == 0) one.first_row = row;
    }
  }
}

bool suspect(const Sentinel& one, const ValueRange& rest, std::int64_t rows) {
  const double spread = rest.most - rest.least;
  if (one.cells < kLeastSentinelCells || !(spread > 0)) return false;
  if (one.value == -1) return rest.least >= 0 && spread >= kSpreadBesideMinusOne && one.cells * 100 >= rows;
  return std::max(rest.least - one.value, one.value - rest.most) > spread;
}

}  // namespace

std::vector<Sentinel> find_sentinels(const ColumnCells& cells, std::int64_t rows, const ValueRange& all) {
  Sentinels found;
  ValueRange rest = all;
  while (found.size() < kMostSentinels && rest.least < rest.most) {
    const std::size_t before = found.size();
    for (const double end : {rest.least, rest.most}) {
      if (looks_like_one(end)) found.push_back({.value = end});
    }
    if (found.size() == before) break;
    rest = range_of(cells, rows, found);
  }
  if (found.empty()) return found;
  count_sentinels(cells, rows, found);
  std::erase_if(found, [&](const Sentinel& one) { return !suspect(one, rest, rows); });
  std::sort(found.begin(), found.end(),
            [](const Sentinel& a, const Sentinel& b) { return a.value < b.value; });
  for (Sentinel& one : found) {
    one.least = rest.least;
    one.most = rest.most;
  }
  return found;
}

}  // namespace headroom
