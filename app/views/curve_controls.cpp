#include "app/views/curve_controls.h"

#include <cmath>

#include "app/state/model_words.h"
#include "app/state/results.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// Puts pieces beside each other and starts a new row when one does not fit.
class Flow {
 public:
  Flow(const Ui& ui, const Rect& area, float row = 28) : area_(area), row_(ui.px(row)), gap_(ui.px(12)) {}
  Rect next(float width) {
    width = std::min(width, area_.w);
    if (x_ > 0 && x_ + width > area_.w + 0.5F) {
      x_ = 0;
      y_ += row_;
    }
    const Rect piece{area_.x + x_, area_.y + y_, width, row_};
    x_ += width + gap_;
    return piece;
  }
  // The rest of the row that the next piece would stand in.
  float room() const { return area_.w - x_; }
  void skip(float width) { x_ += std::max(0.0F, width); }
  float height() const { return y_ + row_; }

 private:
  Rect area_;
  float row_, gap_, x_ = 0, y_ = 0;
};

// Latest figures: validation once an epoch is through, until then the training loss of the last step.
std::string current_values(const ModelSnapshot& model, const RunFacts& facts) {
  if (model.history.epochs.empty()) {
    const Series& loss = model.history.step_loss;
    return loss.empty() ? "" : metric_text(static_cast<double>(loss[loss.size() - 1]));
  }
  const EpochMetric& last = model.history.epochs.back();
  if (facts.task == Task::kRegression) {
    return "RMSE " + metric_text(facts.target.deviation * std::sqrt(last.validation_loss)) + " · R² " +
           metric_text(last.r2);
  }
  std::string accuracy = percent_text(last.validation_accuracy);
  if (accuracy.size() < 7) accuracy.insert(0, 7 - accuracy.size(), ' ');
  return metric_text(last.validation_loss) + " ·" + accuracy;
}

// As wide as they become, so that what stands beside them never moves.
constexpr std::string_view kWidestValues = " 0.000 · 100.0 %";
constexpr std::string_view kWidestOfRegression = "RMSE 00.000 · R² 00.000";

// What the legend says about one curve.
struct LegendEntry {
  std::string key;  // see CurveOptions::hidden
  std::string title, values, tip;
  std::string_view widest = {};  // of the values
  ImVec4 color;
  PlotMark mark;
  CurveLook look;
  std::uint64_t past = 0;  // of an earlier run; 0: live
};

std::vector<LegendEntry> legend_entries(const ViewContext& context) {
  std::vector<LegendEntry> entries;
  const std::string bars = to_beat(context.run);
  for (const ModelSnapshot& model : context.run.curves->models) {
    if (!model.selected && !has_curve(model)) continue;
    const std::string tip = model.history.epochs.empty() ? tr("loss of the last training step")
                            : bars.empty()
                                ? std::string(tr("on the validation rows, after the last epoch"))
                                : tr("on the validation rows, after the last epoch; to beat: {1}", bars);
    entries.push_back(
        {.key = model.choice.id,
         .title = model_title(model.choice),
         .values = current_values(model, *context.run.facts),
         .tip = tip,
         .widest = context.run.facts->task == Task::kRegression ? kWidestOfRegression : kWidestValues,
         .color = model_color(context.ui.theme, model.choice.id),
         .mark = model_mark(model.choice.id),
         .look = model.selected ? CurveLook::kFull : CurveLook::kDimmed});
  }
  for (const PastRun& old : *context.run.past) {
    entries.push_back({.key = curve_key(old),
                       .title = with_times_signs(old.title),
                       .values = {},
                       .tip = with_times_signs(old.title) + (old.file.empty() ? "" : "\n" + old.file),
                       .color = model_color(context.ui.theme, old.model),
                       .mark = model_mark(old.model),
                       .look = CurveLook::kGhost,
                       .past = old.id});
  }
  return entries;
}

// The line of a curve with its mark.
void draw_line_sign(const Ui& ui, const Rect& sign, const LegendEntry& entry, float strength) {
  const float y = sign.center().y, thick = ui.px(entry.look == CurveLook::kGhost ? 1.5F : 3);
  ImVec4 c = entry.color;
  c.w *= strength;
  if (entry.look == CurveLook::kGhost) {
    draw_polylines({{{sign.x, y}, {sign.right(), y}}}, color(c), thick, ui.px(3));
    return;
  }
  line({sign.x, y}, {sign.right(), y}, c, thick);
  draw_mark(entry.mark, {sign.center().x, y}, ui.px(5), mix(ui.theme.panel, entry.color, strength));
}

