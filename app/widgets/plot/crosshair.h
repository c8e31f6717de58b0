// The line under the mouse and the exact values of every run there, nearest first.
#pragma once

#include "app/widgets/plot/curve_plot.h"

namespace headroom::app {

struct Reading {
  std::string name, value, place;
  ImVec4 color;
  bool dashed = false;
  PlotMark mark = PlotMark::kCircle;
  ImVec2 at;           // on the screen
  float distance = 0;  // from the mouse, vertically
};

// What every curve has nearest to the mouse's x, sorted by how near its value is to the mouse's y.
std::vector<Reading> readings_at(const PlotFrame& frame, const PlotSpec& spec, ImVec2 mouse);

// The line at spec.cursor and a mark on every curve there.
void draw_crosshair(const Ui& ui, const PlotFrame& frame, const PlotSpec& spec);
// The values themselves, in a box beside the line.
void draw_readings(const Ui& ui, const PlotFrame& frame, const std::vector<Reading>& readings);

}  // namespace headroom::app
