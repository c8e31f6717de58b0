#include "app/state/plan_settings.h"

#include <charconv>
#include <cmath>
#include <functional>
#include <utility>

#include "core/base/error.h"

namespace headroom::app {

namespace {

constexpr std::int64_t kMostCount = std::int64_t{1} << 40;
constexpr std::int64_t kMostRanks = 1'000'000;

[[noreturn]] void refuse(const std::string& value, const std::string& wanted) {
  throw Error(ErrorCode::kUsage, "wants " + wanted + ", not '" + value + "'");
}

constexpr auto kOnOff = names<bool>({{true, "on"}, {false, "off"}});
constexpr auto kGradients = names<bool>({{true, "fp32"}, {false, "16bit"}});  // whether in fp32
constexpr auto kZeroStages = names<int>({{0, "0"}, {1, "1"}, {2, "2"}, {3, "3"}});

template <typename Names>
auto one_of(const std::string& value, const Names& names) {
  if (const auto* const row = names.find(value)) return row->value;
  refuse(value, "one of " + names.list());
}

bool on_off(const std::string& value) { return one_of(value, kOnOff); }

std::int64_t count(const std::string& value, std::int64_t most = kMostCount) {
  std::int64_t parsed = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (error != std::errc{} || end != value.data() + value.size() || parsed < 1 || parsed > most) {
    refuse(value, "a whole number from 1 to " + std::to_string(most));
  }
  return parsed;
}

double amount(const std::string& value) {
  double parsed = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (error != std::errc{} || end != value.data() + value.size() || !std::isfinite(parsed) || parsed < 0) {
    refuse(value, "a number from 0 up");
  }
  return parsed;
}

void set_mode(PlanInputs& inputs, const std::string& value) {
  const auto mode = one_of(value, kPlanModeNames);
  (inputs.transformer ? inputs.job.mode : inputs.mlp.mode) = mode;
}

void set_precision(PlanInputs& inputs, const std::string& value) {
  if (!inputs.transformer) {
    inputs.mlp.settings.precision = parse_precision(value);
    return;
  }
  inputs.job.precision = one_of(value, kPlanPrecisionNames);
}

void set_optimizer(PlanInputs& inputs, const std::string& value) {
  if (!inputs.transformer) {
    inputs.mlp.settings.optimizer.kind = parse_optimizer(value);
    return;
  }
  inputs.job.optimizer = one_of(value, kPlanOptimizerNames);
}

void set_recompute(PlanInputs& inputs, const std::string& value) {
  inputs.job.recompute = one_of(value, kRecomputeNames);
}

void set_offload(PlanInputs& inputs, const std::string& value) {
  inputs.job.offload = one_of(value, kOffloadNames);
}

struct Setting {
  std::string_view name;
  void (*set)(PlanInputs& inputs, const std::string& value);
};

using In = PlanInputs;
using Text = std::string;

const Setting kSettings[] = {
    {"mode", set_mode},
    {"widths", [](In& in, const Text& v) { set_widths(in.mlp, parse_widths(v)); }},
    {"rows", [](In& in, const Text& v) { set_rows(in.mlp, count(v)); }},
    {"batch", [](In& in, const Text& v) { in.mlp.settings.batch = count(v); }},
    {"epochs", [](In& in, const Text& v) { in.mlp.settings.epochs = count(v); }},
    {"precision", set_precision},
    {"optimizer", set_optimizer},
    {"seq", [](In& in, const Text& v) { in.job.sequence = count(v); }},
    {"micro-batch", [](In& in, const Text& v) { in.job.micro_batch = count(v); }},
    {"micro-batches", [](In& in, const Text& v) { in.job.micro_batches = count(v); }},
    {"recompute", set_recompute},
    {"flash-attention", [](In& in, const Text& v) { in.job.flash_attention = on_off(v); }},
    {"gradients", [](In& in, const Text& v) { in.job.fp32_gradients = one_of(v, kGradients); }},
    {"offload", set_offload},
    {"zero", [](In& in, const Text& v) { in.job.parallel.zero = one_of(v, kZeroStages); }},
    {"data-parallel", [](In& in, const Text& v) { in.job.parallel.data = count(v, kMostRanks); }},
    {"tensor-parallel", [](In& in, const Text& v) { in.job.parallel.tensor = count(v, kMostRanks); }},
    {"sequence-parallel", [](In& in, const Text& v) { in.job.parallel.sequence = on_off(v); }},
    {"pipeline-parallel", [](In& in, const Text& v) { in.job.parallel.pipeline = count(v, kMostRanks); }},
    {"distributed-optimizer",
     [](In& in, const Text& v) { in.job.parallel.distributed_optimizer = on_off(v); }},
    {"price", [](In& in, const Text& v) { in.price_per_hour = amount(v); }},
    {"train-tokens", [](In& in, const Text& v) { in.train_tokens = amount(v); }},
};

}  // namespace

std::vector<std::string_view> plan_settings() {
  std::vector<std::string_view> names;
  for (const Setting& setting : kSettings) names.push_back(setting.name);
  return names;
}

void change_plan(PlanInputs& inputs, std::string_view setting, const std::string& value) {
  for (const Setting& known : kSettings) {
    if (known.name != setting) continue;
    try {
      return known.set(inputs, value);
    } catch (const Error& error) {
      throw Error(error.code(), error.message(), std::string(setting));
    }
  }
  throw Error(ErrorCode::kUsage, "is no setting of a plan", std::string(setting));
}

std::vector<std::int64_t> parse_widths(std::string_view text) {
  ModelSpec spec;
  spec.widths = parse_hidden(text);
  validate(spec);
  return spec.widths;
}

void set_widths(MlpJob& mlp, std::vector<std::int64_t> widths) {
  const MlpJob like = mlp_job(std::move(widths), mlp.data.rows, mlp.settings.batch);
  mlp.model.widths = like.model.widths;
  mlp.beside.clear();
  mlp.model.output = like.model.output;
  mlp.data.columns = like.data.columns;
  mlp.data.degree = 1;
}

void set_rows(MlpJob& mlp, std::int64_t rows) {
  mlp.data.rows = rows;
  mlp.data.train_rows = rows - ceil_div(rows, 5);
}

}  // namespace headroom::app
