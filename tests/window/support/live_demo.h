// A real run on the processor that waits after some batches, for tests and pictures of what looks into it.
//
// Thread rule: a test's own thread; the run has one of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/run/run_thread.h"
#include "support/demo.h"

namespace headroom::app::demo {

// 60 rows of small numbers; the name of each column begins with `name`, "pixel_": they are a picture's.
std::shared_ptr<Dataset> table(std::int64_t columns, const std::string& name, Task task,
                               std::int64_t classes);
// Small of 6 units and Large of 3 times 8.
RunConfig config_of(std::shared_ptr<const Dataset> data, int degree = 1);

class Live {
 public:
  explicit Live(const RunConfig& config, int batches = 3);
  // The Prediction tab, once it has looked there.
  Demo seen(const Look& look);
  void save(const std::string& directory);

 private:
  std::shared_ptr<const Snapshot> wait(const std::function<bool(const Snapshot&)>& holds);
  void done(RunState state);

  RunThread run_;
  std::uint64_t posted_ = 1, version_ = 0;
};

}  // namespace headroom::app::demo
