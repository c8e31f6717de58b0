// The editor of the custom architecture: a field for each hidden layer, or all widths as text, with the whole
// predicted plan and its verdict shown while typing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/views/view.h"
#include "app/widgets/fields.h"
#include "app/widgets/number_field.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// What the text means on the loaded data: the same plan that the run would have.
struct CustomModelPreview {
  std::vector<std::int64_t> hidden;
  std::optional<ModelSpec> spec;
  std::int64_t parameters = 0;
  std::optional<NetworkPlan> plan;
  std::string fault;  // why there is no plan
};
CustomModelPreview preview_custom_model(const Snapshot& run, const std::string& text, Activation activation);

class CustomModelSheet {
 public:
  void draw(const ViewContext& context);

 private:
  void start_editing(const Snapshot& run);
  FieldEvent draw_text(const ViewContext& context, Rect& rest, bool good);
  void draw_layers(const ViewContext& context, Rect& rest);
  void draw_preview(const ViewContext& context, const CustomModelPreview& preview, Rect area) const;
  action::Edit edit(std::vector<std::int64_t> hidden) const;
  bool draw_foot(const ViewContext& context, const CustomModelPreview& preview, Rect foot);

  bool open_ = false;
  std::string text_;
  std::vector<std::int64_t> hidden_;  // as the text said it last
  std::vector<NumberEdit> edits_;     // one for each layer
  Activation activation_ = Activation::kRelu;
};

}  // namespace headroom::app
