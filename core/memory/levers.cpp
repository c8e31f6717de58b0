// The levers: each is the planner called with other inputs, so that what it promises is what the plan
// will say once it is pulled.
#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "core/memory/inverse.h"

namespace headroom {

namespace {

class LeverList {
 public:
  LeverList(Bytes need, Bytes available, Bytes margin, int copies)
      : need_(need), available_(available), margin_(margin), copies_(copies) {}

  Bytes need_of(const MemoryQuestion& question) const { return planned_bytes_or_beyond(question, copies_); }
  bool fits(const MemoryQuestion& question) const { return need_of(question) <= available_; }

  void add(std::string title, std::string cost, const MemoryQuestion& changed) {
    add(std::move(title), std::move(cost), need_of(changed));
  }
  void add(std::string title, std::string cost, Bytes need_after) {
    if (need_after >= need_) return;
    const Verdict verdict = need_after <= available_             ? Verdict::kFits
                            : need_after - margin_ <= available_ ? Verdict::kBorderline
                                                                 : Verdict::kDoesNotFit;
    levers_.push_back({std::move(title), std::move(cost), need_ - need_after, need_after, verdict});
  }

  std::vector<Lever> take() { return std::move(levers_); }

 private:
  Bytes need_;
  Bytes available_;
  Bytes margin_;
  int copies_;
  std::vector<Lever> levers_;
};

std::string from_to(const std::string& what, std::int64_t from, std::int64_t to) {
  return what + " " + format_count(from) + " -> " + format_count(to);
}

void add_batch(const MemoryQuestion& question, LeverList& levers) {
  constexpr std::int64_t kUsualBatch = 32;
  const std::int64_t batch = question.settings.batch;
  const std::int64_t largest =
      largest_that(batch - 1, [&](std::int64_t b) { return levers.fits(with_batch(question, b)); });
  // A power of two, as batches usually are; when none fits, what a usual small one would save.
  const auto wanted = largest > 0
                          ? static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(largest)))
                          : std::min(kUsualBatch, batch);
  levers.add(from_to("batch", batch, wanted), "more steps an epoch, each a little noisier",
             with_batch(question, wanted));
}

void add_one_at_a_time(const MemoryQuestion& question, LeverList& levers) {
  if (question.models.size() < 2) return;
  Bytes largest = 0;
  for (const ModelSpec& model : question.models) {
    MemoryQuestion alone = question;
    alone.models = {model};
    largest = std::max(largest, levers.need_of(alone));
  }
  levers.add("one model at a time", "the curves come one after the other, not side by side", largest);
}

void add_precision(const MemoryQuestion& question, LeverList& levers) {
  if (question.settings.precision == Precision::kFp32) return;
  MemoryQuestion changed = question;
  changed.settings.precision = Precision::kFp32;
  levers.add("precision " + std::string(precision_name(question.settings.precision)) + " -> fp32",
             "slower products, no 16-bit copies of the weights", changed);
}

void add_terms(const MemoryQuestion& question, LeverList& levers) {
  if (question.data.degree < 2 || question.data.generates() || !question.layout.generates_terms) return;
  MemoryQuestion changed = question;
  changed.data.terms = Terms::kGenerated;
  levers.add("terms stored -> generated", "none: the engine makes the products when it reads a row", changed);
}

void add_streaming(const MemoryQuestion& question, LeverList& levers) {
  if (question.data.streamed() || !question.layout.streams_rows) return;
  MemoryQuestion changed = question;
  changed.data.residence = Residence::kStreamed;
  levers.add("rows on the device -> streamed",
             "the data stay in main memory: every epoch, the host gathers its rows and uploads them again",
             changed);
}

void add_optimizers(const MemoryQuestion& question, LeverList& levers) {
  const OptimizerKind now = question.settings.optimizer.kind;
  for (const OptimizerKind simpler : {OptimizerKind::kMomentum, OptimizerKind::kSgd}) {
    if (optimizer_states(simpler) >= optimizer_states(now)) continue;
    MemoryQuestion changed = question;
    changed.settings.optimizer.kind = simpler;
    levers.add(
        "optimizer " + std::string(optimizer_name(now)) + " -> " + std::string(optimizer_name(simpler)),
        "another learning rate is needed, and usually more epochs", changed);
  }
}

void add_width(const MemoryQuestion& question, LeverList& levers) {
  const std::int64_t widest = widest_hidden(question);
  if (widest < 2) return;
  const std::int64_t largest =
      largest_that(widest - 1, [&](std::int64_t w) { return levers.fits(with_width_at_most(question, w)); });
  const std::int64_t wanted = largest > 0 ? two_digits(largest) : widest / 2;
  levers.add(from_to("hidden layers at most", widest, wanted) + " wide",
             "smaller networks, which may learn less", with_width_at_most(question, wanted));
}

void add_rows(const MemoryQuestion& question, LeverList& levers) {
  const std::int64_t rows = question.data.rows;
  if (rows < 2) return;
  const std::int64_t largest =
      largest_that(rows - 1, [&](std::int64_t r) { return levers.fits(with_rows(question, r)); });
  const std::int64_t wanted = largest > 0 ? two_digits(largest) : rows / 2;
  levers.add(from_to("rows", rows, wanted), "less data to learn from", with_rows(question, wanted));
}

}  // namespace

std::vector<Lever> find_levers(const MemoryQuestion& question, Bytes need, Bytes available, Bytes margin,
                               int copies) {
  LeverList levers(need, available, margin, copies);
  add_terms(question, levers);
  add_streaming(question, levers);
  add_batch(question, levers);
  add_one_at_a_time(question, levers);
  add_precision(question, levers);
  add_optimizers(question, levers);
  if (question.data.degree >= 2) {
    levers.add("degree 2 -> 1", "the networks no longer see products of columns", without_products(question));
  }
  add_width(question, levers);
  add_rows(question, levers);
  return levers.take();
}

}  // namespace headroom
