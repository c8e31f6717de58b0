#include "core/memory/transformer_plan.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/memory/activations.h"
#include "core/memory/deepspeed.h"
#include "core/memory/model_states.h"
#include "core/memory/transformer_parameters.h"

namespace headroom {

namespace {

constexpr const char* kRecomputePaper = tr_later("arXiv 2205.05198, table 2");

std::string text(std::int64_t value) { return std::to_string(value); }

class StagePlanner {
 public:
  StagePlanner(const TransformerConfig& config, const TransformerJob& job, std::int64_t stage,
               std::optional<Bytes> context)
      : config_(config), job_(job), stage_(stage), context_(context) {
    const Parallelism& p = job.parallel;
    layers_ = stage_layers(config, p.pipeline, stage);
    parameters_ = stage_parameters(config, p.tensor, p.pipeline, stage);
    plan_.parameters = parameter_count(config);
    plan_.active_parameters = active_parameter_count(config);
    plan_.rank_parameters = parameters_;
    plan_.stage = stage;
    plan_.gpus = p.gpus();
  }

  GpuPlan train() {
    add_states();
    const Bytes states = plan_.bytes;
    add_activations();
    const Bytes passing = plan_.bytes - states;
    add_buckets(passing);
    add_context();
    add_host();
    plan_.backward_peak = plan_.bytes - step_excess_;
    plan_.optimizer_peak = checked_add(plan_.backward_peak - passing, step_temporaries_);
    plan_.binding = step_excess_ > 0 ? Peak::kOptimizerStep : Peak::kBackward;
    return std::move(plan_);
  }

  GpuPlan infer() {
    add_inference_weights();
    add_cache();
    add_prefill();
    add_context();
    plan_.backward_peak = plan_.bytes;
    plan_.optimizer_peak = plan_.bytes;
    plan_.binding = Peak::kDecode;
    if (job_.parallel.zero > 0)
      plan_.notes.emplace_back(tr("ZeRO shares out training states: no effect here"));
    return std::move(plan_);
  }

 private:
  bool last() const { return stage_ == job_.parallel.pipeline - 1; }

  void add_states() {
    const Recipe recipe = recipe_of(job_);
    const std::int64_t n = job_.parallel.data;
    const int zero = job_.parallel.zero;
    const std::string source = zero > 0 && n > 1 ? kZeroPaper : recipe.source;
    if (job_.offload == Offload::kParameters) {
      // Two copies of the largest layer pass through: weights and gradients.
      const std::int64_t layer = largest_layer_parameters(config_, job_.parallel.tensor);
      add_line(plan_, {PlanCategory::kWeights, checked_mul(layer, recipe.weights),
                       checked_mul(layer, recipe.weights), checked_mul(layer, 2 * recipe.weights),
                       Grade::kPublished, tr("{1} B × largest layer", text(recipe.weights)),
                       tr("DeepSpeed, ZeRO-Infinity estimator: 4 l")});
      add_line(plan_, exact_line(PlanCategory::kGradients, checked_mul(layer, recipe.gradients),
                                 tr("{1} B × largest layer", text(recipe.gradients)),
                                 tr("DeepSpeed, ZeRO-Infinity estimator: 4 l")));
      return;
    }
    const Shares shares = shares_of(job_.parallel);
    add_line(plan_, state_line(PlanCategory::kWeights, parameters_, recipe.weights, shares.weights,
                               zero >= 3 && n > 1 ? source : kFromShapes));
    if (job_.offload == Offload::kOptimizer) return;  // gradients stream to the host through a bucket
    add_line(plan_, state_line(PlanCategory::kGradients, parameters_, recipe.gradients, shares.gradients,
                               zero >= 2 && n > 1      ? source
                               : recipe.gradients == 4 ? recipe.source
                                                       : kFromShapes));
    if (recipe.optimizer > 0) {
      add_line(plan_, state_line(PlanCategory::kOptimizer, parameters_, recipe.optimizer, shares.optimizer,
                                 job_.optimizer == PlanOptimizer::kAdam8bit ? recipe.source : source));
    }
    // PyTorch's multi-tensor Adam and momentum hold one fp32 temporary as large as the parameters; the
    // optimizers of 16-bit recipes (DeepSpeed, Apex, Megatron-LM) are fused and hold none.
    const bool foreach_loop =
        job_.optimizer == PlanOptimizer::kAdam || job_.optimizer == PlanOptimizer::kMomentum;
    if (job_.precision == PlanPrecision::kFp32 && foreach_loop) {
      step_temporaries_ = state_bytes(parameters_, 4, shares.optimizer);
    }
  }

