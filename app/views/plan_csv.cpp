#include "app/views/plan_csv.h"

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
