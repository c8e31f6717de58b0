#include "app/cli/plan_options.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "app/cli/command_line.h"
#include "app/cli/values.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/io/context_store.h"
#include "core/io/presets.h"
#include "core/memory/transformer_plan.h"

namespace headroom::cli {

namespace {

using Text = PlanOptions::Text;

constexpr std::int64_t kMostCount = std::int64_t{1} << 40;
constexpr double kMostTokens = 1e18;  // a million times the longest training so far
constexpr std::int64_t kMostRanks = 1'000'000;

constexpr auto kOnOff = names<bool>({{true, "on"}, {false, "off"}});
constexpr auto kGradients = names<bool>({{true, "fp32"}, {false, "16bit"}});  // whether in fp32

template <typename Names>
void choose(const Text& text, const std::string& option, typename Names::Value& value, const Names& names) {
  if (text) value = names.parse(*text, option.substr(2), option);
}

void on_off(const Text& text, const std::string& option, bool& value) { choose(text, option, value, kOnOff); }

void count(const Text& text, const std::string& option, std::int64_t& value, std::int64_t most = kMostCount) {
  if (text) value = parse_integer(*text, option, 1, most);
}

void refuse_given(const Text& text, const std::string& option, const std::string& message) {
  if (text) throw Error(ErrorCode::kUsage, message, option);
}

void apply_job(const PlanOptions& options, TransformerJob& job) {
  choose(options.mode, "--mode", job.mode, kPlanModeNames);
  choose(options.precision, "--precision", job.precision, kPlanPrecisionNames);
  choose(options.optimizer, "--optimizer", job.optimizer, kPlanOptimizerNames);
  choose(options.recompute, "--recompute", job.recompute, kRecomputeNames);
  choose(options.offload, "--offload", job.offload, kOffloadNames);
  choose(options.gradients, "--gradients", job.fp32_gradients, kGradients);
  on_off(options.flash_attention, "--flash-attention", job.flash_attention);
  count(options.micro_batch, "--micro-batch", job.micro_batch);
  count(options.micro_batches, "--micro-batches", job.micro_batches);
  Parallelism& p = job.parallel;
  if (options.zero) p.zero = static_cast<int>(parse_integer(*options.zero, "--zero", 0, 3));
  count(options.data_parallel, "--data-parallel", p.data, kMostRanks);
  count(options.tensor_parallel, "--tensor-parallel", p.tensor, kMostRanks);
  count(options.pipeline_parallel, "--pipeline-parallel", p.pipeline, kMostRanks);
  on_off(options.sequence_parallel, "--sequence-parallel", p.sequence);
  on_off(options.distributed_optimizer, "--distributed-optimizer", p.distributed_optimizer);
  // A pipeline that is not filled would wait most of the time.
  if (!options.micro_batches) job.micro_batches = std::max(job.micro_batches, p.pipeline);
}

// Tokens of the cache in inference, sequence length in training.
void apply_sequence(const PlanOptions& options, PlanInputs& inputs, std::vector<std::string>& notes) {
  TransformerJob& job = inputs.job;
  const bool train = job.mode == PlanMode::kTrain;
  if (train)
    refuse_given(options.tokens, "--tokens", "is the length of the KV cache: use it with --mode infer");
  const Text& given = !train && options.tokens ? options.tokens : options.seq;
  if (given) {
    job.sequence =
        parse_integer(*given, given == options.tokens && !train ? "--tokens" : "--seq", 1, kMostCount);
    return;
  }
  if (options.example) return;
  const std::int64_t positions = inputs.transformer->max_positions;
  job.sequence = usual_sequence(*inputs.transformer);
  notes.push_back(std::string(train ? "--seq" : "--tokens") + " is left out: planned with " +
                  format_count(job.sequence) +
                  (positions > 0 ? " (the model was made for " + format_count(positions) + ")" : ""));
}

std::vector<std::int64_t> parse_widths(const std::string& text) {
  try {
    ModelSpec spec;
    spec.widths = parse_hidden(text);
    validate(spec);
    return spec.widths;
  } catch (const Error& error) {
    throw Error(error.code(), error.message(), "--widths");
  }
}

PlanInputs mlp_inputs(const PlanOptions& options, std::vector<std::string>& notes) {
  const std::pair<const Text*, const char*> others[] = {
      {&options.seq, "--seq"},
      {&options.micro_batch, "--micro-batch"},
      {&options.tokens, "--tokens"},
      {&options.zero, "--zero"},
      {&options.offload, "--offload"},
      {&options.recompute, "--recompute"},
      {&options.train_tokens, "--train-tokens"},
      {&options.data_parallel, "--data-parallel"},
      {&options.tensor_parallel, "--tensor-parallel"},
      {&options.pipeline_parallel, "--pipeline-parallel"},
      {&options.flash_attention, "--flash-attention"},
      {&options.sequence_parallel, "--sequence-parallel"},
      {&options.distributed_optimizer, "--distributed-optimizer"},
      {&options.gradients, "--gradients"},
      {&options.micro_batches, "--micro-batches"}};
  for (const auto& [text, option] : others)
    refuse_given(*text, option, "is for transformers: use it with --config");
  std::int64_t rows = 10'000;
  std::int64_t batch = 64;
  if (!options.rows) notes.push_back("--rows is left out: planned with " + format_count(rows));
  if (!options.batch) notes.push_back("--batch is left out: planned with " + format_count(batch));
  count(options.rows, "--rows", rows);
  count(options.batch, "--batch", batch);
  PlanInputs inputs;
  inputs.mlp = mlp_job(parse_widths(*options.widths), rows, batch);
  TrainSettings& settings = inputs.mlp.settings;
  count(options.epochs, "--epochs", settings.epochs);
  choose(options.mode, "--mode", inputs.mlp.mode, kPlanModeNames);
  choose(options.precision, "--precision", settings.precision, kPrecisionNames);
  choose(options.optimizer, "--optimizer", settings.optimizer.kind, kOptimizerTable);
  return inputs;
}

PlanInputs transformer_inputs(const PlanOptions& options, std::vector<std::string>& notes) {
  for (const auto& [text, option] : {std::pair{&options.rows, "--rows"}, std::pair{&options.batch, "--batch"},
                                     std::pair{&options.epochs, "--epochs"}}) {
    refuse_given(*text, option, "is for a network of our own: use it with --widths");
  }
  PlanInputs inputs;
  if (options.example) {
    inputs = worked_example(assets_directory() / "models");
  } else {
    inputs.transformer = read_transformer_config(*options.config);
  }
  apply_job(options, inputs.job);
  apply_sequence(options, inputs, notes);
  check_positions(*inputs.transformer, inputs.job);
  if (options.train_tokens) {
    inputs.train_tokens = parse_between(*options.train_tokens, "--train-tokens", 0, kMostTokens);
  }
  return inputs;
}

std::optional<Bytes> take(const KnownContext& known, std::vector<std::string>& notes) {
  if (!known.message.empty()) notes.push_back(known.message);
  return known.bytes;
}

}  // namespace

void register_options(Subcommand& app, PlanOptions& o) {
  app.add_option("--config", o.config, "a transformer: its Hugging Face config.json");
  app.add_option("--widths", o.widths,
                 "a network of our own: inputs x hidden x ... x outputs, as 230x50x50x1");
  app.add_flag("--example", o.example, "a worked example: a model of 24 GB on a card of 16 GB");
  app.add_option("--rows", o.rows, "rows of the data (--widths)");
  app.add_option("--batch", o.batch, "rows of a step (--widths)");
  app.add_option("--epochs", o.epochs, "length of the training, for its time (--widths)");
  app.add_option("--mode", o.mode, "train or infer");
  app.add_option("--precision", o.precision, "fp32, bf16, fp16; int8, int4 for inference");
  app.add_option("--optimizer", o.optimizer, "sgd, momentum, adam, adam8bit");
  app.add_option("--seq", o.seq, "tokens of a sequence");
  app.add_option("--micro-batch", o.micro_batch, "sequences at once on one GPU");
  app.add_option("--micro-batches", o.micro_batches, "micro-batches a step: gradient accumulation");
  app.add_option("--tokens", o.tokens, "tokens that the KV cache holds for each sequence (infer)");
  app.add_option("--recompute", o.recompute, "none, selective or full");
  app.add_option("--flash-attention", o.flash_attention, "on or off (on)");
  app.add_option("--gradients", o.gradients, "16bit or fp32, of 16-bit training");
  app.add_option("--offload", o.offload, "to host memory: none, optimizer or parameters");
  app.add_option("--zero", o.zero, "ZeRO stage, 0 to 3");
  app.add_option("--data-parallel", o.data_parallel, "GPUs that share the batch");
  app.add_option("--tensor-parallel", o.tensor_parallel, "GPUs that share every matrix");
  app.add_option("--sequence-parallel", o.sequence_parallel, "on or off, beside tensor parallelism");
  app.add_option("--pipeline-parallel", o.pipeline_parallel, "GPUs that share the layers");
  app.add_option("--distributed-optimizer", o.distributed_optimizer, "on or off, as in Megatron-LM");
  app.add_option("--gpu", o.gpu, "a card of the catalogue, a part of its name that is unique, or device");
  app.add_option("--cards", o.cards, "a file with cards of your own");
  app.add_option("--price", o.price, "of one GPU and hour, for the cost");
  app.add_option("--train-tokens", o.train_tokens, "length of the training, for its time (--config)");
  app.add_option("--markdown", o.markdown, "write the plan to this file as well");
  app.add_flag("--all-gpus", o.all_gpus, "the verdict for every card");
  app.add_flag("--measure", o.measure, "time a step on this machine, beside what is estimated for the card");
}

PlanInputs plan_inputs(const PlanOptions& options, std::vector<std::string>& notes) {
  const int sources = (options.config ? 1 : 0) + (options.widths ? 1 : 0) + (options.example ? 1 : 0);
  if (sources != 1) {
    throw Error(ErrorCode::kUsage, "name one thing to plan: --config FILE, --widths WxW or --example",
                "plan");
  }
  PlanInputs inputs = options.widths ? mlp_inputs(options, notes) : transformer_inputs(options, notes);
  if (options.price) {
    inputs.price_per_hour = parse_between(*options.price, "--price", 0, std::numeric_limits<double>::max());
  }
  return inputs;
}

Catalogue plan_catalogue(const PlanOptions& options) {
  Catalogue catalogue = read_catalogue(assets_directory() / "catalogue" / "gpus.json");
  if (options.cards) add_own_cards(catalogue, *options.cards);
  return catalogue;
}

PlanTarget plan_target(const PlanOptions& options, const Catalogue& catalogue, PlanInputs& inputs,
                       std::vector<std::string>& notes) {
  const std::string name = options.gpu.value_or(options.example ? kWorkedExampleCard : "device");
  if (name != "device") {
    try {
      PlanTarget target = target_of(catalogue.find(name));
      for (const DeviceInfo& device : list_devices()) {
        if (!is_card(device, *target.card)) continue;
        inputs.measured_context = take(recall_context(context_store_path(), context_key(device)), notes);
        break;
      }
      return target;
    } catch (const Error& error) {
      throw Error(error.code(), error.message(), "--gpu " + name);
    }
  }
  const std::unique_ptr<Device> device = open_device("auto");
  const MemoryStatus status = device->memory();
  PlanTarget target = target_of(device->info(), status, catalogue);
  inputs.mlp.on_gpu = target.gpu;
  inputs.measured_context = status.context;
  if (target.gpu) {
    const ContextKey key = context_key(device->info());
    inputs.measured_context = take(remember_context(context_store_path(), key, status.context), notes);
  }
  return target;
}

}  // namespace headroom::cli
