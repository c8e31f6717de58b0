#include "app/views/curves.h"

#include <algorithm>

#include "app/state/curve_export.h"
#include "app/state/play.h"
#include "app/views/curve_controls.h"
#include "app/views/shown_step.h"
#include "app/widgets/anchor.h"
#include "app/widgets/button.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kLeastPlot = 150;     // with its title and its axis
constexpr float kLeastCramped = 124;  // below a legend
constexpr float kLeastAlone = 88;     // of what is seen at once
constexpr float kPlotGap = 8;

bool any_steps(const Snapshot& run) {
  return std::any_of(run.curves->models.begin(), run.curves->models.end(),
                     [](const ModelSnapshot& m) { return m.selected && has_curve(m); });
}

}  // namespace

bool both_plots_fit(const Ui& ui, float height) { return height >= ui.px(2 * kLeastPlot + kPlotGap); }

void Curves::fit(const ViewContext& context) {
  x_.fit();
  loss_.y.fit();
  quality_.y.fit();
  context.actions.emplace_back(action::FitCurves{});
}

// Brings what is kept between frames in line with the run and the options.
void Curves::follow(const ViewContext& context) {
  const CurveOptions& options = context.state.curves;
  plots_.update(context.run, options.smoothing);
  const bool other_run = context.run.facts->config.id != run_id_;
  const bool fit_all = other_run || context.state.fit_requests != fits_;
  // A range chosen on one axis means nothing on another.
  if (options.axis != axis_ || fit_all) x_.fit();
  if (options.log_loss != log_loss_ || fit_all) loss_.y.fit();
  if (fit_all) quality_.y.fit();
  axis_ = options.axis;
  log_loss_ = options.log_loss;
  run_id_ = context.run.facts->config.id;
  fits_ = context.state.fit_requests;
}

std::optional<EmptyState> no_curves_yet(const ViewContext& context) {
  const Snapshot& run = context.run;
  if (any_steps(run)) return std::nullopt;
  switch (run.state) {
    case RunState::kPreparing:
      return EmptyState{.title = tr("Preparing the data"),
                        .advice = tr("Each stage above fills as it finishes.")};
    case RunState::kFailed:
      return EmptyState{
          .title = tr("This run cannot start"),
          .advice = run.error ? run.error->message() : tr("Open something else at the top left.")};
    case RunState::kEmpty:
      return EmptyState{.title = tr("Nothing is loaded"),
                        .advice = tr("Choose an example or a file of your own at the top left.")};
    default: break;
  }
  if (run.state == RunState::kTraining) {
    return EmptyState{.title = tr("The first batch is on its way"),
                      .advice = tr("Loss and accuracy appear here as soon as it is through.")};
  }
  if (run.memory->report.verdict == Verdict::kDoesNotFit || play_blocked(context.state, run)) {
    return EmptyState{
        .title = tr("This does not fit into memory"),
        .advice =
            tr("The memory panel shows what is missing and what would make it fit. Nothing was allocated.")};
  }
  if (any_curve(run)) return std::nullopt;  // of models that do not train now, or of earlier runs
  return EmptyState{.title = tr("Ready to train"),
                    .advice = context.state.autoplay.on() ? std::string()  // Space holds the tour
                                                          : tr("Press Space: loss and accuracy appear here."),
                    .button = tr("Train"),
                    .icon = Icon::kPlay,
                    .actions = {action::Run{command::Play{}}}};
}

// What is shown, and where: both plots where both can be read, else the one that was chosen.
std::vector<Curves::Shown> Curves::shown_plots(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const CurveOptions& options = context.state.curves;
  std::vector<Shown> shown;
  const auto add = [&](CurveMeasure measure, const Rect& where) {
    PlotSpec spec = plots_.spec(ui.theme, context.run, options, measure);
    spec.x_name = axis_title(options.axis);
    if (text_width(ui.fonts.small, spec.x_name) > where.w * 0.4F)
      spec.x_name = kCurveAxisNames.name(options.axis);
    shown.push_back({measure, where, std::move(spec)});
  };
  if (options.show == CurveShow::kBoth && both_plots_fit(ui, area.h)) {
    add(CurveMeasure::kLoss, area.take_top((area.h - ui.px(kPlotGap)) / 2, ui.px(kPlotGap)));
    add(CurveMeasure::kQuality, area);
    shown.front().spec.x_name.clear();
  } else {
    add(options.show == CurveShow::kQuality ? CurveMeasure::kQuality : CurveMeasure::kLoss, area);
    shown.front().spec.title.clear();  // the switch says it
  }
  return shown;
}

