#include "core/pipeline/stage.h"

#include <algorithm>

#include <cmath>

#include "core/base/tr.h"

namespace headroom {

std::vector<StageReport> waiting_stages(int degree) {
  std::vector<StageReport> stages;
  for (const StageRow& stage : kStageTable) {
    if (degree >= stage.degree) stages.emplace_back().id = stage.value;
  }
  return stages;
}

std::string stream_text(const StreamFigures& figures, bool brief) {
  const std::string bytes = format_bytes(figures.bytes);
  const std::string text = figures.upload_seconds > 0
                               ? tr("{1} streamed at {2}/s", bytes,
                                    format_bytes(static_cast<Bytes>(std::llround(figures.bandwidth()))))
                               : tr("{1} streamed", bytes);
  if (figures.gather_seconds + figures.upload_seconds <= 0) return text;
  // Down, so that 100 % means that nothing waited at all.
  const auto percent = static_cast<std::int64_t>(std::floor(100 * figures.hidden()));
  const std::string hidden = std::to_string(percent);
  return text + " · " + (brief ? tr("{1} % hidden", hidden) : tr("{1} % hidden behind training", hidden));
}

void set_stream_figures(StageReport& transfer, const StreamFigures& figures) {
  if (figures.bytes == 0) return;
  transfer.stream = figures;
  transfer.note = stream_text(figures);
  transfer.brief_note = stream_text(figures, true);
}

StageReport training_stage(const DataShape& data, const std::vector<ModelSpec>& models,
                           const TrainingFigures& figures, const std::string& where) {
  StageReport report;
  report.id = StageId::kTraining;
  report.state = figures.state;
  report.in = {data.train_rows, data.features()};
  report.out_text = tr("weights");
  report.note =
      tr_n("{n} row · batch {1}", "{n} rows · batch {1}", data.train_rows, format_count(figures.batch));
  for (const ModelSpec& model : models) {
    const Bytes bytes = checked_mul(parameter_count(model), sizeof(float));
    report.bytes = checked_add(report.bytes, bytes);
  }
  report.seconds = figures.training_seconds;
  report.where = where;
  report.progress = figures.progress;
  return report;
}

StageReport evaluation_stage(const DataShape& data, const std::vector<ModelSpec>& models,
                             const TrainingFigures& figures, const std::string& where) {
  const bool regression = !models.empty() && models.front().output == Output::kLinear;
  StageReport report;
  report.id = StageId::kEvaluation;
  report.state = figures.state;
  report.in = {data.validation_rows(), data.features()};
  report.out_text = regression ? tr("loss, R²") : tr("loss, accuracy");
  if (!regression) report.brief_out = tr("loss, acc");
  report.note = tr_n("{n} validation row", "{n} validation rows", data.validation_rows());
  report.seconds = figures.evaluation_seconds;
  report.times = std::max<std::int64_t>(1, figures.evaluations);
  report.where = where;
  report.progress = figures.progress;
  return report;
}

}  // namespace headroom
