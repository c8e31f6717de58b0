#include "core/device/cpu/cpu_data.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/data/polynomial.h"
#include "core/data/row_blocks.h"
#include "core/device/cpu/panel_kernels.h"

namespace headroom::cpu {

namespace {

// Two threads that write to the same new page of 2 MiB both clear it: they are kept further apart.
constexpr std::size_t kFirstTouch = (std::size_t{4} << 20) / sizeof(float);  // values

DataShape checked(const DataShape& shape) {
  if (shape.rows < 1 || shape.columns < 1 || shape.train_rows < 0 || shape.train_rows > shape.rows ||
      shape.degree < 1 || shape.degree > 2) {
    throw Error(ErrorCode::kBadInput,
                "data of " + std::to_string(shape.rows) + " rows (" + std::to_string(shape.train_rows) +
                    " to train on), " + std::to_string(shape.columns) + " columns, degree " +
                    std::to_string(shape.degree) + ": every number must be at least 1, the degree 1 or 2",
                "cpu");
  }
  if (shape.streamed()) {
    throw Error(
        ErrorCode::kUnsupported,
        "the CPU reads rows where they lie, in main memory: choose residence device, or a CUDA device",
        "cpu");
  }
  return shape;
}

std::size_t count_of(std::int64_t rows, std::int64_t width) {
  return static_cast<std::size_t>(checked_mul(rows, width));
}

}  // namespace

CpuData::CpuData(const DataShape& shape, Ledger& ledger)
    : shape_(checked(shape)),
      arena_(dataset_tensors(shape, cpu_layout()), ledger,
             "a data set of " + format_count(shape.rows) + " rows x " + format_count(shape.features()) +
                 " features"),
      columns_(arena_.floats("columns")),
      features_(shape.degree >= 2 && !shape.generates() ? arena_.floats("features") : columns_),
      targets_(arena_.floats("targets")) {}

void CpuData::upload(std::span<const float> features, std::span<const float> targets) {
  if (features.size() != count_of(shape_.rows, shape_.columns) ||
      targets.size() != count_of(shape_.rows, 1)) {
    throw Error(ErrorCode::kInternal,
                "upload of " + std::to_string(features.size()) + " numbers and " +
                    std::to_string(targets.size()) + " targets into " + std::to_string(shape_.rows) + " x " +
                    std::to_string(shape_.columns),
                "cpu");
  }
  std::copy(features.begin(), features.end(), columns_);
  std::copy(targets.begin(), targets.end(), targets_);
  float least = targets.front(), most = least;
  for (const float target : targets) {
    least = target >= least ? least : target;
    most = target <= most ? most : target;
    if (std::isnan(target)) break;
  }
  target_range_ = {least, most};
}

std::span<float> CpuData::columns() const { return {columns_, count_of(shape_.rows, shape_.columns)}; }

ScalerParams CpuData::fit_scaler(ScaleKind kind) {
  return headroom::fit_scaler(columns(), shape_.columns, shape_.train_rows, kind);
}

void CpuData::scale(const ScalerParams& params) {
  apply_scaler(params, columns(), shape_.columns);
  std::copy(params.offset.begin(), params.offset.end(), arena_.floats("scaler.offset"));
  std::copy(params.factor.begin(), params.factor.end(), arena_.floats("scaler.factor"));
}

void CpuData::expand() {
  if (shape_.degree < 2 || shape_.generates()) return;
  const PanelKernels& kernels = best_panel_kernels();
  const auto columns = static_cast<std::size_t>(shape_.columns);
  const auto features = static_cast<std::size_t>(shape_.features());
  const auto expand_rows = [&](std::size_t, std::size_t first, std::size_t end) {
    for (std::size_t row = first; row < end; ++row) {
      float* const terms = features_ + row * features;
      std::copy_n(columns_ + row * columns, columns, terms);
      kernels.row_terms(terms, shape_.columns);
    }
  };
  for_row_blocks(static_cast<std::size_t>(shape_.rows), features, expand_rows, kFirstTouch);
}

std::vector<float> CpuData::read_rows(const float* matrix, std::int64_t width, std::int64_t first,
                                      std::int64_t count) const {
  if (first < 0 || count < 0 || first > shape_.rows - count) {
    throw Error(ErrorCode::kInternal,
                "rows " + std::to_string(first) + " to " + std::to_string(first + count) + " of " +
                    std::to_string(shape_.rows),
                "cpu");
  }
  return {matrix + first * width, matrix + (first + count) * width};
}

std::vector<float> CpuData::read_columns(std::int64_t first, std::int64_t count) const {
  return read_rows(columns_, shape_.columns, first, count);
}

std::vector<float> CpuData::read_features(std::int64_t first, std::int64_t count) const {
  std::vector<float> read = read_rows(features_, source_width(), first, count);
  if (!shape_.generates()) return read;
  std::vector<float> features(count_of(count, shape_.features()));
  expand_features(read, shape_.columns, shape_.degree, features);
  return features;
}

std::vector<float> CpuData::read_targets(std::int64_t first, std::int64_t count) const {
  return read_rows(targets_, 1, first, count);
}

}  // namespace headroom::cpu
