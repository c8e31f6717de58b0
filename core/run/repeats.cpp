#include "core/run/repeats.h"

#include <array>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"

namespace headroom {

namespace {

constexpr std::array kRepeatFigures{
    RepeatFigure{
        "accuracy", tr_later("accuracy"),
        [](const Quality& q) { return q.classes ? std::optional(q.classes->accuracy) : std::nullopt; }},
    RepeatFigure{"balanced_accuracy", tr_later("balanced accuracy"),
                 [](const Quality& q) {
                   return q.classes ? std::optional(q.classes->balanced_accuracy) : std::nullopt;
                 }},
    RepeatFigure{"rmse", "RMSE",
                 [](const Quality& q) { return q.values ? std::optional(q.values->rmse) : std::nullopt; }},
    RepeatFigure{"r2", "R2",
                 [](const Quality& q) { return q.values ? std::optional(q.values->r2) : std::nullopt; }},
    RepeatFigure{"loss", tr_later("loss"), [](const Quality& q) { return std::optional(q.loss); }},
};

Repeat judge_repeat(const Run& run, const RepeatPlan& plan, std::int64_t i, const Progress& progress) {
  const bool folds = plan.kind == RepeatPlan::Kind::kFolds;
  Repeat repeat{.kind = plan.kind,
                .number = folds ? static_cast<std::uint64_t>(i) + 1 : run.config().train.seed,
                .train_rows = run.data().shape.train_rows,
                .validation_rows = run.data().shape.validation_rows(),
                .networks = {}};
  for (const Lane* lane : run.training_lanes()) {
    const EpochList& epochs = lane->trainer->history().epochs;
    repeat.networks.push_back({.id = lane->choice.id,
                               .title = lane->choice.title,
                               .validation = validation_quality(*lane, run.data(), run.config(), progress),
                               .test = test_quality(*lane, run.data(), run.config(), progress),
                               .epochs = {epochs.begin(), epochs.end()}});
  }
  return repeat;
}

class Trainings {
 public:
  Trainings(const RepeatsRequest& request, Progress& progress) : request_(request), progress_(progress) {}

  void train(const OnRepeat& done) {
    const RepeatPlan& plan = request_.plan;
    for (done_ = 0; done_ < plan.count; ++done_) {
      progress_.check();
      const std::unique_ptr<Run> run = open(repeat_config(request_.config, plan, done_));
      request_.train ? request_.train(*run) : train_one(*run);
      done(judge_repeat(*run, plan, done_, progress_), *run);
      device_ = run->device();
      report(1);
    }
  }

 private:
  std::unique_ptr<Run> open(RunConfig config) {
    if (request_.open) return request_.open(std::move(config), device_);
    RunSetup setup;
    setup.config = std::move(config);
    setup.config.recorder = 0;  // nobody looks back
    setup.device = device_;
    if (!device_) setup.candidates = request_.candidates;
    // The stages count from 0 to 1, which is a moment of the whole.
    Progress stages;
    setup.on_stages = [&](const std::vector<StageReport>&) {
      if (progress_.cancelled()) stages.cancel();
    };
    return std::make_unique<Run>(std::move(setup), stages);
  }

  void train_one(Run& run) {
    run.set_goal(Goal::kAll);
    while (!run.goal_reached()) {
      progress_.check();
      run.advance();
      report(run.progress());
    }
    if (run.diverged()) throw Error(ErrorCode::kDiverged, run.divergence_text(), place(run));
  }

  std::string place(const Run& run) const {
    if (request_.plan.kind == RepeatPlan::Kind::kSeeds)
      return tr("seed {1}", std::to_string(run.config().train.seed));
    return tr("fold {1} of {2}", std::to_string(done_ + 1), std::to_string(request_.plan.count));
  }

  void report(double share) {
    constexpr double kParts = 1e6;
    const double whole = (static_cast<double>(done_) + share) / static_cast<double>(request_.plan.count);
    progress_.report(static_cast<std::int64_t>(whole * kParts), static_cast<std::int64_t>(kParts));
  }

  const RepeatsRequest& request_;
  Progress& progress_;
  std::shared_ptr<Device> device_;
  std::int64_t done_ = 0;
};

}  // namespace

std::span<const RepeatFigure> repeat_figures() { return kRepeatFigures; }

std::vector<double> repeat_values(std::span<const Repeat> repeats, std::size_t network, bool test,
                                  const RepeatFigure& figure) {
  std::vector<double> values;
  for (const Repeat& repeat : repeats) {
    const RepeatedNetwork& one = repeat.networks[network];
    const Quality* const quality = !test ? &one.validation : one.test ? &*one.test : nullptr;
    const std::optional<double> value = quality ? figure.of(*quality) : std::nullopt;
    if (value) values.push_back(*value);
  }
  return values;
}

RunConfig repeat_config(RunConfig config, const RepeatPlan& plan, std::int64_t i) {
  if (plan.kind == RepeatPlan::Kind::kFolds) {
    config.split.folds = plan.count;
    config.split.fold = i;
  } else {
    config.train.seed += static_cast<std::uint64_t>(i);
  }
  return config;
}

void train_repeats(const RepeatsRequest& request, const OnRepeat& done, Progress& progress) {
  if (request.plan.count < 2 || request.plan.count > kMostTrainings) {
    throw Error(ErrorCode::kUsage,
                tr("{1} trainings have no spread: between 2 and {2} are possible",
                   std::to_string(request.plan.count), std::to_string(kMostTrainings)),
                request.plan.kind == RepeatPlan::Kind::kFolds ? "folds" : "seeds");
  }
  Trainings(request, progress).train(done);
}

}  // namespace headroom
