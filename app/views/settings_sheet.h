// Training settings: epochs, batch, optimizer, L2, activation, first weights, arithmetic, seed, early stop,
// which rows validate and which are kept for a test, the weight of rare classes or the scale of the target.
// What resets the run says so.
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
  void draw_parts(const ViewContext& context, Place& place);
  void draw_choices(const ViewContext& context, Rect& rest);
  void draw_arithmetic(const ViewContext& context, Rect& rest);
  void draw_target(const ViewContext& context, Rect& rest);
  void edit(RunConfig& config) const;
  void draw_footer(const ViewContext& context, Rect area) const;

  bool open_ = false;
  TrainSettings settings_;
  Activation activation_ = Activation::kRelu;
  InitScheme init_scheme_ = InitScheme::kTorch;
  double validation_percent_ = 20, test_percent_ = 0;  // of the rows
  SplitKind split_ = SplitKind::kShuffled;
  ClassWeight class_weight_ = ClassWeight::kNone;
  bool scale_target_ = true;
  NumberEdit epochs_, batch_, l2_, seed_, patience_, validation_, test_;
  std::string mistake_;  // the first field that is wrong, and what it takes
};

}  // namespace headroom::app
