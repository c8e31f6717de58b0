#include "app/views/custom_model_sheet.h"

#include <algorithm>
#include <optional>

#include "app/views/headroom_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/sheet.h"
#include "core/base/bytes.h"

namespace headroom::app {
namespace {

constexpr Activation kActivations[] = {Activation::kRelu, Activation::kTanh, Activation::kSigmoid,
                                       Activation::kGelu};

// The network that the text means between the run's inputs and outputs; or why it means none.
struct Parsed {
  std::optional<ModelSpec> spec;
  std::vector<std::int64_t> hidden;
  std::string fault;
};

Parsed parse(const Snapshot& run, const std::string& text) {
  Parsed parsed;
  try {
    parsed.hidden = parse_hidden(text);
    ModelSpec spec;
    spec.widths.push_back(std::max<std::int64_t>(1, run.features));
    spec.widths.insert(spec.widths.end(), parsed.hidden.begin(), parsed.hidden.end());
    spec.widths.push_back(run.models.empty() ? 1 : run.models.front().spec.outputs());
    parameter_count(spec);
    parsed.spec = spec;
  } catch (const Error& error) {
    parsed.fault = error.message();
  }
  return parsed;
}

std::string hidden_text(const std::vector<std::int64_t>& hidden) {
  std::string text;
  for (const std::int64_t width : hidden) text += (text.empty() ? "" : "x") + std::to_string(width);
  return text;
}

}  // namespace

void CustomModelSheet::draw_preview(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  const Parsed parsed = parse(run, text_);
  if (!parsed.spec) {
    draw_wrapped(ui.fonts.body, area.min(), area.w, ui.theme.bad, parsed.fault);
    return;
  }
  const auto row = [&](std::string_view name, const std::string& value, const ImVec4& tone) {
    Rect line = area.take_top(ui.px(24));
    text_line(ui, line.take_left(std::min(ui.px(230), line.w * 0.5F)), ui.fonts.body, ui.theme.muted, name);
    text_line(ui, line, ui.fonts.mono, tone, value, Align::kRight);
  };
  row("layers", widths_text(*parsed.spec), ui.theme.text);
  row("parameters", format_count(parameter_count(*parsed.spec)), ui.theme.text);
  // The run as it would be: the data as they are, this network alone.
  MemoryQuestion question = run.memory.question;
  if (question.data.rows <= 0) return;  // nothing loaded yet
  question.models.clear();
  const Bytes data = planned_bytes_or_beyond(question);
  question.models.push_back(*parsed.spec);
  const HeadroomReport report = judge(question, run.memory.device);
  row("network, with activations", format_bytes(report.need - data), ui.theme.text);
  row("with the data", format_bytes(report.need), ui.theme.text);
  row("memory", verdict_text(report), verdict_color(ui.theme, report.verdict));
}

void CustomModelSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  const bool first = !open_;
  if (first) {
    open_ = true;
    text_ = "64x32";
    activation_ = run.config.activation;
    for (const ModelSnapshot& model : run.models) {
      if (model.choice.id == "custom") text_ = hidden_text(model.choice.hidden);
    }
  }
  Sheet sheet(ui, "custom_sheet", "Custom architecture", 560, 400);
  Rect rest = sheet.content();
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.muted,
            "hidden widths, for example 64x32");
  const Parsed parsed = parse(run, text_);
  text_field(ui, rest.take_top(ui.px(38), ui.px(12)), text_,
             {.id = "widths", .hint = "64x32", .invalid = !parsed.spec, .focus = first, .number = true});
  const bool enter =
      ImGui::IsItemDeactivatedAfterEdit() && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false);
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.muted,
            "activation, of all models");
  const auto at =
      std::find(std::begin(kActivations), std::end(kActivations), activation_) - std::begin(kActivations);
  const int chosen = segmented(ui, "activation", rest.take_top(ui.px(34), ui.px(16)),
                               {"ReLU", "tanh", "sigmoid", "GELU"}, static_cast<int>(at));
  if (chosen >= 0) activation_ = kActivations[chosen];
  Rect foot = rest.take_bottom(ui.px(36), ui.px(12));
  draw_preview(context, rest);
  const ButtonSpec use{.id = "use",
                       .label = "Use it",
                       .icon = Icon::kCheck,
                       .kind = ButtonKind::kPrimary,
                       .enabled = parsed.spec.has_value()};
  const float width = button_width(ui, use);
  const bool clicked = button(ui, foot.take_left(width, ui.px(12)), use);
  text_line(ui, foot, ui.fonts.small, ui.theme.muted, "starts this run again from step 0");
  if ((clicked || enter) && parsed.spec) {
    if (activation_ != run.config.activation)
      context.actions.emplace_back(action::Run{command::SetActivation{activation_}});
    context.actions.emplace_back(action::Run{command::SetCustomModel{parsed.hidden}});
    context.actions.emplace_back(action::EditCustomModel{false});
  }
  if (sheet.closed()) context.actions.emplace_back(action::EditCustomModel{false});
}

}  // namespace headroom::app
