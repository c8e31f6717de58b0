#include "app/state/errors_ways.h"

#include <algorithm>

namespace headroom::app {
namespace {

bool in_cell(const ErrorFigures::Model& model, const ErrorCell& cell, std::int64_t row) {
  const auto rows = model.cell(cell.truth, cell.said);
  return std::any_of(rows.begin(), rows.end(), [&](std::uint32_t i) { return model.answers[i].row == row; });
}

}  // namespace

const ErrorFigures::Model* looked_errors(const UiState& state, const Snapshot& run) {
  const auto& seen = run.inspections[index_of(Inspect::kErrors)];
  const ErrorFigures* const errors = seen ? seen->errors() : nullptr;
  const ModelSnapshot* const looked = looked_at(run, state.look);
  if (!errors || !looked) return nullptr;
  for (const ErrorFigures::Model& model : errors->models) {
    if (model.id == looked->choice.id) return &model;
  }
  return nullptr;
}

std::optional<ErrorCell> chosen_cell(const ErrorsOptions& options, const ErrorFigures::Model& model) {
  const auto classes = static_cast<std::int64_t>(model.classes.classes.size());
  if (options.cell && options.cell->truth < classes && options.cell->said < classes) return options.cell;
  if (model.confused.empty()) return std::nullopt;
  return ErrorCell{model.confused.front().truth, model.confused.front().said};
}

ActionQueue show_errors_in_data(const UiState& state, const Snapshot& run) {
  const ErrorFigures::Model* const model = looked_errors(state, run);
  if (!model || model->rows == 0) return {};
  Look look = state.look;
  const auto cell = chosen_cell(state.errors, *model);
  if (cell) {
    list_cell(look.data, cell->truth, cell->said, look.training_rows);
    const auto rows = model->cell(cell->truth, cell->said);
    if (!rows.empty() && !in_cell(*model, *cell, look.row)) {
      look.row = model->answers[rows.front()].row;
      look.moved.clear();
    }
  } else {
    look.data.filter = look.training_rows ? RowFilter::kTrain : RowFilter::kValidation;
    look.data.sort = RowSort::kCertainty;
    look.data.descending = model->values.empty() && !state.errors.least_sure_first;
    look.data.first = 0;
  }
  return {action::LookAt{std::move(look)}, action::SelectTab{Tab::kData}};
}

}  // namespace headroom::app
