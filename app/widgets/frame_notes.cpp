#include "app/widgets/frame_notes.h"

#include "app/widgets/window_memory.h"

namespace headroom::app {

FrameNotes& frame_notes() { return WindowMemory::of_window().notes; }

}  // namespace headroom::app
