#include "app/views/plan_cards.h"

#include <algorithm>

#include "app/views/headroom_panel.h"
#include "app/views/plan_csv.h"
#include "app/views/plan_words.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/tr.h"
#include "core/plan/plan_export.h"

namespace headroom::app {
namespace {

// "GeForce RTX 4090" -> "RTX 4090": everybody says so.
std::string short_name(const std::string& name) {
  constexpr std::string_view kBrand = "GeForce ";
  return name.starts_with(kBrand) ? name.substr(kBrand.size()) : name;
}

struct Row {
  std::string name, figure, tip;
  ImVec4 tone;
  float share = 0;  // of the need that there is room for
  bool chosen = false;
};

// The row's ground is the bar: how much of the need the card has room for.
bool card_row(const Ui& ui, const Rect& area, const char* id, const Row& row) {
  const Press press = press_area(id, area);
  const Rect box = area.inset(0, ui.px(1.5F));
  const float rounding = ui.px(4);
  fill(box, press.hovered ? ui.theme.hover : ui.theme.card, rounding);
  Rect bar = box;
  bar.w *= std::clamp(row.share, 0.0F, 1.0F);
  if (bar.w >= 1) fill(bar, mix(ui.theme.card, row.tone, press.hovered ? 0.34F : 0.24F), rounding);
  if (row.chosen) stroke(box, ui.theme.action, rounding, ui.px(2));
  if (press.focused) focus_ring(ui, box, rounding);
  Rect inner = box.inset(ui.px(8), 0);
  const float figure = text_width(ui.fonts.mono, row.figure) + 1;
  text_line(ui, inner.take_right(figure, ui.px(8)), ui.fonts.mono, ui.theme.text, row.figure, Align::kRight);
  text_line(ui, inner, ui.fonts.body, ui.theme.text, shortened(ui.fonts.body, row.name, inner.w));
  if (press.hovered) tooltip(ui, row.tip);
  return press.clicked;
}

std::string tip_of(const CardVerdict& card) {
  std::string tip = card.name + "\n" +
                    tr("usable {1}, needed {2}", format_bytes(card.usable), format_bytes(card.bytes)) + "\n" +
                    verdict_title(card.judgement.verdict) + ": " + verdict_figure(card.judgement);
  if (card.step) tip += "\n" + tr("a step takes about {1}, assumed", time_words(card.step->step));
  if (!card.note.empty()) tip += "\n" + card.note;
  if (card.from_memory) tip += std::string("\n") + tr("* its memory is an unverified figure");
  return tip + "\n" + tr("click: plan for this card");
}

Row row_of(const Theme& theme, const CardVerdict& card, const std::string& chosen, bool brief) {
  Row row;
  row.name =
      short_name(card.name) + (card.from_memory ? " *" : "") + (card.note.empty() || brief ? "" : " · fp16");
  row.figure = headroom_gib(card.judgement, brief);
  row.tip = tip_of(card);
  row.tone = verdict_color(theme, card.judgement.verdict);
  row.share = static_cast<float>(static_cast<double>(card.usable) /
                                 static_cast<double>(std::max<Bytes>(1, card.bytes)));
  row.chosen = card.name == chosen;
  return row;
}

void exhibit_cards(const ViewContext& context, const Rect& area) {
  if (!context.state.plan.report) return;
  exhibit({.name = "plan-cards",
           .title = tr("On every card"),
           .area = area,
           .csv = [report = context.state.plan.report] { return plan_cards_csv(*report); }});
}

// The verdicts are of the question before: nothing is known about this one.
void forget(Row& row) {
  row.figure = "–";
  row.share = 0;
}

}  // namespace

std::vector<const CardVerdict*> PlanCards::shown(const PlanReport& report) const {
  std::vector<const CardVerdict*> list;
  for (const CardVerdict& card : report.cards) {
    if (kind_.empty() || card.kind == kind_) list.push_back(&card);
  }
  return list;
}

void PlanCards::draw_head(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const PlanState& plan = context.state.plan;
  if (!plan.report) {
    text_line(ui, rest.take_top(ui.px(26), ui.px(2)), ui.fonts.bold, ui.theme.text, tr("On every card"));
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted,
                               tr("What is planned, held against every card of the catalogue.")));
    return;
  }
  std::vector<std::string> kinds = {""};
  std::vector<MenuItem> items = {{.title = tr("all cards"), .selected = kind_.empty()}};
  for (const CardVerdict& card : plan.report->cards) {
    if (std::find(kinds.begin(), kinds.end(), card.kind) != kinds.end()) continue;
    kinds.push_back(card.kind);
    items.push_back({.title = card.kind, .selected = card.kind == kind_});
  }
  const std::size_t count = shown(*plan.report).size();
  const std::string label =
      kind_.empty() ? tr("{1} cards", std::to_string(count)) : std::to_string(count) + " " + kind_;
  Rect head = rest.take_top(ui.px(26), ui.px(2));
  const DropdownSpec spec{.id = "kinds", .label = {{label, ui.fonts.small, ui.theme.text}}, .small = true};
  const float width = std::min(dropdown_width(ui, spec), head.w * 0.6F);
  if (const auto chosen = dropdown(ui, head.take_right(width, ui.px(8)), spec, items)) {
    kind_ = kinds[static_cast<std::size_t>(*chosen)];
  }
  text_line(ui, head, ui.fonts.bold, ui.theme.text, tr("On every card"));
  text_line(ui, rest.take_top(ui.px(20), ui.px(2)), ui.fonts.small, ui.theme.muted, tr("GiB left or short"),
            Align::kRight);
  if (!plan.own_cards) return;
  rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.bad,
                             tr("Your own cards cannot be read: {1}", plan.own_cards->what())),
                ui.px(6));
}

