#include "app/cli/inspect_run_report.h"

#include <cmath>
#include <ostream>

#include "app/cli/output.h"
#include "app/cli/quality_json.h"
#include "app/cli/train_report.h"
#include "core/base/bytes.h"
#include "core/base/json.h"

namespace headroom::cli {
namespace {

constexpr std::size_t kListedUnits = 40;  // in text

const LayerFigures* figures_of(const InspectedNetwork& network, std::size_t layer) {
  return network.seen ? &network.seen->layers->of[layer] : nullptr;
}

// What the rows say of one unit: null where they are gone, or it cannot be off.
Json dead_json(const LayerFigures* figures, std::size_t unit) {
  if (!figures || figures->dead < 0) return nullptr;
  return static_cast<bool>(figures->dead_units[unit]);
}

Json units_json(const InspectedNetwork& network, std::size_t layer) {
  const LayerFigures* const figures = figures_of(network, layer);
  const std::vector<float> none;
  const std::vector<float>& means = network.seen ? network.seen->units->means[layer] : none;
  const SavedLayer& saved = network.layers[layer];
  const std::size_t groups = means.size() / saved.units.size();
  Json units = Json::array();
  for (std::size_t u = 0; u < saved.units.size(); ++u) {
    const SavedLayer::Unit& unit = saved.units[u];
    Json mean = Json::array();
    for (std::size_t g = 0; g < groups; ++g)
      mean.push_back(number(static_cast<double>(means[u * groups + g])));
    units.push_back({{"unit", u},
                     {"bias", number(unit.bias)},
                     {"norm_in", number(unit.in)},
                     {"change_norm", number(unit.change)},
                     {"norm_out", number(unit.out)},
                     {"dead", dead_json(figures, u)},
                     {"mean_activation", groups > 0 ? mean : Json()}});
  }
  return units;
}

Json layer_json(const InspectedNetwork& network, std::size_t l) {
  const SavedLayer& layer = network.layers[l];
  const LayerFigures* const figures = figures_of(network, l);
  Json moments = Json::array();
  for (const double moment : layer.moments) moments.push_back(number(moment));
  Json dead_units = Json::array();
  for (std::size_t u = 0; figures && u < figures->dead_units.size(); ++u) {
    if (figures->dead_units[u]) dead_units.push_back(u);
  }
  const bool counted = figures && figures->dead >= 0;
  return {
      {"layer", l},
      {"in", layer.in},
      {"out", layer.out},
      {"parameters", layer.in * layer.out + layer.out},
      {"weights",
       {{"min", number(layer.min)},
        {"max", number(layer.max)},
        {"mean", number(layer.mean)},
        {"rms", number(layer.rms)},
        {"zeros", layer.zeros},
        {"not_finite", layer.not_finite}}},
      {"histogram", {{"low", number(layer.low)}, {"high", number(layer.high)}, {"counts", layer.histogram}}},
      {"change", {{"relative", number(layer.moved)}, {"one_pattern", number(layer.one_pattern)}}},
      {"moments_rms", moments},
      {"gradient_norm", figures ? number(figures->gradient_norm) : Json()},
      {"dead", counted ? Json(figures->dead) : Json()},
      {"dead_units", counted ? dead_units : Json()}};
}

std::string count_or_dash(std::int64_t count) { return count < 0 ? "-" : format_count(count); }
std::string share_or_dash(double share) { return std::isfinite(share) ? percent(share) : "-"; }
std::string figure_or_dash(double value) { return std::isfinite(value) ? figure(value) : "-"; }

void print_layers(const InspectedNetwork& network, std::ostream& out) {
  Table table({">layer", "shape", ">parameters", ">min", ">max", ">mean", ">rms", ">moved", ">one pattern",
               ">|grad|", ">dead"});
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const SavedLayer& layer = network.layers[l];
    const LayerFigures* const figures = figures_of(network, l);
    table.add({std::to_string(l + 1), format_count(layer.in) + " -> " + format_count(layer.out),
               format_count(layer.in * layer.out + layer.out), figure_or_dash(layer.min),
               figure_or_dash(layer.max), figure_or_dash(layer.mean), figure_or_dash(layer.rms),
               share_or_dash(layer.moved), share_or_dash(layer.one_pattern),
               figures ? figure_or_dash(figures->gradient_norm) : "-",
               figures ? count_or_dash(figures->dead) : "-"});
  }
  table.print(out);
  out << "\nmoved: how far training took the weights, of their size at the start; one pattern: how much of "
         "that is one\n"
         "single pattern";
  if (network.seen) {
    const LayersFigures& seen = *network.seen->layers;
    out << "; dead: units that put out 0 for " << (seen.all_rows ? "all " : "") << format_count(seen.rows)
        << " training rows";
  }
  out << '\n';
}

void print_histogram(const SavedLayer& layer, std::ostream& out) {
  std::int64_t most = 1;
  for (const std::int64_t count : layer.histogram) most = std::max(most, count);
  Table table({">weights from", ">count", ""});
  constexpr std::size_t kTogether = 2;  // bins a line
  for (std::size_t b = 0; b < layer.histogram.size(); b += kTogether) {
    const double from = layer.low + (layer.high - layer.low) * static_cast<double>(b) /
                                        static_cast<double>(SavedLayer::kBins);
    std::int64_t count = 0;
    for (std::size_t k = 0; k < kTogether; ++k) count += layer.histogram[b + k];
    const auto width = static_cast<std::size_t>(30 * count / (most * static_cast<std::int64_t>(kTogether)));
    table.add({figure(from), format_count(count), std::string(width, '#')});
  }
  table.print(out);
}

void print_units(const InspectedNetwork& network, std::size_t l, std::ostream& out) {
  const SavedLayer& layer = network.layers[l];
  const LayerFigures* const figures = figures_of(network, l);
  Table table({">unit", ">bias", ">|weights in|", ">|change|", ">|weights out|", ""});
  for (std::size_t u = 0; u < std::min(layer.units.size(), kListedUnits); ++u) {
    const SavedLayer::Unit& unit = layer.units[u];
    const bool dead = figures && figures->dead >= 0 && figures->dead_units[u];
    table.add({std::to_string(u), figure_or_dash(unit.bias), figure_or_dash(unit.in),
               figure_or_dash(unit.change), figure_or_dash(unit.out), dead ? "dead" : ""});
  }
  table.print(out);
  if (layer.units.size() > kListedUnits) {
    out << "and " << format_count(static_cast<std::int64_t>(layer.units.size() - kListedUnits))
        << " more units (--json lists all)\n";
  }
}

}  // namespace

