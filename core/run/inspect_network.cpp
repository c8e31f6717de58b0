// Looks into the network that is looked at, part by part: its weights and what became of them since the last
// look, training rows on their way through it, its units, those that are pinned.
//
// Everything told of one look belongs to the weights that were copied when it began. When only the look has
// changed, those of a moment ago will do; newer ones follow at once.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "core/run/inspections.h"
#include "core/run/network_memory.h"
#include "core/run/network_values.h"

namespace headroom {
namespace {

bool other_network(const Look& before, const Look& after) {
  if (before.model != after.model || before.unit != after.unit || before.network != after.network)
    return true;
  // The row is told of only where a unit is switched off.
  const bool pinned = after.unit || after.network.other;
  return pinned && predicts_otherwise(before, after);
}

class NetworkInspector : public Inspector {
 public:
  NetworkInspector(std::shared_ptr<NetworkMemories> memories, const Look& look)
      : memories_(std::move(memories)), look_(look) {}

  bool advance(const Run& run, const std::function<bool()>& time_is_up) override {
    if (!memory_) {
      lane_ = looked_lane(run, look_.model);
      if (!lane_) return true;
      begin(run);
    }
    do {
      if (piece(run, time_is_up)) return true;
    } while (!time_is_up());
    return false;
  }

  Findings findings() override {
    if (!memory_) return NetworkFigures{};
    const NetworkMemory& memory = *memory_;
    NetworkFigures figures;
    figures.model = lane_->choice.id;
    figures.steps = memory.weights.steps();
    figures.layers = memory.layers;
    figures.order = memory.order.told(look_.network.order);
    figures.values = memory.values;
    figures.units = memory.pictures.told();
    figures.pinned = memory.pinned.told();
    figures.history = memory.history.told();
    return figures;
  }
  bool more() const override { return more_; }

 private:
  enum class Phase { kStart, kTake, kTrace, kLayers, kFirstOrder, kValues, kUnits, kPinned, kOrder, kPast };

  void begin(const Run& run) {
    memory_ = &memories_->of(run, *lane_);
    NetworkMemory& memory = *memory_;
    const bool doubted = std::exchange(memory.doubted, false);
    const bool other = other_network(std::exchange(memory.look, look_), look_);
    const bool going_on = std::exchange(memory.going_on, false);
    const bool older = memory.weights.steps() != lane_->trainer->steps();
    if (doubted || memory.weights.version() == 0 || (older && !other && !going_on)) {
      memory.weights.renew();
      memory.rows.renew();
      memory.pictures.renew();
    } else {
      behind_ = older;
    }
  }

  // True when there is something to tell.
  bool piece(const Run& run, const std::function<bool()>& time_is_up) {
    NetworkMemory& memory = *memory_;
    const NetworkData with{*memory.stages, run.data(), memory.rows};
    switch (phase_) {
      case Phase::kStart: return go_on(memory.weights.draw_start(run, *lane_), Phase::kTake);
      case Phase::kTake: return go_on(memory.weights.take(*lane_), Phase::kTrace);
      case Phase::kTrace: return go_on(memory.rows.trace(*lane_), Phase::kLayers);
      case Phase::kLayers: return go_on(describe_layers(), Phase::kFirstOrder);
      case Phase::kFirstOrder:
        // The order takes a while: first the picture, where it does not depend on it.
        return go_on(look_.network.order == UnitOrder::kIndex || memory.order.make(memory.weights, *lane_),
                     Phase::kValues);
      case Phase::kValues:
        if (!make_values()) return false;
        phase_ = Phase::kUnits;
        return more_ = memory.going_on = !std::exchange(memory.told, true);
      case Phase::kUnits: return go_on(memory.pictures.make(*lane_, with), Phase::kPinned);
      case Phase::kPinned:
        return go_on(memory.pinned.make(look_, *lane_, memory.weights, with), Phase::kOrder);
      case Phase::kOrder:
        memory.past.want(*lane_->trainer, memory.history.told().get());
        return go_on(memory.order.make(memory.weights, *lane_), Phase::kPast);
      case Phase::kPast: return remember_past(time_is_up);
    }
    return true;
  }

