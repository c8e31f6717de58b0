// Saves pictures of the window: waits until the frame has settled, reads it back, encodes it in a job.
//
// Thread rule: window's thread.
#pragma once

#include <functional>
#include <string>

#include "app/gl/picture.h"
#include "app/state/job_slot.h"

namespace headroom::app {

class PictureSaver {
 public:
  void request(std::string path);
  // After a frame was drawn and before it is shown; `read` reads it back.
  void frame_drawn(const std::function<Picture()>& read);
  // "saved lesson.png", or why not; empty while there is nothing to say.
  std::string poll();

  bool wants_frames() const { return settle_ > 0; }
  bool busy() const { return settle_ > 0 || job_.running(); }

 private:
  std::string path_;
  int settle_ = 0;  // frames to draw before the picture is taken
  JobSlot<std::string> job_;
};

}  // namespace headroom::app
