#include "app/views/network_page.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/ui/ramps.h"
#include "app/views/stage_parts.h"
#include "app/views/sum_bars.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kMostNodeInputs = 1024;

std::size_t place_in(std::int64_t i) { return static_cast<std::size_t>(i); }

bool fits(const LayersFigures& layers, const ModelSpec& spec) {
  if (layers.of.size() != place_in(spec.layers())) return false;
  for (std::size_t l = 0; l < layers.of.size(); ++l) {
    if (layers.of[l].in != spec.widths[l] || layers.of[l].out != spec.widths[l + 1]) return false;
  }
  return true;
}

bool fits(const NetworkOrder& order, const ModelSpec& spec) {
  if (order.units.size() != spec.widths.size()) return false;
  for (std::size_t i = 0; i < order.units.size(); ++i) {
    if (order.units[i].size() != place_in(spec.widths[i])) return false;
  }
  return true;
}

bool fits(const ValuesFigures& values, const ModelSpec& spec) {
  if (values.layers.size() != place_in(spec.layers())) return false;
  for (std::size_t l = 0; l < values.layers.size(); ++l) {
    const LayerMatrix& m = values.layers[l];
    const bool rows = values.values == NetworkValues::kActivations;
    if (m.columns != spec.widths[rows ? l + 1 : l] || (!rows && m.lines != spec.widths[l + 1])) return false;
    if (m.mean.size() != place_in(m.shown_lines * m.shown_columns)) return false;
  }
  return true;
}

bool fits(const NetworkHistory& history, const ModelSpec& spec) {
  if (history.layers.size() != place_in(spec.layers())) return false;
  const std::size_t moments = history.steps.size();
  for (std::size_t l = 0; l < history.layers.size(); ++l) {
    const NetworkHistory::Layer& layer = history.layers[l];
    if (layer.gradient_norm.size() != moments || layer.dead_share.size() != moments) return false;
    if (layer.density.size() != moments * place_in(NetworkHistory::kBins)) return false;
    if (!layer.weights.empty() &&
        layer.weights.size() != moments * place_in(spec.widths[l] * spec.widths[l + 1]))
      return false;
  }
  return true;
}

bool fits(const std::optional<UnitDetail>& unit, const ModelSpec& spec) {
  if (!unit) return true;
  return unit->at.layer >= 0 && unit->at.layer < spec.layers() && unit->at.unit >= 0 &&
         unit->at.unit < spec.widths[place_in(unit->at.layer + 1)] &&
         unit->weights_in.size() == place_in(spec.widths[place_in(unit->at.layer)]);
}

// The place of a unit among `order`: a search, since layers of nodes are short.
std::int64_t place_of(const std::vector<std::int32_t>& order, std::int64_t unit) {
  return std::find(order.begin(), order.end(), static_cast<std::int32_t>(unit)) - order.begin();
}

}  // namespace

bool drawn_as_nodes(const ModelSpec& spec) {
  if (spec.inputs() > kMostNodeInputs || spec.layers() > 8) return false;
  return std::all_of(spec.widths.begin() + 1, spec.widths.end() - 1,
                     [](std::int64_t width) { return width <= UnitFigures::kMostUnits; });
}

std::int64_t NetworkPage::width(std::int64_t layer) const { return model.spec.widths[place_in(layer + 1)]; }

ImVec4 NetworkPage::color() const { return model_color(ui().theme, model.choice.id); }

bool NetworkPage::exists(const std::optional<UnitAt>& unit) const {
  return unit && unit->layer >= 0 && unit->layer < layer_count() && unit->unit >= 0 &&
         unit->unit < width(unit->layer);
}

bool NetworkPage::dead(UnitAt unit) const {
  if (!layers || !exists(unit)) return false;
  const LayerFigures& layer = layers->of[place_in(unit.layer)];
  return place_in(unit.unit) < layer.dead_units.size() && layer.dead_units[place_in(unit.unit)];
}

std::span<const float> NetworkPage::picture(UnitAt unit) const {
  if (!units || place_in(unit.layer) >= units->pictures.size()) return {};
  const auto& of_layer = units->pictures[place_in(unit.layer)];
  if (place_in(unit.unit) >= of_layer.size()) return {};
  const std::vector<float>& picture = of_layer[place_in(unit.unit)];
  if (picture.size() != place_in(UnitFigures::kSide * UnitFigures::kSide)) return {};
  return picture;
}

std::span<const float> NetworkPage::means(UnitAt unit) const {
  if (!units || place_in(unit.layer) >= units->means.size()) return {};
  const auto groups = place_in(std::max<std::int64_t>(1, dataset.classes()));
  const std::vector<float>& all = units->means[place_in(unit.layer)];
  if (all.size() != groups * place_in(width(unit.layer))) return {};
  return {all.data() + place_in(unit.unit) * groups, groups};
}

double NetworkPage::activation(UnitAt unit) const {
  if (!answer) return kNotKnown;
  return answer->layers[place_in(unit.layer)].activation[place_in(unit.unit)];
}

