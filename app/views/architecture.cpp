#include "app/views/architecture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/state/curve_plots.h"
#include "app/state/learn_cover.h"
#include "app/state/model_words.h"
#include "app/state/results.h"
#include "app/state/troubles.h"
#include "app/views/panels_csv.h"
#include "app/widgets/anchor.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::int64_t selected_count(const Snapshot& run) {
  return std::count_if(run.curves->models.begin(), run.curves->models.end(),
                       [](const ModelSnapshot& m) { return m.selected; });
}

std::vector<std::string> all_ids(const Snapshot& run) {
  std::vector<std::string> ids;
  for (const ModelSnapshot& model : run.curves->models) ids.push_back(model.choice.id);
  return ids;
}

// `place`: where a lesson's ring goes.
void value_row(const Ui& ui, Rect& rest, std::string_view name, const std::string& value,
               const std::string& place) {
  Rect row = rest.take_top(ui.px(22));
  anchor(place, {row.x - ui.px(5), row.y, row.w + ui.px(10), row.h});
  const float w = text_width(ui.fonts.mono, value) + 1;
  copyable(row, value, std::string(name) + "\t" + value);
  text_line(ui, row.take_right(w, ui.px(8)), ui.fonts.mono, ui.theme.text, value, Align::kRight);
  text_line(ui, row, ui.fonts.small, ui.theme.muted, name);
}

constexpr float kLargeText = 1.5F;

float card_height(const Ui& ui, bool roomy) { return ui.px(roomy ? 104 : 126); }

// Within a sentence: what is drawn bold stands between two of these.
constexpr char kStrong = '\x01';
std::string strong(const std::string& text) { return kStrong + text + kStrong; }

std::vector<ComparisonPart> parts_of(std::string_view sentence) {
  std::vector<ComparisonPart> parts;
  for (bool bold = false; !sentence.empty(); bold = !bold) {
    const std::size_t end = std::min(sentence.find(kStrong), sentence.size());
    if (end > 0) parts.push_back({std::string(sentence.substr(0, end)), bold});
    sentence.remove_prefix(std::min(end + 1, sentence.size()));
  }
  return parts;
}

// "+3.9 pts accuracy", at the last epoch that both have finished; empty when there is none.
std::string quality_difference(const ModelSnapshot& cheap, const ModelSnapshot& dear, Task task) {
  const std::int64_t epoch = std::min(cheap.history.last_epoch(), dear.history.last_epoch());
  const EpochMetric *a = cheap.history.find_epoch(epoch), *b = dear.history.find_epoch(epoch);
  if (a == nullptr || b == nullptr) return {};
  const bool classes = task == Task::kClassification;
  const double difference = classes ? 100 * (b->validation_accuracy - a->validation_accuracy) : b->r2 - a->r2;
  if (!std::isfinite(difference)) return {};
  return classes ? tr("{1} accuracy", strong(tr("{1} pts", signed_decimals_text(difference, 1))))
                 : strong(signed_decimals_text(difference, 3)) + " R²";
}

// What there is to beat and what was reached in the end: small, under the networks.
void draw_results(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  bool first = true;
  std::vector<ResultLine> lines = result_lines(context.run);
  // Beside the tabs there is room for a part of it only where text is large.
  const ModelSnapshot* const troubled = troubled_model(context.state, context.run);
  if (troubled && ui.scale >= kLargeText)
    lines.push_back({troubled->trouble->what + " " + troubled->trouble->advice, true});
  for (const ResultLine& line : lines) {
    if (std::exchange(first, false)) rest.take_top(ui.px(6));
    const ImVec4& ink = line.warns ? ui.theme.warning : ui.theme.muted;
    const Rect all =
        rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ink, line.text), ui.px(2));
    copyable(all, line.text);
  }
}

}  // namespace

