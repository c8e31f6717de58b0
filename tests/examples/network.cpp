// The examples of the headers that look inside a network, as in core.cpp.
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/model/layer_trace.h"
#include "core/model/leading_pattern.h"
#include "core/model/number_sums.h"
#include "core/model/seeds.h"
#include "core/model/weight_draw.h"
#include "core/run/inspection.h"
#include "core/run/layer_matrix.h"
#include "core/run/learned_order.h"
#include "core/run/network_answer.h"
#include "core/run/network_history.h"
#include "core/run/network_memory.h"
#include "core/run/network_rows.h"
#include "core/run/network_values.h"
#include "core/run/network_weights.h"
#include "core/run/past_moments.h"
#include "core/run/pinned_units.h"
#include "core/run/switched_off.h"
#include "core/run/unit_detail.h"
#include "core/run/unit_pictures.h"

namespace headroom {
namespace {

[[maybe_unused]] void pattern_of_a_change(const LayerWeights& w, const LayerWeights& w0, std::int64_t in) {
  LeadingPattern pattern({.now = w.weight, .start = w0.weight, .columns = in}, {}, {});
  while (!pattern.advance()) {
  }
  pattern.share();
  pattern.units();
}

[[maybe_unused]] void sums_of_a_layer(const LayerWeights& layer) {
  NumberSums sums;
  sums.add(layer.weight);
  sums.rms();
}

[[maybe_unused]] void weights_drawn_in_pieces(const ModelSpec& spec, const RunConfig& config) {
  WeightDraw draw(spec, config.init, weight_seed(config.train.seed));
  while (!draw.advance(1 << 17)) {
  }
  const Weights start = draw.take();
}

[[maybe_unused]] void picture_of_a_layer(const LayerWeights& w, const LayerWeights& w0, std::int64_t in,
                                         const NetworkOrder& order, std::size_t l) {
  LayerMatrixMaker maker({w.weight, w0.weight, in, order.units[l + 1], order.units[l]});
  while (!maker.advance()) {
  }
  const LayerMatrix matrix = maker.take();
}

[[maybe_unused]] void order_of_units(const NetworkWeights& weights, const Lane& lane) {
  LearnedOrder order;
  while (!order.make(weights, lane)) {
  }
  order.told(UnitOrder::kLearned)->units;
}

[[maybe_unused]] void what_outputs_say(std::span<const float> outputs) {
  network_answer(Output::kSoftmax, {}, outputs).said;
}

[[maybe_unused]] void figures_of_a_network(const Inspection* inspection) {
  const NetworkFigures& seen = *inspection->network();
  if (seen.layers) seen.layers->of[2].dead;
  if (seen.values) seen.values->layers[0].at(13, 4);
}

[[maybe_unused]] void history_of_a_network(const LayersFigures& layers, const NetworkWeights& weights,
                                           const NetworkHistory& past) {
  NetworkHistoryKeeper keeper;
  keeper.add(layers, &weights.now());
  keeper.insert(past);
  keeper.told();
}

[[maybe_unused]] void past_of_a_network(Trainer& trainer, NetworkHistoryKeeper& history,
                                        const std::function<bool()>& time_is_up) {
  PastMoments past;
  past.want(trainer, history.told().get());
  while (!past.advance(trainer, time_is_up)) {
  }
  if (auto told = past.take()) history.insert(*told);
}

[[maybe_unused]] void look_at_a_change(Look& look) {
  look.network.values = NetworkValues::kChange;
  look.network.order = UnitOrder::kLearned;
}

[[maybe_unused]] void memory_of_a_network(const Run& run, const Lane& lane) {
  NetworkMemories memories;
  NetworkMemory& memory = memories.of(run, lane);
  memory.weights.now();
}

[[maybe_unused]] void rows_through_a_network(const RowStages& stages, const PreparedData& data,
                                             const Lane& lane) {
  NetworkRows rows;
  rows.choose(stages, data.split, lane.spec);
  rows.renew();
  while (!rows.trace(lane)) {
  }
  rows.activations(2);
}

[[maybe_unused]] void values_of_a_network(const std::shared_ptr<const NetworkOrder>& order, const Lane& lane,
                                          const NetworkWeights& weights, const NetworkRows& rows) {
  NetworkValuesMaker maker({.values = NetworkValues::kChange, .order = UnitOrder::kLearned}, order);
  while (!maker.advance(lane, weights, rows)) {
  }
  const std::shared_ptr<const ValuesFigures> values = maker.take();
}

[[maybe_unused]] void weights_of_a_moment(const Run& run, const Lane& lane) {
  NetworkWeights weights;
  while (!weights.draw_start(run, lane)) {
  }
  weights.renew();
  while (!weights.take(lane)) {
  }
  weights.now().layers[2].weight;
  weights.start();
  weights.figures()[2].rms;
}

[[maybe_unused]] void units_that_are_pinned(const Look& look, const Lane& lane, const NetworkWeights& weights,
                                            const RowStages& stages, const PreparedData& data,
                                            const NetworkRows& rows) {
  PinnedUnits pinned;
  while (!pinned.make(look, lane, weights, {stages, data, rows})) {
  }
  pinned.told();
}

[[maybe_unused]] void without_a_unit(const ModelSpec& spec, const Weights& weights,
                                     const std::vector<float>& features) {
  const SwitchedOff off(spec, weights, {.layer = 1, .unit = 5});
  off.outputs(trace_layers(spec, weights, features));
}

[[maybe_unused]] void a_unit_in_its_numbers(const Lane& lane, const NetworkWeights& weights,
                                            const NetworkRows& rows) {
  UnitDetail unit = describe_unit({.layer = 4, .unit = 53}, lane, weights, rows);
  unit.fires_all;
}

[[maybe_unused]] void pictures_of_units(const Lane& lane, const RowStages& stages, const PreparedData& data,
                                        const NetworkRows& rows) {
  UnitPictures pictures;
  pictures.renew();
  while (!pictures.make(lane, {stages, data, rows})) {
  }
  pictures.told();
}

}  // namespace
}  // namespace headroom
