#include "core/pipeline/stage.h"

#include <cmath>

namespace headroom {

std::string_view stage_name(StageId id) {
  switch (id) {
    case StageId::kLoad: return "load";
    case StageId::kTransfer: return "transfer";
    case StageId::kPreprocess: return "preprocess";
    case StageId::kFeatures: return "features";
    case StageId::kTraining: return "training";
    case StageId::kEvaluation: return "evaluation";
  }
  return "";
}

std::string_view stage_title(StageId id) {
  switch (id) {
    case StageId::kLoad: return "Input data";
    case StageId::kTransfer: return "To device";
    case StageId::kPreprocess: return "Preprocess";
    case StageId::kFeatures: return "Features";
    case StageId::kTraining: return "Training";
    case StageId::kEvaluation: return "Evaluation";
  }
  return "";
}

std::vector<StageReport> waiting_stages(int degree) {
  std::vector<StageReport> stages;
  for (const StageId id : {StageId::kLoad, StageId::kTransfer, StageId::kPreprocess, StageId::kFeatures,
                           StageId::kTraining, StageId::kEvaluation}) {
    if (id == StageId::kFeatures && degree < 2) continue;
    stages.emplace_back().id = id;
  }
  return stages;
}

std::string stream_text(const StreamFigures& figures) {
  std::string text = format_bytes(figures.bytes) + " streamed";
  if (figures.upload_seconds > 0) {
    text += " at " + format_bytes(static_cast<Bytes>(std::llround(figures.bandwidth()))) + "/s";
  }
  if (figures.gather_seconds + figures.upload_seconds <= 0) return text;
  // Down, so that 100 % means that nothing waited at all.
  const auto percent = static_cast<std::int64_t>(std::floor(100 * figures.hidden()));
  return text + " · " + std::to_string(percent) + " % hidden behind training";
}

void tell_stream(StageReport& transfer, const StreamFigures& figures) {
  if (figures.bytes == 0) return;
  transfer.stream = figures;
  transfer.note = stream_text(figures);
}

StageReport training_stage(const DataShape& data, const std::vector<ModelSpec>& models,
                           const TrainingFigures& figures, const std::string& where) {
  StageReport report;
  report.id = StageId::kTraining;
  report.state = figures.state;
  report.in = {data.train_rows, data.features()};
  report.out_text = "weights";
  report.note = format_count(data.train_rows) + " rows · batch " + format_count(figures.batch);
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
  report.out_text = regression ? "loss, R²" : "loss, accuracy";
  report.note = format_count(data.validation_rows()) + " validation rows";
  report.seconds = figures.evaluation_seconds;
  report.where = where;
  report.progress = figures.progress;
  return report;
}

}  // namespace headroom
