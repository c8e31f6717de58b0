#include "app/cli/run_rows.h"

#include <algorithm>
#include <span>
#include <utility>

#include "app/cli/reading.h"
#include "core/base/error.h"
#include "core/io/array_file.h"

namespace headroom::cli {

void check_run(const std::optional<std::string>& folder) {
  if (!folder)
    throw Error(ErrorCode::kUsage, "is missing: name the directory that train --run wrote", "--run");
}

const ModelRecord& named_model(const RunRecord& record, const std::optional<std::string>& id) {
  return id ? record.model(*id) : record.models.front();
}

InputRows read_rows(const std::string& path, const RunRecord& record, Context& context) {
  const CsvTable table = with_bar<CsvTable>(context, "reading " + path, [&](Progress& progress) {
    return read_table(path, reading_for(record), progress);
  });
  Progress progress;
  return rows_for(record, table, progress);
}

void say_notes(const InputRows& rows, Context& context) {
  for (const std::string& note : rows.notes) context.say(note);
  for (const std::string& name : rows.ignored)
    context.say("column '" + name + "': not known to the run, ignored");
}

Predictions predict_rows(const Predictor& predictor, const InputRows& rows, bool with_traces,
                         Context& context) {
  constexpr std::int64_t kRowsBetweenLooks = 256;
  const std::size_t columns = predictor.columns().size();
  Predictions all;
  ProgressBar bar(context);
  for (std::int64_t first = 0; first < rows.rows; first += kRowsBetweenLooks) {
    stop_request().check();
    const std::int64_t end = std::min(first + kRowsBetweenLooks, rows.rows);
    const auto raw = std::span(rows.values)
                         .subspan(static_cast<std::size_t>(first) * columns,
                                  static_cast<std::size_t>(end - first) * columns);
    if (with_traces) {
      for (std::size_t at = 0; at < raw.size(); at += columns) {
        all.traces.push_back(predictor.trace(raw.subspan(at, columns)));
        all.rows.push_back(all.traces.back().prediction);
      }
    } else {
      for (PredictedRow& prediction : predictor.predict(raw)) all.rows.push_back(std::move(prediction));
    }
    bar.update(static_cast<double>(end) / static_cast<double>(rows.rows), "predicting");
  }
  bar.clear();
  return all;
}

}  // namespace headroom::cli
