#include "app/state/learn_own.h"

#include <filesystem>
#include <utility>

#include "core/base/tr.h"
#include "core/lessons/own_questions.h"

namespace headroom::app {
namespace {

OwnData own_data(const Dataset& dataset, const Snapshot& run) {
  OwnData data;
  data.name = std::filesystem::path(dataset.source).filename().string();
  for (const std::string& name : dataset.class_names) data.classes.push_back({name, 0});
  for (const float target : dataset.targets) {
    const auto place = static_cast<std::size_t>(target);
    if (target >= 0 && place < data.classes.size()) ++data.classes[place].rows;
  }
  const auto& look = run.inspections[index_of(Inspect::kImportance)];
  if (const ImportanceFigures* const figures = look ? look->importance() : nullptr) {
    for (const Importance::Column& column : figures->importance.columns)
      data.columns.push_back({column.name, column.mean, column.deviation});
  }
  return data;
}

}  // namespace

std::shared_ptr<const QuestionSet> own_question_set(const Snapshot& run) {
  const auto& dataset = run.facts->config.dataset;
  if (!dataset || run.state == RunState::kEmpty) return nullptr;
  auto set = std::make_shared<QuestionSet>();
  set->id = set->course = "own";
  set->title = tr("About your data");
  set->questions = own_questions(own_data(*dataset, run));
  return set->questions.empty() ? nullptr : set;
}

}  // namespace headroom::app
