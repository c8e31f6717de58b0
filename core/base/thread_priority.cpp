#include "core/base/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace headroom {

// Linux gives every thread a nice value of its own, which setpriority() takes by its thread id.
void yield_to_other_threads() noexcept {
  constexpr int kNice = 5;
  const auto self = static_cast<id_t>(gettid());
  if (getpriority(PRIO_PROCESS, self) < kNice) (void)setpriority(PRIO_PROCESS, self, kNice);
}

}  // namespace headroom
