// One question: its text and code, four options, and after the answer an explanation for each, the solution
// in steps, common mistakes and, where bytes are asked about, real cards beside this machine.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include "app/state/learn_state.h"
#include "app/views/view.h"

namespace headroom::app {

class QuestionPage {
 public:
  void draw(const ViewContext& context, const Rect& area);

 private:
  float draw_question(const ViewContext& context, const Rect& area, const Question& question) const;
  float draw_help(const ViewContext& context, const Rect& area, const Question& question) const;
  float draw_score(const ViewContext& context, const Rect& area) const;
  void draw_keys(const ViewContext& context, Rect row) const;
};

}  // namespace headroom::app
