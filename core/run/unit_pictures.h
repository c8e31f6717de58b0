// Makes UnitFigures: what every unit of the network that is looked at answers over the plane of a two-column
// set, and for each class, a piece at a time.
//
//   UnitPictures pictures;
//   pictures.renew();                                    // after new weights
//   while (!pictures.make(lane, {stages, data, rows})) {}   // each call is one piece
//   pictures.told();                                     // the same object until it is made anew
//
// Thread rule: the thread that owns the device; what is told is immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/run/network_figures.h"
#include "core/run/network_rows.h"
#include "core/run/run.h"

namespace headroom {

// What a network is asked with.
struct NetworkData {
  const RowStages& stages;
  const PreparedData& data;
  const NetworkRows& rows;
};

class UnitPictures {
 public:
  void forget_plane() { seen_ = 0; }  // the data may be others
  void renew();
  bool make(const Lane& lane, const NetworkData& with);
  const std::shared_ptr<const UnitFigures>& told() const { return told_; }

 private:
  bool find_plane(const NetworkData& with);
  // Features of cells [first, ...) of a picture, as many as one piece takes.
  std::vector<float> cells(const Lane& lane, const RowStages& stages, std::int64_t side) const;
  void add_pictures(const Lane& lane, const RowStages& stages);
  void add_output(const Lane& lane, const NetworkData& with);
  bool add_means(const ModelSpec& spec, const NetworkRows& rows);
  void finish(const Lane& lane);

  std::shared_ptr<const UnitFigures> told_;
  double low_[2] = {}, high_[2] = {};
  std::int64_t seen_ = 0;  // rows, for the plane
  bool made_ = false;
  UnitFigures next_;
  std::int64_t cell_ = 0;         // of the pictures,
  std::int64_t output_cell_ = 0;  // of the output's
};

}  // namespace headroom
