#include "core/plan/roofline_export.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/json.h"
#include "core/plan/plan_export.h"

namespace headroom {

namespace {

using Part = std::pair<Limit, double>;

std::array<Part, 4> parts_of(const StepParts& parts) {
  return {Part{Limit::kCompute, parts.compute}, Part{Limit::kBandwidth, parts.traffic},
          Part{Limit::kLaunches, parts.launches}, Part{Limit::kExchange, parts.exchange}};
}

std::string three_digits(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3g", value);
  return text.data();
}

std::string share_text(const AssumedRange& share) {
  const auto percent = [](double v) { return std::to_string(std::lround(100 * v)); };
  return percent(share.worst) + " to " + percent(share.best) + " %, likely " + percent(share.likely) + " %";
}

Json share_json(const AssumedRange& share) {
  return {{"likely", share.likely}, {"low", share.worst}, {"high", share.best}};
}

Json roof_json(const Roof& roof, const char* per_second) {
  return {{per_second, roof.sold},
          {"figure", roof.figure},
          {"source", roof.source},
          {"from_memory", roof.from_memory},
          {"reached_share", share_json(roof.share)}};
}

Json step_json(const Roofline& chart) {
  Json parts = Json::object();
  for (const auto& [limit, seconds] : parts_of(chart.time.parts)) {
    if (seconds > 0) parts[std::string(limit_name(limit))] = seconds;
  }
  Json json = {{"operations", chart.work.operations},
               {"traffic_bytes", chart.work.traffic_bytes},
               {"launches", chart.work.launches},
               {"exchanged_bytes", chart.work.exchanged_bytes},
               {"flops_per_byte", chart.work.intensity()},
               {"flops_per_second", range_json(chart.rate())},
               {"seconds_if_alone", parts},
               {"limited_by", limit_name(chart.time.limit)},
               {"grade", grade_name(Grade::kAssumed)}};
  if (const auto roof = chart.launch_roof()) json["launch_roof_flops_per_second"] = *roof;
  if (const auto roof = chart.exchange_roof()) json["exchange_roof_flops_per_second"] = *roof;
  return json;
}

Json measured_json(const MeasuredStep& step) {
  return {{"device", step.device},
          {"network", step.network},
          {"how", step.how},
          {"step_seconds",
           {{"median", step.seconds.seconds}, {"least", step.seconds.low}, {"most", step.seconds.high}}},
          {"operations", step.work.operations},
          {"flops_per_byte", step.intensity()},
          {"flops_per_second", step.rate()},
          {"grade", grade_name(Grade::kMeasured)}};
}

std::string roof_line(const Roof& roof, const std::string& unit) {
  return "- " + roof.figure + ": " + rate_text(roof.sold, unit) + (roof.from_memory ? " *" : "") +
         (roof.source.empty() ? "" : " (" + roof.source + ")") + ", of which " + share_text(roof.share) +
         " is reached (assumed)\n";
}

}  // namespace

Json range_json(const TimeRange& range) {
  return {{"likely", range.seconds}, {"low", range.low}, {"high", range.high}};
}

Json roofline_json(const PlanReport& report) {
  if (!report.roofline && report.measured.empty()) return nullptr;
  Json json = Json::object();
  if (report.roofline) {
    const Roofline& chart = *report.roofline;
    json["gpu"] = report.target.name;
    json["compute"] = roof_json(chart.compute, "flops_per_second");
    json["bandwidth"] = roof_json(chart.bandwidth, "bytes_per_second");
    json["ridge_flops_per_byte"] = chart.ridge();
    json["launch_seconds"] = share_json({kLaunchSeconds.likely, kLaunchSeconds.worst, kLaunchSeconds.best});
    json["step"] = step_json(chart);
  }
  json["measured"] = Json::array();
  for (const MeasuredStep& step : report.measured) json["measured"].push_back(measured_json(step));
  return json;
}

std::string roofline_markdown(const PlanReport& report) {
  if (!report.roofline && report.measured.empty()) return {};
  std::string page = "\n## Roofline\n\n";
  if (report.roofline) {
    const Roofline& chart = *report.roofline;
    page += roof_line(chart.compute, "FLOP/s") + roof_line(chart.bandwidth, "B/s") +
            "- the peak bounds from " + intensity_text(chart.ridge()) + " FLOP per byte on\n" +
            "- this step: " + three_digits(chart.work.operations) + " FLOP, " +
            three_digits(chart.work.traffic_bytes) + " bytes, " + intensity_text(chart.work.intensity()) +
            " FLOP per byte; " + rate_text(chart.rate().seconds, "FLOP/s") + " (" +
            rate_text(chart.rate().low, "FLOP/s") + " to " + rate_text(chart.rate().high, "FLOP/s") +
            "), limited by " + std::string(limit_name(chart.time.limit)) + " (assumed)\n";
  }
  for (const MeasuredStep& step : report.measured) {
    page += "- measured on " + step.device + ": " + step.network + ", " +
            duration_text(step.seconds.seconds) + " a step, " + rate_text(step.rate(), "FLOP/s") + " at " +
            intensity_text(step.intensity()) + " FLOP per byte (" + step.how + ")\n";
  }
  return page;
}

std::string rate_text(double per_second, const std::string& unit) {
  constexpr std::array<const char*, 7> kPrefixes = {"", "k", "M", "G", "T", "P", "E"};
  std::size_t prefix = 0;
  while (per_second >= 999.5 && prefix + 1 < kPrefixes.size()) {
    per_second /= 1000;
    ++prefix;
  }
  return three_digits(per_second) + " " + kPrefixes[prefix] + unit;
}

std::string intensity_text(double operations_per_byte) {
  if (operations_per_byte >= 999.5 && operations_per_byte < 9e18)
    return format_count(std::llround(operations_per_byte));
  return three_digits(operations_per_byte);
}

std::string roof_details(const Roof& roof, const std::string& unit) {
  std::string text = roof.figure + ": " + rate_text(roof.sold, unit) + " (datasheet), " +
                     rate_text(roof.likely(), unit) + " achievable\n";
  text += "achievable: " + share_text(roof.share) + "\n";
  text += "source: " + (roof.source.empty() ? "the catalogue does not say" : roof.source) + "\n";
  if (roof.from_memory) text += "* unverified figure\n";
  return text + "grade: assumed";
}

std::string step_details(const Roofline& chart) {
  const TimeRange rate = chart.rate();
  std::string text = "this step: " + rate_text(rate.seconds, "FLOP/s") + ", between " +
                     rate_text(rate.low, "FLOP/s") + " and " + rate_text(rate.high, "FLOP/s") + "\n" +
                     three_digits(chart.work.operations) + " FLOP / " +
                     three_digits(chart.work.traffic_bytes) +
                     " bytes = " + intensity_text(chart.work.intensity()) + " FLOP per byte\n";
  for (const auto& [limit, seconds] : parts_of(chart.time.parts)) {
    if (seconds <= 0) continue;
    text += std::string(limit_name(limit)) + " alone: " + duration_text(seconds) +
            (limit == chart.time.limit ? "  <- holds it up" : "") + "\n";
  }
  return text +
         "formula: FLOP / (max(compute, memory bandwidth) + launches + exchange)\n"
         "grade: assumed";
}

std::string measured_details(const MeasuredStep& step) {
  return step.network + "\non " + step.device + ": " + rate_text(step.rate(), "FLOP/s") + "\n" +
         duration_text(step.seconds.seconds) + " a step, between " + duration_text(step.seconds.low) +
         " and " + duration_text(step.seconds.high) + "\n" + three_digits(step.work.operations) + " FLOP / " +
         three_digits(step.work.traffic_bytes) + " bytes = " + intensity_text(step.intensity()) +
         " FLOP per byte\nsource: " + step.how + "\ngrade: measured";
}

}  // namespace headroom
