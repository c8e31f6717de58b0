#include "app/views/plan_roofline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "app/views/plan_csv.h"
#include "app/views/plan_words.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/paint.h"
#include "app/widgets/plot/ticks.h"
#include "app/widgets/plot/trace.h"
#include "core/base/tr.h"
#include "core/plan/plan_export.h"
#include "core/plan/roofline_export.h"

namespace headroom::app {
namespace {

// Data to pixels; values are not logarithms.
struct Frame {
  Rect area;
  RooflineAxes axes;

  float px(double x) const { return area.x + static_cast<float>(axes.x.share(std::log10(x))) * area.w; }
  float py(double y) const {
    return area.bottom() - static_cast<float>(axes.y.share(std::log10(y))) * area.h;
  }
  double x_at(float pixel) const { return std::pow(10.0, axes.x.at((pixel - area.x) / area.w)); }
  double left() const { return std::pow(10.0, axes.x.low); }
  double right() const { return std::pow(10.0, axes.x.high); }
  bool shows(double y) const { return y > 0 && std::log10(y) > axes.y.low && std::log10(y) < axes.y.high; }
};

// A, B, C: which point of the plot a line of the list below it speaks of.
std::string letter(std::size_t index) { return {static_cast<char>('A' + index % 26)}; }

void draw_grid(const Ui& ui, const Frame& frame) {
  const Rect& area = frame.area;
  const float half = line_height(ui.fonts.mono) / 2;
  float free = area.bottom() + 2 * half;  // labels go up from here, none upon another
  for (const Tick& tick : log_ticks(frame.axes.y.low, frame.axes.y.high, 6)) {
    const double value = std::pow(10.0, tick.value);
    const float y = std::floor(frame.py(value)) + 0.5F;
    line({area.x, y}, {area.right(), y}, ui.theme.line);
    if (y + half > free) continue;
    free = y - half - ui.px(3);
    const std::string label = rate_text(value, "");
    draw_text(ui.fonts.mono, {area.x - ui.px(8) - text_width(ui.fonts.mono, label), y - half}, ui.theme.muted,
              label);
  }
  free = area.x;
  for (const Tick& tick : log_ticks(frame.axes.x.low, frame.axes.x.high, 6)) {
    const double value = std::pow(10.0, tick.value);
    const float x = std::floor(frame.px(value)) + 0.5F;
    line({x, area.y}, {x, area.bottom()}, ui.theme.line);
    const std::string label = intensity_text(value);
    const float width = text_width(ui.fonts.mono, label);
    const float left = std::clamp(x - width / 2, area.x, area.right() - width);
    if (left < free) continue;
    free = left + width + ui.px(10);
    draw_text(ui.fonts.mono, {left, area.bottom() + ui.px(5)}, ui.theme.muted, label);
  }
}

using RoofAt = double (Roofline::*)(double) const;

// A roof as points: slanted up to its ridge, level behind it.
std::vector<ImVec2> roof_points(const Frame& frame, const Roofline& chart, RoofAt at, double ridge) {
  std::vector<ImVec2> points;
  for (const double x : {frame.left(), std::clamp(ridge, frame.left(), frame.right()), frame.right()}) {
    points.emplace_back(frame.px(x), frame.py((chart.*at)(x)));
  }
  return points;
}

// Between the best and the worst that is reached.
void draw_band(const Ui& ui, const Frame& frame, const Roofline& chart) {
  std::array<double, 4> xs = {frame.left(), chart.compute.best() / chart.bandwidth.best(),
                              chart.compute.worst() / chart.bandwidth.worst(), frame.right()};
  for (double& x : xs) x = std::clamp(x, frame.left(), frame.right());
  std::sort(xs.begin(), xs.end());
  for (std::size_t i = 0; i + 1 < xs.size(); ++i) {
    const float from = frame.px(xs[i]), to = frame.px(xs[i + 1]);
    if (to - from < 0.5F) continue;
    ImGui::GetWindowDrawList()->AddQuadFilled(
        {from, frame.py(chart.best_at(xs[i]))}, {to, frame.py(chart.best_at(xs[i + 1]))},
        {to, frame.py(chart.worst_at(xs[i + 1]))}, {from, frame.py(chart.worst_at(xs[i]))},
        color(ui.theme.muted, 0.25F));
  }
}

void draw_roofs(const Ui& ui, const Frame& frame, const Roofline& chart) {
  draw_band(ui, frame, chart);
  draw_polylines({roof_points(frame, chart, &Roofline::sold_at, chart.ridge())}, color(ui.theme.muted),
                 ui.px(1.5F), ui.px(5));
  const double ridge = chart.compute.likely() / chart.bandwidth.likely();
  draw_polylines({roof_points(frame, chart, &Roofline::likely_at, ridge)}, color(ui.theme.text), ui.px(2));
  const std::pair<std::optional<double>, ImVec4> own[] = {{chart.launch_roof(), ui.theme.warning},
                                                          {chart.exchange_roof(), ui.theme.bad}};
  for (const auto& [roof, tone] : own) {
    if (!roof || !frame.shows(*roof)) continue;
    const float y = frame.py(*roof);
    draw_polylines({{{frame.area.x, y}, {frame.area.right(), y}}}, color(tone), ui.px(1.5F), ui.px(3));
  }
}

// On a ground of its own: another roof may run behind it.
void roof_label(const Ui& ui, ImVec2 at, const std::string& text) {
  const ImVec2 end{at.x + text_width(ui.fonts.small, text), at.y + line_height(ui.fonts.small)};
  ImGui::GetWindowDrawList()->AddRectFilled(at, end, color(ui.theme.panel));
  draw_text(ui.fonts.small, at, ui.theme.muted, text);
}

// The sold figures at the roofs themselves, where there is room above them.
void label_roofs(const Ui& ui, const Frame& frame, const Roofline& chart) {
  const std::string peak = tr("{1} datasheet", rate_text(chart.compute.sold, "FLOP/s"));
  const float width = text_width(ui.fonts.small, peak), high = line_height(ui.fonts.small);
  const float y = frame.py(chart.compute.sold) - high - ui.px(1);
  if (frame.px(chart.ridge()) < frame.area.right() - width)
    roof_label(ui, {frame.area.right() - width, y}, peak);
  const std::string bandwidth = tr("{1} datasheet", rate_text(chart.bandwidth.sold, "B/s"));
  const float left = frame.area.x + ui.px(6), right = left + text_width(ui.fonts.small, bandwidth);
  const ImVec2 at{left, frame.py(chart.sold_at(frame.x_at(right))) - high - ui.px(3)};
  const bool room = at.y > frame.area.y && (at.y > y + high || right < frame.px(chart.ridge()));
  if (room) roof_label(ui, at, bandwidth);
}

void diamond(const Ui& ui, ImVec2 at, float r) {
  ImDrawList* const list = ImGui::GetWindowDrawList();
  list->AddQuadFilled({at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y},
                      color(ui.theme.small_model));
  list->AddQuad({at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}, color(ui.theme.panel),
                ui.px(1));
}

void disc(const Ui& ui, ImVec2 at, float r) {
  ImDrawList* const list = ImGui::GetWindowDrawList();
  list->AddCircleFilled(at, r, color(ui.theme.action));
  list->AddCircle(at, r, color(ui.theme.panel), 0, ui.px(1.5F));
}

void draw_step(const Ui& ui, const Frame& frame, const Roofline& chart) {
  const TimeRange rate = chart.rate();
  const float x = frame.px(chart.work.intensity());
  const float low = frame.py(rate.low), high = frame.py(rate.high);
  // What lies between the step and the roof.
  draw_polylines({{{x, frame.py(rate.seconds)}, {x, frame.py(chart.likely_at(chart.work.intensity()))}}},
                 color(ui.theme.action), ui.px(1), ui.px(2));
  line({x, low}, {x, high}, ui.theme.action, ui.px(1.5F));
  for (const float y : {low, high}) line({x - ui.px(4), y}, {x + ui.px(4), y}, ui.theme.action, ui.px(1.5F));
  disc(ui, {x, frame.py(rate.seconds)}, ui.px(5.5F));
}

bool near(ImVec2 mouse, ImVec2 at, float distance) {
  return std::hypot(mouse.x - at.x, mouse.y - at.y) < distance;
}

// At the mouse's place between the points: how high the roof is there, and why.
void tell_roof(const Ui& ui, const Frame& frame, const Roofline& chart) {
  const double x = frame.x_at(ImGui::GetMousePos().x);
  const float at = frame.px(x);
  line({at, frame.area.y}, {at, frame.area.bottom()}, ui.theme.muted);
  ImGui::GetWindowDrawList()->AddCircleFilled({at, frame.py(chart.likely_at(x))}, ui.px(3.5F),
                                              color(ui.theme.text));
  const bool slanted = x < chart.ridge();
  tooltip(ui, tr("at {1} FLOP per byte: {2} (datasheet), about {3} reached", intensity_text(x),
                 rate_text(chart.sold_at(x), "FLOP/s"), rate_text(chart.likely_at(x), "FLOP/s")) +
                  "\n" +
                  (slanted ? tr("formula: min(peak, bandwidth × FLOP per byte); here the bandwidth bounds")
                           : tr("formula: min(peak, bandwidth × FLOP per byte); here the peak bounds")) +
                  "\n" +
                  (slanted ? roof_details(chart.bandwidth, "B/s") : roof_details(chart.compute, "FLOP/s")));
}

void draw_points(const ViewContext& context, const Frame& frame, const Roofline* chart) {
  const Ui& ui = context.ui;
  const std::vector<MeasuredStep>& measured = context.state.plan.measured;
  const ImVec2 mouse = ImGui::GetMousePos();
  const bool inside = hovering(frame.area.inset(-ui.px(6)));
  const MeasuredStep* pointed = nullptr;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const ImVec2 at{frame.px(measured[i].intensity()), frame.py(measured[i].rate())};
    diamond(ui, at, ui.px(6));
    draw_text(ui.fonts.small, {at.x + ui.px(8), at.y - line_height(ui.fonts.small) / 2}, ui.theme.text,
              letter(i));
    if (inside && near(mouse, at, ui.px(10))) pointed = &measured[i];
  }
  bool on_step = false;
  if (chart != nullptr) {
    draw_step(ui, frame, *chart);
    const ImVec2 at{frame.px(chart->work.intensity()), frame.py(chart->rate().seconds)};
    on_step = inside && near(mouse, at, ui.px(10));
  }
  if (pointed != nullptr) return tooltip(ui, with_micro(measured_details(*pointed)));
  if (on_step) return tooltip(ui, with_micro(step_details(*chart)));
  if (chart != nullptr && hovering(frame.area)) tell_roof(ui, frame, *chart);
}

void draw_plot(const ViewContext& context, Rect& rest, const Roofline* chart) {
  const Ui& ui = context.ui;
  const float most = std::max(ui.px(130), ImGui::GetIO().DisplaySize.y * 0.45F);
  text_line(ui, rest.take_top(ui.px(20)), ui.fonts.small, ui.theme.muted, "FLOP/s");
  Rect whole = rest.take_top(std::min(ui.px(250), most), ui.px(4));
  Frame frame{whole, roofline_axes(chart, context.state.plan.measured)};
  frame.area.take_left(text_width(ui.fonts.mono, "100 G") + ui.px(10));
  frame.area.take_right(ui.px(12));
  frame.area.take_bottom(line_height(ui.fonts.mono) + ui.px(8));
  if (frame.area.w < ui.px(90)) return;
  draw_grid(ui, frame);
  ImGui::GetWindowDrawList()->PushClipRect(frame.area.min(), frame.area.max(), true);
  if (chart != nullptr) draw_roofs(ui, frame, *chart);
  ImGui::GetWindowDrawList()->PopClipRect();
  if (chart != nullptr) label_roofs(ui, frame, *chart);
  draw_points(context, frame, chart);
  text_line(ui, rest.take_top(ui.px(18), ui.px(6)).inset(ui.px(12), 0), ui.fonts.small, ui.theme.muted,
            tr("FLOP per byte of memory traffic"), Align::kRight);
}

// A line of the list below the plot: a sign, words that wrap, and everything else as a tooltip.
template <typename Sign>
void legend(const Ui& ui, Rect& rest, const std::string& words, const std::string& tip, Sign sign) {
  const float indent = ui.px(44);
  const float width = std::max(ui.px(60), rest.w - indent);
  const float height = wrapped_height(ui.fonts.small, words, width);
  const Rect row = rest.take_top(std::max(height, ui.px(18)), ui.px(4));
  const float middle = row.y + line_height(ui.fonts.small) / 2;
  sign(ImVec2{row.x, middle}, ImVec2{row.x + ui.px(32), middle});
  draw_wrapped(ui.fonts.small, {row.x + indent, row.y}, width, ui.theme.text, words);
  if (hovering(row)) tooltip(ui, with_micro(tip));
}

void draw_legend_of(const ViewContext& context, Rect& rest, const Roofline& chart) {
  const Ui& ui = context.ui;
  // A roof of this step may lie far above the picture.
  const double top = roofline_axes(&chart, context.state.plan.measured).y.high;
  const auto roof_words = [top](const char* what, double rate) {
    return std::log10(rate) < top
               ? tr("{1} would allow this step {2}", what, rate_text(rate, "FLOP/s"))
               : tr("{1} would allow this step {2}, above this picture", what, rate_text(rate, "FLOP/s"));
  };
  const auto middle = [](ImVec2 a, ImVec2 b) { return ImVec2{(a.x + b.x) / 2, a.y}; };
  const auto dashes = [&](const ImVec4& tone, float dash) {
    return [&ui, tone, dash](ImVec2 a, ImVec2 b) {
      draw_polylines({{a, b}}, color(tone), ui.px(2), ui.px(dash));
    };
  };
  const TimeRange rate = chart.rate();
  legend(ui, rest,
         tr("this step: {1} at {2} FLOP per byte, limited by {3}; assumed", rate_text(rate.seconds, "FLOP/s"),
            intensity_text(chart.work.intensity()), tr(limit_name(chart.time.limit))),
         step_details(chart), [&](ImVec2 a, ImVec2 b) { disc(ui, middle(a, b), ui.px(5)); });
  legend(ui, rest,
         tr("achievable roof, with range: {1}, {2}; assumed", rate_text(chart.compute.likely(), "FLOP/s"),
            rate_text(chart.bandwidth.likely(), "B/s")),
         roof_details(chart.compute, "FLOP/s") + "\n" + roof_details(chart.bandwidth, "B/s"),
         [&](ImVec2 a, ImVec2 b) { line(a, b, ui.theme.text, ui.px(2)); });
  const auto sold = [](const Roof& roof, const char* unit) {
    return roof.figure + " " + rate_text(roof.sold, unit) + (roof.from_memory ? " *" : "");
  };
  legend(ui, rest, tr("datasheet: {1}; {2}", sold(chart.compute, "FLOP/s"), sold(chart.bandwidth, "B/s")),
         roof_details(chart.compute, "FLOP/s") + "\n" + roof_details(chart.bandwidth, "B/s"),
         dashes(ui.theme.muted, 5));
  if (const auto roof = chart.launch_roof()) {
    legend(ui, rest, roof_words(tr("launch overhead"), *roof),
           tr("{1} launches of 3 to 10 µs, likely 5\nformula: FLOP / (launches × 5 µs)\ngrade: assumed",
              intensity_text(chart.work.launches)),
           dashes(ui.theme.warning, 3));
  }
  if (const auto roof = chart.exchange_roof()) {
    legend(ui, rest, roof_words(tr("the exchange between GPUs"), *roof),
           tr("{1} sent by one GPU\ngrade: assumed", rate_text(chart.work.exchanged_bytes, "B")),
           dashes(ui.theme.bad, 3));
  }
}

void draw_measured(const ViewContext& context, Rect& rest, bool roofs) {
  const Ui& ui = context.ui;
  const std::vector<MeasuredStep>& measured = context.state.plan.measured;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const MeasuredStep& step = measured[i];
    legend(
        ui, rest,
        letter(i) + "  " +
            tr("{1} on {2}: {3}, {4} a step; measured", step.network, step.device,
               rate_text(step.rate(), "FLOP/s"), with_micro(headroom::duration_text(step.seconds.seconds))),
        measured_details(step), [&](ImVec2 a, ImVec2 b) {
          diamond(ui, {(a.x + b.x) / 2, a.y}, ui.px(6));
        });
  }
  std::string words;
  if (measured.empty())
    words = tr("Nothing is measured on this machine yet: train a network, or press Measure here above.");
  if (!roofs && !measured.empty()) {
    words = tr(
        "No roof: the peak and the bandwidth of this device are not known. Choose a card of the catalogue to "
        "see the points below its roof.");
  }
  if (words.empty()) return;
  rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, words), ui.px(4));
}

}  // namespace

