#include "app/views/custom_model_sheet.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/views/headroom_panel.h"
#include "app/views/plan_words.h"
#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::size_t kRemediesShown = 3;

std::string hidden_text(const std::vector<std::int64_t>& hidden) {
  std::string text;
  for (const std::int64_t width : hidden) text += (text.empty() ? "" : "x") + std::to_string(width);
  return text;
}

bool has_custom(const Snapshot& run) {
  return std::any_of(run.curves->models.begin(), run.curves->models.end(),
                     [](const ModelSnapshot& m) { return m.choice.id == "custom"; });
}

}  // namespace

CustomModelPreview preview_custom_model(const Snapshot& run, const std::string& text, Activation activation) {
  CustomModelPreview preview;
  try {
    preview.hidden = parse_hidden(text);
    if (!run.facts->dataset) return preview;
    RunConfig config = run.facts->config;
    config.activation = activation;
    const ModelSpec spec = make_model(config, {"custom", "Custom", preview.hidden}, run.facts->features,
                                      run.facts->task, run.facts->dataset->classes());
    preview.parameters = parameter_count(spec);
    preview.spec = spec;
    NetworkJob question = *run.memory->question;
    question.models = {spec};
    preview.plan = plan_network(question, run.memory->device);
  } catch (const Error& error) {
    preview.fault = error.message();
  }
  return preview;
}

void CustomModelSheet::draw_preview(const ViewContext& context, const CustomModelPreview& preview,
                                    Rect area) const {
  const Ui& ui = context.ui;
  if (!preview.plan) {
    draw_wrapped(ui.fonts.body, area.min(), area.w, ui.theme.bad,
                 preview.fault.empty() ? std::string_view(tr("Open data first.")) : preview.fault);
    return;
  }
  const NetworkPlan& plan = *preview.plan;
  ScrollArea scroll(ui, "preview", area);
  Rect rest = scroll.content();
  const float top = rest.y;
  rest.h = 1e6F;
  const auto row = [&](std::string_view name, const std::string& value, const ImVec4* swatch = nullptr) {
    Rect line = rest.take_top(ui.px(22));
    if (swatch != nullptr) {
      fill(line.take_left(ui.px(10), ui.px(8)).centered(ui.px(10), ui.px(10)), *swatch, ui.px(3));
    }
    text_line(ui, line.take_left(std::min(ui.px(230), line.w * 0.5F)), ui.fonts.body, ui.theme.muted, name);
    text_line(ui, line, ui.fonts.mono, ui.theme.text, value, Align::kRight);
  };
  rest.take_top(draw_wrapped(ui.fonts.bold, rest.min(), rest.w, verdict_color(ui.theme, plan.verdict),
                             verdict_text(plan)) +
                ui.px(4));
  row(tr("layers"), widths_text(*preview.spec));
  row(tr("parameters"), format_count(preview.parameters));
  for (const Category category : memory_order()) {
    const auto i = static_cast<std::size_t>(category);
    if (plan.categories[i] > 0)
      row(tr(category_name(category)), format_bytes(plan.categories[i]), &ui.theme.categories[i]);
  }
  if (plan.copies > plan.need / 10) row(tr("rollback copies"), format_bytes(plan.copies));
  row(tr("needed in all"), plan.need >= kUncountable
                               ? tr("more than {1}", format_bytes(plan.need + plan.copies))
                               : format_bytes(plan.need + plan.copies));
  row(tr("can be used"), format_bytes(std::max<Bytes>(0, plan.available)));
  for (std::size_t i = 0; i < std::min(kRemediesShown, plan.remedies.size()); ++i) {
    row(plan.remedies[i].title, tr("saves {1}", format_bytes(plan.remedies[i].saves)));
  }
  scroll.used(rest.w, rest.y - top);
}

void CustomModelSheet::start_editing(const Snapshot& run) {
  open_ = true;
  text_ = "64x32";
  activation_ = run.facts->config.activation;
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.choice.id == "custom") text_ = hidden_text(model.choice.hidden);
  }
  hidden_ = parse_hidden(text_);
}

action::Edit CustomModelSheet::edit(std::vector<std::int64_t> hidden) const {
  action::Edit use = use_custom_model(std::move(hidden));
  const auto custom = std::move(use.edit);
  use.edit = [custom, activation = activation_](RunConfig& config) {
    custom(config);
    config.activation = activation;
  };
  return use;
}

