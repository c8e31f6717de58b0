#include "app/views/prediction_view.h"

#include <algorithm>

#include "app/state/model_words.h"
#include "app/state/row_standing.h"
#include "app/state/tabs.h"
#include "app/ui/ramps.h"
#include "app/views/prediction_csv.h"
#include "app/views/stage_parts.h"
#include "app/widgets/button.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/focus.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::string_view part_words(RowPart part) {
  switch (part) {
    case RowPart::kTraining: return tr("training");
    case RowPart::kValidation: return tr("validation");
    case RowPart::kTest: return tr("test");
    case RowPart::kNone: break;
  }
  return tr("in no part");
}

// What stands before the row's own class or value.
std::string truth_words(const PredictionPage& page) {
  const std::string_view part = part_words(page.figures.part);
  if (page.regression())
    return page.figures.moved ? tr("{1}, unmoved value", part) : tr("{1}, true value", part);
  return page.figures.moved ? tr("{1}, unmoved class", part) : tr("{1}, true class", part);
}

// Whether the figures are of the run as it is now: a network may have been changed since.
bool of_this_run(const ViewContext& context, const PredictionFigures& figures) {
  const Dataset* const dataset = context.run.facts->dataset.get();
  if (!dataset || figures.models.empty() || figures.looked >= figures.models.size()) return false;
  if (figures.raw.size() != static_cast<std::size_t>(dataset->columns) || figures.rows != dataset->rows)
    return false;
  if (!figures.columns || figures.columns->size() != figures.raw.size()) return false;
  for (const PredictionFigures::Model& model : figures.models) {
    const ModelSnapshot* const now = find_model(context.run, model.id);
    if (!now || now->spec.layers() != static_cast<std::int64_t>(model.layers.size())) return false;
    if (now->spec.inputs() != static_cast<std::int64_t>(figures.features.size())) return false;
    for (std::size_t l = 0; l < model.layers.size(); ++l) {
      if (now->spec.widths[l + 1] != static_cast<std::int64_t>(model.layers[l].activation.size()))
        return false;
    }
    if (now->spec.output != Output::kLinear &&
        model.probabilities.size() != static_cast<std::size_t>(dataset->classes()))
      return false;
  }
  return true;
}

struct Finder {
  const char* id;
  std::string_view label, key, tip;
  RowSearch::For what;
};
constexpr Finder kFinders[] = {
    {"next_wrong", tr_later("next wrong"), "N",
     tr_later("The next validation row that this network gets wrong (N)"), RowSearch::For::kWrong},
    {"uncertain", tr_later("most uncertain"), "U",
     tr_later("The validation row whose likeliest classes are nearest; once more, the next one (U)"),
     RowSearch::For::kUncertain},
    {"random", tr_later("random"), "X", tr_later("Any row (X)"), RowSearch::For::kRandom},
};

// From the right, as many as fit.
void draw_finders(const ViewContext& context, Rect& row, bool regression) {
  const Ui& ui = context.ui;
  for (int i = 2; i >= 0; --i) {
    const Finder& finder = kFinders[i];
    if (regression && finder.what == RowSearch::For::kUncertain) continue;
    const bool worst = regression && finder.what == RowSearch::For::kWrong;
    const std::string label = std::string(worst ? std::string_view(tr("furthest off")) : tr(finder.label)) +
                              "  " + std::string(finder.key);
    ButtonSpec spec{
        .id = finder.id,
        .label = label,
        .tip = worst ? std::string_view(
                           tr("The validation row that is furthest off; once more, the next one (N)"))
                     : tr(finder.tip),
        .small = true};
    const auto& search = context.state.look.search;
    spec.on = search && search->what == finder.what;
    if (button(ui, row.take_right(button_width(ui, spec), ui.px(8)).inset(0, ui.px(2)), spec))
      context.actions.emplace_back(action::FindRow{finder.what});
  }
}

}  // namespace

std::unique_ptr<View> make_prediction_view() { return std::make_unique<PredictionView>(); }

