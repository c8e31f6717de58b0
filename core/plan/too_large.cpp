#include "core/plan/too_large.h"

#include "core/base/tr.h"

#include <algorithm>
#include <string>
#include <vector>

namespace headroom {

namespace {

// A setting, how large it is and how to make it as small as can be.
struct Setting {
  const char* quantity;
  std::int64_t value;
  void (*shrink)(PlanInputs& inputs);
};

std::vector<Setting> settings_of(const PlanInputs& inputs) {
  const TransformerJob& job = inputs.job;
  const NetworkJob& mlp = inputs.mlp;
  if (inputs.transformer) {
    return {{job.mode == PlanMode::kInfer ? "tokens" : "sequence length", job.sequence,
             [](PlanInputs& in) { in.job.sequence = 1; }},
            {"micro-batch", job.micro_batch, [](PlanInputs& in) { in.job.micro_batch = 1; }},
            {"micro-batches", job.micro_batches, [](PlanInputs& in) { in.job.micro_batches = 1; }},
            {"data parallel degree", job.parallel.data, [](PlanInputs& in) { in.job.parallel.data = 1; }}};
  }
  const auto shrink_widths = [](PlanInputs& in) {
    in.mlp.data.columns = 1;
    in.mlp.data.degree = 1;
    for (ModelSpec& model : in.mlp.models) std::fill(model.widths.begin(), model.widths.end(), 1);
  };
  const std::vector<std::int64_t>& widths = mlp.models.front().widths;
  return {{"batch", mlp.settings.batch, [](PlanInputs& in) { in.mlp.settings.batch = 1; }},
          {"rows", mlp.data.rows, [](PlanInputs& in) { in.mlp.data.rows = in.mlp.data.train_rows = 1; }},
          {"widths", *std::max_element(widths.begin(), widths.end()), shrink_widths}};
}

bool can_be_counted(const PlanInputs& inputs) {
  try {
    plan_gpu(inputs);
    return true;
  } catch (const Error& error) {
    return error.code() != ErrorCode::kOutOfMemory;
  }
}

Error too_large(const std::string& what, const std::string& quantity) {
  return Error(ErrorCode::kOutOfMemory, what, quantity);
}

}  // namespace

Error name_too_large(const PlanInputs& inputs, const Error& error) {
  std::vector<Setting> settings = settings_of(inputs);
  // The largest figure is most likely the slip.
  std::stable_sort(settings.begin(), settings.end(),
                   [](const Setting& a, const Setting& b) { return a.value > b.value; });
  for (const Setting& setting : settings) {
    PlanInputs smaller = inputs;
    setting.shrink(smaller);
    if (can_be_counted(smaller))
      return too_large(tr("the plan would exceed 2^63 bytes: make it smaller"), setting.quantity);
  }
  PlanInputs smaller = inputs;
  std::string others;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    settings[i].shrink(smaller);
    if (i > 0) others += (others.empty() ? "" : ", ") + std::string(settings[i].quantity);
    if (can_be_counted(smaller))
      return too_large(tr("together with {1} the plan would exceed 2^63 bytes: make it smaller", others),
                       settings[0].quantity);
  }
  return error;
}

}  // namespace headroom
