#include "core/device/cpu/cpu_data.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/data/polynomial.h"
#include "core/data/row_blocks.h"
#include "core/device/cpu/panel_kernels.h"

namespace headroom::cpu {

namespace {

// Two threads that write to the same new page of 2 MiB both clear it: they are kept further apart.
constexpr std::size_t kFirstTouch = (std::size_t{4} << 20) / sizeof(float);  // values

const DataShape& checked(const DataShape& shape) {
  if (!shape.streamed()) return shape;
  throw Error(ErrorCode::kUnsupported,
              "the CPU reads rows where they lie, in main memory: choose residence device, or a CUDA device",
              "cpu");
}

}  // namespace

CpuData::CpuData(const DataShape& shape, Ledger& ledger)
    : BackendData(checked(shape), "cpu"),
      arena_(dataset_tensors(shape, cpu_layout()), ledger,
             "a data set of " + format_count(shape.rows) + " rows x " + format_count(shape.features()) +
                 " features"),
      columns_(arena_.floats("columns")),
      features_(shape.degree >= 2 && !shape.generates() ? arena_.floats("features") : columns_),
      targets_(arena_.floats("targets")) {}

void CpuData::upload(std::span<const float> columns, std::span<const float> targets) {
  receive(columns, targets);
  std::copy(columns.begin(), columns.end(), columns_);
  std::copy(targets.begin(), targets.end(), targets_);
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
  check_rows(first, count);
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
