// A doubt about a column in words, and buttons that decide otherwise.
#pragma once

#include <string>

#include "app/views/view.h"

namespace headroom::app {

// One under the other, measured where they are not drawn.
class ImportDoubts {
 public:
  ImportDoubts(const ViewContext& context, Rect area, bool draw);
  void add(const Doubt& doubt, const std::string& column);
  float used() const { return used_; }  // height

 private:
  Rect take(float height, float gap);

  const ViewContext& context_;
  Rect rest_;
  bool draw_;
  float used_ = 0;
};

}  // namespace headroom::app
