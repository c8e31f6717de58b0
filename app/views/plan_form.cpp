#include "app/views/plan_form.h"

#include <algorithm>
#include <vector>

#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {

void form_heading(const Ui& ui, Rect& rest, const char* text) {
  rest.take_top(ui.px(10));
  text_line(ui, rest.take_top(ui.px(24), ui.px(4)), ui.fonts.bold, ui.theme.text, text);
}

Rect form_row(const Ui& ui, Rect& rest, const char* name, const char* tip, float control) {
  const Rect whole = rest.take_top(ui.px(30));
  Rect row = whole;
  const Rect place = row.take_right(control, ui.px(8)).inset(0, ui.px(2));
  text_line(ui, row, ui.fonts.body, ui.theme.muted, tr(std::string_view(name)));
  if (*tip != '\0' && hovering(row)) tooltip(ui, tr(std::string_view(tip)));
  return place;
}

void form_fact(const Ui& ui, Rect& rest, const std::string& name, const std::string& value,
               const std::string& tip, const ImVec4* tone) {
  const float width = text_width(ui.fonts.mono, value) + 1;
  const Rect whole = rest.take_top(ui.px(24));
  copyable(whole, value, name + "\t" + value);
  Rect row = whole;
  text_line(ui, row.take_right(width, ui.px(8)), ui.fonts.mono, tone ? *tone : ui.theme.text, value,
            Align::kRight);
  text_line(ui, row, ui.fonts.body, ui.theme.muted, name);
  if (!tip.empty() && hovering(whole)) tooltip(ui, tip);
}

// Half of a narrow column, so that names keep their room.
float form_control_width(const Ui& ui, const Rect& rest) { return std::min(ui.px(148), rest.w / 2); }

void change_plan_by(const ViewContext& context, PlanForm::Change change, std::int64_t value) {
  PlanInputs inputs = context.state.plan.question.asked();
  change(inputs, value);
  context.actions.emplace_back(action::SetPlan{std::move(inputs)});
}

void form_refusal(const ViewContext& context, Rect& rest, const char* quantity) {
  const Ui& ui = context.ui;
  const std::optional<Error>& refusal = context.state.plan.refusal;
  if (!refusal || refusal->where() != quantity) return;
  form_mistake(ui, rest, refusal->message());
}

void form_mistake(const Ui& ui, Rect& rest, const std::string& text) {
  rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.bad, text), ui.px(4));
}

void PlanForm::number(const ViewContext& context, Rect& rest, const Number& spec) {
  const Ui& ui = context.ui;
  const Rect place = form_row(ui, rest, spec.name, spec.tip, form_control_width(ui, rest));
  const std::optional<Error>& refusal = context.state.plan.refusal;
  const bool refused = refusal && refusal->where() == spec.quantity;
  const NumberSpec<std::int64_t> field{
      .id = spec.name, .range = spec.range, .halves = true, .invalid = refused};
  const auto event = number_field(ui, place, numbers_[spec.name], spec.value, field);
  if (!event.typed)
    form_mistake(ui, rest, std::string(tr(std::string_view(spec.name))) + ": " + number_wanted(field));
  form_refusal(context, rest, spec.quantity);
  if (event.value) change_plan_by(context, spec.change, *event.value);
}

void PlanForm::choice(const ViewContext& context, Rect& rest, const char* name,
                      const std::vector<std::string_view>& names, int now, Change change, const char* tip) {
  const Ui& ui = context.ui;
  const Rect place = form_row(ui, rest, name, tip, form_control_width(ui, rest));
  std::vector<MenuItem> items;
  for (const std::string_view title : names) {
    items.push_back({.title = std::string(title), .selected = static_cast<int>(items.size()) == now});
  }
  const std::size_t shown = std::min(static_cast<std::size_t>(now), items.size() - 1);
  const std::string label = items[shown].title;
  const DropdownSpec spec{.id = name, .label = {{label, ui.fonts.body, ui.theme.text}}, .small = true};
  if (const auto chosen = dropdown(ui, place, spec, items)) change_plan_by(context, change, *chosen);
}

void PlanForm::on_off(const ViewContext& context, Rect& rest, const char* name, bool now, Change change,
                      const char* tip) {
  const Ui& ui = context.ui;
  const Rect place = form_row(ui, rest, name, tip, ui.px(28));
  if (toggle(ui, name, place, "", now)) change_plan_by(context, change, now ? 0 : 1);
}

void PlanForm::amount(const ViewContext& context, Rect& rest, const Amount& spec) {
  const Ui& ui = context.ui;
  const Rect place = form_row(ui, rest, spec.name, spec.tip, form_control_width(ui, rest));
  const NumberSpec<double> field{
      .id = spec.name, .range = spec.range, .hint = tr(std::string_view(spec.hint)).data()};
  const auto event = number_field(ui, place, numbers_[spec.name], spec.value, field);
  if (!event.typed)
    form_mistake(ui, rest, std::string(tr(std::string_view(spec.name))) + ": " + number_wanted(field));
  if (!event.value) return;
  PlanInputs inputs = context.state.plan.question.asked();
  spec.change(inputs, *event.value);
  context.actions.emplace_back(action::SetPlan{std::move(inputs)});
}

PlanForm::TextEdit& PlanForm::text(const std::string& name, const std::string& value) {
  TextEdit& edit = texts_[name];
  if (edit.shown != value) edit.text = edit.shown = value;
  return edit;
}

}  // namespace headroom::app
