// The Prediction tab: one row from left to right in four named steps (input, hidden layers, output,
// prediction), and below it the arithmetic of the unit that is looked at, forward and backward.
#pragma once

#include <memory>

#include "app/views/prediction_input.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/number_field.h"

namespace headroom::app {

// Where the steps stand. `beside`: all four beside each other with the sum below; else they are a page that
// scrolls, two steps beside each other where there is room.
struct PredictionLayout {
  bool beside = true;
  Rect input, layers, output, answer, sum;
};
PredictionLayout prediction_layout(const Rect& area, float scale, bool triangle);

class PredictionView : public View {
 public:
  void draw(const ViewContext& context, const Rect& area) override;
  std::optional<EmptyState> empty_state(const ViewContext& context) const override;
  Interests watches() const override { return interest(Inspect::kPrediction); }

 private:
  void draw_header(const ViewContext& context, Rect area, const PredictionPage* page);
  void exhibit_steps(const Rect& input, const Rect& layers, const Rect& output, const Rect& answer,
                     const Rect& sum, const PredictionPage& page) const;
  void draw_steps(const PredictionPage& page, const Rect& area);
  void draw_beside(const PredictionPage& page, const PredictionLayout& layout, int lines);
  void draw_page(const PredictionPage& page, const Rect& area, int lines);

  Rect area_;
  NumberEdit row_edit_;
  InputState input_;
  PredictionPlaces places_;
  bool backward_ = false;
  std::shared_ptr<const Inspection> shown_;  // the newest that has figures: drawn until there are others
  std::int64_t row_ = -1;                    // what belongs to another row is dropped
};

}  // namespace headroom::app
