// Judges every validation row by the weights at the end of the last epoch, a few rows at a time, while
// training goes on with other weights.
#include <algorithm>
#include <numeric>
#include <utility>

#include "core/run/inspections.h"
#include "core/run/judge_rows.h"

namespace headroom {
namespace {

class ErrorsInspector : public LaneInspector {
 public:
  Findings findings() override { return std::move(figures_); }

 private:
  using Model = ErrorFigures::Model;

  bool look(const Lane& lane, const PreparedData& data) override {
    if (!taken_) {
      take(lane, data);
      return false;
    }
    judge(lane.spec, data);
    if (figures_.models.back().rows < data.shape.validation_rows()) return false;
    taken_ = false;
    return true;
  }

  void take(const Lane& lane, const PreparedData& data) {
    const TrainerState& kept = lane.trainer->kept();
    weights_ = kept.engine.weights;
    Model model;
    model.id = lane.choice.id;
    model.epoch = kept.best.in_use ? kept.best.epoch : kept.epochs_finished;
    model.steps = kept.steps;
    const std::int64_t outputs = lane.spec.outputs();
    const std::int64_t classes = lane.spec.output == Output::kSigmoid ? 2 : outputs;
    if (lane.spec.output == Output::kLinear) {
      const std::vector<float> targets =
          data.data->read_targets(data.shape.train_rows, data.shape.validation_rows());
      for (const float target : targets) model.target_mean += static_cast<double>(target);
      model.target_mean /= static_cast<double>(targets.size());
      for (const float target : targets) {
        const double off = static_cast<double>(target) - model.target_mean;
        model.target_squares += off * off;
      }
    } else if (classes <= ErrorFigures::kMostClasses) {
      model.counts.resize(static_cast<std::size_t>(classes * classes));
    }
    choose_shown(data);
    model.shown.resize(shown_.size());
    figures_.models.push_back(std::move(model));
    taken_ = true;
  }

  // The rows that every stage shows, as far as they validate; then the first of the others.
  void choose_shown(const PreparedData& data) {
    shown_.clear();
    if (const auto& detail = data.stages.front().detail) {
      for (const FollowedRow& row : detail->rows) {
        if (!row.trains && shown_.size() < kShownRows) shown_.push_back(row.place);
      }
    }
    for (std::int64_t place = data.shape.train_rows; place < data.shape.rows && shown_.size() < kShownRows;
         ++place) {
      if (std::find(shown_.begin(), shown_.end(), place) == shown_.end()) shown_.push_back(place);
    }
  }

  void judge(const ModelSpec& spec, const PreparedData& data) {
    Model& model = figures_.models.back();
    const std::int64_t first = data.shape.train_rows + model.rows;
    std::vector<std::int64_t> places(static_cast<std::size_t>(std::min(kTraceRows, data.shape.rows - first)));
    std::iota(places.begin(), places.end(), first);
    const JudgedRows judged = judge_rows(spec, weights_, data, places);
    const bool classifies = spec.output != Output::kLinear;
    const std::int64_t classes = spec.output == Output::kSigmoid ? 2 : spec.outputs();
    for (std::size_t i = 0; i < places.size(); ++i) {
      const JudgedRow& row = judged.rows[i];
      model.loss_sum += row.loss;
      const auto own = static_cast<std::int64_t>(row.target);
      if (classifies && row.said == own) ++model.correct;
      if (!model.counts.empty()) ++model.counts[static_cast<std::size_t>(own * classes + row.said)];
      const auto shown = std::find(shown_.begin(), shown_.end(), places[i]);
      if (shown != shown_.end()) model.shown[static_cast<std::size_t>(shown - shown_.begin())] = row;
    }
    model.rows += static_cast<std::int64_t>(places.size());
  }

  ErrorFigures figures_;
  // Where it goes on.
  bool taken_ = false;               // what follows is of this lane
  Weights weights_;                  // as they were then
  std::vector<std::int64_t> shown_;  // places of the rows to tell one by one
};

}  // namespace

std::unique_ptr<Inspector> make_errors_inspector() { return std::make_unique<ErrorsInspector>(); }

}  // namespace headroom
