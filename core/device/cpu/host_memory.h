// How much memory this machine lets us have.
//
// Linux: MemTotal and MemAvailable of /proc/meminfo. Where the process lives in a control group with a
// limit (cgroup v2, memory.max of the group or of a parent: containers, systemd services), the limit
// counts instead when it is lower; of what the group uses, file pages that can be dropped are free.
#pragma once

#include <string>

#include "core/base/bytes.h"

namespace headroom::cpu {

struct HostMemory {
  Bytes total = 0;
  Bytes available = 0;
  Bytes own = 0;  // what this process holds and the system cannot drop (RssAnon and RssShmem)
};

// Zeros where the system does not tell.
HostMemory read_host_memory();

// The same from other roots, for tests: a directory that holds proc/ and sys/fs/cgroup/ like "/".
HostMemory read_host_memory(const std::string& root);

// "AMD EPYC 7763 64-Core Processor"; "CPU" where the system does not tell.
std::string processor_name();

}  // namespace headroom::cpu
