#include "core/plan/plan_settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/base/error.h"

namespace headroom {

namespace {

constexpr std::int64_t kMostCount = std::int64_t{1} << 40;
constexpr std::int64_t kMostRanks = 1'000'000;
constexpr double kMostTokens = 1e18;  // a million times the longest training so far
constexpr double kMostMoney = 1e18;

constexpr auto kOnOff = names<bool>({{true, "on"}, {false, "off"}});
constexpr auto kGradients = names<bool>({{true, "fp32"}, {false, "16bit"}});  // whether in fp32
constexpr auto kZeroStages = names<int>({{0, "0"}, {1, "1"}, {2, "2"}, {3, "3"}});
constexpr auto kDegrees = names<int>({{1, "1"}, {2, "2"}});

[[noreturn]] void refuse(const std::string& value, const std::string& wanted) {
  throw Error(ErrorCode::kUsage, "wants " + wanted + ", not '" + value + "'");
}

template <typename Names>
auto one_of(const std::string& value, const Names& names) {
  if (const auto* const row = names.find(value)) return row->value;
  refuse(value, "one of " + names.list());
}

template <typename T>
bool whole_text(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

std::int64_t whole(const std::string& value, std::int64_t least, std::int64_t most) {
  std::int64_t parsed = 0;
  if (whole_text(value, parsed) && parsed >= least && parsed <= most) return parsed;
  refuse(value, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

std::int64_t count(const std::string& value, std::int64_t most = kMostCount) { return whole(value, 1, most); }

double amount(const std::string& value, double most) {
  double parsed = 0;
  if (whole_text(value, parsed) && parsed >= 0 && parsed <= most) return parsed;
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof text, most);
  refuse(value, "a number from 0 to " + std::string(text, end.ptr));
}

void set_mode(PlanInputs& in, const std::string& value) {
  (in.transformer ? in.job.mode : in.mlp.mode) = one_of(value, kPlanModeNames);
}

void set_precision(PlanInputs& in, const std::string& value) {
  if (in.transformer) {
    in.job.precision = one_of(value, kPlanPrecisionNames);
  } else {
    in.mlp.settings.precision = one_of(value, kPrecisionNames);
  }
}

void set_optimizer(PlanInputs& in, const std::string& value) {
  if (in.transformer) {
    in.job.optimizer = one_of(value, kPlanOptimizerNames);
  } else {
    in.mlp.settings.optimizer.kind = one_of(value, kOptimizerTable);
  }
}

// A change of one network makes it the only one.
ModelSpec& network_of(PlanInputs& in) {
  in.mlp.models.resize(1);
  return in.mlp.models.front();
}

void set_widths(PlanInputs& in, const std::string& value) {
  const NetworkJob like = network_job(parse_widths(value), in.mlp.data.rows, in.mlp.settings.batch);
  ModelSpec& model = network_of(in);
  model.widths = like.models.front().widths;
  model.output = like.models.front().output;
  in.mlp.data.columns = like.data.columns;
  in.mlp.data.degree = 1;
}

// The networks see what the data are made of.
void fit_inputs(NetworkJob& mlp) {
  for (ModelSpec& model : mlp.models) {
    if (!model.widths.empty()) model.widths.front() = mlp.data.features();
  }
}

void set_hidden(PlanInputs& in, const std::string& value) {
  std::vector<std::int64_t>& widths = network_of(in).widths;
  const std::vector<std::int64_t> hidden = parse_hidden(value);
  if (widths.size() < 2) widths = {in.mlp.data.features(), 1};
  widths.erase(widths.begin() + 1, widths.end() - 1);
  widths.insert(widths.begin() + 1, hidden.begin(), hidden.end());
}

void set_outputs(PlanInputs& in, const std::string& value) {
  const std::int64_t outputs = count(value, kMostWidth);
  ModelSpec& model = network_of(in);
  if (model.widths.size() < 2) model.widths = {in.mlp.data.features(), 1};
  model.widths.back() = outputs;
  model.output = outputs > 1 ? Output::kSoftmax : Output::kSigmoid;
}

using In = PlanInputs;
using Text = std::string;
using Of = PlanSetting::Of;

const PlanSetting kSettings[] = {
    {"mode", "mode", Of::kBoth, "train or infer", set_mode},
    {"widths", "widths", Of::kNetwork,
     "a network of our own: inputs x hidden x ... x outputs, as 230x50x50x1", set_widths},
    {"columns", "columns", Of::kNetwork, "raw columns of the data of a network of our own",
     [](In& in, const Text& v) {
       in.mlp.data.columns = count(v, kMostWidth);
       fit_inputs(in.mlp);
     }},
    {"degree", "degree", Of::kNetwork, "1, or 2 for the products of columns as well (--columns)",
     [](In& in, const Text& v) {
       in.mlp.data.degree = one_of(v, kDegrees);
       fit_inputs(in.mlp);
     }},
    {"hidden", "hidden layers", Of::kNetwork, "widths of the hidden layers, as 50x50 (--columns)",
     set_hidden},
    {"outputs", "outputs", Of::kNetwork, "outputs of the network (--columns)", set_outputs},
    {"rows", "rows", Of::kNetwork, "rows of the data",
     [](In& in, const Text& v) {
       in.mlp.data.rows = count(v);
       in.mlp.data.train_rows = usual_train_rows(in.mlp.data.rows);
     }},
    {"batch", "batch", Of::kNetwork, "rows of a step",
     [](In& in, const Text& v) { in.mlp.settings.batch = count(v); }},
    {"epochs", "epochs", Of::kNetwork, "length of the training, for its time",
     [](In& in, const Text& v) { in.mlp.settings.epochs = count(v); }},
    {"recorder", "flight recorder", Of::kNetwork,
     "MiB of main memory for states of the training (64); 0: none",
     [](In& in, const Text& v) { in.mlp.recorder = whole(v, 0, kMostRecorderMib) * kMiB; }},
    {"precision", "precision", Of::kBoth, "fp32, bf16, fp16; int8, int4 for inference", set_precision},
    {"optimizer", "optimizer", Of::kBoth, "sgd, momentum, adam, adam8bit", set_optimizer},
    {"seq", "sequence length", Of::kTransformer, "tokens of a sequence",
     [](In& in, const Text& v) { in.job.sequence = count(v); }},
    {"tokens", "tokens", Of::kTransformer, "tokens that the KV cache holds for each sequence (infer)",
     [](In& in, const Text& v) { in.job.sequence = count(v); }},
    {"micro-batch", "micro-batch", Of::kTransformer, "sequences at once on one GPU",
     [](In& in, const Text& v) { in.job.micro_batch = count(v); }},
    {"micro-batches", "micro-batches", Of::kTransformer, "micro-batches a step: gradient accumulation",
     [](In& in, const Text& v) { in.job.micro_batches = count(v); }},
    {"recompute", "recompute", Of::kTransformer, "none, selective or full",
     [](In& in, const Text& v) { in.job.recompute = one_of(v, kRecomputeNames); }},
    {"flash-attention", "FlashAttention", Of::kTransformer, "on or off (on)",
     [](In& in, const Text& v) { in.job.flash_attention = one_of(v, kOnOff); }},
    {"gradients", "gradients", Of::kTransformer, "16bit or fp32, of 16-bit training",
     [](In& in, const Text& v) { in.job.fp32_gradients = one_of(v, kGradients); }},
    {"offload", "offload", Of::kTransformer, "to host memory: none, optimizer or parameters",
     [](In& in, const Text& v) { in.job.offload = one_of(v, kOffloadNames); }},
    {"zero", "ZeRO stage", Of::kTransformer, "ZeRO stage, 0 to 3",
     [](In& in, const Text& v) { in.job.parallel.zero = one_of(v, kZeroStages); }},
    {"data-parallel", "data parallel degree", Of::kTransformer, "GPUs that share the batch",
     [](In& in, const Text& v) { in.job.parallel.data = count(v, kMostRanks); }},
    {"tensor-parallel", "tensor parallel degree", Of::kTransformer, "GPUs that share every matrix",
     [](In& in, const Text& v) { in.job.parallel.tensor = count(v, kMostRanks); }},
    {"sequence-parallel", "sequence parallelism", Of::kTransformer, "on or off, beside tensor parallelism",
     [](In& in, const Text& v) { in.job.parallel.sequence = one_of(v, kOnOff); }},
    {"pipeline-parallel", "pipeline stages", Of::kTransformer, "GPUs that share the layers",
     [](In& in, const Text& v) { in.job.parallel.pipeline = count(v, kMostRanks); }},
    {"distributed-optimizer", "distributed optimizer", Of::kTransformer, "on or off, as in Megatron-LM",
     [](In& in, const Text& v) { in.job.parallel.distributed_optimizer = one_of(v, kOnOff); }},
    {"price", "price", Of::kBoth, "of one GPU and hour, for the cost",
     [](In& in, const Text& v) {
       const double price = amount(v, kMostMoney);
       in.price_per_hour = price > 0 ? std::optional(price) : std::nullopt;
     }},
    {"train-tokens", "tokens in all", Of::kTransformer, "length of the training, for its time",
     [](In& in, const Text& v) { in.train_tokens = amount(v, kMostTokens); }},
};

}  // namespace

std::span<const PlanSetting> plan_settings() { return kSettings; }

void change_plan(PlanInputs& inputs, std::string_view word, const std::string& value) {
  for (const PlanSetting& known : kSettings) {
    if (known.word != word) continue;
    try {
      return known.set(inputs, value);
    } catch (const Error& error) {
      throw Error(error.code(), error.message(), std::string(known.quantity));
    }
  }
  throw Error(ErrorCode::kUsage, "is no setting of a plan", std::string(word));
}

std::string option_of(const std::string& quantity) {
  const auto same = [&](const PlanSetting& setting) { return setting.quantity == quantity; };
  const auto* const found = std::find_if(std::begin(kSettings), std::end(kSettings), same);
  return found == std::end(kSettings) ? quantity : "--" + std::string(found->word);
}

std::vector<std::int64_t> parse_widths(std::string_view text) {
  ModelSpec spec;
  spec.widths = parse_hidden(text);
  validate(spec);
  return spec.widths;
}

void settle(PlanInputs& inputs) {
  TransformerJob& job = inputs.job;
  Parallelism& p = job.parallel;
  const bool integers = job.precision == PlanPrecision::kInt8 || job.precision == PlanPrecision::kInt4;
  if (job.mode == PlanMode::kTrain && integers) job.precision = PlanPrecision::kBf16;
  if (p.tensor < 2) p.sequence = false;
  if (p.data < 2 || p.zero > 0 || job.precision == PlanPrecision::kFp32) p.distributed_optimizer = false;
  if (job.precision == PlanPrecision::kFp32) job.fp32_gradients = false;
  // A pipeline that is not filled would wait most of the time.
  job.micro_batches = std::max(job.micro_batches, p.pipeline);
}

}  // namespace headroom
