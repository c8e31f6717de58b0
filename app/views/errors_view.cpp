#include "app/views/errors_view.h"

#include <algorithm>
#include <array>

#include "app/state/errors_ways.h"
#include "app/state/tabs.h"
#include "app/views/curves.h"
#include "app/views/errors_matrix.h"
#include "app/views/errors_plots.h"
#include "app/views/errors_rows.h"
#include "app/views/stage_parts.h"
#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

bool is_regression(const ErrorsScene& scene) { return scene.network.spec.output == Output::kLinear; }

// Train | validation, with how many rows each has where there is room.
struct PartWords {
  std::string train = tr("train"), held = tr("validation");
  float width(const Ui& ui) const {
    return text_width(ui.fonts.small, train) + text_width(ui.fonts.small, held) + ui.px(56);
  }
};
PartWords part_words(const RunFacts& facts) {
  return {tr("train {1}", format_count(facts.train_rows)),
          tr("validation {1}", format_count(facts.validation_rows))};
}
bool has_shares(const ErrorsScene& scene) {
  return !is_regression(scene) && scene.classes() <= kMatrixClasses && !scene.model.counts.empty();
}

// Worth a choice where there are many.
bool has_order(const ErrorsScene& scene) {
  return has_shares(scene) && scene.classes() >= kOrderedClasses && !scene.model.similar.empty();
}
ButtonSpec order_spec(const ErrorsScene& scene) {
  return {.id = "errors_classes",
          .label = tr("similar"),
          .tip = tr("Classes that are taken for each other side by side, instead of by name"),
          .on = scene.options().by_similarity,
          .small = true};
}
// Of the switches beside the parts.
float shares_width(const ErrorsScene& scene) {
  const Ui& ui = scene.ui();
  return (has_shares(scene) ? ui.px(140) : 0) +
         (has_order(scene) ? button_width(ui, order_spec(scene)) + ui.px(10) : 0);
}

// Which rows, and counts | shares, from the right; what is left is for the title.
void draw_switches(const ErrorsScene& scene, Rect& rest, const PartWords& parts) {
  const Ui& ui = scene.ui();
  if (has_shares(scene)) {
    const Rect place = rest.take_right(std::min(ui.px(130), rest.w / 2), ui.px(10));
    const bool shares = scene.options().shares;
    const int chosen = segmented(ui, "errors_show", place, {tr("counts"), tr("shares")}, shares ? 1 : 0);
    if (chosen >= 0) scene.change([chosen](ErrorsOptions& options) { options.shares = chosen == 1; });
  }
  if (has_order(scene)) {
    const ButtonSpec spec = order_spec(scene);
    const float width = button_width(ui, spec);
    if (button(ui, rest.take_right(width, ui.px(10)).centered(width, ui.px(26)), spec))
      scene.change([](ErrorsOptions& options) { options.by_similarity = !options.by_similarity; });
  }
  const Rect place = rest.take_right(std::min(parts.width(ui), rest.w), ui.px(12));
  const bool training = scene.context.state.look.training_rows;
  const int chosen = segmented(ui, "errors_part", place, {parts.train, parts.held}, training ? 0 : 1);
  if (chosen < 0) return;
  scene.context.actions.emplace_back(
      action::ChangeErrors{[chosen](ErrorsOptions&, Look& look) { look.training_rows = chosen == 0; }});
}

// What is being looked at again: the old picture stays, paler, until the new one is there.
bool outdated(const ErrorsScene& scene) {
  return scene.figures.of_training_rows != scene.context.state.look.training_rows;
}

