#include "core/run/plane_cloud.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headroom {
namespace {

constexpr auto kCloudCells = static_cast<std::size_t>(PlaneCloud::kSide * PlaneCloud::kSide);

}  // namespace

std::int64_t PlaneCloud::cell_of(double value, bool horizontal) const {
  const auto low = static_cast<double>(horizontal ? left : bottom);
  const auto high = static_cast<double>(horizontal ? right : top);
  if (!(high > low)) return 0;
  const double share = (value - low) / (high - low);
  if (!(share > 0)) return 0;
  return share >= 1 ? kSide - 1 : static_cast<std::int64_t>(share * static_cast<double>(kSide));
}

std::int64_t PlaneCloud::nearest(double at_x, double at_y, std::pair<double, double> reach) const {
  if (x.empty() || !(reach.first > 0) || !(reach.second > 0)) return -1;
  const std::int64_t from_x = cell_of(at_x - reach.first, true), to_x = cell_of(at_x + reach.first, true);
  const std::int64_t from_y = cell_of(at_y - reach.second, false), to_y = cell_of(at_y + reach.second, false);
  double least = 1;
  std::int64_t found = -1;
  for (std::int64_t line = from_y; line <= to_y; ++line) {
    const auto begin = static_cast<std::size_t>(line * kSide + from_x);
    const auto end = static_cast<std::size_t>(line * kSide + to_x);
    for (std::size_t i = first[begin]; i < first[end + 1]; ++i) {
      const std::uint32_t point = by_cell[i];
      const double dx = (static_cast<double>(x[point]) - at_x) / reach.first;
      const double dy = (static_cast<double>(y[point]) - at_y) / reach.second;
      if (dx * dx + dy * dy >= least) continue;
      least = dx * dx + dy * dy;
      found = point;
    }
  }
  return found;
}

PlaneCloudMaker::PlaneCloudMaker(Rows rows, Place place, Mark mark, std::int64_t at_once)
    : cloud_(std::make_shared<PlaneCloud>()),
      place_(std::move(place)),
      mark_(std::move(mark)),
      at_once_(static_cast<std::size_t>(std::max<std::int64_t>(1, at_once))) {
  cloud_->rows = std::move(rows);
  cloud_->left = cloud_->bottom = std::numeric_limits<float>::infinity();
  cloud_->right = cloud_->top = -cloud_->left;
}

std::size_t PlaneCloudMaker::cell(std::size_t point) const {
  const std::int64_t across = cloud_->cell_of(static_cast<double>(cloud_->x[point]), true);
  const std::int64_t up = cloud_->cell_of(static_cast<double>(cloud_->y[point]), false);
  return static_cast<std::size_t>(up * PlaneCloud::kSide + across);
}

bool PlaneCloudMaker::advance() {
  PlaneCloud& cloud = *cloud_;
  const std::size_t count = cloud.rows->size(), end = std::min(count, next_ + at_once_);
  switch (phase_) {
    case Phase::kPlace:
      if (next_ == 0) {
        cloud.x.resize(count);
        cloud.y.resize(count);
        cloud.mark.resize(count);
      }
      for (; next_ < end; ++next_) {
        const std::uint32_t row = (*cloud.rows)[next_];
        const auto [x, y] = place_(row);
        cloud.x[next_] = x;
        cloud.y[next_] = y;
        cloud.mark[next_] = mark_(row);
        cloud.left = std::min(cloud.left, x);
        cloud.right = std::max(cloud.right, x);
        cloud.bottom = std::min(cloud.bottom, y);
        cloud.top = std::max(cloud.top, y);
      }
      break;
    case Phase::kCount:
      if (next_ == 0) cloud.first.assign(kCloudCells + 1, 0);
      for (; next_ < end; ++next_) ++cloud.first[cell(next_) + 1];
      break;
    case Phase::kSort:
      if (next_ == 0) {
        std::partial_sum(cloud.first.begin(), cloud.first.end(), cloud.first.begin());
        free_.assign(cloud.first.begin(), cloud.first.end() - 1);
        cloud.by_cell.resize(count);
      }
      for (; next_ < end; ++next_) cloud.by_cell[free_[cell(next_)]++] = static_cast<std::uint32_t>(next_);
      break;
    case Phase::kDone: return true;
  }
  if (next_ < count) return false;
  next_ = 0;
  phase_ = phase_ == Phase::kPlace ? Phase::kCount : phase_ == Phase::kCount ? Phase::kSort : Phase::kDone;
  return phase_ == Phase::kDone;
}

}  // namespace headroom