void PlanCards::scroll_to(const Rect& row, const std::string& card) {
  if (chosen_ == card) return;
  chosen_ = card;
  ImGui::SetCursorScreenPos(row.min());
  ImGui::SetScrollHereY(0.4F);
}

void PlanCards::draw_rows(const ViewContext& context, Rect& rest, bool scroll_to_chosen) {
  const Ui& ui = context.ui;
  const PlanState& plan = context.state.plan;
  if (!plan.report) return;
  const float height = ui.px(28);
  const bool brief = rest.w < ui.px(260);
  const PlanReport& report = *plan.report;
  const DeviceInfo& device = context.run.facts->device;
  if (!device.name.empty() && kind_.empty()) {
    Row row{tr("this machine"), device.kind == "cuda" ? "" : "CPU",
            device.name + "\n" + tr("click: plan for this device"), ui.theme.muted};
    row.chosen = plan.question.card.empty();
    if (row.chosen) {
      row.figure = headroom_gib(report.judgement, brief);
      row.tone = verdict_color(ui.theme, report.judgement.verdict);
      row.share = static_cast<float>(static_cast<double>(report.target.available()) /
                                     static_cast<double>(std::max<Bytes>(1, report.plan.bytes)));
    }
    if (plan.refusal) forget(row);
    const Rect place = rest.take_top(height);
    if (row.chosen && scroll_to_chosen) scroll_to(place, "");
    if (card_row(ui, place, "this_machine", row)) context.actions.emplace_back(action::PlanOn{});
  }
  const std::string& chosen = plan.question.card;
  for (const CardVerdict* card : shown(report)) {
    const Rect place = rest.take_top(height);
    if (card->name == chosen && scroll_to_chosen) scroll_to(place, chosen);
    Row row = row_of(ui.theme, *card, chosen, brief);
    if (plan.refusal) forget(row);
    if (card_row(ui, place, card->name.c_str(), row)) {
      chosen_ = card->name;  // it is seen already
      context.actions.emplace_back(action::PlanOn{card->name});
    }
  }
  if (plan.own_cards_path.empty()) return;
  rest.take_top(ui.px(8));
  rest.take_top(
      draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted,
                   tr("Cards of your own: {1}, in the form of the catalogue", plan.own_cards_path)));
}

void PlanCards::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  panel_box(ui, area);
  exhibit_cards(context, area);
  Rect rest = area.inset(ui.px(14), ui.px(10));
  draw_head(context, rest);
  rest.w += ui.px(10);  // the scroll bar's place
  ScrollArea scroll(ui, "plan_cards", rest);
  Rect page = scroll.content();
  const float top = page.y;
  page.w = area.w - ui.px(28);
  page.h = 1e6F;
  draw_rows(context, page, true);
  scroll.used(page.w, page.y - top);
}

float PlanCards::draw_all(const ViewContext& context, const Rect& area) {
  AutoPanel panel(context.ui, area);
  Rect rest = panel.content();
  draw_head(context, rest);
  draw_rows(context, rest, false);
  const float height = panel.finish(rest.y);
  exhibit_cards(context, {area.x, area.y, area.w, height});
  return height;
}

}  // namespace headroom::app