struct LegendFonts {
  ImFont *title, *values;
};
// Presenting, the numbers are what the last row wants to read.
LegendFonts legend_fonts(const Ui& ui) {
  return ui.presenter ? LegendFonts{ui.fonts.bold, ui.fonts.title}
                      : LegendFonts{ui.fonts.body, ui.fonts.mono};
}
float legend_row(const Ui& ui) { return ui.presenter ? 34 : 28; }

float values_width(const Ui& ui, const LegendEntry& entry) {
  ImFont* const font = legend_fonts(ui).values;
  const float width = std::max(text_width(font, entry.values), text_width(font, entry.widest));
  return width > 0 ? width + 1 : 0;
}

float legend_width(const Ui& ui, const LegendEntry& entry) {
  const LegendFonts fonts = legend_fonts(ui);
  const float title = std::min(text_width(fonts.title, entry.title) + 1, ui.px(entry.past > 0 ? 240 : 600));
  const float values = values_width(ui, entry);
  return ui.px(22 + 8) + title + values + (values > 0 ? ui.px(8) : 0) + (entry.past > 0 ? ui.px(24) : 0);
}

void draw_legend_entry(const ViewContext& context, Rect piece, const LegendEntry& entry) {
  const Ui& ui = context.ui;
  const LegendFonts fonts = legend_fonts(ui);
  CurveOptions options = context.state.curves;
  const bool hidden = options.hides(entry.key);
  const float strength = hidden || entry.look == CurveLook::kDimmed ? 0.4F : 1;
  ImGui::PushID(entry.key.c_str());
  if (entry.past > 0) {
    const Rect close = piece.take_right(ui.px(20), ui.px(4));
    if (button(ui, close.centered(ui.px(20), ui.px(20)),
               {.id = "remove",
                .icon = Icon::kCross,
                .kind = ButtonKind::kQuiet,
                .tip = tr("Remove this earlier run"),
                .small = true})) {
      context.actions.emplace_back(action::Run{command::RemovePast{entry.past}});
    }
  }
  const Press press = press_area("toggle", piece);
  ImGui::PopID();
  if (press.focused) focus_ring(ui, piece, ui.px(4));
  if (press.clicked) {
    options.set_hidden(entry.key, !hidden);
    context.actions.emplace_back(action::SetCurves{options});
  }
  const Rect whole = piece;
  copyable(whole, entry.values, entry.title + "\t" + entry.values);
  draw_line_sign(ui, piece.take_left(ui.px(22), ui.px(8)), entry, strength);
  const float values = values_width(ui, entry);
  const Rect numbers = piece.take_right(values, values > 0 ? ui.px(8) : 0);
  const bool quiet = strength < 1 || entry.past > 0;
  text_line(ui, piece, fonts.title, quiet ? ui.theme.muted : ui.theme.text, entry.title);
  if (hidden) {
    const float width = std::min(piece.w, text_width(fonts.title, entry.title)), y = piece.center().y;
    line({piece.x, y}, {piece.x + width, y}, ui.theme.muted, ui.px(1.5F));
  }
  text_line(ui, numbers, fonts.values, ui.presenter && !quiet ? ui.theme.text : ui.theme.muted, entry.values);
  if (press.hovered && whole.w > 0) {
    tooltip(ui, entry.tip + "\n" + (hidden ? tr("click: show this curve") : tr("click: hide this curve")));
  }
}

void line_signs(const Ui& ui, Rect area) {
  for (const bool dashed : {false, true}) {
    const std::string_view name = dashed ? tr("validation") : tr("train");
    const Rect sign = area.take_left(ui.px(18), ui.px(6));
    const float y = sign.center().y, third = sign.w * 0.4F, width = ui.px(ui.theme.curve_width);
    line({sign.x, y}, {dashed ? sign.x + third : sign.right(), y}, ui.theme.muted, width);
    if (dashed) line({sign.right() - third, y}, {sign.right(), y}, ui.theme.muted, width);
    text_line(ui, area.take_left(text_width(ui.fonts.small, name) + 1, ui.px(12)), ui.fonts.small,
              ui.theme.muted, name);
  }
}

