#include "app/views/autoplay_caption.h"

#include <algorithm>
#include <string>

#include "app/views/learn_parts.h"
#include "app/widgets/paint.h"
#include "app/widgets/rich_text.h"
#include "core/base/tr.h"
#include "imgui_internal.h"

namespace headroom::app {
namespace {

constexpr float kMargin = 20, kAbove = 12, kHead = 26, kFoot = 20;

struct Caption {
  std::string title, text_of_keys;
  const RichText* text;
};

Caption caption_of(const AutoplayState& play) {
  static const RichText kNone;
  const Lesson* const tour = play.playing();
  const LessonStep* const step = play.shown_step();
  Caption caption{step ? step->title : std::string(tr("Key insight")), {}, &kNone};
  if (tour) caption.text = step ? &step->text : &tour->insight;
  caption.text_of_keys = play.held
                             ? tr("Held. Space goes on · ← → step · Esc or any other key leaves")
                             : tr("Plays by itself. Space holds · ← → step · Esc or any other key leaves");
  return caption;
}

RichStyle caption_style(const ViewContext& context) {
  RichStyle style = learn_style(context);
  style.font = context.ui.fonts.title;  // 18: the one sentence that the last row has to read
  return style;
}

}  // namespace

float autoplay_caption_height(const ViewContext& context, float width) {
  const AutoplayState& play = context.state.autoplay;
  if (!play.on()) return 0;
  const Ui& ui = context.ui;
  const Rect area{0, 0, width - 2 * ui.px(kMargin), 1e6F};
  const float text = draw_rich(ui, area, *caption_of(play).text, caption_style(context), false);
  // Not below a height that most phases have, so that the window does not jump from one to the next.
  const float least = ui.px(2 * 28);
  return std::min(ui.px(2 * kAbove + kHead + kFoot + 10) + std::max(text, least),
                  ImGui::GetIO().DisplaySize.y / 2);
}

void draw_autoplay(const ViewContext& context, float height) {
  const AutoplayState& play = context.state.autoplay;
  if (!play.on()) return;
  const Ui& ui = context.ui;
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::Begin("autoplay", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing |
                   ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  // Nobody at a stand presses by chance what lies behind.
  ImGui::SetCursorScreenPos({0, 0});
  if (ImGui::InvisibleButton("leave_autoplay", size))
    context.actions.emplace_back(action::Autoplay{AutoplayDo::kLeave});
  const Rect box{0, size.y - height, size.x, height};
  fill(box, ui.theme.panel);
  line({0, box.y}, {size.x, box.y}, ui.theme.accent, ui.px(2));
  Rect rest = box.inset(ui.px(kMargin), ui.px(kAbove));
  Rect foot = rest.take_bottom(ui.px(kFoot), ui.px(4));
  Rect head = rest.take_top(ui.px(kHead), ui.px(4));
  const Caption caption = caption_of(play);
  const Lesson* const tour = play.playing();
  if (tour) {
    const std::string place = tr("{1} · {2} of {3}", tour->title, std::to_string(play.step + 1),
                                 std::to_string(tour->steps.size() + 1));
    const float words = std::min(text_width(ui.fonts.body, place) + 1, head.w / 2);
    text_line(ui, head.take_right(words, ui.px(16)), ui.fonts.body, ui.theme.muted, place, Align::kRight);
  }
  text_line(ui, head, ui.fonts.title, ui.theme.accent, caption.title);
  ImGui::PushClipRect(rest.min(), {rest.right(), rest.bottom() + ui.px(2)}, true);
  draw_rich(ui, rest, *caption.text, caption_style(context));
  ImGui::PopClipRect();
  const Rect bar = foot.take_right(std::min(ui.px(220), foot.w / 3), ui.px(16));
  text_line(ui, foot, ui.fonts.small, ui.theme.muted, caption.text_of_keys);
  if (play.phase == AutoplayPhase::kPausing)
    progress_bar(ui, bar.centered(bar.w, ui.px(6)), play.share, ui.theme.accent);
  ImGui::End();
}

}  // namespace headroom::app
