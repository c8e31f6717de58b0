#include <cmath>

#include "app/cli/output.h"
#include "app/cli/quality_json.h"
#include "app/cli/remedy_words.h"
#include "app/cli/train_report.h"
#include "core/base/json.h"
#include "core/data/tabular.h"
#include "core/io/memory_account_json.h"
#include "core/io/stream_json.h"
#include "core/train/check_value.h"

namespace headroom::cli {

// The number of the run's first step that the history still knows.
std::int64_t first_step(const Trainer& trainer) {
  return trainer.steps() - static_cast<std::int64_t>(trainer.history().step_loss.size()) + 1;
}

double steps_per_second(const Trainer& trainer) {
  return trainer.seconds() > 0 ? static_cast<double>(trainer.steps()) / trainer.seconds() : 0;
}

namespace {

Json stages_json(const Run& run) {
  Json list = Json::array();
  for (const StageReport& stage : run.stages(false)) {
    Json json = {
        {"id", stage_name(stage.id)}, {"title", stage_title(stage.id)}, {"in", stage.in},
        {"out", stage.out},           {"bytes", stage.bytes},           {"seconds", number(stage.seconds)},
        {"where", stage.where}};
    if (!stage.out_text.empty()) json["out_text"] = stage.out_text;
    if (!stage.note.empty()) json["note"] = stage.note;
    if (stage.stream) json["stream"] = stream_to_json(*stage.stream);
    list.push_back(std::move(json));
  }
  return list;
}

Json items_json(const std::vector<const TensorTable*>& tables) {
  Json items = Json::array();
  for (const TensorTable* table : tables) {
    for (const TensorSpec& tensor : table->tensors()) {
      items.push_back(
          {{"name", tensor.name}, {"category", category_name(tensor.category)}, {"bytes", tensor.bytes}});
    }
  }
  return items;
}

Json memory_json(const Run& run) {
  std::vector<const TensorTable*> tables{&run.data().data->tensors()};
  for (const Lane* lane : run.training_lanes()) tables.push_back(&lane->trainer->engine().tensors());
  for (const TensorTable& table : run.planned()) {
    if (table.look_up("recorder")) tables.push_back(&table);
  }
  const MemoryAccount account = run.memory_account();
  Json json = {{"items", items_json(tables)},
               {"predicted_bytes", account.predicted_total()},
               {"charged_bytes", account.charged_total()},
               {"device_total_bytes", run.memory_before().total},
               {"device_free_before_bytes", run.memory_before().free},
               {"device_free_after_bytes", run.device()->memory().free}};
  json.update(account_to_json(account));
  const RecorderStatus recorder = run.recorder_status();
  json["recorder"] = {{"most_bytes", recorder.most},
                      {"room_bytes", recorder.bytes},
                      {"held_bytes", recorder.held},
                      {"state_bytes", recorder.one_state},
                      {"states", recorder.moments.size()}};
  return json;
}

// Accuracy of a classification; root mean squared error, in the target's own unit, and R2 of a regression.
// The losses of a regression are those of the scaled target ("target_scale" of the data).
void add_quality(Json& json, const EpochMetric& m, const Run& run, bool with_training) {
  const bool regression = run.data().dataset->task == Task::kRegression;
  const double unit = run.data().target.deviation;
  if (with_training) json["train_loss"] = number(m.train_loss);
  json["validation_loss"] = number(m.validation_loss);
  if (regression) {
    if (with_training) json["train_rmse"] = number(unit * std::sqrt(m.train_loss));
    json["validation_rmse"] = number(unit * std::sqrt(m.validation_loss));
    json["r2"] = number(m.r2);
  } else {
    if (with_training) json["train_accuracy"] = number(m.train_accuracy);
    json["validation_accuracy"] = number(m.validation_accuracy);
  }
}

Json epochs_json(const Run& run, const Trainer& trainer) {
  Json list = Json::array();
  for (const EpochMetric& m : trainer.history().epochs) {
    Json json = {{"epoch", m.epoch},
                 {"seconds", number(m.seconds)},
                 {"steps", m.steps},
                 {"learning_rate", number(m.learning_rate)}};
    add_quality(json, m, run, true);
    if (m.check != 0) json["check"] = check_text(m.check);
    list.push_back(std::move(json));
  }
  return list;
}

Json steps_json(const Trainer& trainer) {
  Json list = Json::array();
  const Series& losses = trainer.history().step_loss;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    list.push_back(
        {{"step", first_step(trainer) + static_cast<std::int64_t>(i)}, {"loss", number(losses[i])}});
  }
  return list;
}

void add_test(Json& json, const Run& run, const TrainResults& results, std::size_t lane) {
  if (const std::optional<Quality>& test = results.test[lane]) {
    json["test"] = quality_json(*test, run.data().dataset->class_names);
  }
}

// One of several models; the rows' memory is shared and not counted here.
Json lane_json(const Run& run, const TrainResults& results, std::size_t number, bool log_steps) {
  const Lane& lane = *run.training_lanes()[number];
  const Trainer& trainer = *lane.trainer;
  const TensorTable& tensors = trainer.engine().tensors();
  Json json = {{"id", lane.choice.id}};
  json.update(model_json(lane.spec));
  json["memory"] = {{"items", items_json({&tensors})},
                    {"predicted_bytes", lane.planned_bytes},
                    {"charged_bytes", tensors.total()}};
  json["epochs"] = epochs_json(run, trainer);
  if (log_steps) json["steps"] = steps_json(trainer);
  json["final"] = final_json(run, results, number);
  add_test(json, run, results, number);
  return json;
}

Json warnings_json(const Run& run, const TrainResults& results) {
  Json list = Json::array();
  for (const Warning& warning : warnings_of(run, results)) {
    Json json = {{"kind", warning.kind}, {"text", warning.text}, {"advice", warning.advice}};
    if (!warning.model.empty()) json["model"] = warning.model;
    if (!warning.column.empty()) json["column"] = warning.column;
    if (warning.epoch > 0) json["epoch"] = warning.epoch;
    list.push_back(std::move(json));
  }
  return list;
}

Json data_json(const Run& run) {
  const Dataset& data = *run.data().dataset;
  Json json = {{"source", data.source},
               {"rows", data.rows},
               {"columns", data.columns},
               {"features", run.data().shape.features()},
               {"train_rows", run.data().shape.train_rows},
               {"validation_rows", run.data().shape.validation_rows()},
               {"test_rows", run.data().split.test.size()},
               {"task", task_name(data.task)},
               {"target", data.target_name},
               {"notes", data.schema ? told(schema_notes(*data.schema)) : data.notes}};
  if (data.task == Task::kRegression) {
    const TargetScale& target = run.data().target;
    json["target_scale"] = {{"mean", target.mean}, {"deviation", target.deviation}};
  }
  return json;
}

Json imputed_json(const Run& run) {
  Json json = Json::object();
  const std::vector<std::int64_t>& counts = run.data().imputed;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] > 0) json[run.data().dataset->column_names[c]] = counts[c];
  }
  return json;
}