std::vector<ComparisonPart> compare_models(const UiState& state, const Snapshot& run) {
  const ModelSnapshot *cheap = nullptr, *dear = nullptr;
  const bool chosen = selected_count(run) >= 2;  // else compare everything there is
  for (const ModelSnapshot& model : run.curves->models) {
    if (chosen && !model.selected) continue;
    if (cheap == nullptr || model.parameters < cheap->parameters) cheap = &model;
    if (dear == nullptr || model.parameters > dear->parameters) dear = &model;
  }
  if (cheap == dear || cheap == nullptr || cheap->parameters <= 0) return {};
  std::vector<std::string> costs;
  const auto add = [&costs](double factor, const char* what) {
    if (std::isfinite(factor) && factor > 0) costs.push_back(filled(what, {strong(factor_text(factor))}));
  };
  add(static_cast<double>(dear->parameters) / static_cast<double>(cheap->parameters), tr("{1} parameters"));
  if (cheap->epoch_seconds > 0 && dear->epoch_seconds > 0 && !covers(state, Covered::kEpochTime))
    add(dear->epoch_seconds / cheap->epoch_seconds, tr("{1} time"));
  if (cheap->planned_bytes > 0 && dear->planned_bytes > 0 && !covers(state, Covered::kMemory)) {
    add(static_cast<double>(bytes_with_data(run, *dear)) / static_cast<double>(bytes_with_data(run, *cheap)),
        tr("{1} memory"));
  }
  const std::string name = network_name(dear->choice.id), all = join(costs),
                    quality = quality_difference(*cheap, *dear, run.facts->task);
  if (run.curves->models.size() <= 2)
    return parts_of(quality.empty() ? tr("{1} costs {2}", name, all)
                                    : tr("{1} costs {2} for {3}", name, all, quality));
  const std::string other = network_within(cheap->choice.id);
  return parts_of(quality.empty() ? tr("{1} costs {2} compared with {3}", name, all, other)
                                  : tr("{1} costs {2} for {3} compared with {4}", name, all, quality, other));
}

void ArchitecturePanel::draw_card(const ViewContext& context, const Rect& area, const ModelSnapshot& model,
                                  bool roomy) const {
  const Ui& ui = context.ui;
  const std::string id = "model_" + model.choice.id;
  const ImVec4 tint = model_color(ui.theme, model.choice.id);
  // The edit button lies on the card: it gets its clicks first.
  const bool custom = model.choice.id == "custom";
  const Rect edit{area.right() - ui.px(54), area.y + ui.px(6), ui.px(48), ui.px(24)};
  bool edit_clicked = false;
  ImGui::PushID(id.c_str());
  const bool over_edit = custom && ImGui::IsMouseHoveringRect(edit.min(), edit.max());
  const Press press = over_edit ? Press{} : press_area("card", area, true, {.name = model.choice.id});
  const float rounding = ui.px(8);
  ImVec4 back = ground_of(ui, press, ui.theme.card);
  if (model.selected) back = mix(back, tint, 0.06F);
  fill(area, back, rounding);
  stroke(area, model.selected ? tint : ui.theme.edge, rounding, model.selected ? ui.px(1.5F) : 1);
  if (press.focused) focus_ring(ui, area, rounding);
  if (custom) {
    edit_clicked =
        button(ui, edit, {.id = "edit", .label = tr("edit"), .kind = ButtonKind::kQuiet, .small = true});
  }
  ImGui::PopID();

  Rect rest = area.inset(ui.px(12), ui.px(8));
  Rect head = rest.take_top(ui.px(22));
  if (custom) head.take_right(ui.px(48));
  const std::string parameters = format_count(model.parameters);
  if (roomy && !custom) {
    const std::string text = tr("{1} params", parameters);
    copyable(head, parameters, network_name(model.choice.id) + "\t" + text);
    text_line(ui, head.take_right(text_width(ui.fonts.mono, text) + 1, ui.px(8)), ui.fonts.mono,
              ui.theme.text, text, Align::kRight);
  }
  draw_mark(model_mark(model.choice.id), head.take_left(ui.px(10), ui.px(6)).center(), ui.px(4.5F), tint);
  text_line(ui, head, ui.fonts.bold, tint, network_name(model.choice.id));
  text_line(ui, rest.take_top(ui.px(20)), ui.fonts.mono, ui.theme.muted, widths_text(model.spec));
  const std::string place = "model." + model.choice.id;
  anchor(place, area);
  if (!roomy || custom) {
    value_row(ui, rest, tr("params"), parameters, place + ".params");
  } else {
    anchor(place + ".params", head);
  }
  const std::string_view not_yet = tr("not run yet");
  const float room = rest.w - text_width(ui.fonts.small, tr("epoch")) - ui.px(10);
  const bool has_room = text_width(ui.fonts.mono, not_yet) <= room;
  const std::string none(has_room ? not_yet : "–");
  const std::string epoch = model.epoch_seconds > 0 ? duration_text(model.epoch_seconds) : none;
  value_row(ui, rest, tr("epoch"), covers(context.state, Covered::kEpochTime) ? "?" : epoch,
            place + ".epoch");
  const Bytes memory = bytes_with_data(context.run, model);
  const std::string bytes = model.planned_bytes > 0 ? format_bytes(memory) : "–";
  const bool hides_memory = covers(context.state, Covered::kMemory);
  value_row(ui, rest, tr("memory"), hides_memory ? "?" : bytes, place + ".memory");
  if (press.hovered && !press.held && !hides_memory) {
    tooltip(ui, tr("{1} of its own, the rest is the data that all share", format_bytes(model.planned_bytes)) +
                    (model.selected && selected_count(context.run) == 1
                         ? std::string()
                         : std::string("\n") + tr("click: train this one alone")));
  }
  if (edit_clicked) {
    context.actions.emplace_back(action::EditCustomModel{true});
  } else if (press.clicked && !(model.selected && selected_count(context.run) == 1)) {
    context.actions.emplace_back(use_models({model.choice.id}));
  }
}

