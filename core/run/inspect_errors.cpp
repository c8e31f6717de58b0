// Judges every row of one part of the data by the weights at the end of the last epoch, a few rows at a time,
// while training goes on with other weights; then puts the answers in order and draws the curves of each
// class, in pieces as well.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "core/base/sort_in_pieces.h"
#include "core/run/inspections.h"
#include "core/run/judge_rows.h"

namespace headroom {
namespace {

constexpr std::size_t kCurvePoints = 200;  // more are not seen in a plot of a few hundred pixels

// The likeliest classes of one row; NaN is never likelier than anything.
RowAnswer answer_of(const JudgedRow& row, std::span<const double> shares) {
  RowAnswer answer;
  answer.row = static_cast<std::uint32_t>(row.row);
  answer.truth = static_cast<std::uint16_t>(row.target);
  const std::size_t top = std::min(RowAnswer::kTop, shares.size());
  const auto taken = [&](std::size_t c, std::size_t before) {
    return std::find(answer.said.begin(), answer.said.begin() + static_cast<std::ptrdiff_t>(before), c) !=
           answer.said.begin() + static_cast<std::ptrdiff_t>(before);
  };
  for (std::size_t k = 0; k < top; ++k) {
    // What the network says comes first, also where another class is as likely.
    std::optional<std::size_t> best;
    if (k == 0) best = static_cast<std::size_t>(row.said);
    for (std::size_t c = 0; c < shares.size() && k > 0; ++c) {
      if (!taken(c, k) && (!best || shares[c] > shares[*best])) best = c;
    }
    answer.said[k] = static_cast<std::uint16_t>(*best);
    answer.share[k] = static_cast<float>(shares[*best]);
  }
  return answer;
}

class ErrorsInspector : public LaneInspector {
 public:
  explicit ErrorsInspector(bool training_rows) { figures_.of_training_rows = training_rows; }
  Findings findings() override { return std::move(figures_); }

 private:
  using Model = ErrorFigures::Model;
  using Order = SortInPieces<std::uint32_t, std::function<bool(std::uint32_t, std::uint32_t)>>;
  using Ranks = SortInPieces<Ranked, bool (*)(const Ranked&, const Ranked&)>;
  enum class Phase { kTake, kJudge, kOrder, kCurves };

  bool look(const Lane& lane, const PreparedData& data) override {
    switch (phase_) {
      case Phase::kTake:
        take(lane, data);
        phase_ = Phase::kJudge;
        return false;
      case Phase::kJudge:
        judge(lane.spec, data);
        if (model().rows < part_rows(data)) return false;
        begin_order();
        phase_ = Phase::kOrder;
        return false;
      case Phase::kOrder:
        if (!order_->advance()) return false;
        finish_order();
        phase_ = Phase::kCurves;
        return false;
      case Phase::kCurves: break;
    }
    if (!next_curve()) return false;
    scores_ = {};
    phase_ = Phase::kTake;
    return true;
  }

  Model& model() { return figures_.models.back(); }
  std::int64_t part_first(const PreparedData& data) const {
    return figures_.of_training_rows ? 0 : data.shape.train_rows;
  }
  std::int64_t part_rows(const PreparedData& data) const {
    return figures_.of_training_rows ? data.shape.train_rows : data.shape.validation_rows();
  }

  void take(const Lane& lane, const PreparedData& data) {
    const TrainerState& kept = lane.trainer->kept();
    weights_ = kept.engine.weights;
    output_ = lane.spec.output;
    classes_ = output_ == Output::kSigmoid ? 2 : lane.spec.outputs();
    Model model;
    model.id = lane.choice.id;
    model.epoch = kept.best.in_use ? kept.best.epoch : kept.epochs_finished;
    model.steps = kept.steps;
    const std::int64_t rows = part_rows(data);
    if (output_ == Output::kLinear) {
      tell_spread(data.data->read_targets(part_first(data), rows), model);
    } else {
      if (classes_ <= ErrorFigures::kMostClasses)
        model.counts.resize(static_cast<std::size_t>(classes_ * classes_));
      if (classes_ <= ErrorFigures::kMostCurves) {
        const std::int64_t scores = output_ == Output::kSigmoid ? 1 : classes_;
        model.curve_rows = std::min({rows, ErrorFigures::kMostScores / scores, ErrorFigures::kMostAnswers});
        scores_.reserve(static_cast<std::size_t>(model.curve_rows * scores));
      }
    }
    choose_shown(data);
    model.shown.resize(shown_.size());
    figures_.models.push_back(std::move(model));
  }

