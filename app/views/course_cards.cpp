#include "app/views/course_cards.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/state/learn_figures.h"
#include "app/views/learn_csv.h"
#include "app/views/learn_parts.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/frame_notes.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kLessonRow = 29, kQuestionRow = 21;  // low: the overview fits into 1440 x 900
constexpr std::size_t kMostFaults = 8;               // shown; a broken file has more

void hairline(const Ui& ui, const Rect& row) { line(row.min(), {row.right(), row.y}, ui.theme.line); }

// One box a stage, joined by arrows; rows of boxes where they do not fit beside each other.
void draw_stage_boxes(const Ui& ui, Rect& rest, const Course& course, const PresetEntry* preset) {
  if (course.stages.empty()) return;
  const float arrow = ui.px(11), height = ui.px(44);
  float least = ui.px(58);
  for (const CourseStage& stage : course.stages)
    least = std::max(least, text_width(ui.fonts.small, tr(stage.title)) + ui.px(7));
  const auto count = course.stages.size();
  const auto fit =
      std::clamp<std::size_t>(static_cast<std::size_t>((rest.w + arrow) / (least + arrow)), 1, count);
  const std::size_t rows = (count + fit - 1) / fit, columns = (count + rows - 1) / rows;
  const auto beside = static_cast<float>(columns);
  const float width = (rest.w - arrow * (beside - 1)) / beside;
  Rect row;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % columns == 0) row = rest.take_top(height, ui.px(8));
    const Rect box = row.take_left(width);
    stroke(box, ui.theme.edge, ui.px(6));
    Rect inner = box.inset(ui.px(3), ui.px(5));
    text_line(ui, inner.take_top(inner.h / 2), ui.fonts.small, ui.theme.text, tr(course.stages[i].title),
              Align::kCenter);
    text_line(ui, inner, ui.fonts.mono, ui.theme.muted, course_shape(course.stages[i], preset),
              Align::kCenter);
    const Rect gap = row.take_left(arrow);
    if (i + 1 < count && (i + 1) % columns != 0) draw_icon(Icon::kArrowRight, gap, ui.px(8), ui.theme.muted);
  }
}

void draw_lesson_row(const ViewContext& context, Rect& rest, const Lesson& lesson, float pad) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const auto kept = learned.progress.lessons.find(lesson.id);
  const bool finished = kept != learned.progress.lessons.end() && kept->second.finished;
  const bool begun = !finished && kept != learned.progress.lessons.end();
  const bool open = learned.lesson && learned.lesson->id == lesson.id;
  Rect row = rest.take_top(ui.px(kLessonRow));
  row = {row.x - pad, row.y, row.w + 2 * pad, row.h};
  const std::string id = "lesson-" + lesson.id;
  const Press press = press_area(id.c_str(), row);
  fill(row, ground_of(ui, press, open ? mix(ui.theme.panel, ui.theme.action, 0.2F) : ui.theme.panel));
  hairline(ui, row);
  if (press.focused) focus_ring(ui, row, ui.px(4));
  Rect inner = row.inset(pad, 0);
  const Rect mark = inner.take_left(ui.px(16), ui.px(10));
  if (finished) draw_icon(Icon::kCheck, mark, ui.px(12), ui.theme.good);
  if (begun) draw_icon(Icon::kPlay, mark, ui.px(11), ui.theme.accent);
  if (!finished && !begun)
    ImGui::GetWindowDrawList()->AddCircle(mark.center(), ui.px(5), color(ui.theme.muted), 24, ui.px(1.5F));
  const std::size_t length = lesson_length(lesson);
  const std::size_t done = finished ? length : steps_done(learned, lesson);
  const std::string minutes = tr("{1} min", std::to_string(lesson.minutes));
  const std::string steps = begun || finished
                                ? tr("{1} of {2}", std::to_string(done), std::to_string(length))
                                : tr_n("{n} step", "{n} steps", static_cast<std::int64_t>(length));
  const float title = text_width(begun || open ? ui.fonts.bold : ui.fonts.body, lesson.title) + ui.px(8);
  const auto put = [&](const std::string& text, std::string_view widest) {
    const float width = std::max(text_width(ui.fonts.mono, text), text_width(ui.fonts.mono, widest)) + 1;
    if (inner.w < title + width + ui.px(12)) return;
    text_line(ui, inner.take_right(width, ui.px(12)), ui.fonts.mono, ui.theme.muted, text, Align::kRight);
  };
  put(minutes, tr("{1} min", "15"));
  put(steps, tr("{1} of {2}", "8", "8"));
  if (inner.w > title + ui.px(84))
    step_bars(ui, inner.take_right(ui.px(76), ui.px(12)).centered(ui.px(76), ui.px(6)),
              done_steps(learned, lesson), begun ? kept->second.step : length,
              finished ? ui.theme.good : ui.theme.accent);
  text_line(ui, inner, begun || open ? ui.fonts.bold : ui.fonts.body, ui.theme.text, lesson.title);
  if (press.hovered) tooltip(ui, lesson.about, row);
  if (press.clicked) learn(context, {.what = LearnDo::kLesson, .id = lesson.id});
}

