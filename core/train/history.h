// What a run has measured so far, cheap to copy into a snapshot many times a second.
//
// A Series is a list of full, shared, immutable chunks plus one short growing tail: copying a
// million points costs a few hundred pointers and at most kChunk floats.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace headroom {

class Series {
 public:
  static constexpr std::size_t kChunk = 4096;

  void push(float value);
  void clear();
  std::size_t size() const { return chunks_.size() * kChunk + tail_.size(); }
  bool empty() const { return size() == 0; }
  float operator[](std::size_t i) const {
    const std::size_t chunk = i / kChunk;
    return chunk < chunks_.size() ? (*chunks_[chunk])[i % kChunk] : tail_[i % kChunk];
  }

 private:
  std::vector<std::shared_ptr<const std::vector<float>>> chunks_;
  std::vector<float> tail_;
};

// One finished epoch. Training figures are means over the epoch's batches, each taken before its
// update (as Keras and scikit-learn report them); validation figures are taken after the epoch.
// Accuracy is 0 to 1, NaN for regression; r2 is NaN for classification.
struct EpochMetric {
  std::int64_t epoch = 0;  // from 1
  double train_loss = 0;
  double train_accuracy = 0;
  double validation_loss = 0;
  double validation_accuracy = 0;
  double r2 = 0;
  double seconds = 0;          // training steps only, without evaluation
  double elapsed_seconds = 0;  // training time since the start of the run, at the epoch's end
  std::int64_t steps = 0;
  double learning_rate = 0;  // at the end of the epoch
};

struct History {
  Series step_loss;      // per step, before its update
  Series step_accuracy;  // per step, of its batch; empty for regression
  Series step_seconds;   // training time since the start of the run, at each step's publication
  std::vector<EpochMetric> epochs;
};

}  // namespace headroom
