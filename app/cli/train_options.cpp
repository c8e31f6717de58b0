#include "app/cli/train_options.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "app/cli/command_line.h"
#include "app/cli/reading.h"
#include "app/cli/remedy_words.h"
#include "app/cli/values.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/data/apply_schema.h"
#include "core/data/csv/csv.h"
#include "core/data/tabular.h"
#include "core/io/array_file.h"
#include "core/io/presets.h"
#include "core/pipeline/default_config.h"

namespace headroom::cli {

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr double kHuge = std::numeric_limits<double>::max();

constexpr auto kOutputs = names<std::optional<Output>>(
    {{std::nullopt, "auto"}, {Output::kSigmoid, "sigmoid"}, {Output::kSoftmax, "softmax"}});

// Of the target of a regression. auto: as the preset or the default has it.
constexpr auto kTargetScales =
    names<std::optional<bool>>({{std::nullopt, "auto"}, {true, "standard"}, {false, "none"}});

// parse_hidden() and load_preset() do not know which option they are asked about.
template <typename Parse>
auto at_option(const std::string& option, const Parse& parse) {
  try {
    return parse();
  } catch (const Error& error) {
    throw Error(error.code(), error.message(), option);
  }
}

// The id of a model: one of the configuration's, or "custom" for hidden widths.
std::string choose_model(const std::string& text, RunConfig& config) {
  const bool known = std::any_of(config.models.begin(), config.models.end(),
                                 [&](const ModelChoice& choice) { return choice.id == text; });
  if (known) return text;
  const std::vector<std::int64_t> hidden = at_option("--model", [&] { return parse_hidden(text); });
  std::erase_if(config.models, [](const ModelChoice& choice) { return choice.id == "custom"; });
  config.models.push_back({"custom", "Custom " + text, hidden});
  return "custom";
}

void select_models(const std::string& text, RunConfig& config) {
  config.selected.clear();
  for (const std::string& part : split(text)) {
    const std::string id = choose_model(part, config);
    if (is_selected(config, id)) {
      throw Error(ErrorCode::kUsage,
                  id == "custom" ? "several networks are given by their widths: train one of them at a time"
                                 : "\"" + id + "\" is named twice: leave one out",
                  "--model");
    }
    config.selected.push_back(id);
  }
}

RunConfig config_from_file(const TrainOptions& options, Context& context) {
  CsvOptions reading = reading_of(options.table);
  const TabularOptions tabular = tabular_of(options.table);
  if (tabular.schema) keep_reading(*tabular.schema, reading);
  const std::string path = *options.data;
  auto dataset =
      with_bar<std::shared_ptr<const Dataset>>(context, "reading " + path, [&](Progress& progress) {
        const CsvTable table = read_table(path, reading, progress);
        return std::make_shared<const Dataset>(make_dataset(table, tabular, progress));
      });
  for (const TableNote& note : schema_notes(*dataset->schema)) context.say(told(note));
  return config_for_dataset(std::move(dataset));
}

RunConfig config_from_preset(const TrainOptions& options) {
  TableOptions table = options.table;
  if (table.task == "auto" || table.task == "classify") table.task.reset();
  if (const std::string name = table.first_given(); !name.empty())
    throw Error(ErrorCode::kUsage,
                "a preset brings its own data, for a classification: use it with --data only", name);
  return at_option("--preset", [&] { return load_preset(*options.preset); });
}

void apply_training(const TrainOptions& options, TrainSettings& train) {
  change_settings(options, train);
  if (options.batch) train.batch = parse_integer(*options.batch, "--batch", 1, kMostCount);
  if (options.optimizer) {
    train.optimizer.kind = kOptimizerTable.parse(*options.optimizer, "optimizer", "--optimizer");
  }
  if (options.l2 && *options.l2 != "0") train.optimizer.l2 = parse_between(*options.l2, "--l2", 0, kHuge);
  if (options.l2 && *options.l2 == "0") train.optimizer.l2 = 0;
  if (options.seed) train.seed = parse_seed(*options.seed, "--seed");
  if (options.shuffle) {
    train.shuffle = kShuffleNames.parse(*options.shuffle, "shuffle", "--shuffle");
  }
  if (options.precision) {
    train.precision = kPrecisionNames.parse(*options.precision, "precision", "--precision");
  }
}

void apply_data(const TrainOptions& options, RunConfig& config) {
  if (options.validation) {
    config.split.validation_fraction = parse_between(*options.validation, "--validation", 0, 1);
  }
  if (options.split) {
    config.split.kind = kSplitNames.parse(*options.split, "split", "--split");
  }
  if (options.test) {
    config.split.test_fraction = parse_between(*options.test, "--test", 0, 1);
  }
  if (options.class_weight) {
    config.class_weight = kClassWeightNames.parse(*options.class_weight, "class weight", "--class-weight");
  }
  if (options.scale) {
    config.scale = kScaleNames.parse(*options.scale, "scale", "--scale");
  } else if (options.init) {
    config.scale = ScaleKind::kMinMax;  // what weights that somebody brings were made for, unless they say so
  }
  if (options.scale_target) {
    const std::optional<bool> scaled =
        kTargetScales.parse(*options.scale_target, "scale of the target", "--scale-target");
    const bool classes =
        config.generator || (config.dataset && config.dataset->task == Task::kClassification);
    if (scaled && classes) {
      throw Error(ErrorCode::kUsage,
                  "the target is a class, which has no scale: leave it out, or give --task regress",
                  "--scale-target");
    }
    config.scale_target = scaled.value_or(config.scale_target);
  }
  if (options.degree) config.degree = static_cast<int>(parse_integer(*options.degree, "--degree", 1, 2));
  if (options.terms) config.terms = kTermsNames.parse(*options.terms, "way to keep the terms", "--terms");
  change_residence(options, config);
  change_recorder(options, config);
}

void apply_model(const TrainOptions& options, RunConfig& config) {
  config.selected.resize(1);
  if (options.model) select_models(*options.model, config);
  if (options.activation) {
    config.activation = kActivationTable.parse(*options.activation, "activation", "--activation");
  }
  if (options.init && options.init_scheme) {
    throw Error(ErrorCode::kUsage, "the first weights come from the file of --init: leave one of the two out",
                "--init-scheme");
  }
  if (options.init_scheme) {
    config.init.scheme =
        kInitSchemeTable.parse(*options.init_scheme, "way to start the weights", "--init-scheme");
  }
  if (options.output) {
    config.output = kOutputs.parse(*options.output, "output", "--output");
  }
}

}  // namespace

