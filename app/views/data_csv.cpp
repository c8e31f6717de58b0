#include "app/views/data_csv.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/base/csv_field.h"

namespace headroom::app {
namespace {

std::int64_t columns_written(const DataSource& source) {
  const RowStages& stages = source.figures.rows->stages;
  return source.stage == DataStage::kFeatures ? stages.features() : stages.columns();
}

std::string value_at(const DataSource& source, std::int64_t row, std::int64_t feature) {
  const RowStages& stages = source.figures.rows->stages;
  switch (source.stage) {
    case DataStage::kRaw:
      return stages.missing(row, feature) ? std::string() : exact_text(stages.raw(row, feature));
    case DataStage::kScaled: return exact_text(stages.scaled(row, feature));
    case DataStage::kFeatures: break;
  }
  return exact_text(stages.feature(row, feature));
}

std::string target_at(const Dataset& dataset, std::int64_t row) {
  const float target = dataset.targets[static_cast<std::size_t>(row)];
  if (dataset.task == Task::kRegression)
    return exact_text(static_cast<double>(target) + dataset.target_origin);
  return csv_field(dataset.class_names[static_cast<std::size_t>(target)]);
}

// "said,output" of a row that was asked for, else both empty. A regression says nothing but its output.
std::string answer_at(const DataSource& source, std::int64_t row) {
  const auto at = static_cast<std::size_t>(row);
  if (!source.answers || std::isnan(source.answers->output[at])) return ",";
  const Dataset& dataset = source.figures.rows->stages.dataset();
  const float output = source.answers->output[at];
  if (dataset.task == Task::kRegression)
    return "," + exact_text(static_cast<double>(output) + dataset.target_origin);
  const std::int32_t said = source.answers->said[at];
  const bool known = said >= 0 && said < dataset.classes();
  return (known ? csv_field(dataset.class_names[static_cast<std::size_t>(said)]) : std::string()) + "," +
         exact_text(output);
}

std::string_view part_word(RowPart part) {
  switch (part) {
    case RowPart::kTraining: return "train";
    case RowPart::kValidation: return "validation";
    case RowPart::kTest: return "test";
    case RowPart::kNone: break;
  }
  return "";
}

constexpr const char* kBinsHead = "from,to,rows\n";

std::string bins_text(double low, double high, std::span<const std::int64_t> counts) {
  const double width = (high - low) / static_cast<double>(std::max<std::size_t>(1, counts.size()));
  std::string csv;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    csv += csv_line({exact_text(low + width * static_cast<double>(i)),
                     exact_text(low + width * static_cast<double>(i + 1)), std::to_string(counts[i])});
  }
  return csv;
}

std::string unknown_as_empty(double value) { return std::isnan(value) ? std::string() : exact_text(value); }

}  // namespace

DataSource data_source(const DataScene& scene) {
  return {scene.figures(), scene.answers() ? scene.figures().answers : nullptr, scene.stage()};
}

std::int64_t rows_written(const DataSource& source) {
  const auto listed = static_cast<std::int64_t>(source.figures.order->rows.size());
  return std::min(listed, std::max<std::int64_t>(1, kMostCsvCells / columns_written(source)));
}

std::string rows_csv(const DataSource& source) {
  const RowStages& stages = source.figures.rows->stages;
  const std::int64_t columns = columns_written(source), rows = rows_written(source);
  std::string csv = "row,part," + csv_field(stages.dataset().target_name) + ",said,output";
  for (std::int64_t k = 0; k < columns; ++k) csv += "," + csv_field(stages.name(k));
  csv += '\n';
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto row = static_cast<std::int64_t>(source.figures.order->rows[static_cast<std::size_t>(i)]);
    csv += std::to_string(row) + "," +
           std::string(part_word(source.figures.rows->part[static_cast<std::size_t>(row)])) + "," +
           target_at(stages.dataset(), row) + "," + answer_at(source, row);
    for (std::int64_t k = 0; k < columns; ++k) csv += "," + value_at(source, row, k);
    csv += '\n';
  }
  return csv;
}

