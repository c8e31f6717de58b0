#include "core/memory/mlp_plan.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/memory/transformer_plan.h"

namespace headroom {

namespace {

constexpr std::pair<Category, PlanCategory> kCategories[] = {
    {Category::kDataset, PlanCategory::kDataset},         {Category::kWeights, PlanCategory::kWeights},
    {Category::kGradients, PlanCategory::kGradients},     {Category::kOptimizer, PlanCategory::kOptimizer},
    {Category::kActivations, PlanCategory::kActivations}, {Category::kWorkspace, PlanCategory::kWorkspace},
    {Category::kMetrics, PlanCategory::kMetrics},
};

std::string formula_of(PlanCategory category, const MlpJob& job) {
  switch (category) {
    case PlanCategory::kWeights: return "4 B × P, P = Σ n_i·n_(i+1) + n_(i+1)";
    case PlanCategory::kGradients: return "4 B × P";
    case PlanCategory::kOptimizer:
      return std::to_string(4 * optimizer_states(job.settings.optimizer.kind)) + " B × P";
    case PlanCategory::kActivations: return "4 B × (rows of a pass × Σ n_i + batch × (n_0 + 1 + 2·widest))";
    case PlanCategory::kDataset:
      return job.data.degree > 1 ? "4 B × rows × (columns + features + 1)" : "4 B × rows × (columns + 1)";
    case PlanCategory::kWorkspace: return "cuBLASLt workspace, handed over by us";
    case PlanCategory::kMetrics:  // on a GPU each slot also has the factors of its optimizer step
      return job.on_gpu ? "16 B × slots + 8 B × rows of a pass" : "8 B × (slots + rows of a pass)";
    default: return "";
  }
}

void check(const MlpJob& job) {
  validate(job.model);
  if (job.data.rows < 1) throw Error(ErrorCode::kUsage, "must be at least 1", "--rows");
  if (job.settings.batch < 1) throw Error(ErrorCode::kUsage, "must be at least 1", "--batch");
  if (job.data.features() != job.model.inputs()) {
    throw Error(ErrorCode::kUsage,
                "the network has " + std::to_string(job.model.inputs()) + " inputs, the data " +
                    std::to_string(job.data.features()) + " features: make them equal",
                "--widths");
  }
}

}  // namespace

MlpJob mlp_job(std::vector<std::int64_t> widths, std::int64_t rows, std::int64_t batch) {
  MlpJob job;
  job.model.widths = std::move(widths);
  job.model.output =
      !job.model.widths.empty() && job.model.widths.back() > 1 ? Output::kSoftmax : Output::kSigmoid;
  job.data.rows = rows;
  job.data.train_rows = rows - ceil_div(rows, 5);
  job.data.columns = job.model.widths.empty() ? 0 : job.model.widths.front();
  job.settings.batch = batch;
  return job;
}

GpuPlan plan_mlp(const MlpJob& job, std::optional<Bytes> measured_context) {
  check(job);
  const BackendLayout layout = job.on_gpu ? cuda_layout() : cpu_layout();
  const TensorTable data = dataset_tensors(job.data, layout);
  const TensorTable engine = engine_tensors(job.model, job.settings, job.data, layout);
  GpuPlan plan;
  plan.parameters = plan.active_parameters = plan.rank_parameters = parameter_count(job.model);
  for (const auto& [category, line_category] : kCategories) {
    // Inference only: nothing that training adds.
    const bool training_only = category == Category::kGradients || category == Category::kOptimizer;
    if (job.mode == PlanMode::kInfer && training_only) continue;
    const auto index = static_cast<std::size_t>(category);
    const Bytes bytes = checked_add(data.by_category()[index], engine.by_category()[index]);
    add_line(plan, exact_line(line_category, bytes, formula_of(line_category, job),
                              "the tensor table that the engine allocates from"));
  }
  if (job.on_gpu || measured_context) add_line(plan, context_line(measured_context, 0));
  plan.backward_peak = plan.optimizer_peak = plan.bytes;  // everything is allocated once, at the start
  plan.binding = job.mode == PlanMode::kTrain ? Peak::kBackward : Peak::kDecode;
  return plan;
}

Bytes pytorch_mlp_bytes(const ModelSpec& model, std::int64_t batch) {
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