void draw_quiz_row(const ViewContext& context, Rect& rest, std::string_view course, float pad) {
  const Ui& ui = context.ui;
  const std::vector<const Question*> questions = questions_of(context.state.learn, course);
  if (questions.empty()) return;
  Rect row = rest.take_top(ui.px(kLessonRow));
  hairline(ui, {row.x - pad, row.y, row.w + 2 * pad, row.h});
  const LearnScore score = score_of(context.state.learn, questions);
  const std::string words = tr("{1} of {2}", std::to_string(score.right), std::to_string(score.all));
  text_line(ui, row.take_right(text_width(ui.fonts.mono, tr("{1} of {2}", "10", "10")) + 1, ui.px(12)),
            ui.fonts.mono, ui.theme.muted, words, Align::kRight);
  const float squares = answer_squares_width(ui, questions.size());
  const Rect place = row.take_right(std::min(squares, row.w), ui.px(12));
  const std::string id = "quiz-" + std::string(course);
  const Press press = press_area(id.c_str(), row);
  if (press.focused) focus_ring(ui, row, ui.px(4));
  draw_icon(Icon::kHelp, row.take_left(ui.px(16), ui.px(10)), ui.px(14), ui.theme.muted);
  text_line(ui, row, ui.fonts.body, press.hovered ? ui.theme.accent : ui.theme.text, tr("Questions"));
  if (press.clicked) learn(context, {.what = LearnDo::kDifficulty, .id = std::string(course)});
  answer_squares(context, place, questions);
}

// The insight, and what this machine has to say to it; the way to its figure where it has none yet.
void draw_course_insight(const ViewContext& context, Rect& rest, const Course& course) {
  const Ui& ui = context.ui;
  const std::string measured = course_measured(course, context.state, context.run);
  const float pad = ui.px(12), room = rest.w - 2 * pad;
  const std::string_view waits = tr("Not measured here yet: run it");
  const float second = measured.empty() ? ui.px(22) : wrapped_height(ui.fonts.small, measured, room);
  const float first = wrapped_height(ui.fonts.body, tr(course.insight), room);
  const Rect box = rest.take_top(ui.px(22) + ui.px(2) + first + ui.px(3) + second + 2 * ui.px(8));
  fill(box, ui.theme.card, ui.px(8));
  stroke(box, ui.theme.line, ui.px(8));
  Rect inner = box.inset(pad, ui.px(8));
  Rect head = inner.take_top(ui.px(22), ui.px(2));
  draw_icon(Icon::kBulb, head.take_left(ui.px(16), ui.px(8)), ui.px(14), ui.theme.warning);
  text_line(ui, head, ui.fonts.bold, ui.theme.text, tr("Key insight"));
  draw_wrapped(ui.fonts.body, inner.take_top(first, ui.px(3)).min(), room, ui.theme.text, tr(course.insight));
  if (!measured.empty()) {
    draw_wrapped(ui.fonts.small, inner.min(), room, ui.theme.muted, measured);
    return;
  }
  const std::string id = "run-" + std::string(course.id);
  const ButtonSpec run{.id = id.c_str(),
                       .label = waits,
                       .icon = Icon::kPlay,
                       .kind = ButtonKind::kQuiet,
                       .tip = tr("Trains its example on this machine"),
                       .small = true};
  const float width = std::min(button_width(ui, run), inner.w + ui.px(10));
  if (button(ui, {inner.x - ui.px(10), inner.y, width, ui.px(22)}, run))
    context.actions.emplace_back(action::OpenPreset{std::string(course.preset), true});
}

