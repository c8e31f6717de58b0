// Writes the settings once they have changed and then stayed the same for a moment, in a job.
//
// Thread rule: window's thread; close() blocks for the last write.
#pragma once

#include <filesystem>
#include <string>

#include "app/state/job_slot.h"
#include "app/state/settings.h"

namespace headroom::app {

class SettingsKeeper {
 public:
  SettingsKeeper(std::filesystem::path file, const Settings& saved) : file_(std::move(file)), saved_(saved) {}

  // What they are now; returns why the last write failed, or nothing.
  std::string follow(const Settings& settings, double now);
  // Writes what is not written yet.
  void close(const Settings& settings) noexcept;
  // Something changed and is not written yet: call follow() again soon.
  bool pending() const { return changed_ || job_.running(); }

 private:
  std::filesystem::path file_;
  Settings saved_;    // last handed to the disk
  Settings current_;  // last seen
  bool changed_ = false;
  double changed_at_ = 0;
  JobSlot<bool> job_;
};

}  // namespace headroom::app