float line_signs_width(const Ui& ui) {
  return 2 * (ui.px(18) + ui.px(6)) + ui.px(12) + text_width(ui.fonts.small, tr("train")) +
         text_width(ui.fonts.small, tr("validation")) + 3;
}

void smoothing_slider(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const Rect whole = area;
  CurveOptions options = context.state.curves;
  const std::string text = decimals_text(options.smoothing, 2);
  text_line(ui, area.take_left(text_width(ui.fonts.small, tr("smooth")) + 1, ui.px(6)), ui.fonts.small,
            ui.theme.muted, tr("smooth"));
  text_line(ui, area.take_right(text_width(ui.fonts.mono, "0.00") + 1, ui.px(6)), ui.fonts.mono,
            ui.theme.text, text);
  double value = options.smoothing;
  if (slider(ui, "smooth", area, value, 0, 0.99)) {
    options.smoothing = std::round(value * 100) / 100;
    if (options.smoothing != context.state.curves.smoothing)
      context.actions.emplace_back(action::SetCurves{options});
  }
  if (hovering(whole)) {
    tooltip(ui,
            tr("Averages each point with those before it, over the same share of a short and a long run"));
  }
}

float smoothing_width(const Ui& ui) {
  return text_width(ui.fonts.small, tr("smooth")) + text_width(ui.fonts.mono, "0.00") + ui.px(12 + 72) + 2;
}

constexpr const char* kAxisNames[] = {tr_later("step"), tr_later("epoch"), tr_later("seconds")};

DropdownSpec axis_spec(const ViewContext& context) {
  const char* name = tr(kAxisNames[static_cast<std::size_t>(context.state.curves.axis)]);
  return {.id = "axis",
          .label = {{name, context.ui.fonts.small, context.ui.theme.text}},
          .tip = tr("What the x axis counts"),
          .small = true};
}

ButtonSpec log_spec(const ViewContext& context) {
  return {.id = "log",
          .label = tr("log"),
          .tip = tr("Logarithmic loss axis"),
          .on = context.state.curves.log_loss,
          .small = true};
}

// `tip` must outlive the button.
ButtonSpec reference_spec(const ViewContext& context, const std::string& tip = {}) {
  const bool drawn = reference_missing(context.state.curves.axis).empty();
  return {.id = "reference",
          .label = tr("Reference (course)"),
          .tip = tip,
          .enabled = drawn,
          .on = drawn && context.state.curves.show_reference,
          .small = true};
}

// Where the figures come from, or why they are not drawn.
std::string reference_tip(const ViewContext& context) {
  const std::string missing = reference_missing(context.state.curves.axis);
  const std::optional<ReferenceCurve>& reference = context.run.facts->config.reference;
  return missing.empty() && reference ? tr("Source: {1}", tr(reference->title)) : missing;
}

}  // namespace

float curve_controls_width(const ViewContext& context) {
  const Ui& ui = context.ui;
  float width = smoothing_width(ui) + dropdown_width(ui, axis_spec(context)) +
                button_width(ui, log_spec(context)) + 2 * ui.px(12) + 1;
  if (context.run.facts->config.reference) width += button_width(ui, reference_spec(context)) + ui.px(12);
  return width;
}

bool draw_line_signs(const ViewContext& context, const Rect& area) {
  if (line_signs_width(context.ui) > area.w) return false;
  line_signs(context.ui, area);
  return true;
}

