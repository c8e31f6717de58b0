#include "core/data/column_summary.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/parallel.h"
#include "core/data/column_cells.h"

namespace headroom {

namespace {

std::size_t rows_of(const CsvColumn& column) {
  return column.numeric ? column.numbers.size() : column.codes.size();
}

bool holds_values(const CsvColumn& column, const ColumnSchema& schema) {
  if (!schema.levels.empty()) return false;
  if (schema.type == ColumnType::kDate) return true;
  // A text or an identifier may be numbers that were left out.
  return schema.type == ColumnType::kNumber || column.numeric;
}

void look_at_values(const CsvColumn& column, const ColumnSchema& schema, ColumnSummary& summary) {
  const ColumnCells cells(column, schema);
  const std::size_t rows = rows_of(column);
  std::vector<double> values;
  values.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const double value = cells.plain() != nullptr ? cells.plain()[row] : cells.value(row);
    if (!std::isnan(value)) values.push_back(value);
  }
  summary.present = static_cast<std::int64_t>(values.size());
  if (values.empty()) return;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  summary.least = *least;
  summary.most = *most;
  double sum = 0;
  // From the least on, so that large numbers with a small spread keep their digits.
  for (const double value : values) sum += value - summary.least;
  summary.mean = summary.least + sum / static_cast<double>(values.size());
  summary.bins = histogram(values, summary.least, summary.most);
}

bool means_missing(const std::string& text, const ColumnSchema& schema) {
  return text.empty() ||
         std::find(schema.missing.begin(), schema.missing.end(), text) != schema.missing.end();
}

void look_at_texts(const CsvColumn& column, const ColumnSchema& schema, ColumnSummary& summary) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < column.levels.size(); ++i) {
    if (means_missing(column.levels[i], schema) || column.counts[i] == 0) continue;
    order.push_back(i);
    summary.present += column.counts[i];
  }
  const auto before = [&](std::size_t a, std::size_t b) {
    if (column.counts[a] != column.counts[b]) return column.counts[a] > column.counts[b];
    return column.levels[a] < column.levels[b];
  };
  const std::size_t shown = std::min(order.size(), kSummaryBins);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(), before);
  std::int64_t listed = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    summary.levels.push_back({column.levels[order[i]], column.counts[order[i]]});
    listed += column.counts[order[i]];
  }
  summary.more_levels = static_cast<std::int64_t>(order.size() - shown);
  summary.more_cells = summary.present - listed;
}

}  // namespace

std::vector<std::int64_t> histogram(std::span<const double> values, double least, double most) {
  std::vector<std::int64_t> bins(kSummaryBins);
  if (!(least <= most)) return bins;
  if (least == most) {
    least -= 0.5;
    most += 0.5;
  }
  const auto count = static_cast<double>(kSummaryBins);
  const double width = (most - least) / count;
  const auto edge = [&](std::size_t i) {
    return i == kSummaryBins ? most : least + width * static_cast<double>(i);
  };
  for (const double value : values) {
    const double place = std::clamp((value - least) / (most - least) * count, 0.0, count - 1);
    auto bin = static_cast<std::size_t>(place);
    // The edges decide, whatever the division was rounded to.
    if (value < edge(bin) && bin > 0) --bin;
    if (bin + 1 < kSummaryBins && value >= edge(bin + 1)) ++bin;
    ++bins[bin];
  }
  return bins;
}

ColumnSummary summarize(const CsvColumn& column, const ColumnSchema& schema) {
  ColumnSummary summary;
  if (schema.type != ColumnType::kEmpty) {
    if (holds_values(column, schema)) {
      look_at_values(column, schema, summary);
    } else {
      look_at_texts(column, schema, summary);
    }
  }
  summary.missing = static_cast<std::int64_t>(rows_of(column)) - summary.present;
  return summary;
}

std::vector<ColumnSummary> summarize(const TypedTable& typed, Progress& progress) {
  std::vector<ColumnSummary> summaries(typed.schema.columns.size());
  for_each_index(choose_threads(0), summaries.size(), [&](std::size_t c) {
    progress.check();
    summaries[c] = summarize(*typed.columns[c], typed.schema.columns[c]);
  });
  return summaries;
}

}  // namespace headroom
