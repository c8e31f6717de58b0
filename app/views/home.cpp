#include "app/views/home.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "app/views/course_cards.h"
#include "app/views/mini_pipeline.h"
#include "app/views/plan_questions.h"
#include "app/views/recent_list.h"
#include "app/views/top_bar.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/spotlight.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::int64_t kSeenColumns = 2;  // sets that a plane shows whole

}  // namespace

void HomeView::draw_preset_card(const ViewContext& context, const Rect& area,
                                const PresetEntry& preset) const {
  const Ui& ui = context.ui;
  ImGui::PushID(preset.id.c_str());
  const Press press = press_area("start", area, true, {.name = preset.id});
  spot(area);
  fill(area, ground_of(ui, press, ui.theme.panel), ui.px(12));
  stroke(area, press.hovered ? ui.theme.action : ui.theme.edge, ui.px(12), press.hovered ? ui.px(2) : 1);
  if (press.focused) focus_ring(ui, area, ui.px(12));
  Rect rest = area.inset(ui.px(24), ui.px(20));
  const ButtonSpec start{
      .id = "start", .label = tr("Start"), .icon = Icon::kPlay, .kind = ButtonKind::kPrimary};
  Rect foot = rest.take_bottom(ui.px(36), ui.px(12));
  text_line(ui, rest.take_top(ui.px(26), ui.px(6)), ui.fonts.title, ui.theme.text, tr(preset.title));
  const float text = wrapped_height(ui.fonts.body, tr(preset.description), rest.w);
  const Rect words = rest.take_bottom(std::min(text, rest.h), ui.px(8));
  draw_wrapped(ui.fonts.body, words.min(), words.w, ui.theme.muted, tr(preset.description));
  draw_mini_pipeline(ui, rest, preset);
  // Drawn as a button, but the whole card is the button.
  const Rect key = foot.take_left(button_width(ui, start));
  fill(key, press.hovered ? ui.theme.action_hover : ui.theme.action, ui.px(6));
  Rect inside = key.inset(ui.px(14), 0);
  draw_icon(Icon::kPlay, inside.take_left(ui.px(14), ui.px(8)), ui.px(14), ui.theme.on_action);
  text_line(ui, inside, ui.fonts.bold, ui.theme.on_action, tr("Start"));
  ImGui::PopID();
  if (press.clicked) context.actions.emplace_back(action::OpenPreset{preset.id, true});
}

// Sets of two columns, of which everything can be seen: chips behind a word.
float HomeView::draw_two_columns(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const float top = area.y, height = ui.px(30), gap = ui.px(8);
  Rect row;
  for (const PresetEntry& preset : context.state.presets) {
    if (preset.columns != kSeenColumns) continue;
    const ButtonSpec chip{
        .id = preset.id.c_str(), .label = tr(preset.title), .tip = tr(preset.description), .small = true};
    const float width = button_width(ui, chip);
    if (row.w < width) {
      row = area.take_top(height, gap);
      if (row.y == top) {
        const std::string_view lead = tr("Two columns, to see everything:");
        const float words = text_width(ui.fonts.body, lead) + 1;
        const Rect said = row.w > words + width + gap ? row.take_left(words, ui.px(10)) : row;
        text_line(ui, said, ui.fonts.body, ui.theme.muted, lead);
        if (row.w == said.w) row = area.take_top(height, gap);
      }
    }
    if (button(ui, row.take_left(width, gap), chip)) {
      context.actions.emplace_back(action::OpenPreset{preset.id, true});
    }
  }
  const ButtonSpec own{
      .id = "paint",
      .label = tr("Paint your own…"),
      .tip = tr("Points of two classes, with the mouse; then watch a network tell them apart"),
      .small = true};
  if (row.w < button_width(ui, own)) row = area.take_top(height, gap);
  if (button(ui, row.take_left(button_width(ui, own), gap), own)) {
    context.actions.emplace_back(action::OpenPainting{action::OpenPainting::From::kEmpty});
  }
  return area.y - top;
}

