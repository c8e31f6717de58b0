// Step 1 of the Prediction tab: the row's columns with a slider each, and the products of them that the
// network sees besides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/views/pixel_grid.h"
#include "app/views/prediction_parts.h"

namespace headroom::app {

// What a person is doing to the input; kept by the view.
struct InputState {
  std::string search;                // among more columns than are shown
  std::vector<std::size_t> order;    // those with the largest effect, while they are too many
  std::int64_t order_row = -1;       // of this row
  std::string order_of;              // and this network and data
  std::optional<std::size_t> pixel;  // the one with the slider, where columns are pixels
  std::optional<PadPlace> pen;       // where the stroke is that is drawn
  int typing = -1;                   // the column that a number is typed for
  std::string text;
  std::string refusal;     // why the last number was not taken
  int restored = -1;       // by a double-click that is still held
  std::int64_t term = -1;  // the product that is told; -1: the one with the largest part
};

// Columns that are shown at once; of more, those with the largest effect on the answer.
inline constexpr std::size_t kMostColumns = 40;

// Row i stands beside slider i where the lines are the same. `chosen`: see InputState::term.
void draw_products(const PredictionPage& page, Rect area, float line_h, std::int64_t& chosen,
                   PredictionPlaces& places);

// Lines of the grid, for so many columns.
int input_lines(const Dataset& dataset);

}  // namespace headroom::app
