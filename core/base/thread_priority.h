// Which threads yield when there are more busy threads than processors.
#pragma once

namespace headroom {

// Permanently lowers the priority of the calling thread and of every thread it starts from now on, so that
// training takes what the window leaves over. On an idle machine this costs nothing. Where the system
// refuses, nothing changes.
void yield_to_other_threads() noexcept;

}  // namespace headroom
