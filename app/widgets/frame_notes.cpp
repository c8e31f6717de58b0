#include "app/widgets/frame_notes.h"

namespace headroom::app {

FrameNotes& frame_notes() {
  static FrameNotes notes;
  return notes;
}

}  // namespace headroom::app
