#include "core/run/inspections.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace headroom {
namespace {

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

bool LaneInspector::advance(const Run& run, const std::function<bool()>& time_is_up) {
  const std::vector<const Lane*> lanes = run.training_lanes();
  while (lane_ < lanes.size()) {
    if (look(*lanes[lane_], run.data())) ++lane_;
    if (time_is_up()) break;
  }
  return lane_ == lanes.size();
}

const Lane* looked_lane(const Run& run, const std::string& model) {
  const std::vector<const Lane*> lanes = run.training_lanes();
  for (const Lane* lane : lanes) {
    if (lane->choice.id == model) return lane;
  }
  return lanes.empty() ? nullptr : lanes.front();
}

std::int64_t rows_a_piece(const ModelSpec& spec) {
  constexpr double kPieceProducts = 1.2e7;
  const auto rows = static_cast<std::int64_t>(kPieceProducts / static_cast<double>(parameter_count(spec)));
  return std::clamp<std::int64_t>(rows, 16, 1024);
}

std::vector<std::int64_t> steps_trained(const Run& run) {
  std::vector<std::int64_t> steps;
  for (const Lane& lane : run.lanes()) steps.push_back(lane.trainer ? lane.trainer->steps() : 0);
  return steps;
}

std::vector<std::int64_t> steps_evaluated(const Run& run) {
  std::vector<std::int64_t> steps;
  for (const Lane& lane : run.lanes()) steps.push_back(lane.trainer ? lane.trainer->kept().steps : 0);
  return steps;
}

Inspectors all_inspectors() {
  Inspectors all;
  all[index_of(Inspect::kData)] = data_inspector_kind();
  all[index_of(Inspect::kNetwork)] = network_inspector_kind();
  all[index_of(Inspect::kErrors)] = {
      make_errors_inspector, steps_evaluated,
      [](const Look& before, const Look& after) { return before.training_rows != after.training_rows; }};
  all[index_of(Inspect::kImportance)] = {
      make_importance_inspector, steps_evaluated,
      [](const Look& before, const Look& after) { return before.model != after.model; }};
  all[index_of(Inspect::kRecorder)] = recorder_inspector_kind();
  all[index_of(Inspect::kBatch)] = {[make = batch_inspector_maker()](const Look&) { return make(); }};
  all[index_of(Inspect::kPrediction)] = {prediction_inspector_maker(), steps_trained, predicts_otherwise};
  // Where a row was found, it is told once, however long the network then goes on training.
  all[index_of(Inspect::kFoundRow)] = {make_row_finder,
                                       [](const Run&) { return std::vector<std::int64_t>(); }, searches_anew};
  return all;
}

Inspections::Inspections(Inspectors inspectors, std::function<double()> clock)
    : inspectors_(std::move(inspectors)), clock_(clock ? std::move(clock) : steady_seconds) {}

void Inspections::watch(Interests interests, const Look& look) {
  watched_ = interests;
  look_ = look;
  for (std::size_t kind = 0; kind < kInspectionCount; ++kind) {
    Work& work = works_[kind];
    if (!watched_[kind] || looks_elsewhere(kind)) work.inspector.reset();
  }
}

bool Inspections::looks_elsewhere(std::size_t kind) const {
  const auto other = inspectors_[kind].other;
  return other && other(works_[kind].look, look_);
}

void Inspections::restart() {
  for (Work& work : works_) {
    work.inspector.reset();
    work.more = false;
  }
  for (const InspectorKind& kind : inspectors_) {
    if (kind.forget) kind.forget();
  }
  results_ = {};
}

void Inspections::begin_again() {
  for (std::size_t kind = 0; kind < kInspectionCount; ++kind) {
    Work& work = works_[kind];
    if (!work.inspector || inspectors_[kind].brings_engines_back) continue;
    work.inspector.reset();
    work.more = true;
  }
}

Inspections::Did Inspections::advance(const Run& run, bool training) {
  Did did;
  if (watched_.none()) return did;
  const double until = clock_() + kBudget;
  const auto time_is_up = [&] { return clock_() >= until; };
  const std::size_t first = turn_;
  for (std::size_t i = 0; i < kInspectionCount; ++i) {
    const std::size_t kind = (first + i) % kInspectionCount;
    if (!works_[kind].inspector) {
      if (!due(kind, run, training)) continue;
      begin(kind, run);
    }
    did.worked = true;
    turn_ = kind;
    if (go_on(kind, run, time_is_up)) {
      did.finished = true;
      turn_ = (kind + 1) % kInspectionCount;
    }
    if (time_is_up()) break;
  }
  return did;
}

bool Inspections::due(std::size_t kind, const Run& run, bool training) const {
  if (!watched_[kind] || !inspectors_[kind].make) return false;
  if (!results_[kind] || looks_elsewhere(kind)) return true;
  const Work& work = works_[kind];
  if (work.more) return true;
  if (training && clock_() - work.begun < std::max(kInterval, (1 + kRest) * work.spent)) return false;
  return results_[kind]->steps != inspectors_[kind].steps(run);
}

void Inspections::begin(std::size_t kind, const Run& run) {
  Work& work = works_[kind];
  work.inspector = inspectors_[kind].make(look_);
  work.look = look_;
  work.steps = inspectors_[kind].steps(run);
  if (!work.more) {
    work.begun = clock_();
    work.spent = 0;
  }
  work.seconds = 0;
}

// True when there is a result: findings, or an error.
bool Inspections::go_on(std::size_t kind, const Run& run, const std::function<bool()>& time_is_up) {
  Work& work = works_[kind];
  Inspection result;
  const double start = clock_();
  work.more = false;
  try {
    const bool done = work.inspector->advance(run, time_is_up);
    const double took = clock_() - start;
    work.seconds += took;
    work.spent += took;
    if (!done) return false;
    result.findings = work.inspector->findings();
    work.more = work.inspector->more();
  } catch (const Error& error) {
    result.error = error;
  } catch (const std::exception& error) {
    result.error = Error(ErrorCode::kInternal, error.what());
  } catch (...) {
    result.error = Error(ErrorCode::kInternal, "something unknown was thrown");
  }
  work.inspector.reset();
  result.kind = static_cast<Inspect>(kind);
  result.version = ++work.version;
  result.steps = work.steps;
  result.seconds = work.seconds;
  results_[kind] = std::make_shared<const Inspection>(std::move(result));
  return true;
}

}  // namespace headroom
