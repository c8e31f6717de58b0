// The planner of our own networks: one question, one answer. The headroom panel, the refusal before anything
// is allocated, the Plan tab and `headroom-cli plan` all ask plan_network(), so they cannot disagree.
//
//   NetworkPlan plan = plan_network({shape, {small, large}, settings, device->layout()}, device->memory());
//   plan.verdict;                          // fits, borderline, does not fit
//   plan.headroom;                         // bytes that stay free; negative: bytes that are missing
//   require_fits(plan, "cuda:0");          // the refusal
//
// Bytes are added up from the tensor tables (core/device/tensors.h) from which the engines allocate:
// nothing here has a formula of its own.
//
// The margin, the one rule for a run, a device and a card of the catalogue:
//   available = free memory + what this run has charged already - safety_margin(total)
//   headroom  = available - the tables - the last-good copies
// It fits if the headroom is at least the uncertainty (0 where the context was measured), does not fit if
// bytes are missing even without the margin, and is borderline in between. A refusal must never come too
// late: whatever is said to fit still leaves the margin free.
//
// Thread rule: pure functions on plain values; no device is called.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/device/device.h"
#include "core/memory/memory_account.h"
#include "core/memory/recorder_size.h"
#include "core/memory/remedy.h"
#include "core/memory/transformer_job.h"
#include "core/model/spec.h"
#include "core/model/tensor_table.h"

namespace headroom {

// Everything that decides the bytes of a run: the data once, each network on top.
struct NetworkJob {
  DataShape data;
  std::vector<ModelSpec> models;  // that train on the same data at the same time
  TrainSettings settings;
  BackendLayout layout;
  PlanMode mode = PlanMode::kTrain;
  Bytes recorder = 0;  // what the flight recorder may take; 0: off

  bool operator==(const NetworkJob&) const = default;
};

// Training rows when a fifth validates, as `train` does by default: rows - ceil(rows / 5).
std::int64_t usual_train_rows(std::int64_t rows);
// A network on a GPU and `rows` rows, whose columns are its inputs; a fifth of the rows validates. Recorded
// as a run of it would be.
NetworkJob network_job(std::vector<std::int64_t> widths, std::int64_t rows, std::int64_t batch);
// "230 → 50 → 50 → 1 + 230 → 5×200 → 1": all of them.
std::string widths_text(const NetworkJob& job);

// The flight recorder (core/train/recorder.h), of at most kMostRecorded states of each network.
// One state of every network of the job: weights, moments and, where training stops early, the best network.
Bytes recorded_state_bytes(const NetworkJob& job);
// Room for kMostRecorded of them, at most job.recorder; 0 where not even one fits.
Bytes recorder_bytes(const NetworkJob& job);
// How many states that is.
std::int64_t recorded_states(const NetworkJob& job);

// The tables of a run, the data's first, then one per model, then the flight recorder's where its states lie
// in the device's memory: with a GPU they are in main memory, and do not count against the card.
std::vector<TensorTable> plan_tables(const NetworkJob& job);
// Their sums; for inference without gradients and optimizer states. Both throw
// Error{kOutOfMemory} when a size exceeds 2^63 bytes, as plan_tables() does.
CategoryBytes planned_by_category(const NetworkJob& job);
Bytes planned_bytes(const NetworkJob& job);
// What a training holds in main memory besides, to go back to after a divergence: each network's weights and
// moments at the end of its last good epoch. 0 where the device has its own memory. The flight recorder's
// room has it already, but for the moment in which one state takes the place of another.
Bytes last_good_copy_bytes(const NetworkJob& job);

// A need too large to count. Half of the range, so that differences with it do not overflow.
inline constexpr Bytes kUncountable = std::numeric_limits<Bytes>::max() / 2;

// What a job needs, added up once however many devices it is compared with.
struct NetworkNeed {
  Bytes tables = 0;          // planned_bytes()
  Bytes last_good_copy = 0;  // last_good_copy_bytes()
  bool recorded = false;     // `tables` has room for it
};
// Never throws: each figure is capped at kUncountable.
NetworkNeed need_of(const NetworkJob& job) noexcept;

// Kept free for what the table does not know (driver allocations, the window's own buffers): 1 % of
// the device, at least 64 MiB.
Bytes safety_margin(Bytes device_total);

// The verdict alone. `uncertainty`: how much more the context may take than device.free accounts for.
Judgement judge(const NetworkNeed& need, const MemoryStatus& device, Bytes uncertainty = 0);

// A remedy, and the job with that change made.
struct NetworkRemedy : Remedy {
  NetworkJob job;
};

// Upper bounds of the questions that have none of their own: row numbers have 32 bits, and parse_hidden()
// accepts no wider layer.
inline constexpr std::int64_t kMostRows = 4'294'967'295;
inline constexpr std::int64_t kMostWidth = 1'000'000;

struct NetworkPlan : Judgement {
  NetworkJob job;
  CategoryBytes categories{};        // all 0 when the need is too large to count
  Bytes need = 0;                    // their sum; at most kUncountable
  std::int64_t largest_batch = 0;    // that fits, as are the next two; at most the training rows
  bool batch_is_whole_data = false;  // largest_batch is limited by the rows, not by memory
  std::int64_t largest_rows = 0;     // with the same share of training rows; at most kMostRows
  std::int64_t largest_width = 0;    // every hidden layer this wide, of the largest model; at most kMostWidth
  // Cheapest first. If it fits: those that make more room without changing the work.
  std::vector<NetworkRemedy> remedies;
};

// Never throws for a plan that is too large: its verdict says so.
NetworkPlan plan_network(const NetworkJob& job, const MemoryStatus& device, Bytes uncertainty = 0);

// The refusal of a run that does not fit, with the plan that was refused.
class PlanRefused : public Error {
 public:
  PlanRefused(const Error& error, NetworkPlan plan) : Error(error), plan_(std::move(plan)) {}
  const NetworkPlan& plan() const { return plan_; }

 private:
  NetworkPlan plan_;
};

// Throws PlanRefused, an Error{kOutOfMemory} with the figures and the remedies in one sentence, when it does
// not fit.
void require_fits(const NetworkPlan& plan, const std::string& device_id);
// plan_network() and require_fits() in one call; allocates nothing.
NetworkPlan require_plan_fits(const NetworkJob& job, const MemoryStatus& device,
                              const std::string& device_id);

}  // namespace headroom
