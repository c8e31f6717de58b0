// Looks at the weights of every network on the device, layer by layer.
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

class NetworkInspector : public LaneInspector {
 public:
  Findings findings() override { return std::move(figures_); }

 private:
  // One piece of one tensor.
  bool look(const Lane& lane, const PreparedData&) override {
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
    if (layer_ == 0 && !gradient_) figures_.models.push_back({lane.choice.id, {}});
    std::vector<LayerFigures>& layers = figures_.models.back().layers;
    if (gradient_) {
      layers.back().gradient_norm = std::sqrt(sums.squares);
    } else {
      const auto count = static_cast<double>(sums.count);
      layers.push_back({.min = sums.min,
                        .max = sums.max,
                        .mean = sums.sum / count,
                        .rms = std::sqrt(sums.squares / count),
                        .zeros = static_cast<double>(sums.zeros) / count});
    }
    gradient_ = !gradient_;
    if (gradient_) return false;
    if (++layer_ + 1 < lane.spec.widths.size()) return false;
    layer_ = 0;
    return true;
  }

  // Where it goes on.
  std::size_t layer_ = 0;
  bool gradient_ = false;
  std::int64_t first_ = 0;
  Sums sums_;
  NetworkFigures figures_;
};

}  // namespace

std::unique_ptr<Inspector> make_network_inspector() { return std::make_unique<NetworkInspector>(); }

}  // namespace headroom
