#include "core/data/tabular.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/data/tabular_target.h"

namespace headroom {

namespace {

// One CSV column and the place of its features in a row of the dataset.
struct FeatureColumn {
  const CsvColumn* column;
  std::int64_t first;                   // feature index
  std::vector<std::int64_t> offset_of;  // text only: level -> 0, 1, ... in sorted order
};

std::string list_columns(const CsvTable& table) {
  constexpr std::size_t kShown = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, table.columns.size()); ++i) {
    text += (i == 0 ? "'" : ", '") + table.columns[i].name + "'";
  }
  return table.columns.size() > kShown ? text + ", ..." : text;
}

const CsvColumn& find_target(const CsvTable& table, const std::string& name) {
  if (name.empty()) return table.columns.back();
  for (const CsvColumn& column : table.columns) {
    if (column.name == name) return column;
  }
  throw Error(ErrorCode::kNotFound,
              "there is no column '" + name + "': choose the target among " + list_columns(table),
              table.path);
}

bool is_constant(const CsvColumn& column) {
  if (!column.numeric) return column.levels.size() == 1 && column.missing == 0;
  double first = std::nan("");
  for (const double value : column.numbers) {
    if (std::isnan(value)) continue;
    if (std::isnan(first)) first = value;
    if (value != first) return false;
  }
  return true;
}

// Sorted by byte: place[level] is where that level stands.
std::vector<std::int64_t> sorted_places(const std::vector<std::string>& levels) {
  std::vector<std::size_t> order(levels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return levels[a] < levels[b]; });
  std::vector<std::int64_t> place(levels.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<std::int64_t>(i);
  return place;
}

// Decides about one column; appends its feature names and what there is to say.
void plan_column(const CsvTable& table, const CsvColumn& column, const TabularOptions& options, Dataset& data,
                 std::vector<FeatureColumn>& plan) {
  const std::string name = "column '" + column.name + "'";
  if (column.missing == table.rows) {
    data.notes.push_back(name + ": no value in any row, left out");
    return;
  }
  refuse_stray_text(table, column);
  const auto levels = static_cast<std::int64_t>(column.levels.size());
  if (!column.numeric && levels > options.one_hot_limit) {
    data.notes.push_back(name + ": text with " + format_count(levels) + " distinct values (more than " +
                         format_count(options.one_hot_limit) + "), left out");
    return;
  }
  if (is_constant(column)) data.notes.push_back(name + ": the same value in every row");
  FeatureColumn feature{&column, static_cast<std::int64_t>(data.column_names.size()), {}};
  if (column.numeric) {
    data.column_names.push_back(column.name);
    data.origins.push_back({column.name, std::nullopt});
    if (column.missing > 0) {
      data.notes.push_back(name + ": " + format_count(column.missing) +
                           (column.missing == 1 ? " missing number" : " missing numbers") +
                           ", replaced by the mean of the training rows");
    }
  } else {
    feature.offset_of = sorted_places(column.levels);
    std::vector<std::string> sorted = column.levels;
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& level : sorted) {
      data.column_names.push_back(column.name + "=" + level);
      data.origins.push_back({column.name, level});
    }
    std::string note =
        name + ": text, one-hot in " + format_count(levels) + (levels == 1 ? " column" : " columns");
    if (column.missing > 0) note += ", " + format_count(column.missing) + " missing become 0 in all of them";
    data.notes.push_back(note);
  }
  plan.push_back(std::move(feature));
}

void check_features(const CsvTable& table, const TabularOptions& options, const Dataset& data) {
  if (data.columns == 0) {
    std::string reasons;
    for (const std::string& note : data.notes) reasons += "; " + note;
    throw Error(
        ErrorCode::kBadInput,
        "no column is left to learn from: add numeric columns or columns with few distinct texts" + reasons,
        table.path);
  }
  if (data.columns > options.max_features) {
    throw Error(ErrorCode::kBadInput,
                format_count(data.columns) + " features after one-hot, at most " +
                    format_count(options.max_features) + " can be used: leave columns out",
                table.path);
  }
}

void write_column(const FeatureColumn& feature, std::int64_t first_row, std::int64_t end_row, Dataset& data) {
  const CsvColumn& column = *feature.column;
  float* to = data.values.data() + first_row * data.columns + feature.first;
  for (std::int64_t r = first_row; r < end_row; ++r, to += data.columns) {
    const auto row = static_cast<std::size_t>(r);
    if (column.numeric) {
      *to = static_cast<float>(column.numbers[row]);
    } else if (column.codes[row] >= 0) {
      to[feature.offset_of[static_cast<std::size_t>(column.codes[row])]] = 1.0F;
    }
  }
}

void write_features(const std::vector<FeatureColumn>& plan, Dataset& data) {
  const std::int64_t values = checked_product({data.rows, data.columns});
  checked_mul(values, std::int64_t{sizeof(float)});
  data.values.assign(static_cast<std::size_t>(values), 0.0F);
  // Columns are read along, rows are written across: in blocks of rows both stay in the cache.
  constexpr std::int64_t kBlock = 256;
  for (std::int64_t first = 0; first < data.rows; first += kBlock) {
    const std::int64_t end = std::min(data.rows, first + kBlock);
    for (const FeatureColumn& feature : plan) write_column(feature, first, end, data);
  }
}

}  // namespace

Dataset make_dataset(const CsvTable& table, const TabularOptions& options) {
  if (table.columns.empty() || table.rows == 0) {
    throw Error(ErrorCode::kBadInput, "the table is empty: it needs columns and rows", table.path);
  }
  const CsvColumn& target = find_target(table, options.target);
  Dataset data;
  data.source = table.path;
  data.rows = table.rows;
  data.file_header = table.header;
  data.read_seconds = table.seconds;
  data.notes = table.notes;
  read_target(table, target, options, data);

  std::vector<FeatureColumn> plan;
  for (const CsvColumn& column : table.columns) {
    if (&column != &target && !column.row_names) plan_column(table, column, options, data, plan);
  }
  data.columns = static_cast<std::int64_t>(data.column_names.size());
  check_features(table, options, data);
  try {
    write_features(plan, data);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kOutOfMemory, "the features do not fit into memory: use fewer rows or columns",
                table.path);
  }
  return data;
}

}  // namespace headroom
