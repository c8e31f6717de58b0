// The planner of our own networks: one question, one answer. The headroom panel, the refusal before anything
// is allocated, the Plan tab and `headroom-cli plan` all ask plan_network(), so they cannot disagree.
//
//   NetworkPlan plan = plan_network({shape, {small, large}, settings, device->layout()}, device->memory());
//   plan.verdict;                          // fits, borderline, does not fit
//   plan.headroom;                         // bytes that stay free, or negative: that are missing
//   require_fits(plan, "cuda:0");          // the refusal
//
// Bytes are added up from the tensor table (core/model/tensor_table.h), from which the engines allocate:
// nothing here has a formula of its own.
//
// The margin, the one rule for a run, a device and a card of the catalogue:
//   available = free memory + what this run has charged already - safety_margin(total)
//   headroom  = available - the tables - the last-good copies
// It fits while the headroom is at least the uncertainty (0 where the context was measured), it does not fit
// once even without the margin something is missing, and between the two it is borderline. A refusal must
// never come late: what is said to fit still has the margin free.
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

  bool operator==(const NetworkJob&) const = default;
};

// Rows that train where a fifth validates, as in `train`: rows - ceil(rows / 5).
std::int64_t usual_train_rows(std::int64_t rows);
// A network on a GPU and `rows` rows, whose columns are its inputs; a fifth of the rows validates.
NetworkJob network_job(std::vector<std::int64_t> widths, std::int64_t rows, std::int64_t batch);
// "230 → 50 → 50 → 1 + 230 → 5×200 → 1": all of them.
std::string widths_text(const NetworkJob& job);

// The tables of a run, the data's first, then one per model.
std::vector<TensorTable> plan_tables(const NetworkJob& job);
// Their sums; without gradients and the optimizer's states where nothing is trained. Both throw
// Error{kOutOfMemory} when a size exceeds 2^63 bytes, as plan_tables() does.
CategoryBytes planned_by_category(const NetworkJob& job);
Bytes planned_bytes(const NetworkJob& job);
// What the trainers keep in main memory besides, to go back to after a divergence: each network's weights
// and moments at the end of its last good epoch. 0 where the device has a memory of its own.
Bytes last_good_copy_bytes(const NetworkJob& job);

// A need too large to count. Half of the range, so that differences with it stay inside.
inline constexpr Bytes kUncountable = std::numeric_limits<Bytes>::max() / 2;

// What a job asks of a device, added up once however many devices it is held against.
struct NetworkNeed {
  Bytes tables = 0;          // planned_bytes()
  Bytes last_good_copy = 0;  // last_good_copy_bytes()
};
// Without the exception: each at most kUncountable.
NetworkNeed need_of(const NetworkJob& job) noexcept;

// Kept free for what the table does not know (driver allocations, the window's own buffers): 1 % of
// the device, at least 64 MiB.
Bytes safety_margin(Bytes device_total);

// The verdict alone. `uncertainty`: by so much the context may take more than device.free allows for.
Judgement judge(const NetworkNeed& need, const MemoryStatus& device, Bytes uncertainty = 0);

// A change of the job, and the job so changed.
struct NetworkRemedy : Remedy {
  NetworkJob job;
};

// Bounds of the questions that have none by themselves: rows are numbered with 32 bits, and
// parse_hidden() takes no wider layer.
inline constexpr std::int64_t kMostRows = 4'294'967'295;
inline constexpr std::int64_t kMostWidth = 1'000'000;

struct NetworkPlan : Judgement {
  NetworkJob job;
  CategoryBytes categories{};        // all 0 when the need is beyond counting
  Bytes need = 0;                    // their sum; at most kUncountable
  std::int64_t largest_batch = 0;    // that fits, as the next two; at most the training rows
  bool batch_is_whole_data = false;  // largest_batch is limited by the rows, not by memory
  std::int64_t largest_rows = 0;     // with the same share of training rows; at most kMostRows
  std::int64_t largest_width = 0;    // every hidden layer this wide, of the largest model; at most kMostWidth
  // Cheapest first. Where it fits, those that leave the work as it is and make more room.
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
// Plans and requires; nothing is allocated either way.
NetworkPlan require_plan_fits(const NetworkJob& job, const MemoryStatus& device,
                              const std::string& device_id);

}  // namespace headroom
