#include "app/views/data_scene.h"

#include <algorithm>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/widgets/format.h"

namespace headroom::app {
namespace {

const DataFigures& data_figures(const Inspection* seen) {
  static const DataFigures kNothing;
  const DataFigures* const data = seen ? seen->data() : nullptr;
  return data ? *data : kNothing;
}

}  // namespace

DataScene::DataScene(const ViewContext& at)
    : DataScene(at, at.run.inspections[index_of(Inspect::kData)].get()) {}

DataScene::DataScene(const ViewContext& at, const Inspection* seen)
    : context(at), ui(at.ui), look(at.state.look), figures_(&data_figures(seen)) {
  // Of a run that was replaced: not what is shown any more.
  if (figures_->rows && figures_->rows->stages.shared_dataset() != at.run.facts->dataset) {
    static const DataFigures kNothing;
    figures_ = &kNothing;
  }
}

const DataAnswers* DataScene::answers() const {
  const DataAnswers* const answers = figures_->answers.get();
  const ModelSnapshot* const model = looked_at(context.run, look);
  return answers && model && answers->model == model->choice.id ? answers : nullptr;
}

std::int64_t DataScene::row() const { return std::clamp<std::int64_t>(look.row, 0, dataset().rows - 1); }

DataStage DataScene::stage() const {
  const DataStage asked = look.data.stage;
  return asked == DataStage::kFeatures && stages().degree() < 2 ? DataStage::kScaled : asked;
}

std::int64_t DataScene::features_shown() const {
  return stage() == DataStage::kFeatures ? stages().features() : stages().columns();
}

std::int64_t DataScene::feature() const {
  return std::clamp<std::int64_t>(look.data.feature, 0, features_shown() - 1);
}

const ColumnFigures* DataScene::figures_of(std::int64_t feature) const {
  const DataColumns* const columns = figures_->columns.get();
  if (!columns || feature >= static_cast<std::int64_t>(columns->of.size())) return nullptr;
  return &columns->of[static_cast<std::size_t>(feature)];
}

std::string DataScene::name(std::int64_t feature) const {
  const PolynomialTerm term = stages().term(feature);
  const std::string& left = dataset().column_names[static_cast<std::size_t>(term.left)];
  if (term.right < 0) return left;
  if (term.left == term.right) return left + "\u00B2";
  return left + "\u00B7" + dataset().column_names[static_cast<std::size_t>(term.right)];
}

bool DataScene::missing(std::int64_t row, std::int64_t feature) const {
  return stage() == DataStage::kRaw && stages().missing(row, feature);
}

double DataScene::value(std::int64_t row, std::int64_t feature) const {
  switch (stage()) {
    case DataStage::kRaw: return stages().raw(row, feature);
    case DataStage::kScaled: return static_cast<double>(stages().scaled(row, feature));
    case DataStage::kFeatures: break;
  }
  return static_cast<double>(stages().feature(row, feature));
}

std::pair<double, double> DataScene::range(std::int64_t feature) const {
  const ColumnFigures* const of = figures_of(feature);
  if (!of) return {0, 0};
  if (stage() != DataStage::kRaw) return {of->least, of->most};
  // Scaled values are floats: what is left of a 0 after the way there and back is not worth a digit.
  const double least = stages().unscaled(feature, of->least), most = stages().unscaled(feature, of->most);
  const double crumb = 1e-6 * (most - least);
  const auto clean = [crumb](double value) { return std::abs(value) < crumb ? 0 : value; };
  return {clean(least), clean(most)};
}

std::string DataScene::doubt_of(std::int64_t column) const {
  if (column >= stages().columns()) return {};
  const auto c = static_cast<std::size_t>(column);
  const std::string& own =
      c < dataset().origins.size() ? dataset().origins[c].column : dataset().column_names[c];
  for (const DataDoubt& doubt : context.run.facts->doubts) {
    if (doubt.kind == DoubtKind::kLeak && doubt.column == own) return doubt.what;
  }
  return {};
}

std::string DataScene::target_text(std::int64_t row) const {
  const float target = dataset().targets[static_cast<std::size_t>(row)];
  if (regression()) return cell_text(static_cast<double>(target) + dataset().target_origin);
  return dataset().class_names[static_cast<std::size_t>(target)];
}

ImVec4 DataScene::target_color(std::int64_t row) const {
  const float target = dataset().targets[static_cast<std::size_t>(row)];
  return class_color(ui.theme, regression() ? 0 : static_cast<std::int64_t>(target),
                     regression() ? 3 : classes());
}

std::string DataScene::answer_text(std::int64_t row) const {
  const DataAnswers* const known = answers();
  if (!known || std::isnan(known->output[static_cast<std::size_t>(row)])) return {};
  const auto output = static_cast<double>(known->output[static_cast<std::size_t>(row)]);
  if (regression()) return cell_text(output + dataset().target_origin);
  return decimals_text(output, 4);
}

DataScene::Right DataScene::right(std::int64_t row) const {
  const DataAnswers* const known = answers();
  if (!known || regression() || known->said[static_cast<std::size_t>(row)] < 0) return Right::kUnknown;
  return known->said[static_cast<std::size_t>(row)] ==
                 static_cast<std::int32_t>(dataset().targets[static_cast<std::size_t>(row)])
             ? Right::kRight
             : Right::kWrong;
}

void DataScene::look_at(const std::function<void(Look&)>& edit) const {
  Look next = look;
  edit(next);
  if (next != look) context.actions.emplace_back(action::LookAt{std::move(next)});
}

std::string cell_text(double value) {
  if (std::isnan(value)) return "\u2013";
  const double size = std::abs(value);
  if (value == std::floor(value) && size < 1e6) return decimals_text(value, 0);
  if (size >= 1e6 || size < 1e-3) return digits_text(value, 3);
  return decimals_text(value, size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 4);
}

}  // namespace headroom::app
