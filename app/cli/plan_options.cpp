#include "app/cli/plan_options.h"

#include <algorithm>
#include <utility>

#include "app/cli/command_line.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/io/context_store.h"
#include "core/io/presets.h"
#include "core/memory/transformer_plan.h"

namespace headroom::cli {

namespace {

// A setting that belongs to another kind of plan is a mistake, not to be passed over.
void refuse_others(const PlanOptions& options, PlanSetting::Of of, const std::string& message) {
  for (const PlanSetting& setting : plan_settings()) {
    if (setting.of == of && options.given(setting.word))
      throw Error(ErrorCode::kUsage, message, std::string(setting.quantity));
  }
}

void apply(const PlanOptions& options, PlanInputs& inputs) {
  for (const PlanSetting& setting : plan_settings()) {
    if (const PlanOptions::Text& text = options.settings.at(setting.word))
      change_plan(inputs, setting.word, *text);
  }
}

// Tokens of the cache in inference, sequence length in training.
void usual_length(const PlanOptions& options, PlanInputs& inputs, std::vector<std::string>& notes) {
  const bool train = inputs.job.mode == PlanMode::kTrain;
  if (train && options.given("tokens"))
    throw Error(ErrorCode::kUsage, "is the length of the KV cache: use it with --mode infer", "tokens");
  if (options.given("seq") || options.given("tokens") || options.example) return;
  const std::int64_t positions = inputs.transformer->max_positions;
  inputs.job.sequence = usual_sequence(*inputs.transformer);
  notes.push_back(std::string(train ? "--seq" : "--tokens") + " is left out: planned with " +
                  format_count(inputs.job.sequence) +
                  (positions > 0 ? " (the model was made for " + format_count(positions) + ")" : ""));
}

// Widths and columns both say how many inputs there are.
void check_inputs(const PlanOptions& options, const NetworkJob& mlp) {
  const std::int64_t inputs = parse_widths(*options.settings.at("widths")).front();
  if (inputs == mlp.data.features()) return;
  throw Error(ErrorCode::kUsage,
              "begins with " + std::to_string(inputs) + " inputs, but " + std::to_string(mlp.data.columns) +
                  " columns of degree " + std::to_string(mlp.data.degree) + " give " +
                  std::to_string(mlp.data.features()) + ": make them equal",
              "widths");
}

PlanInputs network_inputs(const PlanOptions& options, std::vector<std::string>& notes) {
  refuse_others(options, PlanSetting::Of::kTransformer, "is for transformers: use it with --config");
  const bool widths = options.given("widths");
  for (const char* word : {"hidden", "outputs"}) {
    if (widths && options.given(word))
      throw Error(ErrorCode::kUsage, "is in --widths already: use it with --columns",
                  "--" + std::string(word));
  }
  PlanInputs inputs;
  inputs.mlp = network_job({1, 1}, 10'000, 64);
  if (!options.given("rows")) notes.push_back("--rows is left out: planned with 10 000");
  if (!options.given("batch")) notes.push_back("--batch is left out: planned with 64");
  apply(options, inputs);
  if (widths && (options.given("columns") || options.given("degree"))) check_inputs(options, inputs.mlp);
  return inputs;
}

PlanInputs transformer_inputs(const PlanOptions& options, std::vector<std::string>& notes) {
  refuse_others(options, PlanSetting::Of::kNetwork, "is for a network of our own: use it with --widths");
  PlanInputs inputs;
  if (options.example) {
    inputs = worked_example(assets_directory() / "models");
  } else {
    inputs.transformer = read_transformer_config(*options.config);
  }
  apply(options, inputs);
  // A pipeline that is not filled would wait most of the time.
  if (!options.given("micro-batches"))
    inputs.job.micro_batches = std::max(inputs.job.micro_batches, inputs.job.parallel.pipeline);
  usual_length(options, inputs, notes);
  check_positions(*inputs.transformer, inputs.job);
  return inputs;
}

std::optional<Bytes> take(const KnownContext& known, std::vector<std::string>& notes) {
  if (!known.message.empty()) notes.push_back(known.message);
  return known.bytes;
}

}  // namespace

void register_options(Subcommand& app, PlanOptions& o) {
  app.add_option("--config", o.config, "a transformer: its Hugging Face config.json");
  app.add_flag("--example", o.example, "a worked example: a model of 24 GiB on a card of 16 GB");
  for (const PlanSetting& setting : plan_settings())
    app.add_option(("--" + std::string(setting.word)).c_str(), o.settings[setting.word], setting.help);
  app.add_option("--gpu", o.gpu, "a card of the catalogue, a part of its name that is unique, or device");
  app.add_option("--cards", o.cards, "a file with cards of your own");
  app.add_option("--markdown", o.markdown, "write the plan to this file as well");
  app.add_flag("--all-gpus", o.all_gpus, "the verdict for every card");
  app.add_flag("--measure", o.measure, "time a step on this machine, beside what is estimated for the card");
}

PlanInputs plan_inputs(const PlanOptions& options, std::vector<std::string>& notes) {
  const bool network = options.given("widths") || options.given("columns");
  if ((options.config ? 1 : 0) + (network ? 1 : 0) + (options.example ? 1 : 0) != 1) {
    throw Error(ErrorCode::kUsage,
                "name one thing to plan: --config FILE, --widths WxW, --columns N or --example", "plan");
  }
  return network ? network_inputs(options, notes) : transformer_inputs(options, notes);
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
  lay_out_for(target, inputs);
  inputs.measured_context = status.context;
  if (target.gpu) {
    const ContextKey key = context_key(device->info());
    inputs.measured_context = take(remember_context(context_store_path(), key, status.context), notes);
  }
  return target;
}

}  // namespace headroom::cli