void draw_head(const ErrorsScene& scene, Rect& inner) {
  const Ui& ui = scene.ui();
  const std::string title = is_regression(scene) ? tr("Residuals") : tr("Confusion matrix");
  const std::string wrong = is_regression(scene)
                                ? tr("{1} rows", format_count(scene.model.rows))
                                : tr("{1} of {2} wrong", format_count(scene.model.rows - scene.model.correct),
                                     format_count(scene.model.rows));
  const std::string age = tr("epoch {1}", format_count(scene.model.epoch));
  const float words = text_width(ui.fonts.bold, title) + text_width(ui.fonts.mono, wrong) + ui.px(30);
  const float shares = shares_width(scene);
  PartWords parts = part_words(*scene.context.run.facts);
  Rect head = inner.take_top(ui.px(28), ui.px(6));
  if (words + shares + parts.width(ui) > head.w) parts = {};
  if (words + shares + parts.width(ui) > head.w) {  // two lines
    Rect second = inner.take_top(ui.px(28), ui.px(6));
    draw_switches(scene, second, part_words(*scene.context.run.facts));
  } else {
    draw_switches(scene, head, parts);
  }
  text_line(ui, head.take_left(text_width(ui.fonts.bold, title) + 2, ui.px(10)), ui.fonts.bold, ui.theme.text,
            title);
  text_line(ui, head.take_left(std::min(head.w, text_width(ui.fonts.mono, wrong) + 2), ui.px(14)),
            ui.fonts.mono, ui.theme.muted, wrong);
  if (head.w > text_width(ui.fonts.mono, age)) text_line(ui, head, ui.fonts.mono, ui.theme.muted, age);
}

void draw_matrix_panel(const ErrorsScene& scene, const Rect& area) {
  const Ui& ui = scene.ui();
  panel_box(ui, area);
  Rect inner = area.inset(ui.px(14), ui.px(12));
  draw_head(scene, inner);
  is_regression(scene) ? draw_residuals(scene, inner) : draw_errors_matrix(scene, inner);
  if (!outdated(scene)) return;
  fill({area.x + 1, inner.y, area.w - 2, area.bottom() - inner.y - 1}, [&] {
    ImVec4 veil = ui.theme.panel;
    veil.w = 0.55F;
    return veil;
  }());
  progress_bar(ui, {area.x, area.y, area.w, ui.px(3)}, 0.4, ui.theme.action);
}

void draw_plots(const ErrorsScene& scene, const Rect& area) {
  is_regression(scene) ? draw_residual_figures(scene, area) : draw_errors_plots(scene, area);
}

void draw_rows(const ErrorsScene& scene, const Rect& area) {
  panel_box(scene.ui(), area);
  const Rect inner = area.inset(1, 1);
  is_regression(scene) ? draw_worst_rows(scene, inner) : draw_errors_rows(scene, inner);
}

void draw_side(const ErrorsScene& scene, Rect area, bool shared) {
  const Ui& ui = scene.ui();
  if (!shared) return draw_rows(scene, area);
  const int now = scene.options().plots_beside ? 1 : 0;
  const int chosen =
      segmented(ui, "errors_side", area.take_top(ui.px(28), ui.px(8)), {tr("rows"), tr("plots")}, now);
  if (chosen >= 0) scene.change([chosen](ErrorsOptions& options) { options.plots_beside = chosen == 1; });
  now == 1 ? draw_plots(scene, area) : draw_rows(scene, area);
}

// What a class in the last row has to know, in one sentence.
void draw_sentence(const ErrorsScene& scene, const Rect& area) {
  const Ui& ui = scene.ui();
  std::string words;
  const auto cell = cell_of(scene);
  if (is_regression(scene)) {
    words = "R² " + metric_text(scene.model.r2());
  } else if (!cell) {
    words = tr("All {1} rows are right.", format_count(scene.model.rows));
  } else {
    const std::string truth = class_title(scene, cell->truth),
                      rows = format_count(
                          static_cast<std::int64_t>(scene.model.cell(cell->truth, cell->said).size()));
    words = cell->truth == cell->said ? tr("Of class {1}, {2} rows are right.", truth, rows)
                                      : tr("Of class {1}, {2} rows are taken for {3}.", truth, rows,
                                           class_title(scene, cell->said));
  }
  text_line(ui, area, ui.fonts.title, ui.theme.text, words);
}

