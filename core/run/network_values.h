// Makes ValuesFigures: the numbers of every layer that somebody chose to look at, a piece at a time.
//
//   NetworkValuesMaker maker({.values = NetworkValues::kChange, .order = UnitOrder::kLearned}, order);
//   while (!maker.advance(lane, weights, rows)) {}   // each call is one piece
//   const std::shared_ptr<const ValuesFigures> values = maker.take();
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/run/layer_matrix.h"
#include "core/run/network_figures.h"
#include "core/run/network_rows.h"
#include "core/run/network_weights.h"

namespace headroom {

class NetworkValuesMaker {
 public:
  static constexpr std::int64_t kMostRows = 256;  // of activations

  // order: null for that of indices.
  NetworkValuesMaker(const NetworkLook& look, std::shared_ptr<const NetworkOrder> order)
      : order_(std::move(order)) {
    values_.values = look.values;
    values_.order = order_ ? look.order : UnitOrder::kIndex;
  }

  bool advance(const Lane& lane, const NetworkWeights& weights, const NetworkRows& rows);
  std::shared_ptr<const ValuesFigures> take() {
    return std::make_shared<const ValuesFigures>(std::move(values_));
  }

 private:
  void begin(const Lane& lane, const NetworkWeights& weights, const NetworkRows& rows);
  void read_gradients(const Lane& lane);
  MatrixSource source(const NetworkWeights& weights, const NetworkRows& rows) const;
  void add_biases(const NetworkWeights& weights);

  std::shared_ptr<const NetworkOrder> order_;
  ValuesFigures values_;
  bool begun_ = false;
  std::vector<std::vector<std::int32_t>> units_;  // [layers + 1]
  std::vector<std::int32_t> lines_;               // kActivations: which of the rows
  std::vector<std::vector<float>> gradients_;     // [layers]
  std::size_t layers_ = 0;
  std::optional<LayerMatrixMaker> matrix_;  // of layer values_.layers.size()
};

}  // namespace headroom
