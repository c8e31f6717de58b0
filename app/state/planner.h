// The Plan view's questions and answers: reads configurations and the catalogue, computes the report and
// writes exports, each as a job, and keeps PlanState up to date.
//
//   planner.ask_worked_example();                                      // from actions
//   const Planner::News news = planner.poll(run, shown, now, state);   // every tick; at most one computation
//
// Questions coalesce: while one report is computed only the newest further question is kept.
//
// Thread rule: window's thread; never waits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/state/job_slot.h"
#include "app/state/plan_library.h"
#include "app/state/plan_measure.h"
#include "core/run/snapshot.h"

namespace headroom::app {

class Planner {
 public:
  // `candidates`: the devices of this machine, for measure(); may be empty.
  explicit Planner(std::function<PlanLibrary()> library, StepMeter::Candidates candidates = {})
      : read_library_(std::move(library)), meter_(std::move(candidates)) {}

  // The catalogue is wanted elsewhere: reads the library, unless that is done.
  void read_catalogue();
  // The view is opened: reads the library (again, so that a corrected file of cards is seen), and asks about
  // the loaded run or the worked example when nothing was asked yet.
  void open(const Snapshot& run, PlanState& state);

  void ask_about_file(const std::string& path, const Snapshot& run, PlanState& state);  // a config.json
  void ask_worked_example() { ask_example(kWorkedExampleCard); }
  // Does it fit into 8 GB? What is planned, at first the run or the worked example's model.
  void ask_on_small_card(const Snapshot& run, PlanState& state);
  // kTransformer: the one that was planned last, at first the worked example. False: there is no such run.
  bool ask_about(PlanSubject subject, const std::string& run_model, const Snapshot& run, PlanState& state);
  void change_inputs(const PlanInputs& inputs, PlanState& state);
  void choose_card(const std::string& name, PlanState& state);
  void undo(PlanState& state);
  // Times a step of what is planned on this machine (plan_measure.h). Throws Error{kUsage} while a run
  // trains.
  void measure(const Snapshot& run, PlanState& state) { meter_.start(run, state); }
  // An empty path: the default place. Nothing without a report.
  void save(PlanFormat format, std::string path, const PlanState& state);

  struct News {
    bool changed = false;          // of the state
    std::optional<Error> failure;  // to be shown
    std::string notice;
  };
  // `shown`: the view can be seen; else nothing is computed.
  News poll(const Snapshot& run, bool shown, double now, PlanState& state);
  bool busy(bool shown) const;

 private:
  struct Read {
    PlanInputs inputs;
    std::string card = {};  // empty: as it is
  };
  using Report = std::shared_ptr<const PlanReport>;

  void ask_example(const char* card);
  void ask(PlanQuestion question, PlanState& state);
  void follow_run(const Snapshot& run, PlanState& state);
  void follow_device(const Snapshot& run, double now, const PlanState& state);
  void compute(const Snapshot& run, const PlanState& state);
  void collect(PlanState& state, News& news);

  std::function<PlanLibrary()> read_library_;
  JobSlot<PlanLibrary> library_;
  JobSlot<Read> reading_;
  JobSlot<Report> computing_;
  JobSlot<std::string> saving_;
  StepMeter meter_;
  std::vector<PlanQuestion> before_;  // for undo
  bool library_read_ = false;
  bool due_ = false;     // the question has changed since the last computation began
  std::string spoken_;   // language of the report
  MemoryStatus memory_;  // of this machine's device, as the last computation saw it
  double computed_at_ = 0;
};

// The memory of this machine's device as the planner counts it.
MemoryStatus plan_memory_status(const Snapshot& run);
// The job of one network of the run, or with an empty id of all that are selected; nothing before its data
// are known.
std::optional<NetworkJob> job_of_run(const Snapshot& run, const std::string& model_id);

}  // namespace headroom::app
