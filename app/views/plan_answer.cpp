#include "app/views/plan_answer.h"

#include <algorithm>

#include "app/views/headroom_panel.h"
#include "app/views/plan_csv.h"
#include "app/views/plan_words.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/memory_bar.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"
#include "core/plan/plan_export.h"

namespace headroom::app {
namespace {

// Bytes along a bar.
class Scale {
 public:
  Scale(const Rect& bar, Bytes most) : bar_(bar), most_(static_cast<double>(std::max<Bytes>(1, most))) {}
  float x(Bytes bytes) const {
    return bar_.x + bar_.w * static_cast<float>(std::clamp(static_cast<double>(bytes) / most_, 0.0, 1.0));
  }

 private:
  Rect bar_;
  double most_;
};

void hatch(const Ui& ui, const Rect& area, const ImVec4& c) {
  ImDrawList* const list = ImGui::GetWindowDrawList();
  list->PushClipRect(area.min(), area.max(), true);
  for (float x = area.x - area.h; x < area.right(); x += ui.px(8)) {
    list->AddLine({x, area.bottom()}, {x + area.h, area.y}, color(c, 0.7F), ui.px(1));
  }
  list->PopClipRect();
}

// The mark of a capacity: a line through the bar with a triangle below.
void capacity_mark(const Ui& ui, const Rect& bar, float x) {
  line({x, bar.y - ui.px(7)}, {x, bar.bottom() + ui.px(5)}, ui.theme.text, ui.px(2.5F));
  const float y = bar.bottom() + ui.px(4), r = ui.px(5);
  ImGui::GetWindowDrawList()->AddTriangleFilled({x, y}, {x - r, y + 1.6F * r}, {x + r, y + 1.6F * r},
                                                color(ui.theme.text));
}

// How far the sum may be off: a thin line with ends, below the bar's end.
void whisker(const Ui& ui, float y, float from, float to) {
  if (to - from < 2) return;
  line({from, y}, {to, y}, ui.theme.muted, ui.px(1.5F));
  for (const float x : {from, to}) line({x, y - ui.px(4)}, {x, y + ui.px(4)}, ui.theme.muted, ui.px(1.5F));
}

struct Label {
  std::string text;
  float at = 0;
  ImVec4 color;
};

// Two labels, each below its place as far as they do not touch.
void labels_below(const Ui& ui, const Rect& area, const Label& left, const Label& right) {
  const float gap = ui.px(16);
  const float left_width = text_width(ui.fonts.mono, left.text) + 1;
  const float right_width = text_width(ui.fonts.mono, right.text) + 1;
  const float most = std::max(area.x, area.right() - right_width);
  const float least = std::min(most, area.x + left_width + gap);
  const float x = std::clamp(right.at - right_width / 2, least, most);
  const float most_left = std::max(area.x, x - gap - left_width);
  const float left_x = std::clamp(left.at - left_width / 2, area.x, most_left);
  text_line(ui, {x, area.y, right_width, area.h}, ui.fonts.mono, right.color, right.text);
  text_line(ui, {left_x, area.y, left_width, area.h}, ui.fonts.mono, left.color, left.text);
}

std::string per_gpu(const PlanReport& report) {
  const std::string name = unbroken(report.target.name);
  return report.plan.gpus < 2 ? tr("on one {1}", name)
                              : tr("on each of {1} × {2}", format_count(report.plan.gpus), name);
}

}  // namespace

void PlanAnswer::draw_head(const ViewContext& context, Rect& rest, const PlanReport* report) const {
  const Ui& ui = context.ui;
  Rect head = rest.take_top(ui.px(26), ui.px(2));
  const std::string_view title = tr("Does it fit?");
  const ButtonSpec undo{.id = "undo",
                        .label = tr_c("short", "Undo"),
                        .icon = Icon::kReset,
                        .tip = tr("Back to the settings before (Ctrl+Z)"),
                        .enabled = context.state.plan.can_undo,
                        .small = true};
  const auto put = [&](const ButtonSpec& spec, Action action) {
    if (button(ui, head.take_right(button_width(ui, spec), ui.px(6)), spec)) {
      context.actions.push_back(std::move(action));
    }
  };
  if (report != nullptr) {
    // From right to left.
    put({.id = "json", .label = "JSON", .tip = tr("Save the plan as JSON, with every card"), .small = true},
        action::SavePlan{PlanFormat::kJson, {}});
    put({.id = "markdown",
         .label = "Markdown",
         .tip = tr("Save the plan as a page of Markdown (Ctrl+E)"),
         .small = true},
        action::SavePlan{PlanFormat::kMarkdown, {}});
    // The buttons speak for themselves where the title needs the room.
    const std::string_view save = tr("Save as");
    const float width = text_width(ui.fonts.small, save) + 1;
    if (head.w > width + button_width(ui, undo) + text_width(ui.fonts.bold, title) + ui.px(20))
      text_line(ui, head.take_right(width, ui.px(12)), ui.fonts.small, ui.theme.muted, save);
  }
  put(undo, action::UndoPlan{});
  text_line(ui, head, ui.fonts.bold, ui.theme.text, title);
}

void PlanAnswer::draw_verdict(const ViewContext& context, Rect& rest, const PlanReport& report) const {
  const Ui& ui = context.ui;
  const ImVec4 tone = verdict_color(ui.theme, report.judgement.verdict);
  const std::string title = verdict_title(report.judgement.verdict) + ":";
  const std::string figure = verdict_figure(report.judgement);
  const std::string sentence = unbroken(title) + " " + unbroken(figure);
  // As large as the window allows: on two lines, broken before the figure, only where it is high enough.
  const bool low = ImGui::GetIO().DisplaySize.y < ui.px(560);
  const bool one_line = text_width(ui.fonts.hero, sentence) <= rest.w;
  ImFont* const font = one_line || !low ? ui.fonts.hero : ui.fonts.title;
  rest.take_top(draw_wrapped(font, rest.min(), rest.w, tone, sentence), ui.px(2));
  std::string needs = tr("{1}, {2}: {3} needed of {4} {5}", planned_name(report.inputs),
                         planned_mode(report.inputs), unbroken(format_bytes(report.plan.bytes)),
                         unbroken(format_bytes(report.target.available())), per_gpu(report));
  if (report.judgement.verdict == Verdict::kBorderline) {
    needs = tr("{1}; the sum may be {2} higher", needs, unbroken(format_bytes(report.judgement.uncertainty)));
  }
  ImFont* const second = font == ui.fonts.hero ? ui.fonts.title : ui.fonts.body;
  rest.take_top(draw_wrapped(second, rest.min(), rest.w, ui.theme.text, needs), ui.px(16));
}

void PlanAnswer::draw_bar(const ViewContext& context, Rect& rest, const PlanReport& report) {
  const Ui& ui = context.ui;
  const GpuPlan& plan = report.plan;
  const PlanTarget& target = report.target;
  const Bytes available = target.available();
  // A plan that would be a sliver of the card is shown enlarged, and says so.
  const bool zoomed = plan.high < available / 8;
  const Bytes most = zoomed ? zoomed_scale(plan.high) : std::max(plan.high, target.usable) / 50 * 51;
  const Rect bar = rest.take_top(ui.px(40), ui.px(5));
  const Scale scale(bar, most);
  fill(bar, ui.theme.line, ui.px(4));
  if (!zoomed && target.others > 0) {
    const Rect others{scale.x(available), bar.y, scale.x(target.usable) - scale.x(available), bar.h};
    hatch(ui, others, ui.theme.muted);
    if (hovering(others)) tooltip(ui, tr("held by others now: {1}", format_bytes(target.others)));
  }
  Bytes at = 0;
  for (const PlanLine& entry : plan.lines) {
    const float from = scale.x(at), to = scale.x(at + entry.bytes);
    at += entry.bytes;
    const Rect part{from, bar.y, std::max(1.0F, to - from), bar.h};
    ImVec4 c = plan_category_color(ui.theme, entry.category);
    if (pointed_ && *pointed_ != entry.category) c = mix(c, ui.theme.panel, 0.55F);
    fill(part, c);
    if (part.w > ui.px(3))
      line({part.right() - 0.5F, part.y}, {part.right() - 0.5F, part.bottom()}, ui.theme.panel);
    if (!hovering(part)) continue;
    pointing_ = entry.category;
    tooltip(ui, line_details(entry));
  }
  if (!zoomed) capacity_mark(ui, bar, scale.x(available));
  Rect below = rest.take_top(ui.px(22), ui.px(8));
  whisker(ui, bar.bottom() + ui.px(5), scale.x(plan.low), scale.x(plan.high));
  below.y += ui.px(7);
  const std::string needed = tr("{1} needed", format_bytes(plan.bytes));
  if (zoomed) {
    const float width = text_width(ui.fonts.mono, needed) + 1;
    text_line(ui, below.take_right(width, ui.px(16)), ui.fonts.mono, ui.theme.muted, needed, Align::kRight);
    text_line(ui, below, ui.fonts.mono, ui.theme.text,
              tr("enlarged: 0 to {1} of {2}", format_bytes(most), format_bytes(available)));
    return;
  }
  const std::string capacity =
      target.others > 0 ? tr("{1} free", format_bytes(available)) : tr("{1} usable", format_bytes(available));
  const Label need{needed, scale.x(plan.bytes), ui.theme.muted},
      room{capacity, scale.x(available), ui.theme.text};
  if (plan.bytes < available) {
    labels_below(ui, below, need, room);
  } else {
    labels_below(ui, below, room, need);
  }
}

void PlanAnswer::draw_lines(const ViewContext& context, Rect& rest, const PlanReport& report) {
  const Ui& ui = context.ui;
  const float bytes = text_width(ui.fonts.mono, tr("1023 MiB to 1023 MiB")) + ui.px(4);
  const float grade = text_width(ui.fonts.small, tr("published")) + ui.px(8);
  const float name = ui.px(132);
  const bool formulas = rest.w > bytes + grade + name + ui.px(150);
  for (const PlanLine& entry : report.plan.lines) {
    const float formula = rest.w - bytes - grade - name - ui.px(58);
    const float lines = formulas ? wrapped_height(ui.fonts.mono, entry.formula, formula) : 0;
    const Rect whole = rest.take_top(std::max(ui.px(27), lines + ui.px(8)));
    if (hovering(whole)) {
      pointing_ = entry.category;
      tooltip(ui, line_details(entry));
    }
    if (pointed_ == entry.category) fill(whole, ui.theme.hover, ui.px(5));
    Rect row = whole.inset(ui.px(4), 0);
    fill(row.take_left(ui.px(12), ui.px(10)).centered(ui.px(12), ui.px(12)),
         plan_category_color(ui.theme, entry.category), ui.px(3));
    text_line(ui, row.take_right(bytes, ui.px(8)), ui.fonts.mono, ui.theme.text, range_text(entry),
              Align::kRight);
    text_line(ui, row.take_right(grade, ui.px(12)), ui.fonts.small, grade_color(ui.theme, entry.grade),
              tr(grade_name(entry.grade)));
    text_line(ui, formulas ? row.take_left(name, ui.px(8)) : row, ui.fonts.body, ui.theme.text,
              plan_category_label(entry.category));
    if (!formulas) continue;
    const float y = row.y + (row.h - lines) / 2 + ui.px(1);
    draw_wrapped(ui.fonts.mono, {row.x, y}, formula, ui.theme.muted, entry.formula);
  }
}

void PlanAnswer::draw_sums(const ViewContext& context, Rect& rest, const PlanReport& report) const {
  const Ui& ui = context.ui;
  const GpuPlan& plan = report.plan;
  rest.take_top(ui.px(3));
  line(rest.min(), {rest.right(), rest.y}, ui.theme.line);
  rest.take_top(ui.px(3));
  const auto put = [&](const std::string& name, const std::string& figure, bool strong,
                       const std::string& mark, const std::string& tip) {
    const Rect whole = rest.take_top(ui.px(26));
    Rect row = whole.inset(ui.px(4), 0);
    ImFont* const font = strong ? ui.fonts.mono_bold : ui.fonts.mono;
    text_line(ui, row.take_right(text_width(font, figure) + 1, ui.px(10)), font, ui.theme.text, figure,
              Align::kRight);
    if (!mark.empty()) {
      const float w = text_width(ui.fonts.small, mark) + ui.px(14);
      const Rect chip = row.take_right(w, ui.px(10)).centered(w, ui.px(20));
      fill(chip, mix(ui.theme.card, ui.theme.warning, 0.25F), ui.px(10));
      text_line(ui, chip, ui.fonts.small, ui.theme.text, mark, Align::kCenter);
    }
    text_line(ui, row, strong ? ui.fonts.bold : ui.fonts.body, strong ? ui.theme.text : ui.theme.muted, name);
    if (!tip.empty() && hovering(whole)) tooltip(ui, tip);
  };
  const PlanLine sum{PlanCategory::kContext, plan.bytes, plan.low, plan.high, plan.grade, {}, {}};
  put(tr("sum"), range_text(sum), true, "",
      tr("grade of the sum, the weakest of its lines: {1}", tr(grade_name(plan.grade))));
  const bool train = report.inputs.transformer && plan.binding != Peak::kDecode;
  if (train) {
    const bool first = plan.binding == Peak::kBackward;
    const char* const binds = tr("decides");
    put(tr("peak at the end of the forward pass"), format_bytes(plan.backward_peak), false,
        first ? binds : "", tr("all activations and the logits are alive"));
    put(tr("peak of the optimizer step"), format_bytes(plan.optimizer_peak), false, first ? "" : binds,
        tr("the activations are gone, the optimizer's temporaries are alive"));
  }
  if (plan.host_high > 0) {
    put(tr("memory of the host, for offloading"),
        tr("{1} to {2}", format_bytes(plan.host_bytes), format_bytes(plan.host_high)), false, "",
        tr("DeepSpeed's estimator, with and without its factor of 1.5 for fragmentation"));
  }
  if (report.pytorch_bytes > 0) {
    put(tr("the same network in PyTorch"), tr("about {1}", format_bytes(report.pytorch_bytes)), false, "",
        tr("as nvidia-smi shows it, for comparison: 1460 MiB + 20 bytes a parameter + the outputs of a "
           "batch"));
  }
}

float PlanAnswer::draw(const ViewContext& context, const Rect& area, const PlanReport& report) {
  pointing_.reset();
  AutoPanel panel(context.ui, area);
  Rect rest = panel.content();
  draw_head(context, rest, &report);
  draw_verdict(context, rest, report);
  draw_bar(context, rest, report);
  draw_lines(context, rest, report);
  draw_sums(context, rest, report);
  pointed_ = pointing_;
  const float height = panel.finish(rest.y);
  exhibit({.name = "plan-memory",
           .title = tr("Memory"),
           .area = {area.x, area.y, area.w, height},
           .csv = [report = context.state.plan.report] { return plan_lines_csv(*report); }});
  return height;
}

float PlanAnswer::draw_refusal(const ViewContext& context, const Rect& area, const Error& refusal) {
  const Ui& ui = context.ui;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  draw_head(context, rest, nullptr);
  rest.take_top(
      draw_wrapped(ui.fonts.title, rest.min(), rest.w, ui.theme.bad, tr("These settings do not go together")),
      ui.px(6));
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.text, refusal.message()), ui.px(2));
  // What starts with dashes is a setting of the form, which is marked there.
  const bool setting = refusal.where().starts_with("--");
  const std::string advice =
      setting ? std::string(tr("Change the setting that is marked, or go back with Undo.")) : refusal.where();
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted, advice));
  return panel.finish(rest.y);
}

float PlanAnswer::draw_notes(const ViewContext& context, const Rect& area, const PlanReport& report) const {
  const Ui& ui = context.ui;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  text_line(ui, rest.take_top(ui.px(24), ui.px(4)), ui.fonts.bold, ui.theme.text, tr("Notes"));
  for (const std::string& note : report.plan.notes) {
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, "· " + note), ui.px(3));
  }
  return panel.finish(rest.y);
}

}  // namespace headroom::app
