// How busy the processor of this machine is: with everything that runs on it, not with this program alone.
//
//   ProcessorLoad load;
//   load.read();              // nothing yet: a share needs two readings
//   load.read().value_or(0);  // a second later, 0.87: 87 % of all cores since the reading before
//
// Linux: the first line of /proc/stat (proc_stat(5)): jiffies of all cores by what they did. Idle and waiting
// for a disk count as not busy; guest time is part of user time there and is not counted twice. Nothing on
// systems without that file.
//
// Thread rule: one thread, not the window's: it reads a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace headroom {

struct ProcessorTimes {
  std::uint64_t busy = 0, all = 0;  // jiffies of all cores since the machine started
  bool operator==(const ProcessorTimes&) const = default;
};

// Of the text of /proc/stat; nothing for anything else.
std::optional<ProcessorTimes> processor_times(std::string_view stat);

class ProcessorLoad {
 public:
  explicit ProcessorLoad(std::string path = "/proc/stat") : path_(std::move(path)) {}
  // 0 to 1, of the time since the reading before; nothing at the first one, and where too little time has
  // passed or the system does not say.
  std::optional<double> read();

 private:
  std::string path_;
  std::optional<ProcessorTimes> before_;
};

}  // namespace headroom