  void add_activations() {
    const ByteRange kept = stage_activations(config_, job_, stage_);
    add_line(plan_, {PlanCategory::kActivations, kept.bytes, kept.low, kept.high, Grade::kPublished,
                     activation_formula(config_, job_), tr(kRecomputePaper)});
    if (!last()) return;
    const ByteRange logits = logits_bytes(config_, job_);
    const bool wide = job_.precision == PlanPrecision::kFp32;
    add_line(plan_, {PlanCategory::kLogits, logits.bytes, logits.low, logits.high, Grade::kPublished,
                     std::string(wide ? "8" : "6") + "·s·b·v" + (job_.parallel.tensor > 1 ? "/t" : ""),
                     tr("Megatron-LM, measured peaks of a 7B model; up to {1} where the log-softmax is kept",
                        wide ? "12" : "10")});
  }

  // ZeRO's buffers, and what the optimizer step needs beyond the space that the activations leave.
  void add_buckets(Bytes passing) {
    const bool zero = job_.parallel.zero > 0 && job_.parallel.data > 1;
    PlanLine line{PlanCategory::kBuckets, 0, 0, 0, Grade::kPublished, "", ""};
    if (zero || job_.offload != Offload::kNone) {
      const std::int64_t each = recipe_of(job_).gradients;
      line.bytes = line.low = checked_mul(std::min(kZeroBucket, parameters_), each);
      line.high = checked_mul(kZeroBucket, each);
      line.formula = text(each) + " B × min(5e8, P)";
      line.source = "DeepSpeed, reduce_bucket_size";
    }
    step_excess_ = std::max<Bytes>(0, step_temporaries_ - passing);
    if (step_excess_ > 0) {
      line.bytes = checked_add(line.bytes, step_excess_);
      line.high = checked_add(line.high, step_excess_);
      line.formula += std::string(line.formula.empty() ? "" : " + ") +
                      tr("4 B × P of the optimizer step, less the activations' space");
      line.source += std::string(line.source.empty() ? "" : "; ") +
                     tr("PyTorch's multi-tensor loop, fitted on GPUMemNet's measurements");
    }
    add_line(plan_, std::move(line));
  }

  void add_context() {
    const Parallelism& p = job_.parallel;
    add_line(plan_, context_line(context_, (p.data > 1) + (p.tensor > 1) + (p.pipeline > 1)));
  }

  void add_host() {
    if (job_.offload == Offload::kNone) return;
    const std::int64_t gpus = plan_.gpus;
    const bool parameters = job_.offload == Offload::kParameters;
    if (!parameters && job_.parallel.zero < 3) {
      plan_.host_bytes = deepspeed::zero2_host(plan_.parameters, gpus, 1.0);
      plan_.host_high = deepspeed::zero2_host(plan_.parameters, gpus);
    } else {
      const auto host = parameters ? deepspeed::Host::kParameters : deepspeed::Host::kOptimizer;
      plan_.host_bytes = deepspeed::zero3_host(plan_.parameters, 0, gpus, host, 1.0);
      plan_.host_high = deepspeed::zero3_host(plan_.parameters, 0, gpus, host);
    }
    plan_.notes.emplace_back(tr("all GPUs are taken to stand in one machine, whose host memory is counted"));
  }

  void add_inference_weights() {
    const std::int64_t p = parameters_;
    // Weights that quantisation usually leaves in 16 bits: embedding and output layer.
    const std::int64_t whole = std::min(p, checked_add(embedding_parameters(config_, job_.parallel.tensor),
                                                       head_parameters(config_, job_.parallel.tensor)));
    PlanLine line{PlanCategory::kWeights, 0, 0, 0, Grade::kExact, "", kFromShapes};
    switch (job_.precision) {
      case PlanPrecision::kFp32:
        line.bytes = line.low = checked_mul(4, p);
        line.formula = "4 B × P";
        break;
      case PlanPrecision::kBf16:
      case PlanPrecision::kFp16:
        line.bytes = line.low = checked_mul(2, p);
        line.formula = "2 B × P";
        break;
      case PlanPrecision::kInt8:
        line.bytes = line.low = p;
        line.high = checked_add(checked_add(p, p / 64), whole);
        line.formula = tr("1 B × P; at most scales and 16-bit embeddings more");
        break;
      case PlanPrecision::kInt4:
        line.low = ceil_div(p, 2);
        line.bytes = checked_add(line.low, ceil_div(p, 64));
        line.high = checked_add(checked_add(line.low, ceil_div(p, 16)), checked_mul(3, whole) / 2);
        line.formula = tr("P / 2 B + 2 B per 128 weights of scales; at most 16-bit embeddings more");
        break;
    }
    line.high = std::max(line.high, checked_add(line.bytes, rope_cache_bytes(config_)));
    if (line.bytes != line.low || line.high > checked_add(line.bytes, rope_cache_bytes(config_))) {
      line.grade = Grade::kPublished;
      line.source = tr("GPTQ and AWQ, groups of 128; bitsandbytes");
    }
    add_line(plan_, std::move(line));
  }

