// A unit's sum as a waterfall from its bias to z: in the Prediction tab and in the Network tab.
//
//   const auto bars = sum_bars(unit, 6, [](std::int64_t source) { return "unit " + std::to_string(source);
//   }); draw_sum_bars(ui, area, bars, true);
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"
#include "core/data/dataset.h"
#include "core/model/spec.h"
#include "core/model/unit_trace.h"

namespace headroom::app {

// One bar: from a level to another, and what stands below it.
struct SumBar {
  double from = 0, to = 0;
  std::string value, name, detail;
  bool whole = false;  // z: neither sign's colour
};

// `shown`: products told one by one; the rest is one bar.
std::vector<SumBar> sum_bars(const UnitTrace& unit, std::size_t shown,
                             const std::function<std::string(std::int64_t source)>& title);
// `connected`: each begins where the one before it ended.
void draw_sum_bars(const Ui& ui, Rect area, const std::vector<SumBar>& bars, bool connected);

// What a unit of this layer adds up: "x1·x18", "unit 7".
std::string source_title(const Dataset& dataset, std::int64_t layer, std::int64_t source);
// "relu", "sigmoid"; empty where z is put out as it is.
std::string activation_call(const ModelSpec& spec, std::int64_t layer);
// Two or three digits: "0.05", "-3e-04".
std::string short_figure(double value);

}  // namespace headroom::app
