// One engine as a part of several that train the same network together, each on its share of every batch.
//
//   class AllReduce : public GradientExchange {
//     void sum(float* gradients, std::int64_t count, void*) override { all_reduce_sum(gradients, count); }
//   };
//   AllReduce all_reduce;
//   auto engine = device->create_engine(model, settings, *data, {.rank = 1, .ranks = 4}, &all_reduce);
//
// A step of rank r: the gradients of its rows, as a part of the mean over the whole batch; their sum over all
// ranks; the update, which every rank does with the same numbers. So all keep the same weights, as long as
// the sum is the same bits everywhere.
//
// Free of every backend. Thread rule: as Engine.
#pragma once

#include <algorithm>
#include <cstdint>

namespace headroom {

struct Shard {
  int rank = 0;
  int ranks = 1;
};

// Which of the `rows` rows of a batch a rank trains: the `count` rows from `first` on. `whole` is the number
// of rows in a whole batch: a smaller last one is cut at the same places, so its last ranks may be left
// without rows, and add nothing to the sum.
struct ShardRows {
  std::int64_t first = 0;
  std::int64_t count = 0;
};
constexpr ShardRows rows_of_shard(const Shard& shard, std::int64_t whole, std::int64_t rows) {
  const std::int64_t each = (whole + shard.ranks - 1) / shard.ranks;
  const std::int64_t first = std::min(shard.rank * each, rows);
  return {first, std::min(each, rows - first)};
}

// What happens between gradient and update.
class GradientExchange {
 public:
  virtual ~GradientExchange() = default;

  // gradients[count] <- their sum over all ranks, in place. All layers lie in this one block, as the tensor
  // table has them, with the padding between tensors, which is 0. `stream` is null for host memory; else
  // `gradients` is device memory, and the sum must come after what is queued on that cudaStream_t.
  // If it throws, train() ends in the middle of its steps: call set_state() before going on.
  virtual void sum(float* gradients, std::int64_t count, void* stream) = 0;

  // Whether sum() takes device memory, as NCCL does. False: a CUDA engine copies the block to the host and
  // back.
  virtual bool on_device() const { return false; }
  // Whether sum() does nothing on device memory but queue work on the stream, so that steps may be captured
  // in a CUDA graph with it and sum() itself is called only for the capture.
  virtual bool capturable() const { return false; }
};

}  // namespace headroom
