// What the parts of the tab of errors draw from, and its words.
//
//   const ErrorsScene scene{context, figures, model, network};
//   class_title(scene, 8);                 // "8", or the class's own name
//
// Thread rule: window's thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/views/view.h"
#include "core/run/error_figures.h"

namespace headroom::app {

struct ErrorsScene {
  const ViewContext& context;
  const ErrorFigures& figures;
  const ErrorFigures::Model& model;  // the one that is looked at
  const ModelSnapshot& network;

  const Ui& ui() const { return context.ui; }
  const ErrorsOptions& options() const { return context.state.errors; }
  std::int64_t classes() const { return static_cast<std::int64_t>(model.classes.classes.size()); }
  // Changes what is shown, by action::ChangeErrors.
  void change(std::function<void(ErrorsOptions&)> by) const;
};

std::string class_title(const ErrorsScene& scene, std::int64_t index);
// The cell whose rows are listed: the chosen one, or the pair that is confused most often; empty: none.
std::optional<ErrorCell> cell_of(const ErrorsScene& scene);
// The class that is shown against the rest: that of the cell, else the weakest.
std::int64_t class_against_the_rest(const ErrorsScene& scene);
// Without a sign: 0.931 -> "93.1"; NaN -> "–".
std::string hundredths(double share);
// As metric_text(), without blanks before it.
std::string metric_words(double value);

// A figure below this is weak: drawn in the colour of a mistake, and bold.
inline constexpr double kWeakShare = 0.85;

}  // namespace headroom::app
