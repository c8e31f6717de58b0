#include "app/state/import_decision.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/data/features.h"
#include "core/data/tabular.h"

namespace headroom::app {

namespace {

// So many refusals are told at once.
constexpr std::size_t kMostRefusals = 16;

void note_failure(const Error& error, ImportDecision& decision) {
  if (error.code() == ErrorCode::kCancelled) throw error;
  decision.refusals.push_back(refusal_from(error));
}

// As the options say, or what is next to it that can be decided at all.
std::optional<TypedTable> decide(const CsvTable& table, TabularOptions options, Progress& progress,
                                 ImportDecision& decision) {
  while (decision.refusals.size() < kMostRefusals) {
    try {
      return decide_schema(table, options, progress);
    } catch (const TableRefusal& refusal) {
      decision.refusals.push_back(refusal_from(refusal));
      if (refusal.remedies().empty() || reading_remedied({}, refusal.remedies().back())) return {};
      TabularOptions other = remedied(options, refusal.remedies().back());
      options = std::move(other);
    } catch (const Error& error) {
      note_failure(error, decision);
      return {};
    }
  }
  return {};
}

DecidedTable describe(const TypedTable& typed, const std::vector<ImportRefusal>& refusals,
                      Progress& progress) {
  DecidedTable decided;
  decided.schema = typed.schema;
  decided.looks = summarize(typed, progress);
  for (const ColumnSchema& column : typed.schema.columns) {
    decided.features.push_back(static_cast<std::int64_t>(features_of(column).size()));
    if (!column.doubts.empty() || refusal_of(refusals, column.name)) ++decided.doubts;
  }
  return decided;
}

}  // namespace

ImportRefusal refusal_from(const Error& error) {
  const auto* const refusal = dynamic_cast<const TableRefusal*>(&error);
  if (refusal == nullptr) return {.error = error, .problem = error.message()};
  return {error, refusal->problem(), refusal->column(), refusal->remedies()};
}

ImportDecision decide_import(const CsvTable& table, const TabularOptions& options, Progress& progress) {
  ImportDecision decision;
  const std::optional<TypedTable> typed = decide(table, options, progress, decision);
  if (!typed) return decision;
  try {
    if (decision.refusals.empty())
      decision.dataset = std::make_shared<const Dataset>(make_dataset(*typed, options));
  } catch (const Error& error) {
    note_failure(error, decision);
  }
  progress.check();
  decision.table = std::make_shared<const DecidedTable>(describe(*typed, decision.refusals, progress));
  return decision;
}

const ImportRefusal* refusal_of(const std::vector<ImportRefusal>& refusals, const std::string& column) {
  const auto found = std::find_if(refusals.begin(), refusals.end(),
                                  [&](const ImportRefusal& refusal) { return refusal.column == column; });
  return found == refusals.end() || column.empty() ? nullptr : &*found;
}

}  // namespace headroom::app
