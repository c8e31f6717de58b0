// headroom-cli train: from a preset or a CSV file to trained networks.
#include <algorithm>
#include <memory>
#include <utility>

#include "app/cli/context.h"
#include "app/cli/divergence_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/remedy_words.h"
#include "app/cli/train_options.h"
#include "app/cli/train_report.h"
#include "app/cli/train_source.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/checkpoint.h"
#include "core/io/context_store.h"
#include "core/run/repeats.h"
#include "core/run/run.h"

namespace headroom::cli {
namespace {

// Something about every network: "3 of 5 epochs", or "small 3 of 5 epochs, large 2 of 5 epochs".
template <typename Text>
std::string of_each(const std::vector<const Lane*>& lanes, const Text& text) {
  std::string all;
  for (const Lane* lane : lanes) {
    all += (all.empty() ? "" : ", ") + (lanes.size() > 1 ? lane->choice.id + " " : "") + text(*lane->trainer);
  }
  return all;
}

std::string done_text(const Trainer& trainer) {
  std::string text = std::to_string(trainer.epochs_finished()) + " of " +
                     std::to_string(trainer.settings().epochs) + " epochs";
  if (trainer.step_in_epoch() > 0) text += " and " + format_count(trainer.step_in_epoch()) + " steps";
  return text;
}

// The epoch that is under way, of the network that is furthest behind.
std::int64_t epoch_of(const Run& run) {
  std::int64_t epoch = run.config().train.epochs;
  for (const Lane* lane : run.training_lanes()) {
    if (!lane->trainer->finished()) epoch = std::min(epoch, lane->trainer->epochs_finished() + 1);
  }
  return epoch;
}

std::string bar_figures(const Trainer& trainer) {
  std::string text;
  const Series& losses = trainer.history().step_loss;
  if (!losses.empty()) text += "loss " + fixed(losses[losses.size() - 1], 4);
  if (!trainer.history().epochs.empty() && !trainer.regression()) {
    text += "  accuracy " + percent(trainer.history().epochs.back().validation_accuracy);
  }
  return text + "  " + format_count(static_cast<std::int64_t>(trainer.steps_per_second())) + " steps/s";
}

std::string epoch_line(const Trainer& trainer) {
  const EpochMetric& m = trainer.history().epochs.back();
  std::string line = "epoch " + std::to_string(m.epoch) + "/" + std::to_string(trainer.settings().epochs) +
                     "  train loss " + fixed(m.train_loss, 4) + "  validation loss " +
                     fixed(m.validation_loss, 4);
  line += trainer.regression() ? "  R2 " + fixed(m.r2, 4) : "  accuracy " + percent(m.validation_accuracy);
  return line + "  " + seconds_text(m.seconds);
}

// Empty: nothing is kept of it.
std::string way_to_resume(const Run& run) {
  return run.folder().empty() ? "" : "headroom-cli train --resume " + run.folder().string();
}

std::string advice_to_resume(const Run& run) {
  const std::string way = way_to_resume(run);
  return way.empty() ? "nothing was kept (--run DIR keeps a run)" : "continue with " + way;
}

// Where it trains and why, and how much memory stays free: said before anything is allocated.
void say_device(const Run& run, const TrainOptions& options, const TrainSource& source,
                const std::vector<Candidate>& candidates, const Context& context) {
  const DeviceInfo& info = run.device()->info();
  const bool resumed = source.saved != nullptr;
  const DeviceChoice* const choice = run.device_choice().get();
  if (choice) context.say(choice_text(*choice) + ": training on " + choice->trials[choice->best].title);
  const bool automatic = options.device ? *options.device == "auto" : !resumed;
  if (automatic && info.kind == "cpu" && list_devices().size() == 1) {
    context.say("no CUDA device found: training on the CPU");
  } else if (automatic && !choice && candidates.size() > 1) {
    context.say("this run is over before a trial of the devices would be: training on " +
                candidates.front().title);
  }
  if (resumed && info.id != source.saved->record.device_id) {
    context.say("the run was started on " + source.saved->record.device_id + " and goes on on " + info.id +
                ": its figures may differ in the last digits");
  }
  if (info.kind == "cuda") {
    const KnownContext known =
        remember_context(context_store_path(), context_key(info), run.memory_before().context);
    if (!known.message.empty()) context.say(known.message);
  }
  const NetworkPlan& report = run.first_report();
  if (report.verdict == Verdict::kBorderline) {
    context.say("memory is tight: " + format_bytes(planned_bytes(run.question())) + " are needed, " +
                format_bytes(report.headroom) + " stay free");
  }
}

// On `device` where one is given: that of the training before.
std::unique_ptr<Run> prepare(const TrainOptions& options, const TrainSource& source, Context& context,
                             const std::shared_ptr<Device>& device = nullptr) {
  ProgressBar bar(context);
  RunSetup setup;
  setup.config = source.config;
  setup.saved = source.saved;
  setup.device = device;
  if (!device) setup.candidates = candidates_for(options, source);
  if (options.init) {
    setup.first_weights = [files = init_files(options, source.config)](const std::string& id,
                                                                       const ModelSpec& spec) {
      return read_initial_weights(files.at(id), spec);
    };
  }
  setup.on_stages = [&bar](const std::vector<StageReport>& stages) {
    for (const StageReport& stage : stages) {
      if (stage.state == StageState::kRunning) bar.update(stage.progress, std::string(stage_title(stage.id)));
    }
  };
  setup.before_allocation = [&, candidates = setup.candidates](const Run& run, const Pipeline&) {
    if (!device) say_device(run, options, source, candidates, context);
  };
  auto run = std::make_unique<Run>(std::move(setup), stop_request());
  if (!device) {
    for (const DataDoubt& doubt : run->data().doubts)
      context.say(doubt.what + " " + advice_of(doubt, run->config().split));
  }
  if (source.saved) {
    if (!run->finished()) {
      context.say(of_each(run->training_lanes(), done_text) + " are done: the run goes on from there");
      if (source.saved->record.state == RecordState::kDiverged && !options.lr) {
        context.say(
            "it diverged after that, and with the same learning rate does so again: use a smaller --lr");
      }
    }
  } else if (!source.folder.empty()) {
    run->keep_in(source.folder);
    run->save(source.folder, RecordState::kTraining);  // a kill from now on loses nothing that was prepared
  }
  return run;
}

// To the end. Throws Error{kCancelled} when somebody asked to stop and Error{kDiverged} when the numbers left
// the finite; the record is saved before either.
void train(Run& run, bool resumed, Context& context) {
  ProgressBar bar(context);
  const std::vector<const Lane*> lanes = run.training_lanes();
  const std::string wanted = std::to_string(run.config().train.epochs);
  if (run.finished()) {
    const auto epochs = [](const Trainer& trainer) { return std::to_string(trainer.epochs_finished()); };
    context.say("nothing is left to do: the run has its " + of_each(lanes, epochs) +
                " epochs (a larger --epochs continues it)");
  }
  run.set_goal(Goal::kAll);
  while (!run.goal_reached()) {
    if (stop_request().cancelled()) {
      if (!run.folder().empty()) run.save(run.folder(), RecordState::kStopped);
      throw Error(ErrorCode::kCancelled,
                  "stopped in epoch " + std::to_string(epoch_of(run)) + " of " + wanted + ": " +
                      advice_to_resume(run),
                  "train");
    }
    const Run::Advance done = run.advance();
    run.checkpoint();
    if (run.diverged()) report_divergence(run, way_to_resume(run));
    bar.update(run.progress(),
               "epoch " + std::to_string(epoch_of(run)) + "/" + wanted + "  " + of_each(lanes, bar_figures));
    if (!done.slice.epoch_finished) continue;
    bar.line((lanes.size() > 1 ? done.lane->choice.id + "  " : "") + epoch_line(*done.lane->trainer));
  }
  if (resumed) run.save(run.folder(), RecordState::kFinished);
}

// Of a longer run the history keeps the lowest and the highest losses only.
void require_whole_history(const Run& run) {
  constexpr auto kMost = static_cast<std::int64_t>(History::kMostSteps);
  for (const Lane* lane : run.training_lanes()) {
    const std::int64_t per_epoch = lane->trainer->steps_per_epoch();
    if (run.config().train.epochs <= kMost / per_epoch) continue;
    throw Error(ErrorCode::kUsage,
                "the losses of at most " + format_count(kMost) + " steps are kept, which are " +
                    format_count(kMost / per_epoch) + " epochs of this run: ask for fewer, or leave it out",
                "--log-steps");
  }
}

std::string part_text(const Run& run, const RepeatPlan& plan) {
  if (plan.kind == RepeatPlan::Kind::kSeeds) return "seed " + std::to_string(run.config().train.seed);
  return "fold " + std::to_string(run.config().split.fold + 1) + " of " + std::to_string(plan.count) + ": " +
         format_count(run.data().shape.train_rows) + " rows train, " +
         format_count(run.data().shape.validation_rows()) + " validate";
}

TrainResults results_of(const Repeat& repeat) {
  TrainResults results;
  for (const RepeatedNetwork& network : repeat.networks) {
    results.validation.push_back(network.validation);
    results.test.push_back(network.test);
  }
  return results;
}

// Of every network: its "final", with rows, and "test" where there is one.
std::vector<Json> finals_of(const Run& run, const Repeat& repeat, const TrainResults& results) {
  std::vector<Json> finals;
  const char* const what = repeat.kind == RepeatPlan::Kind::kFolds ? "fold" : "seed";
  for (std::size_t lane = 0; lane < results.validation.size(); ++lane) {
    Json json = {{what, repeat.number},
                 {"train_rows", repeat.train_rows},
                 {"validation_rows", repeat.validation_rows}};
    json.update(final_json(run, results, lane));
    if (results.test[lane]) json["test"] = quality_json(*results.test[lane], run.data().dataset->class_names);
    finals.push_back(std::move(json));
  }
  return finals;
}

// Trains several times; what is told beside the summary is the first of them.
void train_repeatedly(const TrainOptions& options, const TrainSource& source, const RepeatPlan& plan,
                      Context& context) {
  const bool folds = plan.kind == RepeatPlan::Kind::kFolds;
  std::vector<Repeat> done;
  std::vector<std::vector<Json>> finals;
  Json document;
  RepeatsRequest request{.config = source.config, .plan = plan};
  request.open = [&](RunConfig config, std::shared_ptr<Device> device) {
    TrainSource one = source;
    one.config = std::move(config);
    return prepare(options, one, context, device);
  };
  request.train = [&](Run& run) {
    if (done.empty() && options.log_steps) require_whole_history(run);
    context.say(part_text(run, plan));
    train(run, false, context);
  };
  const auto judged = [&](const Repeat& repeat, const Run& run) {
    TrainResults results = results_of(repeat);
    if (done.empty() && baseline_from(options)) results.baseline = fit_baseline(run.data(), stop_request());
    finals.push_back(finals_of(run, repeat, results));
    done.push_back(repeat);
    if (done.size() > 1) return;
    if (context.json) {
      document = train_document(run, results, options.log_steps);
    } else if (results.baseline) {
      context.out << (folds ? "of fold 1: " : "of the first seed: ") << baseline_text(*results.baseline)
                  << '\n';
    }
  };
  train_repeats(request, judged, stop_request());
  if (!context.json) {
    print_repeats(done, context.out);
    return;
  }
  const std::string key = folds ? "folds" : "seeds";
  const auto add = [&](Json& to, std::size_t lane) {
    Json& list = to[key] = Json::array();
    for (const std::vector<Json>& each : finals) list.push_back(each[lane]);
    to[key + "_summary"] = repeats_summary(done, lane);
  };
  add(document, 0);
  const std::size_t lanes = done.front().networks.size();
  for (std::size_t lane = 0; lanes > 1 && lane < lanes; ++lane) add(document["models"][lane], lane);
  print_json(document, context.out);
}

}  // namespace

Action add_train(Subcommand& app) {
  auto options = std::make_shared<TrainOptions>();
  register_options(app, *options);
  return [options](Context& context) {
    const std::optional<RepeatPlan> repeats = repeats_from(*options);
    const bool with_baseline = baseline_from(*options);
    const TrainSource source = open_source(*options, context);
    if (repeats) {
      train_repeatedly(*options, source, *repeats, context);
      return;
    }
    const std::unique_ptr<Run> run = prepare(*options, source, context);
    if (options->log_steps) require_whole_history(*run);
    train(*run, source.saved != nullptr, context);
    const TrainResults results = judge(*run, with_baseline, stop_request());
    if (context.json) {
      print_json(train_document(*run, results, options->log_steps), context.out);
    } else {
      print_train_tables(*run, results, options->log_steps, context.out);
    }
  };
}

}  // namespace headroom::cli
