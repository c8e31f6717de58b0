// libtorch, PyTorch without Python: the same eager operators, Adam in its fused kernel.
#include <torch/torch.h>

#include <cstdlib>
#include <memory>

#include "protocol.h"

namespace {

class Peer {
 public:
  Peer(const peers::Work& work, peers::Rows rows) : work_(work), rows_(std::move(rows)) {
    x_ = torch::from_blob(rows_.x.data(), {rows_.count, work.features()});
    const torch::Tensor y = torch::from_blob(rows_.y.data(), {rows_.count});
    y_ = work.softmax() ? y.to(torch::kLong) : y;
    for (std::size_t l = 0; l < work.layers(); ++l) {
      torch::nn::Linear layer(work.widths[l], work.widths[l + 1]);
      linear_.push_back(layer);
      for (const torch::Tensor& parameter : layer->parameters()) parameters_.push_back(parameter);
    }
    restart();
  }

  void set_weights(const std::vector<peers::Layer>& layers) {
    const torch::NoGradGuard guard;
    for (std::size_t l = 0; l < layers.size(); ++l) {
      linear_[l]->weight.copy_(torch::tensor(layers[l].weight).view_as(linear_[l]->weight));
      linear_[l]->bias.copy_(torch::tensor(layers[l].bias));
    }
    restart();
  }

  void learn(long first, long count) {
    for (long at = first; at < first + count; at += peers::kCheckBatch) {
      step(x_.narrow(0, at, peers::kCheckBatch), y_.narrow(0, at, peers::kCheckBatch));
    }
  }

  double loss(long first, long count) {
    const torch::NoGradGuard guard;
    return loss_of(x_.narrow(0, first, count), y_.narrow(0, first, count)).item<double>();
  }

  void epochs(long batch, peers::Watch& watch) {
    do {
      for (const torch::Tensor& rows : torch::randperm(rows_.count).split(batch)) {
        step(x_.index_select(0, rows), y_.index_select(0, rows));
      }
    } while (watch.lap());
  }

 private:
  void restart() {
    for (auto* list : {&gradients_, &mean_, &square_, &greatest_, &steps_}) list->clear();
    for (const torch::Tensor& parameter : parameters_) {
      mean_.push_back(torch::zeros_like(parameter).detach());
      square_.push_back(torch::zeros_like(parameter).detach());
      steps_.push_back(torch::zeros({}));
    }
  }

  torch::Tensor loss_of(torch::Tensor value, const torch::Tensor& target) {
    for (std::size_t l = 0; l < linear_.size(); ++l) {
      value = linear_[l]->forward(value);
      if (l + 1 < linear_.size()) value = torch::relu(value);
    }
    if (work_.softmax()) return torch::cross_entropy_loss(value, target);
    return torch::binary_cross_entropy_with_logits(value.squeeze(1), target);
  }

  void step(const torch::Tensor& x, const torch::Tensor& y) {
    const torch::Tensor loss = loss_of(x, y);
    for (torch::Tensor& parameter : parameters_) parameter.mutable_grad() = torch::Tensor();
    loss.backward();
    const torch::NoGradGuard guard;
    gradients_.clear();
    for (const torch::Tensor& parameter : parameters_) gradients_.push_back(parameter.grad());
    for (torch::Tensor& count : steps_) *count.data_ptr<float>() += 1;
    at::_fused_adam_(parameters_, gradients_, mean_, square_, greatest_, steps_, peers::kRate, 0.9, 0.999,
                     0.0, 1e-8, false, false);
  }

  peers::Work work_;
  peers::Rows rows_;
  torch::Tensor x_, y_;
  std::vector<torch::nn::Linear> linear_;
  std::vector<torch::Tensor> parameters_, gradients_, mean_, square_, greatest_, steps_;
};

}  // namespace

int main() {
  at::globalContext().setFlushDenormal(true);
  if (const char* threads = std::getenv("OMP_NUM_THREADS")) torch::set_num_threads(std::atoi(threads));
  return peers::serve(TORCH_VERSION, [](const peers::Work& work, peers::Rows rows) {
    return std::make_unique<Peer>(work, std::move(rows));
  });
}