namespace {

void draw_bars(const ViewContext& context, const Rect& piece, const std::string& text) {
  const Ui& ui = context.ui;
  text_line(ui, piece, ui.fonts.small, ui.theme.muted, text);
  copyable(piece, text);
  if (!hovering(piece)) return;
  std::string tip =
      context.run.facts->task == Task::kRegression
          ? tr("Of the same validation rows: what always answering the mean, and a linear model of "
               "the same features reach")
          : tr("Of the same validation rows: what always answering the most frequent class, and a "
               "linear model of the same features reach");
  if (const std::string& note = context.run.facts->baseline->note; !note.empty()) tip += "; " + note;
  tooltip(ui, tip, piece);
}

// Lays the legend out; draws it too where that is wanted.
float flow_legend(const ViewContext& context, const Rect& area, bool with_signs, bool draw) {
  const Ui& ui = context.ui;
  Flow flow(ui, area, legend_row(ui));
  for (const LegendEntry& entry : legend_entries(context)) {
    const Rect piece = flow.next(legend_width(ui, entry));
    if (draw) draw_legend_entry(context, piece, entry);
  }
  // Beside the figures, where that takes no row of its own: the panel of the networks says it as well.
  const std::string bars = to_beat(context.run);
  const std::string text = bars.empty() ? "" : tr("to beat: {1}", bars);
  const float words = text_width(ui.fonts.small, text) + 1;
  if (!bars.empty() && words <= flow.room()) {
    const Rect piece = flow.next(words);
    if (draw) draw_bars(context, piece, text);
  }
  if (!with_signs) return flow.height();
  const float signs = line_signs_width(ui);
  if (flow.room() >= signs) flow.skip(flow.room() - signs);
  const Rect piece = flow.next(signs);
  if (draw) line_signs(ui, piece);
  return flow.height();
}

}  // namespace

float draw_curve_legend(const ViewContext& context, const Rect& area, bool with_signs) {
  return flow_legend(context, area, with_signs, true);
}

float curve_legend_height(const ViewContext& context, const Rect& area, bool with_signs) {
  return flow_legend(context, area, with_signs, false);
}

void draw_plot_switch(const ViewContext& context, const Rect& area, CurveMeasure shown, bool both) {
  const Ui& ui = context.ui;
  const bool regression = context.run.facts->task == Task::kRegression;
  std::vector<std::string_view> labels = {tr("Loss"), regression ? "R²" : tr("Accuracy")};
  if (both) labels.emplace_back(tr("Both"));
  const Rect where{area.x, area.y, std::min(area.w, ui.px(both ? 234 : 168)), area.h};
  const int chosen = segmented(ui, "plot_switch", where, labels, shown == CurveMeasure::kLoss ? 0 : 1);
  if (chosen < 0) return;
  constexpr CurveShow kShow[] = {CurveShow::kLoss, CurveShow::kQuality, CurveShow::kBoth};
  CurveOptions options = context.state.curves;
  options.show = kShow[chosen];
  context.actions.emplace_back(action::SetCurves{options});
}

float draw_curve_controls(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const CurveOptions& options = context.state.curves;
  const auto change = [&](auto set) {
    CurveOptions next = options;
    set(next);
    context.actions.emplace_back(action::SetCurves{next});
  };
  const float chip = ui.px(24), width = curve_controls_width(context);
  Flow flow(ui, area.w >= width ? Rect{area.right() - width, area.y + std::max(0.0F, area.h - ui.px(28)) / 2,
                                       width, area.h}
                                : area);
  if (area.h > ui.px(60)) flow = Flow(ui, area);  // rows of their own: from the left
  if (context.run.facts->config.reference) {
    const std::string tip = reference_tip(context);
    const ButtonSpec spec = reference_spec(context, tip);
    const Rect piece = flow.next(button_width(ui, spec));
    if (button(ui, piece.centered(piece.w, chip), spec)) {
      change([](CurveOptions& o) { o.show_reference = !o.show_reference; });
    }
  }
  smoothing_slider(context, flow.next(smoothing_width(ui)));
  const DropdownSpec axis = axis_spec(context);
  const Rect axis_area = flow.next(dropdown_width(ui, axis));
  const auto current = static_cast<int>(options.axis);
  std::vector<MenuItem> items;
  for (const char* name : kAxisNames) {
    items.push_back({.title = tr(name), .selected = static_cast<int>(items.size()) == current});
  }
  if (const auto chosen = dropdown(ui, axis_area.centered(axis_area.w, chip), axis, items)) {
    change([&](CurveOptions& o) { o.axis = static_cast<CurveAxis>(*chosen); });
  }
  const ButtonSpec log = log_spec(context);
  const Rect log_area = flow.next(button_width(ui, log));
  if (button(ui, log_area.centered(log_area.w, chip), log)) {
    change([](CurveOptions& o) { o.log_loss = !o.log_loss; });
  }
  return flow.height();
}

}  // namespace headroom::app
