// A table of two columns and two classes that is painted with the mouse, and what may be done with it. It
// trains as any table of one's own: its points become the text of a CSV file, which is kept beside the runs,
// so that a saved run reads them again.
//
//   PaintState paint = empty_painting();
//   paint_point(paint, 0.3, -0.2);
//   if (const std::string fault = paint_fault(paint); !fault.empty()) say(fault);
//
// Thread rule: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/pipeline/run_config.h"

namespace headroom::app {

struct PaintPoint {
  float x = 0, y = 0;
  int label = 0;  // 0 or 1
};

struct PaintState {
  static constexpr std::size_t kMost = 5000;        // points
  static constexpr std::int64_t kLeastOfClass = 5;  // so that some train and some judge
  bool open = false;                                // the sheet
  bool making = false;                              // the run is on its way
  std::vector<PaintPoint> points;
  std::array<std::string, 2> names = {"A", "B"}, columns = {"x0", "x1"};
  double left = -1, right = 1, bottom = -1, top = 1;  // the canvas
  int label = 0;                                      // that is painted
  std::string fault;                                  // why it was not trained
};

PaintState empty_painting();
// Two columns without missing numbers, two classes, not too many rows.
bool paintable(const Dataset& dataset);
// The rows of a set to go on from.
PaintState painting_of(const Dataset& dataset);

// Of the class that is painted; nothing where the canvas is full or the place lies beside it.
void paint_point(PaintState& paint, double x, double y);
// Every point within a radius of the canvas's width, of both classes.
void erase_points(PaintState& paint, double x, double y, double radius = 0.05);
std::int64_t painted_of_class(const PaintState& paint, int label);

// Why it cannot be trained, in words; empty: it can.
std::string paint_fault(const PaintState& paint);
std::string painted_target(const PaintState& paint);  // the name of its column
std::string painted_csv(const PaintState& paint);
// As the presets of two columns train.
RunConfig config_for_painted(std::shared_ptr<const Dataset> dataset);

}  // namespace headroom::app
