// Looks at the batch that was trained last: weights, gradients and times are taken at once, so that they
// belong together; then its rows go through a copy of the network, a few at a time, while training goes on;
// then that copy is trained on them, to tell what each layer takes.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "core/base/permutation.h"
#include "core/device/cpu/layer_replay.h"
#include "core/model/layer_trace.h"
#include "core/model/seeds.h"
#include "core/run/inspections.h"
#include "core/run/judge_rows.h"

namespace headroom {
namespace {

// The last few times of each pass that was measured by itself: their median is steady where one is not.
class PassTimes {
 public:
  // `pass`: what is timed, in words.
  void add(const std::string& pass, double seconds) {
    std::deque<double>& times = times_[pass];
    times.push_back(seconds);
    if (times.size() > kKept) times.pop_front();
  }
  std::size_t count(const std::string& pass) const {
    const auto found = times_.find(pass);
    return found == times_.end() ? 0 : found->second.size();
  }
  // 0 before the first.
  double median(const std::string& pass) const {
    const auto found = times_.find(pass);
    if (found == times_.end()) return 0;
    std::vector<double> times(found->second.begin(), found->second.end());
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
  }

 private:
  static constexpr std::size_t kKept = 9;
  std::map<std::string, std::deque<double>> times_;
};

template <typename Work>
double seconds_of(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double squares(const std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum;
}

class BatchInspector : public LaneInspector {
 public:
  explicit BatchInspector(std::shared_ptr<PassTimes> times) : times_(std::move(times)) {}

  Findings findings() override { return std::move(figures_); }

 private:
  using Model = BatchFigures::Model;

  // One piece: what must belong to one step, a few rows, a layer of a pass that is timed, or a whole pass.
  bool look(const Lane& lane, const PreparedData& data) override {
    if (!taken_) {
      take(lane, data.shape);
      return false;
    }
    Model& model = figures_.models.back();
    if (seen_ < model.rows) {
      look_at_rows(lane.spec, data);
      return false;
    }
    if (!replay_layers(lane)) return false;
    for (BatchFigures::Layer& layer : model.layers)
      layer.zeros /= static_cast<double>(model.rows * layer.out);
    measure(lane, data.shape, model);
    taken_ = false;
    return true;
  }

  static std::int64_t rows_of(const Trainer& trainer, const DataShape& shape, std::int64_t batch) {
    return std::min(trainer.settings().batch, shape.train_rows - (batch - 1) * trainer.settings().batch);
  }
  // From 0 over the run; before the first step the one that comes first.
  static std::int64_t last_step(const Trainer& trainer) {
    return std::max<std::int64_t>(trainer.steps(), 1) - 1;
  }

  void take(const Lane& lane, const DataShape& shape) {
    const Trainer& trainer = *lane.trainer;
    const TrainSettings& settings = trainer.settings();
    Model model;
    model.id = lane.choice.id;
    model.steps = trainer.steps();
    model.batches = trainer.steps_per_epoch();
    const std::int64_t last = last_step(trainer);
    model.epoch = last / model.batches + 1;
    model.batch = last % model.batches + 1;
    model.rows = rows_of(trainer, shape, model.batch);
    first_ = (model.batch - 1) * settings.batch;
    const History& history = trainer.history();
    if (model.steps > 0 && history.steps_per_entry == 1 && !history.step_loss.empty()) {
      model.loss_before = static_cast<double>(history.step_loss.back());
    }
    // Gradients are computed when the first of them is read.
    gradient_seconds_ = seconds_of([&] { lane.trainer->engine().read("gradient.layers.0.weight", 0, 1); });
    take_layers(lane, model);
    figures_.models.push_back(std::move(model));
    seen_ = 0;
    features_.clear();
    targets_.clear();
    taken_ = true;
  }

  static std::string network_name(const ModelSpec& spec, const Model& model) {
    return model.id + " " + widths_text(spec) + " " + std::to_string(model.rows) + " rows";
  }

  // So many rows that no layer takes much longer than a piece should, nor much memory.
  static std::int64_t rows_to_time(const ModelSpec& spec, std::int64_t rows) {
    constexpr std::int64_t kMostProducts = 50'000'000, kMostValues = 4 << 20;
    std::int64_t products = 1, widest = 1;
    for (std::size_t l = 0; l + 1 < spec.widths.size(); ++l) {
      products = std::max(products, spec.widths[l] * spec.widths[l + 1]);
      widest = std::max({widest, spec.widths[l], spec.widths[l + 1]});
    }
    return std::clamp(std::min(kMostProducts / products, kMostValues / widest), std::int64_t{1}, rows);
  }

  // One layer of one pass; true when there have been enough passes. A run that waits is looked at once, so
  // the first look makes several.
  bool replay_layers(const Lane& lane) {
    Model& model = figures_.models.back();
    const std::string network = " " + network_name(lane.spec, model) + " " +
                                std::string(optimizer_name(lane.trainer->settings().optimizer.kind));
    const auto pass = [&](std::size_t layer, const char* way) {
      return std::string(way) + " " + std::to_string(layer) + network;
    };
    if (!replay_) {
      model.timed_rows = static_cast<std::int64_t>(targets_.size());
      replay_.emplace(cpu::ReplayJob{lane.spec, lane.trainer->settings().optimizer, std::move(weights_),
                                     std::move(features_), std::move(targets_)});
    }
    if (!replay_->advance()) return false;
    for (std::size_t l = 0; l < model.layers.size(); ++l) {
      const cpu::LayerSeconds& seconds = replay_->seconds()[l];
      times_->add(pass(l, "layer forward"), seconds.forward);
      times_->add(pass(l, "layer backward"), seconds.backward);
      times_->add(pass(l, "layer update"), seconds.update);
      model.layers[l].times = {times_->median(pass(l, "layer forward")),
                               times_->median(pass(l, "layer backward")),
                               times_->median(pass(l, "layer update"))};
    }
    if (times_->count(pass(0, "layer forward")) < kLeastPasses) return false;
    replay_.reset();
    return true;
  }

  void measure(const Lane& lane, const DataShape& shape, Model& model) {
    const Trainer& trainer = *lane.trainer;
    const std::string network = network_name(lane.spec, model);
    // The batch trained since may be an epoch's last and smaller.
    if (rows_of(trainer, shape, last_step(trainer) % model.batches + 1) == model.rows) {
      const std::string last = "layers." + std::to_string(lane.spec.layers() - 1) + ".pre_activation";
      const double forward =
          seconds_of([&] { lane.trainer->engine().read(last, 0, model.rows * lane.spec.outputs()); });
      if (gradient_seconds_ > forward) {  // else they had been read before
        times_->add("forward " + network, forward);
        times_->add("gradient " + network, gradient_seconds_);
      }
    }
    const double rate = trainer.steps_per_second();
    model.times = {times_->median("forward " + network), times_->median("gradient " + network),
                   rate > 0 ? 1 / rate : 0};
  }

  void take_layers(const Lane& lane, Model& model) {
    Engine& engine = lane.trainer->engine();
    weights_.layers.clear();
    for (std::int64_t l = 0; l < lane.spec.layers(); ++l) {
      const std::int64_t in = lane.spec.widths[static_cast<std::size_t>(l)];
      const std::int64_t out = lane.spec.widths[static_cast<std::size_t>(l + 1)];
      const std::string name = "layers." + std::to_string(l);
      weights_.layers.push_back(
          {engine.read(name + ".weight", 0, in * out), engine.read(name + ".bias", 0, out)});
      BatchFigures::Layer layer{.in = in, .out = out, .parameters = in * out + out};
      layer.z_min = layer.min = std::numeric_limits<double>::infinity();
      layer.z_max = layer.max = -layer.min;
      layer.gradient_norm = std::sqrt(squares(engine.read("gradient." + name + ".weight", 0, in * out)) +
                                      squares(engine.read("gradient." + name + ".bias", 0, out)));
      // The engine is then a step back, to find the layer that diverged.
      if (lane.trainer->divergence() && !lane.trainer->looking())
        layer.gradient_norm = std::numeric_limits<double>::quiet_NaN();
      model.layers.push_back(layer);
    }
    order_ = {lane.trainer->settings().shuffle, lane.trainer->settings().seed, model.epoch - 1};
  }

  void look_at_rows(const ModelSpec& spec, const PreparedData& data) {
    Model& model = figures_.models.back();
    const Permutation order(static_cast<std::uint32_t>(data.shape.train_rows), shuffle_seed(order_.seed),
                            static_cast<std::uint64_t>(order_.epoch));
    std::vector<std::int64_t> places;
    for (std::int64_t i = seen_; i < std::min(model.rows, seen_ + kTraceRows); ++i) {
      const std::int64_t at = first_ + i;
      places.push_back(order_.shuffle == Shuffle::kEpoch ? order(static_cast<std::uint32_t>(at)) : at);
    }
    const JudgedRows judged = judge_rows(spec, weights_, data, places);
    const std::int64_t timed = rows_to_time(spec, model.rows) - static_cast<std::int64_t>(targets_.size());
    const std::int64_t taken = std::clamp(timed, std::int64_t{0}, static_cast<std::int64_t>(places.size()));
    features_.insert(features_.end(), judged.features.begin(),
                     judged.features.begin() + taken * spec.inputs());
    targets_.insert(targets_.end(), judged.targets.begin(), judged.targets.begin() + taken);
    for (const JudgedRow& row : judged.rows) {
      model.loss_sum += row.loss;
      if (spec.output != Output::kLinear && row.said == static_cast<std::int64_t>(row.target))
        ++model.correct;
      if (model.shown.size() < kShownRows) model.shown.push_back(row);
    }
    for (std::size_t l = 0; l < model.layers.size(); ++l) {
      BatchFigures::Layer& layer = model.layers[l];
      for (const double z : judged.layers[l].pre_activation) {
        layer.z_min = std::min(layer.z_min, z);
        layer.z_max = std::max(layer.z_max, z);
      }
      for (const double value : judged.layers[l].activation) {
        layer.min = std::min(layer.min, value);
        layer.max = std::max(layer.max, value);
        layer.zeros += value == 0 ? 1 : 0;
      }
    }
    seen_ += static_cast<std::int64_t>(places.size());
  }

  struct Order {
    Shuffle shuffle = Shuffle::kEpoch;
    std::uint64_t seed = 0;
    std::int64_t epoch = 0;
  };

  std::shared_ptr<PassTimes> times_;
  BatchFigures figures_;
  // Where it goes on.
  bool taken_ = false;      // what follows is of this lane
  Weights weights_;         // as they were then
  Order order_;             // of the rows
  std::int64_t first_ = 0;  // position of the batch in its epoch
  std::int64_t seen_ = 0;   // rows
  double gradient_seconds_ = 0;
  // The rows to time the layers with, and how far that is.
  static constexpr std::size_t kLeastPasses = 3;
  std::vector<float> features_, targets_;
  std::optional<cpu::LayerReplay> replay_;
};

}  // namespace

std::function<std::unique_ptr<Inspector>()> batch_inspector_maker() {
  return [times = std::make_shared<PassTimes>()] { return std::make_unique<BatchInspector>(times); };
}

}  // namespace headroom
