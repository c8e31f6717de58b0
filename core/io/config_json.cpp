#include "core/io/config_json.h"

#include <algorithm>

namespace headroom {

namespace {

Json generator_to_json(const SyntheticSpec& spec) {
  return {{"kind", spec.kind},
          {"rows", spec.rows},
          {"columns", spec.columns},
          {"noise", spec.noise},
          {"signal", spec.signal}};
}

SyntheticSpec generator_from_json(JsonObject object) {
  SyntheticSpec spec;
  spec.kind = object.string("kind");
  spec.rows = object.integer("rows", 1, kAnyInteger);
  spec.columns = object.integer("columns", 1, kAnyInteger);
  spec.noise = object.number("noise", 0, kAnyNumber);
  spec.signal = object.number("signal", 0, kAnyNumber);
  object.finish();
  return spec;
}

Json optimizer_to_json(const OptimizerSettings& settings) {
  Json json = {{"kind", optimizer_name(settings.kind)}};
  for (const HyperParameter& each : kHyperParameters) json[std::string(each.name)] = settings.*each.value;
  return json;
}

// What a file leaves out keeps its default, but for the learning rate, which has to stand there.
OptimizerSettings optimizer_from_json(JsonObject object) {
  OptimizerSettings settings;
  settings.kind = object.one_of("kind", kOptimizerTable);
  for (const HyperParameter& each : kHyperParameters) {
    const bool needed = each.value == &OptimizerSettings::learning_rate;
    if (needed || object.has(each.name)) {
      settings.*each.value = object.number(each.name, 0, std::min(each.below, kAnyNumber));
    }
  }
  object.finish();
  return settings;
}

Json train_to_json(const TrainSettings& train) {
  return {{"epochs", train.epochs},
          {"batch", train.batch},
          {"seed", train.seed},
          {"shuffle", kShuffleNames.name(train.shuffle)},
          {"precision", precision_name(train.precision)},
          {"early_stop_patience", train.early_stop_patience},
          {"early_stop_min_delta", train.early_stop_min_delta},
          {"optimizer", optimizer_to_json(train.optimizer)}};
}

TrainSettings train_from_json(JsonObject object) {
  TrainSettings train;
  train.epochs = object.integer("epochs", 1, kAnyInteger);
  train.batch = object.integer("batch", 1, kAnyInteger);
  train.seed = object.unsigned_integer("seed");
  if (object.has("shuffle")) train.shuffle = object.one_of("shuffle", kShuffleNames);
  if (object.has("precision")) train.precision = object.one_of("precision", kPrecisionNames);
  if (object.has("early_stop_patience")) {
    train.early_stop_patience = object.integer("early_stop_patience", 0, kAnyInteger);
  }
  if (object.has("early_stop_min_delta")) {
    train.early_stop_min_delta = object.number("early_stop_min_delta", -kAnyNumber, kAnyNumber);
  }
  train.optimizer = optimizer_from_json(object.object("optimizer"));
  object.finish();
  return train;
}

Json reference_to_json(const ReferenceCurve& curve) {
  return {{"title", curve.title},
          {"model", curve.model},
          {"epochs", curve.epochs},
          {"loss", curve.loss},
          {"accuracy", curve.accuracy}};
}

ReferenceCurve reference_from_json(JsonObject object) {
  ReferenceCurve curve;
  curve.title = object.string("title");
  curve.model = object.string("model");
  curve.epochs = object.integers("epochs", 1, kAnyInteger);
  curve.loss = object.numbers("loss", 0, kAnyNumber);
  curve.accuracy = object.numbers("accuracy", 0, 1);
  object.finish();
  return curve;
}

}  // namespace

Json config_to_json(const RunConfig& config) {
  Json models = Json::array();
  for (const ModelChoice& choice : config.models) {
    models.push_back({{"id", choice.id}, {"title", choice.title}, {"hidden", choice.hidden}});
  }
  Json json = {
      {"id", config.id},
      {"title", config.title},
      {"description", config.description},
      {"notes", config.notes},
      {"scale", scale_name(config.scale)},
      {"scale_target", config.scale_target},
      {"degree", config.degree},
      {"split",
       {{"kind", kSplitNames.name(config.split.kind)},
        {"validation_fraction", config.split.validation_fraction}}},
      {"activation", activation_name(config.activation)},
      {"init", {{"scheme", init_scheme_name(config.init.scheme)}, {"output_gain", config.init.output_gain}}},
      {"models", models},
      {"selected", config.selected},
      {"train", train_to_json(config.train)},
  };
  if (config.split.test_fraction > 0) json["split"]["test_fraction"] = config.split.test_fraction;
  if (config.class_weight != ClassWeight::kNone) {
    json["class_weight"] = kClassWeightNames.name(config.class_weight);
  }
  if (config.recorder != kUsualRecorder) json["recorder_bytes"] = config.recorder;
  if (config.terms != Terms::kStored) json["terms"] = terms_name(config.terms);
  if (config.residence != Residence::kDevice) json["residence"] = residence_name(config.residence);
  if (config.generator) json["generator"] = generator_to_json(*config.generator);
  if (config.output) json["output"] = output_name(*config.output);
  if (config.reference) json["reference"] = reference_to_json(*config.reference);
  return json;
}

RunConfig config_from_json(JsonObject object) {
  RunConfig config;
  config.id = object.string("id");
  config.title = object.string("title");
  config.description = object.string("description");
  config.notes = object.strings("notes");
  config.scale = object.one_of("scale", kScaleNames);
  // Runs saved before there was this setting trained on the target as it is.
  config.scale_target = object.has("scale_target") && object.boolean("scale_target");
  config.degree = static_cast<int>(object.integer("degree", 1, 2));
  JsonObject split = object.object("split");
  config.split.kind = split.one_of("kind", kSplitNames);
  config.split.validation_fraction = split.number("validation_fraction", 0, 1);
  if (split.has("test_fraction")) config.split.test_fraction = split.number("test_fraction", 0, 1);
  split.finish();
  config.activation = object.one_of("activation", kActivationTable);
  JsonObject init = object.object("init");
  // Runs saved before there was a choice started as PyTorch does.
  if (init.has("scheme")) config.init.scheme = init.one_of("scheme", kInitSchemeTable);
  config.init.output_gain = init.number("output_gain", -kAnyNumber, kAnyNumber);
  init.finish();
  for (JsonObject& choice : object.objects("models")) {
    config.models.push_back(
        {choice.string("id"), choice.string("title"), choice.integers("hidden", 1, kAnyInteger)});
    choice.finish();
  }
  config.selected = object.strings("selected");
  config.train = train_from_json(object.object("train"));
  if (object.has("class_weight")) config.class_weight = object.one_of("class_weight", kClassWeightNames);
  if (object.has("recorder_bytes")) config.recorder = object.integer("recorder_bytes", 0, kAnyInteger);
  if (object.has("terms")) config.terms = object.one_of("terms", kTermsNames);
  if (object.has("residence")) config.residence = object.one_of("residence", kResidenceNames);
  if (object.has("generator")) config.generator = generator_from_json(object.object("generator"));
  if (object.has("output")) config.output = object.one_of("output", kOutputNames);
  if (object.has("reference")) config.reference = reference_from_json(object.object("reference"));
  object.finish();
  return config;
}

}  // namespace headroom
