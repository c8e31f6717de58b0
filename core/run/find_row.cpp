// Looks for a row: the engine predicts the validation rows, some at a time, until one is found.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/rng.h"
#include "core/run/inspections.h"

namespace headroom {
namespace {

class RowFinder : public Inspector {
 public:
  explicit RowFinder(Look look) : look_(std::move(look)) {
    if (look_.search) found_.search = *look_.search;
  }

  bool advance(const Run& run, const std::function<bool()>& time_is_up) override {
    if (!look_.search || run.data().dataset->rows == 0) return true;
    if (found_.search.what == RowSearch::For::kRandom) {
      Rng rng(mix64(run.config().train.seed) ^ found_.search.number);
      found_.row = static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(run.data().dataset->rows)));
      return true;
    }
    const Lane* const lane = looked_lane(run, look_.model);
    if (!lane || run.data().split.validation_rows == 0) return true;
    for (;;) {
      if (look_at_rows(*lane, run.data())) break;
      if (time_is_up()) return false;
    }
    if (!found_.row && !worst_.empty()) found_.row = next_of_worst();
    return true;
  }

  Findings findings() override { return found_; }

 private:
  static constexpr std::int64_t kRows = 64;   // a piece
  static constexpr std::size_t kWorst = 100;  // that U and, for regression, N walk through

  struct Doubtful {
    double size;  // the smaller, the sooner it is shown
    std::int64_t row;
    bool operator<(const Doubtful& other) const {
      return size != other.size ? size < other.size : row < other.row;
    }
  };

  // Counted from behind the row that is looked at, where that validates, around to it.
  std::int64_t place_of(const Split& split, std::int64_t index) {
    if (start_ < 0) {
      const auto first = split.order.begin() + split.train_rows;
      const auto own = std::find(first, split.order.end(), static_cast<std::uint32_t>(look_.row));
      start_ = own == split.order.end() ? 0 : own - first + 1;
    }
    return split.train_rows + (start_ + index) % split.validation_rows;
  }

  // Some rows; true when there are no more to look at.
  bool look_at_rows(const Lane& lane, const PreparedData& data) {
    const Split& split = data.split;
    const std::int64_t first = place_of(split, seen_), rows = split.train_rows + split.validation_rows;
    const std::int64_t count = std::min({kRows, split.validation_rows - seen_, rows - first});
    const std::vector<float> outputs = lane.trainer->engine().predict(first, count);
    const auto width = outputs.size() / static_cast<std::size_t>(count);
    const std::vector<float> targets = data.data->read_targets(first, count);
    const bool doubts = found_.search.what == RowSearch::For::kUncertain;
    for (std::int64_t i = 0; i < count && !found_.row; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const std::span<const float> output(outputs.data() + at * width, width);
      const std::int64_t row = split.order[static_cast<std::size_t>(first + i)];
      if (lane.spec.output == Output::kLinear) {
        keep({-std::abs(static_cast<double>(output[0]) - static_cast<double>(targets[at])), row});
      } else if (doubts) {
        keep({margin(output), row});
      } else if (said(output) != static_cast<std::int64_t>(targets[at])) {
        found_.row = row;
      }
    }
    seen_ += count;
    found_.rows_seen = seen_;
    return found_.row || seen_ == split.validation_rows;
  }

  static std::int64_t said(std::span<const float> output) {
    if (output.size() == 1) return output[0] > 0.5F ? 1 : 0;
    return std::max_element(output.begin(), output.end()) - output.begin();
  }

  // Between the two likeliest classes.
  static double margin(std::span<const float> output) {
    if (output.size() == 1) return std::abs(2 * static_cast<double>(output[0]) - 1);
    std::vector<float> sorted(output.begin(), output.end());
    std::partial_sort(sorted.begin(), sorted.begin() + 2, sorted.end(), std::greater<>());
    return static_cast<double>(sorted[0]) - static_cast<double>(sorted[1]);
  }

  void keep(const Doubtful& row) {
    if (std::isnan(row.size)) return;
    worst_.insert(std::upper_bound(worst_.begin(), worst_.end(), row), row);
    if (worst_.size() > kWorst) worst_.pop_back();
  }

  // Behind the row that is looked at, where that is one of them.
  std::int64_t next_of_worst() const {
    for (std::size_t i = 0; i < worst_.size(); ++i) {
      if (worst_[i].row == look_.row) return worst_[(i + 1) % worst_.size()].row;
    }
    return worst_.front().row;
  }

  Look look_;
  FoundRow found_;
  std::int64_t start_ = -1, seen_ = 0;
  std::vector<Doubtful> worst_;  // sorted
};

}  // namespace

std::unique_ptr<Inspector> make_row_finder(const Look& look) { return std::make_unique<RowFinder>(look); }

bool searches_anew(const Look& before, const Look& after) {
  return after.search && before.search != after.search;
}

}  // namespace headroom