PredictionLayout prediction_layout(const Rect& area, float scale, bool triangle) {
  const auto px = [scale](float v) { return v * scale; };
  PredictionLayout layout;
  layout.beside = area.w >= px(940) && area.h >= px(470);
  if (!layout.beside) return layout;
  Rect rest = area;
  layout.sum = rest.take_bottom(px(124), px(10));
  layout.answer = rest.take_right(px(area.w > px(1200) ? 162 : 146), px(22));
  layout.output = rest.take_right(px(area.w > px(1200) ? 168 : 148), px(22));
  layout.input = rest.take_left(rest.w * (triangle ? 0.52F : 0.42F), px(24));
  layout.layers = rest;
  return layout;
}

std::optional<EmptyState> PredictionView::empty_state(const ViewContext& context) const {
  if (auto empty = no_networks(context, tr("any of its rows can be followed through the network")))
    return empty;
  const auto& seen = context.run.inspections[index_of(Inspect::kPrediction)];
  if (seen && seen->error) {
    EmptyState refused{.title = tr("This row cannot be followed"), .advice = seen->error->message()};
    if (context.state.look.moved.empty()) return refused;
    Look own = context.state.look;
    own.moved.clear();
    refused.button = tr("Put its own values back");
    refused.icon = Icon::kReset;
    refused.actions.emplace_back(action::LookAt{own});
    return refused;
  }
  if (!looked_at(context.run, context.state.look))
    return EmptyState{.title = tr("No network trains"),
                      .advice = tr("Select one: in the Curves tab, or with Load.")};
  if (shown_ || (seen && seen->prediction())) return std::nullopt;
  return EmptyState{.title = tr("On its way"),
                    .advice = tr("The row is being followed through the network.")};
}

void PredictionView::draw_header(const ViewContext& context, Rect area, const PredictionPage* page) {
  const Ui& ui = context.ui;
  const Dataset* const dataset = context.run.facts->dataset.get();
  const std::int64_t rows = dataset ? dataset->rows : 1;
  const bool regression = context.run.facts->task == Task::kRegression;
  Rect row = area.take_top(ui.px(32));
  if (area.h >= ui.px(28)) {  // a second line for the finders
    Rect second = area.take_bottom(ui.px(28));
    draw_finders(context, second, regression);
  } else {
    draw_finders(context, row, regression);
  }
  const auto go = [&](std::int64_t to) {
    Look look = context.state.look;
    look.row = std::clamp<std::int64_t>(to, 0, rows - 1);
    look.moved.clear();
    context.actions.emplace_back(action::LookAt{look});
  };
  text_line(ui, row.take_left(text_width(ui.fonts.bold, tr("Row")) + 1, ui.px(8)), ui.fonts.bold,
            ui.theme.text, tr("Row"));
  const std::int64_t at = std::clamp<std::int64_t>(context.state.look.row, 0, rows - 1);
  const auto event = number_field<std::int64_t>(ui, row.take_left(ui.px(104), ui.px(6)), row_edit_, at,
                                                {.id = "row", .range = {0, rows - 1, 1}});
  if (event.value) go(*event.value);
  if (button(ui, row.take_left(ui.px(30), ui.px(4)),
             {.id = "row_before",
              .icon = Icon::kArrowLeft,
              .tip = tr("The row before"),
              .enabled = at > 0,
              .small = true}))
    go(at - 1);
  if (button(ui, row.take_left(ui.px(30), ui.px(12)),
             {.id = "row_after",
              .icon = Icon::kArrowRight,
              .tip = tr("The row after"),
              .enabled = at + 1 < rows,
              .small = true}))
    go(at + 1);
  if (!page) return;
  const std::string words = truth_words(*page) + " ";
  text_line(ui, row.take_left(std::min(row.w, text_width(ui.fonts.body, words) + 1), ui.px(4)), ui.fonts.body,
            ui.theme.muted, words);
  const auto target = static_cast<std::int64_t>(page->figures.target);
  const bool marked = !page->regression() && page->dataset.classes() <= kColoredClasses;
  if (marked && row.w > ui.px(20))
    class_mark(ui, row.take_left(ui.px(12), ui.px(6)).center(), ui.px(5), target, page->dataset.classes());
  std::string truth = page->regression() ? target_text(page->figures.target) : page->class_name(target);
  if (page->model.steps == 0)
    truth += std::string("   ·  ") + tr("not trained yet: these are the initial weights");
  text_line(ui, row, ui.fonts.body, ui.theme.text, truth);
}

