#include "core/memory/too_large.h"

#include <algorithm>
#include <string>
#include <vector>

namespace headroom {

namespace {

// A setting and how to make it as small as can be.
struct Setting {
  const char* option;
  void (*shrink)(PlanInputs& inputs);
};

constexpr Setting kTransformer[] = {
    {"--seq", [](PlanInputs& in) { in.job.sequence = 1; }},
    {"--micro-batch", [](PlanInputs& in) { in.job.micro_batch = 1; }},
    {"--micro-batches", [](PlanInputs& in) { in.job.micro_batches = 1; }},
    {"--data-parallel", [](PlanInputs& in) { in.job.parallel.data = 1; }},
    {"--pipeline-parallel", [](PlanInputs& in) { in.job.parallel.pipeline = 1; }},
};

constexpr Setting kNetwork[] = {
    {"--batch", [](PlanInputs& in) { in.mlp.settings.batch = 1; }},
    {"--rows", [](PlanInputs& in) { in.mlp.data.rows = in.mlp.data.train_rows = 1; }},
    {"--widths",
     [](PlanInputs& in) {
       in.mlp.data.columns = 1;
       change_models(in.mlp,
                     [](ModelSpec& model) { std::fill(model.widths.begin(), model.widths.end(), 1); });
     }},
};

bool can_be_counted(const PlanInputs& inputs) {
  try {
    plan_gpu(inputs);
    return true;
  } catch (const Error& error) {
    return error.code() != ErrorCode::kOutOfMemory;
  }
}

std::string option_of(const Setting& setting, const PlanInputs& inputs) {
  const bool cache = inputs.transformer && inputs.job.mode == PlanMode::kInfer;
  return cache && setting.option == kTransformer[0].option ? "--tokens" : setting.option;
}

Error too_large(const std::string& what, const std::string& option) {
  return Error(ErrorCode::kOutOfMemory, what + "the plan would exceed 2^63 bytes: make it smaller", option);
}

}  // namespace

Error name_too_large(const PlanInputs& inputs, const Error& error) {
  const auto settings = inputs.transformer
                            ? std::vector<Setting>(std::begin(kTransformer), std::end(kTransformer))
                            : std::vector<Setting>(std::begin(kNetwork), std::end(kNetwork));
  for (const Setting& setting : settings) {
    PlanInputs smaller = inputs;
    setting.shrink(smaller);
    if (can_be_counted(smaller)) return too_large("", option_of(setting, inputs));
  }
  PlanInputs smaller = inputs;
  std::string others;
  for (const Setting& setting : settings) {
    setting.shrink(smaller);
    if (&setting != settings.data()) others += (others.empty() ? "" : ", ") + option_of(setting, inputs);
    if (can_be_counted(smaller))
      return too_large("together with " + others + " ", option_of(settings.front(), inputs));
  }
  return error;
}

}  // namespace headroom
