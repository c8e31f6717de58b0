// What a run has measured so far: bounded in memory however long it trains, and cheap to copy into a snapshot
// many times a second.
//
// Thread rule: a plain value. Copies share what they have in common, which never changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace headroom {

// A list that only grows at its end: full chunks, which copies share, and one short tail. Copying costs a
// pointer and at most kSize - 1 values.
template <typename T, std::size_t kSize>
class Chunks {
 public:
  static constexpr std::size_t kChunk = kSize;

  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    Iterator(const Chunks* list, std::size_t i) : list_(list), i_(i) {}
    reference operator*() const { return (*list_)[i_]; }
    pointer operator->() const { return &(*list_)[i_]; }
    Iterator& operator++() {
      ++i_;
      return *this;
    }
    Iterator operator++(int) { return {list_, i_++}; }
    bool operator==(const Iterator&) const = default;

   private:
    const Chunks* list_ = nullptr;
    std::size_t i_ = 0;
  };

  void push(T value) {
    if (tail_.empty()) tail_.reserve(kChunk);
    tail_.push_back(std::move(value));
    if (tail_.size() < kChunk) return;
    auto full = full_ ? std::make_shared<List>(*full_) : std::make_shared<List>();
    full->push_back(std::make_shared<const std::vector<T>>(std::exchange(tail_, {})));
    full_ = std::move(full);
  }
  void clear() {
    full_.reset();
    tail_.clear();
  }

  std::size_t size() const { return (full_ ? full_->size() * kChunk : 0) + tail_.size(); }
  bool empty() const { return size() == 0; }
  const T& operator[](std::size_t i) const {
    const std::size_t chunk = i / kChunk;
    return full_ && chunk < full_->size() ? (*(*full_)[chunk])[i % kChunk] : tail_[i % kChunk];
  }
  const T& at(std::size_t i) const {  // throws std::out_of_range
    if (i >= size())
      throw std::out_of_range("a list of " + std::to_string(size()) + " has no " + std::to_string(i));
    return (*this)[i];
  }
  const T& back() const { return (*this)[size() - 1]; }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  using List = std::vector<std::shared_ptr<const std::vector<T>>>;
  std::shared_ptr<const List> full_;
  std::vector<T> tail_;
};

using Series = Chunks<float, 4096>;

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
  std::uint64_t check = 0;   // in portable arithmetic (core/train/check_value.h); else 0
};

using EpochList = Chunks<EpochMetric, 64>;

// A full list of steps or epochs is thinned: of four neighbours the two with the lowest and the highest loss
// stay, so no peak of the loss is lost and every value that stays was measured. Whatever keeps a history (run
// records, documents, curves) holds every epoch of a run of up to kMostEpochs and every step of one of up to
// kMostSteps.
struct History {
  static constexpr std::size_t kMostSteps = std::size_t{1} << 22;
  static constexpr std::size_t kMostEpochs = std::size_t{1} << 16;

  Series step_loss;      // per step, before its update
  Series step_accuracy;  // per step, of its batch; empty for regression
  Series step_seconds;   // training time since the start of the run, at each step's publication
  // How many steps an entry of the three series stands for: 1, doubled whenever they are thinned. Entry i
  // is then at about step (i + 1) * steps_per_entry.
  std::int64_t steps_per_entry = 1;
  EpochList epochs;  // in order, each with its own number; the older, the further apart in a very long run

  void push_step(float loss, std::optional<float> accuracy, float seconds);
  void push_epoch(const EpochMetric& metric);

  std::int64_t last_epoch() const { return epochs.empty() ? 0 : epochs.back().epoch; }
  // The one with the lowest validation loss, the first where several have it; null before the first epoch.
  // Known without a search, also after thinning.
  const EpochMetric* best_epoch() const { return best_ ? &*best_ : nullptr; }
  // The epoch of this number; null when it is not (or no longer) in the list.
  const EpochMetric* find_epoch(std::int64_t number) const;
  // As it was `steps` steps ago, at the end of epoch `epoch`.
  History before(std::int64_t steps, std::int64_t epoch) const;

 private:
  struct Step {
    float loss;
    std::optional<float> accuracy;
    float seconds;
  };
  void append(const Step& step);
  Step entry(std::size_t i) const;
  void thin_steps();
  void thin_epochs();

  std::optional<EpochMetric> best_;
  std::vector<Step> waiting_;  // for the next entry, once an entry stands for several steps
};

// The newest epochs, at most 1,024: enough for a median, and cheap to read.
std::vector<EpochMetric> recent_epochs(const History& history);

}  // namespace headroom