struct CourseHeights {
  float above = 0, whole = 0;  // above the insight
};

// `least`: where the insight begins at the earliest.
CourseHeights draw_course(const ViewContext& context, const Rect& area, const Course& course, float least) {
  const Ui& ui = context.ui;
  Focus::of_window().begin_group();  // card by card
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  const float pad = ui.px(14);
  Rect head = rest.take_top(ui.px(26), ui.px(2));
  const bool finished = course_finished(context.state.learn, course.id);
  const std::string stages = finished ? std::string(tr("finished"))
                                      : tr("pipeline of {1} stages", std::to_string(course.stages.size()));
  const float width = text_width(ui.fonts.small, stages) + 1;
  if (head.w > width + text_width(ui.fonts.title, tr(course.title)) + ui.px(40)) {
    text_line(ui, head.take_right(width, ui.px(6)), ui.fonts.small, finished ? ui.theme.good : ui.theme.muted,
              stages, Align::kRight);
    if (finished) draw_icon(Icon::kCheck, head.take_right(ui.px(14), ui.px(8)), ui.px(12), ui.theme.good);
  }
  text_line(ui, head, ui.fonts.title, ui.theme.text, tr(course.title));
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted, tr(course.about)), ui.px(8));
  draw_stage_boxes(ui, rest, course, context.state.preset(course.preset));
  rest.take_top(ui.px(2));
  for (const Lesson* const lesson : lessons_of(context.state.learn, course.id))
    draw_lesson_row(context, rest, *lesson, pad);
  draw_quiz_row(context, rest, course.id, pad);
  // The insights of both cards stand beside each other, whichever has more lessons.
  rest.take_top(ui.px(6));
  const float above = rest.y - area.y;
  rest.take_top(std::max(0.0F, least - above));
  draw_course_insight(context, rest, course);
  panel.finish(rest.y);
  return {above, rest.y - area.y + ui.px(14)};
}

// What is needed against one card, and against two.
void draw_fit_picture(const Ui& ui, Rect& rest) {
  struct Row {
    std::string_view name, text;
    float share;
    bool needed, fits;
  };
  constexpr Row kRows[] = {{tr_later("needed"), "24 GB", 1, true, true},
                           {tr_later("1 card"), "16 GB", 16.0F / 24, false, false}};
  const float names = ui.px(58);
  const auto bar = [&](const Rect& place, const ImVec4& ink, std::string_view text) {
    fill(place, ink, ui.px(3));
    text_line(ui, place.inset(ui.px(6), 0), ui.fonts.mono, {0.05F, 0.07F, 0.09F, 1}, text, Align::kRight);
  };
  const float full = rest.w - names - ui.px(30);
  for (const Row& each : kRows) {
    Rect row = rest.take_top(ui.px(18), ui.px(10));
    text_line(ui, row.take_left(names), ui.fonts.small, ui.theme.text, tr(each.name));
    bar(row.take_left(full * each.share, ui.px(8)), each.needed ? ui.theme.muted : ui.theme.bad, each.text);
    if (!each.fits) draw_icon(Icon::kCross, row.take_left(ui.px(14)), ui.px(11), ui.theme.bad);
  }
  Rect row = rest.take_top(ui.px(18), ui.px(12));
  text_line(ui, row.take_left(names), ui.fonts.small, ui.theme.text, tr("2 cards"));
  for (int i = 0; i < 2; ++i) {
    const Rect card = row.take_left((full - ui.px(4)) / 2, ui.px(4));
    fill(card, ui.theme.line, ui.px(3));
    bar({card.x, card.y, card.w * 0.75F, card.h}, ui.theme.good, "12");
  }
  draw_icon(Icon::kCheck, row.take_left(ui.px(18)), ui.px(11), ui.theme.good);
}

