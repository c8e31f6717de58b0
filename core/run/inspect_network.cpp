// Looks at the weights of the network that is looked at, layer by layer.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/run/inspections.h"

namespace headroom {
namespace {

constexpr std::int64_t kPiece = 1 << 16;  // numbers read at once

struct Sums {
  double min = std::numeric_limits<double>::infinity(), max = -min;
  double sum = 0, squares = 0;
  std::int64_t count = 0, zeros = 0;

  void add(const std::vector<float>& values) {
    for (const double value : values) {
      min = std::min(min, value);
      max = std::max(max, value);
      sum += value;
      squares += value * value;
      zeros += value == 0 ? 1 : 0;
    }
    count += static_cast<std::int64_t>(values.size());
  }
};

class NetworkInspector : public Inspector {
 public:
  explicit NetworkInspector(Look look) : looked_(std::move(look)) {}

  bool advance(const Run& run, const std::function<bool()>& time_is_up) override {
    const Lane* const lane = looked_lane(run, looked_.model);
    if (!lane) return true;
    figures_.model = lane->choice.id;
    figures_.steps = lane->trainer->steps();
    bool done = false;
    do {
      done = look(*lane);
    } while (!done && !time_is_up());
    return done;
  }

  Findings findings() override {
    figures_.layers = std::make_shared<const LayersFigures>(std::move(layers_));
    return std::move(figures_);
  }

 private:
  // One piece of one tensor; true when it was the last one.
  bool look(const Lane& lane) {
    Engine& engine = lane.trainer->engine();
    const std::string name =
        (gradient_ ? "gradient.layers." : "layers.") + std::to_string(layer_) + ".weight";
    const std::int64_t size = lane.spec.widths[layer_] * lane.spec.widths[layer_ + 1];
    const std::int64_t count = std::min(kPiece, size - first_);
    sums_.add(engine.read(name, first_, count));
    first_ += count;
    return first_ == size && next_tensor(lane);
  }

  // Whether that was the last one.
  bool next_tensor(const Lane& lane) {
    const Sums sums = std::exchange(sums_, {});
    first_ = 0;
    if (layer_ == 0 && !gradient_) layers_.steps = lane.trainer->steps();
    if (gradient_) {
      layers_.of.back().gradient_norm = std::sqrt(sums.squares);
    } else {
      const auto count = static_cast<double>(sums.count);
      const std::int64_t in = lane.spec.widths[layer_], out = lane.spec.widths[layer_ + 1];
      layers_.of.push_back({.in = in,
                            .out = out,
                            .parameters = in * out + out,
                            .min = sums.min,
                            .max = sums.max,
                            .mean = sums.sum / count,
                            .rms = std::sqrt(sums.squares / count),
                            .zeros = static_cast<double>(sums.zeros) / count});
    }
    gradient_ = !gradient_;
    if (gradient_) return false;
    return ++layer_ + 1 == lane.spec.widths.size();
  }

  // Where it goes on.
  std::size_t layer_ = 0;
  bool gradient_ = false;
  std::int64_t first_ = 0;
  Sums sums_;
  Look looked_;
  LayersFigures layers_;
  NetworkFigures figures_;
};

}  // namespace

std::unique_ptr<Inspector> make_network_inspector(const Look& look) {
  return std::make_unique<NetworkInspector>(look);
}

}  // namespace headroom