void PredictionView::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  area_ = area;
  panel_box(ui, area);
  const auto& newest = context.run.inspections[index_of(Inspect::kPrediction)];
  if (newest && newest->prediction() && of_this_run(context, *newest->prediction())) shown_ = newest;
  if (shown_ && !of_this_run(context, *shown_->prediction())) shown_.reset();
  const std::optional<EmptyState> empty = empty_state(context);
  Rect rest = area.inset(ui.px(14), ui.px(8));
  const RunState state = context.run.state;
  const bool nothing =
      state == RunState::kEmpty || state == RunState::kPreparing || state == RunState::kFailed;
  if (nothing || (empty && !shown_ && !(newest && newest->error))) {
    return draw_empty_state(
        context, rest,
        empty.value_or(EmptyState{.title = tr("On its way"),
                                  .advice = tr("The row is being followed through the network.")}));
  }
  const bool two = rest.w < ui.px(860);
  const Rect header = rest.take_top(ui.px(two ? 66 : 32), ui.px(8));
  if (empty) {  // the row cannot be followed: another can be chosen, or the values put back
    draw_header(context, header, nullptr);
    return draw_empty_state(context, rest, *empty);
  }
  if (!shown_) {  // of networks that are there no more
    draw_header(context, header, nullptr);
    return draw_empty_state(
        context, rest,
        {.title = tr("On its way"), .advice = tr("The row is being followed through the network.")});
  }
  const PredictionFigures& figures = *shown_->prediction();
  const PredictionFigures::Model& looked = figures.models[figures.looked];
  const PredictionPage page{context, *context.run.facts->dataset, figures,
                            *find_model(context.run, looked.id), looked};
  if (figures.row != row_) {
    row_ = figures.row;
    input_.refusal.clear();
  }
  draw_header(context, header, &page);
  draw_steps(page, rest);
}

// Each step with its numbers; the grid of products is a part of the first.
void PredictionView::exhibit_steps(const Rect& input, const Rect& layers, const Rect& output,
                                   const Rect& answer, const Rect& sum, const PredictionPage& page) const {
  const PredictionSource source{shown_, page.context.run.facts->dataset};
  const auto show = [&](const char* name, const char* title, const Rect& area,
                        std::string (*csv)(const PredictionSource&)) {
    exhibit({.name = name, .title = title, .area = area, .csv = [source, csv] { return csv(source); }});
  };
  Rect products;
  for (const Rect& cell : places_.features) {
    if (!cell.empty()) products = products.empty() ? cell : products.around(cell);
  }
  show("prediction-input", tr("Input"), input, inputs_csv);
  show("prediction-features", tr("Features"), products, features_csv);
  show("prediction-layers", tr("Hidden layers"), layers, layers_csv);
  show("prediction-output", tr("Output"), output, outputs_csv);
  show("prediction-answer", tr("Prediction"), answer, outputs_csv);
  if (page.looked.unit) show("prediction-unit", tr("Sum of the unit"), sum, unit_csv);
}

void PredictionView::draw_steps(const PredictionPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  Rect rest = area;
  if (ui.presenter) {  // the one sentence
    const std::string name = network_name(page.looked.id), said = answer_text(page, page.looked);
    const std::string row = format_count(page.figures.row);
    std::string sentence;
    if (page.regression()) {
      sentence = page.figures.moved ? tr("Row {1}: {2} says {3}, with values moved", row, name, said)
                                    : tr("Row {1}: {2} says {3}, it is {4}", row, name, said,
                                         target_text(page.figures.target));
    } else {
      const std::string sure = percent_text(
          page.looked.probabilities[static_cast<std::size_t>(std::max<std::int64_t>(0, page.looked.said))]);
      const Standing how = standing(page.figures, page.looked);
      sentence = how == Standing::kRight
                     ? tr("Row {1}: {2} says {3} with {4}, and is right.", row, name, said, sure)
                 : how == Standing::kWrong
                     ? tr("Row {1}: {2} says {3} with {4}, and it is {5}.", row, name, said, sure,
                          page.class_name(static_cast<std::int64_t>(page.figures.target)))
                 : how == Standing::kMoved
                     ? tr("Row {1}: {2} says {3} with {4}, with values moved.", row, name, said, sure)
                     : tr("Row {1}: {2} says {3} with {4}", row, name, said, sure);
    }
    text_line(ui, rest.take_bottom(ui.px(28), ui.px(4)), ui.fonts.title, ui.theme.text, sentence);
  }
  const bool triangle =
      page.figures.features.size() > page.figures.raw.size() && page.figures.raw.size() <= kMostColumns;
  const PredictionLayout layout = prediction_layout(rest, ui.scale, triangle);
  places_.layers.clear();
  places_.features.clear();
  const int lines = input_lines(page.dataset);
  layout.beside ? draw_beside(page, layout, lines) : draw_page(page, rest, lines);
}

