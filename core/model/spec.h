// What a network is: widths, activation, output; and how it is trained. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/names.h"
#include "core/model/activation.h"
#include "core/model/optimizer.h"

namespace headroom {

// The output decides the loss: sigmoid - binary cross-entropy, softmax - cross-entropy, linear -
// mean squared error.
enum class Output { kSigmoid, kSoftmax, kLinear };
// kPortable: fp32 on the processor whose results have the same bits on every processor, at a price in time.
enum class Precision { kFp32, kTf32, kBf16, kPortable };
enum class Shuffle { kEpoch, kNone };

inline constexpr auto kOutputNames = names<Output>(
    {{Output::kSigmoid, "sigmoid"}, {Output::kSoftmax, "softmax"}, {Output::kLinear, "linear"}});
inline constexpr auto kPrecisionNames = names<Precision>({{Precision::kFp32, "fp32"},
                                                          {Precision::kTf32, "tf32"},
                                                          {Precision::kBf16, "bf16"},
                                                          {Precision::kPortable, "portable"}});
inline constexpr auto kShuffleNames = names<Shuffle>({{Shuffle::kEpoch, "epoch"}, {Shuffle::kNone, "none"}});

inline std::string_view output_name(Output o) { return kOutputNames.name(o); }
inline std::string_view precision_name(Precision p) { return kPrecisionNames.name(p); }
inline Output parse_output(std::string_view name) { return kOutputNames.parse(name, "output"); }
inline Precision parse_precision(std::string_view name) { return kPrecisionNames.parse(name, "precision"); }

// A multilayer perceptron. widths = {inputs, hidden..., outputs}; layer l maps widths[l] to
// widths[l+1] with y = act(W x + b), W: [widths[l+1], widths[l]] row-major, b: [widths[l+1]].
struct ModelSpec {
  std::vector<std::int64_t> widths;
  Activation activation = Activation::kRelu;
  Output output = Output::kSigmoid;

  std::int64_t layers() const { return static_cast<std::int64_t>(widths.size()) - 1; }
  std::int64_t inputs() const { return widths.front(); }
  std::int64_t outputs() const { return widths.back(); }
  // Whether a training step keeps z of this layer: hidden, with an activation whose backward pass needs it.
  bool keeps_pre_activation(std::int64_t layer) const {
    return layer + 1 < layers() && kActivationTable.row(activation).keeps_pre_activation;
  }
  bool operator==(const ModelSpec&) const = default;
};

// P = sum(n_i * n_{i+1} + n_{i+1}). Throws Error{kOutOfMemory} on overflow.
std::int64_t parameter_count(const ModelSpec& spec);
// "230 → 50 → 50 → 1", runs of equal widths as "5×200".
std::string widths_text(const ModelSpec& spec);
// "50x50", "50, 50" or "50 50" -> {50, 50}. Throws Error{kUsage} naming the bad part; widths are 1 to
// 1,000,000, layers at most 64.
std::vector<std::int64_t> parse_hidden(std::string_view text);
// Throws Error{kBadInput} for fewer than two widths or a width below 1.
void validate(const ModelSpec& spec);

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

// How weights and biases start; the formulas stand in core/model/weights.h. A run that does not say starts as
// PyTorch does, and so do records from before there was a choice.
enum class InitScheme { kTorch, kGlorot, kHe };

struct InitSchemeRow {
  InitScheme value;
  std::string_view name;
  std::string_view title;  // in the window
};

inline constexpr auto kInitSchemeTable = named_rows<InitSchemeRow>({
    {InitScheme::kTorch, "torch", "PyTorch"},
    {InitScheme::kGlorot, "glorot", "Glorot"},
    {InitScheme::kHe, "he", "He"},
});

inline std::string_view init_scheme_name(InitScheme scheme) { return kInitSchemeTable.name(scheme); }

// output_gain multiplies the weights of the output layer only.
struct InitSettings {
  InitScheme scheme = InitScheme::kTorch;
  double output_gain = 1.0;
  bool operator==(const InitSettings&) const = default;
};

}  // namespace headroom
