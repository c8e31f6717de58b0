#include "support/network_demo.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <tuple>

#include "core/device/cpu/cpu_device.h"
#include "core/run/run_thread.h"

namespace headroom::app::demo {
namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

RunConfig config_of(const NetworkDemo& wish) {
  auto data = std::make_shared<Dataset>();
  data->source = "by hand";
  data->rows = 60;
  data->columns = wish.columns;
  data->task = wish.classes > 0 ? Task::kClassification : Task::kRegression;
  data->target_name = "y";
  for (std::int64_t c = 0; c < wish.columns; ++c) data->column_names.push_back("x" + std::to_string(c));
  for (std::int64_t k = 0; k < wish.classes; ++k) data->class_names.push_back("class " + std::to_string(k));
  for (std::int64_t r = 0; r < data->rows; ++r) {
    for (std::int64_t c = 0; c < wish.columns; ++c)
      data->values.push_back(static_cast<float>((r * 7 + c * 3) % 17) - (c == 1 ? 8.0F : 0.0F));
    data->targets.push_back(static_cast<float>(wish.classes > 0 ? r % wish.classes : r));
  }
  RunConfig config;
  config.id = "by_hand";
  config.title = "By hand";
  config.models = {{"large", "Large", wish.hidden}};
  config.selected = {"large"};
  config.activation = wish.activation;
  if (wish.classes == 0) config.output = Output::kLinear;
  if (wish.classes > 2) config.output = Output::kSoftmax;
  config.dataset = std::move(data);
  config.train.batch = 10;
  return config;
}

LayerMatrix matrix_of(const ModelSpec& spec, std::int64_t layer, const NetworkLook& look) {
  const std::int64_t in = spec.widths[at(layer)], out = spec.widths[at(layer + 1)];
  const bool rows = look.values == NetworkValues::kActivations, learned = look.order == UnitOrder::kLearned;
  LayerMatrix m;
  m.lines = rows ? 10 : out;
  m.columns = rows ? out : in;
  m.block = std::max<std::int64_t>(
      1, (std::max(m.lines, m.columns) + LayerMatrix::kMostSide - 1) / LayerMatrix::kMostSide);
  m.shown_lines = (m.lines + m.block - 1) / m.block;
  m.shown_columns = (m.columns + m.block - 1) / m.block;
  for (std::int64_t i = 0; i < m.shown_lines; ++i) {
    for (std::int64_t j = 0; j < m.shown_columns; ++j) {
      const float value = rows ? static_cast<float>((i + j) % 3) * 0.5F
                               : drawn_weight(layer, learned ? out - 1 - i : i, learned ? in - 1 - j : j);
      m.mean.push_back(value);
      m.largest = std::max(m.largest, std::abs(value));
    }
  }
  if (m.block > 1) m.least = m.most = m.mean;
  return m;
}

NetworkHistory history_of(const ModelSpec& spec, std::int64_t steps) {
  NetworkHistory history;
  for (std::int64_t m = 1; m <= 6; ++m) history.steps.push_back(steps * m / 6);
  for (std::int64_t l = 0; l < spec.layers(); ++l) {
    const std::int64_t in = spec.widths[at(l)], out = spec.widths[at(l + 1)];
    NetworkHistory::Layer layer;
    layer.low = -2;
    layer.high = 2;
    for (std::int64_t m = 0; m < 6; ++m) {
      layer.gradient_norm.push_back(0.1 * static_cast<double>(m + 1) * static_cast<double>(l + 1));
      layer.update_ratio.push_back(1e-3);
      layer.dead_share.push_back(l + 1 < spec.layers() ? 0.05 * static_cast<double>(m) : std::nan(""));
      for (std::int64_t b = 0; b < NetworkHistory::kBins; ++b)
        layer.density.push_back(static_cast<std::uint32_t>(std::max<std::int64_t>(0, 20 - std::abs(b - 24))));
      if (in * out > NetworkHistory::kMostTracked) continue;
      for (std::int64_t u = 0; u < out; ++u) {
        for (std::int64_t s = 0; s < in; ++s)
          layer.weights.push_back(drawn_weight(l, u, s) * static_cast<float>(m + 1) / 6);
        layer.biases.push_back(0.1F);
      }
    }
    history.layers.push_back(std::move(layer));
  }
  return history;
}

UnitDetail detail_of(const ModelSpec& spec, UnitAt unit, std::int64_t classes) {
  UnitDetail detail;
  detail.at = unit;
  detail.most = 1.5;
  detail.bins.assign(at(UnitDetail::kBins * (classes == 2 ? 2 : 1)), 3);
  detail.fires.assign(at(std::max<std::int64_t>(1, classes)), 0.7);
  detail.fires_all = 0.7;
  const std::int64_t in = spec.widths[at(unit.layer)];
  for (std::int64_t s = 0; s < in; ++s) {
    detail.weights_in.push_back(drawn_weight(unit.layer, unit.unit, s));
    detail.change_in.push_back(0.25F * detail.weights_in.back());
  }
  if (unit.layer + 1 < spec.layers()) {
    for (std::int64_t u = 0; u < spec.widths[at(unit.layer + 2)]; ++u)
      detail.weights_out.push_back(drawn_weight(unit.layer + 1, u, unit.unit));
  }
  detail.answer = 0.95;
  detail.answer_off = 0.006;
  detail.quality = 0.95;
  detail.quality_off = 0.79;
  detail.judged = 12;
  return detail;
}

UnitFigures units_of(const ModelSpec& spec, const NetworkDemo& wish) {
  UnitFigures units;
  units.steps = wish.steps;
  units.left = 0;
  units.right = 16;
  units.bottom = -8;
  units.top = 8;
  const std::int64_t side = UnitFigures::kSide;
  const bool few = std::all_of(spec.widths.begin(), spec.widths.end(),
                               [](std::int64_t w) { return w <= UnitFigures::kMostUnits; });
  for (std::int64_t l = 0; l < spec.layers(); ++l) {
    const std::int64_t out = spec.widths[at(l + 1)];
    std::vector<std::vector<float>> pictures;
    for (std::int64_t u = 0; wish.columns == 2 && few && u < out; ++u) {
      std::vector<float> picture;
      for (std::int64_t i = 0; i < side * side; ++i)
        picture.push_back(static_cast<float>(i % side * (u + 1)) * 0.01F);
      if (wish.broken && l == 0 && u == 1) picture[3] = std::numeric_limits<float>::quiet_NaN();
      pictures.push_back(std::move(picture));
    }
    units.pictures.push_back(std::move(pictures));
    units.largest.push_back(1);
    units.means.emplace_back(at(out * std::max<std::int64_t>(1, wish.classes)), 0.5F);
    if (wish.broken && l == 0) units.means.back()[1] = std::numeric_limits<float>::quiet_NaN();
  }
  if (wish.columns == 2) {
    const std::int64_t wide = UnitFigures::kOutputSide;
    for (std::int64_t i = 0; i < wide * wide; ++i)
      units.output.push_back(static_cast<float>(i % wide) / static_cast<float>(wide));
  }
  return units;
}

NetworkFigures figures_of(const ModelSpec& spec, const NetworkDemo& wish, const Look& look) {
  NetworkFigures figures;
  figures.model = "large";
  figures.steps = wish.steps;
  LayersFigures layers;
  layers.steps = wish.steps;
  layers.rows = 48;
  layers.all_rows = true;
  NetworkOrder order;
  ValuesFigures values;
  values.steps = wish.steps;
  values.values = wish.look.values;
  values.order = wish.look.order;
  for (std::size_t i = 0; i < spec.widths.size(); ++i) {
    order.units.push_back(backwards(spec.widths[i]));
    if (wish.look.order == UnitOrder::kIndex) std::sort(order.units.back().begin(), order.units.back().end());
  }
  for (std::int64_t l = 0; l < spec.layers(); ++l) {
    LayerFigures layer{.in = spec.widths[at(l)], .out = spec.widths[at(l + 1)]};
    layer.parameters = layer.in * layer.out + layer.out;
    layer.min = -1;
    layer.max = 1;
    layer.rms = 0.4;
    layer.gradient_norm = wish.broken ? std::nan("") : 0.65;
    layer.update_ratio = wish.steps > 0 ? 1.5e-3 : std::nan("");
    if (l + 1 < spec.layers() && wish.activation == Activation::kRelu) {
      layer.dead_units.assign(at(layer.out), false);
      layer.dead_units[0] = true;
      layer.dead = 1;
      for (std::int64_t u = 0; u < layer.out / 4; ++u) layer.dead_units[at(u)] = true;
      layer.dead = std::max<std::int64_t>(1, layer.out / 4);
    }
    layers.of.push_back(layer);
    values.layers.push_back(matrix_of(spec, l, wish.look));
    order.one_pattern.push_back(0.2 + 0.1 * static_cast<double>(l));
    order.moved.push_back(0.1 + 0.01 * static_cast<double>(l));
  }
  figures.layers = std::make_shared<const LayersFigures>(std::move(layers));
  if (!wish.whole) return figures;
  figures.order = std::make_shared<const NetworkOrder>(std::move(order));
  figures.values = std::make_shared<const ValuesFigures>(std::move(values));
  figures.units = std::make_shared<const UnitFigures>(units_of(spec, wish));
  figures.history = std::make_shared<const NetworkHistory>(history_of(spec, wish.steps));
  PinnedFigures pinned;
  if (look.unit) pinned.a = detail_of(spec, *look.unit, wish.classes);
  if (look.network.other) pinned.b = detail_of(spec, *look.network.other, wish.classes);
  pinned.alike_activations = -0.92;
  figures.pinned = std::make_shared<const PinnedFigures>(std::move(pinned));
  return figures;
}

// A run that waits at its start; what predicts is looked at as it is.
Snapshot run_of(const NetworkDemo& wish) {
  static std::map<std::tuple<std::vector<std::int64_t>, std::int64_t, std::int64_t, Activation>, Snapshot>
      made;
  const auto [place, first] = made.try_emplace({wish.hidden, wish.columns, wish.classes, wish.activation});
  if (!first) return place->second;
  RunThread run({.list = [] { return std::vector<DeviceInfo>{cpu::CpuDevice(1).info()}; },
                 .open = [](const std::string&) { return std::make_unique<cpu::CpuDevice>(1); }},
                {});
  run.post(command::Load{config_of(wish)});
  run.post(command::Watch{interest(Inspect::kPrediction), Look{.row = 7, .unit = UnitAt{0, 1}}});
  for (int i = 0; i < 60'000; ++i) {
    const auto now = run.snapshot();
    if (now->error) throw *now->error;
    if (now->inspections[index_of(Inspect::kPrediction)]) return place->second = *now;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  throw std::runtime_error("the run did not come");
}

}  // namespace

float drawn_weight(std::int64_t layer, std::int64_t unit, std::int64_t source) {
  return static_cast<float>((layer * 31 + unit * 17 + source * 7) % 23 - 11) / 10;
}

std::vector<std::int32_t> backwards(std::int64_t n) {
  std::vector<std::int32_t> order(at(n));
  std::iota(order.rbegin(), order.rend(), 0);
  return order;
}

Demo network_demo(const NetworkDemo& wish) {
  Demo demo{"network", run_of(wish), ui_state()};
  demo.state.tab = Tab::kNetwork;
  demo.state.look.row = 7;
  demo.state.look.network = wish.look;
  const ModelSpec& spec = demo.run.curves->models.front().spec;
  demo.state.look.unit = UnitAt{0, 1};
  Inspection seen;
  seen.kind = Inspect::kNetwork;
  seen.version = 1;
  seen.findings = figures_of(spec, wish, demo.state.look);
  demo.run.inspections[index_of(Inspect::kNetwork)] = std::make_shared<const Inspection>(std::move(seen));
  return demo;
}

}  // namespace headroom::app::demo
