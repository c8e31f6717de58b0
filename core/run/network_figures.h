// What the Network tab shows of the network that is looked at: Inspect::kNetwork, in parts that stay the same
// object until they change.
//
//   const NetworkFigures& seen = *inspection->network();
//   if (seen.layers) seen.layers->of[2].dead;              // units of layer 3 that no row switches on
//   if (seen.values) seen.values->layers[0].at(13, 4);     // weight from input 4 to unit 13
//
// Parts come one after the other; null: not yet, or not of this network. Layers count from 0 here, the output
// layer last; a unit is one of a layer's outputs.
//
// Thread rule: immutable values.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/network_look.h"

namespace headroom {

// One line of the table of layers.
struct LayerFigures {
  std::int64_t in = 0, out = 0;
  std::int64_t parameters = 0;                 // with biases
  double min = 0, max = 0, mean = 0, rms = 0;  // of its weights, without biases
  double zeros = 0;                            // share of weights that are exactly 0
  double gradient_norm = 0;  // Euclidean, of weights and biases, of the mean loss of the batch trained last
  // Root mean square of what one step changes of the weights, over that of the weights; the mean over the
  // steps since the last look. NaN before two looks.
  double update_ratio = std::numeric_limits<double>::quiet_NaN();
  // [out] units that put out 0 for every row that was looked at; only where the activation can (ReLU).
  std::vector<bool> dead_units = {};
  std::int64_t dead = -1;  // how many; -1: cannot be
};

struct LayersFigures {
  std::int64_t steps = 0;        // trained, when they were looked at
  std::int64_t rows = 0;         // over which units were looked at, evenly taken from the training rows,
  bool all_rows = false;         // or all of them
  std::vector<LayerFigures> of;  // [layers]
};

// Numbers of one layer as a matrix: lines are its units (rows, for activations), columns what they come from
// (its units, for activations). Larger ones than kMostSide a side are averaged in square blocks; a block that
// holds a NaN or an infinity is NaN.
struct LayerMatrix {
  static constexpr std::int64_t kMostSide = 1024;
  std::int64_t lines = 0, columns = 0;  // of the network
  std::int64_t block = 1;               // numbers of a block a side
  std::int64_t shown_lines = 0, shown_columns = 0;
  std::vector<float> mean;         // [shown_lines, shown_columns] in the order of NetworkOrder
  std::vector<float> least, most;  // the same; empty where block == 1
  float largest = 0;               // of |number|, finite ones
  std::int64_t not_finite = 0;     // numbers that are NaN or infinite
  float at(std::int64_t line, std::int64_t column) const {
    return mean[static_cast<std::size_t>(line * shown_columns + column)];
  }
};

struct ValuesFigures {
  std::int64_t steps = 0;
  NetworkValues values = NetworkValues::kWeights;
  UnitOrder order = UnitOrder::kIndex;
  // kChange: the step that it counts from; 0, unless the weights it began with were given and not drawn.
  std::int64_t since = 0;
  // kActivations: the rows of the dataset that are the lines, some of LayersFigures' and the same at each
  // look.
  std::vector<std::uint32_t> rows;
  std::vector<LayerMatrix> layers;  // [layers]; biases are not among them
  // kWeights, kChange: the same of the biases, [layers][out] in the same order.
  std::vector<std::vector<float>> biases;
};

// The order in which training's work shows: units sorted by the first singular vector of [change in | change
// out], the same order for a layer's lines and the next one's columns. Made once an epoch.
struct NetworkOrder {
  std::int64_t steps = 0;
  // [layers + 1]: of the inputs, then of each layer's units: the unit at each place. Indices in order, where
  // the look asks for kIndex.
  std::vector<std::vector<std::int32_t>> units;
  // [layers] how much of a layer's change is one single pattern: the square of its first singular value over
  // the sum of all, 0 to 1; NaN before anything changed.
  std::vector<double> one_pattern;
  // [layers] Frobenius norm of the change over that of the weights at the start.
  std::vector<double> moved;
};

// What every unit answers. Of two-column data over the plane of its columns, in networks of at most
// kMostUnits a layer; and of any data as a mean for each class.
struct UnitFigures {
  static constexpr std::int64_t kMostUnits = 16;
  static constexpr std::int64_t kSide = 32;        // of a unit's picture
  static constexpr std::int64_t kOutputSide = 96;  // of the network's
  std::int64_t steps = 0;
  double left = 0, right = 0, bottom = 0, top = 0;  // the plane of columns 0 and 1, in the file's unit
  // [layers][units][kSide, kSide] activations, bottom line first; empty where there is no plane.
  std::vector<std::vector<std::vector<float>>> pictures;
  std::vector<float> largest;  // [layers] of the activations in the pictures
  // [kOutputSide, kOutputSide] bottom line first: of two classes the probability of class 1, of more the
  // class it says, of a regression the value in the target's unit less Dataset::target_origin.
  std::vector<float> output;
  // [layers][units, classes] mean activation over the rows of LayersFigures (one "class" of a regression);
  // NaN for a class without rows. Empty for a layer with more than kMostMeans of them.
  static constexpr std::int64_t kMostMeans = 1 << 18;
  std::vector<std::vector<float>> means;
};

// One unit that is pinned, over the rows of LayersFigures.
struct UnitDetail {
  static constexpr std::int64_t kBins = 20;
  UnitAt at;
  double least = 0, most = 0;      // of its activation
  std::vector<std::int64_t> bins;  // [groups, kBins] of two classes apart, else of all rows together
  // [classes] share of rows that switch it on (z > 0; of a probability, more than a half); [1] of a
  // regression.
  std::vector<double> fires;
  double fires_all = 0;
  std::vector<float> weights_in, change_in;  // [in]
  std::vector<float> weights_out;            // [units of the next layer]; empty of the output layer
  // With its activation held at 0; the looked row's answer as UnitFigures::output tells it, and the share
  // right (R2 of a regression) over validation rows, at most kMostJudged of them.
  static constexpr std::int64_t kMostJudged = 2000;
  double answer = 0, answer_off = 0;
  double quality = 0, quality_off = 0;
  std::int64_t judged = 0;
};

struct PinnedFigures {
  std::int64_t steps = 0;
  std::optional<UnitDetail> a, b;  // Look::unit and NetworkLook::other, where they exist
  // Of two: correlation of their activations over the rows, cosine of their weights' changes (one layer
  // only).
  double alike_activations = std::numeric_limits<double>::quiet_NaN();
  double alike_changes = std::numeric_limits<double>::quiet_NaN();
};

// How it came to be so: gathered while somebody looks, thinned to at most kMost moments.
struct NetworkHistory {
  static constexpr std::size_t kMost = 256;
  static constexpr std::int64_t kBins = 48;
  static constexpr std::size_t kMostCounted = 65'536;
  static constexpr std::int64_t kMostTracked =
      4096;                         // weights and biases of a network that are kept one by one
  std::vector<std::int64_t> steps;  // of each moment, ascending
  struct Layer {
    std::vector<double> gradient_norm, update_ratio, dead_share;  // [moments]
    double low = 0, high = 0;                                     // of the bins
    // [moments, kBins] weights in each; of layers with more than kMostCounted, every so manieth is counted.
    std::vector<std::uint32_t> density;
    std::vector<float> weights, biases;  // [moments, out * in], [moments, out]; empty beyond kMostTracked
  };
  std::vector<Layer> layers;
};

struct NetworkFigures {
  std::string model;  // ModelChoice::id
  std::int64_t steps = 0;
  std::shared_ptr<const LayersFigures> layers;
  // Of networks of more than kMostParameters neither: no copy of their weights is kept.
  static constexpr std::int64_t kMostParameters = 64'000'000;
  std::shared_ptr<const NetworkOrder> order;
  std::shared_ptr<const ValuesFigures> values;
  std::shared_ptr<const UnitFigures> units;
  std::shared_ptr<const PinnedFigures> pinned;
  std::shared_ptr<const NetworkHistory> history;
};

}  // namespace headroom
