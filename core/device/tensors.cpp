#include "core/device/tensors.h"

#include <algorithm>
#include <string>

#include "core/device/panels.h"

namespace headroom {

namespace {

// Rows an evaluation pass handles at once, when there are so many.
constexpr std::int64_t kEvaluationRows = 512;

// A millisecond of a fast link: long beside what starting a copy costs.
constexpr Bytes kStreamBytes = 32 * kMiB;

// Rows that are brought into order in some 20 ms even where each lies alone in memory: whoever needs the
// first chunk waits for that, and a pause with them.
constexpr std::int64_t kStreamRows = 262'144;

// One block of the parameters' shapes: the weights themselves, their gradients, or a moment.
void add_parameters(TensorTable& table, const ModelSpec& model, const std::string& prefix,
                    Category category) {
  for (std::int64_t l = 0; l < model.layers(); ++l) {
    const std::int64_t in = model.widths[static_cast<std::size_t>(l)];
    const std::int64_t out = model.widths[static_cast<std::size_t>(l + 1)];
    const std::string layer = prefix + "layers." + std::to_string(l);
    table.add(layer + ".weight", category, {out, in});
    table.add(layer + ".bias", category, {out});
  }
}

void add_activations(TensorTable& table, const ModelSpec& model, std::int64_t batch, std::int64_t rows,
                     bool generates_terms) {
  table.add("batch.input", Category::kActivations, {generates_terms ? rows : batch, model.inputs()});
  table.add("batch.target", Category::kActivations, {batch});
  std::int64_t widest = 0;
  for (std::int64_t l = 0; l < model.layers(); ++l) {
    const std::int64_t width = model.widths[static_cast<std::size_t>(l + 1)];
    const std::string layer = "layers." + std::to_string(l);
    if (model.keeps_pre_activation(l)) {
      table.add(layer + ".pre_activation", Category::kActivations, {batch, width});
    }
    table.add(layer + ".activation", Category::kActivations, {rows, width});
    widest = std::max(widest, width);
  }
  table.add("delta.0", Category::kActivations, {batch, widest});
  table.add("delta.1", Category::kActivations, {batch, widest});
}

void add_activation_panels(TensorTable& table, const ModelSpec& model, std::int64_t batch,
                           std::int64_t rows) {
  const std::int64_t padded_batch = padded_rows(batch), padded = padded_rows(rows);
  table.add("batch.input", Category::kActivations, {padded_batch, row_stride(model.inputs())});
  table.add("batch.target", Category::kActivations, {batch});
  table.add("input.panels", Category::kActivations, {padded, model.inputs()});
  for (std::int64_t l = 0; l < model.layers(); ++l) {
    const std::int64_t width = model.widths[static_cast<std::size_t>(l + 1)];
    const std::string layer = "layers." + std::to_string(l);
    const bool hidden = l + 1 < model.layers();
    if (model.keeps_pre_activation(l)) {
      table.add(layer + ".pre_activation", Category::kActivations, {padded_batch, width});
    }
    table.add(layer + ".activation", Category::kActivations, {padded, width});
    if (hidden) {
      table.add(layer + ".activation_rows", Category::kActivations, {padded_batch, row_stride(width)});
    }
    table.add(layer + ".delta", Category::kActivations, {padded_batch, width});
  }
  table.add("output.logits", Category::kActivations, {padded, model.outputs()});
  table.add("output.delta", Category::kActivations, {padded_batch, model.outputs()});
}

}  // namespace

std::int64_t activation_rows(std::int64_t batch, const DataShape& shape) {
  return std::max(batch, std::min(shape.rows, kEvaluationRows));
}

std::int64_t stream_rows(std::int64_t batch, const DataShape& shape) {
  const Bytes row = checked_mul(checked_add(shape.columns, 1), Bytes{sizeof(float)});
  const std::int64_t wanted = std::min({kStreamBytes / row, kStreamRows, shape.rows / 8});
  return checked_mul(ceil_div(std::max(wanted, activation_rows(batch, shape)), batch), batch);
}

TensorTable dataset_tensors(const DataShape& shape, const BackendLayout& layout) {
  TensorTable table(layout.alignment);
  if (!shape.streamed()) {
    table.add("columns", Category::kDataset, {shape.rows, shape.columns});
    if (shape.degree >= 2 && !shape.generates())
      table.add("features", Category::kDataset, {shape.rows, shape.features()});
    table.add("targets", Category::kDataset, {shape.rows});
  }
  table.add("scaler.offset", Category::kDataset, {shape.columns});
  table.add("scaler.factor", Category::kDataset, {shape.columns});
  return table;
}

TensorTable engine_tensors(const ModelSpec& model, const TrainSettings& settings, const DataShape& shape,
                           const BackendLayout& layout) {
  TensorTable table(layout.alignment);
  add_parameters(table, model, "", Category::kWeights);
  add_parameters(table, model, "gradient.", Category::kGradients);
  for (int i = 0; i < optimizer_states(settings.optimizer.kind); ++i) {
    add_parameters(table, model, "moment." + std::to_string(i) + ".", Category::kOptimizer);
  }
  if (shape.streamed()) {
    const std::int64_t chunk = stream_rows(settings.batch, shape);
    table.add("stream.columns", Category::kDataset, {2, chunk, shape.columns});
    table.add("stream.targets", Category::kDataset, {2, chunk});
  }
  const std::int64_t rows = activation_rows(settings.batch, shape);
  if (layout.panels) {
    add_activation_panels(table, model, settings.batch, rows);
  } else {
    add_activations(table, model, settings.batch, rows, shape.generates());
  }
  if (layout.workspace_bytes > 0) table.add("workspace", Category::kWorkspace, {layout.workspace_bytes}, 1);
  table.add("metrics.loss", Category::kMetrics, {kMetricSlots});
  table.add("metrics.correct", Category::kMetrics, {kMetricSlots});
  table.add("row.loss", Category::kMetrics, {rows});
  table.add("row.correct", Category::kMetrics, {rows});
  table.add("evaluation.loss", Category::kMetrics, {1}, 8);
  table.add("evaluation.correct", Category::kMetrics, {1}, 8);
  if (layout.keeps_time) {
    table.add("step.clock", Category::kMetrics, {kStepClockBytes}, 1);
    table.add("step.corrections", Category::kMetrics, {kMetricSlots, 2});
    if (model.output != Output::kLinear)
      table.add("class.weights", Category::kMetrics, {std::max<std::int64_t>(2, model.outputs())});
  }
  return table;
}

}  // namespace headroom