void ArchitecturePanel::draw_compact(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const std::vector<ModelSnapshot>& models = context.run.curves->models;
  const float gap = ui.px(8), count = static_cast<float>(std::max<std::size_t>(1, models.size()));
  const float width = (area.w - gap * (count - 1)) / count;
  for (const ModelSnapshot& model : models) {
    const Rect card = area.take_left(width, gap);
    const ImVec4 tint = model_color(ui.theme, model.choice.id);
    panel_box(ui, card);
    if (model.selected) stroke(card, tint, ui.px(8), ui.px(1.5F));
    Rect rest = card.inset(ui.px(12), ui.px(8));
    Rect head = rest.take_top(ui.px(22), ui.px(2));
    const std::string name = network_name(model.choice.id),
                      parameters = tr("{1} params", format_count(model.parameters));
    const float room = text_width(ui.fonts.mono, parameters) + 1;
    draw_mark(model_mark(model.choice.id), head.take_left(ui.px(10), ui.px(8)).center(), ui.px(5), tint);
    if (room + ui.px(12) + text_width(ui.fonts.bold, name) < head.w) {
      text_line(ui, head.take_right(room), ui.fonts.mono, ui.theme.text, parameters, Align::kRight);
    }
    text_line(ui, head, ui.fonts.bold, tint, name);
    const std::string widths = widths_text(model.spec);
    const bool shows_time = model.epoch_seconds > 0 && !covers(context.state, Covered::kEpochTime);
    const std::string epoch = shows_time ? tr("{1} an epoch", duration_text(model.epoch_seconds)) : "";
    const float time = text_width(ui.fonts.mono, epoch) + 1;
    if (time + ui.px(16) + text_width(ui.fonts.mono, widths) < rest.w)
      text_line(ui, rest.take_right(time), ui.fonts.mono, ui.theme.muted, epoch, Align::kRight);
    text_line(ui, rest, ui.fonts.mono, ui.theme.muted, widths);
  }
}

bool ArchitecturePanel::draw_add_card(const Ui& ui, const Rect& area) const {
  const Press press = press_area("add_custom", area);
  fill(area, ground_of(ui, press, ui.theme.panel), ui.px(8));
  stroke(area, ui.theme.edge, ui.px(8));
  if (press.focused) focus_ring(ui, area, ui.px(8));
  Rect inner = area.centered(area.w - ui.px(8), ui.px(44));
  draw_icon(Icon::kPlus, inner.take_top(ui.px(18), ui.px(6)), ui.px(14), ui.theme.custom_model);
  text_line(ui, inner, ui.fonts.small, press.hovered ? ui.theme.text : ui.theme.muted, tr("custom"),
            Align::kCenter);
  if (press.hovered) tooltip(ui, tr("Train an architecture of your own"));
  return press.clicked;
}