  // A moment of the past or a part of the way to it in each piece, few of them in one look: the rest follows
  // with the next.
  bool remember_past(const std::function<bool()>& time_is_up) {
    NetworkMemory& memory = *memory_;
    if (remembered_++ < kRemembered && !memory.past.advance(*lane_->trainer, time_is_up)) return false;
    if (const auto past = memory.past.take()) memory.history.insert(*past);
    more_ = behind_ || memory.past.wanted();
    return true;
  }

  bool go_on(bool done, Phase next) {
    if (done) phase_ = next;
    return false;
  }

  // A layer at a time; true once all are told.
  bool describe_layers() {
    NetworkMemory& memory = *memory_;
    if (memory.layers && memory.layers_version == memory.weights.version()) return true;
    if (layers_.of.empty()) {
      layers_.steps = memory.weights.steps();
      layers_.rows = memory.rows.count();
      layers_.all_rows = memory.rows.all();
    }
    const std::size_t l = layers_.of.size();
    LayerFigures layer = memory.weights.figures()[l];
    layer.dead_units = memory.rows.dead(lane_->spec, static_cast<std::int64_t>(l));
    if (!layer.dead_units.empty()) {
      layer.dead = std::count(layer.dead_units.begin(), layer.dead_units.end(), true);
    }
    layers_.of.push_back(std::move(layer));
    if (static_cast<std::int64_t>(layers_.of.size()) < lane_->spec.layers()) return false;
    memory.layers = std::make_shared<const LayersFigures>(std::exchange(layers_, {}));
    memory.layers_version = memory.weights.version();
    // A step that is looked back at is no new moment: what came after it is still so.
    if (!lane_->trainer->looking())
      memory.history.add(*memory.layers, memory.weights.kept() ? &memory.weights.now() : nullptr);
    return true;
  }

  bool make_values() {
    NetworkMemory& memory = *memory_;
    const NetworkLook& look = look_.network;
    const bool kept = memory.weights.kept();
    const bool of_weights = look.values == NetworkValues::kWeights || look.values == NetworkValues::kChange;
    if (of_weights && !kept) {
      memory.values.reset();
      return true;
    }
    std::shared_ptr<const NetworkOrder> order;
    if (look.order == UnitOrder::kLearned) order = memory.order.told(look.order);
    const bool same = memory.values && memory.values_version == memory.weights.version() &&
                      memory.values->values == look.values && memory.values_order == order;
    if (same) return true;
    if (!values_) values_.emplace(look, order);
    if (!values_->advance(*lane_, memory.weights, memory.rows)) return false;
    memory.values = values_->take();
    memory.values_version = memory.weights.version();
    memory.values_order = std::move(order);
    values_.reset();
    return true;
  }

  std::shared_ptr<NetworkMemories> memories_;
  const Look look_;
  const Lane* lane_ = nullptr;
  NetworkMemory* memory_ = nullptr;  // null: it has not begun, or no network trains
  bool behind_ = false;              // the run is further than the weights that are told of
  bool more_ = false;
  static constexpr int kRemembered = 8;  // pieces of the past in one look
  int remembered_ = 0;
  // Where it goes on.
  Phase phase_ = Phase::kStart;
  LayersFigures layers_;
  std::optional<NetworkValuesMaker> values_;
};

}  // namespace

InspectorKind network_inspector_kind() {
  const auto memories = std::make_shared<NetworkMemories>();
  return {.make = [memories](const Look& look) { return std::make_unique<NetworkInspector>(memories, look); },
          .other = other_network,
          .forget = [memories] { memories->doubt(); }};
}

}  // namespace headroom
