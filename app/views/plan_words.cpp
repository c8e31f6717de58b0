#include "app/views/plan_words.h"

#include <cmath>
#include <string_view>
#include <utility>

#include "app/widgets/format.h"
#include "core/base/tr.h"
#include "core/plan/plan_export.h"

namespace headroom::app {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

std::string plan_category_label(PlanCategory category) {
  return category == PlanCategory::kKvCache ? tr("KV cache") : std::string(tr(plan_category_name(category)));
}

ImVec4 plan_category_color(const Theme& theme, PlanCategory category) {
  switch (category) {
    case PlanCategory::kWeights: return theme.categories[0];
    case PlanCategory::kGradients: return theme.categories[1];
    case PlanCategory::kOptimizer:
    case PlanCategory::kKvCache: return theme.categories[2];  // never beside each other
    case PlanCategory::kActivations: return theme.categories[3];
    case PlanCategory::kLogits:
    case PlanCategory::kDataset: return theme.categories[4];  // never beside each other
    case PlanCategory::kBuckets:
    case PlanCategory::kWorkspace: return theme.categories[5];  // never beside each other
    case PlanCategory::kMetrics: return theme.categories[6];
    case PlanCategory::kRecorder: return theme.categories[7];
    case PlanCategory::kContext: return theme.categories[8];
  }
  return theme.muted;
}

ImVec4 grade_color(const Theme& theme, Grade grade) {
  switch (grade) {
    case Grade::kExact: return theme.good;
    case Grade::kMeasured: return theme.small_model;
    case Grade::kPublished: return theme.muted;
    case Grade::kAssumed: return theme.warning;
  }
  return theme.muted;
}

std::string verdict_title(Verdict verdict) {
  constexpr auto kTitles = names<Verdict>({{Verdict::kFits, tr_later("Fits")},
                                           {Verdict::kBorderline, tr_later("Borderline")},
                                           {Verdict::kDoesNotFit, tr_later("Does not fit")}});
  return std::string(tr(kTitles.name(verdict)));
}

std::string verdict_figure(const Judgement& judgement) {
  if (judgement.headroom < 0) return tr("short by {1}", format_bytes(-judgement.headroom));
  return tr("{1} left", format_bytes(judgement.headroom));
}

std::string headroom_gib(const Judgement& judgement, bool brief) {
  const double gib = std::abs(static_cast<double>(judgement.headroom)) / static_cast<double>(kGiB);
  const int decimals = gib < 9.995 ? 2 : gib < 99.95 ? 1 : 0;
  const std::string text = gib < 1e6 ? decimals_text(gib, decimals) : power_text(gib, 1);
  if (brief) return (judgement.headroom < 0 ? "-" : "+") + text;
  return judgement.headroom < 0 ? tr("short {1}", text) : tr("left {1}", text);
}

std::string unbroken(const std::string& text) {
  std::string joined;
  for (const char c : text) joined += c == ' ' ? std::string("\u00A0") : std::string(1, c);
  return joined;
}

std::string planned_name(const PlanInputs& inputs) {
  return inputs.transformer ? inputs.transformer->name : widths_text(inputs.mlp);
}

std::string planned_mode(const PlanInputs& inputs) {
  const PlanMode mode = inputs.transformer ? inputs.job.mode : inputs.mlp.mode;
  return mode == PlanMode::kTrain ? tr("training") : tr("inference");
}

std::string with_micro(std::string text) { return replaced(std::move(text), " us", " µs"); }

std::string time_words(const TimeRange& range) { return with_micro(headroom::duration_text(range)); }

std::string line_details(const PlanLine& line) {
  std::string text = plan_category_label(line.category) + ": " + format_bytes(line.bytes);
  if (line.low != line.high)
    text = tr("{1}, between {2} and {3}", text, format_bytes(line.low), format_bytes(line.high));
  text += "\n" + tr("{1} bytes", format_count(line.bytes)) + "\n";
  if (!line.formula.empty()) text += tr("formula: {1}", line.formula) + "\n";
  if (!line.source.empty()) text += tr("source: {1}", line.source) + "\n";
  return text + tr("grade: {1}", tr(grade_name(line.grade)));
}

}  // namespace headroom::app
