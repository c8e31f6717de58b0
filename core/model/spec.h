// What a network is: widths, activation, output; and how it is trained. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

enum class Activation { kRelu, kTanh, kSigmoid, kGelu };
// The output decides the loss: sigmoid - binary cross-entropy, softmax - cross-entropy, linear -
// mean squared error.
enum class Output { kSigmoid, kSoftmax, kLinear };
enum class OptimizerKind { kSgd, kMomentum, kAdam, kAdamW };
enum class Precision { kFp32, kTf32, kBf16 };
enum class Shuffle { kEpoch, kNone };

std::string_view activation_name(Activation a);    // "relu", "tanh", "sigmoid", "gelu"
std::string_view output_name(Output o);            // "sigmoid", "softmax", "linear"
std::string_view optimizer_name(OptimizerKind k);  // "sgd", "momentum", "adam", "adamw"
std::string_view precision_name(Precision p);      // "fp32", "tf32", "bf16"
// Throw Error{kUsage} that lists the choices.
Activation parse_activation(std::string_view name);
Output parse_output(std::string_view name);
OptimizerKind parse_optimizer(std::string_view name);
Precision parse_precision(std::string_view name);

// A multilayer perceptron. widths = {inputs, hidden..., outputs}; layer l maps widths[l] to
// widths[l+1] with y = act(W x + b), W: [widths[l+1], widths[l]] row-major, b: [widths[l+1]].
struct ModelSpec {
  std::vector<std::int64_t> widths;
  Activation activation = Activation::kRelu;
  Output output = Output::kSigmoid;

  std::int64_t layers() const { return static_cast<std::int64_t>(widths.size()) - 1; }
  std::int64_t inputs() const { return widths.front(); }
  std::int64_t outputs() const { return widths.back(); }
  bool operator==(const ModelSpec&) const = default;
};

// P = sum(n_i * n_{i+1} + n_{i+1}). Throws Error{kOutOfMemory} on overflow.
std::int64_t parameter_count(const ModelSpec& spec);
// "230 → 50 → 50 → 1", runs of equal widths as "5×200".
std::string widths_text(const ModelSpec& spec);
// "50x50" -> {50, 50}. Throws Error{kUsage} naming the bad part; widths are 1 to 1,000,000, layers at
// most 64.
std::vector<std::int64_t> parse_hidden(std::string_view text);
// Throws Error{kBadInput} for fewer than two widths or a width below 1.
void validate(const ModelSpec& spec);

// As PyTorch 2: torch.optim.SGD, Adam, AdamW, their defaults where nothing is said here.
struct OptimizerSettings {
  OptimizerKind kind = OptimizerKind::kAdam;
  double learning_rate = 1e-3;
  double momentum = 0.9;  // kMomentum only
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double l2 = 0.0;  // added to the gradient (weight_decay of SGD and Adam), decoupled for AdamW
  bool operator==(const OptimizerSettings&) const = default;
};

// Floats of optimizer state per parameter: 0, 1, 2, 2.
int optimizer_states(OptimizerKind kind);

struct TrainSettings {
  std::int64_t epochs = 20;
  std::int64_t batch = 64;
  OptimizerSettings optimizer;
  std::uint64_t seed = 1;  // split, initial weights and shuffling derive from it
  Shuffle shuffle = Shuffle::kEpoch;
  Precision precision = Precision::kFp32;
  // Stop when the validation loss has not improved by min_delta for `patience` epochs; 0: never.
  std::int64_t early_stop_patience = 0;
  double early_stop_min_delta = 1e-4;
  bool operator==(const TrainSettings&) const = default;
};

// How the weights start. kTorch: U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for weights and biases, as
// torch.nn.Linear. `gain` multiplies the weights of the output layer only.
struct InitSettings {
  double output_gain = 1.0;
  bool operator==(const InitSettings&) const = default;
};

}  // namespace headroom
