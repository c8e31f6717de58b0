#include "app/views/headroom_panel.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/state/learn_cover.h"
#include "app/state/play.h"
#include "app/state/remedies.h"
#include "app/views/panels_csv.h"
#include "app/views/plan_remedies.h"
#include "app/widgets/anchor.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"
#include "core/memory/memory_account.h"

namespace headroom::app {
namespace {

constexpr std::array<Category, kCategoryCount> kOrder = {
    Category::kDataset,     Category::kWeights,   Category::kGradients, Category::kOptimizer,
    Category::kActivations, Category::kWorkspace, Category::kMetrics,   Category::kRecorder};

std::string category_label(const Snapshot& run, Category category) {
  std::string label(tr(category_name(category)));
  if (category == Category::kOptimizer && !run.facts->config.id.empty()) {
    label.append(" (").append(optimizer_name(run.facts->config.train.optimizer.kind)).append(")");
  }
  if (category == Category::kDataset && run.facts->features > 0) {
    label.append(" ").append(
        shape_text({run.facts->train_rows + run.facts->validation_rows, run.facts->features}));
  }
  return label;
}

std::string context_label(const Snapshot& run) {
  return run.facts->device.kind == "cuda" ? tr("CUDA context, measured") : tr("the program itself");
}

// Where the charge is not what was predicted, by how many bytes: "+1 024 B"; empty where it is.
std::string error_text(Bytes predicted, Bytes charged) {
  if (charged == predicted) return {};
  return (charged > predicted ? "+" : "") + format_count(charged - predicted) + " B";
}

// Beside a lesson there is no room for two figures: then what is allocated stands alone, before that what is
// predicted.
bool one_column(const Ui& ui, const Rect& rest) { return rest.w < ui.px(360); }

// One row: swatch, name, two figures, and in a line of its own how far they are apart.
void figure_row(const Ui& ui, Rect& rest, const ImVec4* swatch, const std::string& name,
                const std::string& predicted, const std::string& charged, const ImVec4& charged_color,
                const std::string& error = {}) {
  Rect row = rest.take_top(ui.px(21));
  copyable(row, charged.empty() || charged == "–" ? predicted : charged,
           name + "\t" + predicted + "\t" + charged);
  if (!error.empty()) {
    text_line(ui, rest.take_top(ui.px(18)), ui.fonts.small, ui.theme.warning,
              tr("error of the prediction {1}", error), Align::kRight);
  }
  const float column = text_width(ui.fonts.mono, "1023.9 MiB") + ui.px(8);
  const bool alone = one_column(ui, rest), allocated = !charged.empty() && charged != "–";
  const Rect right = row.take_right(column);
  const Rect left = alone ? Rect{} : row.take_right(column, ui.px(4));
  if (swatch != nullptr) {
    const Rect box = row.take_left(ui.px(10), ui.px(8)).centered(ui.px(10), ui.px(10));
    fill(box, *swatch, ui.px(3));
  }
  text_line(ui, row, ui.fonts.body, ui.theme.text, name);
  if (!alone) text_line(ui, left, ui.fonts.mono, ui.theme.muted, predicted, Align::kRight);
  text_line(ui, right, ui.fonts.mono, charged_color, alone && !allocated ? predicted : charged,
            Align::kRight);
}

// How what is left, in the verdict, follows from what is free now.
std::string left_text(const NetworkPlan& plan) {
  const std::string margin = format_bytes(plan.margin);
  if (plan.copies > 0)
    return tr(
        "What is left once everything of this run is allocated: free now, less what it does not hold yet and "
        "less {1} kept for safety and {2} of rollback copies",
        margin, format_bytes(plan.copies));
  return tr(
      "What is left once everything of this run is allocated: free now, less what it does not hold yet and "
      "less "
      "{1} kept for safety",
      margin);
}

// Two figures say what is free, the verdict's and the one of this moment: both answer why they differ.
void explain_left(const Ui& ui, const Rect& area, const NetworkPlan& plan) {
  if (plan.margin > 0 && hovering(area)) tooltip(ui, left_text(plan));
}

// Rounded down to two digits: what is said to fit still fits, and the last digits do not flicker.
std::int64_t about(std::int64_t value) {
  std::int64_t unit = 1;
  while (value / unit >= 100) unit *= 10;
  return value / unit * unit;
}

// "predicted   allocated" over the two columns of figures, at the right end of a line.
void column_heads(const Ui& ui, Rect& line, bool measured) {
  const float column = text_width(ui.fonts.mono, "1023.9 MiB") + ui.px(8);
  if (one_column(ui, line)) {
    text_line(ui, line.take_right(column), ui.fonts.small, ui.theme.muted,
              measured ? tr("allocated") : tr("predicted"), Align::kRight);
    return;
  }
  text_line(ui, line.take_right(column), ui.fonts.small, ui.theme.muted, tr("allocated"), Align::kRight);
  text_line(ui, line.take_right(column, ui.px(4)), ui.fonts.small, ui.theme.muted, tr("predicted"),
            Align::kRight);
}

}  // namespace

std::span<const Category> memory_order() { return kOrder; }

ImVec4 verdict_color(const Theme& theme, Verdict verdict) {
  switch (verdict) {
    case Verdict::kFits: return theme.good;
    case Verdict::kBorderline: return theme.warning;
    case Verdict::kDoesNotFit: return theme.bad;
  }
  return theme.muted;
}

std::vector<MemorySegment> memory_segments(const Theme& theme, const MemorySnapshot& memory) {
  std::vector<MemorySegment> segments;
  for (const Category category : kOrder) {
    const auto i = static_cast<std::size_t>(category);
    segments.push_back({std::string(tr(category_name(category))), theme.categories[i], memory.predicted[i],
                        memory.charged[i]});
  }
  return segments;
}

void HeadroomPanel::draw_bars(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const MemorySnapshot& memory = *context.run.memory;
  const ImVec4 others = ui.theme.categories[kCategoryCount];
  const ImVec4 system = mix(others, ui.theme.panel, 0.35F);
  const Bytes ours = std::max(memory.predicted_total, memory.charged_total);
  const Bytes total = memory.device.total;
  const Bytes taken = memory.device.others() + memory.device.context;
  const std::vector<MemorySegment> segments = memory_segments(ui.theme, memory);
  const bool fits = memory.report.verdict != Verdict::kDoesNotFit;
  // The whole device; what is ours in the colour of the action. Beyond the end: what is missing.
  MemoryBarSpec whole;
  whole.segments = {{tr("others"), others, memory.device.others(), memory.device.others()},
                    {context_label(context.run), system, memory.device.context, memory.device.context}};
  if (ours * 4 >= total && total > 0) {
    whole.segments.insert(whole.segments.end(), segments.begin(), segments.end());
    whole.scale = std::max(total, taken + ours);
    whole.limit = fits ? 0 : total;
    memory_bar(ui, rest.take_top(ui.px(26), ui.px(6)), whole);
    if (!fits) {
      text_line(ui, rest.take_top(ui.px(18)), ui.fonts.small, ui.theme.text,
                tr("device limit {1}", format_bytes(total)));
    }
    Rect scale = rest.take_top(ui.px(18), ui.px(4));
    column_heads(ui, scale, memory.charged_total > 0);
    text_line(ui, scale, ui.fonts.small, ui.theme.muted, "0 – " + format_bytes(whole.scale));
    return;
  }
  whole.segments.push_back({tr("this run"), ui.theme.action, ours, memory.charged_total > 0 ? ours : 0});
  whole.scale = std::max<Bytes>(1, total);
  const Rect strip = rest.take_top(ui.px(8));
  memory_bar(ui, strip, whole);
  const auto at = [&](Bytes b) {
    return strip.x + strip.w * static_cast<float>(static_cast<double>(b) / static_cast<double>(whole.scale));
  };
  const Rect wedge = rest.take_top(ui.px(14));
  const float from = at(taken), to = std::max(from + 1, at(taken + ours));
  ImGui::GetWindowDrawList()->AddQuadFilled({from, wedge.y}, {to, wedge.y}, {wedge.right(), wedge.bottom()},
                                            {wedge.x, wedge.bottom()}, color(ui.theme.line, 0.45F));
  MemoryBarSpec zoom;
  zoom.segments = segments;
  zoom.scale = zoomed_scale(std::max<Bytes>(ours, 1));
  memory_bar(ui, rest.take_top(ui.px(26), ui.px(6)), zoom);
  Rect scale = rest.take_top(ui.px(18), ui.px(4));
  column_heads(ui, scale, memory.charged_total > 0);
  text_line(ui, scale, ui.fonts.small, ui.theme.muted,
            one_column(ui, rest)
                ? tr("0 – {1} of {2}", format_bytes(zoom.scale), format_bytes(total))
                : tr("zoomed: 0 – {1} of {2}", format_bytes(zoom.scale), format_bytes(total)));
}

void HeadroomPanel::draw_rows(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  const MemorySnapshot& memory = *run.memory;
  const bool measured = memory.charged_total > 0;
  const auto charged = [&](Bytes b) { return measured ? format_bytes(b) : std::string("–"); };
  for (const Category category : kOrder) {
    const auto i = static_cast<std::size_t>(category);
    if (memory.predicted[i] == 0 && memory.charged[i] == 0) continue;
    figure_row(ui, rest, &ui.theme.categories[i], category_label(run, category),
               format_bytes(memory.predicted[i]), charged(memory.charged[i]),
               measured ? ui.theme.text : ui.theme.muted,
               measured ? error_text(memory.predicted[i], memory.charged[i]) : std::string());
  }
  rest.take_top(ui.px(3));
  line(rest.min(), {rest.right(), rest.y}, ui.theme.line);
  rest.take_top(ui.px(3));
  figure_row(ui, rest, nullptr, tr("total of this run"), format_bytes(memory.predicted_total),
             charged(memory.charged_total),
             !measured || memory.charged_total == memory.predicted_total ? ui.theme.text : ui.theme.warning,
             measured ? error_text(memory.predicted_total, memory.charged_total) : std::string());
  const ImVec4 others = ui.theme.categories[kCategoryCount];
  const ImVec4 system = mix(others, ui.theme.panel, 0.35F);
  // Every row stays, whatever its figure: the panel must not move while it is read.
  figure_row(ui, rest, &system, context_label(run), "", format_bytes(memory.device.context), ui.theme.text);
  // On the processor the line above is the rest of what the program uses: there is nothing to explain.
  if (run.facts->device.kind != "cpu") draw_used(context, rest);
  figure_row(ui, rest, &others, tr("used by others"), "", format_bytes(memory.device.others()),
             ui.theme.text);
  const Rect free_row{rest.x, rest.y, rest.w, ui.px(21)};
  figure_row(ui, rest, nullptr, tr("free now, of {1}", format_bytes(memory.device.total)), "",
             format_bytes(memory.device.free), ui.theme.text);
  explain_left(ui, free_row, memory.report);
}

// What the driver says this program uses, beside what ledger and context explain.
void HeadroomPanel::draw_used(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  if (run.memory->charged_total == 0 || run.memory->before.total == 0) {
    figure_row(ui, rest, nullptr, tr("used, says the driver"), "", "–", ui.theme.muted);
    figure_row(ui, rest, nullptr, tr("of it not explained"), "", "–", ui.theme.muted);
    return;
  }
  MemoryAccount account;
  account.predicted = run.memory->predicted;
  account.charged = run.memory->charged;
  account.context = run.memory->before.context;
  account.used = used_by_program(run.facts->device.kind, run.memory->before, run.memory->device);
  figure_row(ui, rest, nullptr, tr("used, says the driver"), format_bytes(account.accounted()),
             format_bytes(account.used), ui.theme.text);
  const std::string share = signed_decimals_text(account.difference_percent(), 2) + " %";
  const std::string sign = account.difference() > 0 ? "+" : "";
  figure_row(ui, rest, nullptr, tr("of it not explained"), share, sign + format_bytes(account.difference()),
             ui.theme.muted);
}

void HeadroomPanel::draw_limits(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const NetworkPlan& report = context.run.memory->report;
  if (report.largest_batch <= 0 && report.largest_rows <= 0) return;
  line({rest.x, rest.y + ui.px(6)}, {rest.right(), rest.y + ui.px(6)}, ui.theme.line);
  rest.take_top(ui.px(12));
  const auto sentence = [&](std::int64_t batch, std::int64_t rows, std::int64_t width) {
    return std::vector<Span>{
        {tr("Largest that still fits: "), ui.fonts.small, ui.theme.muted},
        {tr("batch {1}", format_count(batch)), ui.fonts.mono, ui.theme.text},
        {report.batch_is_whole_data ? tr(" (all rows) · ") : " · ", ui.fonts.small, ui.theme.muted},
        {tr("{1} rows", compact_count(rows)), ui.fonts.mono, ui.theme.text},
        {" · ", ui.fonts.small, ui.theme.muted},
        {tr("width {1}", format_count(width)), ui.fonts.mono, ui.theme.text}};
  };
  const std::int64_t batch = report.batch_is_whole_data ? report.largest_batch : about(report.largest_batch);
  const std::vector<Span> now = sentence(batch, about(report.largest_rows), about(report.largest_width));
  // As tall as it can become, so that nothing below moves when a figure gets another digit.
  const float height = rich_text(rest.min(), rest.w, sentence(batch, 999'000'000, 990'000), false);
  rest.take_top(std::max(height, rich_text(rest.min(), rest.w, now)));
}

void HeadroomPanel::draw_remedies(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const NetworkPlan& report = context.run.memory->report;
  if (report.verdict == Verdict::kFits || report.remedies.empty()) return;
  rest.take_top(ui.px(8));
  text_line(ui, rest.take_top(ui.px(22), ui.px(2)), ui.fonts.bold, ui.theme.text,
            tr("What would make it fit"));
  std::vector<NetworkRemedy> remedies = report.remedies;
  std::stable_partition(remedies.begin(), remedies.end(),
                        [](const NetworkRemedy& remedy) { return remedy.verdict == Verdict::kFits; });
  for (std::size_t i = 0; i < remedies.size(); ++i) {
    const std::string id = "remedy_" + std::to_string(i);
    if (!remedy_row(ui, rest, id.c_str(), remedies[i],
                    tr("click: train with it, or plan what a run cannot change")))
      continue;
    for (Action& action : adopt(remedies[i].job, context.state, context.run))
      context.actions.push_back(std::move(action));
  }
}

void HeadroomPanel::draw_line(const ViewContext& context, const Rect& area) const {
  const Ui& ui = context.ui;
  const MemorySnapshot& memory = *context.run.memory;
  panel_box(ui, area);
  Rect rest = area.inset(ui.px(12), ui.px(8));
  Rect head = rest.take_top(ui.px(22), ui.px(6));
  const bool hidden = covers(context.state, Covered::kMemory);
  const bool known = memory.predicted_total > 0 && !hidden;
  const std::string verdict = known    ? verdict_text(memory.report)
                              : hidden ? tr("covered until you have guessed")
                                       : tr("nothing planned yet");
  const ImVec4 tone = known ? verdict_color(ui.theme, memory.report.verdict) : ui.theme.muted;
  text_line(ui, head.take_right(text_width(ui.fonts.bold, verdict) + 1, ui.px(12)), ui.fonts.bold, tone,
            verdict, Align::kRight);
  text_line(ui, head, ui.fonts.bold, ui.theme.text, tr("Memory"));
  if (memory.device.total <= 0) return;
  const ImVec4 others = ui.theme.categories[kCategoryCount];
  const Bytes taken = memory.device.others() + memory.device.context;
  const Bytes ours = hidden ? 0 : std::max(memory.predicted_total, memory.charged_total);
  MemoryBarSpec bar;
  bar.segments = {{tr("used by others"), others, taken, taken},
                  {tr("this run"), ui.theme.action, ours, hidden ? 0 : memory.charged_total}};
  bar.scale = std::max(memory.device.total, taken + ours);
  bar.limit = memory.device.total;
  memory_bar(ui, rest.take_top(std::min(rest.h, ui.px(14))), bar);
}

float HeadroomPanel::draw(const ViewContext& context, const Rect& area, float minimum_height) {
  const NetworkPlan* refused = refused_plan(context.state, context.run);
  if (refused == nullptr) {
    const float height = draw_plan(context, area, minimum_height);
    anchor("memory", {area.x, area.y, area.w, height});
    return height;
  }
  // What was asked for, in the place of the run that stays.
  const NetworkJob& question = refused->job;
  Snapshot asked = context.run;
  MemorySnapshot& memory = asked.memory.edit();
  memory.predicted = refused->categories;
  memory.predicted_total = refused->need;
  memory.charged = {};
  memory.charged_total = 0;
  memory.report = *refused;
  RunFacts& facts = asked.facts.edit();
  facts.config.train = question.settings;
  facts.features = question.data.features();
  facts.train_rows = question.data.train_rows;
  facts.validation_rows = question.data.validation_rows();
  return draw_plan({context.ui, context.state, asked, context.actions}, area, minimum_height);
}

float HeadroomPanel::draw_plan(const ViewContext& context, const Rect& area, float minimum_height) const {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  const bool cpu = run.facts->device.kind == "cpu";
  const std::string title = cpu ? tr("Host memory headroom") : tr("Device memory headroom");
  if (covers(context.state, Covered::kMemory)) {
    text_line(ui, rest.take_top(ui.px(24), ui.px(4)), ui.fonts.bold, ui.theme.text, title);
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted,
                               tr("Covered until you have guessed: what stands here would say it.")));
    return panel.finish(rest.y, minimum_height);
  }
  const bool known = run.memory->predicted_total > 0;
  const std::string verdict = known ? verdict_text(run.memory->report) : tr("nothing planned yet");
  const float title_width = text_width(ui.fonts.bold, title) + 1,
              verdict_width = text_width(ui.fonts.bold, verdict) + 1;
  Rect head = rest.take_top(ui.px(24), ui.px(4));
  const ImVec4 tone = known ? verdict_color(ui.theme, run.memory->report.verdict) : ui.theme.muted;
  text_line(ui, head.take_left(title_width, ui.px(12)), ui.fonts.bold, ui.theme.text, title);
  if (verdict_width > head.w) head = rest.take_top(ui.px(24), ui.px(4));
  text_line(ui, head, ui.fonts.bold, tone, verdict, verdict_width > head.w ? Align::kLeft : Align::kRight);
  if (known) explain_left(ui, head, run.memory->report);
  copyable(head, verdict);
  if (const NetworkPlan* refused = refused_plan(context.state, run)) {
    std::string models;
    for (const ModelSpec& model : refused->job.models)
      models = models.empty() ? widths_text(model) : tr("{1} and {2}", models, widths_text(model));
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted,
                               tr("asked for: {1}. Nothing was allocated; the run before stays.", models)) +
                  ui.px(6));
  }
  if (run.memory->device.total > 0) {
    draw_bars(context, rest);
    // What to do comes before the figures when it does not fit.
    const bool fits = run.memory->report.verdict != Verdict::kDoesNotFit;
    if (!fits) draw_remedies(context, rest);
    draw_rows(context, rest);
    if (fits) draw_remedies(context, rest);
    draw_limits(context, rest);
  } else {
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted,
                               tr("The plan appears as soon as data are loaded.")));
  }
  const float height = panel.finish(rest.y, minimum_height);
  if (known)
    exhibit({.name = "memory",
             .title = title,
             .area = {area.x, area.y, area.w, height},
             .csv = [memory = run.memory] { return memory_csv(*memory); }});
  return height;
}

}  // namespace headroom::app
