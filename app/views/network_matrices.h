// The network as one matrix for each layer: lines are its units, columns what they come from. The pointer
// tells both numbers and the value, a click pins, the wheel zooms.
//
//   MatrixWindow window;
//   window.zoom({0.5F, 0.5F}, 0.8F);       // by one turn of the wheel in the middle
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/views/network_change.h"
#include "app/views/network_page.h"
#include "app/widgets/button.h"

namespace headroom::app {

// The part of a matrix that is shown, in shares of its sides, and where the keyboard is.
struct MatrixWindow {
  float left = 0, top = 0, width = 1, height = 1;
  std::int64_t line = 0, column = 0;
  void zoom(ImVec2 at, float factor);  // `at`: shares of the window; below 1 zooms in
  void pan(float by_x, float by_y);    // in shares of the matrix
  void fit() { *this = {0, 0, 1, 1, line, column}; }
};

class NetworkMatrices {
 public:
  void draw(const NetworkPage& page, Rect area, NetworkChange& change);
  // That all of them need, so that a page around them scrolls instead.
  static float height(const NetworkPage& page, float width);

 private:
  // Where each unit has a scale of its own: the values as shares of their line's largest.
  struct UnitShares {
    std::shared_ptr<const ValuesFigures> of;
    std::shared_ptr<const std::vector<float>> shares;
  };
  void draw_layer(const NetworkPage& page, Rect area, std::int64_t layer, NetworkChange& change);
  void draw_matrix(const NetworkPage& page, const Rect& box, std::int64_t layer);
  void draw_cells(const NetworkPage& page, const Rect& box, std::int64_t layer);
  void draw_bars(const NetworkPage& page, Rect area, std::int64_t layer);
  void use_keys(const NetworkPage& page, std::int64_t layer, const Press& press);
  void use_pointer(const NetworkPage& page, const Rect& box, std::int64_t layer, const Press& press);
  void mark_pinned(const NetworkPage& page, const Rect& box, std::int64_t layer);
  void label_dead(const NetworkPage& page, const Rect& box, std::int64_t layer);

  std::string model_;
  std::vector<MatrixWindow> windows_;  // [layers]
  std::vector<UnitShares> shares_;     // [layers]
  bool scrolls_ = false;               // they do not fit: the wheel scrolls, and zooms with Ctrl
  bool panned_ = false;                // the button that is held has moved the matrix: no click
};

// Where a matrix puts a unit of a layer (-1: the inputs), and which unit stands at a place.
std::int64_t place_of_unit(const NetworkPage& page, std::int64_t layer, std::int64_t unit);
std::int64_t unit_at_place(const NetworkPage& page, std::int64_t layer, std::int64_t place);
// The number that the full colour stands for in this layer.
float full_color_of(const NetworkPage& page, std::int64_t layer);
// How much training moved the weights, and how much of that is one single pattern.
std::string moved_sentence(const NetworkPage& page);
void draw_patterns(const NetworkPage& page, Rect area);
float patterns_height(const NetworkPage& page, float width);
void draw_value_legend(const NetworkPage& page, Rect area);

}  // namespace headroom::app
