#include "app/views/curves_view.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/state/model_words.h"
#include "app/state/tabs.h"
#include "app/views/divergence_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// "Epoch 7 of 20: Small 2×50 62.1 %, Large 5×200 71.0 % right": where the networks are, for the last row.
std::string sentence_of(const Snapshot& run) {
  std::vector<std::string> standings;
  std::int64_t epoch = 0;
  const bool values = run.facts->task == Task::kRegression;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected || model.history.epochs.empty()) continue;
    const EpochMetric& last = model.history.epochs.back();
    epoch = std::max(epoch, last.epoch);
    standings.push_back(model_title(model.choice) + " " +
                        (values ? decimals_text(last.r2, 3) : percent_text(last.validation_accuracy)));
  }
  const std::string of = format_count(run.facts->config.train.epochs);
  if (standings.empty()) return tr("Before the first of {1} epochs.", of);
  const char* const words = values ? tr("Epoch {1} of {2}, R²: {3}.") : tr("Epoch {1} of {2}, right: {3}.");
  return filled(words, {format_count(epoch), of, join(standings)});
}

}  // namespace

CurvesLayout curves_layout(const Rect& area, float scale, bool presenter) {
  const auto px = [scale](float v) { return v * scale; };
  const float w = area.w / scale;
  Rect rest = area;
  CurvesLayout layout;
  // Beside each other needs room for a plot and for a table of figures.
  layout.stacked = !presenter && w < 868;
  layout.cramped = layout.stacked && area.h < px(320);
  if (!presenter && !layout.stacked) {
    layout.side = rest.take_right(std::clamp(area.w * 0.38F, px(340), px(580)), px(12));
  }
  if (presenter && area.h >= px(220)) layout.band = rest.take_bottom(px(66), px(8));
  if (!layout.band.empty() && area.h >= px(320)) layout.sentence = rest.take_bottom(px(28), px(8));
  layout.curves = rest;
  return layout;
}

std::optional<EmptyState> CurvesView::empty_state(const ViewContext& context) const {
  return no_curves_yet(context);
}

void CurvesView::draw(const ViewContext& context, const Rect& area) {
  // What broke, and the ways back from it.
  watches_ = context.run.state == RunState::kDiverged && context.state.recorder.tries
                 ? interest(Inspect::kRecorder)
                 : Interests();
  const CurvesLayout layout = curves_layout(area, context.ui.scale, context.state.presenter);
  layout.stacked ? draw_page(context, layout) : draw_beside(context, layout);
}

void CurvesView::draw_beside(const ViewContext& context, const CurvesLayout& layout) {
  Rect rest = layout.curves;
  if (layout.side.empty()) rest.take_top(draw_divergence_line(context, rest), 0);
  curves_.draw(context, rest);
  if (!layout.side.empty()) draw_side(context, layout.side);
  if (!layout.band.empty()) draw_band(context, layout.band);
  if (layout.sentence.empty()) return;
  text_line(context.ui, layout.sentence, context.ui.fonts.title, context.ui.theme.text,
            sentence_of(context.run));
}

void CurvesView::draw_band(const ViewContext& context, Rect band) {
  const float gap = context.ui.px(8);
  headroom_.draw_line(
      context, band.take_right(std::clamp(band.w * 0.36F, context.ui.px(220), context.ui.px(460)), gap));
  architecture_.draw_compact(context, band);
}

void CurvesView::draw_side(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  ScrollArea scroll(ui, "side", area);
  Rect rest = scroll.content();
  const float top = rest.y;
  rest.h = 1e6F;
  rest.take_top(draw_divergence(context, rest));
  rest.take_top(architecture_.draw(context, rest), ui.px(12));
  // At least to the bottom of the column, more when there is more to say: then the column scrolls.
  const float used = rest.y - top;
  const Rect below{rest.x, top + used, rest.w, 1e6F};
  const float height = headroom_.draw(context, below, std::max(0.0F, area.h - used));
  scroll.used(rest.w, used + height);
}

void CurvesView::draw_page(const ViewContext& context, const CurvesLayout& layout) {
  const Ui& ui = context.ui;
  ScrollArea scroll(ui, "page", layout.curves);
  const Rect rest = scroll.content();
  const float top = rest.y, gap = ui.px(8);
  Rect page{rest.x, rest.y, rest.w, 1e6F};
  page.take_top(draw_divergence(context, page, true));
  if (layout.cramped) {
    page.take_top(curves_.draw_cramped(context, page, layout.curves.h), gap);
  } else {
    const float recorder = context.state.recorder.open ? recorder_height(context, false) : 0;
    curves_.draw(context, page.take_top(std::max(layout.curves.h, ui.px(480) + recorder), gap), true);
  }
  page.take_top(architecture_.draw(context, page), gap);
  page.take_top(headroom_.draw(context, page, 0));
  scroll.used(rest.w, page.y - top);
}

std::unique_ptr<View> make_curves_view() { return std::make_unique<CurvesView>(); }

}  // namespace headroom::app