void Curves::draw_plots(const ViewContext& context, Rect area, bool in_page) {
  const Ui& ui = context.ui;
  std::vector<Shown> shown = shown_plots(context, area);
  std::optional<double> cursor;
  for (const Shown& plot : shown) {
    const Rect data = data_area(ui, plot.area, plot.spec);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (ImGui::IsWindowHovered() && data.contains(mouse)) cursor = x_.at((mouse.x - data.x) / data.w);
    if (&plot == &shown.front()) plots_top_ = data.y;
    plots_bottom_ = data.bottom();
    span_ = {data.x, data.w, x_};
  }
  for (Shown& plot : shown) {
    const bool loss = plot.measure == CurveMeasure::kLoss;
    anchor(loss ? "curves.loss" : "curves.accuracy", plot.area);
    plot.spec.ctrl_wheel = in_page;
    plot.spec.cursor = cursor;
    const PlotEvent event =
        curve_plot(ui, loss ? "loss_plot" : "quality_plot", plot.area, plot.spec, x_, state_of(plot.measure));
    if (event.fit) fit(context);
    if (event.menu) {
      menu_of_ = plot.measure;
      menu_at_ = ImGui::GetIO().MousePos;
      menu_values_ = event.values;
      ImGui::OpenPopup("plot_menu");
    }
  }
  if (shown.size() == 1) {
    const Rect data = data_area(ui, shown.front().area, shown.front().spec);
    draw_plot_switch(context, {data.x, area.y, data.w, ui.px(22)}, shown.front().measure,
                     both_plots_fit(ui, area.h));
  }
  span_.axis = x_;
  if (const auto step = context.run.recorder->shown)
    draw_shown_step(context, span_, {plots_top_, plots_bottom_}, *step, !cursor);
  draw_menu(context);
}

// With the line of the shown step going on to its knob.
void Curves::draw_recorder_below(const ViewContext& context, const Rect& area) {
  const float knob = draw_recorder(context, area, span_);
  if (knob <= area.y) return;
  const std::int64_t step = *context.run.recorder->shown;
  draw_step_line(context, span_, {plots_bottom_, area.y}, step);
  draw_step_line(context, span_, {knob - context.ui.px(18), knob}, step);  // not through the words above it
}

void Curves::draw_menu(const ViewContext& context) {
  const Ui& ui = context.ui;
  if (!begin_popup(ui, "plot_menu", {menu_at_.x, menu_at_.y, 0, 0}, ui.px(260))) return;
  const float width = ImGui::GetContentRegionAvail().x;
  int index = 0;
  const auto item = [&](const char* title, bool on = false) {
    return menu_item(ui, index++, width, {.title = title, .selected = on});
  };
  CurveOptions options = context.state.curves;
  const auto change = [&] { context.actions.emplace_back(action::SetCurves{options}); };
  if (!menu_values_.empty()) {
    std::string nearest = menu_values_.front(), all;
    for (const std::string& each : menu_values_) all += each + "\n";
    const std::size_t value = nearest.find('\t') + 1;
    nearest = nearest.substr(value, nearest.find('\t', value) - value);
    const std::string name = menu_values_.front().substr(0, value - 1);
    if (menu_item(ui, index++, width, {.title = tr("Copy value"), .detail = name + " " + nearest}))
      ImGui::SetClipboardText(nearest.c_str());
    if (menu_values_.size() > 1 && item(tr("Copy all values here"))) ImGui::SetClipboardText(all.c_str());
  }
  if (item(tr("Save picture (PNG)")))
    context.actions.emplace_back(action::ExportCurves{ExportFormat::kPng, {}});
  if (item(tr("Save as SVG"))) context.actions.emplace_back(action::ExportCurves{ExportFormat::kSvg, {}});
  if (item(tr("Save every value (CSV)")))
    context.actions.emplace_back(action::ExportCurves{ExportFormat::kCsv, {}});
  if (item(tr("Fit to everything"))) fit(context);
  if (menu_of_ == CurveMeasure::kLoss && item(tr("Logarithmic loss axis"), options.log_loss)) {
    options.log_loss = !options.log_loss;
    change();
  }
  const bool single = options.show != CurveShow::kBoth;
  if (item(single ? tr("Both plots") : tr("Only this plot"))) {
    const bool loss = menu_of_ == CurveMeasure::kLoss;
    options.show = single ? CurveShow::kBoth : loss ? CurveShow::kLoss : CurveShow::kQuality;
    change();
  }
  // The newest kept runs, as ghosts behind the live curves.
  constexpr std::size_t kMostOffered = 4;
  std::vector<const RecentEntry*> offered;
  for (const RecentEntry& entry : context.state.recent.entries) {
    if (!entry.run || !entry.fault.empty() || entry.path == context.run.facts->folder) continue;
    if (offered.size() < kMostOffered) offered.push_back(&entry);
  }
  if (!offered.empty()) menu_item(ui, index++, width, {.title = tr("Compare with"), .heading = true});
  for (const RecentEntry* const entry : offered) {
    if (menu_item(ui, index++, width, {.title = entry->title + ", " + entry->when, .detail = entry->figure}))
      context.actions.emplace_back(action::ComparePath{entry->path});
  }
  end_popup();
}

