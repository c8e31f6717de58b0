#include "app/views/plan_remedies.h"

#include <algorithm>

#include "app/views/architecture.h"
#include "app/views/headroom_panel.h"
#include "app/views/plan_csv.h"
#include "app/views/plan_words.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"
#include "core/memory/network_remedies.h"
#include "core/plan/plan_export.h"

namespace headroom::app {
namespace {

std::string verdict_word(Verdict verdict) {
  return std::string(verdict == Verdict::kDoesNotFit ? std::string_view(tr("not enough"))
                                                     : tr(verdict_name(verdict)));
}

Icon verdict_icon(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFits: return Icon::kCheck;
    case Verdict::kBorderline: return Icon::kWarning;
    case Verdict::kDoesNotFit: return Icon::kCross;
  }
  return Icon::kNone;
}

struct Columns {
  float bytes, saves, verdict;
  bool signs;  // the verdict as a sign, where there is no room for a word
};

Columns columns_of(const Ui& ui, float width) {
  const float figure = text_width(ui.fonts.mono, "1023 GiB") + 1;
  const bool signs = width < ui.px(480);
  return {figure, figure, signs ? ui.px(18) : text_width(ui.fonts.bold, tr("not enough")) + 1, signs};
}

void heads(const Ui& ui, Rect& rest) {
  const std::string_view advice = tr("cheapest for you first; a click plans with it");
  const Columns columns = columns_of(ui, rest.w);
  const float figures = columns.bytes + columns.saves + columns.verdict + ui.px(36) + ui.px(12);
  const bool beside = text_width(ui.fonts.small, advice) + 1 <= rest.w - figures;
  if (!beside)
    text_line(ui, rest.take_top(ui.px(20)).inset(ui.px(6), 0), ui.fonts.small, ui.theme.muted, advice);
  Rect row = rest.take_top(ui.px(20)).inset(ui.px(6), 0);
  row.take_right(columns.verdict, ui.px(14));
  text_line(ui, row.take_right(columns.saves, ui.px(14)), ui.fonts.small, ui.theme.muted, tr("saves"),
            Align::kRight);
  text_line(ui, row.take_right(columns.bytes, ui.px(8)), ui.fonts.small, ui.theme.muted, tr("per GPU"),
            Align::kRight);
  if (beside) text_line(ui, row, ui.fonts.small, ui.theme.muted, advice);
}

std::string range_figure(const TimeRange& range) {
  const auto figure = [](double v) { return decimals_text(v, v < 10 ? 2 : v < 100 ? 1 : 0); };
  return tr("{1} ({2} to {3})", figure(range.seconds), figure(range.low), figure(range.high));
}

void fact(const Ui& ui, Rect& rest, std::string_view name, const std::string& value) {
  const float name_width = text_width(ui.fonts.body, name) + 1,
              value_width = text_width(ui.fonts.mono, value) + 1;
  if (name_width + value_width + ui.px(12) <= rest.w) {
    Rect row = rest.take_top(ui.px(26));
    text_line(ui, row.take_right(value_width, ui.px(12)), ui.fonts.mono, ui.theme.text, value, Align::kRight);
    text_line(ui, row, ui.fonts.body, ui.theme.muted, name);
    return;
  }
  text_line(ui, rest.take_top(ui.px(22)), ui.fonts.body, ui.theme.muted, name);
  rest.take_top(draw_wrapped(ui.fonts.mono, rest.min(), rest.w, ui.theme.text, value), ui.px(4));
}

std::int64_t steps_an_epoch(const NetworkJob& mlp) {
  return ceil_div(mlp.data.train_rows, mlp.settings.batch);
}

// What this machine really took for what is planned, beside what is estimated for the card.
void draw_measured(const ViewContext& context, Rect& rest, const PlanReport& report) {
  if (report.inputs.transformer) return;
  const NetworkJob& mlp = report.inputs.mlp;
  const std::vector<ModelSpec>& planned = mlp.models;
  const bool several = planned.size() > 1;
  for (const ModelSpec& model : planned) {
    NetworkJob one = mlp;
    one.models = {model};
    for (const MeasuredStep& step : context.state.plan.measured) {
      if (mlp.mode != PlanMode::kTrain || step.network != measured_name(one)) continue;
      fact(context.ui, rest,
           several ? tr("one step of {1}, measured on {2}", widths_text(model), step.device)
                   : tr("one step, measured on {1}", step.device),
           with_micro(headroom::duration_text(step.seconds.seconds)));
    }
  }
  for (const ModelSnapshot& model : context.run.curves->models) {
    if (model.epoch_seconds <= 0 || model.steps_per_epoch != steps_an_epoch(mlp)) continue;
    if (std::find(planned.begin(), planned.end(), model.spec) == planned.end()) continue;
    fact(context.ui, rest,
         several ? tr("one epoch of {1}, measured on {2}", model_title(model.choice),
                      context.run.facts->device.name)
                 : tr("one epoch, measured on {1}", context.run.facts->device.name),
         duration_text(model.epoch_seconds));
  }
}

// The figures of the card that time rests on and that nobody has checked.
std::string unchecked_fields(const GpuCard& card) {
  std::string list;
  const std::pair<const char*, const char*> fields[] = {{"memory_bandwidth_gbs", tr("bandwidth")},
                                                        {"fp32_tflops", tr("fp32 peak")},
                                                        {"fp16_tensor_dense_tflops", tr("16-bit peak")},
                                                        {"tdp_w", tr("power")},
                                                        {"interconnect", tr("links")}};
  for (const auto& [key, name] : fields) {
    if (card.is_from_memory(key)) list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return list;
}

// Can be taken out as a file; its height.
float shown_panel(const ViewContext& context, const Rect& area, float height, Exhibit shown,
                  std::string (*csv)(const PlanReport&)) {
  shown.area = {area.x, area.y, area.w, height};
  shown.csv = [report = context.state.plan.report, csv] { return csv(*report); };
  exhibit(std::move(shown));
  return height;
}

}  // namespace

bool remedy_row(const Ui& ui, Rect& rest, const char* id, const Remedy& remedy, std::string_view hint) {
  const Columns columns = columns_of(ui, rest.w);
  const std::string& name = remedy.title;
  const float figures = columns.bytes + columns.saves + columns.verdict + ui.px(36);
  const float inner = rest.w - ui.px(12);
  // A long title takes a line of its own.
  const bool beside = text_width(ui.fonts.body, name) + 1 <= inner - figures;
  const float cost = wrapped_height(ui.fonts.small, remedy.cost, inner);
  const float title = beside ? 0 : wrapped_height(ui.fonts.body, name, inner);
  const Rect whole = rest.take_top(ui.px(24) + title + cost + ui.px(8));
  const Press press = press_area(id, whole);
  if (press.hovered || press.focused) fill(whole, press.held ? ui.theme.pressed : ui.theme.hover, ui.px(6));
  if (press.focused) focus_ring(ui, whole, ui.px(6));
  Rect row = whole.inset(ui.px(6), ui.px(4));
  const ImVec4 text = remedy.saves_nothing ? ui.theme.muted : ui.theme.text;
  if (!beside) row.take_top(draw_wrapped(ui.fonts.body, row.min(), row.w, text, name));
  Rect top = row.take_top(ui.px(24));
  const ImVec4 tone = remedy.saves_nothing ? ui.theme.muted : verdict_color(ui.theme, remedy.verdict);
  const Rect verdict = top.take_right(columns.verdict, ui.px(14));
  if (columns.signs) {
    const Icon sign = remedy.saves_nothing ? Icon::kMinus : verdict_icon(remedy.verdict);
    draw_icon(sign, verdict, ui.px(14), tone);
  } else {
    text_line(ui, verdict, ui.fonts.bold, tone,
              remedy.saves_nothing ? std::string(tr("no help")) : verdict_word(remedy.verdict),
              Align::kRight);
  }
  const std::string saves = remedy.saves_nothing || remedy.saves == 0 ? "–" : format_bytes(remedy.saves);
  text_line(ui, top.take_right(columns.saves, ui.px(14)), ui.fonts.mono, text, saves, Align::kRight);
  text_line(ui, top.take_right(columns.bytes, ui.px(8)), ui.fonts.mono, text, format_bytes(remedy.bytes),
            Align::kRight);
  if (beside) text_line(ui, top, ui.fonts.body, text, name);
  draw_wrapped(ui.fonts.small, row.min(), row.w, ui.theme.muted, remedy.cost);
  if (press.hovered) {
    std::string tip = remedy.headroom < 0 ? tr("still short by {1}", format_bytes(-remedy.headroom))
                                          : tr("{1} left", format_bytes(remedy.headroom));
    if (remedy.host_bytes > 0)
      tip = tr("{1}, with up to {2} of the host's memory", tip, format_bytes(remedy.host_bytes));
    tooltip(ui, tip + "\n" + std::string(hint));
  }
  return press.clicked;
}

float PlanRemedies::draw(const ViewContext& context, const Rect& area, const PlanReport& report) const {
  const Ui& ui = context.ui;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  const bool fits = report.judgement.verdict == Verdict::kFits;
  text_line(ui, rest.take_top(ui.px(24), ui.px(2)), ui.fonts.bold, ui.theme.text,
            fits ? tr("What would make more room") : tr("What would make it fit"));
  if (report.remedies.empty()) {
    rest.take_top(draw_wrapped(
        ui.fonts.body, rest.min(), rest.w, ui.theme.muted,
        fits ? tr("Nothing that would be worth its price.") : tr("Nothing that the planner knows.")));
    return panel.finish(rest.y);
  }
  heads(ui, rest);
  for (std::size_t i = 0; i < report.remedies.size(); ++i) {
    const PlanRemedy& remedy = report.remedies[i];
    const std::string id = "remedy_" + std::to_string(i);
    if (!remedy_row(ui, rest, id.c_str(), remedy, tr("click: plan with it (Ctrl+Z goes back)"))) continue;
    if (remedy.inputs) context.actions.emplace_back(action::SetPlan{*remedy.inputs});
    if (!remedy.card.empty()) context.actions.emplace_back(action::PlanOn{remedy.card});
  }
  return shown_panel(context, area, panel.finish(rest.y),
                     {.name = "plan-remedies", .title = tr("Remedies"), .area = {}}, plan_remedies_csv);
}

float PlanRemedies::draw_limits(const ViewContext& context, const Rect& area,
                                const PlanReport& report) const {
  const Ui& ui = context.ui;
  const PlanLimits& limits = report.limits;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  text_line(ui, rest.take_top(ui.px(24), ui.px(6)), ui.fonts.bold, ui.theme.text,
            tr("The most that still fits"));
  Rect row;
  const auto put = [&](const char* name, std::int64_t most, const char* none, const char* tip, auto change) {
    const std::string label =
        most > 0 ? std::string(tr(std::string_view(name))) + " " + format_count(most) : none;
    const ButtonSpec spec{.id = name, .label = label, .tip = tip, .enabled = most > 0};
    const float width = std::min(button_width(ui, spec), rest.w);
    if (row.w < width) row = rest.take_top(ui.px(32), ui.px(8));
    if (!button(ui, row.take_left(width, ui.px(8)), spec)) return;
    PlanInputs changed = report.inputs;
    change(changed);
    context.actions.emplace_back(action::SetPlan{std::move(changed)});
  };
  if (report.inputs.transformer) {
    const bool train = report.inputs.job.mode == PlanMode::kTrain;
    put(train ? tr_later("micro-batch") : tr_later("sequences at once"), limits.micro_batch,
        tr("a batch of 1 does not fit"), tr("with everything else as it is"),
        [&](PlanInputs& in) { in.job.micro_batch = limits.micro_batch; });
    put(train ? tr_later("sequence") : tr_later("tokens"), limits.sequence,
        tr("a sequence of 1 does not fit"), tr("with everything else as it is"),
        [&](PlanInputs& in) { in.job.sequence = limits.sequence; });
    const auto fewest = [&](PlanInputs& in) {
      Parallelism& p = in.job.parallel;
      const std::int64_t micro_batches = in.job.micro_batches * p.data;
      p = {};
      (train ? p.data : p.tensor) = limits.cards;
      if (!train) return;
      p.zero = limits.cards > 1 ? 3 : 0;
      in.job.micro_batches = std::max<std::int64_t>(1, micro_batches / limits.cards);
    };
    if (report.target.gpu) {
      put(tr_later("fewest cards:"), limits.cards, tr("no number of cards is enough"),
          train ? tr("ZeRO-3 among data-parallel cards, at the same global batch") : tr("tensor parallel"),
          fewest);
    }
  } else {
    put(tr_later("batch"), limits.batch, tr("a batch of 1 does not fit"), tr("with everything else as it is"),
        [&](PlanInputs& in) { in.mlp.settings.batch = limits.batch; });
    put(tr_later("rows"), limits.rows, tr("one row does not fit"), tr("with everything else as it is"),
        [&](PlanInputs& in) { in.mlp = with_rows(in.mlp, limits.rows); });
    if (widest_hidden(report.inputs.mlp) > 0) {
      put(tr_later("hidden width"), limits.width, tr("a width of 1 does not fit"),
          tr("of every hidden layer"), [&](PlanInputs& in) { in.mlp = with_width(in.mlp, limits.width); });
    }
  }
  return shown_panel(context, area, panel.finish(rest.y - ui.px(8)),
                     {.name = "plan-limits", .title = tr("The most that still fits"), .area = {}},
                     plan_limits_csv);
}

float PlanRemedies::draw_time(const ViewContext& context, const Rect& area, const PlanReport& report) const {
  const Ui& ui = context.ui;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  Rect head = rest.take_top(ui.px(24), ui.px(2));
  text_line(ui, head.take_left(text_width(ui.fonts.bold, tr("Time and cost")) + 1, ui.px(10)), ui.fonts.bold,
            ui.theme.text, tr("Time and cost"));
  text_line(ui, head, ui.fonts.small, grade_color(ui.theme, Grade::kAssumed), tr("assumed"));
  draw_measured(context, rest, report);
  if (!report.step) {
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted,
                               report.target.card ? tr("The catalogue lacks this card's peak or bandwidth.")
                                                  : tr("Choose a card of the catalogue: the peak and the "
                                                       "bandwidth of this device are not known.")));
    return panel.finish(rest.y);
  }
  const bool train =
      (report.inputs.transformer ? report.inputs.job.mode : report.inputs.mlp.mode) == PlanMode::kTrain;
  fact(ui, rest, train ? tr("one step") : tr("one token of every sequence"), time_words(report.step->step));
  fact(ui, rest, tr("limited by"), std::string(tr(limit_name(report.step->limit))));
  if (!report.inputs.transformer && train) {
    const NetworkJob& mlp = report.inputs.mlp;
    const auto steps = static_cast<double>(steps_an_epoch(mlp));
    const TimeRange& step = report.step->step;
    fact(ui, rest, tr("one epoch"), time_words({step.seconds * steps, step.low * steps, step.high * steps}));
  }
  if (report.run) {
    const RunCost& run = *report.run;
    const bool whole = run.steps > 1;
    if (whole) {
      fact(ui, rest, tr("all {1} steps", format_count(static_cast<std::int64_t>(std::min(run.steps, 9e18)))),
           time_words(run.seconds));
      fact(ui, rest, tr("operations"), digits_text(run.operations, 3));
      if (run.kilowatt_hours.seconds > 0) fact(ui, rest, tr("energy"), energy_text(run.kilowatt_hours));
    }
    if (run.money) fact(ui, rest, whole ? tr("cost") : tr("cost of a step"), range_figure(*run.money));
    if (!whole && report.inputs.transformer && train) {
      rest.take_top(
          draw_wrapped(
              ui.fonts.small, rest.min(), rest.w, ui.theme.muted,
              tr("Enter how many tokens it trains on, and a price per hour, for the whole training.")),
          ui.px(4));
    }
  }
  if (!report.two_cards.empty()) {
    rest.take_top(ui.px(4));
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.text, report.two_cards), ui.px(4));
  }
  const std::string unchecked = report.target.card ? unchecked_fields(*report.target.card) : "";
  if (!unchecked.empty()) {
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.warning,
                               tr("* unverified figures: {1}", unchecked)));
  }
  return shown_panel(context, area, panel.finish(rest.y),
                     {.name = "plan-time", .title = tr("Time and cost"), .area = {}}, plan_time_csv);
}

}  // namespace headroom::app
