// What the parts of the Data tab have in common: the figures they draw from, and words for them.
//
//   const DataScene scene(context);
//   if (!scene.rows()) return;                       // nothing is known yet
//   scene.look_at([](Look& look) { look.row = 7; }); // an action
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/views/view.h"
#include "core/run/data_figures.h"

namespace headroom::app {

class DataScene {
 public:
  explicit DataScene(const ViewContext& context);
  // From an earlier inspection, while a new one is on its way.
  DataScene(const ViewContext& context, const Inspection* seen);

  const ViewContext& context;
  const Ui& ui;
  const Look& look;

  const DataFigures& figures() const { return *figures_; }
  const DataRows* rows() const { return figures_->rows.get(); }
  const RowStages& stages() const { return figures_->rows->stages; }
  const Dataset& dataset() const { return stages().dataset(); }
  // The list that answers the look; an older one while that is on its way; null: none yet.
  const DataOrder* order() const { return figures_->order.get(); }
  const DataAnswers* answers() const;  // of the network that is looked at
  bool regression() const { return dataset().task == Task::kRegression; }
  std::int64_t classes() const { return dataset().classes(); }
  std::int64_t row() const;      // that is looked at, one that exists
  std::int64_t feature() const;  // of the marked cell
  DataStage stage() const;       // features only where there are some
  std::int64_t features_shown() const;

  // Null where there is none.
  const ColumnFigures* figures_of(std::int64_t feature) const;
  // "x1·x18", "x2²".
  std::string name(std::int64_t feature) const;
  // What stands in a cell at this stage; empty: missing.
  double value(std::int64_t row, std::int64_t feature) const;
  bool missing(std::int64_t row, std::int64_t feature) const;
  // Least and greatest of a feature at this stage.
  std::pair<double, double> range(std::int64_t feature) const;
  // Another column of the file nearly gives the target away: why; empty: it does not.
  std::string doubt_of(std::int64_t column) const;
  // The class's name, or the value.
  std::string target_text(std::int64_t row) const;
  ImVec4 target_color(std::int64_t row) const;
  std::string answer_text(std::int64_t row) const;  // "0.4996"; empty: not asked yet
  enum class Right { kUnknown, kRight, kWrong };
  Right right(std::int64_t row) const;

  void look_at(const std::function<void(Look&)>& edit) const;

 private:
  const DataFigures* figures_;
};

// A number of at most six digits, as short as it can be told apart.
std::string cell_text(double value);

}  // namespace headroom::app