bool CustomModelSheet::draw_foot(const ViewContext& context, const CustomModelPreview& preview, Rect foot) {
  const Ui& ui = context.ui;
  const bool fits = preview.plan && preview.plan->verdict != Verdict::kDoesNotFit;
  const std::string why =
      fits || !preview.plan ? "" : tr("Does not fit: make it narrower, or use what saves");
  const ButtonSpec use{.id = "use",
                       .label = tr("Use it"),
                       .icon = Icon::kCheck,
                       .kind = ButtonKind::kPrimary,
                       .tip = why,
                       .enabled = fits};
  const bool clicked = button(ui, foot.take_left(button_width(ui, use), ui.px(12)), use);
  if (has_custom(context.run)) {
    const ButtonSpec remove{
        .id = "remove", .label = tr("Remove"), .tip = tr("Takes the custom model and its curve away")};
    if (button(ui, foot.take_right(button_width(ui, remove), ui.px(12)), remove)) {
      context.actions.emplace_back(action::Edit{remove_custom_model});
      context.actions.emplace_back(action::EditCustomModel{false});
    }
  }
  RunConfig wanted = context.run.facts->config;
  edit(preview.hidden).edit(wanted);
  const bool all = what_changes(context.run.facts->config, wanted).starts_over();
  text_line(
      ui, foot, ui.fonts.small, ui.theme.muted,
      all ? tr("another activation starts all models over") : tr("starts at step 0; other curves stay"));
  return clicked;
}

FieldEvent CustomModelSheet::draw_text(const ViewContext& context, Rect& rest, bool good) {
  const Ui& ui = context.ui;
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.muted,
            tr("Widths of the hidden layers, such as 64x32"));
  return text_field(ui, rest.take_top(ui.px(36), ui.px(10)), text_,
                    {.id = "widths", .hint = "64x32", .invalid = !good, .initial = true, .number = true});
}

// A cell for each layer, as many beside each other as there is room for; the text follows them.
void CustomModelSheet::draw_layers(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  constexpr std::size_t kMostLayers = 64;
  constexpr float kRowsShown = 3;
  const float row = ui.px(32), gap = ui.px(8);
  const float columns = std::max(1.0F, std::floor((rest.w + gap) / (ui.px(156) + gap)));
  const auto cells = static_cast<float>(hidden_.size() + 1);
  const float rows = std::ceil(cells / columns), height = rows * (row + gap) - gap;
  ScrollArea scroll(ui, "layers", rest.take_top(std::min(rows, kRowsShown) * (row + gap), ui.px(4)));
  const Rect page = scroll.content();
  scroll.used(page.w - 1, height);
  const float width = (page.w - gap * (columns - 1)) / columns;
  const auto place = [&](std::size_t i) {
    const auto at = static_cast<float>(i);
    const float y = std::floor(at / columns), x = at - y * columns;
    return Rect{page.x + x * (width + gap), page.y + y * (row + gap), width, row};
  };
  edits_.resize(hidden_.size());
  std::vector<std::int64_t> wanted = hidden_;
  for (std::size_t i = 0; i < hidden_.size(); ++i) {
    const std::string id = "layer " + std::to_string(i + 1);
    Rect cell = place(i);
    ImGui::PushID(id.c_str());
    const Rect cross = cell.take_right(ui.px(24), ui.px(2));
    const NumberEvent<std::int64_t> event = number_field(
        ui, cell, edits_[i], hidden_[i], {.id = id.c_str(), .range = {1, 1'000'000}, .halves = true});
    if (event.value) wanted[i] = *event.value;
    const ButtonSpec remove{.id = "remove",
                            .icon = Icon::kCross,
                            .kind = ButtonKind::kQuiet,
                            .tip = tr("Remove this layer"),
                            .enabled = hidden_.size() > 1,
                            .small = true};
    if (button(ui, cross, remove)) {
      wanted.erase(wanted.begin() + static_cast<std::ptrdiff_t>(i));
      edits_.erase(edits_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    ImGui::PopID();
    if (wanted.size() != hidden_.size()) break;
  }
  const ButtonSpec add{.id = "add_layer",
                       .label = tr("Layer"),
                       .icon = Icon::kPlus,
                       .tip = tr("One more layer, as wide as the last"),
                       .enabled = hidden_.size() < kMostLayers,
                       .small = true};
  if (button(ui, place(hidden_.size()), add)) wanted.push_back(hidden_.empty() ? 32 : hidden_.back());
  if (wanted == hidden_) return;
  hidden_ = wanted;
  text_ = hidden_text(hidden_);
}

void CustomModelSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  if (!open_) start_editing(run);
  Sheet sheet(ui, "custom_sheet", tr("Custom architecture"), 600, 680);
  Rect rest = sheet.content();
  const FieldEvent typed =
      draw_text(context, rest, preview_custom_model(run, text_, activation_).spec.has_value());
  draw_layers(context, rest);
  // After both: what was typed in this frame counts.
  const CustomModelPreview preview = preview_custom_model(run, text_, activation_);
  if (!preview.hidden.empty()) hidden_ = preview.hidden;
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.muted,
            tr("Activation, of all models"));
  segmented(ui, "activation", rest.take_top(ui.px(34), ui.px(16)), kActivationTable, activation_);
  const Rect foot = rest.take_bottom(ui.px(36), ui.px(12));
  draw_preview(context, preview, rest);
  const bool clicked = draw_foot(context, preview, foot);
  const bool fits = preview.plan && preview.plan->verdict != Verdict::kDoesNotFit;
  if ((clicked || typed.entered) && fits) {
    context.actions.emplace_back(edit(preview.hidden));
    context.actions.emplace_back(action::EditCustomModel{false});
  }
  if (sheet.closed()) context.actions.emplace_back(action::EditCustomModel{false});
}

}  // namespace headroom::app