  void add_cache() {
    const std::int64_t each = job_.precision == PlanPrecision::kFp32 ? 4 : 2;
    const Parallelism& p = job_.parallel;
    PlanLine line =
        exact_line(PlanCategory::kKvCache,
                   kv_cache_bytes(config_, layers_, job_.sequence, job_.micro_batch, each, p.tensor),
                   "2·L" + std::string(p.pipeline > 1 ? "/p" : "") + "·kv" + (p.tensor > 1 ? "/t" : "") +
                       "·hd·" + text(each) + " B·tokens·b",
                   kFromShapes);
    if (config_.sliding_window > 0 && job_.sequence > config_.sliding_window) {
      const std::int64_t windowed =
          std::min(layers_, ceil_div(checked_mul(layers_, config_.sliding_layers), config_.layers));
      line.low = checked_add(
          kv_cache_bytes(config_, windowed, config_.sliding_window, job_.micro_batch, each, p.tensor),
          kv_cache_bytes(config_, layers_ - windowed, job_.sequence, job_.micro_batch, each, p.tensor));
      line.grade = Grade::kPublished;
      line.source =
          tr("follows from the shapes; less where the server drops what the sliding window has left");
    }
    add_line(plan_, std::move(line));
  }

  // One layer is alive at a time: its inputs, queries, keys, values and the inner values of its MLP.
  void add_prefill() {
    const std::int64_t wide = job_.precision == PlanPrecision::kFp32 ? 4 : 2;
    const std::int64_t inner = checked_mul(config_.gated ? 2 : 1, std::max(config_.ffn, config_.dense_ffn));
    const std::int64_t experts = std::max<std::int64_t>(1, config_.experts_per_token);
    std::int64_t split = checked_add(config_.query_width(), checked_mul(2, config_.key_width()));
    split = ceil_div(checked_add(split, checked_mul(inner, experts)), job_.parallel.tensor);
    const Bytes token = checked_mul(wide, checked_add(checked_mul(2, config_.hidden), split));
    Bytes bytes = checked_product({token, job_.sequence, job_.micro_batch});
    std::string formula =
        tr("{1}, one layer, whole prompt at once", text(wide) + "·s·b·(2h + (q + 2k + inner)/t)");
    if (!job_.flash_attention) {
      bytes = checked_add(
          bytes, ceil_div(checked_product({4, config_.heads, job_.sequence, job_.sequence, job_.micro_batch}),
                          job_.parallel.tensor));
      formula += " + 4·a·s²·b/t";
    }
    add_line(plan_, {PlanCategory::kActivations, bytes, checked_mul(token, job_.micro_batch), bytes,
                     Grade::kAssumed, formula, tr("nobody measured it here; less with a prompt in pieces")});
    if (!last()) return;
    const Bytes logits =
        checked_product({4, job_.micro_batch, ceil_div(config_.vocab, job_.parallel.tensor)});
    add_line(plan_,
             exact_line(PlanCategory::kLogits, logits, tr("4·b·v/t, the last token only"), kFromShapes));
  }