double NetworkPage::number(std::int64_t layer, std::int64_t unit, std::int64_t source) const {
  if (!values || values->values == NetworkValues::kActivations) return weight(layer, unit, source);
  const LayerMatrix& matrix = values->layers[place_in(layer)];
  if (matrix.block != 1) return kNotKnown;
  std::int64_t line = unit, column = source;
  if (values->order == UnitOrder::kLearned) {
    if (!order) return kNotKnown;
    line = place_of(order->units[place_in(layer + 1)], unit);
    column = place_of(order->units[place_in(layer)], source);
  }
  return static_cast<double>(matrix.at(line, column));
}

double NetworkPage::weight(std::int64_t layer, std::int64_t unit, std::int64_t source) const {
  if (values && values->values == NetworkValues::kWeights) return number(layer, unit, source);
  if (!history || history->steps.empty()) return kNotKnown;
  const std::vector<float>& all = history->layers[place_in(layer)].weights;
  const std::int64_t in = model.spec.widths[place_in(layer)], size = in * width(layer);
  if (all.empty()) return kNotKnown;
  return static_cast<double>(all[all.size() - place_in(size) + place_in(unit * in + source)]);
}

bool NetworkPage::values_current() const {
  return values && values->values == look().network.values && values->order == look().network.order;
}

std::string NetworkPage::layer_title(std::int64_t layer) const {
  return hidden(layer) ? tr("layer {1}", std::to_string(layer + 1)) : std::string(tr("output"));
}

std::string NetworkPage::short_layer(std::int64_t layer) const {
  return hidden(layer) ? std::to_string(layer + 1) : std::string(tr("out"));
}

std::string NetworkPage::unit_title(UnitAt unit) const {
  if (!hidden(unit.layer) && width(unit.layer) == 1) return tr("output");
  return tr("{1} · unit {2}", layer_title(unit.layer), format_count(unit.unit));
}

std::string NetworkPage::source_name(std::int64_t layer, std::int64_t source) const {
  return source_title(dataset, layer, source);
}

std::string NetworkPage::class_name(std::int64_t index) const {
  if (index < 0 || index >= dataset.classes()) return tr("class {1}", std::to_string(index));
  return dataset.class_names[place_in(index)];
}

void NetworkPage::change(std::function<void(NetworkOptions&, Look&)> by) const {
  context.actions.emplace_back(action::ChangeNetwork{std::move(by)});
}

std::optional<NetworkPage> network_page(const ViewContext& context, const Inspection* seen,
                                        const Inspection* prediction) {
  const NetworkFigures* const figures = seen ? seen->network() : nullptr;
  const Dataset* const dataset = context.run.facts->dataset.get();
  if (!figures || !dataset) return std::nullopt;
  const ModelSnapshot* const model = find_model(context.run, figures->model);
  const ModelSnapshot* const looked = looked_at(context.run, context.state.look);
  if (!model || model != looked || model->spec.widths.size() < 2) return std::nullopt;
  const ModelSpec& spec = model->spec;
  NetworkPage page{.context = context, .dataset = *dataset, .model = *model, .steps = figures->steps};
  const auto take = [&spec](const auto& part) { return part && fits(*part, spec) ? part.get() : nullptr; };
  page.layers = take(figures->layers);
  page.order = take(figures->order);
  if (take(figures->values)) page.values = figures->values;
  page.history = take(figures->history);
  page.units = figures->units;
  if (figures->pinned && fits(figures->pinned->a, spec) && fits(figures->pinned->b, spec))
    page.pinned = figures->pinned.get();
  if (!page.layers) return std::nullopt;  // nothing about this network yet
  const PredictionFigures* const row = prediction ? prediction->prediction() : nullptr;
  if (!row || row->raw.size() != place_in(dataset->columns)) return page;
  page.row = row;
  for (const PredictionFigures::Model& each : row->models) {
    if (each.id != model->choice.id || each.layers.size() != place_in(spec.layers())) continue;
    const bool same = std::equal(each.layers.begin(), each.layers.end(), spec.widths.begin() + 1,
                                 [](const LayerTrace& layer, std::int64_t width) {
                                   return layer.activation.size() == place_in(width);
                                 });
    if (same && (page.regression() || each.probabilities.size() == place_in(dataset->classes())))
      page.answer = &each;
  }
  return page;
}

ImVec4 depth_color(const NetworkPage& page, std::int64_t layer) {
  const Theme& theme = page.ui().theme;
  if (!page.hidden(layer)) return theme.muted;
  const auto last = static_cast<float>(std::max<std::int64_t>(1, page.layer_count() - 2));
  const float depth = static_cast<float>(layer) / last;
  const ImVec4 pale = mix(page.color(), theme.text, 0.75F), dark = mix(page.color(), theme.panel, 0.42F);
  return depth < 0.5F ? mix(pale, page.color(), depth * 2) : mix(page.color(), dark, depth * 2 - 1);
}

std::string small_number(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "NaN" : value > 0 ? "inf" : "-inf";
  const double size = std::abs(value);
  if (size > 0 && (size < 0.001 || size >= 1e5)) {
    std::string result = power_text(value, 1);
    for (const char* const zeros : {"e-0", "e+0"}) {  // "1.5e-03" says no more than "1.5e-3"
      if (const std::size_t found = result.find(zeros); found != std::string::npos)
        result.erase(found + 2, 1);
    }
    return result;
  }
  return decimals_text(value, size == 0 || size >= 1000 ? 0 : size < 0.1 ? 4 : size < 10 ? 3 : 1);
}

}  // namespace headroom::app
