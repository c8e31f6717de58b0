#include "core/run/unit_detail.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace headroom {
namespace {

std::size_t units_of(const ModelSpec& spec, const UnitAt& at) {
  return static_cast<std::size_t>(spec.widths[static_cast<std::size_t>(at.layer) + 1]);
}

// What the unit puts out, row by row.
std::vector<double> column_of(const NetworkRows& rows, const ModelSpec& spec, const UnitAt& at) {
  const std::span<const float> values = rows.activations(at.layer);
  const std::size_t units = units_of(spec, at);
  std::vector<double> column;
  for (std::size_t i = static_cast<std::size_t>(at.unit); i < values.size(); i += units) {
    column.push_back(static_cast<double>(values[i]));
  }
  return column;
}

// From where on an activation says that the unit is switched on.
double threshold(const ModelSpec& spec, const UnitAt& at) {
  const bool last = at.layer + 1 == spec.layers();
  const bool share = last ? spec.output != Output::kLinear : spec.activation == Activation::kSigmoid;
  return share ? 0.5 : 0;
}

void describe_rows(UnitDetail& unit, const ModelSpec& spec, const NetworkRows& rows) {
  const std::vector<double> column = column_of(rows, spec, unit.at);
  const double on = threshold(spec, unit.at);
  const auto groups = static_cast<std::size_t>(rows.groups());
  std::vector<double> counts(groups);
  unit.fires.assign(groups, 0);
  unit.least = std::numeric_limits<double>::infinity();
  unit.most = -unit.least;
  for (std::size_t row = 0; row < column.size(); ++row) {
    const auto group = static_cast<std::size_t>(rows.group(static_cast<std::int64_t>(row)));
    ++counts[group];
    unit.fires[group] += column[row] > on ? 1 : 0;
    unit.fires_all += column[row] > on ? 1 : 0;
    if (!std::isfinite(column[row])) continue;
    unit.least = std::min(unit.least, column[row]);
    unit.most = std::max(unit.most, column[row]);
  }
  if (!(unit.least <= unit.most)) unit.least = unit.most = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t g = 0; g < groups; ++g) unit.fires[g] /= counts[g];
  unit.fires_all /= static_cast<double>(column.size());
  const bool apart = groups == 2;
  unit.bins.assign((apart ? 2 : 1) * static_cast<std::size_t>(UnitDetail::kBins), 0);
  const double width = unit.most - unit.least;
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (!std::isfinite(column[row])) continue;
    const double share = width > 0 ? (column[row] - unit.least) / width : 0;
    const auto bin = static_cast<std::int64_t>(share * static_cast<double>(UnitDetail::kBins));
    const std::int64_t group = apart ? rows.group(static_cast<std::int64_t>(row)) : 0;
    ++unit.bins[static_cast<std::size_t>(group * UnitDetail::kBins + std::min(bin, UnitDetail::kBins - 1))];
  }
}

void describe_weights(UnitDetail& unit, const Lane& lane, const NetworkWeights& weights) {
  const auto layer = static_cast<std::size_t>(unit.at.layer);
  const std::int64_t in = lane.spec.widths[layer];
  if (!weights.kept()) {
    unit.weights_in = lane.trainer->engine().read(layer_tensor(layer) + ".weight", unit.at.unit * in, in);
    return;
  }
  const std::vector<float>&now = weights.now().layers[layer].weight,
        &start = weights.start().layers[layer].weight;
  for (auto i = static_cast<std::size_t>(unit.at.unit * in);
       unit.weights_in.size() < static_cast<std::size_t>(in); ++i) {
    unit.weights_in.push_back(now[i]);
    unit.change_in.push_back(now[i] - start[i]);
  }
  if (unit.at.layer + 1 == lane.spec.layers()) return;
  const std::vector<float>& next = weights.now().layers[layer + 1].weight;
  for (std::size_t i = static_cast<std::size_t>(unit.at.unit); i < next.size();
       i += units_of(lane.spec, unit.at)) {
    unit.weights_out.push_back(next[i]);
  }
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double mean_a = 0, mean_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    mean_a += a[i] / static_cast<double>(a.size());
    mean_b += b[i] / static_cast<double>(a.size());
  }
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / std::sqrt(aa * bb);
}

}  // namespace

UnitDetail describe_unit(const UnitAt& at, const Lane& lane, const NetworkWeights& weights,
                         const NetworkRows& rows) {
  UnitDetail unit;
  unit.at = at;
  describe_rows(unit, lane.spec, rows);
  describe_weights(unit, lane, weights);
  return unit;
}

double alike_activations(const NetworkRows& rows, const ModelSpec& spec, const UnitAt& a, const UnitAt& b) {
  return correlation(column_of(rows, spec, a), column_of(rows, spec, b));
}

double cosine_of(std::span<const float> a, std::span<const float> b) {
  double product = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const auto x = static_cast<double>(a[i]), y = static_cast<double>(b[i]);
    product += x * y;
    aa += x * x;
    bb += y * y;
  }
  return product / std::sqrt(aa * bb);
}

}  // namespace headroom