void register_options(Subcommand& app, TrainOptions& o) {
  app.add_option("--preset", o.preset, "a preset's id (headroom-cli presets lists them)", "ID");
  app.add_option("--data", o.data, "a table: CSV in any common writing, also packed (.gz, .zip)", "FILE");
  app.add_option("--resume", o.resume, "continue the run in this directory", "DIR");
  register_options(app, o.table);
  app.add_option("--output", o.output, kOutputs.list(", ", " or "), "KIND");
  app.add_option("--model", o.model,
                 "small, large, or hidden widths as 50x50; several with commas train side by side", "NAME");
  app.add_option("--activation", o.activation, kActivationTable.list(", ", " or "), "NAME");
  app.add_option("--epochs", o.epochs, "how often all training rows are used", "N");
  app.add_option("--batch", o.batch, "rows per step", "N");
  app.add_option("--lr", o.lr, "learning rate", "X");
  app.add_option("--optimizer", o.optimizer, kOptimizerTable.list(", ", " or "), "NAME");
  app.add_option("--l2", o.l2, "weight decay", "X");
  app.add_option("--early-stop", o.early_stop, "stop after so many epochs without improvement; 0: never");
  app.add_option("--recorder", o.recorder,
                 "main memory for states of the training, to find what broke one that diverges (64); 0: none",
                 "MIB");
  app.add_option("--seed", o.seed,
                 "decides a preset's data, the split, the first weights and the order of rows", "N");
  app.add_option("--validation", o.validation, "the fraction of the rows that validate (0.2)", "FRACTION");
  app.add_option("--split", o.split, "shuffled, or tail: the last rows validate", "KIND");
  app.add_option("--test", o.test, "a fraction of the rows that is used once, when the training is over",
                 "FRACTION");
  app.add_option("--folds", o.folds, "cross validation: train so often, each part of the rows validates once",
                 "K");
  app.add_option("--seeds", o.seeds, "train so often, with --seed and the seeds after it", "N");
  app.add_option("--baseline", o.baseline, "on or off: what a linear model reaches on the same rows", "WORD");
  app.add_option("--class-weight", o.class_weight,
                 "none, or balanced: rows of rare classes count more in the training loss", "KIND");
  app.add_option("--scale", o.scale, "standard, minmax (presets, and with --init) or none", "KIND");
  app.add_option("--scale-target", o.scale_target,
                 "of a regression: auto, standard (mean 0, deviation 1 over the training rows) or none",
                 "KIND");
  app.add_option("--degree", o.degree, "1, or 2: products of columns as further features", "N");
  app.add_option("--terms", o.terms, "of degree 2: stored, or generated when a row is read", "KIND");
  app.add_option("--residence", o.residence, "of the rows: device, or streamed from main memory (cuda)",
                 "KIND");
  app.add_option("--shuffle", o.shuffle, "epoch: a new order every epoch, or none", "KIND");
  app.add_option("--init", o.init,
                 "first weights, a safetensors file; of several models one each, with commas", "FILE");
  app.add_option("--init-scheme", o.init_scheme,
                 "how the first weights are drawn: torch (as nn.Linear), glorot (as scikit-learn) or he",
                 "NAME");
  app.add_option("--device", o.device, "auto, cpu, cuda or cuda:N", "ID");
  app.add_option("--threads", o.threads, "threads of the CPU; 0: choose");
  app.add_option("--precision", o.precision, kPrecisionNames.list(", ", " or "), "NAME");
  app.add_flag("--log-steps", o.log_steps, "report the loss of every batch");
  app.add_option("--run", o.run, "write a run record and a checkpoint into this directory after every epoch",
                 "DIR");
}

