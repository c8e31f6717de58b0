#include "cuda/gpu_data.h"

#include <algorithm>
#include <mutex>
#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/polynomial.h"
#include "cuda/check.h"
#include "cuda/kernels/dataset.h"

namespace headroom::gpu {
namespace {

constexpr Bytes kFloat = sizeof(float);

// Streamed rows are gathered in pieces of so many, by a few threads: rows that lie anywhere in main memory
// come one cache miss at a time, and the links of large cards are faster than one thread of them.
constexpr std::int64_t kGatherRows = 16'384;
constexpr int kGatherThreads = 4;

Bytes bytes_of(std::span<const float> values) { return static_cast<Bytes>(values.size()) * kFloat; }

}  // namespace

GpuData::GpuData(DeviceState& state, const DataShape& shape)
    : BackendData(shape, "cuda"),
      state_(state),
      host_columns_(shape.streamed() ? count_of(shape.rows, shape.columns) : 0),
      host_targets_(shape.streamed() ? count_of(shape.rows, 1) : 0),
      arena_(state, dataset_tensors(shape, cuda_layout()), "the data"),
      columns_(shape.streamed() ? nullptr : arena_.floats("columns")),
      features_(shape.degree >= 2 && !shape.generates() ? arena_.floats("features") : columns_),
      targets_(shape.streamed() ? nullptr : arena_.floats("targets")),
      offset_(arena_.floats("scaler.offset")),
      factor_(arena_.floats("scaler.factor")) {}

void GpuData::upload(std::span<const float> columns, std::span<const float> targets) {
  receive(columns, targets);
  if (shape_.streamed()) {
    const std::unique_lock lock(host_mutex_);
    std::copy(columns.begin(), columns.end(), host_columns_.begin());
    std::copy(targets.begin(), targets.end(), host_targets_.begin());
    ++version_;
    return;
  }
  state_.guarded([&] {
    state_.upload(columns_, columns.data(), bytes_of(columns));
    state_.upload(targets_, targets.data(), bytes_of(targets));
  });
}

ScalerParams GpuData::fit_scaler(ScaleKind kind) {
  const auto columns = static_cast<std::size_t>(shape_.columns);
  ScalerParams params{kind, std::vector<float>(columns, 0.0F), std::vector<float>(columns, 1.0F)};
  if (kind == ScaleKind::kNone) return params;
  if (shape_.streamed()) {
    return headroom::fit_scaler(host_columns_, shape_.columns, shape_.train_rows, kind);
  }
  state_.guarded([&] {
    gpu::fit_scaler(state_.stream().get(), kind, columns_, shape_.train_rows, shape_.columns, offset_,
                    factor_);
    state_.download(params.offset.data(), offset_, bytes_of(params.offset));
    state_.download(params.factor.data(), factor_, bytes_of(params.factor));
  });
  return params;
}

void GpuData::scale(const ScalerParams& params) {
  if (params.kind == ScaleKind::kNone) return;
  if (static_cast<std::int64_t>(params.offset.size()) != shape_.columns ||
      static_cast<std::int64_t>(params.factor.size()) != shape_.columns) {
    throw Error(ErrorCode::kInternal, "the scaler was fitted on other columns");
  }
  state_.guarded([&] {
    state_.upload(offset_, params.offset.data(), bytes_of(params.offset));
    state_.upload(factor_, params.factor.data(), bytes_of(params.factor));
    if (shape_.streamed()) {
      const std::unique_lock lock(host_mutex_);
      apply_scaler(params, host_columns_, shape_.columns);
      ++version_;
      return;
    }
    scale_columns(state_.stream().get(), offset_, factor_, shape_.rows, shape_.columns, columns_);
    state_.stream().synchronize();
  });
}

void GpuData::expand() {
  if (shape_.degree < 2 || shape_.generates()) return;
  state_.guarded([&] {
    expand_degree2(state_.stream().get(), columns_, shape_.rows, shape_.columns, features_);
    state_.stream().synchronize();
  });
}

std::vector<float> GpuData::read(const float* matrix, std::int64_t width, std::int64_t first,
                                 std::int64_t count) const {
  check_rows(first, count);
  std::vector<float> values(static_cast<std::size_t>(count * width));
  state_.guarded([&] { state_.download(values.data(), matrix + first * width, bytes_of(values)); });
  return values;
}

std::vector<float> GpuData::from_host(const std::vector<float>& matrix, std::int64_t width,
                                      std::int64_t first, std::int64_t count) const {
  check_rows(first, count);
  return {matrix.begin() + first * width, matrix.begin() + (first + count) * width};
}

void GpuData::gather(const RowOrder& order, std::int64_t first, std::int64_t count, float* columns,
                     float* targets) const {
  const std::shared_lock lock(host_mutex_);
  const std::int64_t width = shape_.columns;
  const auto copy_rows = [&](std::int64_t from, std::int64_t to, std::int64_t rows) {
    std::copy_n(host_columns_.data() + from * width, rows * width, columns + to * width);
    std::copy_n(host_targets_.data() + from, rows, targets + to);
  };
  const auto gather_piece = [&](std::size_t piece) {
    const std::int64_t begin = static_cast<std::int64_t>(piece) * kGatherRows;
    const std::int64_t end = std::min(begin + kGatherRows, count);
    if (!order.is_shuffled()) return copy_rows(first + begin, begin, end - begin);
    for (std::int64_t i = begin; i < end; ++i) copy_rows(order(static_cast<std::uint32_t>(first + i)), i, 1);
  };
  for_each_index(std::min(choose_threads(0), kGatherThreads),
                 static_cast<std::size_t>(ceil_div(count, kGatherRows)), gather_piece);
}

std::vector<float> GpuData::read_columns(std::int64_t first, std::int64_t count) const {
  if (shape_.streamed()) return from_host(host_columns_, shape_.columns, first, count);
  return read(columns_, shape_.columns, first, count);
}

std::vector<float> GpuData::read_features(std::int64_t first, std::int64_t count) const {
  std::vector<float> values = shape_.streamed() ? read_columns(first, count)  //
                                                : read(features_, source_width(), first, count);
  if (!shape_.generates()) return values;
  std::vector<float> features(static_cast<std::size_t>(checked_mul(count, shape_.features())));
  expand_features(values, shape_.columns, shape_.degree, features);
  return features;
}

std::vector<float> GpuData::read_targets(std::int64_t first, std::int64_t count) const {
  if (shape_.streamed()) return from_host(host_targets_, 1, first, count);
  return read(targets_, 1, first, count);
}

}  // namespace headroom::gpu
