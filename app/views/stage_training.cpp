#include "app/views/stage_training.h"

#include <algorithm>
#include <cmath>

#include "app/views/stage_parts.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/table_preview.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

using Trained = BatchFigures::Model;

std::string range_text(double low, double high) {
  return tr("{1} to {2}", metric_text(low), metric_text(high));
}

std::string place_text(const Trained& model) {
  const std::string batch = format_count(model.batch), batches = format_count(model.batches),
                    epoch = format_count(model.epoch);
  return model.steps == 0
             ? tr("batch {1} of {2}, epoch {3}, which comes first; initial weights", batch, batches, epoch)
             : tr("batch {1} of {2}, epoch {3}, weights after step {4}", batch, batches, epoch,
                  format_count(model.steps));
}

void loss_lines(const Ui& ui, Rect& rest, const Trained& model, const ModelSnapshot& network) {
  const std::string rows = format_count(model.rows);
  const bool regression = network.spec.output == Output::kLinear;
  std::vector<std::string> lines = {
      tr("loss = mean of {1} over {2} rows", loss_formula(network.spec.output), rows),
      "= " + precise(model.loss_sum) + " / " + rows + " = " + precise(model.loss())};
  if (model.loss_before) {
    lines.push_back(tr("before this step's update: {1}, after it: {2}", precise(*model.loss_before),
                       precise(model.loss())));
  }
  if (!regression) lines.push_back(tr("predicted right: {1} of {2}", format_count(model.correct), rows));
  formula_box(ui, rest, lines);
}

// Forward, backward and update as parts of one bar, with what each takes.
void times(const Ui& ui, Rect& rest, const BatchTimes& step) {
  struct Part {
    const char* name;
    double seconds;
    ImVec4 ink;
  };
  const Theme& theme = ui.theme;
  const Part parts[] = {{tr("forward"), step.forward, theme.categories[0]},
                        {tr("backward"), step.backward(), theme.categories[4]},
                        {tr("update and the rest"), step.update(), theme.categories[1]}};
  double total = 0;
  for (const Part& part : parts) total += part.seconds;
  Rect bar = rest.take_top(ui.px(10), ui.px(4));
  fill(bar, theme.line, ui.px(3));
  const float width = bar.w;
  for (const Part& part : parts) {
    if (total > 0) fill(bar.take_left(static_cast<float>(part.seconds / total) * width), part.ink, ui.px(2));
  }
  Figures figures;
  for (const Part& part : parts) {
    const bool tried = step.gradient > 0 && step.step > 0;
    figures.emplace_back(part.name, part.seconds > 0 ? duration_text(part.seconds)
                                    : tried          ? tr("too little to tell")
                                                     : tr("not measured"));
  }
  figures.emplace_back(tr("whole step"), step.step > 0 ? duration_text(step.step) : tr("not measured"));
  Rect row = rest.take_top(ui.px(42), ui.px(2));
  for (std::size_t i = 0; i < figures.size(); ++i) {
    Rect cell = row.take_left(std::min(ui.px(150), rest.w / 4));
    Rect name = cell.take_top(ui.px(18));
    if (i < 3)
      fill(name.take_left(ui.px(10), ui.px(6)).centered(ui.px(10), ui.px(10)), parts[i].ink, ui.px(2));
    copyable(cell, figures[i].second, figures[i].first + "\t" + figures[i].second);
    text_line(ui, name, ui.fonts.small, theme.muted, figures[i].first);
    text_line(ui, cell, ui.fonts.mono, theme.text, figures[i].second);
  }
  paragraph(
      ui, rest,
      tr("Forward and backward: passes over this batch that were made to be measured, the median of the last "
         "nine. Whole step: the mean over the last second of training. The rest: what the step takes beyond "
         "the two: the update, and whatever waits beside it."));
}

std::string time_text(double seconds) { return seconds > 0 ? duration_text(seconds) : "–"; }

std::string exact_seconds(double seconds) { return seconds > 0 ? exact_text(seconds) : std::string(); }

// How the times of the layers were taken.
std::string layer_times_text(const Trained& model) {
  const std::string rows = model.timed_rows < model.rows
                               ? tr("the first {1} rows of this batch", format_count(model.timed_rows))
                               : std::string(tr("this one batch"));
  return tr(
      "Times of a layer: measured on {1}, on one thread of the CPU, with a copy of the weights; the median "
      "of up to "
      "nine. The loss counts to the last layer's way back. An engine that does several of these at once "
      "takes less "
      "in all.",
      rows);
}

