// A CSV file on its way in: reads it, turns it into a dataset as the options say, both as jobs, and keeps
// ImportState up to date for the import sheet.
//
// Thread rule: window's thread; never waits.
#pragma once

#include <memory>
#include <string>

#include "app/state/job_slot.h"
#include "app/state/ui_state.h"

namespace headroom::app {

class Importer {
 public:
  void open(const std::string& path, double now, ImportState& state);
  void choose(const TabularOptions& options, ImportState& state);
  void cancel(ImportState& state);

  // Collects finished jobs; true when `state` changed.
  bool poll(double now, ImportState& state);
  bool busy() const { return reading_.running() || converting_.running(); }
  // The dataset fits the chosen options: not stale, not refused.
  bool ready(const ImportState& state) const;

 private:
  using Table = std::shared_ptr<const CsvTable>;
  using Data = std::shared_ptr<const Dataset>;

  void convert(ImportState& state);

  JobSlot<Table> reading_;
  JobSlot<Data> converting_;
  double started_ = 0;
};

}  // namespace headroom::app