  static void tell_spread(const std::vector<float>& targets, Model& model) {
    for (const float target : targets) model.target_mean += static_cast<double>(target);
    model.target_mean /= static_cast<double>(targets.size());
    for (const float target : targets) {
      const double off = static_cast<double>(target) - model.target_mean;
      model.target_squares += off * off;
    }
  }

  // The rows that every stage shows, as far as they are judged; then the first of the others.
  void choose_shown(const PreparedData& data) {
    shown_.clear();
    const std::int64_t first = part_first(data), end = first + part_rows(data);
    if (const auto& detail = data.stages.front().detail) {
      for (const FollowedRow& row : detail->rows) {
        if (row.trains == figures_.of_training_rows && shown_.size() < kShownRows)
          shown_.push_back(row.place);
      }
    }
    for (std::int64_t place = first; place < end && shown_.size() < kShownRows; ++place) {
      if (std::find(shown_.begin(), shown_.end(), place) == shown_.end()) shown_.push_back(place);
    }
  }

  void judge(const ModelSpec& spec, const PreparedData& data) {
    const std::int64_t first = part_first(data) + model().rows;
    const std::int64_t left = part_rows(data) - model().rows;
    std::vector<std::int64_t> places(static_cast<std::size_t>(std::min(kTraceRows, left)));
    std::iota(places.begin(), places.end(), first);
    const JudgedRows judged = judge_rows(spec, weights_, data, places);
    const auto outputs = static_cast<std::size_t>(spec.outputs());
    for (std::size_t i = 0; i < places.size(); ++i) {
      const JudgedRow& row = judged.rows[i];
      model().loss_sum += row.loss;
      const auto shown = std::find(shown_.begin(), shown_.end(), places[i]);
      if (shown != shown_.end()) model().shown[static_cast<std::size_t>(shown - shown_.begin())] = row;
      if (output_ == Output::kLinear) {
        keep_value(row);
      } else {
        keep_answer(row, std::span(judged.layers.back().activation).subspan(i * outputs, outputs));
      }
      ++model().rows;
    }
  }

  void keep_value(const JudgedRow& row) {
    if (model().rows >= ErrorFigures::kMostAnswers) return;
    model().values.push_back({static_cast<std::uint32_t>(row.row), static_cast<float>(row.target),
                              static_cast<float>(row.output)});
  }

  void keep_answer(const JudgedRow& row, std::span<const double> outputs) {
    Model& model = this->model();
    const double two[2] = {1 - outputs[0], outputs[0]};
    const std::span<const double> shares = output_ == Output::kSigmoid ? std::span(two) : outputs;
    const auto own = static_cast<std::int64_t>(row.target);
    if (row.said == own) ++model.correct;
    if (!model.counts.empty()) ++model.counts[static_cast<std::size_t>(own * classes_ + row.said)];
    const RowAnswer answer = answer_of(row, shares);
    model.calibration.add(shares[answer.said[0]], row.said == own);
    if (model.rows < ErrorFigures::kMostAnswers) model.answers.push_back(answer);
    if (model.rows < model.curve_rows) {
      for (const double share : outputs) scores_.push_back(static_cast<float>(share));
    }
  }

