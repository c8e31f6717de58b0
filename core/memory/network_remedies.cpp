// The remedies: each is the planner called with another job, so that what it promises is what the plan
// will say once it is chosen.
#include "core/memory/network_remedies.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "core/base/tr.h"

namespace headroom {

namespace {

// By the plain product of widths, in double: only the order matters, and it cannot overflow.
double weight_count(const ModelSpec& model) {
  double count = 0;
  for (std::size_t i = 0; i + 1 < model.widths.size(); ++i) {
    count += static_cast<double>(model.widths[i]) * static_cast<double>(model.widths[i + 1]);
  }
  return count;
}

// No hidden layer of any network is wider than this.
NetworkJob with_width_at_most(NetworkJob job, std::int64_t width) {
  for (ModelSpec& model : job.models) {
    for (std::size_t i = 1; i + 1 < model.widths.size(); ++i) {
      model.widths[i] = std::min(model.widths[i], width);
    }
  }
  return job;
}

// Raw columns only; the networks' inputs shrink with them.
NetworkJob without_products(NetworkJob job) {
  job.data.degree = 1;
  for (ModelSpec& model : job.models) model.widths.front() = job.data.columns;
  return job;
}

class RemedyList {
 public:
  RemedyList(const NetworkJob& job, const Judgement& now, const MemoryStatus& device, Bytes uncertainty)
      : job_(job), now_(now), device_(device), uncertainty_(uncertainty) {}

  const NetworkJob& job() const { return job_; }
  bool fits(const NetworkJob& changed) const {
    return judge(need_of(changed), device_, uncertainty_).verdict == Verdict::kFits;
  }

  void add(std::string title, std::string cost, const NetworkJob& changed) {
    const NetworkNeed need = need_of(changed);
    const Judgement after = judge(need, device_, uncertainty_);
    if (after.headroom <= now_.headroom) return;
    NetworkRemedy remedy;
    remedy.title = std::move(title);
    remedy.cost = std::move(cost);
    remedy.bytes = need.tables;
    remedy.saves = after.headroom - now_.headroom;
    remedy.verdict = after.verdict;
    remedy.headroom = after.headroom;
    remedy.job = changed;
    remedies_.push_back(std::move(remedy));
  }

  std::vector<NetworkRemedy> take() { return std::move(remedies_); }

 private:
  const NetworkJob& job_;
  const Judgement& now_;
  const MemoryStatus& device_;
  Bytes uncertainty_;
  std::vector<NetworkRemedy> remedies_;
};

// A power of two, as batches usually are; when none fits, what a usual small one would save.
void add_batch(RemedyList& list) {
  constexpr std::int64_t kUsualBatch = 32;
  const NetworkJob& job = list.job();
  const std::int64_t batch = job.settings.batch;
  if (batch < 2) return;
  // A batch never holds more than all training rows.
  const std::int64_t smaller = std::min(batch - 1, std::max<std::int64_t>(1, job.data.train_rows));
  const std::int64_t largest =
      largest_that(smaller, [&](std::int64_t b) { return list.fits(with_batch(job, b)); });
  const std::int64_t most = largest > 0 ? largest : std::min(kUsualBatch, smaller);
  const auto wanted = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(most)));
  list.add(from_to(tr("batch"), batch, wanted), tr("more steps an epoch, each a little noisier"),
           with_batch(job, wanted));
}

// Networks that train side by side need room at once; one after the other, the largest decides.
void add_one_at_a_time(RemedyList& list) {
  if (list.job().models.size() < 2) return;
  NetworkJob largest;
  Bytes most = -1;
  for (const ModelSpec& model : list.job().models) {
    NetworkJob alone = list.job();
    alone.models = {model};
    const NetworkNeed need = need_of(alone);
    if (need.tables <= most) continue;
    most = need.tables;
    largest = std::move(alone);
  }
  list.add(tr("one model at a time"), tr("the curves come one after the other, not side by side"), largest);
}

void add_terms(RemedyList& list) {
  NetworkJob changed = list.job();
  if (changed.data.degree < 2 || changed.data.generates() || !changed.layout.generates_terms) return;
  changed.data.terms = Terms::kGenerated;
  list.add(tr("terms stored → generated"), tr("none: the engine makes the products when it reads a row"),
           changed);
}

