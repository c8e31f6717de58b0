// Brings the rows of streamed data to one engine: two chunk buffers on the device, one being read while the
// other is filled.
//
//   RowStream rows(state, data, seed, chunk_rows, ring_columns, ring_targets);
//   std::int64_t at = rows.use(this_chunk, next_chunk);   // compute stream: rows at, at + 1, ... of the ring
//   train(at);                                            // queues work that reads them
//
// Background threads gather the next chunk in the epoch's order into page-locked memory; a separate stream
// copies it while the compute stream works on the previous chunk. use() blocks only while a chunk is still
// being gathered, one at most (core/device/tensors.h bounds its size). Two events per buffer keep the order:
// work waits for its chunk's copy, a copy waits for the last work on what it overwrites. The two buffers are
// contiguous, so that captured steps, which keep their pointers, can read either.
//
// Thread rule: as the engine; the background threads only read the data and fill page-locked memory. No CUDA
// call is made while a stream is captured.
#pragma once

#include <array>
#include <cstdint>
#include <future>

#include "core/device/device.h"
#include "cuda/device_state.h"
#include "cuda/gpu_data.h"
#include "cuda/handles.h"
#include "cuda/kernels/rows.h"

namespace headroom::gpu {

// Rows at positions first ... first + rows - 1 of an epoch's order, or of the file.
struct RowChunk {
  std::int64_t epoch = 0;
  bool shuffled = false;
  std::int64_t first = 0;
  std::int64_t rows = 0;  // 0: none
  bool operator==(const RowChunk&) const = default;
};

class RowStream {
 public:
  // ring_columns [2, chunk_rows, columns], ring_targets [2, chunk_rows]; `seed`: of the epochs' orders.
  RowStream(DeviceState& state, const GpuData& data, std::uint64_t seed, std::int64_t chunk_rows,
            float* ring_columns, float* ring_targets);
  ~RowStream();

  // The row of the ring where `chunk` begins, valid for work queued on the compute stream until the next
  // call. `next`: the chunk that will probably be used after it.
  std::int64_t use(const RowChunk& chunk, const RowChunk& next);

  std::int64_t chunk_rows() const { return chunk_rows_; }
  // Since the start, or since forget_figures().
  StreamFigures figures();
  void forget_figures();

 private:
  struct Buffer {
    RowChunk chunk;
    std::int64_t version = -1;                // of the data; -1: holds nothing
    PinnedBuffer staging;                     // [chunk_rows, columns], then [chunk_rows]
    Event start{Event::Kind::kTimed};         // of the copy, on its own stream
    Event copied{Event::Kind::kTimed};        // its end
    Event compute_idle{Event::Kind::kTimed};  // the compute stream has only this chunk left to do
    Event chunk_ready{Event::Kind::kTimed};   // it may now read the chunk
    Event chunk_consumed;                     // it has read the chunk
    Bytes uncounted = 0;                      // of a copy whose time is not in the figures yet
    bool waited = false;        // the time from compute_idle to chunk_ready is not in the figures yet
    std::future<double> order;  // seconds of gathering; valid until the copy is queued
  };

  bool holds(int buffer, const RowChunk& chunk) const;
  void gather(int buffer, const RowChunk& chunk);
  void copy(int buffer);
  void count(Buffer& buffer);

  DeviceState& state_;
  const GpuData& data_;
  std::uint64_t seed_;
  std::int64_t chunk_rows_;
  float* ring_columns_;
  float* ring_targets_;
  Stream stream_;
  std::array<Buffer, 2> buffers_;
  int current_ = 0;
  StreamFigures figures_;
};

}  // namespace headroom::gpu
