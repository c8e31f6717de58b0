// The options of `train` and the RunConfig that they make.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/cli/context.h"
#include "app/cli/table_options.h"
#include "core/io/run_record.h"
#include "core/pipeline/run_config.h"
#include "core/run/repeats.h"

namespace headroom::cli {

// As given: text, checked when used. Empty: not given, the preset's or the default holds.
struct TrainOptions {
  using Text = std::optional<std::string>;
  Text preset, data, resume;  // exactly one: what to train on
  TableOptions table;
  Text output, model, activation;
  Text epochs, batch, lr, optimizer, l2, early_stop, seed;
  Text validation, split, scale, scale_target, degree, terms, residence, shuffle, init, init_scheme;
  Text device, threads, precision, run;
  Text test, folds, seeds, baseline, class_weight, recorder;
  bool log_steps = false;
};

void register_options(Subcommand& app, TrainOptions& options);

// Throws Error{kUsage} unless exactly one of --preset, --data and --resume is given, and for options that
// do not go with it.
void check_source(const TrainOptions& options);

// From --preset or --data; reads the file (with a bar). Without --model one model is selected. Throws
// Error{kUsage} naming the option.
RunConfig config_from_options(const TrainOptions& options, Context& context);

// Which of the saved networks are resumed: those of --model, else those that were trained last.
void select_saved_models(const TrainOptions& options, RunRecord& record);

// The files of --init by the id of a selected model.
std::map<std::string, std::string> init_files(const TrainOptions& options, const RunConfig& config);

// The options that may change a resumed run: --epochs, --lr, --early-stop, and --residence and --recorder,
// which change no number.
void change_settings(const TrainOptions& options, TrainSettings& settings);
void change_residence(const TrainOptions& options, RunConfig& config);
void change_recorder(const TrainOptions& options, RunConfig& config);

int threads_from(const TrainOptions& options);  // 0: choose

// How often it trains, with the seeds from --seed on or the parts of the data; nothing: once.
std::optional<RepeatPlan> repeats_from(const TrainOptions& options);
bool baseline_from(const TrainOptions& options);

}  // namespace headroom::cli