// Least, most and mean as the network sees the column.
std::string columns_csv(const DataSource& source) {
  const bool regression = source.figures.rows->stages.dataset().task == Task::kRegression;
  std::string csv =
      std::string("column,least,most,mean,") + (regression ? "correlation" : "auc") + ",missing\n";
  if (!source.figures.columns) return csv;
  const std::vector<ColumnFigures>& of = source.figures.columns->of;
  const std::vector<std::int64_t>& imputed = source.figures.rows->imputed;
  for (std::size_t k = 0; k < of.size(); ++k) {
    csv += csv_line({source.figures.rows->stages.name(static_cast<std::int64_t>(k)),
                     unknown_as_empty(of[k].least), unknown_as_empty(of[k].most),
                     unknown_as_empty(of[k].mean), unknown_as_empty(of[k].tells),
                     k < imputed.size() ? std::to_string(imputed[k]) : std::string()});
  }
  return csv;
}

std::string target_csv(const DataSource& source) {
  const DataRows& rows = *source.figures.rows;
  if (rows.stages.dataset().task == Task::kRegression) {
    if (!source.figures.columns) return kBinsHead;
    const DataColumns& of = *source.figures.columns;
    return kBinsHead + bins_text(of.target_least, of.target_most, of.target_bins);
  }
  std::string csv = "class,rows\n";
  for (std::size_t k = 0; k < rows.class_rows.size(); ++k)
    csv += csv_line({rows.stages.dataset().class_names[k], std::to_string(rows.class_rows[k])});
  return csv;
}

// In the file's unit; of two classes the second one's bins stand below the first one's.
std::string histogram_csv(const DataSource& source, std::size_t feature) {
  std::string csv = kBinsHead;
  if (!source.figures.columns) return csv;
  const ColumnFigures& of = source.figures.columns->of[feature];
  const RowStages& stages = source.figures.rows->stages;
  const auto column = static_cast<std::int64_t>(feature);
  const auto bins = static_cast<std::size_t>(DataColumns::kBins);
  for (std::size_t first = 0; first + bins <= of.bins.size(); first += bins) {
    csv += bins_text(stages.unscaled(column, of.least), stages.unscaled(column, of.most),
                     std::span(of.bins).subspan(first, bins));
  }
  return csv;
}

std::string points_csv(const DataSource& source) {
  const DataPlanePicture& plane = *source.figures.plane;
  const RowStages& stages = source.figures.rows->stages;
  const std::string x = plane.principal ? "PC1" : stages.name(plane.x);
  const std::string y = plane.principal ? "PC2" : stages.name(plane.y);
  std::string csv = csv_line({"row", x, y, stages.dataset().target_name, "said", "output"});
  for (std::size_t i = 0; i < plane.rows.size(); ++i) {
    const auto row = static_cast<std::int64_t>(plane.rows[i]);
    csv += std::to_string(row) + "," + exact_text(plane.px[i]) + "," + exact_text(plane.py[i]) + "," +
           target_at(stages.dataset(), row) + "," + answer_at(source, row) + "\n";
  }
  return csv;
}

// The target's row stands last, as in the picture; what is not known beside a constant column is nan.
std::string correlations_csv(const DataSource& source) {
  const DataRelations& relations = *source.figures.relations;
  const RowStages& stages = source.figures.rows->stages;
  const std::size_t n = relations.columns.size();
  std::string csv = "column";
  for (const std::int64_t c : relations.columns) csv += "," + csv_field(stages.name(c));
  csv += '\n';
  for (std::size_t i = 0; i <= n; ++i) {
    csv += csv_field(i < n ? stages.name(relations.columns[i]) : stages.dataset().target_name);
    for (std::size_t j = 0; j < n; ++j)
      csv += "," + exact_text(i < n ? relations.correlations[i * n + j] : relations.with_target[j]);
    csv += '\n';
  }
  return csv;
}

}  // namespace headroom::app