float ArchitecturePanel::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const std::vector<ModelSnapshot>& models = context.run.curves->models;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  Rect head = rest.take_top(ui.px(24), ui.px(8));
  const bool settings = !context.state.workspace.hides(Hidden::kSettings);
  if (models.size() > 1 && settings) {
    const char* label = models.size() == 2 ? tr("both side by side") : tr("all side by side");
    const bool together = selected_count(context.run) > 1;
    if (toggle(ui, "together", head.take_right(toggle_width(ui, label), ui.px(8)), label, together)) {
      const auto first = std::find_if(models.begin(), models.end(), [](const auto& m) { return m.selected; });
      const std::string one = first == models.end() ? models.front().choice.id : first->choice.id;
      context.actions.emplace_back(
          use_models(together ? std::vector<std::string>{one} : all_ids(context.run)));
    }
  }
  text_line(ui, head.take_left(text_width(ui.fonts.bold, tr("Architecture")) + 1, ui.px(12)), ui.fonts.bold,
            ui.theme.text, tr("Architecture"));

  const bool has_custom =
      std::any_of(models.begin(), models.end(), [](const auto& m) { return m.choice.id == "custom"; });
  const float gap = ui.px(8), card = ui.px(150);
  // The way to an own architecture: a card beside the others, a small button where that is too narrow.
  const bool can_add = !has_custom && !models.empty() && settings;
  const bool add_card = can_add && rest.w >= 2 * card + ui.px(64) + 2 * gap;
  const float add = add_card ? ui.px(64) : 0;
  if (can_add && !add_card) {
    ButtonSpec spec{.id = "add_small",
                    .label = tr("+ custom"),
                    .kind = ButtonKind::kQuiet,
                    .tip = tr("Train an architecture of your own"),
                    .small = true};
    if (button_width(ui, spec) > head.w) spec.label = "+";
    if (button(ui, head.take_left(button_width(ui, spec)), spec)) {
      context.actions.emplace_back(action::EditCustomModel{true});
    }
  }
  const auto count = static_cast<float>(std::max<std::size_t>(1, models.size()));
  // As many beside each other as keep a readable width.
  const float room = rest.w - (add > 0 ? add + gap : 0);
  const float columns = std::clamp(std::floor((room + gap) / (card + gap)), 1.0F, count);
  const float width = (room - gap * (columns - 1)) / columns;
  const bool roomy = width >= ui.px(196);
  const bool tall = !roomy || has_custom;
  Rect row;
  for (std::size_t i = 0; i < models.size(); ++i) {
    if (i % static_cast<std::size_t>(columns) == 0) {
      row = rest.take_top(card_height(ui, !tall), gap);
      if (i == 0 && add > 0 && draw_add_card(ui, row.take_right(add, gap))) {
        context.actions.emplace_back(action::EditCustomModel{true});
      }
    }
    draw_card(context, row.take_left(width, gap), models[i], !tall);
  }
  if (models.empty()) {
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted,
                               tr("Open data first: the networks to choose from appear here.")));
  }
  std::vector<Span> sentence;
  for (const ComparisonPart& part : compare_models(context.state, context.run)) {
    sentence.push_back({part.text, part.strong ? ui.fonts.bold : ui.fonts.body,
                        part.strong ? ui.theme.text : ui.theme.muted});
  }
  if (!sentence.empty()) {
    rest.take_top(ui.px(4));
    // It grows with what is known: its room is there from the start, so that nothing below moves.
    const std::string longest =
        tr("Large costs 199.9× parameters, 99.9× time, 99.9× memory for +99.9 pts accuracy");
    const float full = rich_text(rest.min(), rest.w, {{longest, ui.fonts.bold, ui.theme.text}}, false);
    anchor("model.compare", rest.take_top(std::max(full, rich_text(rest.min(), rest.w, sentence))));
  }
  draw_results(context, rest);
  const float height = panel.finish(rest.y);
  const bool hides = covers(context.state, Covered::kEpochTime) || covers(context.state, Covered::kMemory);
  if (!models.empty() && !hides)
    exhibit_of_frame(
        {.name = "architecture", .title = tr("Architecture"), .area = {area.x, area.y, area.w, height}},
        [&] { return architecture_csv(context.run); });
  return height;
}

}  // namespace headroom::app