void check_source(const TrainOptions& options) {
  const std::pair<const char*, const TrainOptions::Text*> paths[] = {{"--data", &options.data},
                                                                     {"--resume", &options.resume},
                                                                     {"--init", &options.init},
                                                                     {"--run", &options.run}};
  for (const auto& [option, path] : paths) {
    if (*path && (*path)->empty())
      throw Error(ErrorCode::kUsage, "the path is empty: name one, or leave it out", option);
  }
  const int sources = (options.preset ? 1 : 0) + (options.data ? 1 : 0) + (options.resume ? 1 : 0);
  if (sources != 1) {
    throw Error(
        ErrorCode::kUsage,
        std::string(sources == 0 ? "there is nothing to train on" : "there are several things to train on") +
            ": give one of --preset ID, --data FILE and --resume DIR",
        "train");
  }
  if (!options.resume) return;
  if (const std::string name = options.table.first_given(); !name.empty())
    throw Error(ErrorCode::kUsage, "a resumed run keeps what it was started with: leave it out", name);
  const std::pair<const char*, const TrainOptions::Text*> fixed[] = {
      {"--output", &options.output},
      {"--activation", &options.activation},
      {"--batch", &options.batch},
      {"--optimizer", &options.optimizer},
      {"--l2", &options.l2},
      {"--seed", &options.seed},
      {"--validation", &options.validation},
      {"--split", &options.split},
      {"--test", &options.test},
      {"--folds", &options.folds},
      {"--seeds", &options.seeds},
      {"--class-weight", &options.class_weight},
      {"--scale", &options.scale},
      {"--scale-target", &options.scale_target},
      {"--degree", &options.degree},
      {"--terms", &options.terms},
      {"--shuffle", &options.shuffle},
      {"--init", &options.init},
      {"--init-scheme", &options.init_scheme},
      {"--precision", &options.precision}};
  for (const auto& [name, value] : fixed) {
    if (*value) {
      throw Error(ErrorCode::kUsage, "a resumed run keeps what it was started with: leave it out", name);
    }
  }
  if (options.run && *options.run != *options.resume) {
    throw Error(ErrorCode::kUsage, "a resumed run stays in its directory: leave it out", "--run");
  }
}

