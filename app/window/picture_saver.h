// Saves pictures of the window: waits until the frame has settled, reads it back, encodes it in a job.
//
// Thread rule: window's thread.
#pragma once

#include <functional>
#include <string>

#include "app/gl/picture.h"
#include "app/state/job_slot.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class PictureSaver {
 public:
  // `crop`: the part of the window that is wanted, in pixels, asked for when the picture is taken; empty:
  // all.
  void request(std::string path, std::function<Rect()> crop = {});
  // After a frame was drawn and before it is shown; `read` reads it back.
  void frame_drawn(const std::function<Picture()>& read);
  // "saved lesson.png", or why not; empty while there is nothing to say.
  std::string poll();

  bool wants_frames() const { return settle_ > 0; }
  bool wants_part() const { return settle_ > 0 && crop_; }
  bool busy() const { return settle_ > 0 || job_.running(); }

 private:
  std::string path_;
  std::function<Rect()> crop_;
  int settle_ = 0;  // frames to draw before the picture is taken
  JobSlot<std::string> job_;
};

// What lies in `part`, in pixels from the top left; what lies outside the picture is left out.
Picture part_of(const Picture& whole, const Rect& part);

}  // namespace headroom::app
