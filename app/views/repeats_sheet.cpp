#include "app/views/repeats_sheet.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "app/state/model_words.h"
#include "app/state/repeater.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

bool is_share(const RepeatFigure& figure) { return figure.key.ends_with("accuracy"); }

std::string figure_name(const RepeatFigure& figure, bool test) {
  const std::string title(figure.key == "r2" ? "R²" : tr(figure.title));
  return test ? tr("test {1}", title) : title;
}

std::string value_of(const RepeatFigure& figure, double value) {
  if (is_share(figure)) return percent_text(value);
  std::string text = metric_text(value);
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

// "95.8 ± 1.2 %"; one training has no spread.
std::string with_spread(const RepeatFigure& figure, const Spread& spread) {
  if (!std::isfinite(spread.deviation)) return value_of(figure, spread.mean);
  if (is_share(figure))
    return decimals_text(100 * spread.mean, 1) + " ± " + decimals_text(100 * spread.deviation, 1) + " %";
  return value_of(figure, spread.mean) + " ± " + value_of(figure, spread.deviation);
}

std::string what_it_means(const RepeatPlan& plan, const Snapshot& run) {
  const RunConfig& config = run.facts->config;
  if (plan.kind == RepeatPlan::Kind::kFolds) {
    return tr("The rows in {1} parts; each part validates once, while the others train.",
              std::to_string(plan.count));
  }
  const std::string first = std::to_string(config.train.seed),
                    last = std::to_string(config.train.seed + static_cast<std::uint64_t>(plan.count) - 1);
  return config.generator
             ? tr("Seeds {1} to {2}: each draws other data, another split, other first weights and another "
                  "order of the rows.",
                  first, last)
             : tr("Seeds {1} to {2}: each draws another split, other first weights and another order of the "
                  "rows.",
                  first, last);
}

// One line: the figure, its mean and spread, and every training as a point between the lowest and the highest
// of all networks; the band is mean and spread.
struct FigureLine {
  const RepeatFigure& figure;
  bool test = false;
  std::vector<double> values;
  double low = 0, high = 1;  // of the scale
};

void draw_line(const ViewContext& context, Rect area, const FigureLine& each, const ImVec4& ink) {
  const Ui& ui = context.ui;
  const Spread spread = spread_of(each.values);
  const std::string name = figure_name(each.figure, each.test), words = with_spread(each.figure, spread);
  copyable(area, words, name + "\t" + words);
  text_line(ui, area.take_left(std::min(ui.px(176), area.w * 0.34F), ui.px(8)), ui.fonts.body, ui.theme.muted,
            name);
  text_line(ui, area.take_left(std::min(ui.px(150), area.w * 0.45F), ui.px(12)), ui.fonts.mono_bold,
            ui.theme.text, words);
  if (area.w < ui.px(60)) return;
  const float r = ui.px(3.5F);
  const Rect track = area.inset(r + ui.px(2), 0);
  const float middle = area.center().y;
  const auto at = [&](double value) {
    const double share = each.high > each.low ? (value - each.low) / (each.high - each.low) : 0.5;
    return track.x + track.w * static_cast<float>(share);
  };
  line({track.x, middle}, {track.right(), middle}, ui.theme.edge, ui.px(1));
  if (std::isfinite(spread.deviation)) {
    const float left = std::max(track.x, at(spread.mean - spread.deviation)),
                right = std::min(track.right(), at(spread.mean + spread.deviation));
    fill({left, middle - ui.px(7), std::max(right - left, ui.px(1)), ui.px(14)},
         mix(ui.theme.card, ink, 0.3F), ui.px(3));
  }
  line({at(spread.mean), middle - ui.px(9)}, {at(spread.mean), middle + ui.px(9)}, ui.theme.text, ui.px(2));
  for (const double value : each.values)
    ImGui::GetWindowDrawList()->AddCircleFilled({at(value), middle}, r, color(ink), 14);
}

// The lowest and the highest of all networks, so that they can be compared.
void take_scale(const std::vector<Repeat>& done, FigureLine& each) {
  std::vector<double> all;
  for (std::size_t n = 0; n < done.front().networks.size(); ++n) {
    for (const bool test : {false, true}) {
      const std::vector<double> some = repeat_values(done, n, test, each.figure);
      const Spread spread = spread_of(some);
      all.insert(all.end(), some.begin(), some.end());
      if (!some.empty() && std::isfinite(spread.deviation)) {
        all.push_back(spread.mean - spread.deviation);
        all.push_back(spread.mean + spread.deviation);
      }
    }
  }
  std::erase_if(all, [](double v) { return !std::isfinite(v); });
  if (all.empty()) return;
  each.low = *std::min_element(all.begin(), all.end());
  each.high = *std::max_element(all.begin(), all.end());
}

void draw_network(const ViewContext& context, Rect& rest, std::size_t n) {
  const Ui& ui = context.ui;
  const std::vector<Repeat>& done = context.state.repeats.done;
  const RepeatedNetwork& network = done.front().networks[n];
  Rect head = rest.take_top(ui.px(24), ui.px(2));
  text_line(ui, head, ui.fonts.bold, model_color(ui.theme, network.id), network_name(network.id));
  for (const bool test : {false, true}) {
    for (const RepeatFigure& figure : repeat_figures()) {
      FigureLine each{figure, test, repeat_values(done, n, test, figure)};
      if (each.values.empty()) continue;
      take_scale(done, each);
      draw_line(context, rest.take_top(ui.px(26), ui.px(2)), each, model_color(ui.theme, network.id));
    }
  }
  rest.take_top(ui.px(10));
}

std::string over_what(const RepeatsState& state) {
  const auto done = static_cast<std::int64_t>(state.done.size());
  const std::string all = std::to_string(state.trained.count);
  const bool folds = state.trained.kind == RepeatPlan::Kind::kFolds;
  if (done < state.trained.count)
    return folds ? tr("{1} of {2} folds are trained", std::to_string(done), all)
                 : tr("{1} of {2} seeds are trained", std::to_string(done), all);
  return folds ? tr_n("mean ± standard deviation over {n} fold", "mean ± standard deviation over {n} folds",
                      done)
               : tr_n("mean ± standard deviation over {n} seed", "mean ± standard deviation over {n} seeds",
                      done);
}

void draw_figures(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const RepeatsState& state = context.state.repeats;
  const auto paragraph = [&](ImFont* font, const ImVec4& ink, std::string_view words, float gap) {
    rest.take_top(draw_wrapped(font, rest.min(), rest.w, ink, words), ui.px(gap));
  };
  if (state.failure) {
    paragraph(ui.fonts.body, ui.theme.bad,
              state.failure->where().empty() ? state.failure->message()
                                             : state.failure->where() + ": " + state.failure->message(),
              10);
  }
  if (state.done.empty()) return;
  paragraph(ui.fonts.body, ui.theme.text, over_what(state), 4);
  if (repeats_outdated(state, context.run))
    paragraph(ui.fonts.small, ui.theme.warning, tr("These are figures of earlier settings."), 4);
  rest.take_top(ui.px(6));
  for (std::size_t n = 0; n < state.done.front().networks.size(); ++n) draw_network(context, rest, n);
  if (state.trained.kind == RepeatPlan::Kind::kFolds)
    paragraph(ui.fonts.small, ui.theme.muted,
              tr("Folds share most of their training rows, so their spread is a little too small."), 4);
}

void draw_foot(const ViewContext& context, Rect foot) {
  const Ui& ui = context.ui;
  const RepeatsState& state = context.state.repeats;
  if (state.phase != RepeatsPhase::kTraining) {
    const ButtonSpec start{.id = "repeats_start",
                           .label = tr("Train"),
                           .icon = Icon::kPlay,
                           .kind = ButtonKind::kPrimary,
                           .enabled = !context.run.facts->config.models.empty()};
    if (button(ui, foot.take_left(button_width(ui, start), ui.px(12)), start))
      context.actions.emplace_back(action::Repeats{RepeatsDo::kStart});
    text_line(ui, foot, ui.fonts.small, ui.theme.muted, tr("beside your run, which stays as it is"));
    return;
  }
  const ButtonSpec cancel{.id = "repeats_cancel", .label = tr("Cancel"), .tip = tr("What is done stays")};
  if (button(ui, foot.take_left(button_width(ui, cancel), ui.px(12)), cancel))
    context.actions.emplace_back(action::Repeats{RepeatsDo::kCancel});
  const std::string percent = decimals_text(state.fraction * 100, 0) + " %";
  text_line(ui, foot.take_left(text_width(ui.fonts.mono_bold, "100 %") + 1, ui.px(12)), ui.fonts.mono_bold,
            ui.theme.text, percent);
  progress_bar(ui, foot.centered(foot.w, ui.px(8)), state.fraction, ui.theme.action);
}

}  // namespace