// As one: the plots share their legend. A plot's right-click has more to offer than that.
void Curves::declare(const ViewContext& context, const Rect& area) {
  if (!any_curve(context.run)) return;
  exhibit({.name = "curves",
           .title = tr("Curves"),
           .area = area,
           .csv = [run = context.run] { return curves_csv(run); },
           .own_menu = true});
}

float Curves::draw_cramped(const ViewContext& context, const Rect& area, float visible) {
  const Ui& ui = context.ui;
  const float pad = ui.px(10), gap = ui.px(6), controls = ui.px(64);
  follow(context);
  const std::optional<EmptyState> empty = no_curves_yet(context);
  // A plot is seen whole, with its axis: the legend stands above it where it leaves the room, else below, as
  // the controls do.
  const float legend = empty ? 0 : curve_legend_height(context, area.inset(pad, 0));
  const float seen = visible - ui.px(8);
  const bool above = seen - legend >= ui.px(kLeastCramped);
  const float plot = std::max(above ? seen - legend : seen, ui.px(kLeastAlone));
  const bool recorded = context.state.recorder.open;
  const float recorder = recorded ? recorder_height(context, true) : ui.px(28);
  const float height = empty ? std::max(visible, ui.px(kLeastCramped))
                             : ui.px(4) + legend + plot + gap + controls + recorder + ui.px(4);
  const Rect panel{area.x, area.y, area.w, height};
  panel_box(ui, panel);
  declare(context, panel);
  Rect rest = panel.inset(pad, ui.px(4));
  if (empty) {
    draw_empty_state(context, rest, *empty);
    return height;
  }
  if (above) rest.take_top(draw_curve_legend(context, rest));
  draw_plots(context, rest.take_top(plot, gap), true);
  if (!above) rest.take_top(draw_curve_legend(context, rest));
  draw_curve_controls(context, rest.take_top(controls));
  if (recorded) {
    draw_recorder_below(context, {panel.x + 1, rest.y, panel.w - 2, recorder});
  } else {
    draw_recorder_switch(context, rest.take_top(ui.px(26)).take_left(recorder_switch_width(ui)));
  }
  return height;
}

void Curves::draw_fit_button(const ViewContext& context, Rect& row) {
  const Ui& ui = context.ui;
  const ButtonSpec spec{
      .id = "fit", .label = tr("fit"), .tip = tr("Show everything and follow (double-click)"), .small = true};
  const float width = button_width(ui, spec);
  if (button(ui, row.take_right(width, ui.px(12)).centered(width, ui.px(24)), spec)) fit(context);
}

void Curves::draw(const ViewContext& context, const Rect& area, bool in_page) {
  const Ui& ui = context.ui;
  panel_box(ui, area);
  follow(context);
  declare(context, area);
  Rect rest = area.inset(ui.px(14), ui.px(10));
  if (const auto empty = no_curves_yet(context)) return draw_empty_state(context, rest, *empty);
  Rect recorder;
  if (context.state.recorder.open) {
    const float height = recorder_height(context, area.h < ui.px(520));
    const Rect below = rest.take_bottom(height - ui.px(10), ui.px(4));
    recorder = {area.x + 1, below.y, area.w - 2, area.bottom() - below.y - 1};
  }
  // Presenting: what a class reads. The settings are a key away.
  if (!ui.presenter) {
    Rect head = rest.take_top(ui.px(28), ui.px(4));
    const float controls = curve_controls_width(context);
    const bool beside = controls <= head.w;
    if (beside) draw_curve_controls(context, head.take_right(controls, ui.px(12)));
    const float recorder_key = recorder_switch_width(ui);
    draw_recorder_switch(context, head.take_right(recorder_key, ui.px(12)).centered(recorder_key, ui.px(24)));
    if (x_.user || loss_.y.user || quality_.y.user) draw_fit_button(context, head);
    const bool signs = draw_line_signs(context, head);
    rest.take_top(draw_curve_legend(context, rest, !signs));
    if (!beside) rest.take_top(draw_curve_controls(context, rest));
  } else {
    rest.take_top(draw_curve_legend(context, rest, true));
  }
  rest.take_top(ui.px(4));
  draw_plots(context, rest, in_page);
  if (!recorder.empty()) draw_recorder_below(context, recorder);
}

}  // namespace headroom::app
