// The Learn tab: the courses with their lessons and questions, what was guessed and measured, and pages for
// one question and one prediction.
#pragma once

#include "app/views/question_page.h"
#include "app/views/view.h"

namespace headroom::app {

class LearnView : public View {
 public:
  void draw(const ViewContext& context, const Rect& area) override;
  std::optional<EmptyState> empty_state(const ViewContext& context) const override;
  Interests watches() const override { return watches_; }

 private:
  void draw_overview(const ViewContext& context, const Rect& area);
  // `room`: the height that is in sight.
  float draw_side(const ViewContext& context, const Rect& area, float room);
  void draw_prediction_page(const ViewContext& context, const Rect& area) const;

  QuestionPage question_;
  Interests watches_;
  bool asks_forget_ = false;  // the button was pressed once
  float side_below_ = 0;      // height of all below the predictions, in the frame before
};

}  // namespace headroom::app
