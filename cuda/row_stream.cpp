#include "cuda/row_stream.h"

#include <chrono>
#include <utility>

#include "core/base/error.h"
#include "cuda/check.h"

namespace headroom::gpu {
namespace {

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

constexpr Bytes kFloat = sizeof(float);

}  // namespace

RowStream::RowStream(DeviceState& state, const GpuData& data, std::uint64_t seed, std::int64_t chunk_rows,
                     float* ring_columns, float* ring_targets)
    : state_(state),
      data_(data),
      seed_(seed),
      chunk_rows_(chunk_rows),
      ring_columns_(ring_columns),
      ring_targets_(ring_targets) {
  const Bytes bytes = checked_mul(chunk_rows, checked_mul(data.shape().columns + 1, kFloat));
  for (Buffer& buffer : buffers_) {
    buffer.staging = PinnedBuffer(bytes);
    buffer.chunk_consumed.record(state_.stream());  // behind the zeros that the arena starts with
  }
}

// A copy may still read the page-locked memory. Gathering ends with its future, before the memory goes.
RowStream::~RowStream() { HEADROOM_CUDA_LOG(cudaStreamSynchronize(stream_.get())); }

bool RowStream::holds(int buffer, const RowChunk& chunk) const {
  const Buffer& held = buffers_[static_cast<std::size_t>(buffer)];
  return held.chunk == chunk && held.version == data_.version();
}

std::int64_t RowStream::use(const RowChunk& chunk, const RowChunk& next) {
  if (chunk.rows > chunk_rows_) throw Error(ErrorCode::kInternal, "a chunk is larger than its buffer");
  if (!holds(current_, chunk)) {
    buffers_[static_cast<std::size_t>(current_)].chunk_consumed.record(state_.stream());
    current_ = 1 - current_;
    Buffer& now = buffers_[static_cast<std::size_t>(current_)];
    // Queued two chunks ago: by now the device works on it, with one more behind it.
    if (now.waited) now.chunk_ready.wait();
    count(now);
    now.compute_idle.record(state_.stream());
    if (!holds(current_, chunk)) gather(current_, chunk);
    if (now.order.valid()) copy(current_);
    now.copied.hold(state_.stream());
    now.chunk_ready.record(state_.stream());
    now.waited = true;
  }
  const int other = 1 - current_;
  if (next.rows > 0 && next != chunk && !holds(other, next)) gather(other, next);
  const std::future<double>& order = buffers_[static_cast<std::size_t>(other)].order;
  if (order.valid() && order.wait_for(std::chrono::seconds(0)) == std::future_status::ready) copy(other);
  return current_ * chunk_rows_;
}

void RowStream::gather(int which, const RowChunk& chunk) {
  Buffer& buffer = buffers_[static_cast<std::size_t>(which)];
  if (buffer.order.valid()) figures_.gather_seconds += buffer.order.get();  // for a chunk nobody wants now
  buffer.copied.wait();  // the last copy has left the page-locked memory
  count(buffer);
  buffer.version = -1;
  const std::int64_t version = data_.version();
  auto* const columns = static_cast<float*>(buffer.staging.data());
  float* const targets = columns + chunk_rows_ * data_.shape().columns;
  const RowOrder order = chunk.shuffled
                             ? RowOrder::shuffled(static_cast<std::uint32_t>(data_.shape().train_rows), seed_,
                                                  static_cast<std::uint64_t>(chunk.epoch))
                             : RowOrder::in_file_order();
  buffer.order = std::async(std::launch::async, [this, order, chunk, columns, targets] {
    return seconds_of([&] { data_.gather(order, chunk.first, chunk.rows, columns, targets); });
  });
  buffer.chunk = chunk;
  buffer.version = version;
}

void RowStream::copy(int which) {
  Buffer& buffer = buffers_[static_cast<std::size_t>(which)];
  figures_.gather_seconds += buffer.order.get();
  const std::int64_t columns = data_.shape().columns;
  const std::int64_t at = which * chunk_rows_;
  const auto* const from = static_cast<const float*>(buffer.staging.data());
  const auto send = [&](float* to, const float* values, std::int64_t count) {
    const auto bytes = static_cast<std::size_t>(count * kFloat);
    HEADROOM_CUDA(cudaMemcpyAsync(to, values, bytes, cudaMemcpyHostToDevice, stream_.get()));
    buffer.uncounted += static_cast<Bytes>(bytes);
  };
  buffer.chunk_consumed.hold(stream_);
  buffer.start.record(stream_);
  send(ring_columns_ + at * columns, from, buffer.chunk.rows * columns);
  send(ring_targets_ + at, from + chunk_rows_ * columns, buffer.chunk.rows);
  buffer.copied.record(stream_);
}

// What the events of a copy and of the wait for it say, once they are over.
void RowStream::count(Buffer& buffer) {
  if (buffer.uncounted > 0 && buffer.copied.done()) {
    figures_.bytes += std::exchange(buffer.uncounted, 0);
    figures_.upload_seconds += buffer.copied.seconds_since(buffer.start);
  }
  if (buffer.waited && buffer.chunk_ready.done()) {
    figures_.waited_seconds += buffer.chunk_ready.seconds_since(buffer.compute_idle);
    buffer.waited = false;
  }
}

StreamFigures RowStream::figures() {
  for (Buffer& buffer : buffers_) count(buffer);
  return figures_;
}

void RowStream::forget_figures() {
  figures_ = {};
  for (Buffer& buffer : buffers_) {
    buffer.uncounted = 0;
    buffer.waited = false;
  }
}

}  // namespace headroom::gpu
