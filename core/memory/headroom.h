// Does it fit, how much is left, and what could be changed: the verdict shown before a run starts.
//
// Everything here adds up the tensor table (core/device/tensors.h); nothing has a formula of its
// own, so the plan and the engines cannot disagree. The inverse questions (largest batch, largest row
// count) are a bisection on the same function: "largest" means the verdict is still kFits, and one
// more is not (or the bound is reached).
//
//   HeadroomReport report = assess({shape, {small, large}, settings, device->layout()}, device->memory());
//   if (report.verdict == Verdict::kDoesNotFit) show(report.levers);
//
// Thread rule: pure functions on plain values; no device is called.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/names.h"
#include "core/device/device.h"
#include "core/device/tensors.h"
#include "core/model/spec.h"

namespace headroom {

enum class Verdict { kFits, kBorderline, kDoesNotFit };

inline constexpr auto kVerdictNames = names<Verdict>(
    {{Verdict::kFits, "fits"}, {Verdict::kBorderline, "borderline"}, {Verdict::kDoesNotFit, "does_not_fit"}});
inline std::string_view verdict_name(Verdict v) { return kVerdictNames.name(v); }

// Everything that decides the bytes of a run: the data once, each model on top.
struct MemoryQuestion {
  DataShape data;
  std::vector<ModelSpec> models;
  TrainSettings settings;
  BackendLayout layout;
};

// The tables of a run, the data's first, then one per model.
std::vector<TensorTable> plan_tables(const MemoryQuestion& question);
// Throws Error{kOutOfMemory} when a size exceeds 2^63 bytes, as plan_tables() does.
Bytes planned_bytes(const MemoryQuestion& question);

// A need too large to count. Half of the range, so that differences with it stay inside.
inline constexpr Bytes kBeyondCounting = std::numeric_limits<Bytes>::max() / 2;
// What the trainers keep in main memory besides, to go back to after a divergence: each network's weights
// and moments at the end of its last good epoch. 0 where the device has a memory of its own.
Bytes kept_copy_bytes(const MemoryQuestion& question);

// planned_bytes() and that many kept copies without the exception, at most kBeyondCounting.
Bytes planned_bytes_or_beyond(const MemoryQuestion& question, int copies = 0) noexcept;

// A change that lowers the need, with what it saves, ranked by what it costs the user.
struct Lever {
  std::string title;  // "batch 8 192 -> 1 024"
  std::string cost;   // what the user gives up, in words
  Bytes saves = 0;
  Bytes need_after = 0;
  Verdict verdict = Verdict::kDoesNotFit;
};

// Bounds of the questions that have none by themselves: rows are numbered with 32 bits, and
// parse_hidden() takes no wider layer.
inline constexpr std::int64_t kMostRows = 4'294'967'295;
inline constexpr std::int64_t kMostWidth = 1'000'000;

struct HeadroomReport {
  Verdict verdict = Verdict::kFits;
  Bytes need = 0;                    // predicted, of our table; at most kBeyondCounting
  Bytes available = 0;               // free now, plus what this run has already charged, less the margin
  Bytes copies = 0;                  // kept_copy_bytes(), twice while one copy replaces the other
  Bytes headroom = 0;                // available - need - copies; negative: short by so much
  std::int64_t largest_batch = 0;    // with these rows and models; at most the training rows
  bool batch_is_whole_data = false;  // largest_batch is limited by the rows, not by memory
  std::int64_t largest_rows = 0;     // with this batch and these models; at most kMostRows
  std::int64_t largest_width = 0;    // every hidden layer this wide, of the largest model; at most kMostWidth
  std::vector<Lever> levers;         // when it does not fit, or only just; cheapest first
};

// Kept free for what the table does not know (driver allocations, the window's own buffers): 1 % of
// the device, at least 64 MiB. Between need + margin and need the verdict is borderline.
Bytes safety_margin(Bytes device_total);

// Never throws for a plan that is too large: its verdict says so.
HeadroomReport assess(const MemoryQuestion& question, const MemoryStatus& device);

// Throws Error{kOutOfMemory} with the figures and the levers in one sentence when it does not fit.
void require_fits(const HeadroomReport& report, const std::string& device_id);

}  // namespace headroom
