#include "core/base/host_memory.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>

namespace headroom {

namespace {

// The number behind `key` in a file of "key value" or "key: value kB" lines.
std::optional<Bytes> number_after(const std::string& path, std::string_view key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key) || line.size() == key.size()) continue;
    if (line[key.size()] != ' ' && line[key.size()] != ':') continue;
    const std::size_t digits = line.find_first_of("0123456789", key.size());
    if (digits == std::string::npos) return std::nullopt;
    Bytes value = 0;
    std::from_chars(line.data() + digits, line.data() + line.size(), value);
    return line.ends_with(" kB") ? value * kKiB : value;
  }
  return std::nullopt;
}

// The number that is all of a file; empty for "max" or a missing file.
std::optional<Bytes> number_in(const std::string& path) {
  std::ifstream file(path);
  Bytes value = 0;
  if (file >> value) return value;
  return std::nullopt;
}

// The process's place in the v2 hierarchy: the line "0::/user.slice/...".
std::string cgroup_path(const std::string& root) {
  std::ifstream file(root + "/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("0::/")) return line.substr(3);
  }
  return "/";
}

void apply_cgroup_limit(const std::string& directory, HostMemory& memory) {
  const std::optional<Bytes> limit = number_in(directory + "/memory.max");
  if (!limit) return;
  const Bytes used = number_in(directory + "/memory.current").value_or(0);
  const Bytes droppable = number_after(directory + "/memory.stat", "inactive_file").value_or(0);
  memory.total = std::min(memory.total, *limit);
  memory.available =
      std::min(memory.available, std::max<Bytes>(0, *limit - std::max<Bytes>(0, used - droppable)));
}

}  // namespace

HostMemory read_host_memory() { return read_host_memory(""); }

HostMemory read_host_memory(const std::string& root) {
  const std::string meminfo = root + "/proc/meminfo";
  HostMemory memory{.total = number_after(meminfo, "MemTotal").value_or(0),
                    .available = number_after(meminfo, "MemAvailable").value_or(0)};
  // Every group on the way up may set a limit of its own.
  const std::string top = root + "/sys/fs/cgroup";
  std::string directory = top + cgroup_path(root);
  apply_cgroup_limit(directory, memory);
  while (directory.size() > top.size()) {
    directory.resize(directory.find_last_of('/'));
    apply_cgroup_limit(directory, memory);
  }
  return memory;
}

Bytes read_own_memory() { return number_after("/proc/self/status", "RssAnon").value_or(0); }

Bytes core_cache() {
#ifdef _SC_LEVEL2_CACHE_SIZE
  return std::max<Bytes>(0, ::sysconf(_SC_LEVEL2_CACHE_SIZE));
#else
  return 0;
#endif
}

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "CPU";
}

}  // namespace headroom
