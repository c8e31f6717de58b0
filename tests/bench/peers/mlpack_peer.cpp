// mlpack on the BLAS it was linked with, with ensmallen's Adam: in fp32 like everybody, or with
// -DPEER_NUMBER=double in the numbers that it computes in unless told otherwise.
#include <algorithm>
#include <cmath>
#include <memory>

// A step is as long as it says, not divided by the batch.
#define ENS_OLD_SEPARABLE_STEP_BEHAVIOR
#include <mlpack.hpp>

#include "protocol.h"

namespace {

#ifndef PEER_NUMBER
#define PEER_NUMBER float
#endif
using Number = PEER_NUMBER;
using Matrix = arma::Mat<Number>;

// Tells the watch about every epoch, and ends the training when it is enough.
struct Laps {
  peers::Watch* watch;
  template <typename Optimizer, typename Function, typename M>
  bool EndEpoch(Optimizer&, Function&, const M&, std::size_t, double) {
    return !watch->lap();
  }
};

template <typename Loss>
class Peer {
 public:
  Peer(const peers::Work& work, peers::Rows rows) : work_(work), network_(Loss(false)) {
    const auto count = static_cast<arma::uword>(rows.count),
               width = static_cast<arma::uword>(work.features());
    x_ = arma::conv_to<Matrix>::from(arma::fmat(rows.x.data(), width, count));
    y_ = arma::conv_to<Matrix>::from(arma::fmat(rows.y.data(), 1, count));
    for (std::size_t l = 0; l < work.layers(); ++l) {
      network_.template Add<mlpack::Linear<Matrix>>(static_cast<std::size_t>(work.widths[l + 1]));
      if (l + 1 < work.layers()) network_.template Add<mlpack::ReLU<Matrix>>();
    }
    if (work.softmax()) {
      network_.template Add<mlpack::LogSoftMax<Matrix>>();
    } else {
      network_.template Add<mlpack::Sigmoid<Matrix>>();
    }
    network_.Reset(width);
  }

  // Parameters: of each layer the weights [out, in] column by column, then the biases.
  void set_weights(const std::vector<peers::Layer>& layers) {
    Number* at = network_.Parameters().memptr();
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const long in = work_.widths[l], out = work_.widths[l + 1];
      for (long i = 0; i < in; ++i) {
        for (long o = 0; o < out; ++o) *at++ = layers[l].weight[static_cast<std::size_t>(o * in + i)];
      }
      at = std::copy(layers[l].bias.begin(), layers[l].bias.end(), at);
    }
  }

  void learn(long first, long count) {
    const auto begin = static_cast<arma::uword>(first), end = static_cast<arma::uword>(first + count - 1);
    adam_.BatchSize() = peers::kCheckBatch;
    adam_.MaxIterations() = static_cast<std::size_t>(count);
    adam_.Shuffle() = false;
    network_.Train(Matrix(x_.cols(begin, end)), Matrix(y_.cols(begin, end)), adam_);
  }

  double loss(long first, long count) {
    Matrix out;
    network_.Predict(x_.cols(static_cast<arma::uword>(first), static_cast<arma::uword>(first + count - 1)),
                     out);
    double sum = 0;
    for (long i = 0; i < count; ++i) {
      const auto column = static_cast<arma::uword>(i);
      const double y = static_cast<double>(y_(0, column + static_cast<arma::uword>(first)));
      const double p = static_cast<double>(out(0, column));
      sum -= work_.softmax() ? static_cast<double>(out(static_cast<arma::uword>(y), column))
                             : std::log(std::max(y > 0 ? p : 1 - p, 1e-30));
    }
    return sum / static_cast<double>(count);
  }

  void epochs(long batch, peers::Watch& watch) {
    adam_.BatchSize() = static_cast<std::size_t>(batch);
    adam_.MaxIterations() = 0;  // until the watch says so
    adam_.Shuffle() = true;
    network_.Train(x_, y_, adam_, Laps{&watch});
  }

 private:
  peers::Work work_;
  Matrix x_, y_;
  mlpack::FFN<Loss, mlpack::RandomInitialization, Matrix> network_;
  // Moments are kept from one call to the next; no tolerance ends the training.
  ens::Adam adam_{peers::kRate, 32, 0.9, 0.999, 1e-8, 0, -1, true, false};
};

struct AnyPeer {
  virtual ~AnyPeer() = default;
  virtual void set_weights(const std::vector<peers::Layer>& layers) = 0;
  virtual void learn(long first, long count) = 0;
  virtual double loss(long first, long count) = 0;
  virtual void epochs(long batch, peers::Watch& watch) = 0;
};

template <typename Loss>
struct Some final : AnyPeer {
  Peer<Loss> peer;
  Some(const peers::Work& work, peers::Rows rows) : peer(work, std::move(rows)) {}
  void set_weights(const std::vector<peers::Layer>& layers) override { peer.set_weights(layers); }
  void learn(long first, long count) override { peer.learn(first, count); }
  double loss(long first, long count) override { return peer.loss(first, count); }
  void epochs(long batch, peers::Watch& watch) override { peer.epochs(batch, watch); }
};

}  // namespace

int main() {
  return peers::serve(mlpack::util::GetVersion(), [](const peers::Work& work, peers::Rows rows) {
    std::unique_ptr<AnyPeer> peer;
    if (work.softmax()) {
      peer = std::make_unique<Some<mlpack::NegativeLogLikelihoodType<Matrix>>>(work, std::move(rows));
    } else {
      peer = std::make_unique<Some<mlpack::BCELossType<Matrix>>>(work, std::move(rows));
    }
    return peer;
  });
}