void draw_page(const ErrorsScene& scene, const Rect& area) {
  const Ui& ui = scene.ui();
  ScrollArea scroll(ui, "errors_page", area);
  const Rect rest = scroll.content();
  const float gap = ui.px(12), top = rest.y;
  Rect page{rest.x, rest.y, rest.w, 1e6F};
  draw_matrix_panel(scene,
                    page.take_top(std::max(ui.px(380), std::min(page.w + ui.px(60), ui.px(640))), gap));
  draw_plots(scene, page.take_top(ui.px(620), gap));
  draw_rows(scene, page.take_top(ui.px(420), gap));
  scroll.used(rest.w, page.y - top - gap);
}

}  // namespace

ErrorsLayout errors_layout(const Rect& area, float scale, bool presenter) {
  const auto px = [scale](float v) { return v * scale; };
  const float w = area.w / scale, gap = px(12);
  ErrorsLayout layout;
  Rect rest = area;
  if (w < 700 || (area.h < px(330) && !presenter)) {
    layout.stacked = true;
    layout.matrix = area;
    return layout;
  }
  if (!presenter) {
    layout.shared = w < 1180;
    layout.side = rest.take_right(px(layout.shared ? 290 : 312), gap);
  }
  if (presenter ? w >= 880 : !layout.shared) layout.plots = rest.take_right(px(300), gap);
  layout.matrix = rest;
  return layout;
}

std::optional<EmptyState> ErrorsView::empty_state(const ViewContext& context) const {
  const ModelSnapshot* const looked = looked_at(context.run, context.state.look);
  if (!looked || context.run.state == RunState::kEmpty || context.run.state == RunState::kPreparing ||
      context.run.state == RunState::kFailed) {
    if (auto empty = no_curves_yet(context)) return empty;
    if (!looked)
      return EmptyState{.title = tr("No network trains"),
                        .advice = tr("Choose one or two at the top of the curves.")};
  }
  if (looked->epoch == 0) {
    EmptyState empty{
        .title = tr("From epoch 1 on"),
        .advice = tr("After each epoch the rows that were held back are judged; what is wrong then is "
                     "shown here.")};
    if (context.run.state == RunState::kReady || context.run.state == RunState::kPaused) {
      empty.button = tr("Train");
      empty.icon = Icon::kPlay;
      empty.actions = {action::Run{command::Play{}}};
    }
    return empty;
  }
  const auto& seen = context.run.inspections[index_of(Inspect::kErrors)];
  if (seen && seen->error)
    return EmptyState{.title = tr("The rows cannot be judged"), .advice = seen->error->what()};
  const ErrorFigures::Model* const model = looked_errors(context.state, context.run);
  if (model && model->epoch > 0) return std::nullopt;
  return EmptyState{.title = tr("Judging the rows …"),
                    .advice = tr("Every row that was held back, with the weights of the last epoch.")};
}

Interests ErrorsView::watches() const {
  Interests wanted = interest(Inspect::kErrors);
  if (columns_shown_) wanted |= interest(Inspect::kImportance);
  return wanted;
}

void ErrorsView::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  if (const auto empty = empty_state(context)) {
    columns_shown_ = false;
    panel_box(ui, area);
    draw_empty_state(context, area.inset(ui.px(12)), *empty);
    return;
  }
  const ErrorFigures& figures = *context.run.inspections[index_of(Inspect::kErrors)]->errors();
  const ModelSnapshot& looked = *looked_at(context.run, context.state.look);
  const ErrorsScene scene{context, figures, *looked_errors(context.state, context.run), looked};
  const ErrorsLayout layout = errors_layout(area, ui.scale, ui.presenter);
  const bool plots =
      layout.stacked || !layout.plots.empty() || (layout.shared && context.state.errors.plots_beside);
  columns_shown_ = plots && (is_regression(scene) || context.state.errors.plot == ErrorPlot::kColumns);
  if (layout.stacked) return draw_page(scene, area);
  Rect matrix = layout.matrix;
  if (ui.presenter) draw_sentence(scene, matrix.take_bottom(ui.px(34), ui.px(8)));
  draw_matrix_panel(scene, matrix);
  if (!layout.plots.empty()) draw_plots(scene, layout.plots);
  if (!layout.side.empty()) draw_side(scene, layout.side, layout.shared);
}

std::unique_ptr<View> make_errors_view() { return std::make_unique<ErrorsView>(); }

}  // namespace headroom::app
