// OpenGL without a window or a display: Mesa's surfaceless platform, drawn by the processor.
//
// Found while the test runs, so that the tests need no library beside those of the program. Where there is
// none, `why_not` says so and the test is skipped.
#pragma once

#include <string>

namespace headroom::app {

class Offscreen {
 public:
  Offscreen();
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  std::string why_not;  // empty: OpenGL 4.1 is current

 private:
  void* library_ = nullptr;
  void* display_ = nullptr;
  void* context_ = nullptr;
};

}  // namespace headroom::app