float HomeView::draw_presets(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  std::vector<PresetEntry> presets;
  for (const PresetEntry& preset : context.state.presets) {
    if (preset.columns != kSeenColumns) presets.push_back(preset);
  }
  if (presets.empty()) {
    text_line(ui, area.take_top(ui.px(40)), ui.fonts.body, ui.theme.muted, tr("Reading the examples…"));
    return ui.px(40);
  }
  const float gap = ui.px(20);
  const bool beside = area.w >= ui.px(720);
  const float columns = beside ? std::min<float>(2, static_cast<float>(presets.size())) : 1;
  const float width = (area.w - gap * (columns - 1)) / columns;
  // All cards are as tall as the longest text needs below a picture of a good size.
  float text = 0;
  for (const PresetEntry& preset : presets) {
    text = std::max(text, wrapped_height(ui.fonts.body, tr(preset.description), width - ui.px(48)));
  }
  // Lower pictures where the window is low, so that the rest of the page is seen as well.
  const float room = ImGui::GetWindowHeight() - (context.state.recent.entries.empty() ? 0 : ui.px(160));
  const bool low = room < ui.px(780);
  const float height = text + ui.px(!beside ? 250 : low ? 214 : 290);
  float used = 0;
  for (std::size_t i = 0; i < presets.size(); ++i) {
    const std::size_t in_row = static_cast<std::size_t>(columns), rows_above = i / in_row;
    const auto column = static_cast<float>(i % in_row), row = static_cast<float>(rows_above);
    const Rect card{area.x + column * (width + gap), area.y + row * (height + gap), width, height};
    draw_preset_card(context, card, presets[i]);
    used = row * (height + gap) + height;
  }
  area.take_top(used, ui.px(16));
  const float chips = draw_two_columns(context, area);
  return chips > 0 ? used + ui.px(16) + chips - ui.px(8) : used;
}

namespace {

// A little ledger that is longer than the card it is held against.
void draw_mini_ledger(const Ui& ui, const Rect& area) {
  const Rect bar = area.centered(area.w, ui.px(22));
  constexpr float kShares[] = {0.11F, 0.11F, 0.64F, 0.1F, 0.04F};
  float x = bar.x;
  for (std::size_t i = 0; i < std::size(kShares); ++i) {
    const float width = bar.w * kShares[i];
    fill({x, bar.y, width - 1, bar.h}, ui.theme.categories[i]);
    x += width;
  }
  const float end = bar.x + bar.w * 0.57F;
  line({end, bar.y - ui.px(7)}, {end, bar.bottom() + ui.px(7)}, ui.theme.text, ui.px(2.5F));
}

}  // namespace

float HomeView::draw_plan_card(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const bool beside = area.w >= ui.px(720);
  const std::string_view heading = tr("The model needs 24 GiB, the card has 16 GB. Now what?");
  const std::string_view text =
      tr("What fits where, what is short and by how much, and what would change it: a worked example.");
  const float pad = ui.px(24), picture = beside ? ui.px(220) : 0;
  const float words = area.w - 2 * pad - (beside ? picture + ui.px(24) : 0);
  const float title = wrapped_height(ui.fonts.title, heading, words);
  const float questions = plan_questions_height(ui, words) + ui.px(10);
  const float height = ui.px(36) + title + ui.px(4) + wrapped_height(ui.fonts.body, text, words) + questions;
  const Rect box = area.take_top(height);
  // The row of questions has buttons of its own.
  Rect top = box;
  const Rect foot = top.take_bottom(questions + ui.px(18)).inset(pad, 0);
  const Press press = press_area("plan_example", top);
  spot(box);
  fill(box, ground_of(ui, press, ui.theme.panel), ui.px(12));
  stroke(box, press.hovered ? ui.theme.action : ui.theme.edge, ui.px(12), press.hovered ? ui.px(2) : 1);
  if (press.focused) focus_ring(ui, box, ui.px(12));
  Rect rest = top.inset(pad, 0);
  rest.take_top(ui.px(18));
  if (beside) draw_mini_ledger(ui, rest.take_right(picture, ui.px(24)));
  rest.take_top(draw_wrapped(ui.fonts.title, rest.min(), words, ui.theme.text, heading), ui.px(4));
  draw_wrapped(ui.fonts.body, rest.min(), words, ui.theme.muted, text);
  if (press.clicked) context.actions.emplace_back(action::PlanExample{});
  draw_plan_questions(context, {foot.x, foot.y + ui.px(8), words, foot.h});
  return height;
}

