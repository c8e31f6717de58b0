#include "app/state/trace.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/state/settings.h"

namespace headroom::app {

namespace {

using Json = nlohmann::ordered_json;

using Phase = ImportState::Phase;
constexpr auto kPhaseNames = names<Phase>({{Phase::kNone, "none"},
                                           {Phase::kReading, "reading"},
                                           {Phase::kChoosing, "choosing"},
                                           {Phase::kRefused, "refused"}});

// What is planned and what came out; nulls before there is an answer.
void add_plan(Json& line, const PlanState& plan) {
  const PlanReport* const report = plan.report.get();
  line["plan_gpus"] = report ? Json(report->plan.gpus) : Json();
  line["plan_bytes"] = report ? Json(report->plan.bytes) : Json();
  line["plan_model"] = report && report->inputs.transformer ? Json(report->inputs.transformer->name) : Json();
  line["plan_card"] = report ? Json(report->target.name) : Json();
  line["plan_verdict"] = report ? Json(verdict_name(report->judgement.verdict)) : Json();
  line["plan_refusal"] = plan.refusal ? Json(plan.refusal->what()) : Json();
}

}  // namespace

std::string state_line(const UiState& state, const Snapshot& run, const Error* error) {
  Json line;
  line["state"] = run_state_name(run.state);
  line["home"] = state.home;
  line["tab"] = state.tab == Tab::kPlan ? "plan" : "curves";
  line["config"] = run.config.id;
  line["device"] = run.device.id;
  line["selected"] = run.config.selected;
  line["seed"] = run.seed;
  line["learning_rate"] = run.learning_rate;
  if (run.state != RunState::kTraining) {
    std::int64_t steps = 0, epochs = 0;
    for (const ModelSnapshot& model : run.models) {
      if (!model.selected) continue;
      steps = std::max(steps, model.steps);
      epochs = std::max(epochs, model.epoch);
    }
    line["steps"] = steps;
    line["epoch"] = epochs;
  }
  line["theme"] = kThemeNames.name(state.dark);
  line["text_scale"] = std::lround(state.text_scale * 100);
  line["presenter"] = state.presenter;
  line["keys"] = state.keys_shown;
  line["stage"] = state.open_stage ? Json(stage_name(*state.open_stage)) : Json();
  line["settings"] = state.editing_settings;
  line["custom_editor"] = state.editing_custom_model;
  line["step_unit"] = kStepUnitNames.name(state.step_whole_epoch);
  line["browser"] = state.browser.open;
  line["import"] = kPhaseNames.name(state.import_state.phase);
  line["target"] = state.import_state.options.target;
  line["notice"] = state.notice;
  line["log_loss"] = state.curves.log_loss;
  add_plan(line, state.plan);
  line["error"] = error ? Json(error->what()) : Json();
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace headroom::app
