// What the tab of errors shows: kept with the window's state, so that scripts and tests choose it as a click
// does.
//
//   ErrorsOptions options;
//   options.cell = ErrorCell{8, 3};        // the rows of class 8 that were called 3
//   options.plot = ErrorPlot::kRoc;
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/names.h"

namespace headroom::app {

enum class ErrorPlot { kCalibration, kRoc, kPrecisionRecall, kColumns };
struct ErrorPlotRow {
  ErrorPlot value;
  std::string_view name;   // in scripts
  std::string_view title;  // where there is little room
};
inline constexpr auto kErrorPlots =
    named_rows<ErrorPlotRow>({{ErrorPlot::kCalibration, "calibration", "calibration"},
                              {ErrorPlot::kRoc, "roc", "ROC"},
                              {ErrorPlot::kPrecisionRecall, "pr", "PR"},
                              {ErrorPlot::kColumns, "columns", "columns"}});

// ErrorsOptions::by_similarity, in scripts and on the switch.
inline constexpr auto kClassOrderNames = names<bool>({{false, "names"}, {true, "similar"}});
// From so many classes on their order is worth a choice.
inline constexpr std::int64_t kOrderedClasses = 11;

struct ErrorCell {
  std::int64_t truth = 0, said = 0;  // classes
  bool operator==(const ErrorCell&) const = default;
};

struct ErrorsOptions {
  bool shares = false;         // of each true class, instead of counts
  bool by_similarity = false;  // classes that are taken for each other side by side, instead of by name
  ErrorPlot plot = ErrorPlot::kCalibration;
  std::optional<ErrorCell> cell = {};  // whose rows are listed; empty: the pair that is confused most often
  bool least_sure_first = false;
  bool plots_beside = false;  // where there is room for one column only: the plots instead of the rows
};

}  // namespace headroom::app
