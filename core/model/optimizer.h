// The optimizers and their settings, as PyTorch 2 has them: torch.optim.SGD, Adam, AdamW, RMSprop.
//
// A new one is a row here and its rule for one parameter, each in one file: core/device/cpu/optimizers.cpp,
// cuda/kernels/optimizer_rules.cuh. A hyper-parameter is a member of the settings and a row; documents and
// checks follow.
#pragma once

#include <limits>

#include "core/base/names.h"

namespace headroom {

enum class OptimizerKind { kSgd, kMomentum, kAdam, kAdamW, kRmsprop };

struct OptimizerRow {
  OptimizerKind value;
  std::string_view name;
  std::string_view title;        // in the window
  int moments;                   // floats of state per parameter
  bool decoupled_decay = false;  // l2 shrinks the weights themselves and is not added to the gradient
};

inline constexpr auto kOptimizerTable = named_rows<OptimizerRow>({
    {OptimizerKind::kSgd, "sgd", "SGD", 0},
    {OptimizerKind::kMomentum, "momentum", "momentum", 1},
    {OptimizerKind::kAdam, "adam", "Adam", 2},
    {OptimizerKind::kAdamW, "adamw", "AdamW", 2, true},
    {OptimizerKind::kRmsprop, "rmsprop", "RMSprop", 1},
});

inline std::string_view optimizer_name(OptimizerKind kind) { return kOptimizerTable.name(kind); }
inline OptimizerKind parse_optimizer(std::string_view name) {
  return kOptimizerTable.parse(name, "optimizer");
}
inline int optimizer_states(OptimizerKind kind) { return kOptimizerTable.row(kind).moments; }

// The defaults are PyTorch's.
struct OptimizerSettings {
  OptimizerKind kind = OptimizerKind::kAdam;
  double learning_rate = 1e-3;
  double momentum = 0.9;  // kMomentum only
  double beta1 = 0.9;
  double beta2 = 0.999;
  double alpha = 0.99;  // kRmsprop only
  double epsilon = 1e-8;
  double l2 = 0.0;  // weight_decay
  bool operator==(const OptimizerSettings&) const = default;
};

struct HyperParameter {
  std::string_view name;  // in documents
  std::string_view title;
  double OptimizerSettings::*value;
  bool above_zero;          // else 0 is allowed
  double below;             // exclusive upper bound
  std::string_view wanted;  // the same in words
  constexpr bool allows(double x) const { return (above_zero ? x > 0 : x >= 0) && x < below; }  // NaN: no
};

inline constexpr double kNoLimit = std::numeric_limits<double>::infinity();
inline constexpr HyperParameter kHyperParameters[] = {
    {"learning_rate", "learning rate", &OptimizerSettings::learning_rate, true, kNoLimit,
     "a positive number"},
    {"momentum", "momentum", &OptimizerSettings::momentum, false, 1, "0 to below 1"},
    {"beta1", "beta1", &OptimizerSettings::beta1, false, 1, "0 to below 1"},
    {"beta2", "beta2", &OptimizerSettings::beta2, false, 1, "0 to below 1"},
    {"alpha", "alpha", &OptimizerSettings::alpha, false, 1, "0 to below 1"},
    {"epsilon", "epsilon", &OptimizerSettings::epsilon, true, kNoLimit, "a positive number"},
    {"l2", "l2", &OptimizerSettings::l2, false, kNoLimit, "0 or more"},
};

}  // namespace headroom