// The training itself stays as it is. In whole MiB, as it is asked for; where all fits already, or no size
// does, it is switched off.
void add_recorder(RemedyList& list) {
  const NetworkJob& job = list.job();
  const Bytes now = recorder_bytes(job);
  if (now == 0 || !job.layout.in_main_memory) return;
  const auto with_mib = [&](std::int64_t mib) {
    NetworkJob changed = job;
    changed.recorder = mib * kMiB;
    return changed;
  };
  const auto fits = [&](std::int64_t mib) { return list.fits(with_mib(mib)); };
  const std::int64_t largest = list.fits(job) ? 0 : largest_that((now - 1) / kMiB, fits);
  const NetworkJob wanted = with_mib(largest);
  const std::int64_t states = recorded_states(wanted);
  if (states > 0) {
    list.add(tr("flight recorder {1} → {2} MiB", format_bytes(now), std::to_string(largest)),
             tr_n("room for {n} state: an earlier step takes longer to be made again",
                  "room for {n} states: an earlier step takes longer to be made again", states),
             wanted);
  } else {
    list.add(tr("flight recorder {1} → off", format_bytes(now)),
             tr("no way back to a step, only to the last good epoch"), with_mib(0));
  }
}

void add_streaming(RemedyList& list) {
  NetworkJob changed = list.job();
  if (changed.data.streamed() || !changed.layout.streams_rows) return;
  changed.data.residence = Residence::kStreamed;
  list.add(tr("rows on the device → streamed"),
           tr("the data stay in main memory: every epoch, the host gathers its rows and uploads them again"),
           changed);
}

void add_optimizers(RemedyList& list) {
  const OptimizerKind now = list.job().settings.optimizer.kind;
  for (const OptimizerKind simpler : {OptimizerKind::kMomentum, OptimizerKind::kSgd}) {
    if (optimizer_states(simpler) >= optimizer_states(now)) continue;
    NetworkJob changed = list.job();
    changed.settings.optimizer.kind = simpler;
    list.add(tr("optimizer {1} → {2}", optimizer_name(now), optimizer_name(simpler)),
             tr("another learning rate is needed, and usually more epochs"), changed);
  }
}

void add_degree(RemedyList& list) {
  if (list.job().data.degree < 2) return;
  list.add(tr("degree 2 → 1"),
           list.job().models.size() > 1 ? tr("the networks no longer see products of columns")
                                        : tr("the network no longer sees products of columns"),
           without_products(list.job()));
}

void add_width(RemedyList& list) {
  const NetworkJob& job = list.job();
  const std::int64_t widest = widest_hidden(job);
  if (widest < 2) return;
  const std::int64_t largest =
      largest_that(widest - 1, [&](std::int64_t w) { return list.fits(with_width_at_most(job, w)); });
  const std::int64_t wanted = largest > 0 ? rounded_to_two_digits(largest) : widest / 2;
  list.add(tr("hidden layers at most {1} → {2} wide", format_count(widest), format_count(wanted)),
           job.models.size() > 1 ? tr("smaller networks, which may learn less")
                                 : tr("a smaller network, which may learn less"),
           with_width_at_most(job, wanted));
}

void add_rows(RemedyList& list) {
  const NetworkJob& job = list.job();
  if (job.data.rows < 2) return;
  const std::int64_t largest =
      largest_that(job.data.rows - 1, [&](std::int64_t r) { return list.fits(with_rows(job, r)); });
  const std::int64_t wanted = largest > 0 ? rounded_to_two_digits(largest) : job.data.rows / 2;
  list.add(from_to(tr("rows"), job.data.rows, wanted), tr("less data to learn from"), with_rows(job, wanted));
}

}  // namespace

NetworkJob with_batch(NetworkJob job, std::int64_t batch) {
  job.settings.batch = batch;
  return job;
}

NetworkJob with_rows(NetworkJob job, std::int64_t rows) {
  const double share =
      job.data.rows > 0 ? static_cast<double>(job.data.train_rows) / static_cast<double>(job.data.rows) : 1.0;
  job.data.rows = rows;
  job.data.train_rows = static_cast<std::int64_t>(static_cast<double>(rows) * share);
  return job;
}

NetworkJob with_width(NetworkJob job, std::int64_t width) {
  const auto largest = std::max_element(
      job.models.begin(), job.models.end(),
      [](const ModelSpec& a, const ModelSpec& b) { return weight_count(a) < weight_count(b); });
  if (largest == job.models.end()) return job;
  for (std::size_t i = 1; i + 1 < largest->widths.size(); ++i) largest->widths[i] = width;
  return job;
}

std::int64_t widest_hidden(const NetworkJob& job) {
  std::int64_t widest = 0;
  for (const ModelSpec& model : job.models) {
    for (std::size_t i = 1; i + 1 < model.widths.size(); ++i) widest = std::max(widest, model.widths[i]);
  }
  return widest;
}

std::vector<NetworkRemedy> find_remedies(const NetworkJob& job, const Judgement& now,
                                         const MemoryStatus& device, Bytes uncertainty) {
  RemedyList list(job, now, device, uncertainty);
  add_terms(list);
  add_recorder(list);
  add_streaming(list);
  add_batch(list);
  add_one_at_a_time(list);
  add_optimizers(list);
  if (now.verdict != Verdict::kFits) {
    add_degree(list);
    add_width(list);
    add_rows(list);
  }
  return list.take();
}

}  // namespace headroom