void draw_question_list(const ViewContext& context, Rect& rest,
                        const std::vector<const Question*>& questions) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const bool roomy = rest.w >= ui.px(420);
  int number = 0;
  for (const Question* const question : questions) {
    Rect row = rest.take_top(ui.px(kQuestionRow));
    hairline(ui, row);
    const std::string id = "ask-" + question->id;
    const Press press = press_area(id.c_str(), row);
    if (press.hovered) fill(row.inset(0, 1), ui.theme.hover, ui.px(4));
    if (press.focused) focus_ring(ui, row, ui.px(4));
    const Rect square = row.take_right(ui.px(20), ui.px(12)).centered(ui.px(18), ui.px(18));
    answer_square(ui, square, answer_mark(learned.progress, question->id));
    const float mark = roomy ? ui.px(96) : ui.px(30);
    difficulty_mark(ui, row.take_right(mark, ui.px(12)), question->difficulty, roomy);
    text_line(ui, row.take_left(ui.px(20), ui.px(6)), ui.fonts.mono, ui.theme.muted,
              std::to_string(++number));
    text_line(ui, row, ui.fonts.body, ui.theme.text, question->title);
    if (press.clicked) learn(context, {.what = LearnDo::kQuestion, .id = question->id});
  }
}

}  // namespace

float draw_go_on(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  if (!learned.library || learned.library->lessons.empty()) return 0;
  const Lesson* lesson = learned.lesson.get();
  if (!lesson) lesson = learned.library->lesson(learned.progress.last_lesson);
  const bool begun = lesson && !lesson_finished(learned, lesson->id);
  if (!begun) lesson = next_lesson(learned);
  if (!lesson) return 0;
  const auto kept = learned.progress.lessons.find(lesson->id);
  const std::size_t step = learned.lesson ? learned.step : begun ? kept->second.step : 0;
  const std::string lead = begun                   ? tr("Continue, step {1} of {2}", std::to_string(step + 1),
                                                        std::to_string(lesson_length(*lesson)))
                           : learns_first(learned) ? std::string(tr("Begin here"))
                                                   : std::string(tr_c("a lesson", "Next"));
  std::string title = lesson->title;
  const bool ends = !title.empty() && (title.back() == '?' || title.back() == '!');
  if (begun)
    title += std::string(ends ? " " : ": ") +
             (step < lesson->steps.size() ? lesson->steps[step].title : std::string(tr("Key insight")));
  const ButtonSpec on{.id = "go_on",
                      .label = begun ? tr("Go on") : tr_c("a lesson", "Start"),
                      .icon = Icon::kEnter,
                      .kind = ButtonKind::kPrimary,
                      .tip = tr("Enter")};
  const Rect box{area.x, area.y, area.w, ui.px(60)};
  panel_box(ui, box);
  Rect rest = box.inset(ui.px(14), ui.px(7));
  if (rest.w > ui.px(420)) {
    const Rect tile = rest.take_left(ui.px(44), ui.px(16)).centered(ui.px(44), ui.px(44));
    fill(tile, mix(ui.theme.panel, ui.theme.action, 0.22F), ui.px(8));
    draw_icon(Icon::kBook, tile, ui.px(20), ui.theme.accent);
  }
  if (button(ui, rest.take_right(button_width(ui, on), ui.px(16)).inset(0, ui.px(5)), on))
    learn(context, {.what = LearnDo::kGoOn});
  text_line(ui, rest.take_top(rest.h * 0.45F), ui.fonts.small, ui.theme.muted, lead);
  text_line(ui, rest, rest.w > ui.px(420) ? ui.fonts.title : ui.fonts.bold, ui.theme.text, title);
  return box.h;
}

