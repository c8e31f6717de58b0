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
// plain values; the report is not changed after it was made.
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
  std::optional<TransformerConfig> transformer;  // without one the plan is about `mlp`
  TransformerJob job;                            // of the transformer
  NetworkJob mlp;                                // its layout is the target's (lay_out_for())
  std::optional<Bytes> measured_context;         // of the target, where it was measured
  std::optional<double> price_per_hour;          // of one GPU, in the user's currency
  double train_tokens = 0;                       // length of a training; 0: the time of one step only

  std::int64_t gpus() const { return transformer ? job.parallel.gpus() : 1; }
};

// What the plan is held against: a card of the catalogue, or the device in this machine.
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
  std::optional<MemoryStatus> device;  // of this machine, as it was just now; a card of the catalogue: none

  Bytes available() const { return usable - others; }
};

PlanTarget target_of(const GpuCard& card);
// Whether the driver's name ("NVIDIA GeForce RTX 4090") is this card of the catalogue; form factors are
// worded differently and are left alone.
bool is_card(const DeviceInfo& device, const GpuCard& card);
// A device of this machine. Its card of the catalogue is found by the driver's name, where it can be.
PlanTarget target_of(const DeviceInfo& device, const MemoryStatus& status, const Catalogue& catalogue);

struct CardVerdict {
  std::string name;
  std::string kind;
  Bytes usable = 0;
  Bytes bytes = 0;  // needed there
  Judgement judgement;
  bool from_memory = false;  // a figure used here is not checked: mark it
  std::string note;          // "no bf16"; empty: nothing to say
  std::optional<StepTime> step;
};

struct PlanRemedy : Remedy {
  std::optional<PlanInputs> inputs;  // what to choose in order to get it; empty: the card
};

// The inverse questions: the most for which the verdict is `fits`, 0 when not even 1 is.
struct PlanLimits {
  std::int64_t micro_batch = 0;  // transformers
  std::int64_t sequence = 0;     // at most the learned positions, where the model has them
  std::int64_t batch = 0;        // our own networks, as the next two
  std::int64_t rows = 0;
  std::int64_t width = 0;  // of every hidden layer of the largest network
  std::int64_t cards = 0;  // the fewest for which it fits: ZeRO-3 in training, tensor parallel in inference
};

// Bounds of the questions that have none by themselves.
inline constexpr std::int64_t kMostMicroBatch = std::int64_t{1} << 20;
inline constexpr std::int64_t kMostSequence = std::int64_t{1} << 24;
inline constexpr std::int64_t kMostCards = 4096;

struct PlanReport {
  PlanInputs inputs;
  PlanTarget target;
  GpuPlan plan;
  Judgement judgement;
  std::vector<CardVerdict> cards;    // the whole catalogue, largest memory first
  std::vector<PlanRemedy> remedies;  // cheapest first; when it fits those that make more room
  PlanLimits limits;
  StepWork work;                       // of one step, on one GPU
  std::optional<StepTime> step;        // nothing where the card's peak or bandwidth is not known
  std::optional<Roofline> roofline;    // of the target's card, as `step`
  std::vector<MeasuredStep> measured;  // what this machine took for such work; filled by who measured it
  std::optional<RunCost> run;  // a whole training (train_tokens, or the epochs of an MLP), else one step
  std::string two_cards;       // a sentence; empty where it cannot be told
  Bytes pytorch_bytes = 0;     // the same MLP in PyTorch, for comparison; 0: nothing to compare with
};

PlanReport make_report(const PlanInputs& inputs, const PlanTarget& target, const Catalogue& catalogue);

// Gives a network of our own the layout of the target's backend.
void lay_out_for(const PlanTarget& target, PlanInputs& inputs);

// The parts it is made of.
GpuPlan plan_gpu(const PlanInputs& inputs);
// A transformer's: borderline where less stays free than the plan is uncertain by.
Judgement judge_plan(const GpuPlan& plan, Bytes available);
// Of either kind. Throws what plan_gpu() throws.
Judgement judge(const PlanInputs& inputs, const PlanTarget& target);
// False as well when the plan exceeds 2^63 bytes or cannot be.
bool plan_fits(const PlanInputs& inputs, const PlanTarget& target);
// What a target offers to a network of our own, and by how much its context may be larger.
struct Room {
  MemoryStatus memory;
  Bytes uncertainty = 0;
};
Room room_on(const PlanTarget& target, const std::optional<Bytes>& measured_context);
NetworkPlan plan_network(const PlanInputs& inputs, const PlanTarget& target);

// The worked example: a model whose training states take 25 GB (GPT-2 XL, 1.56 billion parameters at 16 bytes
// each) on a card of 16 GB. `models` is assets/models.
PlanInputs worked_example(const std::string& models);
inline constexpr const char* kWorkedExampleCard = "GeForce RTX 4080 SUPER";

}  // namespace headroom
