#include "app/views/stage_evaluation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "app/state/results.h"
#include "app/views/stage_parts.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/table_preview.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"
#include "core/run/quality.h"

namespace headroom::app {
namespace {

using Judged = ErrorFigures::Model;

std::string place_text(const Judged& model) {
  if (model.steps == 0) return tr("initial weights, before the first step");
  return tr("weights after epoch {1}, step {2}", format_count(model.epoch), format_count(model.steps));
}

void formulas(const Ui& ui, Rect& rest, const Judged& model, Output output, const TargetScale& target) {
  const std::string rows = format_count(model.rows);
  if (output == Output::kLinear) {
    std::vector<std::string> lines = {
        tr("R² = 1 - SSE / SST;  SSE = sum of (value - y)²,  SST = sum of (y - mean of y)²"),
        "R² = 1 - " + precise(model.loss_sum) + " / " + precise(model.target_squares) + " = " +
            precise(model.r2()),
        tr("loss = SSE / rows = {1} / {2} = {3}", precise(model.loss_sum), rows, precise(model.loss())),
        tr("mean of y = {1}", precise(model.target_mean))};
    if (target != TargetScale{}) {
      lines.push_back(tr("y and values are standardised: (target - {1}) / {2}", precise(target.mean),
                         precise(target.deviation)));
      lines.push_back(tr("RMSE = {1} · √loss = {2}, in the target's own unit", precise(target.deviation),
                         precise(target.deviation * std::sqrt(model.loss()))));
    }
    formula_box(ui, rest, lines);
    return;
  }
  formula_box(
      ui, rest,
      {tr("accuracy = right / rows;  loss = sum of {1} / rows", loss_formula(output)),
       tr("accuracy = {1} / {2} = {3}", format_count(model.correct), rows, percent_text(model.accuracy())),
       tr("loss = {1} / {2} = {3}", precise(model.loss_sum), rows, precise(model.loss()))});
}

// Mean share of right rows over the classes that have rows; NaN where the pairs were not counted.
double balanced_accuracy(const Judged& model) {
  std::size_t classes = 0;
  while (classes * classes < model.counts.size()) ++classes;
  double sum = 0;
  int with_rows = 0;
  for (std::size_t c = 0; c < classes; ++c) {
    const auto own = std::span(model.counts).subspan(c * classes, classes);
    const auto rows = std::accumulate(own.begin(), own.end(), std::int64_t{0});
    if (rows == 0) continue;
    sum += static_cast<double>(own[c]) / static_cast<double>(rows);
    ++with_rows;
  }
  return sum / with_rows;
}

// Beside what there is to beat, and on the test part.
void compared(const ViewContext& context, Rect& rest, const Judged& model, const ModelSnapshot& network) {
  const Ui& ui = context.ui;
  const RunFacts& facts = *context.run.facts;
  Figures figures;
  const bool regression = facts.task == Task::kRegression;
  if (regression) {
    figures.emplace_back("R²", precise(model.r2()));
  } else {
    figures.emplace_back(tr("accuracy"), percent_text(model.accuracy()));
    const double balanced = balanced_accuracy(model);
    if (!std::isnan(balanced)) figures.emplace_back(tr("balanced accuracy"), percent_text(balanced));
  }
  if (const Baseline* const baseline = facts.baseline.get()) {
    if (baseline->majority)
      figures.emplace_back(tr("always the majority"), percent_text(*baseline->majority));
    if (regression) figures.emplace_back(tr("always the mean, R²"), "0");
    if (baseline->classes) {
      figures.emplace_back(tr("linear model"), percent_text(baseline->classes->accuracy));
      figures.emplace_back(tr("linear, balanced"), percent_text(baseline->classes->balanced_accuracy));
    }
    if (baseline->values) figures.emplace_back(tr("linear model, R²"), precise(baseline->values->r2));
  }
  if (network.tested) {
    const std::string rows = tr("test, {1} rows", format_count(network.tested->rows));
    if (network.tested->classes) {
      figures.emplace_back(rows, percent_text(network.tested->classes->accuracy));
      figures.emplace_back(tr("test, balanced"), percent_text(network.tested->classes->balanced_accuracy));
    } else {
      figures.emplace_back(rows + ", R²", precise(network.tested->values->r2));
    }
  }
  figure_row(ui, rest, figures);
  if (const std::string text = not_beaten_line(context.run, network); !text.empty()) {
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.warning, text), ui.px(2));
  }
  if (facts.baseline && !facts.baseline->note.empty())
    paragraph(ui, rest, tr("Linear model: {1}.", facts.baseline->note));
}

