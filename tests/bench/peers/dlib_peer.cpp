// dlib's networks on the processor, with its own Adam.
#include <dlib/dnn.h>

#include <algorithm>
#include <memory>
#include <numeric>

#include "protocol.h"

namespace {

using Input = dlib::input<dlib::matrix<float>>;
template <unsigned long N, typename Below>
using Hidden = dlib::relu<dlib::fc<N, Below>>;
using NetworkA = dlib::loss_multiclass_log<dlib::fc<2, Hidden<50, Hidden<50, Input>>>>;
using NetworkBs = dlib::loss_binary_log<dlib::fc<1, Hidden<50, Hidden<50, Input>>>>;
using NetworkBl = dlib::loss_binary_log<
    dlib::fc<1, Hidden<200, Hidden<200, Hidden<200, Hidden<200, Hidden<200, Input>>>>>>>;

struct AnyPeer {
  virtual ~AnyPeer() = default;
  virtual void set_weights(const std::vector<peers::Layer>& layers) = 0;
  virtual void learn(long first, long count) = 0;
  virtual double loss(long first, long count) = 0;
  virtual void epochs(long batch, peers::Watch& watch) = 0;
};

// Copies the weights of a layer [out, in] to dlib's [in, out] with the biases behind them.
struct SetWeights {
  const peers::Work& work;
  const std::vector<peers::Layer>& layers;
  std::size_t next;  // dlib visits them from the last
  template <unsigned long N, typename Below>
  void operator()(dlib::add_layer<dlib::fc_<N, dlib::FC_HAS_BIAS>, Below>& layer) {
    const peers::Layer& from = layers[--next];
    const long in = work.widths[next], out = work.widths[next + 1];
    float* to = layer.layer_details().get_layer_params().host();
    for (long i = 0; i < in; ++i) {
      for (long o = 0; o < out; ++o) *to++ = from.weight[static_cast<std::size_t>(o * in + i)];
    }
    std::copy(from.bias.begin(), from.bias.end(), to);
  }
  template <typename Other>
  void operator()(Other&) {}
};

template <typename Network>
class Peer final : public AnyPeer {
 public:
  using Label = typename Network::training_label_type;

  Peer(const peers::Work& work, peers::Rows rows)
      : work_(work),
        rows_(std::move(rows)),
        solvers_(Network::num_computational_layers, dlib::adam(0, 0.9f, 0.999f)) {
    order_.resize(static_cast<std::size_t>(rows_.count));
    std::iota(order_.begin(), order_.end(), 0);
    // A first pass makes the parameters. Later ones go without the conversion from matrices.
    const dlib::matrix<float> row = dlib::zeros_matrix<float>(work.features(), 1);
    network_.to_tensor(&row, &row + 1, x_);
    network_.subnet().forward(x_);
  }

  void set_weights(const std::vector<peers::Layer>& layers) override {
    dlib::visit_layers(network_.subnet(), SetWeights{work_, layers, layers.size()});
  }

  void learn(long first, long count) override {
    for (long at = first; at < first + count; at += peers::kCheckBatch) step(at, peers::kCheckBatch);
  }

  double loss(long first, long count) override {
    gather(first, count);
    return network_.compute_loss(x_, labels_.begin());
  }

  void epochs(long batch, peers::Watch& watch) override {
    std::mt19937 random(1);
    do {
      std::shuffle(order_.begin(), order_.end(), random);
      for (long at = 0; at < rows_.count; at += batch) step(at, std::min(batch, rows_.count - at));
    } while (watch.lap());
  }

 private:
  void gather(long first, long count) {
    const long width = work_.features();
    x_.set_size(count, 1, width, 1);  // as to_tensor() lays rows out
    labels_.resize(static_cast<std::size_t>(count));
    float* to = x_.host_write_only();
    for (long i = 0; i < count; ++i) {
      const long row = order_[static_cast<std::size_t>(first + i)];
      to = std::copy_n(rows_.x.data() + row * width, width, to);
      const float y = rows_.y[static_cast<std::size_t>(row)];
      labels_[static_cast<std::size_t>(i)] = static_cast<Label>(work_.softmax() ? y : 2 * y - 1);
    }
  }

  void step(long first, long count) {
    gather(first, count);
    network_.compute_parameter_gradients(x_, labels_.begin());
    network_.update_parameters(solvers_, peers::kRate);
  }

  peers::Work work_;
  peers::Rows rows_;
  std::vector<long> order_;
  Network network_;
  std::vector<dlib::adam> solvers_;
  dlib::resizable_tensor x_;
  std::vector<Label> labels_;
};

}  // namespace

int main() {
  return peers::serve(PEER_VERSION, [](const peers::Work& work, peers::Rows rows) {
    std::unique_ptr<AnyPeer> peer;
    if (work.name == "A") peer = std::make_unique<Peer<NetworkA>>(work, std::move(rows));
    if (work.name == "Bs") peer = std::make_unique<Peer<NetworkBs>>(work, std::move(rows));
    if (work.name == "Bl") peer = std::make_unique<Peer<NetworkBl>>(work, std::move(rows));
    return peer;
  });
}
