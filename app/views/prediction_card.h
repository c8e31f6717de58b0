// Predict, then run: a figure is guessed on a line, then measured on this machine, and the two stand beside
// each other with how far the repeats lie apart, a verdict in words and why.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <string>

#include "app/state/learn_state.h"
#include "app/views/view.h"

namespace headroom::app {

// From the top of `area`; returns the height used. `asked`: the question stands above already.
float draw_prediction_card(const ViewContext& context, const Rect& area, const Prediction& prediction,
                           bool asked = false);

// "Too low by a factor of 2.6".
std::string verdict_words(const Prediction& prediction, double guess, const Graded& graded,
                          const FigureResult& result);
// The guess or the figure as it is written: "8×", "adam".
std::string figure_words(const Prediction& prediction, double value);

}  // namespace headroom::app
