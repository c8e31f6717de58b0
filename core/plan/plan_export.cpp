#include "core/plan/plan_export.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/json.h"
#include "core/base/tr.h"
#include "core/memory/transformer_plan.h"
#include "core/plan/roofline_export.h"

namespace headroom {

namespace {

std::string formatted(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return local_number(text);
}

Json line_json(const PlanLine& line) {
  return {{"category", plan_category_name(line.category)},
          {"bytes", line.bytes},
          {"low", line.low},
          {"high", line.high},
          {"grade", grade_name(line.grade)},
          {"formula", line.formula},
          {"source", line.source}};
}

Json inputs_json(const PlanInputs& inputs) {
  if (!inputs.transformer) {
    const NetworkJob& mlp = inputs.mlp;
    Json json = {{"mode", plan_mode_name(mlp.mode)},
                 {"widths", mlp.models.front().widths},
                 {"rows", mlp.data.rows},
                 {"columns", mlp.data.columns},
                 {"degree", mlp.data.degree},
                 {"batch", mlp.settings.batch},
                 {"epochs", mlp.settings.epochs},
                 {"precision", precision_name(mlp.settings.precision)},
                 {"optimizer", optimizer_name(mlp.settings.optimizer.kind)},
                 {"recorder_bytes", mlp.recorder}};
    for (std::size_t i = 1; i < mlp.models.size(); ++i) json["beside"].push_back(mlp.models[i].widths);
    return json;
  }
  const TransformerJob& job = inputs.job;
  const Parallelism& p = job.parallel;
  return {{"model", inputs.transformer->name},
          {"model_type", inputs.transformer->model_type},
          {"mode", plan_mode_name(job.mode)},
          {"precision", plan_precision_name(job.precision)},
          {"optimizer", plan_optimizer_name(job.optimizer)},
          {"sequence", job.sequence},
          {"micro_batch", job.micro_batch},
          {"micro_batches", job.micro_batches},
          {"recompute", recompute_name(job.recompute)},
          {"flash_attention", job.flash_attention},
          {"offload", offload_name(job.offload)},
          {"zero", p.zero},
          {"data_parallel", p.data},
          {"tensor_parallel", p.tensor},
          {"sequence_parallel", p.sequence},
          {"pipeline_parallel", p.pipeline},
          {"distributed_optimizer", p.distributed_optimizer},
          {"gpus", p.gpus()}};
}

Json remedy_json(const PlanRemedy& remedy) {
  Json json = {{"title", remedy.title},
               {"bytes", remedy.bytes},
               {"saves_bytes", remedy.saves},
               {"cost", remedy.cost},
               {"verdict", verdict_name(remedy.verdict)},
               {"headroom_bytes", remedy.headroom},
               {"gpus", remedy.gpus},
               {"saves_nothing", remedy.saves_nothing}};
  if (remedy.host_bytes > 0) json["host_bytes"] = remedy.host_bytes;
  if (!remedy.card.empty()) json["card"] = remedy.card;
  return json;
}

Json largest_json(const PlanReport& report) {
  const PlanLimits& limits = report.limits;
  if (report.inputs.transformer) {
    return {{"micro_batch", limits.micro_batch}, {"sequence", limits.sequence}};
  }
  return {{"batch", limits.batch}, {"rows", limits.rows}, {"width", limits.width}};
}

Json time_json(const PlanReport& report) {
  Json json = {{"grade", grade_name(Grade::kAssumed)}};
  if (report.step) {
    json["step_seconds"] = range_json(report.step->step);
    json["limited_by"] = limit_name(report.step->limit);
  }
  if (report.run) {
    json["steps"] = report.run->steps;
    json["operations"] = report.run->operations;
    json["seconds"] = range_json(report.run->seconds);
    json["kilowatt_hours"] = range_json(report.run->kilowatt_hours);
    if (report.run->money) json["cost"] = range_json(*report.run->money);
  }
  if (!report.two_cards.empty()) json["two_gpus"] = report.two_cards;
  return json;
}

Json gpu_json(const PlanTarget& target) {
  Json json = {{"name", target.name},
               {"usable_bytes", target.available()},
               {"usable_source", target.usable_source},
               {"usable_grade", grade_name(target.usable_grade)},
               {"total_bytes", target.usable},
               {"others_bytes", target.others}};
  if (target.sold > 0) json["sold_bytes"] = target.sold;
  if (target.nvidia_smi > 0) json["nvidia_smi_bytes"] = target.nvidia_smi;
  if (target.card) json["from_memory"] = target.card->from_memory;
  return json;
}

Json card_json(const CardVerdict& card) {
  Json json = {{"name", card.name},
               {"class", card.kind},
               {"usable_bytes", card.usable},
               {"verdict", verdict_name(card.judgement.verdict)},
               {"headroom_bytes", card.judgement.headroom},
               {"from_memory", card.from_memory}};
  if (!card.note.empty()) json["note"] = card.note;
  if (card.step) json["step_seconds"] = range_json(card.step->step);
  return json;
}

std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string row(std::initializer_list<std::string> cells) {
  std::string line = "|";
  for (const std::string& text : cells) line += " " + cell(text) + " |";
  return line + "\n";
}

std::string headroom_text(Bytes headroom) {
  return headroom < 0 ? "short by " + format_bytes(-headroom) : format_bytes(headroom) + " free";
}

std::string verdict_words(Verdict verdict) {
  return verdict == Verdict::kDoesNotFit ? "does not fit" : std::string(verdict_name(verdict));
}

std::string ledger_markdown(const PlanReport& report) {
  std::string page = "## Memory of one GPU\n\n" +
                     row({"category", "bytes", "range", "grade", "formula", "source"}) +
                     row({"---", "---:", "---:", "---", "---", "---"});
  for (const PlanLine& line : report.plan.lines) {
    page += row({std::string(plan_category_name(line.category)), format_count(line.bytes), range_text(line),
                 std::string(grade_name(line.grade)), line.formula, line.source});
  }
  const PlanLine sum{PlanCategory::kContext,
                     report.plan.bytes,
                     report.plan.low,
                     report.plan.high,
                     report.plan.grade,
                     "",
                     ""};
  page +=
      row({"**sum**", format_count(sum.bytes), range_text(sum), std::string(grade_name(sum.grade)), "", ""});
  if (report.plan.binding != Peak::kDecode && report.inputs.transformer) {
    page += "\nPeaks: end of the forward pass " + format_bytes(report.plan.backward_peak) +
            ", optimizer step " + format_bytes(report.plan.optimizer_peak) + "; the " +
            (report.plan.binding == Peak::kBackward ? "first" : "second") + " decides.\n";
  }
  if (report.plan.host_high > 0) {
    page += "\nHost memory: " + format_bytes(report.plan.host_bytes) + " to " +
            format_bytes(report.plan.host_high) + ".\n";
  }
  return page;
}

std::string remedies_markdown(const PlanReport& report) {
  if (report.remedies.empty()) return "";
  std::string page = "\n## What would change it, cheapest first\n\n" +
                     row({"remedy", "per GPU", "saves", "costs", "verdict"}) +
                     row({"---", "---:", "---:", "---", "---"});
  for (const PlanRemedy& remedy : report.remedies) {
    page += row({remedy.title, format_bytes(remedy.bytes),
                 remedy.saves_nothing ? "nothing" : format_bytes(remedy.saves), remedy.cost,
                 verdict_words(remedy.verdict)});
  }
  return page;
}

std::string limits_markdown(const PlanReport& report) {
  const PlanLimits& limits = report.limits;
  std::string page = "\n## The most that fits\n\n";
  if (report.inputs.transformer) {
    page += "- micro-batch " + format_count(limits.micro_batch) + "\n- sequence " +
            format_count(limits.sequence) +
            "\n- fewest cards: " + (limits.cards > 0 ? format_count(limits.cards) : "none is enough") + "\n";
  } else {
    page += "- batch " + format_count(limits.batch) + "\n- rows " + format_count(limits.rows) +
            "\n- width of the hidden layers " + format_count(limits.width) + "\n";
  }
  return page;
}

std::string time_markdown(const PlanReport& report) {
  if (!report.step) return "";
  std::string page =
      "\n## Time, energy and cost (assumed)\n\n- one step: " + duration_text(report.step->step) +
      ", limited by " + std::string(limit_name(report.step->limit)) + "\n";
  if (report.run && report.run->steps > 1) {
    const RunCost& run = *report.run;
    page += "- all " + format_count(static_cast<std::int64_t>(std::min(run.steps, 9e18))) +
            " steps: " + duration_text(run.seconds) + ", " + formatted("%.3g", run.operations) +
            " operations" + (run.kilowatt_hours.seconds > 0 ? ", " + energy_text(run.kilowatt_hours) : "") +
            "\n";
    if (run.money) page += "- cost: " + formatted("%.2f", run.money->seconds) + "\n";
  }
  if (!report.two_cards.empty()) page += "- " + report.two_cards + "\n";
  return page;
}

}  // namespace

Json plan_json(const PlanReport& report, bool all_cards) {
  const GpuPlan& plan = report.plan;
  Json items = Json::array();
  for (const PlanLine& line : plan.lines) items.push_back(line_json(line));
  Json remedies = Json::array();
  for (const PlanRemedy& remedy : report.remedies) remedies.push_back(remedy_json(remedy));
  Json document = {{"schema_version", 1},
                   {"parameters", plan.parameters},
                   {"active_parameters", plan.active_parameters},
                   {"inputs", inputs_json(report.inputs)},
                   {"per_gpu",
                    {{"items", items},
                     {"bytes", plan.bytes},
                     {"low", plan.low},
                     {"high", plan.high},
                     {"grade", grade_name(plan.grade)},
                     {"parameters", plan.rank_parameters},
                     {"pipeline_stage", plan.stage}}},
                   {"peaks",
                    {{"backward_bytes", plan.backward_peak},
                     {"optimizer_step_bytes", plan.optimizer_peak},
                     {"binding", peak_name(plan.binding)}}},
                   {"gpu", gpu_json(report.target)},
                   {"verdict", verdict_name(report.judgement.verdict)},
                   {"headroom_bytes", report.judgement.headroom},
                   {"uncertainty_bytes", report.judgement.uncertainty},
                   {"margin_bytes", report.judgement.margin},
                   {"last_good_copy_bytes", report.judgement.copies},
                   {"remedies", remedies},
                   {"largest", largest_json(report)},
                   {"fewest_gpus", report.limits.cards > 0 ? Json(report.limits.cards) : Json(nullptr)},
                   {"time", time_json(report)},
                   {"notes", plan.notes}};
  if (Json roofline = roofline_json(report); !roofline.is_null()) document["roofline"] = std::move(roofline);
  if (plan.host_high > 0) document["host"] = {{"bytes", plan.host_bytes}, {"high", plan.host_high}};
  if (report.pytorch_bytes > 0) document["pytorch_bytes"] = report.pytorch_bytes;
  if (all_cards) {
    document["cards"] = Json::array();
    for (const CardVerdict& card : report.cards) document["cards"].push_back(card_json(card));
  }
  return document;
}

std::string verdict_sentence(const PlanReport& report) {
  const Judgement& judgement = report.judgement;
  const std::int64_t gpus = report.plan.gpus;
  const std::string where =
      (gpus > 1 ? " on each of " + format_count(gpus) + " × " : " on one ") + report.target.name;
  switch (judgement.verdict) {
    case Verdict::kFits: return "fits: " + format_bytes(judgement.headroom) + " left" + where;
    case Verdict::kBorderline:
      return "borderline: " + format_bytes(judgement.headroom) + " left" + where + ", uncertain by " +
             format_bytes(judgement.uncertainty);
    case Verdict::kDoesNotFit: break;
  }
  return "does not fit: short by " + format_bytes(-judgement.headroom) + where;
}

std::string range_text(const PlanLine& line) {
  const std::string low = format_bytes(line.low);
  const std::string high = format_bytes(line.high);
  return low == high ? format_bytes(line.bytes) : tr("{1} to {2}", low, high);
}

std::string duration_text(double seconds) {
  if (seconds < 1e-3) return formatted("%.3g us", seconds * 1e6);
  if (seconds < 1) return formatted("%.3g ms", seconds * 1e3);
  if (seconds < 120) return formatted("%.3g s", seconds);
  if (seconds < 7200) return formatted("%.3g min", seconds / 60);
  if (seconds < 2 * 86400) return formatted("%.3g h", seconds / 3600);
  return formatted("%.3g days", seconds / 86400);
}

std::string duration_text(const TimeRange& range) {
  return duration_text(range.seconds) + " (" + duration_text(range.low) + " to " + duration_text(range.high) +
         ")";
}

std::string energy_text(const TimeRange& kilowatt_hours) {
  // The unit of the likely value, so that the three compare at a glance.
  const double likely = kilowatt_hours.seconds;
  const auto [factor, unit] = likely >= 0.1    ? std::pair(1.0, " kWh")
                              : likely >= 1e-4 ? std::pair(1e3, " Wh")
                                               : std::pair(3.6e6, " J");
  const auto figure = [factor = factor](double value) {
    const double scaled = value * factor;
    if (scaled >= 999.5 && scaled < 9e18) return format_count(std::llround(scaled));
    return formatted("%.3g", scaled);
  };
  return figure(likely) + unit + " (" + figure(kilowatt_hours.low) + " to " + figure(kilowatt_hours.high) +
         ")";
}

std::string inputs_sentence(const PlanInputs& inputs) {
  if (!inputs.transformer) {
    const NetworkJob& mlp = inputs.mlp;
    return widths_text(mlp) + ", " + std::string(plan_mode_name(mlp.mode)) + ", " +
           format_count(mlp.data.rows) + " rows, batch " + format_count(mlp.settings.batch) + ", " +
           std::string(precision_name(mlp.settings.precision)) + ", " +
           std::string(optimizer_name(mlp.settings.optimizer.kind));
  }
  const TransformerJob& job = inputs.job;
  const Parallelism& p = job.parallel;
  std::string text = inputs.transformer->name + ", " + std::string(plan_mode_name(job.mode)) + ", " +
                     std::string(plan_precision_name(job.precision));
  if (job.mode == PlanMode::kTrain) {
    text += ", " + std::string(plan_optimizer_name(job.optimizer)) + ", sequence " +
            format_count(job.sequence) + ", micro-batch " + format_count(job.micro_batch) + ", recompute " +
            std::string(recompute_name(job.recompute));
  } else {
    text += ", " + format_count(job.sequence) + " tokens, " + format_count(job.micro_batch) + " at once";
  }
  if (!job.flash_attention) text += ", without FlashAttention";
  if (job.offload != Offload::kNone) text += ", offload " + std::string(offload_name(job.offload));
  if (p.data > 1) text += ", data parallel " + format_count(p.data);
  if (p.zero > 0) text += ", ZeRO-" + std::to_string(p.zero);
  if (p.distributed_optimizer) text += ", distributed optimizer";
  if (p.tensor > 1)
    text += ", tensor parallel " + format_count(p.tensor) + (p.sequence ? " with sequence" : "");
  if (p.pipeline > 1) text += ", " + format_count(p.pipeline) + " pipeline stages";
  return text;
}

std::string plan_markdown(const PlanReport& report) {
  std::string page = "# Infrastructure plan\n\n" + inputs_sentence(report.inputs) +
                     "\n\n- parameters: " + format_count(report.plan.parameters) + " (exact)\n";
  if (report.plan.active_parameters != report.plan.parameters) {
    page += "- active for one token: " + format_count(report.plan.active_parameters) + "\n";
  }
  page += "- usable on " + report.target.name + ": " + format_bytes(report.target.available()) + " (" +
          report.target.usable_source + ")\n- **" + verdict_sentence(report) + "**\n\n";
  page += ledger_markdown(report) + remedies_markdown(report) + limits_markdown(report) +
          time_markdown(report) + roofline_markdown(report);
  page += "\n## Every card\n\n" + row({"card", "usable", "verdict", "headroom"}) +
          row({"---", "---:", "---", "---:"});
  for (const CardVerdict& card : report.cards) {
    page += row({card.name + (card.from_memory ? " (unchecked figure)" : ""), format_bytes(card.usable),
                 verdict_words(card.judgement.verdict) + (card.note.empty() ? "" : " (" + card.note + ")"),
                 headroom_text(card.judgement.headroom)});
  }
  if (!report.plan.notes.empty()) page += "\n## Notes\n\n";
  for (const std::string& note : report.plan.notes) page += "- " + note + "\n";
  return page;
}

}  // namespace headroom
