#include "core/pipeline/stage.h"

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
