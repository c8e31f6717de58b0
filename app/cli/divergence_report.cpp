#include "app/cli/divergence_report.h"

#include <algorithm>
#include <cmath>

#include "app/cli/output.h"
#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/run/change.h"
#include "core/run/inspections.h"
#include "core/run/way_back.h"

namespace headroom::cli {
namespace {

const Lane& lane_of_divergence(const Run& run) {
  for (const Lane* lane : run.training_lanes()) {
    if (lane->trainer->divergence()) return *lane;
  }
  throw Error(ErrorCode::kInternal, "nothing diverged", "train");
}

std::string value_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return setting_text(value);
}

// "the pre-activation of layer 4 became inf"; "the loss exploded to 3e+07"
std::string cause_text(const Divergence& divergence) {
  const std::int64_t layer = divergence_layer(divergence);
  if (divergence.exploding) return divergence_cause(divergence);
  return "the " + divergence.tensor + (layer < 0 ? "" : " of layer " + std::to_string(layer + 1)) +
         " became " + value_text(divergence.value);
}

std::string after_change_text(const Trainer& trainer) {
  const RateChange* const change = blamed_change(trainer);
  if (!change) return "";
  const std::int64_t steps = trainer.divergence()->step - change->step;
  return ", " + std::to_string(steps) + (steps == 1 ? " step" : " steps") +
         " after the learning rate went from " + setting_text(change->from) + " to " +
         setting_text(change->to);
}

// The first good one; null: none is.
const WayBack* advised(const RecorderFigures& figures) {
  return !figures.ways.empty() && figures.ways.front().good ? &figures.ways.front() : nullptr;
}

Json way_json(const WayBack& way) {
  return {{"step", way.step},         {"learning_rate", number(way.learning_rate)},
          {"why", way.why},           {"steps_tried", way.done},
          {"loss", number(way.loss)}, {"accuracy", number(way.accuracy)},
          {"good", way.good}};
}

// The saved run goes on where the way was tried; false where it stays at the last good epoch.
bool keep_at(const WayBack& way, Run& run) {
  try {
    run.go_back(way.step, run.config().train.optimizer.learning_rate, Progress{});
    run.save(run.folder(), RecordState::kDiverged);
    return true;
  } catch (const Error&) {
    return false;  // what was saved before is still there
  }
}

// Where the saved run goes on, and how.
std::string kept_text(const WayBack* way, Run& run, const std::string& last_good, const std::string& resume) {
  if (way && keep_at(*way, run)) {
    return "; the run is kept at step " + format_count(way->step) + ", go on there with " + resume +
           " --lr " + setting_text(way->learning_rate);
  }
  const std::string why = way ? "step " + format_count(way->step) + " could not be written"
                          : run.config().recorder > 0 ? "from no later step a smaller rate was seen to work"
                                                      : "--recorder 0 keeps nothing later";
  return "; the run is kept at " + last_good + " (" + why + "), go on there with " + resume + " --lr " +
         (way ? setting_text(way->learning_rate) : "X");
}

}  // namespace

void report_divergence(Run& run, const std::string& resume) {
  const Lane& lane = lane_of_divergence(run);
  const Divergence divergence = *lane.trainer->divergence();
  const std::int64_t epochs = lane.trainer->last_good().epochs_finished;
  const std::string last_good = epochs == 0 ? "its start" : "the end of epoch " + std::to_string(epochs);
  RecorderFigures figures = explain_divergence(run);
  std::string text =
      "the training " + (run.training_lanes().size() > 1 ? "of " + lane.choice.id + " " : std::string()) +
      "diverged in epoch " + std::to_string(divergence.epoch) + " at step " +
      std::to_string(divergence.step) + ": " + cause_text(divergence) + after_change_text(*lane.trainer);
  const WayBack* const way = advised(figures);
  if (way) {
    text += "; from step " + std::to_string(way->step) + " a learning rate of " +
            setting_text(way->learning_rate) + " works (" + std::to_string(way->done) +
            " steps tried, loss " + fixed(way->loss, 4) + "): use --lr " + setting_text(way->learning_rate);
  } else {
    text += ": use a smaller --lr";
  }
  text +=
      resume.empty() ? "; nothing is kept (--run DIR keeps a run)" : kept_text(way, run, last_good, resume);
  throw RunDiverged(Error(ErrorCode::kDiverged, text, "train"), divergence, std::move(figures));
}

Json divergence_json(const RunDiverged& diverged) {
  const Divergence& where = diverged.divergence();
  const std::int64_t layer = divergence_layer(where);
  Json json = {{"epoch", where.epoch},
               {"step", where.step},
               {"layer", layer < 0 ? Json() : Json(layer + 1)},
               {"tensor", where.tensor},
               {"value", value_text(where.value)},
               {"exploding", where.exploding}};
  if (const auto& told = diverged.figures().divergence) {
    json["model"] = told->model;
    json["steps"] = told->steps;
    Json losses = Json::array(), layers = Json::array();
    for (const double loss : told->loss) losses.push_back(number(loss));
    for (const std::vector<double>& of_layer : told->largest) {
      Json largest = Json::array();
      for (const double value : of_layer) largest.push_back(value_text(value));
      layers.push_back(std::move(largest));
    }
    json["loss"] = std::move(losses);
    json["largest_pre_activation"] = std::move(layers);
  }
  Json ways = Json::array();
  for (const WayBack& way : diverged.figures().ways) ways.push_back(way_json(way));
  json["ways_back"] = std::move(ways);
  return json;
}

}  // namespace headroom::cli