Json inspected_json(const InspectedNetwork& network, std::optional<std::size_t> layer) {
  Json layers = Json::array();
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    if (layer && *layer != l) continue;
    layers.push_back(layer_json(network, l));
    if (layer) layers.back()["units"] = units_json(network, l);
  }
  Json document = {{"schema_version", 1},
                   {"state", record_state_name(network.record.state)},
                   {"model", model_json(network.model.spec)},
                   {"model_id", network.model.id},
                   {"epochs_finished", network.model.state.epochs_finished},
                   {"steps", network.model.state.steps},
                   {"rows", Json()},
                   {"notes", network.notes},
                   {"layers", layers}};
  if (network.seen) {
    document["rows"] = network.seen->layers->rows;
    document["all_rows"] = network.seen->layers->all_rows;
  }
  return document;
}

void print_inspected(const InspectedNetwork& network, std::optional<std::size_t> layer, std::ostream& out) {
  out << network.model.id << "  " << widths_text(network.model.spec) << "  "
      << format_count(parameter_count(network.model.spec)) << " parameters, after epoch "
      << format_count(network.model.state.epochs_finished) << "\n\n";
  print_layers(network, out);
  if (!layer) return;
  out << "\nlayer " << *layer + 1 << "\n\n";
  print_histogram(network.layers[*layer], out);
  out << '\n';
  print_units(network, *layer, out);
}

}  // namespace headroom::cli
