// Figures of memory: the bytes that a device's ledger has charged for a run, which are those that the planner
// said, and for what our engines do not have, the planner alone.
#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/io/presets.h"
#include "core/memory/transformer_parameters.h"
#include "core/memory/transformer_plan.h"
#include "core/run/figure_kinds.h"

namespace headroom {

namespace {

struct ChargedRun {
  Bytes bytes = 0;
  CategoryBytes categories{};
  FigureResult shown;  // its setting and device
};

// What a run takes: data and networks, allocated on the device and freed again.
ChargedRun charge_run(FigureBench& bench, RunConfig config, double done, double parts) {
  bench.begin_part(done, parts);
  const std::unique_ptr<Run> run = bench.open(std::move(config));
  const MemoryAccount account = run->memory_account();
  if (account.charged_total() != account.predicted_total()) {
    throw Error(ErrorCode::kInternal,
                "the planner said " + format_count(account.predicted_total()) + " bytes, charged are " +
                    format_count(account.charged_total()),
                run->device()->info().id);
  }
  return {account.charged_total(), account.charged, bench.result(*run)};
}

Bytes of(const ChargedRun& run, Category category) {
  return run.categories[static_cast<std::size_t>(category)];
}

FigureResult ratio_of(FigureResult shown, const ChargedRun& above, const ChargedRun& below) {
  take_values(shown, {static_cast<double>(above.bytes) / static_cast<double>(below.bytes)});
  shown.figure.how = {format_bytes(above.bytes) + " : " + format_bytes(below.bytes),
                      tr("charged on this machine, to the byte what the planner had said")};
  return shown;
}

// Which parts of a run have grown, of those that matter.
std::string growth_sentence(const ChargedRun& above, const ChargedRun& below) {
  std::string grown, same;
  for (const auto& [category, name] : kCategoryNames) {
    const Bytes more = of(above, category), less = of(below, category);
    if (std::max(more, less) < above.bytes / 100) continue;
    const std::string title = std::string(tr(name)) + " ";
    if (more == less) {
      same += (same.empty() ? "" : ", ") + title + format_bytes(less);
    } else {
      grown += (grown.empty() ? "" : ", ") + title + tr("{1} to {2}", format_bytes(less), format_bytes(more));
    }
  }
  return tr("What grows: {1}. What stays: {2}.", grown.empty() ? tr("nothing") : grown.c_str(),
            same.empty() ? tr("nothing") : same.c_str());
}

}  // namespace

FigureResult memory_ratio(FigureBench& bench) {
  const ChargedRun small = charge_run(bench, bench.preset("scalability", {"small"}), 0, 2);
  const ChargedRun large = charge_run(bench, bench.preset("scalability", {"large"}), 1, 2);
  FigureResult result = ratio_of(small.shown, large, small);
  const Bytes data = of(small, Category::kDataset);
  result.why = {
      tr("Both train on the same {1} of data. Without them it is {2}.", format_bytes(data),
         format_bytes(large.bytes - data) + " : " + format_bytes(small.bytes - data) + " = " +
             figure_text(static_cast<double>(large.bytes - data) / static_cast<double>(small.bytes - data))),
      growth_sentence(large, small)};
  return result;
}

FigureResult memory_twice_rows(FigureBench& bench) {
  RunConfig config = bench.preset("scalability", {"small"});
  const ChargedRun once = charge_run(bench, config, 0, 2);
  config.generator->rows *= 2;
  const ChargedRun twice = charge_run(bench, std::move(config), 1, 2);
  FigureResult result = ratio_of(once.shown, twice, once);
  result.marks = {{tr("rows"), 2}};
  result.why = {growth_sentence(twice, once)};
  return result;
}

FigureResult batch_doubling_memory(FigureBench& bench) {
  RunConfig config = bench.preset("scalability", {"large"});
  const ChargedRun once = charge_run(bench, config, 0, 2);
  config.train.batch *= 2;
  const ChargedRun twice = charge_run(bench, std::move(config), 1, 2);
  FigureResult result = ratio_of(once.shown, twice, once);
  result.marks = {{tr("batch"), 2}};
  result.why = {
      growth_sentence(twice, once),
      tr("A batch decides the activations alone, and the rows of an evaluation need theirs as well.")};
  return result;
}

FigureResult adam_8bit_saves(FigureBench& bench) {
  const TransformerConfig config =
      read_transformer_config((assets_directory() / "models" / "llama3-8b.json").string());
  TransformerJob job;
  job.sequence = usual_sequence(config);
  const GpuPlan usual = plan_transformer(config, job, Bytes{0});
  job.optimizer = PlanOptimizer::kAdam8bit;
  const GpuPlan saving = plan_transformer(config, job, Bytes{0});
  FigureResult result = bench.result();
  const auto parameters = static_cast<double>(usual.parameters);
  const auto per_weight = [&](const GpuPlan& plan) {
    return figure_text(static_cast<double>(plan.of(PlanCategory::kOptimizer)) / parameters);
  };
  const auto saved = static_cast<double>(usual.bytes - saving.bytes);
  result.figure.value = result.figure.low = result.figure.high =
      100 * saved / static_cast<double>(usual.bytes);
  result.setting = tr("Llama 3 8B, trained in bf16, {1} tokens a step", format_count(job.sequence));
  result.figure.how = {tr("{1} with Adam, {2} with 8-bit Adam: {3} less", format_bytes(usual.bytes),
                          format_bytes(saving.bytes), format_bytes(usual.bytes - saving.bytes)),
                       tr("planned, not measured: nothing of this size is trained here")};
  result.why = {tr("The states of Adam are {1} bytes a parameter, of which 4 are the weights in fp32 and 4 "
                   "each of the two "
                   "moments. In 8 bits the moments take a byte each: {2}.",
                   per_weight(usual), per_weight(saving)),
                tr("Weights, gradients and activations stay: {1}.",
                   format_bytes(usual.bytes - usual.of(PlanCategory::kOptimizer)))};
  return result;
}

}  // namespace headroom
