#include "core/run/change.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/run/command.h"

namespace headroom {
namespace {

constexpr const char* kCustom = "custom";

const ModelChoice* find_model(const std::vector<ModelChoice>& models, const std::string& id) {
  const auto found =
      std::find_if(models.begin(), models.end(), [&](const ModelChoice& model) { return model.id == id; });
  return found == models.end() ? nullptr : &*found;
}

// The bindings below name every member of their struct: a new one does not compile before it has an answer.

Effect effect_on_optimizer(const OptimizerSettings& before, const OptimizerSettings& after) {
  const auto& [kind, learning_rate, momentum, beta1, beta2, alpha, epsilon, l2] = before;
  if (kind != after.kind || momentum != after.momentum || beta1 != after.beta1 || beta2 != after.beta2 ||
      alpha != after.alpha || epsilon != after.epsilon || l2 != after.l2) {
    return Effect::kStartsOver;
  }
  return learning_rate != after.learning_rate ? Effect::kGoesOn : Effect::kNone;
}

Effect effect_on_training(const TrainSettings& before, const TrainSettings& after) {
  const auto& [epochs, batch, optimizer, seed, shuffle, precision, patience, min_delta] = before;
  if (seed != after.seed) return Effect::kReads;
  if (batch != after.batch || shuffle != after.shuffle || precision != after.precision) {
    return Effect::kStartsOver;
  }
  const bool schedule = epochs != after.epochs || patience != after.early_stop_patience ||
                        min_delta != after.early_stop_min_delta;
  return std::max(schedule ? Effect::kGoesOn : Effect::kNone,
                  effect_on_optimizer(optimizer, after.optimizer));
}

std::string models_text(const RunConfig& before, const RunConfig& after) {
  if (before.models != after.models) {
    if (find_model(after.models, kCustom)) return tr("custom model");
    return find_model(before.models, kCustom) ? tr("custom model removed") : tr("other networks");
  }
  return tr("training {1}", join(after.selected, {}, tr(" and ")));
}

// `now` with what change_text() has words for as it was before.
RunConfig without_told(RunConfig now, const RunConfig& before) {
  now.train.seed = before.train.seed;
  if (now.generator && before.generator) now.generator->noise = before.generator->noise;
  now.train.optimizer.learning_rate = before.train.optimizer.learning_rate;
  now.activation = before.activation;
  now.init.scheme = before.init.scheme;
  now.terms = before.terms;
  now.residence = before.residence;
  now.split.test_fraction = before.split.test_fraction;
  now.class_weight = before.class_weight;
  now.scale_target = before.scale_target;
  now.recorder = before.recorder;
  now.models = before.models;
  now.selected = before.selected;
  return now;
}

}  // namespace

bool same_source(const RunConfig& before, const RunConfig& after) {
  return before.generator == after.generator && before.dataset == after.dataset;
}

namespace {

// The same generator with other noise: the same problem, easier or harder to know.
bool other_noise_only(const RunConfig& before, const RunConfig& after) {
  if (!before.generator || !after.generator || before.dataset != after.dataset) return false;
  SyntheticSpec alike = *after.generator;
  alike.noise = before.generator->noise;
  return alike == *before.generator;
}

}  // namespace

bool loses_networks(const RunConfig& before, const RunConfig& after) {
  const Change what = what_changes(before, after);
  return what.starts_over() || !what.replaced.empty() ||
         std::any_of(before.models.begin(), before.models.end(),
                     [&](const ModelChoice& model) { return !find_model(after.models, model.id); });
}

Change what_changes(const RunConfig& before, const RunConfig& after) {
  const auto& [id, title, description, notes, generator, dataset, scale, scale_target, degree, terms,
               residence, split, class_weight, activation, output, init, models, selected, train, reference,
               recorder] = before;
  Change change;
  for (const ModelChoice& model : models) {
    const ModelChoice* const now = find_model(after.models, model.id);
    if (now && now->hidden != model.hidden) change.replaced.push_back(model.id);
  }
  change.effect = effect_on_training(train, after.train);
  if (recorder != after.recorder) change.effect = std::max(change.effect, Effect::kGoesOn);
  if (models != after.models || selected != after.selected) {
    change.effect = std::max(change.effect, Effect::kModels);
  }
  if (activation != after.activation || output != after.output || !(init == after.init)) {
    change.effect = std::max(change.effect, Effect::kStartsOver);
  }
  if (scale != after.scale || scale_target != after.scale_target || degree != after.degree ||
      terms != after.terms || residence != after.residence || !(split == after.split) ||
      class_weight != after.class_weight) {
    change.effect = std::max(change.effect, Effect::kPrepares);
  }
  if (!same_source(before, after)) change.effect = Effect::kReads;
  return change;
}

std::string setting_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return local_number(text);
}