  void begin_order() {
    Model& model = this->model();
    const bool values = output_ == Output::kLinear;
    std::vector<std::uint32_t>& order = values ? model.worst : model.order;
    order.resize(values ? model.values.size() : model.answers.size());
    std::iota(order.begin(), order.end(), 0U);
    // Vectors move with the model, which may lie elsewhere once there is another: what they hold stays.
    if (values) {
      const RowValue* const all = model.values.data();
      order_.emplace(order, [all](std::uint32_t a, std::uint32_t b) {
        const auto miss = [all](std::uint32_t i) {
          const float size = std::abs(all[i].said - all[i].truth);
          return std::isnan(size) ? std::numeric_limits<float>::infinity() : size;
        };
        return miss(a) > miss(b);
      });
      return;
    }
    const RowAnswer* const all = model.answers.data();
    order_.emplace(order, [all](std::uint32_t a, std::uint32_t b) {
      const RowAnswer &x = all[a], &y = all[b];
      if (x.truth != y.truth) return x.truth < y.truth;
      if (x.said[0] != y.said[0]) return x.said[0] < y.said[0];
      return ranks_before({x.share[0], false}, {y.share[0], false});
    });
  }

  void finish_order() {
    Model& model = this->model();
    order_.reset();
    curve_ = 0;
    ranks_.reset();
    if (output_ == Output::kLinear) {
      std::vector<double> residuals;
      residuals.reserve(model.values.size());
      for (const RowValue& value : model.values)
        residuals.push_back(static_cast<double>(value.said) - static_cast<double>(value.truth));
      model.residuals = residual_histogram(residuals);
      return;
    }
    find_extremes();
    if (!model.counts.empty()) {
      model.classes = class_metrics_of(model.counts);
      model.confused = most_confused(model.counts, ErrorFigures::kMostPairs);
      if (classes_ <= ErrorFigures::kMostCurves) model.similar = order_by_similarity(model.counts);
    }
  }

  // The answers that are right and of which it is most, or least, sure.
  void find_extremes() {
    Model& model = this->model();
    std::vector<std::uint32_t> right;
    for (std::uint32_t i = 0; i < model.answers.size(); ++i) {
      if (model.answers[i].said[0] == model.answers[i].truth) right.push_back(i);
    }
    const auto count = static_cast<std::ptrdiff_t>(std::min(ErrorFigures::kExtremes, right.size()));
    const auto take = [&](auto before) {
      std::partial_sort(right.begin(), right.begin() + count, right.end(), before);
      return std::vector<std::uint32_t>(right.begin(), right.begin() + count);
    };
    const auto share = [&](std::uint32_t i) { return Ranked{model.answers[i].share[0], false}; };
    model.surest = take([&](std::uint32_t a, std::uint32_t b) { return ranks_before(share(a), share(b)); });
    model.least_sure =
        take([&](std::uint32_t a, std::uint32_t b) { return ranks_before(share(b), share(a)); });
  }

  // True once the curves of every class are there.
  bool next_curve() {
    Model& model = this->model();
    if (model.curve_rows == 0 || curve_ == classes_) return true;
    if (!ranks_) {
      ranked_.resize(static_cast<std::size_t>(model.curve_rows));
      const bool two = output_ == Output::kSigmoid;
      const std::size_t stride = two ? 1 : static_cast<std::size_t>(classes_);
      for (std::size_t r = 0; r < ranked_.size(); ++r) {
        const float score = scores_[r * stride + (two ? 0 : static_cast<std::size_t>(curve_))];
        ranked_[r] = {two && curve_ == 0 ? 1 - score : score, model.answers[r].truth == curve_};
      }
      ranks_.emplace(ranked_, &ranks_before);
      return false;
    }
    if (!ranks_->advance()) return false;
    model.curves.push_back(thinned(rank_curves(ranked_), kCurvePoints));
    ranks_.reset();
    return ++curve_ == classes_;
  }

  ErrorFigures figures_;
  // Where it goes on.
  Phase phase_ = Phase::kTake;
  Weights weights_;  // as they were then
  Output output_ = Output::kSigmoid;
  std::int64_t classes_ = 0;
  std::vector<std::int64_t> shown_;  // places of the rows to tell one by one
  std::vector<float> scores_;        // [curve_rows, outputs]
  std::optional<Order> order_;
  std::int64_t curve_ = 0;  // the class whose curves come next
  std::vector<Ranked> ranked_;
  std::optional<Ranks> ranks_;
};

}  // namespace

std::unique_ptr<Inspector> make_errors_inspector(const Look& look) {
  return std::make_unique<ErrorsInspector>(look.training_rows);
}

}  // namespace headroom
