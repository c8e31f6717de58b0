#include "core/pipeline/run_config.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/base/join.h"

namespace headroom {
namespace {

[[noreturn]] void refuse(const RunConfig& config, const std::string& setting, const std::string& message) {
  throw Error(ErrorCode::kBadInput, setting + " " + message, config.id);
}

Output automatic_output(Task task, std::int64_t classes) {
  if (task == Task::kRegression) return Output::kLinear;
  return classes == 2 ? Output::kSigmoid : Output::kSoftmax;
}

// What speaks against this output on these data, or nothing.
std::string output_conflict(Output output, Task task, std::int64_t classes) {
  if (task == Task::kRegression) {
    if (output == Output::kLinear) return {};
    return "predicts a class, but the target is a number: choose linear, or classification";
  }
  if (classes < 2) return "needs at least two classes in the target: choose another target column";
  if (output == Output::kLinear) {
    return "predicts a number, but the target is a class: choose sigmoid or softmax, or regression";
  }
  if (output == Output::kSigmoid && classes != 2) {
    return "tells two classes apart, but the target has " + std::to_string(classes) + ": choose softmax";
  }
  return {};
}

void validate_models(const RunConfig& config) {
  if (config.models.empty()) refuse(config, "models", "is empty: add at least one architecture");
  std::set<std::string> ids;
  for (const ModelChoice& choice : config.models) {
    if (choice.id.empty()) refuse(config, "models", "has one without an id: name it small, large or custom");
    if (!ids.insert(choice.id).second) refuse(config, "models", "has \"" + choice.id + "\" twice");
    for (const std::int64_t width : choice.hidden) {
      if (width < 1) {
        refuse(config, "models",
               "\"" + choice.id + "\" has a layer of width " + std::to_string(width) +
                   ": every width is at least 1");
      }
    }
  }
  if (config.selected.empty()) refuse(config, "selected", "is empty: choose at least one model");
  std::set<std::string> seen;
  for (const std::string& id : config.selected) {
    if (!ids.contains(id)) {
      refuse(config, "selected", "names \"" + id + "\", which is not a model here: choose from " + join(ids));
    }
    if (!seen.insert(id).second) refuse(config, "selected", "names \"" + id + "\" twice");
  }
}

void validate_training(const RunConfig& config) {
  const TrainSettings& train = config.train;
  if (train.epochs < 1) refuse(config, "epochs", "must be at least 1");
  if (train.batch < 1) refuse(config, "batch", "must be at least 1");
  for (const HyperParameter& each : kHyperParameters) {
    if (!each.allows(train.optimizer.*each.value)) {
      refuse(config, std::string(each.title), "must be " + std::string(each.wanted));
    }
  }
  if (train.early_stop_patience < 0) refuse(config, "early stop patience", "must be 0 (never) or more");
  // Written so that NaN fails it.
  if (!(train.early_stop_min_delta >= 0)) refuse(config, "early stop min delta", "must be 0 or more");
}

void validate_reference(const RunConfig& config) {
  const ReferenceCurve& curve = *config.reference;
  const std::size_t points = curve.epochs.size();
  if (points == 0 || curve.loss.size() != points || curve.accuracy.size() != points) {
    refuse(config, "reference", "needs one loss and one accuracy for each of its epochs");
  }
  if (curve.epochs.front() < 1 ||
      !std::is_sorted(curve.epochs.begin(), curve.epochs.end(), std::less_equal<>())) {
    refuse(config, "reference", "epochs must grow, from 1 on");
  }
  const auto about = [&](const ModelChoice& choice) { return choice.id == curve.model; };
  if (std::none_of(config.models.begin(), config.models.end(), about)) {
    refuse(config, "reference", "is about \"" + curve.model + "\", which is not a model here");
  }
}

}  // namespace

RunConfig::RunConfig() = default;
RunConfig::RunConfig(const RunConfig&) = default;
RunConfig::RunConfig(RunConfig&&) noexcept = default;
RunConfig& RunConfig::operator=(const RunConfig&) = default;
RunConfig& RunConfig::operator=(RunConfig&&) noexcept = default;
RunConfig::~RunConfig() = default;

bool is_selected(const RunConfig& config, std::string_view id) {
  return std::find(config.selected.begin(), config.selected.end(), id) != config.selected.end();
}

ModelSpec make_model(const RunConfig& config, const ModelChoice& choice, std::int64_t features, Task task,
                     std::int64_t classes) {
  ModelSpec model;
  model.activation = config.activation;
  model.output = config.output.value_or(automatic_output(task, classes));
  const std::string conflict = output_conflict(model.output, task, classes);
  if (!conflict.empty()) refuse(config, "output " + std::string(output_name(model.output)), conflict);
  model.widths.push_back(features);
  model.widths.insert(model.widths.end(), choice.hidden.begin(), choice.hidden.end());
  model.widths.push_back(model.output == Output::kSoftmax ? classes : 1);
  validate(model);
  return model;
}

void validate(const RunConfig& config) {
  if (config.recorder < 0) refuse(config, "flight recorder", "must be 0 (off) or more bytes");
  if (config.generator.has_value() == (config.dataset != nullptr)) {
    refuse(config, "source",
           config.dataset ? "is given twice: keep the generator or the dataset"
                          : "is missing: name a generator or a dataset");
  }
  if (config.degree != 1 && config.degree != 2) {
    refuse(config, "degree", "is " + std::to_string(config.degree) + ": choose 1 or 2");
  }
  const double fraction = config.split.validation_fraction;
  if (!(fraction > 0 && fraction < 1)) refuse(config, "validation fraction", "must lie between 0 and 1");
  const double test = config.split.test_fraction;
  if (!(test >= 0 && test < 1)) refuse(config, "test fraction", "must lie between 0 and 1");
  if (!std::isfinite(config.init.output_gain)) refuse(config, "output gain", "must be a finite number");
  validate_models(config);
  validate_training(config);
  if (config.reference) validate_reference(config);
}

}  // namespace headroom