float HomeView::draw_own_data(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const bool beside = area.w >= ui.px(720);
  const ButtonSpec open{
      .id = "open", .label = tr("Open a file…"), .icon = Icon::kFolder, .tip = tr("Ctrl+O")};
  const float height = ui.px(beside ? 100 : 148);
  Rect box = area.take_top(height);
  fill(box, mix(ui.theme.ground, ui.theme.panel, 0.6F), ui.px(12));
  // A dashed edge says: things can be dropped here.
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float dash = ui.px(7), r = ui.px(12);
  for (float x = box.x + r; x < box.right() - r; x += 2 * dash) {
    const float end = std::min(x + dash, box.right() - r);
    list->AddLine({x, box.y + 0.5F}, {end, box.y + 0.5F}, color(ui.theme.muted, 0.6F), ui.px(1.2F));
    list->AddLine({x, box.bottom() - 0.5F}, {end, box.bottom() - 0.5F}, color(ui.theme.muted, 0.6F),
                  ui.px(1.2F));
  }
  for (float y = box.y + r; y < box.bottom() - r; y += 2 * dash) {
    const float end = std::min(y + dash, box.bottom() - r);
    list->AddLine({box.x + 0.5F, y}, {box.x + 0.5F, end}, color(ui.theme.muted, 0.6F), ui.px(1.2F));
    list->AddLine({box.right() - 0.5F, y}, {box.right() - 0.5F, end}, color(ui.theme.muted, 0.6F),
                  ui.px(1.2F));
  }
  Rect inner = box.inset(ui.px(24), ui.px(18));
  const ButtonSpec paste{.id = "paste",
                         .label = tr("Paste a table"),
                         .tip = tr("Ctrl+V: cells of a spreadsheet, or the text of a CSV file")};
  const float w = button_width(ui, open), paste_w = button_width(ui, paste), gap = ui.px(8);
  // The second button under the first where the words need the room.
  const bool stacked = beside && area.w < ui.px(940);
  Rect keys = stacked  ? inner.take_right(std::max(w, paste_w), ui.px(20))
              : beside ? inner.take_right(w + gap + paste_w, ui.px(20)).centered(w + gap + paste_w, ui.px(40))
                       : inner.take_bottom(ui.px(40), ui.px(8));
  const Rect first = stacked ? keys.take_top((keys.h - ui.px(4)) / 2, ui.px(4)) : keys.take_left(w, gap);
  if (button(ui, first, open)) context.actions.emplace_back(action::Browse{true});
  if (!stacked) keys = keys.take_left(paste_w);
  if (button(ui, keys, paste)) context.actions.emplace_back(action::Paste{});
  text_line(ui, inner.take_top(ui.px(26), ui.px(2)), ui.fonts.title, ui.theme.text,
            tr("Your own: drop a CSV file, or a model's config.json"));
  // Samples as chips behind a word.
  Rect chips = inner.take_top(ui.px(34));
  const std::string_view lead = tr("or try");
  text_line(ui, chips.take_left(text_width(ui.fonts.body, lead) + 1, ui.px(10)), ui.fonts.body,
            ui.theme.muted, lead);
  for (const SampleEntry& sample : context.state.samples) {
    const ButtonSpec chip{
        .id = sample.path.c_str(), .label = tr(sample.title), .tip = tr(sample.description), .small = true};
    const float chip_width = button_width(ui, chip);
    if (chips.w < chip_width) break;
    if (button(ui, chips.take_left(chip_width, ui.px(8)).centered(chip_width, ui.px(28)), chip)) {
      context.actions.emplace_back(action::OpenPath{sample.path});
    }
  }
  return height;
}

// Beside the title, where the courses below are not seen yet.
void HomeView::draw_learn_button(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  if (!learned.library || learned.library->lessons.empty()) return;
  const ButtonSpec learn{.id = "learn",
                         .label = learns_first(learned) ? tr("Learn: two courses") : tr("Go on learning"),
                         .icon = Icon::kBook,
                         .tip = tr("Lessons, questions and predictions (L)")};
  if (area.w < button_width(ui, learn) + ui.px(280)) return;
  if (button(ui, area.take_right(button_width(ui, learn)), learn))
    context.actions.emplace_back(action::Learn{LearnDo::kCourses});
}

// The courses: each lesson and each quiz is a click away, and so is everything else of Learn.
float HomeView::draw_learn(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const float top = area.y, gap = ui.px(12);
  if (!context.state.learn.library || context.state.learn.library->lessons.empty()) return 0;
  Rect head = area.take_top(ui.px(36), gap);
  const ButtonSpec all{
      .id = "learn_all", .label = tr("All lessons and questions"), .icon = Icon::kBook, .tip = "L"};
  const float width = button_width(ui, all);
  if (button(ui, head.take_right(width, gap), all))
    context.actions.emplace_back(action::Learn{LearnDo::kCourses});
  text_line(ui, head, ui.fonts.title, ui.theme.text, tr("Learn"));
  const auto put = [&](float height) {
    if (height > 0) area.take_top(height, gap);
  };
  put(draw_go_on(context, area));
  put(draw_courses(context, area));
  return area.y - top + gap;
}

