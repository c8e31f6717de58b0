// Figures that somebody guesses first, measured on this machine when asked: by training short runs, by the
// planner and the ledger, by evaluating. No figure is stored anywhere.
//
//   FigureDevices devices;
//   devices.here = {{"cpu with 2 threads", [] { return open_device("cpu", 2); }}};
//   FigureResult result = measure_figure("epoch-time-ratio", {}, devices, {}, progress);
//   result.figure.value;    // 20.5, the median of the repeats
//   result.figure.how;      // "153 ms : 7.47 ms", "five repeats: 19.9 to 21.2"
//   grade(prediction, 8, result.figure);
//
// Times are fair: what is compared trains in turns, an epoch of each after the other, on one device, after a
// warm-up; a repeat has a ratio of its own, and the figure is their median. What is counted in epochs or in
// bytes does not depend on speed: the same seed and device give the same figure.
//
// Thread rule: measure_figure() opens the devices and closes them again, on the calling thread: a job. The
// rest are pure functions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/lessons/prediction.h"
#include "core/measure/device_choice.h"

namespace headroom {

struct FigureInfo {
  std::string_view id;        // "epoch-time-ratio"
  std::string_view title;     // "time of an epoch, Large to Small"
  std::string_view unit;      // "x", "%", "points", "epochs", "units"; of choices: empty
  std::string_view what;      // how it comes about, in a sentence
  std::string_view settings;  // what a request may change: "batch columns degree repeats rows seed"
  bool timed = false;         // read from the clock: whatever else this machine does changes it
};

// All of them, in the order of the courses.
std::span<const FigureInfo> all_figures();
// Throws Error{kNotFound} that lists the ids.
const FigureInfo& figure_info(std::string_view id);

// Another setting than the figure's own.
struct FigureRequest {
  std::optional<std::int64_t> batch = {};    // rows of a step
  std::optional<std::int64_t> columns = {};  // of the data, before degree-2 terms
  std::optional<int> degree = {};            // 1: the network sees the columns alone
  std::optional<std::int64_t> rows = {};
  std::optional<std::uint64_t> seed = {};
  std::optional<int> repeats = {};  // 1 to kMostRepeats; empty: the figure's own number
  // Of a figure with choices: those of its Prediction, by name or title.
  std::vector<std::string> choices = {};
  bool operator==(const FigureRequest&) const = default;
};

inline constexpr int kMostRepeats = 25;

// "again with": settings that change the figure in a way worth seeing, other than those it was measured with;
// among them the figure's own, once it was measured with others.
struct FigureVariant {
  std::string title;  // "batch 2 048", "20 columns", "another seed", "as at first"
  FigureRequest request;
};
std::vector<FigureVariant> figure_variants(std::string_view id, const FigureRequest& now = {});

struct FigureDevices {
  std::vector<Candidate>
      here;  // where a figure is measured; of several the one that a short trial finds fastest
  std::vector<Candidate> all;  // every device of this machine, for figures that compare them
};

// Arithmetic of a training step for each weight and row, in FLOP: additions and multiplications of the
// products; activations, loss and update are left out.
struct FigureArithmetic {
  std::string title;            // "Small"
  std::string model = {};       // id of its colour: "small"
  std::int64_t weights = 0;     // without biases, which are added and not multiplied
  double forward = 0;           // 2
  double weight_gradients = 0;  // 2
  double input_gradients = 0;   // 2 times the share of the weights that are not the first layer's
  double sum() const { return forward + weight_gradients + input_gradients; }
};

// Something known without measuring, that stands on the slider beside the guess: "parameters" 14.6.
struct FigureMark {
  std::string title;
  double value = 0;
};

struct FigureResult {
  std::string id, unit;
  MeasuredFigure figure;
  std::vector<double> repeats;       // in the order they were taken; empty: computed
  std::vector<std::string> choices;  // what figure.value is a place in
  std::string setting;               // "10 000 rows, 230 features, batch 256, seed 2"
  std::string device;                // "cpu with 2 threads, AMD EPYC"; empty: nothing ran
  std::vector<FigureArithmetic> arithmetic;
  std::vector<FigureMark> marks;
  std::vector<std::string> why;  // what explains it in this machine's terms, a sentence or two each
};

// `clock`: seconds, monotonic; empty: std::chrono::steady_clock. Throws Error{kUsage} for a setting that the
// figure does not have, Error{kUnsupported} where this machine cannot answer it, Error{kDiverged} when a
// network diverged, Error{kCancelled}, and what devices and planner throw: then there is no figure and no
// grade.
FigureResult measure_figure(std::string_view id, const FigureRequest& request, const FigureDevices& devices,
                            const std::function<double()>& clock, Progress& progress);

}  // namespace headroom
