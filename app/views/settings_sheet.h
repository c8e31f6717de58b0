// Training settings: epochs, batch, optimizer, L2, activation, seed, early stop. What resets the run says so.
#pragma once

#include <string>

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class SettingsSheet {
 public:
  void draw(const ViewContext& context);
  bool typing() const { return open_; }

 private:
  void start(const Snapshot& run);
  float draw_fields(const ViewContext& context, Rect area);
  void draw_choices(const ViewContext& context, Rect& rest);
  void edit(RunConfig& config) const;
  void draw_footer(const ViewContext& context, Rect area) const;

  bool open_ = false;
  TrainSettings settings_;
  Activation activation_ = Activation::kRelu;
  std::string epochs_, batch_, l2_, seed_, patience_;
  bool valid_ = true;
};

}  // namespace headroom::app
