#include "core/run/final_judge.h"

#include <algorithm>

namespace headroom {
namespace {

// Whether a plain accuracy hides how rare classes fare, or the last epoch's is not that of the network in
// use.
bool curves_hide_it(const Run& run) {
  if (run.config().train.early_stop_patience > 0) return true;
  if (run.data().dataset->task == Task::kRegression) return false;
  const std::vector<DataDoubt>& doubts = run.data().doubts;
  return run.config().class_weight != ClassWeight::kNone ||
         std::any_of(doubts.begin(), doubts.end(),
                     [](const DataDoubt& doubt) { return doubt.kind == DoubtKind::kUnbalanced; });
}

}  // namespace

void FinalJudge::begin(const Run& run) {
  begun_ = true;
  for (const Lane* const lane : run.training_lanes()) {
    if (curves_hide_it(run)) open_.push_back({lane, JudgedPart::kValidation});
    if (!run.data().split.test.empty()) open_.push_back({lane, JudgedPart::kTest});
  }
}

FinalJudge::Did FinalJudge::advance(const Run& run) {
  if (!begun_) begin(run);
  if (open_.empty()) return {};
  const auto [lane, part] = open_.back();
  if (!judge_) judge_.emplace(*lane, run.data(), run.config(), part);
  if (!judge_->done()) judge_->advance();
  if (!judge_->done()) return {.worked = true};
  found_.push_back({lane->choice.id, part, std::make_shared<const Quality>(judge_->quality())});
  judge_.reset();
  open_.pop_back();
  return {.worked = true, .finished = true};
}

void FinalJudge::restart() {
  begun_ = false;
  open_.clear();
  judge_.reset();
  found_.clear();
}

void FinalJudge::tell(CurvesSnapshot& curves) const {
  for (ModelSnapshot& model : curves.models) {
    for (const Found& found : found_) {
      if (found.id != model.choice.id) continue;
      (found.part == JudgedPart::kTest ? model.tested : model.validated) = found.quality;
    }
  }
}

}  // namespace headroom
