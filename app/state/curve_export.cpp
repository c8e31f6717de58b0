#include "app/state/curve_export.h"

#include <cctype>
#include <filesystem>

#include "app/state/curve_plots.h"
#include "app/widgets/plot/plot_svg.h"
#include "core/base/csv_field.h"
#include "core/base/error.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

struct Source {
  std::string run, model;
  const History* history;
  std::int64_t steps_per_epoch;
};

void add_rows(std::string& csv, const Source& source, bool regression) {
  const std::string who = csv_field(source.run) + "," + csv_field(source.model) + ",";
  const History& h = *source.history;
  const auto per_epoch = static_cast<double>(std::max<std::int64_t>(1, source.steps_per_epoch));
  for (std::size_t i = 0; i < h.step_loss.size(); ++i) {
    const std::int64_t step = (static_cast<std::int64_t>(i) + 1) * h.steps_per_entry;
    csv +=
        who + "train," + std::to_string(step) + "," + exact_text(static_cast<double>(step) / per_epoch) + ",";
    if (i < h.step_seconds.size()) csv += exact_text(h.step_seconds[i]);
    csv += "," + exact_text(h.step_loss[i]) + ",";
    if (i < h.step_accuracy.size()) csv += exact_text(h.step_accuracy[i]);
    csv += ",\n";
  }
  for (const EpochMetric& m : h.epochs) {
    csv += who + "validation," + std::to_string(m.epoch * source.steps_per_epoch) + "," +
           std::to_string(m.epoch) + "," + exact_text(m.elapsed_seconds) + "," +
           exact_text(m.validation_loss) + "," +
           (regression ? "," + exact_text(m.r2) : exact_text(m.validation_accuracy) + ",") + "\n";
  }
}

}  // namespace

std::string curves_csv(const Snapshot& run) {
  const bool regression = run.facts->task == Task::kRegression;
  std::string csv = "run,model,rows,step,epoch,seconds,loss,accuracy,r2\n";
  for (const ModelSnapshot& model : run.curves->models) {
    const std::string title = model.choice.title.empty() ? model.choice.id : model.choice.title;
    add_rows(csv, {title, model.choice.id, &model.history, model.steps_per_epoch}, regression);
  }
  for (const PastRun& old : *run.past) {
    add_rows(csv, {old.title, old.model, &old.history, old.steps_per_epoch}, regression);
  }
  return csv;
}

std::string curves_svg(const Snapshot& run, const CurveOptions& options) {
  const Theme paper = light_theme();
  CurvePlots plots;
  plots.update(run, options.smoothing);
  std::vector<PlotSpec> shown;
  if (options.show != CurveShow::kQuality)
    shown.push_back(plots.spec(paper, run, options, CurveMeasure::kLoss));
  if (options.show != CurveShow::kLoss)
    shown.push_back(plots.spec(paper, run, options, CurveMeasure::kQuality));
  for (PlotSpec& spec : shown) spec.x_name = axis_title(options.axis);
  return plots_svg(run.facts->config.title, shown);
}

ExportFormat export_format_of(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (!ending.empty()) ending.erase(0, 1);
  if (const auto* const row = kExportFormatNames.find(ending)) return row->value;
  throw Error(ErrorCode::kUsage, tr("a file's name must end with .png, .svg or .csv"), path);
}

}  // namespace headroom::app
