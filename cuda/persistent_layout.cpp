#include "cuda/persistent_layout.h"

#include <algorithm>

namespace headroom::gpu {
namespace {

// Floats of a line of `width` numbers and a constant: a multiple of 4, and an odd one.
std::int64_t line_floats(std::int64_t width) {
  const std::int64_t quads = (width + 1 + 3) / 4;
  return 4 * (quads + 1 - quads % 2);
}

// Hands out places one behind the other, in whole groups of four floats.
class Places {
 public:
  explicit Places(Bytes limit) : limit_(limit / 4) {}

  int take(std::int64_t lines, std::int64_t line) {
    const std::int64_t place = used_;
    // Either factor beyond the limit is enough to say no, so their product cannot overflow.
    if (lines > limit_ || line > limit_) {
      used_ = limit_ + 1;
    } else if (used_ <= limit_) {
      used_ += (lines * line + 3) / 4 * 4;
    }
    return static_cast<int>(std::min(place, limit_));
  }
  bool fits() const { return used_ <= limit_; }
  int floats() const { return static_cast<int>(used_); }

 private:
  std::int64_t limit_;
  std::int64_t used_ = 0;
};

}  // namespace

std::optional<PersistentLayout> persistent_layout(const ModelSpec& model, OptimizerKind optimizer,
                                                  std::int64_t batch, Bytes limit) {
  if (model.layers() > kMostPersistentLayers || batch > limit) return std::nullopt;
  Places places(std::min<Bytes>(limit, kMiB));
  const std::int64_t rows = (batch + kPersistentTile - 1) / kPersistentTile * kPersistentTile;
  PersistentLayout layout{};
  layout.layers = static_cast<int>(model.layers());
  layout.rows = static_cast<int>(rows);
  std::int64_t widest_hidden = 0;
  int input = places.take(rows, line_floats(model.inputs()));
  for (int l = 0; l < layout.layers; ++l) {
    const bool hidden = l + 1 < layout.layers;
    const std::int64_t in = model.widths[static_cast<std::size_t>(l)];
    const std::int64_t out = model.widths[static_cast<std::size_t>(l) + 1];
    if (in > limit || out > limit) return std::nullopt;
    PersistentLayer& layer = layout.layer[l];
    layer.in = static_cast<int>(in);
    layer.out = static_cast<int>(out);
    layer.line = static_cast<int>(line_floats(in));
    layer.output_line = static_cast<int>(line_floats(out));
    layer.weight = places.take(out, layer.line);
    for (int i = 0; i < optimizer_states(optimizer); ++i) layer.moment[i] = places.take(out, layer.line);
    layer.input = input;
    layer.output = places.take(rows, layer.output_line);
    layer.pre_activation =
        model.keeps_pre_activation(l) ? places.take(rows, layer.output_line) : layer.output;
    layer.delta = layer.output;
    if (hidden) widest_hidden = std::max<std::int64_t>(widest_hidden, layer.output_line);
    input = layer.output;
  }
  // The way back needs the gradients of two neighbouring layers at a time; the last one's lie in its output.
  const int hidden_layers = layout.layers - 1;
  int deltas[2] = {0, 0};
  for (int i = 0; i < std::min(hidden_layers, 2); ++i) deltas[i] = places.take(rows, widest_hidden);
  for (int l = 0; l < hidden_layers; ++l) layout.layer[l].delta = deltas[l % 2];
  layout.target = places.take(rows, 1);
  layout.row_loss = places.take(rows, 1);
  layout.row_correct = places.take(rows, 1);
  layout.order = places.take(rows, 1);
  layout.floats = places.floats();
  if (!places.fits()) return std::nullopt;
  return layout;
}

}  // namespace headroom::gpu
