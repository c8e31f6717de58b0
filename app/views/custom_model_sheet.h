// The editor of the custom architecture: hidden widths as text, with parameters told while typing.
#pragma once

#include <string>

#include "app/views/views.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class CustomModelSheet {
 public:
  void draw(const ViewContext& context);
  bool typing() const { return open_; }

 private:
  void draw_preview(const ViewContext& context, Rect area) const;

  bool open_ = false;
  std::string text_;
  Activation activation_ = Activation::kRelu;
};

}  // namespace headroom::app
