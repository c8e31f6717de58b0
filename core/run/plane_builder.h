// Makes the plane of the Data tab a piece at a time: every row placed in it, then the rows that the network
// is asked about between them, cell by cell.
//
//   PlaneBuilder plane(memory, look, 96);
//   while (!plane.place()) {}                                  // each call is one piece
//   plane.begin_surface();
//   while (!plane.complete()) {
//     for (const float output : answers(plane.next_cells(64))) plane.add(output, -1);
//   }
//   memory->plane = plane.take();
//
// The memory has its rows, figures, relations and list. Thread rule: the thread that owns the device.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/run/data_memory.h"
#include "core/run/look.h"
#include "core/run/plane_cloud.h"

namespace headroom {

class PlaneBuilder {
 public:
  // `side`: cells of the surface a side.
  PlaneBuilder(std::shared_ptr<DataMemory> memory, const Look& look, std::int64_t side);
  PlaneBuilder(const PlaneBuilder&) = delete;  // what places points points here
  PlaneBuilder& operator=(const PlaneBuilder&) = delete;

  bool place();  // a piece; true when none is left
  void begin_surface();
  // The scaled rows, one after the other, that stand for the next cells.
  std::vector<float> next_cells(std::int64_t count);
  void add(float output, std::int32_t said) {
    picture_.output.push_back(output);
    picture_.said.push_back(said);
  }
  bool complete() const { return static_cast<std::int64_t>(picture_.output.size()) == side_ * side_; }
  std::shared_ptr<const DataPlanePicture> take() {
    return std::make_shared<const DataPlanePicture>(std::move(picture_));
  }

 private:
  void begin_cloud();
  void place_columns();
  void place_principal();
  void range_of(const std::vector<float>& values, bool horizontal, double& low, double& high) const;
  // Of the row in the file's unit, missing ones replaced.
  float file_value(std::uint32_t row, std::int64_t c) const;
  std::pair<float, float> along_components(std::uint32_t row) const;
  float scaled_of(std::int64_t c, const std::vector<float>& filled) const;
  void add_cell(std::int64_t cell, std::vector<float>& scaled) const;

  std::shared_ptr<DataMemory> memory_;
  Look look_;
  std::int64_t side_;
  DataPlanePicture picture_;
  std::optional<PlaneCloudMaker> maker_;  // under way
  std::vector<float> origin_;             // the row, scaled, through which the surface is laid
  std::int64_t next_cell_ = 0;
};

}  // namespace headroom