RooflineAxes roofline_axes(const Roofline* chart, const std::vector<MeasuredStep>& measured) {
  constexpr double kAir = 0.35;  // decades
  std::vector<double> xs, ys;
  for (const MeasuredStep& step : measured) {
    xs.push_back(std::log10(step.intensity()));
    ys.push_back(std::log10(step.rate()));
  }
  if (chart != nullptr) {
    xs.push_back(std::log10(chart->work.intensity()));
    xs.push_back(std::log10(chart->ridge()));
    ys.push_back(std::log10(chart->rate().low));
    ys.push_back(std::log10(chart->compute.sold));
  }
  RooflineAxes axes;
  std::erase_if(xs, [](double v) { return !std::isfinite(v); });
  std::erase_if(ys, [](double v) { return !std::isfinite(v); });
  if (xs.empty() || ys.empty()) return axes;
  const auto around = [](const std::vector<double>& values) {
    AxisView axis;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const double wanted = std::max(0.0, 2 - (*most - *least + 2 * kAir)) / 2;  // two decades at least
    axis.low = *least - kAir - wanted;
    axis.high = *most + kAir + wanted;
    return axis;
  };
  axes.x = around(xs);
  axes.y = around(ys);
  return axes;
}

void PlanRoofline::draw_head(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const PlanState& plan = context.state.plan;
  Rect head = rest.take_top(ui.px(26), ui.px(2));
  const ButtonSpec fold{.id = "fold", .label = open_ ? tr("Hide") : tr("Show"), .small = true};
  if (button(ui, head.take_right(button_width(ui, fold), ui.px(6)), fold)) open_ = !open_;
  const bool trains = context.run.state == RunState::kTraining || context.run.state == RunState::kPreparing;
  const ButtonSpec measure{
      .id = "measure",
      .label = plan.measuring ? tr("Measuring… stop") : tr("Measure here"),
      .tip = plan.measuring ? tr("Keeps what was measured before")
             : trains       ? tr("Pause the training first: each would slow the other down")
             : plan.report->inputs.transformer
                 ? tr("Times the networks of the benchmarks on every device of this machine")
                 : tr("Times a step of this network on every device of this machine"),
      .enabled = !trains,
      .small = true};
  const float width = button_width(ui, measure);
  if (open_ && width < head.w && button(ui, head.take_right(width, ui.px(10)), measure))
    context.actions.emplace_back(action::MeasurePlan{});
  const float title = text_width(ui.fonts.bold, "Roofline") + 1;
  text_line(ui, head.take_left(title, ui.px(10)), ui.fonts.bold, ui.theme.text, "Roofline");
  if (head.w > text_width(ui.fonts.small, tr("how fast it could go")) + 1)
    text_line(ui, head, ui.fonts.small, ui.theme.muted, tr("how fast it could go"));
}

float PlanRoofline::draw(const ViewContext& context, const Rect& area, const PlanReport& report) {
  const Ui& ui = context.ui;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  draw_head(context, rest);
  if (!open_) return panel.finish(rest.y);
  const Roofline* const chart = report.roofline ? &*report.roofline : nullptr;
  if (chart != nullptr || !context.state.plan.measured.empty()) draw_plot(context, rest, chart);
  if (chart != nullptr) draw_legend_of(context, rest, *chart);
  draw_measured(context, rest, chart != nullptr);
  const float height = panel.finish(rest.y);
  exhibit({.name = "plan-roofline",
           .title = "Roofline",
           .area = {area.x, area.y, area.w, height},
           .csv = [report = context.state.plan.report, measured = context.state.plan.measured] {
             return roofline_csv(report->roofline ? &*report->roofline : nullptr, measured);
           }});
  return height;
}

}  // namespace headroom::app
