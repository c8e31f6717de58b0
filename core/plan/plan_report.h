// The whole answer of the planner: one pure function from what a person chose to everything that a view, a
// document or a page of Markdown shows.
//
//   PlanInputs inputs;
//   inputs.transformer = read_transformer_config("llama3-8b/config.json");
//   const PlanReport report = make_report(inputs, target_of(catalogue.find("H100 SXM5")), catalogue);
//   report.judgement.verdict;      // fits, borderline, does_not_fit
//   report.remedies;               // cheapest for the user first
//
// Verdicts, remedies and limits are the same function called with other inputs, so that plan and limit cannot
// disagree: for a transformer plan_gpu(), for our own networks plan_network() (core/memory/network_plan.h),
// which the run itself asks before it allocates. Times, energy and money are graded `assumed` (roofline.h).
//
// Errors: Error{kUsage} for inputs that exclude each other, Error{kOutOfMemory} when the plan itself exceeds
// 2^63 bytes, naming the setting that makes it so large (plan_settings.h). Thread rule: pure functions on
// plain values; a report never changes once made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/memory/catalogue.h"
#include "core/memory/gpu_plan.h"
#include "core/memory/network_ledger.h"
#include "core/memory/network_plan.h"
#include "core/memory/transformer_config.h"
#include "core/memory/transformer_job.h"
#include "core/plan/roofline.h"
#include "core/plan/roofline_chart.h"

namespace headroom {

struct PlanInputs {
  std::optional<TransformerConfig> transformer;  // empty: `mlp` is planned
  TransformerJob job;                            // of the transformer
  NetworkJob mlp;                                // its layout is the target's (lay_out_for())
  std::optional<Bytes> measured_context;         // of the target, where it was measured
  std::optional<double> price_per_hour;          // of one GPU, in the user's currency
  double train_tokens = 0;                       // length of a training; 0: the time of one step only

  std::int64_t gpus() const { return transformer ? job.parallel.gpus() : 1; }
};

// What the plan is compared with: a card of the catalogue, or the device in this machine.
struct PlanTarget {
  std::string name;
  Bytes sold = 0;        // GB = 1e9 as printed on the box; 0: not known
  Bytes nvidia_smi = 0;  // 0: not known
  Bytes usable = 0;      // what a program can allocate on an empty card
  Bytes others = 0;      // what other programs hold now
  std::string usable_source;
  Grade usable_grade = Grade::kPublished;
  bool gpu = true;                     // false: the CPU and its memory
  std::optional<GpuCard> card;         // for times; a device without a catalogue entry has none
  std::optional<MemoryStatus> device;  // of this machine, just read; a card of the catalogue: none

  Bytes available() const { return usable - others; }
};

PlanTarget target_of(const GpuCard& card);
// Whether the driver's name ("NVIDIA GeForce RTX 4090") is this card of the catalogue; form factors are
// worded differently and are ignored.
bool is_card(const DeviceInfo& device, const GpuCard& card);
// A device of this machine. Its card of the catalogue is found by the driver's name, if possible.
PlanTarget target_of(const DeviceInfo& device, const MemoryStatus& status, const Catalogue& catalogue);

struct CardVerdict {
  std::string name;
  std::string kind;
  Bytes usable = 0;
  Bytes bytes = 0;  // needed there
  Judgement judgement;
  bool from_memory = false;  // uses a figure that was not checked: mark it
  std::string note;          // "no bf16"; empty: nothing to say
  std::optional<StepTime> step;
};

struct PlanRemedy : Remedy {
  std::optional<PlanInputs> inputs;  // the inputs to choose; empty: choose the card
};

// The inverse questions: the largest value whose verdict is `fits`, 0 when not even 1 fits.
struct PlanLimits {
  std::int64_t micro_batch = 0;  // transformers
  std::int64_t sequence = 0;     // at most the learned positions, where the model has them
  std::int64_t batch = 0;        // our own networks, as are the next two
  std::int64_t rows = 0;
  std::int64_t width = 0;  // of every hidden layer of the largest network
  std::int64_t cards = 0;  // the fewest for which it fits: ZeRO-3 in training, tensor parallel in inference
};

// Upper bounds of the questions that have none of their own.
inline constexpr std::int64_t kMostMicroBatch = std::int64_t{1} << 20;
inline constexpr std::int64_t kMostSequence = std::int64_t{1} << 24;
inline constexpr std::int64_t kMostCards = 4096;

struct PlanReport {
  PlanInputs inputs;
  PlanTarget target;
  GpuPlan plan;
  Judgement judgement;
  std::vector<CardVerdict> cards;    // the whole catalogue, largest memory first
  std::vector<PlanRemedy> remedies;  // cheapest first; if it fits: those that make more room
  PlanLimits limits;
  StepWork work;                       // of one step, on one GPU
  std::optional<StepTime> step;        // nothing where the card's peak or bandwidth is not known
  std::optional<Roofline> roofline;    // of the target's card, as `step`
  std::vector<MeasuredStep> measured;  // times of such work on this machine; filled in by the caller
  std::optional<RunCost> run;  // a whole training (train_tokens, or the network's epochs), else one step
  std::string two_cards;       // a sentence; empty when not known
  Bytes pytorch_bytes = 0;     // the same network in PyTorch, for comparison; 0: none
};

PlanReport make_report(const PlanInputs& inputs, const PlanTarget& target, const Catalogue& catalogue);

// Gives our own network the layout of the target's backend.
void lay_out_for(const PlanTarget& target, PlanInputs& inputs);

// The parts that make_report() combines.
GpuPlan plan_gpu(const PlanInputs& inputs);
// For a transformer: borderline when less stays free than the plan's uncertainty.
Judgement judge_plan(const GpuPlan& plan, Bytes available);
// For either kind. Throws what plan_gpu() throws.
Judgement judge(const PlanInputs& inputs, const PlanTarget& target);
// Also false when the plan exceeds 2^63 bytes or is impossible.
bool plan_fits(const PlanInputs& inputs, const PlanTarget& target);
// What a target offers one of our own networks, and how much larger its context may be.
struct Room {
  MemoryStatus memory;
  Bytes uncertainty = 0;
};
Room room_on(const PlanTarget& target, const std::optional<Bytes>& measured_context);
NetworkPlan plan_network(const PlanInputs& inputs, const PlanTarget& target);

// The worked example: a training that needs 24.0 GiB on a card of 16 GB. GPT-2 XL, 1.56 billion parameters at
// 16 bytes each, on the longest texts that stay at that figure. `models` is assets/models.
PlanInputs worked_example(const std::string& models);
inline constexpr const char* kWorkedExampleCard = "GeForce RTX 4080 SUPER";
inline constexpr const char* kCardOf8 = "GeForce RTX 4060";  // for "does it fit into 8 GB?"

}  // namespace headroom