Json settings_json(const Run& run) {
  const RunConfig& config = run.config();
  const TrainSettings& train = config.train;
  return {{"epochs", train.epochs},
          {"batch", train.batch},
          {"optimizer", optimizer_name(train.optimizer.kind)},
          {"learning_rate", train.optimizer.learning_rate},
          {"l2", train.optimizer.l2},
          {"seed", train.seed},
          {"shuffle", kShuffleNames.name(train.shuffle)},
          {"split", kSplitNames.name(config.split.kind)},
          {"validation_fraction", config.split.validation_fraction},
          {"test_fraction", config.split.test_fraction},
          {"class_weight", kClassWeightNames.name(config.class_weight)},
          {"scale", scale_name(config.scale)},
          {"scale_target", config.scale_target},
          {"init_scheme", init_scheme_name(config.init.scheme)},
          {"degree", config.degree},
          {"terms", terms_name(config.terms)},
          {"residence", residence_name(config.residence)},
          {"precision", precision_name(train.precision)}};
}

Json device_json(const Run& run) {
  const DeviceInfo& device = run.device()->info();
  Json json = {{"id", device.id}, {"kind", device.kind}, {"name", device.name}};
  if (device.kind == "cpu") json["threads"] = device.threads;
  return json;
}

// What was measured on each candidate before the run.
Json choice_json(const DeviceChoice& choice) {
  Json list = Json::array();
  for (const Trial& trial : choice.trials) {
    Json json = {{"title", trial.title}};
    if (trial.times) {
      json["us_per_step"] = number(1e6 * trial.times->median());
    } else {
      json["reason"] = trial.reason;
    }
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

Json final_json(const Run& run, const TrainResults& results, std::size_t lane) {
  const Trainer& trainer = *run.training_lanes()[lane]->trainer;
  Json json = {{"seconds", number(trainer.seconds())},
               {"steps_per_second", number(steps_per_second(trainer))},
               {"stopped_early", trainer.stopped_early()}};
  if (trainer.settings().early_stop_patience > 0 && trainer.result()) {
    json["best_epoch"] = trainer.result()->epoch;
  }
  if (const EpochMetric* const last = trainer.result()) add_quality(json, *last, run, false);
  Json quality = quality_json(results.validation[lane], run.data().dataset->class_names);
  if (trainer.regression()) {
    json["mae"] = quality["mae"];
  } else {
    for (const char* key : {"balanced_accuracy", "majority_accuracy", "per_class"}) {
      json[key] = std::move(quality[key]);
    }
  }
  return json;
}

std::vector<Warning> warnings_of(const Run& run, const TrainResults& results) {
  std::vector<Warning> list;
  for (const DataDoubt& doubt : run.data().doubts) {
    list.push_back({{},
                    std::string(kDoubtNames.name(doubt.kind)),
                    doubt.what,
                    advice_of(doubt, run.config().split),
                    doubt.column});
  }
  const std::vector<const Lane*> lanes = run.training_lanes();
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const std::string& id = lanes[i]->choice.id;
    const std::optional<Trouble> trouble = run.trouble(*lanes[i]);
    if (trouble) {
      list.push_back({id,
                      std::string(kTroubleNames.name(trouble->kind)),
                      trouble->what,
                      trouble->advice,
                      {},
                      trouble->epoch});
    }
    // After few epochs nothing can be said of a trend, but of the outcome.
    const std::optional<ValueMetrics>& values = results.validation[i].values;
    if (!trouble && values && values->r2 < 0) {
      list.push_back(
          {id, std::string(kTroubleNames.name(TroubleKind::kBelowMean)),
           "R2 is " + fixed(values->r2, 3) + ", below 0: always predicting the mean would be better.",
           "Train for more epochs, or look at the columns and the target."});
    }
  }
  return list;
}

Json model_json(const ModelSpec& spec) {
  return {{"widths", spec.widths},
          {"activation", activation_name(spec.activation)},
          {"output", output_name(spec.output)},
          {"parameters", parameter_count(spec)}};
}

Json train_document(const Run& run, const TrainResults& results, bool log_steps) {
  const std::vector<const Lane*> lanes = run.training_lanes();
  const Trainer& trainer = *lanes.front()->trainer;
  Json document = {
      {"schema_version", 1},
      {"device", device_json(run)},
      {"stages", stages_json(run)},
      {"model", model_json(trainer.model())},
      {"memory", memory_json(run)},
      {"data", data_json(run)},
      {"settings", settings_json(run)},
      {"imputed", imputed_json(run)},
      {"epochs", epochs_json(run, trainer)},
  };
  if (!trainer.regression()) document["classes"] = run.data().dataset->class_names;
  if (run.device_choice()) document["device_choice"] = choice_json(*run.device_choice());
  if (log_steps) document["steps"] = steps_json(trainer);
  document["final"] = final_json(run, results, 0);
  add_test(document, run, results, 0);
  if (results.baseline) document["baseline"] = baseline_json(*results.baseline);
  document["warnings"] = warnings_json(run, results);
  if (lanes.size() > 1) {
    Json& models = document["models"] = Json::array();
    for (std::size_t i = 0; i < lanes.size(); ++i) models.push_back(lane_json(run, results, i, log_steps));
  }
  return document;
}

}  // namespace headroom::cli