namespace {

float draw_course_cards(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const bool beside = area.w >= ui.px(760);
  const float gap = ui.px(12), width = beside ? (area.w - gap) / 2 : area.w;
  Rect rest{area.x, area.y, area.w, 1e6F};
  if (!beside) {
    for (const Course& course : courses()) {
      if (!course.stages.empty()) rest.take_top(draw_course(context, rest, course, 0).whole, gap);
    }
    return rest.y - area.y - gap;
  }
  // As high as the taller one was in the frame before; a size that changes is drawn again at once.
  ImGuiStorage* const kept = ImGui::GetStateStorage();
  const ImGuiID id = ImGui::GetID("courses_above");
  const float least = kept->GetFloat(id);
  float above = 0, tallest = 0;
  Rect row = rest;
  for (const Course& course : courses()) {
    if (course.stages.empty()) continue;
    const CourseHeights heights = draw_course(context, row.take_left(width, gap), course, least);
    above = std::max(above, heights.above);
    tallest = std::max(tallest, heights.whole);
  }
  if (above != least) frame_notes().another_frame = true;
  kept->SetFloat(id, above);
  return tallest;
}

}  // namespace

float draw_courses(const ViewContext& context, const Rect& area) {
  const float height = draw_course_cards(context, area);
  exhibit_of_frame(
      {.name = "learn-courses", .title = tr("The courses"), .area = {area.x, area.y, area.w, height}},
      [&context] { return lessons_csv(context.state.learn); });
  return height;
}

float draw_planning(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const Course& course = courses().back();
  const std::vector<const Question*> questions = questions_of(context.state.learn, course.id);
  AutoPanel panel(ui, area);
  const Rect content = panel.content();
  const bool beside = content.w >= ui.px(640);
  Rect left = content;
  Rect right = beside ? left.take_right(left.w * 0.66F, ui.px(22)) : Rect{content.x, content.y, 0, 0};
  Rect head = left.take_top(ui.px(26), ui.px(4));
  text_line(ui, head, ui.fonts.title, ui.theme.text, tr(course.title));
  left.take_top(draw_wrapped(ui.fonts.body, left.min(), left.w, ui.theme.muted, tr(course.about)), ui.px(12));
  draw_fit_picture(ui, left);
  Focus::of_window().begin_group();
  for (const Lesson* const lesson : lessons_of(context.state.learn, course.id))
    draw_lesson_row(context, left, *lesson, 0);
  Rect& list = beside ? right : left;
  if (!beside) list.take_top(ui.px(10));
  Rect title = list.take_top(ui.px(24), ui.px(2));
  const std::string count = tr("{1} questions", std::to_string(questions.size()));
  text_line(ui, title.take_left(text_width(ui.fonts.bold, count) + 1, ui.px(12)), ui.fonts.bold,
            ui.theme.text, count);
  const std::string_view each = tr("each with hint, solution, common mistakes");
  if (title.w > text_width(ui.fonts.small, each))
    text_line(ui, title, ui.fonts.small, ui.theme.muted, each, Align::kRight);
  Focus::of_window().begin_group();
  draw_question_list(context, list, questions);
  const float height = panel.finish(std::max(left.y, right.y));
  exhibit_of_frame({.name = "learn-planning",
                    .title = std::string(course.title),
                    .area = {area.x, area.y, area.w, height}},
                   [&] { return questions_csv(context.state.learn, course.id); });
  return height;
}

float draw_lesson_faults(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const std::vector<Error> none;
  const std::vector<Error>& faults = learned.library ? learned.library->faults : none;
  if (faults.empty() && learned.progress_fault.empty()) return 0;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  const auto head = [&](std::string_view title) {
    Rect row = rest.take_top(ui.px(24), ui.px(4));
    draw_icon(Icon::kWarning, row.take_left(ui.px(18), ui.px(8)), ui.px(15), ui.theme.warning);
    text_line(ui, row, ui.fonts.bold, ui.theme.text, title);
  };
  const auto say = [&](const std::string& text) {
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.text, text), ui.px(5));
  };
  if (!faults.empty()) {
    head(tr("These files of lessons have mistakes; all others can be used"));
    for (std::size_t i = 0; i < std::min(faults.size(), kMostFaults); ++i) say(faults[i].what());
    if (faults.size() > kMostFaults) say(tr("and {1} more", std::to_string(faults.size() - kMostFaults)));
  }
  if (!learned.progress_fault.empty()) {
    head(tr("What was done before is not used, and what is done now is not kept"));
    say(learned.progress_fault);
  }
  return panel.finish(rest.y);
}

}  // namespace headroom::app
