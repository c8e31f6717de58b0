#include "core/run/past_run.h"

#include <algorithm>
#include <filesystem>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/io/run_record.h"
#include "core/run/change.h"
#include "core/run/run.h"

namespace headroom {
namespace {

std::string task_text(Task task) { return task == Task::kRegression ? "regression" : "classification"; }

}  // namespace

std::string past_title(const ModelChoice& choice, const RunConfig& then, const RunConfig& opened,
                       const RunConfig& now) {
  std::vector<std::string> parts = {choice.title.empty() ? choice.id : choice.title,
                                    tr("seed {1}", std::to_string(then.train.seed))};
  const auto differs = [&](auto value) { return value(then) != value(opened) || value(then) != value(now); };
  const auto tell = [&](auto value, const std::string& text) {
    if (differs(value)) parts.push_back(text);
  };
  tell([](const RunConfig& c) { return c.train.optimizer.learning_rate; },
       tr("learning rate {1}", setting_text(then.train.optimizer.learning_rate)));
  tell([](const RunConfig& c) { return c.train.batch; }, tr("batch {1}", format_count(then.train.batch)));
  tell([](const RunConfig& c) { return c.train.optimizer.kind; },
       std::string(optimizer_name(then.train.optimizer.kind)));
  tell([](const RunConfig& c) { return c.train.optimizer.l2; },
       "L2 " + setting_text(then.train.optimizer.l2));
  tell([](const RunConfig& c) { return c.activation; }, std::string(activation_name(then.activation)));
  tell([](const RunConfig& c) { return c.degree; },
       then.degree == 1 ? tr("plain columns") : tr("degree {1}", std::to_string(then.degree)));
  return join(parts);
}

PastRuns past_runs_of(const RunRecord& record, const RunConfig& config, Task task,
                      const std::string& folder) {
  if (record.task != task) {
    throw Error(ErrorCode::kBadInput,
                tr("a run of {1} cannot be drawn over one of {2}: their losses are different measures",
                   task_text(record.task), task_text(task)),
                folder);
  }
  PastRuns runs;
  for (const ModelRecord& model : record.models) {
    if (model.state.history.epochs.empty() && model.state.history.step_loss.size() < 2) continue;
    const auto choice = std::find_if(record.config.models.begin(), record.config.models.end(),
                                     [&](const ModelChoice& each) { return each.id == model.id; });
    const ModelChoice named = choice == record.config.models.end() ? ModelChoice{model.id, "", {}} : *choice;
    std::string title = past_title(named, record.config, config, config);
    if (record.config.id != config.id) title = record.config.title + ": " + title;
    title += " (" + std::filesystem::path(folder).filename().string() + ")";
    runs.push_back({.model = model.id,
                    .title = title,
                    .file = folder,
                    .steps_per_epoch = ceil_div(record.train_rows, record.config.train.batch),
                    .history = model.state.history});
    runs.back().history.step_seconds = step_seconds(model.state);
  }
  if (runs.empty()) {
    throw Error(ErrorCode::kBadInput, tr("this run has no curve yet: it was saved before its second step"),
                folder);
  }
  return runs;
}

}  // namespace headroom
