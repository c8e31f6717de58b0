// What the pages of Learn share: squares of answers, bars of steps, texts with figures of this machine.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/state/learn_state.h"
#include "app/views/view.h"
#include "app/widgets/rich_text.h"

namespace headroom::app {

// Texts whose figures are those of this machine; `context` must outlive it.
RichStyle learn_style(const ViewContext& context);

// A square for each question, right, missed or open; each opens its question. Draws from the left; returns
// the width used.
float answer_squares(const ViewContext& context, const Rect& area,
                     const std::vector<const Question*>& questions);
float answer_squares_width(const Ui& ui, std::size_t count);
void answer_square(const Ui& ui, const Rect& area, AnswerMark mark);

// Short bars, `done` of them filled; `now` is outlined (none: beyond the end).
void step_bars(const Ui& ui, const Rect& area, const std::vector<bool>& done, std::size_t now,
               const ImVec4& ink);
std::vector<bool> done_steps(const LearnState& learn, const Lesson& lesson);

// "●●○ medium"; returns the width used.
float difficulty_mark(const Ui& ui, const Rect& area, Difficulty difficulty, bool with_word = true);

// A box with a title and an icon: a hint, a key insight.
float boxed_text(const ViewContext& context, const Rect& area, Icon icon, std::string_view title,
                 const RichText& text);
// What could not be shown or measured, and why; with a button where `button` is not empty. True: pressed.
struct FaultBox {
  const char* id = "";
  std::string title, text;
  std::string button = {};
};
bool fault_box(const ViewContext& context, Rect& rest, const FaultBox& box);

// Easy, medium, hard: squares and "4 of 5".
void draw_difficulties(const ViewContext& context, Rect& rest);

inline void learn(const ViewContext& context, action::Learn wanted) {
  context.actions.emplace_back(std::move(wanted));
}

}  // namespace headroom::app
