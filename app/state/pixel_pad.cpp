#include "app/state/pixel_pad.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/state/moved_values.h"

namespace headroom::app {
namespace {

constexpr double kPenRadius = 1.2, kPenEdge = 0.8;  // pixels: where its ink ends, and over how much it fades
constexpr std::int64_t kRowsForInk = 1000;

double distance_to_stroke(PadPlace at, PadPlace from, PadPlace to) {
  const double dy = to.first - from.first, dx = to.second - from.second;
  const double length = dx * dx + dy * dy;
  const double share =
      length > 0
          ? std::clamp(((at.first - from.first) * dy + (at.second - from.second) * dx) / length, 0.0, 1.0)
          : 0;
  return std::hypot(at.first - from.first - share * dy, at.second - from.second - share * dx);
}

// The largest value of a pixel, in the file's unit.
double full_ink(const Dataset& dataset, const PixelGrid& grid) {
  double most = 0;
  for (std::int64_t row = 0; row < std::min(dataset.rows, kRowsForInk); ++row) {
    const float* const values = dataset.row(row);
    for (const std::size_t c : grid.column) {
      if (!std::isnan(values[c]))
        most = std::max(most, static_cast<double>(values[c]) + column_origin(dataset, c));
    }
  }
  return most > 0 ? most : 1;
}

}  // namespace

PixelGrid pixel_grid(const std::vector<std::string>& names) {
  PixelGrid grid;
  std::vector<std::pair<int, int>> places;
  for (const std::string& name : names) {
    int row = 0, column = 0, end = 0;
    if (std::sscanf(name.c_str(), "pixel_%d_%d%n", &row, &column, &end) != 2 ||
        static_cast<std::size_t>(end) != name.size() || row < 0 || column < 0 || row > 255 || column > 255)
      return {};
    places.emplace_back(row, column);
    grid.rows = std::max(grid.rows, row + 1);
    grid.columns = std::max(grid.columns, column + 1);
  }
  if (places.empty() || places.size() != static_cast<std::size_t>(grid.rows * grid.columns)) return {};
  grid.column.assign(places.size(), 0);
  std::vector<bool> taken(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto at = static_cast<std::size_t>(places[i].first * grid.columns + places[i].second);
    if (taken[at]) return {};
    taken[at] = true;
    grid.column[at] = i;
  }
  return grid;
}

double pen_ink(double distance) { return std::clamp((kPenRadius - distance) / kPenEdge, 0.0, 1.0); }

void clear_pad(Look& look, const Dataset& dataset) {
  for (const std::size_t c : pixel_grid(dataset.column_names).column) move_value(look, dataset, c, 0);
}

void draw_on_pad(Look& look, const Dataset& dataset, PadPlace from, PadPlace to, bool erase) {
  const PixelGrid grid = pixel_grid(dataset.column_names);
  if (!grid) return;
  const double full = full_ink(dataset, grid);
  for (int r = 0; r < grid.rows; ++r) {
    for (int c = 0; c < grid.columns; ++c) {
      const double ink = full * pen_ink(distance_to_stroke({r + 0.5, c + 0.5}, from, to));
      if (ink <= 0) continue;
      const std::size_t column = grid.column[static_cast<std::size_t>(r * grid.columns + c)];
      const double value = looked_value(look, dataset, column);
      const double before = std::isnan(value) ? 0 : value;
      move_value(look, dataset, column, erase ? std::min(before, full - ink) : std::max(before, ink));
    }
  }
}

}  // namespace headroom::app
