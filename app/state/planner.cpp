#include "app/state/planner.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <utility>

#include "app/state/paths.h"
#include "core/base/json.h"
#include "core/base/tr.h"
#include "core/io/context_store.h"
#include "core/io/file.h"
#include "core/io/presets.h"
#include "core/memory/transformer_plan.h"
#include "core/plan/plan_export.h"
#include "core/plan/plan_settings.h"

namespace headroom::app {

namespace {

constexpr std::size_t kMostUndo = 100;
constexpr double kDeviceSeconds = 1;        // between two looks at the memory of this machine's device
constexpr Bytes kDeviceChange = 64 * kMiB;  // less is not worth another answer

std::filesystem::path models_directory() { return assets_directory() / "models"; }

Error planning_error(const std::exception& thrown) {
  if (const auto* const error = dynamic_cast<const Error*>(&thrown)) return *error;
  return Error(ErrorCode::kInternal, thrown.what(), "plan");
}

PlanTarget target_for(const PlanQuestion& question, const DeviceInfo& device, const MemoryStatus& memory,
                      const Catalogue& catalogue) {
  if (question.card.empty()) return target_of(device, memory, catalogue);
  return target_of(catalogue.find(question.card));
}

// What the context takes: measured on this machine's device, now or by an earlier start; else not known.
KnownContext context_for(const PlanQuestion& question, const PlanTarget& target, const DeviceInfo& device,
                         const MemoryStatus& memory) {
  if (question.card.empty()) {
    if (!target.gpu) return {memory.context, {}};
    return remember_context(context_store_path(), context_key(device), memory.context);
  }
  if (target.card && is_card(device, *target.card))
    return recall_context(context_store_path(), context_key(device));
  return {};
}

// For a file's name: what is planned and on which card.
std::string stem_of(const PlanReport& report) {
  std::string name = report.inputs.transformer ? report.inputs.transformer->name : std::string("network");
  name += "-" + report.target.name;
  for (char& c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
    if (!plain) c = '_';
  }
  return name;
}

}  // namespace

MemoryStatus plan_memory_status(const Snapshot& run) {
  if (run.memory->device.total > 0) return run.memory->device;
  MemoryStatus status;
  status.total = run.facts->device.memory_total;
  status.free = run.facts->device.memory_free;
  return status;
}

std::optional<NetworkJob> job_of_run(const Snapshot& run, const std::string& model_id) {
  const auto named = std::find_if(run.curves->models.begin(), run.curves->models.end(),
                                  [&](const auto& m) { return m.choice.id == model_id; });
  std::vector<ModelSpec> models;
  if (named != run.curves->models.end()) models.push_back(named->spec);
  for (const ModelSnapshot& model : run.curves->models) {
    if (named == run.curves->models.end() && model.selected) models.push_back(model.spec);
  }
  NetworkJob job = *run.memory->question;
  if (models.empty() || job.data.rows < 1) return std::nullopt;
  job.models = std::move(models);
  job.settings.epochs = run.facts->config.train.epochs;
  return job;
}

void Planner::read_catalogue() {
  if (!library_read_ && !library_.running())
    library_.start([read = read_library_](Progress&) { return read(); });
}

void Planner::open(const Snapshot& run, PlanState& state) {
  state.own_cards_path = own_cards_path();
  if (!library_.running()) library_.start([read = read_library_](Progress&) { return read(); });
  if (state.asked || reading_.running()) return;
  if (job_of_run(run, {})) {
    ask_about(PlanSubject::kRun, {}, run, state);
  } else {
    ask_worked_example();
  }
}

void Planner::ask_about_file(const std::string& path, const Snapshot& run, PlanState& state) {
  PlanInputs inputs = state.question.inputs;
  if (!state.asked && run.facts->device.kind != "cuda") state.question.card = kWorkedExampleCard;
  reading_.start([path, inputs](Progress&) mutable {
    inputs.transformer = read_transformer_config(path);
    inputs.job.sequence = usual_sequence(*inputs.transformer);
    if (std::filesystem::path(path).filename() == "config.json") {
      // Every model's file is called so: its folder says which one it is.
      const std::string folder = std::filesystem::absolute(path).parent_path().filename().string();
      if (!folder.empty()) inputs.transformer->name = folder;
    }
    return Read{std::move(inputs)};
  });
}

void Planner::ask_example(const char* card) {
  reading_.start([card](Progress&) { return Read{worked_example(models_directory()), card}; });
}

void Planner::ask_on_small_card(const Snapshot& run, PlanState& state) {
  if (!state.asked && !job_of_run(run, {})) return ask_example(kCardOf8);
  if (!state.asked) ask_about(PlanSubject::kRun, {}, run, state);
  choose_card(kCardOf8, state);
}

bool Planner::ask_about(PlanSubject subject, const std::string& run_model, const Snapshot& run,
                        PlanState& state) {
  PlanQuestion next = state.question;
  next.subject = subject;
  if (subject == PlanSubject::kTransformer) {
    if (!next.inputs.transformer) {
      ask_worked_example();
      return true;
    }
  } else {
    const std::optional<NetworkJob> job = job_of_run(run, run_model);
    if (subject == PlanSubject::kRun && !job) return false;
    const bool first = next.inputs.mlp.models.empty();
    if (subject == PlanSubject::kRun) next.run_model = run_model;
    if (subject == PlanSubject::kRun || (first && job)) {
      next.inputs.mlp = *job;
      if (subject == PlanSubject::kNetwork) next.inputs.mlp.models.resize(1);  // it has one
    } else if (first) {
      next.inputs.mlp = network_job({230, 200, 200, 1}, 10'000, 64);
    }
  }
  // At first the run is held against the device that it trains on.
  if (!state.asked && run.facts->device.kind != "cuda" && subject != PlanSubject::kRun)
    next.card = kWorkedExampleCard;
  ask(std::move(next), state);
  return true;
}

void Planner::change_inputs(const PlanInputs& inputs, PlanState& state) {
  if (!state.asked) return;
  PlanQuestion next = state.question;
  if (next.subject == PlanSubject::kTransformer) {
    next.inputs = inputs;
  } else {
    // A run that is not as it trains is a network of its own.
    next.subject = PlanSubject::kNetwork;
    next.inputs.mlp = inputs.mlp;
    next.inputs.price_per_hour = inputs.price_per_hour;
  }
  settle(next.inputs);
  ask(std::move(next), state);
}

void Planner::choose_card(const std::string& name, PlanState& state) {
  if (!state.asked) {
    state.question.card = name;
    return;
  }
  PlanQuestion next = state.question;
  next.card = name;
  ask(std::move(next), state);
}

void Planner::ask(PlanQuestion question, PlanState& state) {
  if (state.asked) {
    if (before_.size() == kMostUndo) before_.erase(before_.begin());
    before_.push_back(std::move(state.question));
  }
  state.question = std::move(question);
  state.asked = true;
  state.can_undo = !before_.empty();
  due_ = true;
}

void Planner::undo(PlanState& state) {
  if (before_.empty()) return;
  state.question = std::move(before_.back());
  before_.pop_back();
  state.can_undo = !before_.empty();
  due_ = true;
}

void Planner::save(PlanFormat format, std::string path, const PlanState& state) {
  if (!state.report) return;
  const bool markdown = format == PlanFormat::kMarkdown;
  if (path.empty()) path = default_output("plans", stem_of(*state.report), markdown ? ".md" : ".json");
  const bool english = language() == "en";
  saving_.start([path, markdown, english, report = *state.report, measured = state.measured,
                 catalogue = state.catalogue](Progress&) mutable {
    const InEnglish scope;  // as headroom-cli writes it
    if (!english && catalogue) report = make_report(report.inputs, report.target, *catalogue);
    report.measured = std::move(measured);
    write_output(path, markdown ? plan_markdown(report) : plan_json(report, true).dump(2) + "\n");
    return path;
  });
}

// What is planned as "this run" changes with it.
void Planner::follow_run(const Snapshot& run, PlanState& state) {
  if (!state.asked || state.question.subject != PlanSubject::kRun) return;
  const std::optional<NetworkJob> job = job_of_run(run, state.question.run_model);
  if (!job || *job == state.question.inputs.mlp) return;
  state.question.inputs.mlp = *job;
  due_ = true;
}

// What others hold of this machine's device changes by itself.
void Planner::follow_device(const Snapshot& run, double now, const PlanState& state) {
  if (!state.asked || !state.question.card.empty() || now - computed_at_ < kDeviceSeconds) return;
  const MemoryStatus status = plan_memory_status(run);
  const bool moved = std::llabs(status.others() - memory_.others()) > kDeviceChange ||
                     std::llabs(status.context - memory_.context) > kDeviceChange ||
                     status.total != memory_.total;
  due_ = due_ || moved;
}

void Planner::compute(const Snapshot& run, const PlanState& state) {
  due_ = false;
  spoken_ = language();
  memory_ = plan_memory_status(run);
  computing_.start([question = state.question, device = run.facts->device, memory = memory_,
                    catalogue = state.catalogue](Progress&) -> Report {
    const PlanTarget target = target_for(question, device, memory, *catalogue);
    PlanInputs inputs = question.asked();
    lay_out_for(target, inputs);
    const KnownContext known = context_for(question, target, device, memory);
    inputs.measured_context = known.bytes;
    if (inputs.transformer) check_positions(*inputs.transformer, inputs.job);
    PlanReport report = make_report(inputs, target, *catalogue);
    if (!known.message.empty()) report.plan.notes.push_back(known.message);
    return std::make_shared<const PlanReport>(std::move(report));
  });
}

void Planner::collect(PlanState& state, News& news) {
  if (const auto finished = library_.poll()) {
    news.changed = true;
    try {
      PlanLibrary library = finished->take();
      state.catalogue = std::move(library.catalogue);
      state.models = std::move(library.models);
      state.own_cards = std::move(library.own_cards);
      due_ = state.asked;
      library_read_ = true;
    } catch (const std::exception& thrown) {
      news.failure = planning_error(thrown);
    }
  }
  if (const auto finished = reading_.poll()) {
    news.changed = true;
    try {
      Read read = finished->take();
      PlanQuestion next = state.question;
      next.subject = PlanSubject::kTransformer;
      next.inputs = std::move(read.inputs);
      if (!read.card.empty()) next.card = read.card;
      // A network of our own that was planned before is kept.
      next.inputs.mlp = state.question.inputs.mlp;
      ask(std::move(next), state);
    } catch (const std::exception& thrown) {
      news.failure = planning_error(thrown);
    }
  }
  if (const auto finished = computing_.poll()) {
    news.changed = true;
    try {
      state.report = finished->take();
      state.refusal.reset();
    } catch (const std::exception& thrown) {
      state.refusal = planning_error(thrown);
    }
  }
  if (const auto finished = saving_.poll()) {
    try {
      news.notice = tr("saved {1}", finished->take());
    } catch (const std::exception& thrown) {
      news.failure = planning_error(thrown);
    }
  }
}

Planner::News Planner::poll(const Snapshot& run, bool shown, double now, PlanState& state) {
  News news;
  collect(state, news);
  news.changed |= meter_.collect(state, news.failure);
  news.changed |= meter_.watch(run, state);
  follow_run(run, state);
  if (shown) follow_device(run, now, state);
  due_ = due_ || (state.report && spoken_ != language());  // what a plan says is put into words with it
  if (shown && due_ && state.asked && state.catalogue && !computing_.running()) {
    compute(run, state);
    computed_at_ = now;
  }
  return news;
}

bool Planner::busy(bool shown) const {
  return reading_.running() || computing_.running() || saving_.running() || library_.running() ||
         meter_.running() || (shown && due_ && library_read_);
}

}  // namespace headroom::app