void RepeatsSheet::draw_choice(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  RepeatPlan plan = context.state.repeats.plan;
  const RepeatPlan before = plan;
  Rect row = rest.take_top(ui.px(36), ui.px(8));
  const int chosen =
      segmented(ui, "repeats_kind", row.take_left(row.w * 0.6F, ui.px(12)), {tr("other seeds"), tr("folds")},
                plan.kind == RepeatPlan::Kind::kFolds ? 1 : 0);
  if (chosen >= 0) plan.kind = chosen == 1 ? RepeatPlan::Kind::kFolds : RepeatPlan::Kind::kSeeds;
  const NumberEvent<std::int64_t> count = number_field<std::int64_t>(
      ui, row, count_, plan.count,
      {.id = "repeats_count", .unit = tr("trainings"), .range = {2, kMostRepeatsShown}});
  if (count.value) plan.count = *count.value;
  if (plan != before) context.actions.emplace_back(action::Repeats{RepeatsDo::kPlan, plan});
  rest.take_top(
      draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, what_it_means(plan, context.run)),
      ui.px(16));
}

void RepeatsSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  Sheet sheet(ui, "repeats_sheet", tr("How sure are the figures?"), 640, 600);
  Rect rest = sheet.content();
  const Rect foot = rest.take_bottom(ui.px(36), ui.px(12));
  {
    ScrollArea scroll(ui, "repeats", rest);
    Rect page = scroll.content();
    const float top = page.y;
    page.w -= ui.px(4);
    page.h = 1e6F;
    page.take_top(
        draw_wrapped(ui.fonts.body, page.min(), page.w, ui.theme.text,
                     tr("One training is one draw. Several tell how far its figures can be trusted.")),
        ui.px(12));
    draw_choice(context, page);
    draw_figures(context, page);
    scroll.used(page.w, page.y - top);
  }
  draw_foot(context, foot);
  if (sheet.closed()) context.actions.emplace_back(action::Repeats{RepeatsDo::kClose});
}

}  // namespace headroom::app
