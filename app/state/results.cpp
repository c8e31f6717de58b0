#include "app/state/results.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>

#include "app/state/model_words.h"
#include "app/widgets/format.h"
#include "core/base/bytes.h"
#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/run/quality.h"

namespace headroom::app {
namespace {

std::string r2_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return local_number(text);
}

// R² in the window's own spelling.
std::string with_square(std::string text) {
  for (std::size_t at = text.find("R2"); at != std::string::npos; at = text.find("R2", at))
    text.replace(at, 2, "R²");
  return text;
}

bool trained(const Snapshot& run, const ModelSnapshot& model) {
  return run.state == RunState::kFinished && model.selected && !model.history.epochs.empty();
}

// Accuracy or R² of the network in use, on the rows that validate.
double reached(const ModelSnapshot& model, Task task) {
  const EpochMetric& last = model.history.epochs.back();
  if (task == Task::kRegression)
    return model.validated && model.validated->values ? model.validated->values->r2 : last.r2;
  return model.validated && model.validated->classes ? model.validated->classes->accuracy
                                                     : last.validation_accuracy;
}

// "Small 95.6 %, Large 96.5 %"; of one network the figure alone. Empty while none has it.
std::string of_models(const Snapshot& run,
                      const std::function<std::optional<std::string>(const ModelSnapshot&)>& figure) {
  const auto& models = run.curves->models;
  const bool several =
      std::count_if(models.begin(), models.end(), [](const auto& model) { return model.selected; }) > 1;
  std::vector<std::string> parts;
  for (const ModelSnapshot& model : models) {
    const std::optional<std::string> text = trained(run, model) ? figure(model) : std::nullopt;
    if (text) parts.push_back((several ? model_title(model.choice) + " " : "") + *text);
  }
  return join(parts);
}

std::optional<std::string> tested_text(const ModelSnapshot& model) {
  if (!model.tested) return std::nullopt;
  if (model.tested->classes) return percent_text(model.tested->classes->accuracy);
  return "R² " + r2_text(model.tested->values->r2);
}

std::optional<std::string> balanced_text(const ModelSnapshot& model) {
  if (!model.validated || !model.validated->classes) return std::nullopt;
  return percent_text(model.validated->classes->balanced_accuracy);
}

// Rare classes can fare badly at a high accuracy.
bool rare_classes(const RunFacts& facts) {
  return facts.task == Task::kClassification &&
         (facts.config.class_weight != ClassWeight::kNone ||
          std::any_of(facts.doubts.begin(), facts.doubts.end(),
                      [](const DataDoubt& doubt) { return doubt.kind == DoubtKind::kUnbalanced; }));
}

}  // namespace

std::string to_beat(const Snapshot& run) {
  const Baseline* const baseline = run.facts->baseline.get();
  if (!baseline) return {};
  std::vector<std::string> parts;
  if (baseline->majority) parts.push_back(tr("majority {1}", percent_text(*baseline->majority)));
  if (baseline->classes) parts.push_back(tr("linear {1}", percent_text(baseline->classes->accuracy)));
  if (run.facts->task == Task::kRegression) {
    parts.emplace_back(tr("R²: mean 0"));
    if (baseline->values) parts.push_back(tr("linear {1}", r2_text(baseline->values->r2)));
  }
  return join(parts);
}

std::string not_beaten_line(const Snapshot& run, const ModelSnapshot& model) {
  const Baseline* const baseline = run.facts->baseline.get();
  if (!baseline || !trained(run, model)) return {};
  const std::string bar = not_beaten(*baseline, reached(model, run.facts->task));
  return bar.empty() ? "" : tr("{1} is no better than {2}.", model_title(model.choice), with_square(bar));
}

std::vector<ResultLine> result_lines(const Snapshot& run) {
  const RunFacts& facts = *run.facts;
  std::vector<ResultLine> lines;
  if (const std::string bars = to_beat(run); !bars.empty()) lines.push_back({tr("To beat: {1}", bars)});
  if (rare_classes(facts)) {
    std::string text = of_models(run, balanced_text);
    if (!text.empty() && facts.baseline && facts.baseline->classes)
      text += "; " + tr("linear {1}", percent_text(facts.baseline->classes->balanced_accuracy));
    lines.push_back({tr("Balanced accuracy: {1}", text.empty() ? tr("told at the end") : text.c_str())});
  }
  if (facts.test_rows > 0) {
    const std::string text = of_models(run, tested_text);
    lines.push_back({tr_n("Test, {n} row: {1}", "Test, {n} rows: {1}", facts.test_rows,
                          text.empty() ? tr("told at the end") : text.c_str())});
  }
  for (const ModelSnapshot& model : run.curves->models) {
    if (const std::string text = not_beaten_line(run, model); !text.empty()) lines.push_back({text, true});
  }
  return lines;
}

Bytes bytes_with_data(const Snapshot& run, const ModelSnapshot& model) {
  return model.planned_bytes + (run.memory->tables->empty() ? 0 : run.memory->tables->front().total());
}

std::string verdict_text(const NetworkPlan& report) {
  switch (report.verdict) {
    case Verdict::kFits: return tr("fits · {1} left", format_bytes(report.headroom));
    case Verdict::kBorderline:
      return tr("borderline · {1} left", format_bytes(std::max<Bytes>(0, report.headroom)));
    case Verdict::kDoesNotFit: return tr("does not fit · short by {1}", format_bytes(-report.headroom));
  }
  return {};
}

}  // namespace headroom::app