std::string change_text(const RunConfig& before, const RunConfig& after) {
  std::vector<std::string> texts;
  if (after.train.seed != before.train.seed) {
    texts.push_back(tr("back at step 0 with seed {1}", std::to_string(after.train.seed)));
  }
  if (!same_source(before, after) && other_noise_only(before, after)) {
    texts.push_back(tr("noise {1}", setting_text(after.generator->noise)));
  }
  if (after.train.optimizer.learning_rate != before.train.optimizer.learning_rate) {
    texts.push_back(tr("learning rate {1}", setting_text(after.train.optimizer.learning_rate)));
  }
  if (after.activation != before.activation) {
    texts.push_back(tr("activation {1}", activation_name(after.activation)));
  }
  if (after.init.scheme != before.init.scheme) {
    texts.push_back(tr("first weights {1}", init_scheme_name(after.init.scheme)));
  }
  if (after.terms != before.terms) texts.push_back(tr("degree-2 terms {1}", terms_name(after.terms)));
  if (after.residence != before.residence) {
    texts.emplace_back(after.residence == Residence::kStreamed ? tr("rows are streamed from main memory")
                                                               : tr("rows are on the device"));
  }
  if (after.split.test_fraction != before.split.test_fraction) {
    texts.push_back(after.split.test_fraction > 0
                        ? tr("test part of {1} %", setting_text(100 * after.split.test_fraction))
                        : tr("no test part"));
  }
  if (after.class_weight != before.class_weight) {
    texts.emplace_back(after.class_weight == ClassWeight::kBalanced ? tr("class weights balanced")
                                                                    : tr("no class weights"));
  }
  if (after.scale_target != before.scale_target)
    texts.emplace_back(after.scale_target ? tr("target standardised") : tr("target as it is"));
  if (after.recorder != before.recorder) {
    texts.push_back(after.recorder > 0 ? tr("flight recorder of {1}", format_bytes(after.recorder))
                                       : tr("no flight recorder"));
  }
  if (after.models != before.models || after.selected != before.selected) {
    texts.push_back(models_text(before, after));
  }
  if (what_changes(before, without_told(after, before)).effect != Effect::kNone) {
    texts.emplace_back(tr("settings changed"));
  }
  return join(texts);
}

void require_learning_rate(double value) {
  if (!(value > 0) || !std::isfinite(value)) {
    throw Error(ErrorCode::kUsage, tr("a learning rate is a positive number, not {1}", setting_text(value)));
  }
}

void require_change(const RunConfig& before, const RunConfig& after) {
  require_learning_rate(after.train.optimizer.learning_rate);
  if (!same_source(before, after) && !other_noise_only(before, after)) {
    throw Error(ErrorCode::kUsage, tr("this change was meant for a run that is not loaded: make it again"));
  }
}

RunConfig config_after(const Command& command, RunConfig now) {
  if (const auto* const load = std::get_if<command::Load>(&command)) return load->config;
  if (const auto* const change = std::get_if<command::Change>(&command)) return change->config;
  if (const auto* const reset = std::get_if<command::Reset>(&command)) {
    if (reset->new_seed) ++now.train.seed;
  } else if (const auto* const back = std::get_if<command::GoBack>(&command)) {
    now.train.optimizer.learning_rate = back->learning_rate;
  }
  return now;
}

void set_custom_model(RunConfig& config, std::vector<std::int64_t> hidden) {
  auto custom = std::find_if(config.models.begin(), config.models.end(),
                             [](const ModelChoice& choice) { return choice.id == kCustom; });
  if (custom == config.models.end()) {
    custom = config.models.insert(config.models.end(), {kCustom, "Custom", {}});
  }
  custom->hidden = std::move(hidden);
  config.selected = {kCustom};
}

void remove_custom_model(RunConfig& config) {
  if (!find_model(config.models, kCustom)) {
    throw Error(ErrorCode::kUsage, tr("there is no custom model to remove"));
  }
  if (config.models.size() == 1) {
    throw Error(ErrorCode::kUsage, tr("the custom model is the only one: change it instead"));
  }
  std::erase_if(config.models, [](const ModelChoice& choice) { return choice.id == kCustom; });
  std::erase(config.selected, kCustom);
  if (config.selected.empty()) config.selected = {config.models.front().id};
}

void set_terms(RunConfig& config, Terms terms) {
  if (config.degree < 2) throw Error(ErrorCode::kUsage, tr("these data have no degree-2 terms"));
  config.terms = terms;
}

}  // namespace headroom
