// Inspects a training run while somebody watches, a little at a time.
//
//   Inspections inspections;
//   inspections.watch(interest(Inspect::kNetwork));
//   while (!run.goal_reached()) {
//     run.advance();
//     inspections.advance(run, true);   // at most about kBudget seconds
//   }
//   const auto seen = inspections.results()[index_of(Inspect::kNetwork)];   // null before the first
//
// While the run trains, each kind starts at most every kInterval seconds, and rests for kRest times as long
// as it worked; while it does not train, once. A kind that depends on the Look starts anew as soon as that
// changed. What is not watched is not started, and is dropped if it is under way. An inspector that throws
// shows its error in its slot; the run goes on.
//
// Thread rule: the thread that owns the device.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/run/inspection.h"
#include "core/run/look.h"
#include "core/run/run.h"

namespace headroom {

// One inspection under way. It looks at the run in pieces, a layer or less each, and training goes on in
// between.
class Inspector {
 public:
  virtual ~Inspector() = default;
  // Does one piece, then more until `time_is_up`; true once it has seen everything.
  virtual bool advance(const Run& run, const std::function<bool()>& time_is_up) = 0;
  virtual Findings findings() = 0;
  // Its findings are worth showing, and there is more to find: another one goes on at once.
  virtual bool more() const { return false; }
};

// Looks at one network on the device after the other.
class LaneInspector : public Inspector {
 public:
  bool advance(const Run& run, const std::function<bool()>& time_is_up) final;

 private:
  // One piece; true when it was the last of this lane.
  virtual bool look(const Lane& lane, const PreparedData& data) = 0;
  std::size_t lane_ = 0;
};

// The network that is looked at, else the first on the device; null: none is there.
const Lane* looked_lane(const Run& run, const std::string& model);

// Of every lane, 0 where it is not on the device.
std::vector<std::int64_t> steps_trained(const Run& run);
std::vector<std::int64_t> steps_evaluated(const Run& run);  // at the end of the last epoch

// How many rows of this network an engine answers for in one piece.
std::int64_t rows_a_piece(const ModelSpec& spec);

struct InspectorKind {
  std::function<std::unique_ptr<Inspector>(const Look&)> make = {};  // empty: there is none yet
  // What it sees changes when these do.
  std::vector<std::int64_t> (*steps)(const Run& run) = steps_trained;
  // Whether what it sees changes with this change of the look; null: it depends on none.
  bool (*other)(const Look& before, const Look& after) = nullptr;
  // The run was replaced or changed: what the maker remembers of it no longer holds. Null: it remembers
  // nothing.
  std::function<void()> forget = {};
  // It moves the engines itself and leaves them, after every piece, where they were.
  bool brings_engines_back = false;
};
using Inspectors = std::array<InspectorKind, kInspectionCount>;
Inspectors all_inspectors();
std::unique_ptr<Inspector> make_errors_inspector(const Look& look);      // core/run/inspect_errors.cpp
std::unique_ptr<Inspector> make_importance_inspector(const Look& look);  // core/run/inspect_importance.cpp
InspectorKind data_inspector_kind();                                     // core/run/inspect_data.cpp
InspectorKind recorder_inspector_kind();                                 // core/run/inspect_recorder.cpp
RecorderFigures explain_divergence(const Run& run);                      // all of it at once
InspectorKind network_inspector_kind();                                  // core/run/inspect_network.cpp
// core/run/inspect_batch.cpp. Those of one maker share the times they measure, to tell their median.
std::function<std::unique_ptr<Inspector>()> batch_inspector_maker();
// core/run/inspect_prediction.cpp. Those of one maker share what they know of the data.
std::function<std::unique_ptr<Inspector>(const Look&)> prediction_inspector_maker();
bool predicts_otherwise(const Look& before, const Look& after);
// core/run/find_row.cpp
std::unique_ptr<Inspector> make_row_finder(const Look& look);
bool searches_anew(const Look& before, const Look& after);

class Inspections {
 public:
  static constexpr double kBudget = 0.002;
  static constexpr double kInterval = 0.1;
  static constexpr double kRest = 16;

  // `clock`: seconds, monotonic; empty: std::chrono::steady_clock.
  explicit Inspections(Inspectors inspectors = all_inspectors(), std::function<double()> clock = {});

  void watch(Interests interests, const Look& look = {});
  // The run was replaced or changed: earlier findings no longer apply.
  void restart();
  // The engines are elsewhere: what is under way begins again. Findings stay until there are new ones.
  void begin_again();

  struct Did {
    bool worked = false;    // else there was nothing to do
    bool finished = false;  // a result is new
  };
  Did advance(const Run& run, bool training);
  const InspectionSlots& results() const { return results_; }

 private:
  struct Work {
    std::unique_ptr<Inspector> inspector;  // null: not under way
    std::vector<std::int64_t> steps;       // of every model, when it last started
    Look look;                             // then
    double begun = 0;                      // by the clock
    double seconds = 0;
    double spent = 0;           // since `begun`, by all that went on from another
    bool more = false;          // the last one had not found everything
    std::uint64_t version = 0;  // of the last result; 0: none yet
  };
  // What it saw last, or is looking at, is not what is looked at now.
  bool looks_elsewhere(std::size_t kind) const;
  bool due(std::size_t kind, const Run& run, bool training) const;
  void begin(std::size_t kind, const Run& run);
  bool go_on(std::size_t kind, const Run& run, const std::function<bool()>& time_is_up);

  Inspectors inspectors_;
  std::function<double()> clock_;
  Interests watched_;
  Look look_;
  std::array<Work, kInspectionCount> works_;
  InspectionSlots results_;
  std::size_t turn_ = 0;  // the kind to go first: the one that ran out of time
};

}  // namespace headroom
