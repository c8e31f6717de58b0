#include "app/state/remedies.h"

#include <algorithm>
#include <utility>

namespace headroom::app {
namespace {

// The choice whose network has these layers; null when it is none of them.
const ModelChoice* choice_of(const RunConfig& config, const std::vector<std::int64_t>& hidden) {
  const auto found = std::find_if(config.models.begin(), config.models.end(),
                                  [&](const ModelChoice& choice) { return choice.hidden == hidden; });
  return found == config.models.end() ? nullptr : &*found;
}

std::vector<std::int64_t> hidden_of(const ModelSpec& model) {
  return {model.widths.begin() + 1, model.widths.end() - 1};
}

// A run has at most one network that is none of its choices.
bool can_adopt(const NetworkJob& job, const Snapshot& run) {
  const RunConfig& config = run.facts->config;
  const NetworkJob& now = *run.memory->question;
  if (config.models.empty() || job.data.rows != now.data.rows || job.data.columns != now.data.columns)
    return false;
  const auto foreign = [&](const ModelSpec& model) { return !choice_of(config, hidden_of(model)); };
  const auto others = std::count_if(job.models.begin(), job.models.end(), foreign);
  return others == 0 || (others == 1 && job.models.size() == 1);
}

}  // namespace

ActionQueue adopt(const NetworkJob& job, const UiState& state, const Snapshot& run) {
  if (can_adopt(job, run)) {
    return {action::DismissError{}, action::Edit{[job](RunConfig& config) {
              config.train.batch = job.settings.batch;
              config.train.optimizer = job.settings.optimizer;
              config.degree = job.data.degree;
              config.terms = job.data.terms;
              config.residence = job.data.residence;
              config.recorder = job.recorder;
              std::vector<std::string> ids;
              for (const ModelSpec& model : job.models) {
                const ModelChoice* const choice = choice_of(config, hidden_of(model));
                if (choice) ids.push_back(choice->id);
              }
              if (ids.empty()) return set_custom_model(config, hidden_of(job.models.front()));
              config.selected = std::move(ids);
            }}};
  }
  PlanInputs inputs = state.plan.question.inputs;
  inputs.mlp = job;
  return {action::PlanAbout{PlanSubject::kRun}, action::SetPlan{std::move(inputs)}};
}

}  // namespace headroom::app