void layers(const Ui& ui, Rect& rest, const Trained& model, const ModelSnapshot& network) {
  const std::size_t count = model.layers.size();
  const std::string hidden(kActivationTable.row(network.spec.activation).title);
  const std::string rows = format_count(model.rows);
  const auto cell = [&](std::size_t r, std::size_t c) -> std::string {
    const BatchFigures::Layer& layer = model.layers[r];
    switch (c) {
      case 0: return format_count(static_cast<std::int64_t>(r) + 1);
      case 1: return rows + " × " + format_count(layer.in) + " → " + rows + " × " + format_count(layer.out);
      case 2: return format_count(layer.parameters);
      case 3: return range_text(layer.z_min, layer.z_max);
      case 4: return r + 1 < count ? hidden : std::string(output_name(network.spec.output));
      case 5: return range_text(layer.min, layer.max);
      case 6: return percent_text(layer.zeros);
      case 7: return metric_text(layer.gradient_norm);
      case 8: return time_text(layer.times.forward);
      case 9: return time_text(layer.times.backward);
      default: return time_text(layer.times.update);
    }
  };
  TablePreview table{
      {tr_later("layer"), tr_later("shape"), tr_later("parameters"), "z = W x + b", tr_later("then"),
       tr_later("output"), tr_later("output is 0"), tr_later("gradient norm"), tr_later("forward"),
       tr_later("backward"), tr_later("update")},
      count,
      cell};
  for (const std::string& name : table.names) table.heads.emplace_back(tr(std::string_view(name)));
  table.exact = [&](std::size_t r, std::size_t c) {
    const BatchFigures::Layer& layer = model.layers[r];
    switch (c) {
      case 2: return std::to_string(layer.parameters);
      case 3: return exact_text(layer.z_min) + " to " + exact_text(layer.z_max);
      case 5: return exact_text(layer.min) + " to " + exact_text(layer.max);
      case 6: return exact_text(layer.zeros);
      case 7: return exact_text(layer.gradient_norm);
      case 8: return exact_seconds(layer.times.forward);
      case 9: return exact_seconds(layer.times.backward);
      case 10: return exact_seconds(layer.times.update);
      default: return cell(r, c);
    }
  };
  table.title = tr("Layers of {1}", model.id);
  table.pinned = 1;
  table_preview(ui, ("layers " + model.id).c_str(), rest.take_top(table_preview_height(ui, count), ui.px(8)),
                table);
}

void draw_model(const Ui& ui, Rect& rest, const Trained& model, const ModelSnapshot& network,
                const Dataset* dataset) {
  model_heading(ui, rest, network, place_text(model));
  layers(ui, rest, model, network);
  paragraph(ui, rest, layer_times_text(model));
  loss_lines(ui, rest, model, network);
  times(ui, rest, model.times);
  heading(ui, rest, tr("The first rows of this batch"));
  static const std::vector<std::string> kNone;
  judged_rows(ui, rest, ("rows " + model.id).c_str(), model.shown, network.spec.output,
              dataset ? dataset->class_names : kNone);
}

}  // namespace

void draw_training(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const auto& look = context.run.inspections[index_of(Inspect::kBatch)];
  if (look && look->error) {
    paragraph(ui, rest, tr("The batch cannot be looked at: {1}", look->error->what()));
    return;
  }
  const BatchFigures* const batch = look ? look->batch() : nullptr;
  if (!batch) {
    paragraph(ui, rest, tr("Looking at the batch that was trained last …"));
    return;
  }
  for (const Trained& model : batch->models) {
    const ModelSnapshot* const network = find_model(context.run, model.id);
    if (network) draw_model(ui, rest, model, *network, context.run.facts->dataset.get());
  }
  paragraph(ui, rest,
            tr("Each epoch visits the training rows in a new order drawn from the seed; the row numbers are "
               "those of "
               "the data as they were read. Ranges and losses are computed on the host in double precision "
               "from the "
               "network's own weights; gradients are the device's."));
}

}  // namespace headroom::app
