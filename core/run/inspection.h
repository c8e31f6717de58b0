// What can be inspected in a training run besides its curves: one immutable result per kind.
//
// Nothing here costs anything until somebody watches it (command::Watch): the run thread computes what is
// watched between two slices of training, a few milliseconds at a time (core/run/inspections.h).
//
//   const std::shared_ptr<const Inspection> seen = snapshot.inspections[index_of(Inspect::kNetwork)];
//   if (seen && !seen->error) seen->network()->layers->of.front().rms;
//
// A new kind is a value of Inspect, a payload here, and a row in all_inspectors() (core/run/inspections.cpp).
//
// Thread rule: plain values.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/data/split.h"
#include "core/model/unit_trace.h"
#include "core/run/data_figures.h"
#include "core/run/error_figures.h"
#include "core/run/judged_row.h"
#include "core/run/look.h"
#include "core/run/network_figures.h"
#include "core/run/recorder_figures.h"

namespace headroom {

enum class Inspect { kData, kNetwork, kPrediction, kErrors, kRecorder, kBatch, kImportance, kFoundRow };
inline constexpr std::size_t kInspectionCount = 8;
constexpr std::size_t index_of(Inspect kind) { return static_cast<std::size_t>(kind); }

// The kinds that are watched, one bit each.
using Interests = std::bitset<kInspectionCount>;
inline Interests interest(Inspect kind) { return Interests().set(index_of(kind)); }

// What the parts of one training step take, measured; 0: not measured.
struct BatchTimes {
  double forward = 0;   // a forward pass of the batch, made to be measured
  double gradient = 0;  // a pass forward and backward, made to be measured
  double step = 0;      // a whole step, over the last second of training
  double backward() const { return forward > 0 && gradient > forward ? gradient - forward : 0; }
  double update() const { return gradient > 0 && step > gradient ? step - gradient : 0; }
};

// What one layer takes of a step: this batch once more on one thread of the processor, layer by layer, with
// the plain kernels (core/device/cpu/layer_replay.h), whatever device trains. 0: not measured.
struct LayerTimes {
  double forward = 0, backward = 0, update = 0;
};

// The batch that was trained last, looked at with the weights as they are after it, layer by layer. Values
// are computed on the host in double precision; gradients and times are the engine's.
struct BatchFigures {
  struct Layer {
    std::int64_t in = 0, out = 0;
    std::int64_t parameters = 0;
    double z_min = 0, z_max = 0;  // of W x + b, over all rows and units
    double min = 0, max = 0;      // of what the layer puts out
    double zeros = 0;             // share of what it puts out that is exactly 0
    double gradient_norm = 0;     // Euclidean, of weights and biases; NaN after divergence
    LayerTimes times = {};        // median
  };
  struct Model {
    std::string id;
    std::int64_t steps = 0;             // trained; 0: the batch that comes first, the initial weights
    std::int64_t epoch = 0, batch = 0;  // of this batch, both from 1
    std::int64_t batches = 0;           // of an epoch
    std::int64_t rows = 0;
    std::int64_t correct = 0;  // 0 for regression
    double loss_sum = 0;
    // The loss of this batch that training saw before its update; not known before the first step and in very
    // long runs, whose history is thinned.
    std::optional<double> loss_before;
    std::vector<Layer> layers;
    std::vector<JudgedRow> shown;  // the first rows
    BatchTimes times;
    std::int64_t timed_rows = 0;  // with which the layers were timed: the first of a batch that is large
    double loss() const { return loss_sum / static_cast<double>(rows); }
  };
  std::vector<Model> models;  // those on the device
};

// What the rows that train hold, column by column, in the file's own unit: what a slider goes over.
struct ColumnRange {
  static constexpr std::size_t kBars = 24;
  double low = 0, high = 0;                  // low > high: no row has a value
  std::array<std::int64_t, kBars> counts{};  // of at most a few thousand rows, evenly spread
};

// The looked row (Look::row, Look::moved) on its way through every network on the device, as `predict
// --trace` tells it: computed on the host in double precision, beside what the engine makes of the same row.
struct PredictionFigures {
  // The largest difference between the engine and the recomputation, over z and a of all layers, relative to
  // the larger of 1 and the number itself.
  struct Agreement {
    double largest = 0;
    std::int64_t layer = 0;
    bool in_z = true;
  };
  struct Model {
    std::string id;
    std::int64_t steps = 0;
    std::vector<LayerTrace> layers;
    std::vector<double> output;         // [outputs] probabilities, or the value in the target's unit
    std::vector<double> probabilities;  // [classes]; empty for regression
    std::int64_t said = -1;             // the likeliest class; -1 for regression
    double loss = 0;                    // this row's part; of regression, of the scaled target
    // Nothing where the network is too large to be computed again between two steps (kMostParameters): the
    // layers are the engine's then, and no loss flows back.
    std::optional<Agreement> agreement;
    // [features] how much z of what it says grows with each feature, and the same of each scaled column with
    // all its terms; empty where too large.
    std::vector<double> effects, column_effects;
    std::vector<LayerBackward> back;  // [layers]; empty where too large
    std::optional<UnitTrace> unit;    // Look::unit, of the network that is looked at
  };
  static constexpr std::int64_t kMostParameters = 16'000'000;

  std::int64_t row = 0, rows = 0;  // of the dataset
  RowPart part = RowPart::kNone;
  bool moved = false;
  std::vector<double> original, raw;            // [columns] in the file's unit; NaN: missing
  std::vector<float> filled, scaled, features;  // filled: less its origin, as in core/predict/predictor.h
  double target = 0;                            // class index, or the value in the file's unit
  std::shared_ptr<const std::vector<ColumnRange>> columns;
  std::vector<Model> models;  // those on the device
  std::size_t looked = 0;     // the one of Look::model
};

// The answer to Look::search.
struct FoundRow {
  RowSearch search;
  std::optional<std::int64_t> row;  // none: no row is like that
  std::int64_t rows_seen = 0;
};

using Findings = std::variant<std::monostate, NetworkFigures, BatchFigures, ErrorFigures, ImportanceFigures,
                              PredictionFigures, FoundRow, DataFigures, RecorderFigures>;

struct Inspection {
  Inspect kind = Inspect::kData;
  std::uint64_t version = 0;  // of its kind, from 1
  // Of every model, in the order of CurvesSnapshot::models: the step whose weights were looked at, or with
  // which looking began.
  std::vector<std::int64_t> steps;
  double seconds = 0;          // what it took, without the training in between
  std::optional<Error> error;  // why there are no findings
  Findings findings;

  const NetworkFigures* network() const { return std::get_if<NetworkFigures>(&findings); }
  const BatchFigures* batch() const { return std::get_if<BatchFigures>(&findings); }
  const ErrorFigures* errors() const { return std::get_if<ErrorFigures>(&findings); }
  const ImportanceFigures* importance() const { return std::get_if<ImportanceFigures>(&findings); }
  const PredictionFigures* prediction() const { return std::get_if<PredictionFigures>(&findings); }
  const FoundRow* found_row() const { return std::get_if<FoundRow>(&findings); }
  const DataFigures* data() const { return std::get_if<DataFigures>(&findings); }
  const RecorderFigures* recorder() const { return std::get_if<RecorderFigures>(&findings); }
};

using InspectionSlots = std::array<std::shared_ptr<const Inspection>, kInspectionCount>;

}  // namespace headroom
