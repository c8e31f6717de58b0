#include "app/views/curve_controls.h"

#include <cmath>

#include "app/views/architecture.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"

namespace headroom::app {
namespace {

// Puts pieces beside each other and starts a new row when one does not fit.
class Flow {
 public:
  Flow(const Ui& ui, const Rect& area) : area_(area), row_(ui.px(28)), gap_(ui.px(12)) {}
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
    return loss.empty() ? "" : metric_text(static_cast<double>(loss[loss.size() - 1])) + "        ";
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

void legend(const ViewContext& context, Flow& flow) {
  const Ui& ui = context.ui;
  for (const ModelSnapshot& model : context.run.curves->models) {
    if (!model.selected) continue;
    const std::string title = model_title(model.choice), values = current_values(model, *context.run.facts);
    const float title_width = text_width(ui.fonts.body, title) + 1;
    const float values_width = text_width(ui.fonts.mono, values) + 1;
    Rect piece = flow.next(ui.px(18) + ui.px(8) + title_width + ui.px(4) + values_width);
    const Rect sign = piece.take_left(ui.px(18), ui.px(8));
    fill(sign.centered(ui.px(18), ui.px(3)), model_color(ui.theme, model.choice.id), ui.px(1.5F));
    const float room = std::max(0.0F, piece.w - values_width - ui.px(4));
    text_line(ui, piece.take_left(std::min(title_width, room), ui.px(4)), ui.fonts.body, ui.theme.text,
              title);
    text_line(ui, piece, ui.fonts.mono, ui.theme.muted, values);
    if (ImGui::IsMouseHoveringRect(sign.min(), {piece.right(), piece.bottom()}) && ImGui::IsWindowHovered()) {
      tooltip(ui, model.history.epochs.empty() ? "loss of the last training step"
                                               : "on the validation rows, after the last epoch");
    }
  }
}

void line_signs(const Ui& ui, Rect area) {
  for (const bool dashed : {false, true}) {
    const std::string_view name = dashed ? "validation" : "train";
    const Rect sign = area.take_left(ui.px(18), ui.px(6));
    const float y = sign.center().y, third = sign.w * 0.4F, width = ui.px(ui.theme.curve_width);
    line({sign.x, y}, {dashed ? sign.x + third : sign.right(), y}, ui.theme.muted, width);
    if (dashed) line({sign.right() - third, y}, {sign.right(), y}, ui.theme.muted, width);
    text_line(ui, area.take_left(text_width(ui.fonts.small, name) + 1, ui.px(12)), ui.fonts.small,
              ui.theme.muted, name);
  }
}

float line_signs_width(const Ui& ui) {
  return 2 * (ui.px(18) + ui.px(6)) + ui.px(12) + text_width(ui.fonts.small, "train") +
         text_width(ui.fonts.small, "validation") + 3;
}

void smoothing_slider(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const Rect whole = area;
  CurveOptions options = context.state.curves;
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", options.smoothing);
  text_line(ui, area.take_left(text_width(ui.fonts.small, "smooth") + 1, ui.px(6)), ui.fonts.small,
            ui.theme.muted, "smooth");
  text_line(ui, area.take_right(text_width(ui.fonts.mono, "0.00") + 1, ui.px(6)), ui.fonts.mono,
            ui.theme.text, text);
  double value = options.smoothing;
  if (slider(ui, "smooth", area, value, 0, 0.99)) {
    options.smoothing = std::round(value * 100) / 100;
    if (options.smoothing != context.state.curves.smoothing)
      context.actions.emplace_back(action::SetCurves{options});
  }
  if (ImGui::IsMouseHoveringRect(whole.min(), {whole.right(), whole.bottom()}) && ImGui::IsWindowHovered()) {
    tooltip(ui, "Averages each point with those before it, over the same share of a short and a long run");
  }
}

float smoothing_width(const Ui& ui) {
  return text_width(ui.fonts.small, "smooth") + text_width(ui.fonts.mono, "0.00") + ui.px(12 + 72) + 2;
}

DropdownSpec axis_spec(const ViewContext& context) {
  static constexpr const char* kNames[] = {"step", "epoch", "seconds"};
  const char* name = kNames[static_cast<std::size_t>(context.state.curves.axis)];
  return {.id = "axis",
          .label = {{name, context.ui.fonts.small, context.ui.theme.text}},
          .tip = "What the x axis counts",
          .small = true};
}

ButtonSpec log_spec(const ViewContext& context) {
  return {.id = "log",
          .label = "log",
          .tip = "Logarithmic loss axis",
          .on = context.state.curves.log_loss,
          .small = true};
}

ButtonSpec reference_spec(const ViewContext& context) {
  const std::optional<ReferenceCurve>& reference = context.run.facts->config.reference;
  return {.id = "reference",
          .label = "Reference (course)",
          .tip = reference ? std::string_view(reference->title) : "",
          .on = context.state.curves.show_reference,
          .small = true};
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

float draw_curve_legend(const ViewContext& context, const Rect& area, bool with_signs) {
  Flow flow(context.ui, area);
  legend(context, flow);
  if (!with_signs) return flow.height();
  const float signs = line_signs_width(context.ui);
  if (flow.room() >= signs) flow.skip(flow.room() - signs);
  line_signs(context.ui, flow.next(signs));
  return flow.height();
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
    const ButtonSpec spec = reference_spec(context);
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
  for (const char* name : {"step", "epoch", "seconds"}) {
    items.push_back({.title = name, .selected = static_cast<int>(items.size()) == current});
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
