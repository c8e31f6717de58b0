#include "core/memory/network_plan.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/tr.h"
#include "core/memory/network_remedies.h"

namespace headroom {

namespace {

std::string need_text(Bytes need) {
  return need == kUncountable ? tr("more than {1}", format_bytes(need)) : format_bytes(need);
}

// Where they are too few to matter, nothing.
std::string copies_text(const NetworkPlan& plan) {
  if (plan.copies < plan.need / 10) return {};
  return " " + tr("({1} of it for rollback copies)", format_bytes(plan.copies));
}

// "batch 8 192 -> 1 024 would fit (saves 17.3 GiB), or ..."; without any: what saves the most.
std::string advice(const std::vector<NetworkRemedy>& remedies) {
  constexpr int kShown = 3;
  std::string text;
  int shown = 0;
  for (const NetworkRemedy& remedy : remedies) {
    if (remedy.verdict != Verdict::kFits || shown == kShown) continue;
    const std::string saves = format_bytes(remedy.saves);
    text += shown++ == 0 ? tr("; {1} would fit (saves {2})", remedy.title, saves)
                         : tr(", or {1} would fit (saves {2})", remedy.title, saves);
  }
  if (shown > 0) return text;
  const auto most = std::max_element(remedies.begin(), remedies.end(),
                                     [](const auto& a, const auto& b) { return a.saves < b.saves; });
  if (most == remedies.end()) return tr("; free memory on the device or use another one");
  return tr("; no single change is enough, {1} saves the most ({2})", most->title, format_bytes(most->saves));
}

// So many times the parameters of all networks.
Bytes copies_of_weights(const NetworkJob& job, int copies) {
  Bytes sum = 0;
  for (const ModelSpec& model : job.models) {
    sum = checked_add(sum, checked_mul(copies * Bytes{sizeof(float)}, parameter_count(model)));
  }
  return sum;
}

Bytes sum_of(const CategoryBytes& categories) {
  return std::accumulate(categories.begin(), categories.end(), Bytes{0}, checked_add);
}

}  // namespace

std::int64_t usual_train_rows(std::int64_t rows) { return rows - ceil_div(rows, 5); }

NetworkJob network_job(std::vector<std::int64_t> widths, std::int64_t rows, std::int64_t batch) {
  NetworkJob job;
  job.data.rows = rows;
  job.data.train_rows = usual_train_rows(rows);
  job.data.columns = widths.empty() ? 0 : widths.front();
  ModelSpec& model = job.models.emplace_back();
  model.output = !widths.empty() && widths.back() > 1 ? Output::kSoftmax : Output::kSigmoid;
  model.widths = std::move(widths);
  job.settings.batch = batch;
  job.recorder = kUsualRecorder;
  job.layout = cuda_layout();
  return job;
}

std::string widths_text(const NetworkJob& job) {
  std::string text;
  for (const ModelSpec& model : job.models) text += (text.empty() ? "" : " + ") + widths_text(model);
  return text;
}

std::vector<TensorTable> plan_tables(const NetworkJob& job) {
  std::vector<TensorTable> tables;
  tables.push_back(dataset_tensors(job.data, job.layout));
  for (const ModelSpec& model : job.models) {
    tables.push_back(engine_tensors(model, job.settings, job.data, job.layout));
  }
  const Bytes recorder = job.layout.in_main_memory ? recorder_bytes(job) : 0;
  if (recorder > 0) tables.emplace_back().add("recorder", Category::kRecorder, {recorder}, 1);
  return tables;
}

CategoryBytes planned_by_category(const NetworkJob& job) {
  CategoryBytes bytes = sum_by_category(plan_tables(job));
  if (job.mode == PlanMode::kInfer) {
    for (const Category trained : {Category::kGradients, Category::kOptimizer})
      bytes[static_cast<std::size_t>(trained)] = 0;
  }
  return bytes;
}

Bytes planned_bytes(const NetworkJob& job) { return sum_of(planned_by_category(job)); }

Bytes last_good_copy_bytes(const NetworkJob& job) {
  if (!job.layout.in_main_memory || job.mode == PlanMode::kInfer) return 0;
  return copies_of_weights(job, 1 + optimizer_states(job.settings.optimizer.kind));
}

Bytes recorded_state_bytes(const NetworkJob& job) {
  const int best = job.settings.early_stop_patience > 0 ? 1 : 0;
  return copies_of_weights(job, 1 + optimizer_states(job.settings.optimizer.kind) + best);
}

Bytes recorder_bytes(const NetworkJob& job) {
  if (job.mode == PlanMode::kInfer || job.models.empty()) return 0;
  const Bytes one = recorded_state_bytes(job);
  if (one > job.recorder) return 0;
  return one > job.recorder / kMostRecorded ? job.recorder : kMostRecorded * one;
}

std::int64_t recorded_states(const NetworkJob& job) {
  const Bytes room = recorder_bytes(job);
  return room > 0 ? room / recorded_state_bytes(job) : 0;
}

NetworkNeed need_of(const NetworkJob& job) noexcept {
  try {
    return {std::min(planned_bytes(job), kUncountable), std::min(last_good_copy_bytes(job), kUncountable),
            job.layout.in_main_memory && recorder_bytes(job) > 0};
  } catch (const Error&) {
    return {kUncountable, 0, false};  // the only thing the table refuses
  }
}

Bytes safety_margin(Bytes device_total) { return std::max(64 * kMiB, device_total / 100); }

Judgement judge(const NetworkNeed& need, const MemoryStatus& device, Bytes uncertainty) {
  // Once the run is on the device, one copy exists already and is no longer free.
  const Bytes copies = device.charged < need.tables && !need.recorded ? 2 : 1;
  const Bytes room = kUncountable - need.tables;  // for the copies to be counted in
  const Bytes kept = need.last_good_copy > room / copies ? room : copies * need.last_good_copy;
  Judgement now;
  now.margin = safety_margin(device.total);
  now.uncertainty = uncertainty;
  now.copies = kept;
  now.available = device.free + device.charged - now.margin;
  now.headroom = now.available - need.tables - kept;
  now.verdict = now.headroom >= uncertainty      ? Verdict::kFits
                : now.headroom + now.margin >= 0 ? Verdict::kBorderline
                                                 : Verdict::kDoesNotFit;
  return now;
}

NetworkPlan plan_network(const NetworkJob& job, const MemoryStatus& device, Bytes uncertainty) {
  NetworkPlan plan;
  plan.job = job;
  const NetworkNeed need = need_of(job);
  static_cast<Judgement&>(plan) = judge(need, device, uncertainty);
  plan.need = need.tables;
  if (plan.need < kUncountable) plan.categories = planned_by_category(job);

  const auto fits = [&](const NetworkJob& changed) {
    return judge(need_of(changed), device, uncertainty).verdict == Verdict::kFits;
  };
  const std::int64_t most_batch = job.data.train_rows;
  plan.largest_batch = largest_that(most_batch, [&](auto b) { return fits(with_batch(job, b)); });
  plan.batch_is_whole_data = most_batch > 0 && plan.largest_batch == most_batch;
  plan.largest_rows = largest_that(kMostRows, [&](auto r) { return fits(with_rows(job, r)); });
  if (widest_hidden(job) > 0) {
    plan.largest_width = largest_that(kMostWidth, [&](auto w) { return fits(with_width(job, w)); });
  }
  plan.remedies = find_remedies(job, plan, device, uncertainty);
  return plan;
}

void require_fits(const NetworkPlan& plan, const std::string& device_id) {
  if (plan.verdict != Verdict::kDoesNotFit) return;
  const Bytes everything = plan.need + plan.copies;
  const Bytes usable = std::max<Bytes>(0, plan.available);
  const Error error(ErrorCode::kOutOfMemory,
                    tr("the run needs {1}, {2} can be used on {3}: short by {4}",
                       need_text(everything) + copies_text(plan), format_bytes(usable), device_id,
                       need_text(everything == kUncountable ? kUncountable : -plan.headroom)) +
                        advice(plan.remedies),
                    device_id);
  throw PlanRefused(error, plan);
}

NetworkPlan require_plan_fits(const NetworkJob& job, const MemoryStatus& device,
                              const std::string& device_id) {
  NetworkPlan plan = plan_network(job, device);
  require_fits(plan, device_id);
  return plan;
}

}  // namespace headroom
