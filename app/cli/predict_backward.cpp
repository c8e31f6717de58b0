// What `predict --backward` prints: how the loss of a row flows back, and one unit in its numbers.
#include <cmath>
#include <ostream>

#include "app/cli/output.h"
#include "app/cli/predict_report.h"
#include "app/cli/quality_json.h"
#include "core/base/bytes.h"
#include "core/base/json.h"

namespace headroom::cli {

namespace {

double norm(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) squares += value * value;
  return std::sqrt(squares);
}

// Of dL/dW, which is the outer product of dL/dz and what comes in.
double weight_norm(const PredictionTrace& trace, const BackwardTrace& back, std::size_t layer) {
  const double above = norm(back.layers[layer].d_pre_activation);
  if (layer > 0) return above * norm(trace.layers[layer - 1].activation);
  return above * norm({trace.features.begin(), trace.features.end()});
}

std::string source_name(const Predictor& predictor, std::int64_t layer, std::int64_t source) {
  if (source < 0) return "bias";
  if (layer == 0) return predictor.features()[static_cast<std::size_t>(source)];
  return "unit " + std::to_string(source);
}

std::string signed_figure(double value) { return (value < 0 ? "" : "+") + figure(value); }

}  // namespace

Json backward_json(const Predictor& predictor, const PredictionTrace& trace, const BackwardTrace& back) {
  Json layers = Json::array();
  for (std::size_t l = 0; l < back.layers.size(); ++l) {
    layers.push_back({{"layer", l},
                      {"d_activation", numbers(back.layers[l].d_activation)},
                      {"d_pre_activation", numbers(back.layers[l].d_pre_activation)},
                      {"weight_gradient_norm", number(weight_norm(trace, back, l))}});
  }
  Json features = Json::array();
  for (std::size_t f = 0; f < back.d_features.size(); ++f)
    features.push_back({{"name", predictor.features()[f]}, {"value", number(back.d_features[f])}});
  return {{"loss", number(back.loss)}, {"layers", layers}, {"features", features}};
}

Json unit_json(const Predictor& predictor, const UnitTrace& unit) {
  const auto name = [&](std::int64_t source) { return source_name(predictor, unit.layer, source); };
  Json products = Json::array(), consequences = Json::array(), steepest = Json::array();
  for (const UnitTrace::Source& s : unit.largest) {
    products.push_back({{"name", name(s.source)},
                        {"source", s.source},
                        {"weight", number(s.weight)},
                        {"input", number(s.input)},
                        {"product", number(s.product())}});
  }
  for (const UnitTrace::Consequence& c : unit.consequences) {
    consequences.push_back({{"unit", c.unit},
                            {"d_pre_activation", number(c.d_z)},
                            {"weight", number(c.weight)},
                            {"product", number(c.product())}});
  }
  const auto step = [&](const UnitTrace::Steepest& s) {
    return Json{{"name", name(s.source)},
                {"weight", number(s.weight)},
                {"input", number(s.input)},
                {"gradient", number(s.gradient)},
                {"step", number(s.change)}};
  };
  for (const UnitTrace::Steepest& s : unit.steepest) steepest.push_back(step(s));
  return {{"layer", unit.layer},
          {"unit", unit.unit},
          {"bias", number(unit.bias)},
          {"products", products},
          {"others", {{"count", unit.others}, {"sum", number(unit.others_sum)}}},
          {"pre_activation", number(unit.z)},
          {"activation", number(unit.a)},
          {"d_activation", number(unit.d_a)},
          {"slope", number(unit.slope)},
          {"d_pre_activation", number(unit.d_z)},
          {"from", consequences},
          {"from_others", {{"count", unit.other_consequences}, {"sum", number(unit.other_consequences_sum)}}},
          {"weights", steepest},
          {"bias_step", step(unit.bias_step)}};
}

void print_backward(const Predictor& predictor, const PredictionTrace& trace, const BackwardTrace& back,
                    std::ostream& out) {
  out << "loss        " << fixed(back.loss, 6) << ", flowing back:\n";
  Table table({">layer", "shape", ">|dL/da|", ">|dL/dz|", ">|dL/dW|"});
  for (std::size_t l = back.layers.size(); l-- > 0;) {
    const std::vector<std::int64_t>& widths = predictor.model().spec.widths;
    table.add({std::to_string(l + 1), format_count(widths[l]) + " -> " + format_count(widths[l + 1]),
               figure(norm(back.layers[l].d_activation)), figure(norm(back.layers[l].d_pre_activation)),
               figure(weight_norm(trace, back, l))});
  }
  table.print(out);
  out << '\n';
}

void print_unit(const Predictor& predictor, const UnitTrace& unit, std::ostream& out) {
  out << "layer " << unit.layer + 1 << " (from 1), unit " << unit.unit << ": z = bias + sum of w x\n";
  Table sum({"", ">weight", ">input", ">product"});
  sum.add({"bias", "", "", signed_figure(unit.bias)});
  for (const UnitTrace::Source& s : unit.largest) {
    sum.add({source_name(predictor, unit.layer, s.source), figure(s.weight), figure(s.input),
             signed_figure(s.product())});
  }
  if (unit.others > 0)
    sum.add({format_count(unit.others) + " others", "", "", signed_figure(unit.others_sum)});
  sum.print(out);
  out << "z " << figure(unit.z) << ", a " << figure(unit.a) << "\n\n";
  out << "backward: dL/dz = dL/da * da/dz = " << figure(unit.d_a) << " * " << figure(unit.slope) << " -> "
      << figure(unit.d_z) << '\n';
  Table steps({"weight of", ">input", ">dL/dw", ">step"});
  for (const UnitTrace::Steepest& s : unit.steepest) {
    steps.add({source_name(predictor, unit.layer, s.source), figure(s.input), signed_figure(s.gradient),
               signed_figure(s.change)});
  }
  steps.add({"bias", "1", signed_figure(unit.bias_step.gradient), signed_figure(unit.bias_step.change)});
  steps.print(out);
  out << '\n';
}

}  // namespace headroom::cli
