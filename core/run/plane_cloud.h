// Every listed row as a point of a plane, with a grid to find the nearest one by. Made in pieces, so that a
// million rows are placed between slices of training.
//
//   PlaneCloudMaker maker(rows, place, mark);
//   while (!maker.advance()) {}                       // each call is one piece
//   const std::shared_ptr<const PlaneCloud> cloud = maker.take();
//   const std::int64_t point = cloud->nearest(0.3, 1.2, {0.01, 0.02});   // -1: none is that near
//
// Thread rule: the maker belongs to one thread; a cloud is an immutable value.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace headroom {

struct PlaneCloud {
  static constexpr std::int64_t kMost = std::int64_t{1} << 22U;  // points: of more rows, evenly taken
  static constexpr std::int64_t kSide = 128;                     // cells of the grid
  static constexpr std::uint8_t kMarks = 64;                     // the last for all classes from there on

  std::shared_ptr<const std::vector<std::uint32_t>> rows;  // [points] of the dataset
  std::vector<float> x, y;                                 // [points]
  std::vector<std::uint8_t> mark;                          // [points] class; 0 of a regression
  float left = 0, right = 0, bottom = 0, top = 0;          // of the points
  std::vector<std::uint32_t> by_cell;                      // points, cell after cell, bottom line first
  std::vector<std::uint32_t> first;                        // [cells + 1] places in by_cell

  // The nearest point to a place, in units of `reach` along x and y, at most one such unit away.
  std::int64_t nearest(double at_x, double at_y, std::pair<double, double> reach) const;
  std::int64_t cell_of(double value, bool horizontal) const;  // along one side of the grid
};

class PlaneCloudMaker {
 public:
  using Rows = std::shared_ptr<const std::vector<std::uint32_t>>;
  using Place = std::function<std::pair<float, float>(std::uint32_t row)>;
  using Mark = std::function<std::uint8_t(std::uint32_t row)>;
  // `at_once`: rows that are placed in a piece.
  PlaneCloudMaker(Rows rows, Place place, Mark mark, std::int64_t at_once = 1 << 14);

  bool advance();  // true: it is done
  std::shared_ptr<const PlaneCloud> take() { return std::move(cloud_); }

 private:
  enum class Phase { kPlace, kCount, kSort, kDone };
  std::size_t cell(std::size_t point) const;

  std::shared_ptr<PlaneCloud> cloud_;
  Place place_;
  Mark mark_;
  std::size_t at_once_;
  Phase phase_ = Phase::kPlace;
  std::size_t next_ = 0;
  std::vector<std::uint32_t> free_;  // [cells] the next place of each in by_cell
};

}  // namespace headroom