// The grid has the same lines in all steps: below a heading of 48 and the columns' heads of 22. Tab goes
// through one step after the other: what is taller than a line would draw the lines beside it into its own.
void PredictionView::draw_beside(const PredictionPage& page, const PredictionLayout& layout, int lines) {
  const Ui& ui = page.ui();
  const float below = ui.px(40);  // the layers' figures; the input's note ends with them
  Rect input = layout.input;
  input.h -= ui.px(16);
  const float grid = layout.layers.h - ui.px(48 + 22) - below;
  draw_input_step(page, input, input_, places_);
  Focus::of_window().begin_group();
  draw_layers_step(page, layout.layers, lines, grid / static_cast<float>(lines), places_);
  Focus::of_window().begin_group();
  draw_output_step(page, layout.output);
  Focus::of_window().begin_group();
  draw_answer_step(page, layout.answer);
  for (const Rect* const step : {&layout.layers, &layout.output, &layout.answer})
    line({step->x - ui.px(11), step->y}, {step->x - ui.px(11), step->bottom()}, ui.theme.line);
  line({area_.x, layout.sum.y - ui.px(5)}, {area_.right(), layout.sum.y - ui.px(5)}, ui.theme.line);
  draw_source_lines(page, places_);
  Focus::of_window().begin_group();
  draw_unit_sum(page, layout.sum, backward_);
  exhibit_steps(layout.input, layout.layers, layout.output, layout.answer, layout.sum, page);
}

void PredictionView::draw_page(const PredictionPage& page, const Rect& area, int lines) {
  const Ui& ui = page.ui();
  ScrollArea scroll(ui, "prediction", area);
  const Rect content = scroll.content();
  Rect rest{content.x, content.y, content.w, 1e6F};
  const float gap = ui.px(18), line_h = ui.px(19);
  const float steps_h = ui.px(48 + 22 + 40) + line_h * static_cast<float>(lines);
  const bool pairs = content.w >= ui.px(720);
  const auto cut = [&](Rect& whole, float share) { return whole.take_left((whole.w - gap) * share, gap); };
  Rect first = rest.take_top(steps_h, gap);
  Rect input = pairs ? cut(first, 0.56F) : first;
  input.h -= ui.px(16);
  draw_input_step(page, input, input_, places_);
  Rect layers = pairs ? first : rest.take_top(steps_h, gap);
  Focus::of_window().begin_group();
  draw_layers_step(page, layers, lines, line_h, places_);
  if (pairs) draw_source_lines(page, places_);
  const float second_h = ui.px(360);
  Rect second = rest.take_top(second_h, gap);
  const bool halves = content.w >= ui.px(420);
  const Rect output = halves ? cut(second, 0.5F) : second;
  Focus::of_window().begin_group();
  draw_output_step(page, output);
  const Rect answer = halves ? second : rest.take_top(second_h, gap);
  Focus::of_window().begin_group();
  draw_answer_step(page, answer);
  const Rect sum = rest.take_top(unit_sum_height(ui, content.w), ui.px(8));
  Focus::of_window().begin_group();
  draw_unit_sum(page, sum, backward_);
  exhibit_steps(input, layers, output, answer, sum, page);
  scroll.used(content.w, rest.y - content.y);
}

}  // namespace headroom::app
