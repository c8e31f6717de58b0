// The weights of the network that is looked at, copied so that everything that is said of them belongs to one
// moment; beside those that it started with.
//
//   NetworkWeights weights;
//   while (!weights.draw_start(run, lane)) {}   // each call is one piece
//   weights.renew();
//   while (!weights.take(lane)) {}
//   weights.now().layers[2].weight; weights.start(); weights.figures()[2].rms;
//
// Networks of more than NetworkFigures::kMostParameters are not copied: kept() is false, figures() are summed
// up while they are read.
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/number_sums.h"
#include "core/model/weight_draw.h"
#include "core/model/weights.h"
#include "core/run/network_figures.h"
#include "core/run/run.h"

namespace headroom {

// "layers.2"
std::string layer_tensor(std::size_t layer);

class NetworkWeights {
 public:
  // True once they are there, or cannot be: too large, or not drawn by the seed. In that case the first that
  // are taken stand in for them.
  bool draw_start(const Run& run, const Lane& lane);
  // The next take() reads them again.
  void renew();
  bool take(const Lane& lane);

  bool kept() const { return kept_; }
  const Weights& now() const { return now_; }
  const Weights& start() const { return start_; }
  std::uint64_t version() const { return version_; }  // of now(): 0 before the first
  std::int64_t steps() const { return steps_; }
  std::int64_t since() const { return since_; }  // the step of start()
  // With everything but dead units.
  const std::vector<LayerFigures>& figures() const { return figures_; }

 private:
  void add(const std::vector<float>& numbers);
  void take_piece(const Lane& lane);
  void finish_layer(const Lane& lane);
  void take_gradients(const Lane& lane);

  std::optional<WeightDraw> draw_;
  bool kept_ = false, has_start_ = false;
  Weights start_, now_;
  std::uint64_t version_ = 0;
  std::int64_t steps_ = -1, since_ = 0;
  std::vector<LayerFigures> figures_;
  // Being taken, and where it goes on.
  bool taking_ = true;
  Weights next_;
  std::vector<LayerFigures> next_figures_;
  NumberSums sums_;
  double change_squares_ = 0;  // since the look before
  std::int64_t next_steps_ = 0;
  std::size_t layer_ = 0, next_number_ = 0;
};

}  // namespace headroom
