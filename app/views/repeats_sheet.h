// The sheet of figures with their uncertainty: how often to train, with seeds or folds, and what every
// network reached, each training as a point, mean and spread in numbers.
#pragma once

#include "app/views/view.h"
#include "app/widgets/number_field.h"

namespace headroom::app {

class RepeatsSheet {
 public:
  void draw(const ViewContext& context);

 private:
  void draw_choice(const ViewContext& context, Rect& rest);
  NumberEdit count_;
};

}  // namespace headroom::app
