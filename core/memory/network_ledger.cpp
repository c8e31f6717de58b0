#include "core/memory/network_ledger.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/memory/transformer_plan.h"

namespace headroom {

namespace {

constexpr std::pair<Category, PlanCategory> kCategories[] = {
    {Category::kDataset, PlanCategory::kDataset},         {Category::kWeights, PlanCategory::kWeights},
    {Category::kGradients, PlanCategory::kGradients},     {Category::kOptimizer, PlanCategory::kOptimizer},
    {Category::kActivations, PlanCategory::kActivations}, {Category::kWorkspace, PlanCategory::kWorkspace},
    {Category::kMetrics, PlanCategory::kMetrics},         {Category::kRecorder, PlanCategory::kRecorder},
};

std::string formula_of(PlanCategory category, const NetworkJob& job) {
  switch (category) {
    case PlanCategory::kWeights: return "4 B × P, P = Σ n_i·n_(i+1) + n_(i+1)";
    case PlanCategory::kGradients: return "4 B × P";
    case PlanCategory::kOptimizer:
      return std::to_string(4 * optimizer_states(job.settings.optimizer.kind)) + " B × P";
    case PlanCategory::kActivations:
      return tr("4 B × (rows of a pass × Σ n_i + batch × (n_0 + 1 + 2·widest))");
    case PlanCategory::kDataset:
      return job.data.degree > 1 ? tr("4 B × rows × (columns + features + 1)")
                                 : tr("4 B × rows × (columns + 1)");
    case PlanCategory::kWorkspace: return tr("cuBLASLt workspace, handed over by us");
    case PlanCategory::kMetrics:  // kept time: each slot also has the factors of its optimizer step
      return job.layout.keeps_time ? tr("16 B × slots + 8 B × rows of a pass")
                                   : tr("8 B × (slots + rows of a pass)");
    case PlanCategory::kRecorder:
      return tr("{1} states of weights and moments, at most {2}", format_count(recorded_states(job)),
                format_bytes(job.recorder));
    default: return "";
  }
}

void check_inputs(const ModelSpec& model, const DataShape& data) {
  validate(model);
  if (data.features() == model.inputs()) return;
  throw Error(ErrorCode::kUsage,
              tr("the network has {1} inputs, the data {2} features: make them equal",
                 std::to_string(model.inputs()), std::to_string(data.features())),
              "widths");
}

void check(const NetworkJob& job) {
  if (job.data.rows < 1) throw Error(ErrorCode::kUsage, tr("must be at least 1"), "rows");
  if (job.settings.batch < 1) throw Error(ErrorCode::kUsage, tr("must be at least 1"), "batch");
  if (job.models.empty()) throw Error(ErrorCode::kUsage, tr("there is no network: name one"), "widths");
  for (const ModelSpec& model : job.models) check_inputs(model, job.data);
}

}  // namespace

GpuPlan network_ledger(const NetworkJob& job, std::optional<Bytes> measured_context) {
  check(job);
  const CategoryBytes bytes = planned_by_category(job);
  GpuPlan plan;
  for (const ModelSpec& model : job.models)
    plan.parameters = checked_add(plan.parameters, parameter_count(model));
  plan.active_parameters = plan.rank_parameters = plan.parameters;
  for (const auto& [category, line_category] : kCategories) {
    add_line(plan, exact_line(line_category, bytes[static_cast<std::size_t>(category)],
                              formula_of(line_category, job),
                              tr("the tensor table that the engine allocates from")));
  }
  if (!job.layout.in_main_memory || measured_context) add_line(plan, context_line(measured_context, 0));
  plan.backward_peak = plan.optimizer_peak = plan.bytes;  // everything is allocated once, at the start
  plan.binding = job.mode == PlanMode::kTrain ? Peak::kBackward : Peak::kDecode;
  return plan;
}

Bytes pytorch_network_bytes(const ModelSpec& model, std::int64_t batch) {
  constexpr double kContextMib = 1460.4;
  std::int64_t outputs = 0;
  for (std::size_t i = 1; i < model.widths.size(); ++i) {
    // A hidden layer's linear output and its activation's.
    const std::int64_t times = i + 1 < model.widths.size() ? 2 : 1;
    outputs = checked_add(outputs, checked_mul(times, model.widths[i]));
  }
  Bytes bytes = checked_mul(20, parameter_count(model));
  bytes = checked_add(bytes, checked_product({4, batch, outputs}));
  return checked_add(bytes, static_cast<Bytes>(std::llround(kContextMib * static_cast<double>(kMiB))));
}

}  // namespace headroom
