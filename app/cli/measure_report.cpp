#include "app/cli/measure_report.h"

#include <ostream>
#include <string>

#include "app/cli/output.h"
#include "core/base/bytes.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/run/figure_bench.h"

namespace headroom::cli {

namespace {

std::string value_text(const FigureResult& result) {
  if (!result.choices.empty()) return result.choices.at(static_cast<std::size_t>(result.figure.value));
  return figure_text(result.figure.value) + " " + result.unit;
}

Json bar_json(const FigureArithmetic& bar) {
  return {{"title", bar.title},
          {"model", bar.model},
          {"weights", bar.weights},
          {"forward", number(bar.forward)},
          {"weight_gradients", number(bar.weight_gradients)},
          {"input_gradients", number(bar.input_gradients)},
          {"sum", number(bar.sum())}};
}

void print_lines(const std::vector<std::string>& lines, std::ostream& out) {
  for (const std::string& line : lines) out << line << '\n';
}

void print_arithmetic(const FigureResult& result, std::ostream& out) {
  if (result.arithmetic.empty()) return;
  Table table(
      {"FLOP a weight and row", ">weights", ">forward", ">weight gradients", ">input gradients", ">sum"});
  for (const FigureArithmetic& bar : result.arithmetic) {
    table.add({bar.title, format_count(bar.weights), fixed(bar.forward, 2), fixed(bar.weight_gradients, 2),
               fixed(bar.input_gradients, 2), fixed(bar.sum(), 2)});
  }
  out << '\n';
  table.print(out);
}

}  // namespace

Json figure_document(const FigureResult& result) {
  const MeasuredFigure& figure = result.figure;
  const FigureInfo& info = figure_info(result.id);
  Json document = {
      {"schema_version", 1},         {"figure", result.id},           {"title", info.title},
      {"unit", result.unit},         {"value", number(figure.value)}, {"low", number(figure.low)},
      {"high", number(figure.high)}, {"repeats", figure.repeats},     {"values", numbers(result.repeats)},
      {"setting", result.setting},   {"device", result.device},       {"how", figure.how},
      {"marks", Json::array()},      {"arithmetic", Json::array()},   {"why", result.why}};
  for (const FigureMark& mark : result.marks) {
    document["marks"].push_back({{"title", mark.title}, {"value", number(mark.value)}});
  }
  for (const FigureArithmetic& bar : result.arithmetic) document["arithmetic"].push_back(bar_json(bar));
  if (!result.choices.empty()) {
    document["choices"] = result.choices;
    document["choice"] = value_text(result);
  }
  return document;
}

void print_figure(const FigureResult& result, std::ostream& out) {
  out << figure_info(result.id).title << ": " << value_text(result) << '\n';
  print_lines(result.figure.how, out);
  out << '\n' << result.setting << '\n';
  if (!result.device.empty()) out << "on " << result.device << '\n';
  print_arithmetic(result, out);
  if (result.why.empty()) return;
  out << '\n';
  print_lines(result.why, out);
}

Json figures_document() {
  Json document = {{"schema_version", 1}, {"figures", Json::array()}};
  for (const FigureInfo& info : all_figures()) {
    Json settings = Json::array();
    for (const std::string& setting : split(info.settings, ' ')) {
      if (!setting.empty()) settings.push_back(setting);
    }
    document["figures"].push_back({{"id", info.id},
                                   {"title", info.title},
                                   {"unit", info.unit},
                                   {"what", info.what},
                                   {"timed", info.timed},
                                   {"settings", settings}});
  }
  return document;
}

void print_figures(std::ostream& out) {
  Table table({"figure", "unit", "what is measured", "can be changed"});
  for (const FigureInfo& info : all_figures()) {
    table.add({std::string(info.id), info.unit.empty() ? "-" : std::string(info.unit),
               std::string(info.title), info.settings.empty() ? "-" : std::string(info.settings)});
  }
  table.print(out);
}

}  // namespace headroom::cli
