// Training settings: epochs, batch, optimizer, L2, activation, first weights, seed, early stop. What resets
// the run says so.
#pragma once

#include <string>

#include "app/views/view.h"
#include "app/widgets/number_field.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class SettingsSheet {
 public:
  void draw(const ViewContext& context);

 private:
  struct Place;  // where the next field goes
  void start(const Snapshot& run);
  template <typename T>
  void field(const Ui& ui, Place& place, const char* name, std::string_view hint, NumberEdit& edit, T& value,
             NumberSpec<T> spec);
  float draw_fields(const ViewContext& context, const Rect& area);
  void draw_choices(const ViewContext& context, Rect& rest);
  void edit(RunConfig& config) const;
  void draw_footer(const ViewContext& context, Rect area) const;

  bool open_ = false;
  TrainSettings settings_;
  Activation activation_ = Activation::kRelu;
  InitScheme init_scheme_ = InitScheme::kTorch;
  NumberEdit epochs_, batch_, l2_, seed_, patience_;
  std::string mistake_;  // the first field that is wrong, and what it takes
};

}  // namespace headroom::app
