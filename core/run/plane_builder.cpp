#include "core/run/plane_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/data/tells.h"

namespace headroom {
namespace {

constexpr std::int64_t kMostPlaced = 40'000'000;  // numbers that are read for the points
constexpr std::int64_t kPlacedAtOnce = 1 << 14;

}  // namespace

PlaneBuilder::PlaneBuilder(std::shared_ptr<DataMemory> memory, const Look& look, std::int64_t side)
    : memory_(std::move(memory)), look_(look), side_(side) {
  picture_.look = look.data;
  picture_.row = look.row;
  picture_.principal = look.data.plane == DataPlane::kPrincipal;
  const std::int64_t columns = memory_->rows->stages.columns();
  const auto column = [&](std::int64_t asked, std::int64_t otherwise) {
    return asked >= 0 && asked < columns ? asked : otherwise;
  };
  picture_.x = column(look.data.x, memory_->relations->x);
  picture_.y = column(look.data.y, memory_->relations->y);
  picture_.rows = memory_->points;
  picture_.of_rows = static_cast<std::int64_t>(memory_->listed_rows->size());
  begin_cloud();
}

void PlaneBuilder::begin_cloud() {
  DataMemory& memory = *memory_;
  const std::int64_t x = picture_.principal ? -1 : picture_.x, y = picture_.principal ? -1 : picture_.y;
  if (picture_.of_rows <= DataPlanePicture::kMostPoints) {
    memory.cloud = nullptr;
    return;
  }
  if (memory.cloud && memory.cloud_of == memory.listed_rows && memory.cloud_x == x && memory.cloud_y == y) {
    return;
  }
  memory.cloud = nullptr;
  memory.cloud_of = memory.listed_rows;
  memory.cloud_x = x;
  memory.cloud_y = y;
  const auto columns = static_cast<std::int64_t>(memory.relations->columns.size());
  const std::int64_t cost = picture_.principal ? columns : 1;
  const std::int64_t most = std::min<std::int64_t>(PlaneCloud::kMost, kMostPlaced / cost);
  PlaneCloudMaker::Rows rows = memory.listed_rows;
  if (picture_.of_rows > most) {
    std::vector<std::uint32_t> taken;
    for (std::int64_t i = 0; i < most; ++i) {
      taken.push_back((*memory.listed_rows)[static_cast<std::size_t>(i * picture_.of_rows / most)]);
    }
    rows = std::make_shared<const std::vector<std::uint32_t>>(std::move(taken));
  }
  const bool principal = picture_.principal;
  maker_.emplace(
      std::move(rows),
      [this, principal, x, y](std::uint32_t row) {
        return principal ? along_components(row) : std::pair{file_value(row, x), file_value(row, y)};
      },
      [this](std::uint32_t row) {
        if (!memory_->classifies()) return std::uint8_t{0};
        const float target = memory_->rows->stages.dataset().targets[row];
        return static_cast<std::uint8_t>(std::min(target, static_cast<float>(PlaneCloud::kMarks - 1)));
      },
      kPlacedAtOnce / cost);
}

bool PlaneBuilder::place() {
  if (!maker_) {
    picture_.cloud = memory_->cloud;
  } else {
    if (!maker_->advance()) return false;
    picture_.cloud = memory_->cloud = maker_->take();
    maker_.reset();
  }
  picture_.principal ? place_principal() : place_columns();
  return true;
}

void PlaneBuilder::range_of(const std::vector<float>& values, bool horizontal, double& low,
                            double& high) const {
  if (const PlaneCloud* const cloud = picture_.cloud.get(); cloud && !cloud->x.empty()) {
    low = std::min(low, static_cast<double>(horizontal ? cloud->left : cloud->bottom));
    high = std::max(high, static_cast<double>(horizontal ? cloud->right : cloud->top));
  }
  for (const float v : values) {
    low = std::min(low, static_cast<double>(v));
    high = std::max(high, static_cast<double>(v));
  }
  const double pad = high > low ? (high - low) * 0.03 : 0.5;
  if (!(low <= high)) low = high = 0;
  low -= pad;
  high += pad;
}

float PlaneBuilder::file_value(std::uint32_t row, std::int64_t c) const {
  const RowStages& stages = memory_->rows->stages;
  return static_cast<float>(static_cast<double>(stages.filled(row, c)) + stages.origin(c));
}

std::pair<float, float> PlaneBuilder::along_components(std::uint32_t row) const {
  const RowStages& stages = memory_->rows->stages;
  const DataRelations& relations = *memory_->relations;
  double at[2] = {};
  for (std::size_t i = 0; i < relations.columns.size(); ++i) {
    const double off = static_cast<double>(stages.scaled(row, relations.columns[i])) - relations.means[i];
    for (std::size_t k = 0; k < relations.axes.weights.size(); ++k) {
      at[k] += off * relations.axes.weights[k][i];
    }
  }
  return {static_cast<float>(at[0]), static_cast<float>(at[1])};
}

void PlaneBuilder::place_columns() {
  const RowStages& stages = memory_->rows->stages;
  const std::vector<ColumnFigures>& of = memory_->columns->of;
  const auto range = [&](std::int64_t c, std::vector<float>& values, double& low, double& high) {
    for (const std::uint32_t row : picture_.rows) values.push_back(file_value(row, c));
    low = std::numeric_limits<double>::infinity();
    high = -low;
    if (c < static_cast<std::int64_t>(of.size())) {
      low = stages.unscaled(c, of[static_cast<std::size_t>(c)].least);
      high = stages.unscaled(c, of[static_cast<std::size_t>(c)].most);
    }
    range_of(values, &values == &picture_.px, low, high);
  };
  range(picture_.x, picture_.px, picture_.left, picture_.right);
  range(picture_.y, picture_.py, picture_.bottom, picture_.top);
  if (memory_->classes() != 2) return;
  const auto alone = [&](std::int64_t c) {
    return c < static_cast<std::int64_t>(of.size()) ? of[static_cast<std::size_t>(c)].strength(false)
                                                    : kUnknownFigure;
  };
  picture_.alone_x = alone(picture_.x);
  picture_.alone_y = alone(picture_.y);
  picture_.together = auc_of_pair(memory_->scaled_sample(picture_.x), memory_->scaled_sample(picture_.y),
                                  memory_->sample_labels());
}

void PlaneBuilder::place_principal() {
  for (const std::uint32_t row : picture_.rows) {
    const auto [x, y] = along_components(row);
    picture_.px.push_back(x);
    picture_.py.push_back(y);
  }
  picture_.left = picture_.bottom = std::numeric_limits<double>::infinity();
  picture_.right = picture_.top = -picture_.left;
  range_of(picture_.px, true, picture_.left, picture_.right);
  range_of(picture_.py, false, picture_.bottom, picture_.top);
}

void PlaneBuilder::begin_surface() {
  const RowStages& stages = memory_->rows->stages;
  const DataRelations& relations = *memory_->relations;
  origin_.clear();
  for (std::int64_t c = 0; c < stages.columns(); ++c) {
    origin_.push_back(look_.data.others_at_row ? stages.scaled(look_.row, c) : scaled_of(c, stages.means()));
  }
  for (std::size_t i = 0; picture_.principal && i < relations.columns.size(); ++i) {
    origin_[static_cast<std::size_t>(relations.columns[i])] = static_cast<float>(relations.means[i]);
  }
  picture_.side = side_;
  next_cell_ = 0;
}

float PlaneBuilder::scaled_of(std::int64_t c, const std::vector<float>& filled) const {
  const ScalerParams& scaler = memory_->rows->stages.scaler();
  const auto at = static_cast<std::size_t>(c);
  if (scaler.kind == ScaleKind::kNone) return filled[at];
  return (filled[at] - scaler.offset[at]) * scaler.factor[at];
}

void PlaneBuilder::add_cell(std::int64_t cell, std::vector<float>& scaled) const {
  const double sx = (static_cast<double>(cell % side_) + 0.5) / static_cast<double>(side_);
  const double sy = (static_cast<double>(cell / side_) + 0.5) / static_cast<double>(side_);
  const double x = picture_.left + sx * (picture_.right - picture_.left);
  const double y = picture_.bottom + sy * (picture_.top - picture_.bottom);
  const std::size_t first = scaled.size();
  scaled.insert(scaled.end(), origin_.begin(), origin_.end());
  if (!picture_.principal) {
    scaled[first + static_cast<std::size_t>(picture_.y)] = memory_->rows->stages.scaled_number(picture_.y, y);
    scaled[first + static_cast<std::size_t>(picture_.x)] = memory_->rows->stages.scaled_number(picture_.x, x);
    return;
  }
  const DataRelations& relations = *memory_->relations;
  const std::vector<std::vector<double>>& axes = relations.axes.weights;
  for (std::size_t i = 0; i < relations.columns.size(); ++i) {
    const double along = x * axes[0][i] + (axes.size() > 1 ? y * axes[1][i] : 0);
    scaled[first + static_cast<std::size_t>(relations.columns[i])] += static_cast<float>(along);
  }
}

std::vector<float> PlaneBuilder::next_cells(std::int64_t count) {
  std::vector<float> scaled;
  const std::int64_t end = std::min(side_ * side_, next_cell_ + count);
  for (; next_cell_ < end; ++next_cell_) add_cell(next_cell_, scaled);
  return scaled;
}

}  // namespace headroom