// On a display where everything is small: one line, until it is answered.
float HomeView::draw_scale_offer(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const float offered = context.state.offered_text_scale;
  if (offered <= 0) return 0;
  Rect row = area.take_top(ui.px(36));
  const std::string label = tr("Text at {1} %", std::to_string(std::lround(offered * 100)));
  const ButtonSpec accept{.id = "larger_text", .label = label};
  const ButtonSpec decline{.id = "no_larger_text",
                           .icon = Icon::kCross,
                           .kind = ButtonKind::kQuiet,
                           .tip = tr("Leave it as it is")};
  const std::string_view words = tr("This display is large. Larger text?");
  text_line(ui, row.take_left(text_width(ui.fonts.body, words) + 1, ui.px(12)), ui.fonts.body, ui.theme.text,
            words);
  if (button(ui, row.take_left(button_width(ui, accept), ui.px(6)), accept)) {
    context.actions.emplace_back(action::SetTextScale{offered});
  }
  if (button(ui, row.take_left(ui.px(36)), decline)) context.actions.emplace_back(action::OfferTextScale{0});
  return ui.px(36 + 16);
}

void HomeView::draw_device_line(const ViewContext& context, const Rect& area) const {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  fill(area, ui.theme.panel);
  line(area.min(), {area.right(), area.y}, ui.theme.line);
  Rect rest = area.inset(ui.px(16), 0);
  if (run.facts->device.name.empty()) {
    text_line(ui, rest, ui.fonts.small, ui.theme.muted, tr("Looking for devices…"));
    return;
  }
  const bool gpu = run.facts->device.kind == "cuda";
  const Rect dot = rest.take_left(ui.px(10), ui.px(8));
  ImGui::GetWindowDrawList()->AddCircleFilled(dot.center(), ui.px(5),
                                              color(gpu ? ui.theme.good : ui.theme.action));
  const std::string& notice = context.state.notice;
  std::string text =
      tr("Trains on {1}, {2} free of {3}", run.facts->device.name,
         format_bytes(run.facts->device.memory_free), format_bytes(run.facts->device.memory_total));
  if (!gpu) text += std::string(" · ") + tr("no CUDA device here, the CPU does the work");
  if (!notice.empty()) text += " · " + notice;
  text_line(ui, rest, ui.fonts.small, ui.theme.muted, text);
}

void HomeView::draw(const ViewContext& context, const Rect& window) {
  const Ui& ui = context.ui;
  Rect rest = window;
  draw_device_line(context, rest.take_bottom(ui.px(32)));
  Rect buttons = window.inset(ui.px(16), ui.px(10));
  buttons = buttons.take_top(ui.px(36));
  ScrollArea scroll(ui, "home", rest);
  Rect page = scroll.content();
  const float top = page.y, width = std::min(page.w - ui.px(32), ui.px(1080));
  // Centred where the window is higher than the page.
  const float natural = ui.px(34 + 26 + 24 + 40) + ui.px(320 + 20 + 100 + 20 + 104 + 24);
  const float free = std::max(0.0F, page.h - natural);
  Rect column{page.x + (page.w - width) / 2, page.y + std::max(ui.px(28), free * 0.45F), width, 1e6F};
  draw_text(ui.fonts.hero, column.min(), ui.theme.text, "Headroom");
  column.take_top(line_height(ui.fonts.hero), ui.px(4));
  draw_learn_button(context, {column.x, column.y - ui.px(22), column.w, ui.px(40)});
  column.take_top(draw_wrapped(ui.fonts.title, column.min(), column.w, ui.theme.muted,
                               tr("Watch neural networks train, and know what fits into memory.")),
                  ui.px(24));
  column.take_top(draw_scale_offer(context, column));
  column.take_top(draw_presets(context, column), ui.px(20));
  column.take_top(draw_plan_card(context, column), ui.px(20));
  column.take_top(draw_own_data(context, column), ui.px(24));
  column.take_top(draw_recent(context, column), ui.px(24));
  column.take_top(draw_learn(context, column));
  const float w = window_buttons_width(ui, {.settings = false});
  draw_window_buttons(context, {page.right() - w - ui.px(16), top + ui.px(10), w, ui.px(36)},
                      {.settings = false});
  scroll.used(page.w - 1, column.y - top);
}

}  // namespace headroom::app
