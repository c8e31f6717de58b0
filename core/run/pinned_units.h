// Makes PinnedFigures: one or two units in detail, and what the network would say without them, a piece at a
// time.
//
//   PinnedUnits pinned;
//   while (!pinned.make(look, lane, weights, {stages, data, rows})) {}   // each call is one piece
//   pinned.told();               // the same object until something changes; null where nothing is pinned
//
// A unit is switched off by holding its activation at 0; the layers after it are computed again in double
// precision, with the weights as they were copied.
//
// Thread rule: the thread that owns the device; what is told is immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/run/look.h"
#include "core/run/network_figures.h"
#include "core/run/network_weights.h"
#include "core/run/switched_off.h"
#include "core/run/unit_pictures.h"

namespace headroom {

class PinnedUnits {
 public:
  bool make(const Look& look, const Lane& lane, const NetworkWeights& weights, const NetworkData& with);
  const std::shared_ptr<const PinnedFigures>& told() const { return told_; }
  void forget() { version_ = 0; }  // the data may be others

 private:
  bool same_pins(const Look& look) const;
  void judge_piece(const Lane& lane, const NetworkWeights& weights, const NetworkData& with);
  PinnedFigures figures(const Look& look, const Lane& lane, const NetworkWeights& weights,
                        const NetworkData& with) const;

  std::shared_ptr<const PinnedFigures> told_;
  std::uint64_t version_ = 0;  // of the weights
  std::optional<UnitAt> a_, b_;
  // What is told is of this row.
  std::int64_t row_ = -1;
  std::vector<float> moved_;
  // Validation rows, judged with every unit and without each of the two.
  std::vector<std::uint32_t> judged_rows_;
  std::vector<double> truth_, said_;
  std::optional<SwitchedOff> off_[2];
  std::vector<double> said_off_[2];
};

}  // namespace headroom
