// How much memory this process may use.
//
// Linux: MemTotal and MemAvailable of /proc/meminfo. Where the process lives in a control group with a
// limit (cgroup v2, memory.max of the group or of a parent: containers, systemd services), the limit
// counts instead when it is lower; of what the group uses, file pages that can be dropped count as free.
#pragma once

#include <string>

#include "core/base/bytes.h"

namespace headroom {

struct HostMemory {
  Bytes total = 0;
  Bytes available = 0;
};

// Zeros where the system does not say.
HostMemory read_host_memory();

// The same from other roots, for tests: a directory that holds proc/ and sys/fs/cgroup/ like "/".
HostMemory read_host_memory(const std::string& root);

// What this process has written to memory of its own, shared pages and files left out (RssAnon of
// /proc/self/status); 0 where the system does not say.
Bytes read_own_memory();

// The second-level cache of one core; 0 where the system does not say.
Bytes core_cache();

// "AMD EPYC 7763 64-Core Processor"; "CPU" where the system does not say.
std::string processor_name();

}  // namespace headroom
