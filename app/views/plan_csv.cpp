#include "app/views/plan_csv.h"

#include <algorithm>

#include "core/base/csv_field.h"

namespace headroom::app {

std::string plan_lines_csv(const PlanReport& report) {
  std::string csv = "line,bytes,low,high,grade,formula,source\n";
  const auto add = [&](std::string_view name, const PlanLine& entry) {
    csv += csv_line({std::string(name), std::to_string(entry.bytes), std::to_string(entry.low),
                     std::to_string(entry.high), std::string(grade_name(entry.grade)), entry.formula,
                     entry.source});
  };
  for (const PlanLine& entry : report.plan.lines) add(plan_category_name(entry.category), entry);
  PlanLine sum;
  sum.bytes = report.plan.bytes;
  sum.low = report.plan.low;
  sum.high = report.plan.high;
  sum.grade = report.plan.grade;
  add("sum", sum);
  return csv;
}

std::string plan_remedies_csv(const PlanReport& report) {
  std::string csv = "remedy,bytes,saves,headroom,verdict,costs\n";
  for (const PlanRemedy& remedy : report.remedies) {
    csv +=
        csv_line({remedy.title, std::to_string(remedy.bytes), std::to_string(remedy.saves),
                  std::to_string(remedy.headroom), std::string(verdict_name(remedy.verdict)), remedy.cost});
  }
  return csv;
}

// 0: not even 1 fits.
std::string plan_limits_csv(const PlanReport& report) {
  const PlanLimits& limits = report.limits;
  std::string csv = "what,most\n";
  const auto add = [&](const char* what, std::int64_t most) {
    csv += csv_line({what, std::to_string(most)});
  };
  if (report.inputs.transformer) {
    add("micro-batch", limits.micro_batch);
    add("sequence", limits.sequence);
    if (report.target.gpu) add("fewest cards", limits.cards);
    return csv;
  }
  add("batch", limits.batch);
  add("rows", limits.rows);
  add("hidden width", limits.width);
  return csv;
}

// All of it is assumed, but for what was measured on this machine.
std::string plan_time_csv(const PlanReport& report) {
  std::string csv = "what,unit,likely,low,high\n";
  const auto add = [&](const std::string& what, const char* unit, const TimeRange& range) {
    csv += csv_line({what, unit, exact_text(range.seconds), exact_text(range.low), exact_text(range.high)});
  };
  if (report.step) add("one step", "s", report.step->step);
  if (report.run) {
    const std::string all =
        "all " + std::to_string(static_cast<std::int64_t>(std::min(report.run->steps, 9e18))) + " steps";
    add(all, "s", report.run->seconds);
    if (report.run->kilowatt_hours.seconds > 0) add(all, "kWh", report.run->kilowatt_hours);
    if (report.run->money) add(all, "money", *report.run->money);
  }
  for (const MeasuredStep& step : report.measured)
    add("measured: " + step.network + " on " + step.device, "s", step.seconds);
  return csv;
}

std::string plan_cards_csv(const PlanReport& report) {
  std::string csv = "card,kind,usable,needed,headroom,verdict,note\n";
  for (const CardVerdict& card : report.cards) {
    csv += csv_line({card.name, card.kind, std::to_string(card.usable), std::to_string(card.bytes),
                     std::to_string(card.judgement.headroom),
                     std::string(verdict_name(card.judgement.verdict)), card.note});
  }
  return csv;
}

std::string roofline_csv(const Roofline* chart, const std::vector<MeasuredStep>& measured) {
  std::string csv = "what,flop_per_byte,flop_per_second,low,high\n";
  const auto add = [&](const std::string& what, double x, double y, const std::string& low,
                       const std::string& high) {
    csv += csv_line({what, exact_text(x), exact_text(y), low, high});
  };
  if (chart != nullptr) {
    const double ridge = chart->ridge();
    for (const double x : {ridge / 100, ridge, ridge * 100}) {
      add("datasheet roof", x, chart->sold_at(x), "", "");
      add("achievable roof", x, chart->likely_at(x), exact_text(chart->worst_at(x)),
          exact_text(chart->best_at(x)));
    }
    const double x = chart->work.intensity();
    if (const auto roof = chart->launch_roof()) add("launch overhead", x, *roof, "", "");
    if (const auto roof = chart->exchange_roof()) add("exchange between GPUs", x, *roof, "", "");
    const TimeRange rate = chart->rate();
    add("this step, assumed", x, rate.seconds, exact_text(rate.low), exact_text(rate.high));
  }
  for (const MeasuredStep& step : measured) {
    // The longest time is the lowest rate.
    add(step.network + " on " + step.device + ", measured", step.intensity(), step.rate(),
        exact_text(step.work.operations / step.seconds.high),
        exact_text(step.work.operations / step.seconds.low));
  }
  return csv;
}

}  // namespace headroom::app
