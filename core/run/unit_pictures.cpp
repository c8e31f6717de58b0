#include "core/run/unit_pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "core/run/inspections.h"
#include "core/run/network_answer.h"

namespace headroom {
namespace {

constexpr std::int64_t kPictureCells = UnitFigures::kSide * UnitFigures::kSide;
constexpr std::int64_t kOutputCells = UnitFigures::kOutputSide * UnitFigures::kOutputSide;

bool few_units(const ModelSpec& spec) {
  return std::all_of(spec.widths.begin() + 1, spec.widths.end(),
                     [](std::int64_t width) { return width <= UnitFigures::kMostUnits; });
}

}  // namespace

void UnitPictures::renew() {
  made_ = false;
  next_ = {};
  cell_ = output_cell_ = 0;
}

// Where the rows lie, and a little around them. True once all were seen.
bool UnitPictures::find_plane(const NetworkData& with) {
  constexpr std::int64_t kAtOnce = 1 << 15;
  const std::vector<std::uint32_t>& order = with.data.split.order;
  const auto count = static_cast<std::int64_t>(order.size());
  if (seen_ == 0) {
    std::fill_n(low_, 2, std::numeric_limits<double>::infinity());
    std::fill_n(high_, 2, -std::numeric_limits<double>::infinity());
  }
  for (const std::int64_t end = std::min(count, seen_ + kAtOnce); seen_ < end; ++seen_) {
    for (std::int64_t c = 0; c < 2; ++c) {
      const std::uint32_t row = order[static_cast<std::size_t>(seen_)];
      const double value = static_cast<double>(with.stages.filled(row, c)) + with.stages.origin(c);
      low_[c] = std::min(low_[c], value);
      high_[c] = std::max(high_[c], value);
    }
  }
  if (seen_ < count) return false;
  for (int c = 0; c < 2; ++c) {
    const double pad = high_[c] > low_[c] ? (high_[c] - low_[c]) * 0.03 : 0.5;
    low_[c] -= pad;
    high_[c] += pad;
  }
  return true;
}

bool UnitPictures::make(const Lane& lane, const NetworkData& with) {
  if (made_) return true;
  if (with.stages.columns() == 2) {
    const auto rows = static_cast<std::int64_t>(with.data.split.order.size());
    if (seen_ < rows && !find_plane(with)) return false;
    if (few_units(lane.spec) && cell_ < kPictureCells) {
      add_pictures(lane, with.stages);
      return false;
    }
    if (output_cell_ < kOutputCells) {
      add_output(lane, with);
      return false;
    }
  }
  if (add_means(lane.spec, with.rows)) return false;
  finish(lane);
  return true;
}

std::vector<float> UnitPictures::cells(const Lane& lane, const RowStages& stages, std::int64_t side) const {
  const std::int64_t first = side == UnitFigures::kSide ? cell_ : output_cell_;
  const std::int64_t end = std::min(side * side, first + rows_a_piece(lane.spec));
  std::vector<float> scaled;
  const auto number = [&](std::int64_t column, std::int64_t at) {
    const double share = (static_cast<double>(at) + 0.5) / static_cast<double>(side);
    return stages.scaled_number(column, low_[column] + share * (high_[column] - low_[column]));
  };
  for (std::int64_t cell = first; cell < end; ++cell) {
    scaled.push_back(number(0, cell % side));
    scaled.push_back(number(1, cell / side));
  }
  return stages.expand(scaled);
}

void UnitPictures::add_pictures(const Lane& lane, const RowStages& stages) {
  const std::vector<float> features = cells(lane, stages, UnitFigures::kSide);
  const std::vector<LayerRows> layers = lane.trainer->engine().trace_rows(features);
  const std::size_t rows = features.size() / static_cast<std::size_t>(lane.spec.inputs());
  next_.pictures.resize(layers.size());
  next_.largest.resize(layers.size());
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const std::vector<float>& values = layers[l].activation;
    const std::size_t units = values.size() / rows;
    next_.pictures[l].resize(units);
    for (std::size_t u = 0; u < units; ++u) {
      for (std::size_t row = 0; row < rows; ++row) {
        const float value = values[row * units + u];
        next_.pictures[l][u].push_back(value);
        if (std::isfinite(value)) next_.largest[l] = std::max(next_.largest[l], std::abs(value));
      }
    }
  }
  cell_ += static_cast<std::int64_t>(rows);
}

void UnitPictures::add_output(const Lane& lane, const NetworkData& with) {
  const std::vector<float> outputs =
      lane.trainer->engine().predict_rows(cells(lane, with.stages, UnitFigures::kOutputSide));
  const auto width = static_cast<std::size_t>(lane.spec.outputs());
  for (std::size_t at = 0; at < outputs.size(); at += width) {
    const std::span<const float> row = std::span(outputs).subspan(at, width);
    next_.output.push_back(static_cast<float>(network_answer(lane.spec.output, with.data.target, row).told));
  }
  output_cell_ += static_cast<std::int64_t>(outputs.size() / width);
}

// Those of one layer; false when there is none left.
bool UnitPictures::add_means(const ModelSpec& spec, const NetworkRows& rows) {
  const std::size_t layer = next_.means.size();
  if (layer + 1 == spec.widths.size()) return false;
  const bool few = spec.widths[layer + 1] * rows.groups() <= UnitFigures::kMostMeans;
  next_.means.push_back(few ? rows.means(static_cast<std::int64_t>(layer)) : std::vector<float>());
  return true;
}

void UnitPictures::finish(const Lane& lane) {
  next_.steps = lane.trainer->steps();
  if (output_cell_ > 0) {
    next_.left = low_[0];
    next_.right = high_[0];
    next_.bottom = low_[1];
    next_.top = high_[1];
  }
  told_ = std::make_shared<const UnitFigures>(std::exchange(next_, {}));
  made_ = true;
}

}  // namespace headroom
