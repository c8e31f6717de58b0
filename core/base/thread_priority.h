// Who comes first when there are more busy threads than processors.
#pragma once

namespace headroom {

// Lowers the priority of the calling thread and of every thread that it starts from now on, for good:
// training takes what the window leaves. With idle processors it costs nothing. Where the system
// refuses, everything stays as it is.
void yield_to_other_threads() noexcept;

}  // namespace headroom
