// The network as units and edges, for layers of few units: where each unit stands, and what stands there.
//
//   const NodeLayout layout = node_layout(area, ui.scale, spec.widths, true);
//   layout.columns[2].boxes[5].w;            // unit 5 of layer 2
//   layout.columns[0].shown;               // of many inputs those that fit
//
// Column 0 holds the inputs, column l + 1 the units of layer l.
//
// Thread rule: window's thread, within a frame; node_layout() is a pure function.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/views/network_page.h"
#include "app/widgets/button.h"

namespace headroom::app {

struct NodeLayout {
  struct Column {
    std::int64_t width = 0, shown = 0;  // units, and how many are drawn: the first
    Rect head;
    std::vector<Rect> boxes;  // [shown]; of an output with one picture, slices of it
  };
  std::vector<Column> columns;
  Rect picture;  // of the output; empty: the outputs are boxes
  ImVec2 out_of(std::size_t column, std::int64_t unit) const;
  ImVec2 into(std::size_t column, std::int64_t unit) const;
};
// `plane`: two columns, so that the output is one large picture.
NodeLayout node_layout(const Rect& area, float scale, const std::vector<std::int64_t>& widths, bool plane);

// What the pointer does to the nodes, kept between frames.
struct NodesState {
  bool dragging = false;               // the cross
  std::optional<UnitAt> hovered = {};  // found in the frame before, so that edges lie below the boxes
  Rect dragged = {};                   // the picture in which it began
};

// Boxes, pictures, numbers, names; pins what is clicked and moves the cross.
void draw_nodes(const NetworkPage& page, const NodeLayout& layout, NodesState& state);
// Below the boxes; then the weights of the lit ones.
void draw_edges(const NetworkPage& page, const NodeLayout& layout, const NodesState& state);
void draw_edge_numbers(const NetworkPage& page, const NodeLayout& layout, const NodesState& state);
// The output's picture with the rows, or its units with what they say of the looked row.
void draw_node_output(const NetworkPage& page, const NodeLayout& layout, NodesState& state);

// Every number that the edges stand for: layer, unit, source, value.
std::string edges_csv(const NetworkPage& page);
// "p(yes) = 0.952": what it says of the looked row; empty: not known yet.
std::string answer_words(const NetworkPage& page);

// Where the looked row stands in the plane, as shares from left and bottom; empty: no such plane.
std::optional<ImVec2> cross_place(const NetworkPage& page);
void draw_cross(const NetworkPage& page, const Rect& picture, float size);
// Drags of the cross in this picture while it is held; true when a click was no drag.
bool drag_cross(const NetworkPage& page, NodesState& state, const Rect& picture, const Press& press);

}  // namespace headroom::app
