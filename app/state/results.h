// What the networks reached, beside what there is to beat, in short lines: a majority and a linear model, the
// test part, and where classes are unbalanced the accuracy that counts each class alike.
//
//   for (const ResultLine& each : result_lines(run)) paragraph(ui, rest, each.text);
//
// Pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/run/snapshot.h"

namespace headroom::app {

// "majority 62.7 %, linear 96.1 %"; of a regression "R²: mean 0, linear 0.893". Empty: not known (yet).
std::string to_beat(const Snapshot& run);

struct ResultLine {
  std::string text;
  bool warns = false;
};
// What is judged at the end is announced before, so that its line is there from the start.
std::vector<ResultLine> result_lines(const Snapshot& run);

// "Small is no better than the linear model (96.1 %)."; empty: it is, or it still trains.
std::string not_beaten_line(const Snapshot& run, const ModelSnapshot& model);

// Bytes on the device to train this model alone: its own tensors and the data.
Bytes bytes_with_data(const Snapshot& run, const ModelSnapshot& model);

// A plan's verdict in words: "fits · 22.1 GiB left", "does not fit · short by 3.2 GiB".
std::string verdict_text(const NetworkPlan& report);

}  // namespace headroom::app
