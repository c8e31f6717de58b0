// What a command leaves behind that makes networks start over: their curves, to compare with, and the run as
// it was, to return to.
#include <algorithm>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/run/run_thread.h"

namespace headroom {
namespace {

std::size_t steps_shown(const Run& run, const std::string& id) {
  for (const Lane& lane : run.lanes()) {
    if (lane.choice.id != id) continue;
    return (lane.trainer ? lane.trainer->live().history : lane.shown).step_loss.size();
  }
  return 0;
}

const ModelChoice* find_choice(const RunConfig& config, const std::string& id) {
  const auto found = std::find_if(config.models.begin(), config.models.end(),
                                  [&](const ModelChoice& choice) { return choice.id == id; });
  return found == config.models.end() ? nullptr : &*found;
}

// Training is repeatable to the bit, so the last loss that both have tells.
bool same_run(const History& one, const History& other) {
  const std::size_t steps = std::min(one.step_loss.size(), other.step_loss.size());
  return steps > 0 && one.steps_per_entry == other.steps_per_entry &&
         one.step_loss[steps - 1] == other.step_loss[steps - 1] && one.step_loss[0] == other.step_loss[0];
}

}  // namespace

RunThread::BeforePtr RunThread::remember(std::string what, bool undone) const {
  if (!run_ || !run_->trained()) return nullptr;
  return std::make_shared<Before>(
      Before{std::move(what), undone, device_info_, run_->point(undoable()), *past_});
}

std::string RunThread::leave_behind(const BeforePtr& before, bool branch) {
  if (!before) return "";
  keep_curves(before->point, branch);
  const bool whole = std::any_of(before->point.lanes.begin(), before->point.lanes.end(),
                                 [](const RunPoint::Stand& stand) { return stand.trainer || stand.rest; });
  undo_ = whole ? before : nullptr;
  return whole ? "" : tr("; cannot be undone: the networks are too large to be kept");
}

void RunThread::keep_curves(const RunPoint& before, bool branch) {
  for (auto stand = before.lanes.rbegin(); stand != before.lanes.rend();
       ++stand) {  // the first ends up first
    const std::size_t steps = stand->history.step_loss.size();
    if (steps < 2 || steps_shown(*run_, stand->id) >= steps) continue;
    add_past(
        {.model = stand->id,
         .title = past_title(*find_choice(before.config, stand->id), before.config, opened_, run_->config()),
         .branch = branch,
         .steps_per_epoch = before.steps_per_epoch,
         .history = stand->history});
  }
}

void RunThread::add_past(PastRun run) {
  run.id = ++last_past_id_;
  PastRuns& past = past_.edit();
  // The same run, longer or shorter, says nothing new: the longer one stays.
  const auto same = std::find_if(past.begin(), past.end(), [&](const PastRun& other) {
    return other.model == run.model && other.file == run.file && same_run(other.history, run.history);
  });
  if (same != past.end()) {
    if (same->history.step_loss.size() > run.history.step_loss.size()) run = std::move(*same);
    past.erase(same);
  }
  past.insert(past.begin(), std::move(run));
  if (past.size() > kMostPastRuns) past.resize(kMostPastRuns);
}

void RunThread::on(const command::AddPast& add, Progress&) {
  loaded();
  if (!add.run) throw Error(ErrorCode::kUsage, tr("there is no curve to compare with"));
  add_past(*add.run);
  message_ = tr("comparing with {1}", add.run->title);
}

void RunThread::on(const command::RemovePast& remove, Progress&) {
  const auto meant = [&](const PastRun& run) { return run.id == remove.id; };
  if (undo_) std::erase_if(undo_->past, meant);  // nor does it come back
  if (std::erase_if(past_.edit(), meant) == 0) {
    throw Error(ErrorCode::kUsage, tr("this curve is gone already"));
  }
}

void RunThread::on(const command::Undo&, Progress& progress) {
  Run& run = loaded();
  const BeforePtr back = undo_;
  if (!back) throw Error(ErrorCode::kUsage, tr("there is nothing to undo"));
  const BeforePtr now = remember(back->what, !back->undone);
  const Effect effect = what_changes(run.config(), back->point.config).effect;
  const bool here = back->device.id == device_info_.id && back->device.threads == device_info_.threads;
  if (effect >= Effect::kPrepares || run.device_lost() || !here) {
    if (here) ensure_device();
    RunSetup setup = same_again(here ? device_ : open_again(back->device));
    setup.config = back->point.config;
    setup.point = std::shared_ptr<const RunPoint>(back, &back->point);
    if (effect == Effect::kReads) setup.same_data = nullptr;
    prepare(std::move(setup), progress);
  } else {
    run.return_to(back->point);
  }
  state_ = settled();
  // The curves that the command left behind go; those of saved runs that were added since then stay.
  PastRuns past = back->past;
  for (const PastRun& each : *past_) {
    const bool known =
        std::any_of(past.begin(), past.end(), [&](const PastRun& p) { return p.id == each.id; });
    if (!each.file.empty() && !known && past.size() < kMostPastRuns) past.push_back(each);
  }
  past_ = std::move(past);
  undo_ = now;
  message_ = back->undone ? tr("{1} done again", back->what) : tr("{1} undone", back->what);
}

}  // namespace headroom
