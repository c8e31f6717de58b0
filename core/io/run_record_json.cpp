#include "core/io/run_record_json.h"

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/data/features.h"
#include "core/io/build_id.h"
#include "core/io/config_json.h"
#include "core/io/memory_account_json.h"
#include "core/io/schema_json.h"
#include "core/io/stream_json.h"

namespace headroom {

namespace {

constexpr int kRecordVersion = 1;  // of run.json
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// JSON has no NaN or infinity: such a figure is left out, and read as NaN.
void put(Json& json, const char* key, double value) {
  if (std::isfinite(value)) json[key] = value;
}

double take(JsonObject& object, const char* key) {
  return object.has(key) ? object.number(key, -kAnyNumber, kAnyNumber) : kNan;
}

std::vector<float> floats(JsonObject& object, std::string_view key) {
  std::vector<float> values;
  for (const double value : object.numbers(key, -kAnyNumber, kAnyNumber))
    values.push_back(static_cast<float>(value));
  return values;
}

Json epoch_to_json(const EpochMetric& m) {
  Json json = {{"epoch", m.epoch}, {"steps", m.steps}};
  put(json, "train_loss", m.train_loss);
  put(json, "train_accuracy", m.train_accuracy);
  put(json, "validation_loss", m.validation_loss);
  put(json, "validation_accuracy", m.validation_accuracy);
  put(json, "r2", m.r2);
  put(json, "seconds", m.seconds);
  put(json, "elapsed_seconds", m.elapsed_seconds);
  put(json, "learning_rate", m.learning_rate);
  if (m.check != 0) json["check"] = m.check;
  return json;
}

EpochMetric epoch_from_json(JsonObject& object) {
  EpochMetric m;
  m.epoch = object.integer("epoch", 1, kAnyInteger);
  m.steps = object.integer("steps", 0, kAnyInteger);
  m.train_loss = take(object, "train_loss");
  m.train_accuracy = take(object, "train_accuracy");
  m.validation_loss = take(object, "validation_loss");
  m.validation_accuracy = take(object, "validation_accuracy");
  m.r2 = take(object, "r2");
  m.seconds = take(object, "seconds");
  m.elapsed_seconds = take(object, "elapsed_seconds");
  m.learning_rate = take(object, "learning_rate");
  if (object.has("check")) m.check = object.unsigned_integer("check");
  object.finish();
  return m;
}

Json model_to_json(const ModelRecord& model, const CheckpointEntry& entry) {
  const TrainerState& s = model.state;
  Json json = {
      {"id", model.id},
      {"widths", model.spec.widths},
      {"activation", activation_name(model.spec.activation)},
      {"output", output_name(model.spec.output)},
      {"epochs_finished", s.epochs_finished},
      {"steps", s.steps},
      {"learning_rate", s.learning_rate},
      {"seconds", s.seconds},
      {"best_validation_loss", s.best_validation_loss},
      {"epochs_without_improvement", s.epochs_without_improvement},
      {"checkpoint", {{"file", entry.file}, {"bytes", entry.bytes}, {"checksum", entry.checksum}}},
      {"epochs", Json::array()},
  };
  if (s.best.epoch > 0) {
    json["best"] = {
        {"epoch", s.best.epoch}, {"validation_loss", s.best.validation_loss}, {"in_use", s.best.in_use}};
  }
  if (s.partial_steps > 0) {
    json["unfinished_epoch"] = {{"steps", s.partial_steps},
                                {"correct", s.partial_correct},
                                {"rows", s.partial_rows},
                                {"seconds", s.partial_seconds}};
    put(json["unfinished_epoch"], "loss_sum", s.partial_loss_sum);
  }
  for (const EpochMetric& epoch : s.history.epochs) json["epochs"].push_back(epoch_to_json(epoch));
  return json;
}

CheckpointEntry checkpoint_from_json(JsonObject object) {
  CheckpointEntry entry;
  entry.file = object.string("file");
  entry.bytes = object.integer("bytes", 0, kAnyInteger);
  entry.checksum = object.string("checksum");
  if (entry.file.empty() || entry.file.find('/') != std::string::npos) {
    object.fail("file", "must be the name of a file in the run's directory");
  }
  object.finish();
  return entry;
}

std::pair<ModelRecord, CheckpointEntry> model_from_json(JsonObject& object) {
  ModelRecord model;
  TrainerState& s = model.state;
  model.id = object.string("id");
  model.spec.widths = object.integers("widths", 1, kAnyInteger);
  if (model.spec.widths.size() < 2) object.fail("widths", "needs at least inputs and outputs");
  model.spec.activation = object.one_of("activation", kActivationTable);
  model.spec.output = object.one_of("output", kOutputNames);
  s.epochs_finished = object.integer("epochs_finished", 0, kAnyInteger);
  s.steps = object.integer("steps", 0, kAnyInteger);
  s.learning_rate = object.number("learning_rate", 0, kAnyNumber);
  s.seconds = object.number("seconds", 0, kAnyNumber);
  s.best_validation_loss = object.number("best_validation_loss", -kAnyNumber, kAnyNumber);
  s.epochs_without_improvement = object.integer("epochs_without_improvement", 0, kAnyInteger);
  if (object.has("best")) {  // early stop only
    JsonObject best = object.object("best");
    s.best.epoch = best.integer("epoch", 1, s.epochs_finished);
    s.best.validation_loss = best.number("validation_loss", -kAnyNumber, kAnyNumber);
    s.best.in_use = best.boolean("in_use");
    best.finish();
  }
  if (object.has("unfinished_epoch")) {
    JsonObject partial = object.object("unfinished_epoch");
    s.partial_steps = partial.integer("steps", 1, kAnyInteger);
    s.partial_correct = partial.integer("correct", 0, kAnyInteger);
    s.partial_rows = partial.integer("rows", 0, kAnyInteger);
    s.partial_seconds = partial.number("seconds", 0, kAnyNumber);
    s.partial_loss_sum = take(partial, "loss_sum");
    partial.finish();
  }
  EpochList& epochs = s.history.epochs;
  for (JsonObject& epoch : object.objects("epochs")) {
    const EpochMetric metric = epoch_from_json(epoch);
    if (metric.epoch <= s.history.last_epoch()) {
      object.fail("epochs", "epoch " + std::to_string(metric.epoch) + " comes after epoch " +
                                std::to_string(s.history.last_epoch()));
    }
    s.history.push_epoch(metric);
  }
  // A very long run is thinned, but for its last epoch.
  const auto entries = static_cast<std::int64_t>(epochs.size());
  const bool whole = s.epochs_finished <= static_cast<std::int64_t>(History::kMostEpochs);
  if (whole ? entries != s.epochs_finished : s.history.last_epoch() != s.epochs_finished) {
    object.fail("epochs", "has " + std::to_string(entries) + " entries, epochs_finished is " +
                              std::to_string(s.epochs_finished));
  }
  CheckpointEntry entry = checkpoint_from_json(object.object("checkpoint"));
  object.finish();
  return {std::move(model), std::move(entry)};
}

Json data_to_json(const RunRecord& record) {
  Json features = Json::array();
  for (const FeatureOrigin& feature : record.features) {
    Json json = {{"column", feature.column}};
    if (feature.level) json["level"] = *feature.level;
    const bool plain = feature.part == FeaturePart::kValue || feature.part == FeaturePart::kLevel;
    if (!plain) json["part"] = kFeaturePartNames.name(feature.part);
    if (feature.origin != 0) json["origin"] = feature.origin;
    features.push_back(json);
  }
  Json data = {{"rows", record.rows},
               {"train_rows", record.train_rows},
               {"task", task_name(record.task)},
               {"target", record.target_name},
               {"classes", record.class_names},
               {"features", features},
               {"fingerprint", record.fingerprint}};
  if (record.file) data["file"] = {{"path", record.file->path}};
  if (record.schema) data["schema"] = schema_to_json(*record.schema);
  return data;
}

// Records from before there were schemas: what the columns are is seen from the features.
void read_older_file(JsonObject& file, RunRecord& record) {
  if (record.schema) return;
  Schema schema = schema_from_features(record);
  if (file.has("target")) file.string("target");
  if (file.has("task")) file.one_of("task", kTaskNames);
  if (file.has("one_hot_limit")) file.integer("one_hot_limit", 0, kAnyInteger);
  schema.header = !file.has("header") || file.boolean("header");
  record.schema = std::make_shared<const Schema>(std::move(schema));
}

void data_from_json(JsonObject object, RunRecord& record) {
  record.rows = object.integer("rows", 1, kAnyInteger);
  record.train_rows = object.integer("train_rows", 1, record.rows);
  record.task = object.one_of("task", kTaskNames);
  record.target_name = object.string("target");
  record.class_names = object.strings("classes");
  record.fingerprint = object.string("fingerprint");
  for (JsonObject& feature : object.objects("features")) {
    FeatureOrigin origin{feature.string("column"), std::nullopt};
    if (feature.has("level")) {
      origin.level = feature.string("level");
      origin.part = FeaturePart::kLevel;
    }
    if (feature.has("part")) origin.part = feature.one_of("part", kFeaturePartNames);
    if (feature.has("origin")) origin.origin = feature.number("origin", -kAnyNumber, kAnyNumber);
    feature.finish();
    record.features.push_back(std::move(origin));
  }
  if (object.has("schema")) {
    record.schema = std::make_shared<const Schema>(schema_from_json(object.object("schema")));
    if (features_of(*record.schema) != record.features)
      object.fail("features", "are not those that \"schema\" makes of the columns");
  }
  if (object.has("file")) {
    JsonObject file = object.object("file");
    record.file = FileSource{file.string("path")};
    read_older_file(file, record);
    file.finish();
  }
  object.finish();
}

void preprocessing_from_json(JsonObject object, RunRecord& record) {
  record.column_means = floats(object, "column_means");
  JsonObject scaler = object.object("scaler");
  record.scaler.kind = record.config.scale;
  record.scaler.offset = floats(scaler, "offset");
  record.scaler.factor = floats(scaler, "factor");
  scaler.finish();
  if (object.has("target")) {  // else saved before targets were scaled
    JsonObject target = object.object("target");
    record.target.mean = target.number("mean", -kAnyNumber, kAnyNumber);
    record.target.deviation = target.number("deviation", std::numeric_limits<double>::min(), kAnyNumber);
    target.finish();
  }
  for (const auto* list : {&record.column_means, &record.scaler.offset, &record.scaler.factor}) {
    if (list->size() != record.features.size()) {
      object.fail("scaler", "and column_means must have one number per column, " +
                                std::to_string(record.features.size()));
    }
  }
  object.finish();
}

// What the parts say about each other: a network must fit its data.
void check_consistency(JsonObject& root, const RunRecord& record) {
  if (record.file.has_value() == record.config.generator.has_value()) {
    root.fail("data", "must name a file, or config a generator, and not both");
  }
  for (const ModelRecord& model : record.models) {
    DataShape shape;
    shape.columns = static_cast<std::int64_t>(record.features.size());
    shape.degree = record.config.degree;
    if (model.spec.inputs() != shape.features()) {
      root.fail("models", "\"" + model.id + "\" has " + std::to_string(model.spec.inputs()) +
                              " inputs, the data have " + std::to_string(shape.features()) + " features");
    }
    const auto classes = static_cast<std::int64_t>(record.class_names.size());
    const std::int64_t wanted = model.spec.output == Output::kSoftmax ? classes : 1;
    if (model.spec.outputs() != wanted) {
      root.fail("models", "\"" + model.id + "\" has " + std::to_string(model.spec.outputs()) +
                              " outputs, the data need " + std::to_string(wanted));
    }
  }
}

}  // namespace

Json record_to_json(const RunRecord& record, const std::vector<CheckpointEntry>& entries) {
  Json models = Json::array();
  for (std::size_t i = 0; i < record.models.size(); ++i) {
    models.push_back(model_to_json(record.models[i], entries[i]));
  }
  Json json = {{"schema_version", kRecordVersion},
               {"program", "headroom " + program_version()},
               {"state", record_state_name(record.state)},
               {"device", {{"id", record.device_id}, {"threads", record.device_threads}}},
               {"config", config_to_json(record.config)},
               {"data", data_to_json(record)},
               {"preprocessing",
                {{"column_means", record.column_means},
                 {"target", {{"mean", record.target.mean}, {"deviation", record.target.deviation}}},
                 {"scaler", {{"offset", record.scaler.offset}, {"factor", record.scaler.factor}}}}},
               {"models", models}};
  if (record.given_weights) json["given_weights"] = true;
  if (record.memory) json["memory"] = account_to_json(*record.memory);
  if (record.stream) json["stream"] = stream_to_json(*record.stream);
  return json;
}

std::pair<RunRecord, std::vector<CheckpointEntry>> record_from_json(const Json& document,
                                                                    const std::string& file) {
  JsonObject root(document, file);
  root.check_version(kRecordVersion);
  root.string("program");
  RunRecord record;
  record.state = root.one_of("state", kRecordStateNames);
  JsonObject device = root.object("device");
  record.device_id = device.string("id");
  record.device_threads = static_cast<int>(device.integer("threads", 0, 1 << 20));
  device.finish();
  record.config = config_from_json(root.object("config"));
  data_from_json(root.object("data"), record);
  preprocessing_from_json(root.object("preprocessing"), record);
  std::vector<CheckpointEntry> entries;
  for (JsonObject& object : root.objects("models")) {
    auto [model, entry] = model_from_json(object);
    record.models.push_back(std::move(model));
    entries.push_back(std::move(entry));
  }
  if (record.models.empty()) root.fail("models", "is empty");
  if (root.has("given_weights")) record.given_weights = root.boolean("given_weights");
  if (root.has("memory")) record.memory = account_from_json(root.object("memory"));
  if (root.has("stream")) record.stream = stream_from_json(root.object("stream"));
  root.finish();
  check_consistency(root, record);
  return {std::move(record), std::move(entries)};
}

}  // namespace headroom
