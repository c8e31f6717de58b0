#include "app/views/shown_step.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "app/state/curve_plots.h"
#include "app/views/errors_scene.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// On the screen; nothing outside of what is seen.
std::optional<float> place_of_step(const ViewContext& context, const PlotSpan& span, std::int64_t step) {
  const double share = span.axis.share(x_of_step(context.run, context.state.curves.axis, step));
  if (share < 0 || share > 1) return std::nullopt;
  return std::floor(span.x + span.w * static_cast<float>(share)) + 0.5F;
}

std::vector<std::string> lines_at(const ViewContext& context, std::int64_t step) {
  std::vector<std::string> lines;
  const ModelSnapshot* const looked = looked_at(context.run, context.state.look);
  if (!looked) return lines;
  const std::int64_t epoch = looked->steps_per_epoch > 0 ? step / looked->steps_per_epoch : 0;
  lines.push_back(tr("step {1}  epoch {2}", format_count(step), format_count(epoch)));
  const StepValues values = values_at_step(*looked, step);
  if (!std::isnan(values.loss)) lines.push_back(tr("loss {1}", metric_words(values.loss)));
  if (!std::isnan(values.quality)) lines.push_back(tr("accuracy {1}", percent_text(values.quality)));
  return lines;
}

}  // namespace

void draw_step_line(const ViewContext& context, const PlotSpan& span, std::pair<float, float> ys,
                    std::int64_t step) {
  const auto x = place_of_step(context, span, step);
  if (x) line({*x, ys.first}, {*x, ys.second}, context.ui.theme.text, context.ui.px(1.5F));
}

void draw_shown_step(const ViewContext& context, const PlotSpan& span, std::pair<float, float> ys,
                     std::int64_t step, bool words) {
  draw_step_line(context, span, ys, step);
  const auto x = place_of_step(context, span, step);
  const std::vector<std::string> lines = words && x ? lines_at(context, step) : std::vector<std::string>();
  if (lines.empty()) return;
  const Ui& ui = context.ui;
  float wide = 0;
  for (const std::string& each : lines) wide = std::max(wide, text_width(ui.fonts.mono, each));
  const float row = ui.px(19), w = wide + ui.px(22), h = row * static_cast<float>(lines.size()) + ui.px(12);
  const bool left = *x - span.x > span.w / 2;  // where there is more room
  Rect box{left ? *x - w - ui.px(12) : *x + ui.px(12), ys.first + ui.px(24), w, h};
  if (box.x < span.x || box.right() > span.x + span.w || box.bottom() > ys.second)
    return;  // no room: the time line tells it
  fill(box, ui.theme.card, ui.px(6));
  stroke(box, ui.theme.edge, ui.px(6));
  Rect inner = box.inset(ui.px(10), ui.px(6));
  for (const std::string& each : lines)
    text_line(ui, inner.take_top(row), ui.fonts.mono, ui.theme.text, each);
}

}  // namespace headroom::app