RunConfig config_from_options(const TrainOptions& options, Context& context) {
  // What needs no file is checked before a long file is read.
  RunConfig unread;
  unread.models = {{"small", "", {1}}, {"large", "", {1}}};
  unread.selected = {"small"};
  apply_training(options, unread.train);
  apply_data(options, unread);
  apply_model(options, unread);
  RunConfig config = options.preset ? config_from_preset(options) : config_from_file(options, context);
  apply_training(options, config.train);
  apply_data(options, config);
  apply_model(options, config);
  return config;
}

void select_saved_models(const TrainOptions& options, RunRecord& record) {
  std::vector<std::string>& selected = record.config.selected;
  if (options.model) {
    selected = split(*options.model);
    for (const std::string& id : selected) record.model(id);  // throws for an unknown one
    return;
  }
  std::erase_if(selected, [&](const std::string& id) {
    return std::none_of(record.models.begin(), record.models.end(),
                        [&](const ModelRecord& model) { return model.id == id; });
  });
  if (selected.empty()) selected = {record.models.front().id};
}

std::map<std::string, std::string> init_files(const TrainOptions& options, const RunConfig& config) {
  const std::vector<std::string> files =
      config.selected.size() == 1 ? std::vector{*options.init} : split(*options.init);
  if (files.size() != config.selected.size()) {
    throw Error(ErrorCode::kUsage,
                std::to_string(config.selected.size()) + " models are trained, but " +
                    std::to_string(files.size()) + (files.size() == 1 ? " file is" : " files are") +
                    " named: name one each, with commas",
                "--init");
  }
  std::map<std::string, std::string> named;
  for (std::size_t i = 0; i < files.size(); ++i) named[config.selected[i]] = files[i];
  return named;
}

void change_residence(const TrainOptions& options, RunConfig& config) {
  if (!options.residence) return;
  config.residence = kResidenceNames.parse(*options.residence, "place for the rows", "--residence");
}

void change_recorder(const TrainOptions& options, RunConfig& config) {
  if (!options.recorder) return;
  config.recorder = parse_integer(*options.recorder, "--recorder", 0, kMostRecorderMib) * kMiB;
}

void change_settings(const TrainOptions& options, TrainSettings& settings) {
  if (options.epochs) settings.epochs = parse_integer(*options.epochs, "--epochs", 1, kMostCount);
  if (options.lr) settings.optimizer.learning_rate = parse_between(*options.lr, "--lr", 0, kHuge);
  if (options.early_stop) {
    settings.early_stop_patience = parse_integer(*options.early_stop, "--early-stop", 0, kMost);
  }
}

std::optional<RepeatPlan> repeats_from(const TrainOptions& options) {
  if (!options.folds && !options.seeds) return std::nullopt;
  const char* const name = options.folds ? "--folds" : "--seeds";
  const auto refuse = [&](const TrainOptions::Text& other, const char* option, const std::string& why) {
    if (other)
      throw Error(ErrorCode::kUsage, why + ": leave one of them out", std::string(name) + ", " + option);
  };
  if (options.folds) {
    refuse(options.seeds, "--seeds",
           "either the parts of the data or the seeds change from training to training");
    refuse(options.validation, "--validation", "the folds say how many rows validate");
  }
  refuse(options.run, "--run", "a directory keeps one training, not several");
  const std::int64_t count =
      parse_integer(options.folds ? *options.folds : *options.seeds, name, 2, kMostTrainings);
  return RepeatPlan{options.folds ? RepeatPlan::Kind::kFolds : RepeatPlan::Kind::kSeeds, count};
}

bool baseline_from(const TrainOptions& options) {
  const std::string word = options.baseline.value_or("on");
  if (word == "on" || word == "off") return word == "on";
  throw Error(ErrorCode::kUsage, "\"" + word + "\" is none of on, off", "--baseline");
}

int threads_from(const TrainOptions& options) {
  return options.threads ? static_cast<int>(parse_integer(*options.threads, "--threads", 0, 1024)) : 0;
}

}  // namespace headroom::cli