  const TransformerConfig& config_;
  const TransformerJob& job_;
  std::int64_t stage_;
  std::optional<Bytes> context_;
  std::int64_t layers_ = 0;
  std::int64_t parameters_ = 0;
  Bytes step_temporaries_ = 0;
  Bytes step_excess_ = 0;
  GpuPlan plan_;
};

void add_common_notes(GpuPlan& plan, const TransformerConfig& config, const TransformerJob& job) {
  for (const std::string& note : config.notes) plan.notes.push_back(tr("config: {1}", note));
  if (config.max_positions > 0 && job.sequence > config.max_positions) {
    plan.notes.push_back(tr("the sequence is longer than the {1} positions that the model was made for",
                            format_count(config.max_positions)));
  }
  const std::int64_t t = job.parallel.tensor;
  if (config.heads % t != 0) {
    plan.notes.push_back(tr(
        "{1} GPUs do not divide the {2} heads: Megatron-LM and vLLM refuse such a split, the plan takes an "
        "even share",
        std::to_string(t), format_count(config.heads)));
  }
  if (job.mode != PlanMode::kTrain || job.parallel.data < 2) return;
  const std::int64_t n = job.parallel.data;
  const bool sixteen = job.precision != PlanPrecision::kFp32 && job.optimizer == PlanOptimizer::kAdam;
  if (!sixteen || job.offload != Offload::kNone || job.parallel.zero < 2) return;
  const Bytes other =
      job.parallel.zero == 2
          ? deepspeed::zero2_gpu(plan.rank_parameters, n, false)
          : deepspeed::zero3_gpu(plan.rank_parameters, largest_layer_parameters(config, job.parallel.tensor),
                                 n, deepspeed::Host::kNothing);
  plan.notes.push_back(tr("states as in the ZeRO paper; DeepSpeed's own estimator says {1} ({2})",
                          format_bytes(other), job.parallel.zero == 2 ? "2P + 18P/N" : "4 l + 18P/N"));
}

}  // namespace

GpuPlan plan_stage(const TransformerConfig& config, const TransformerJob& job, std::int64_t stage,
                   std::optional<Bytes> measured_context) {
  StagePlanner planner(config, job, stage, measured_context);
  return job.mode == PlanMode::kTrain ? planner.train() : planner.infer();
}

std::int64_t usual_sequence(const TransformerConfig& config) {
  constexpr std::int64_t kUsual = 4096;
  return config.max_positions > 0 ? std::min(config.max_positions, kUsual) : kUsual / 2;
}

void check_positions(const TransformerConfig& config, const TransformerJob& job) {
  if (config.learned_positions == 0 || job.sequence <= config.max_positions) return;
  throw Error(ErrorCode::kUsage,
              tr("this model has learned positions: at most {1}", std::to_string(config.max_positions)),
              job.mode == PlanMode::kInfer ? "tokens" : "sequence length");
}

GpuPlan plan_transformer(const TransformerConfig& config, const TransformerJob& job,
                         std::optional<Bytes> measured_context) {
  validate(job);
  // The first stage holds the embedding and the most micro-batches, the last one the logits; those between
  // hold no more than the second.
  const std::int64_t stages = job.parallel.pipeline;
  stage_layers(config, stages, 0);  // throws for more stages than layers
  GpuPlan plan = plan_stage(config, job, 0, measured_context);
  for (const std::int64_t stage : {std::int64_t{1}, stages - 1}) {
    if (stage < 1 || stage >= stages) continue;
    GpuPlan other = plan_stage(config, job, stage, measured_context);
    if (other.bytes > plan.bytes) plan = std::move(other);
  }
  add_common_notes(plan, config, job);
  return plan;
}

Bytes kv_cache_bytes(const TransformerConfig& config, std::int64_t layers, std::int64_t tokens,
                     std::int64_t batch, std::int64_t element_bytes, std::int64_t tensor) {
  const std::int64_t heads = ceil_div(config.kv_heads, tensor);  // never under one
  return checked_product({2, layers, heads, config.head_dim, element_bytes, tokens, batch});
}

Bytes rope_cache_bytes(const TransformerConfig& config) {
  return config.rotary() ? checked_product({2, config.max_positions, config.head_dim}) : 0;
}

PlanLine context_line(std::optional<Bytes> measured, std::int64_t communicators) {
  PlanLine line{PlanCategory::kContext,
                kContextLikely,
                kContextLow,
                kContextHigh,
                Grade::kAssumed,
                tr("CUDA context and modules"),
                tr("contexts reported between 0.27 and 1.3 GiB")};
  if (measured) {
    line.bytes = line.low = line.high = *measured;
    line.grade = Grade::kMeasured;
    line.source = tr("measured on this machine");
  }
  if (communicators > 0) {
    line.bytes += kNcclLikely * communicators;
    line.low += kNcclLow * communicators;
    line.high += kNcclHigh * communicators;
    line.grade = Grade::kAssumed;
    line.formula += " + " + tr_n("{n} NCCL communicator set", "{n} NCCL communicator sets", communicators);
    line.source += "; " + std::string(tr("NCCL 0.5 to 2 GiB a set"));
  }
  return line;
}

}  // namespace headroom
