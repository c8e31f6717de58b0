// The order of units in which training's work shows, and how much of it is one pattern: made once an epoch, a
// piece at a time.
//
//   LearnedOrder order;
//   while (!order.make(weights, lane)) {}       // each call is one piece; nothing to do: true at once
//   order.told(UnitOrder::kLearned)->units;     // the same object until it is made anew
//
// In the first epoch, when the first change says little, it is made again whenever the steps have doubled.
//
// Thread rule: the thread that owns the device; what is told is immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/model/leading_pattern.h"
#include "core/run/network_figures.h"
#include "core/run/network_weights.h"

namespace headroom {

class LearnedOrder {
 public:
  bool make(const NetworkWeights& weights, const Lane& lane);
  // Null before the first. As NetworkOrder::steps tells, of an earlier moment than the weights.
  const std::shared_ptr<const NetworkOrder>& told(UnitOrder order) const {
    return order == UnitOrder::kLearned ? learned_ : index_;
  }
  // Without it, in the order of indices: [layers + 1].
  static std::vector<std::vector<std::int32_t>> by_index(const ModelSpec& spec);

 private:
  bool due(const NetworkWeights& weights, const Lane& lane) const;
  void begin(const NetworkWeights& weights, std::int64_t epoch);
  void start_pattern(const Weights& now, const Weights& start);
  void finish_pattern();
  void finish();

  std::shared_ptr<const NetworkOrder> learned_, index_;
  std::int64_t epoch_ = -1;
  // Being made. First the pattern of each layer, then that of the inputs and of each layer's units.
  bool making_ = false;
  std::uint64_t version_ = 0;  // of the weights it is made from
  NetworkOrder next_;
  std::int64_t next_epoch_ = 0;
  std::size_t layers_ = 0, at_ = 0;
  std::vector<double> start_norms_;
  std::optional<LeadingPattern> pattern_;
  std::vector<std::vector<double>> patterns_;  // [layers + 1] as they were last
};

}  // namespace headroom