// Rows of a class, and how many of them were given each class; right ones on the diagonal.
void confusion(const Ui& ui, Rect& rest, const Judged& model, const std::vector<std::string>& class_names) {
  std::size_t classes = 0;
  while (classes * classes < model.counts.size()) ++classes;
  constexpr std::size_t kMost = 32;  // the tab of errors shows more
  if (classes == 0 || classes > kMost) return;
  heading(ui, rest, tr("Which class was taken for which"));
  const auto name = [&](std::size_t c) {
    return c < class_names.size() ? class_names[c] : std::to_string(c);
  };
  std::vector<std::string> names = {"is"};
  for (std::size_t c = 0; c < classes; ++c) names.push_back("→ " + name(c));
  names.insert(names.end(), {"rows", "of them right"});
  const auto cell = [&](std::size_t r, std::size_t c) -> std::string {
    if (c == 0) return name(r);
    const auto own = model.counts.begin() + static_cast<std::ptrdiff_t>(r * classes);
    if (c <= classes) return format_count(own[static_cast<std::ptrdiff_t>(c - 1)]);
    std::int64_t rows = 0;
    for (std::size_t said = 0; said < classes; ++said) rows += own[static_cast<std::ptrdiff_t>(said)];
    if (c == classes + 1) return format_count(rows);
    const auto right = static_cast<double>(own[static_cast<std::ptrdiff_t>(r)]);
    return rows > 0 ? percent_text(right / static_cast<double>(rows)) : "–";
  };
  TablePreview table{names, classes, cell};
  table.exact = [&](std::size_t r, std::size_t c) -> std::string {
    const auto own = model.counts.begin() + static_cast<std::ptrdiff_t>(r * classes);
    const std::int64_t rows =
        std::accumulate(own, own + static_cast<std::ptrdiff_t>(classes), std::int64_t{0});
    if (c == 0) return name(r);
    if (c <= classes) return std::to_string(own[static_cast<std::ptrdiff_t>(c - 1)]);
    if (c == classes + 1) return std::to_string(rows);
    const auto right = static_cast<double>(own[static_cast<std::ptrdiff_t>(r)]);
    return rows > 0 ? exact_text(right / static_cast<double>(rows)) : std::string();
  };
  table.title = tr("Classes of {1}", model.id);
  table.heads = names;
  table.heads.front() = tr("is");
  table.heads[classes + 1] = tr("rows");
  table.heads[classes + 2] = tr("of them right");
  table.pinned = 1;
  table.frame = [&ui](std::size_t r, std::size_t c) { return c == r + 1 ? &ui.theme.good : nullptr; };
  table_preview(ui, ("confusion " + model.id).c_str(),
                rest.take_top(table_preview_height(ui, classes), ui.px(8)), table);
}

}  // namespace

void draw_evaluation(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const auto& look = context.run.inspections[index_of(Inspect::kErrors)];
  if (look && look->error) {
    paragraph(ui, rest, tr("The rows cannot be judged: {1}", look->error->what()));
    return;
  }
  const ErrorFigures* const errors = look ? look->errors() : nullptr;
  if (!errors) {
    paragraph(ui, rest, tr("Judging the validation rows …"));
    return;
  }
  static const std::vector<std::string> kNone;
  const Dataset* const dataset = context.run.facts->dataset.get();
  for (const Judged& model : errors->models) {
    const ModelSnapshot* const network = find_model(context.run, model.id);
    if (!network) continue;
    const std::vector<std::string>& class_names = dataset ? dataset->class_names : kNone;
    model_heading(ui, rest, *network, place_text(model));
    formulas(ui, rest, model, network->spec.output, context.run.facts->target);
    if (errors->of_training_rows) {
      paragraph(ui, rest, tr("These are the rows that train, as chosen under Errors."));
    } else {
      compared(context, rest, model, *network);
    }
    confusion(ui, rest, model, class_names);
    heading(ui, rest, tr("Some of these rows"));
    judged_rows(ui, rest, ("judged " + model.id).c_str(), model.shown, network->spec.output, class_names);
  }
  paragraph(
      ui, rest,
      tr("Counted again on the host in double precision, with the weights at the end of the last epoch; the "
         "curves show what the device found."));
}

}  // namespace headroom::app
