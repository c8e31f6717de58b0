#include "app/views/prediction_csv.h"

#include <cmath>

#include "core/base/csv_field.h"
#include "core/data/polynomial.h"

namespace headroom::app {
namespace {

using FollowedModel = PredictionFigures::Model;

// Of what the networks see.
std::vector<std::string> names_of_features(const PredictionSource& source) {
  const PredictionFigures& figures = source.figures();
  return feature_names(source.dataset->column_names, figures.features.size() > figures.raw.size() ? 2 : 1);
}

// Of a list that is there only for networks that are not too large.
std::string known_at(const std::vector<double>& values, std::size_t at) {
  return at < values.size() ? exact_text(values[at]) : std::string();
}

// One number that has no source of its own.
std::string part_line(const char* way, const std::string& what, double value) {
  return csv_line({way, what, "", "", exact_text(value), "", ""});
}

}  // namespace

std::string inputs_csv(const PredictionSource& source) {
  const PredictionFigures& figures = source.figures();
  std::string csv = "column,in_the_file,value,scaled,effect_on_z\n";
  const auto number = [](double value) { return std::isnan(value) ? std::string() : exact_text(value); };
  for (std::size_t c = 0; c < figures.raw.size(); ++c) {
    csv += csv_line({source.dataset->column_names[c], number(figures.original[c]), number(figures.raw[c]),
                     exact_text(figures.scaled[c]), known_at(source.looked().column_effects, c)});
  }
  return csv;
}

std::string features_csv(const PredictionSource& source) {
  const PredictionFigures& figures = source.figures();
  const std::vector<std::string> names = names_of_features(source);
  std::string csv = "feature,value,effect_on_z\n";
  for (std::size_t k = 0; k < figures.features.size(); ++k) {
    csv += csv_line({names[k], exact_text(figures.features[k]), known_at(source.looked().effects, k)});
  }
  return csv;
}

// Layers from 1, units from 0, as everywhere.
std::string layers_csv(const PredictionSource& source) {
  const FollowedModel& model = source.looked();
  std::string csv = "model,layer,unit,z,a,dL/dz,dL/da\n";
  for (std::size_t l = 0; l + 1 < model.layers.size(); ++l) {
    const LayerTrace& layer = model.layers[l];
    const LayerBackward* const back = l < model.back.size() ? &model.back[l] : nullptr;
    for (std::size_t u = 0; u < layer.activation.size(); ++u) {
      csv +=
          csv_line({model.id, std::to_string(l + 1), std::to_string(u), exact_text(layer.pre_activation[u]),
                    exact_text(layer.activation[u]), back ? known_at(back->d_pre_activation, u) : "",
                    back ? known_at(back->d_activation, u) : ""});
    }
  }
  return csv;
}

std::string outputs_csv(const PredictionSource& source) {
  const Dataset& dataset = *source.dataset;
  const bool regression = dataset.task == Task::kRegression;
  const bool known = !source.figures().moved;  // the row's own target is not that of moved values
  std::string csv = regression ? "model,z,value,true\n" : "model,class,z,probability,true\n";
  for (const FollowedModel& model : source.figures().models) {
    const std::vector<double>& z = model.layers.back().pre_activation;
    if (regression) {
      csv += csv_line({model.id, exact_text(z[0]), exact_text(model.output[0]),
                       known ? exact_text(source.figures().target) : ""});
      continue;
    }
    for (std::size_t k = 0; k < model.probabilities.size(); ++k) {
      // Of two classes there is one z, that of the second.
      const std::string own = z.size() == model.probabilities.size() ? exact_text(z[k])
                              : k == 1                               ? exact_text(z[0])
                                                                     : std::string();
      csv += csv_line({model.id, dataset.class_names[k], own, exact_text(model.probabilities[k]),
                       !known                                              ? ""
                       : static_cast<double>(k) == source.figures().target ? "1"
                                                                           : "0"});
    }
  }
  return csv;
}

// bias + the products + others = z, then a; behind that what flows back to each weight and its step.
std::string unit_csv(const PredictionSource& source) {
  std::string csv = "way,source,weight,input,value,dL/dw,step\n";
  if (!source.looked().unit) return csv;
  const UnitTrace& unit = *source.looked().unit;
  const std::vector<std::string> features = names_of_features(source);
  const auto name = [&](std::int64_t from) {
    return unit.layer == 0 ? features[static_cast<std::size_t>(from)] : "unit " + std::to_string(from);
  };
  csv += part_line("forward", "bias", unit.bias);
  for (const UnitTrace::Source& from : unit.largest)
    csv += csv_line({"forward", name(from.source), exact_text(from.weight), exact_text(from.input),
                     exact_text(from.product()), "", ""});
  csv += part_line("forward", std::to_string(unit.others) + " others", unit.others_sum);
  csv += part_line("forward", "z", unit.z) + part_line("forward", "a", unit.a);
  if (!unit.has_backward) return csv;
  csv += part_line("backward", "dL/da", unit.d_a) + part_line("backward", "da/dz", unit.slope) +
         part_line("backward", "dL/dz", unit.d_z);
  const auto step = [&](const UnitTrace::Steepest& s) {
    return csv_line({"backward", s.source < 0 ? "bias" : name(s.source), exact_text(s.weight),
                     exact_text(s.input), "", exact_text(s.gradient), exact_text(s.change)});
  };
  csv += step(unit.bias_step);
  for (const UnitTrace::Steepest& each : unit.steepest) csv += step(each);
  return csv;
}

}  // namespace headroom::app
