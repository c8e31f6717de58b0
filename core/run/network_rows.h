// Training rows on their way through the network that is looked at: what every unit puts out for each of
// them, and which units put out nothing.
//
//   NetworkRows rows;
//   rows.choose(stages, data.split, lane.spec);
//   rows.renew();
//   while (!rows.trace(lane)) {}             // each call is one piece
//   rows.activations(2);                     // of layer 3, [rows, out]
//
// The same rows at each look, so that a picture of them does not jump: evenly from all that train, at most
// kMost, and fewer where the network is large.
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/row_stages.h"
#include "core/data/split.h"
#include "core/run/network_figures.h"
#include "core/run/run.h"

namespace headroom {

// `count` of the rows [first, first + of) of a split, evenly.
std::vector<std::uint32_t> even_rows(const Split& split, std::int64_t first, std::int64_t of,
                                     std::int64_t count);

class NetworkRows {
 public:
  static constexpr std::int64_t kMost = 2000;

  void choose(const RowStages& stages, const Split& split, const ModelSpec& spec);
  void renew() { traced_ = 0; }
  bool trace(const Lane& lane);

  std::int64_t count() const { return static_cast<std::int64_t>(rows_.size()); }
  bool all() const { return all_; }
  const std::vector<std::uint32_t>& rows() const { return rows_; }  // of the dataset
  std::int64_t groups() const { return groups_; }                   // classes; 1 of a regression
  std::int64_t group(std::int64_t row) const { return group_[static_cast<std::size_t>(row)]; }
  std::span<const float> activations(std::int64_t layer) const {
    return activations_[static_cast<std::size_t>(layer)];
  }
  // [out]; empty for a layer that cannot have any.
  std::vector<bool> dead(const ModelSpec& spec, std::int64_t layer) const;
  // [units, groups]
  std::vector<float> means(std::int64_t layer) const;

 private:
  std::vector<std::uint32_t> rows_;
  std::vector<std::int64_t> group_;
  std::int64_t groups_ = 1;
  bool all_ = false;
  std::vector<float> features_;                  // [rows, inputs]
  std::vector<std::vector<float>> activations_;  // [layers][rows, out]
  std::int64_t traced_ = 0;
};

}  // namespace headroom
