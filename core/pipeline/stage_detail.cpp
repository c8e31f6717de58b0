#include "core/pipeline/stage_detail.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <utility>

#include "core/base/tr.h"
#include "core/data/polynomial_term.h"

namespace headroom {
namespace {

constexpr std::int64_t kChunkCells = std::int64_t{1} << 20;  // one read from the device: 4 MiB
constexpr std::int64_t kRangeCells = std::int64_t{1} << 25;  // all reads of one stage: 128 MiB
constexpr std::size_t kListed = 6;                           // names told one by one before "and n more"

class RangeFinder {
 public:
  explicit RangeFinder(std::int64_t columns)
      : columns_(static_cast<std::size_t>(columns)),
        low_(columns_, std::numeric_limits<float>::infinity()),
        high_(columns_, -std::numeric_limits<float>::infinity()) {}

  void add(std::span<const float> x) {
    for (std::size_t row = 0; row + columns_ <= x.size(); row += columns_, ++rows_) {
      for (std::size_t c = 0; c < columns_; ++c) {
        const float v = x[row + c];
        if (v < low_[c]) low_[c] = v;  // false for NaN, on purpose
        if (v > high_[c]) high_[c] = v;
      }
    }
  }

  Ranges take() {
    for (std::size_t c = 0; c < columns_; ++c) {
      if (low_[c] > high_[c]) low_[c] = high_[c] = 0;
    }
    return {std::move(low_), std::move(high_), rows_};
  }

 private:
  std::size_t columns_;
  std::vector<float> low_, high_;
  std::int64_t rows_ = 0;
};

using ReadRows = std::function<std::vector<float>(std::int64_t first, std::int64_t count)>;

Ranges read_ranges(std::int64_t rows, std::int64_t columns, const Progress& progress, const ReadRows& read) {
  RangeFinder finder(columns);
  const std::int64_t chunk = std::max<std::int64_t>(1, kChunkCells / columns);
  const std::int64_t last = std::min(rows, std::max(chunk, kRangeCells / columns));
  for (std::int64_t first = 0; first < last; first += chunk) {
    progress.check();
    finder.add(read(first, std::min(chunk, last - first)));
  }
  return finder.take();
}

using ReadRow = std::function<std::vector<float>(const FollowedRow& row)>;

std::vector<float> read_followed(const FollowedRows& rows, const ReadRow& read) {
  std::vector<float> values;
  for (const FollowedRow& followed : rows) {
    const std::vector<float> row = read(followed);
    values.insert(values.end(), row.begin(), row.end());
  }
  return values;
}

// As they were read: missing numbers are still missing.
std::vector<float> raw_rows(const Dataset& dataset, const FollowedRows& rows) {
  return read_followed(rows, [&](const FollowedRow& followed) {
    const float* const row = dataset.row(followed.row);
    return std::vector<float>(row, row + dataset.columns);
  });
}

std::vector<float> device_columns(const DeviceData& data, const FollowedRows& rows) {
  return read_followed(rows, [&](const FollowedRow& row) { return data.read_columns(row.place, 1); });
}

Ranges raw_training_ranges(const Dataset& dataset, const Split& split) {
  RangeFinder finder(dataset.columns);
  for (std::int64_t i = 0; i < split.train_rows; ++i) {
    const float* row = dataset.row(split.order[static_cast<std::size_t>(i)]);
    finder.add({row, static_cast<std::size_t>(dataset.columns)});
  }
  return finder.take();
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return local_number(text);
}

// "a, b, c and 4 more"
std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kListed; ++i) text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > kListed) {
    text =
        tr_n("{1} and {n} more", "{1} and {n} more", static_cast<std::int64_t>(names.size() - kListed), text);
  }
  return text;
}

void say_range_limit(std::vector<std::string>& facts, const Ranges& ranges, std::int64_t train_rows) {
  if (ranges.rows < train_rows) {
    facts.push_back(tr_n("ranges after this stage are those of the first training row",
                         "ranges after this stage are those of the first {n} training rows", ranges.rows));
  }
}

std::string class_fact(const Dataset& dataset) {
  std::vector<std::int64_t> rows(dataset.class_names.size(), 0);
  for (const float target : dataset.targets) ++rows.at(static_cast<std::size_t>(target));
  std::vector<std::string> parts;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    parts.push_back(tr_n("{1} ({n} row)", "{1} ({n} rows)", rows[c], dataset.class_names[c]));
  }
  return tr_n("{n} class: {1}", "{n} classes: {1}", dataset.classes(), listed(parts));
}

std::string missing_fact(const PreparedRows& rows, const Dataset& dataset) {
  std::int64_t total = 0;
  std::vector<std::string> parts;
  for (std::size_t c = 0; c < rows.imputed.size(); ++c) {
    if (rows.imputed[c] == 0) continue;
    total += rows.imputed[c];
    parts.push_back(dataset.column_names[c] + ": " + format_count(rows.imputed[c]));
  }
  if (total == 0) return tr("no value is missing");
  return tr_n("{n} missing value replaced by the column's mean over training rows ({1})",
              "{n} missing values replaced by the column's mean over training rows ({1})", total,
              listed(parts));
}

std::string scale_fact(ScaleKind kind) {
  switch (kind) {
    case ScaleKind::kMinMax:
      return tr("each column is moved and stretched so that its training rows span 0 to 1");
    case ScaleKind::kStandard:
      return tr("each column is moved and stretched to mean 0 and deviation 1 over training rows");
    case ScaleKind::kNone: break;
  }
  return tr("columns are left as they are");
}

// In a formula: "(-2)", so that no two signs meet.
std::string operand(double value) { return value < 0 ? "(" + number(value) + ")" : number(value); }

// The first cell that a scaler changes, in its own numbers.
std::optional<WorkedCell> scaled_cell(const StageDetail& detail, const ScalerParams& scaler) {
  if (scaler.kind == ScaleKind::kNone) return std::nullopt;
  const std::size_t columns = detail.names_after.size();
  for (std::size_t i = 0; i < detail.rows_after.size(); ++i) {
    const std::size_t c = i % columns;
    const double before = static_cast<double>(detail.rows_before[i]);
    if (std::isnan(before) || scaler.factor[c] == 0) continue;
    WorkedCell cell{.row = i / columns, .from = {c}, .to = c};
    const auto offset = static_cast<double>(scaler.offset[c]);
    const bool min_max = scaler.kind == ScaleKind::kMinMax;
    const std::string divisor = min_max ? "(" + number(detail.max_before[c]) + " - " + operand(offset) + ")"
                                        : number(1 / static_cast<double>(scaler.factor[c]));
    cell.formula = min_max ? tr("x' = (x - min) / (max - min)") : tr("x' = (x - mean) / deviation");
    cell.numbers = tr("{1} of row {2}: {3}", detail.names_after[c], format_count(detail.rows[cell.row].row),
                      "(" + number(before) + " - " + operand(offset) + ") / " + divisor + " = " +
                          number(detail.rows_after[i]));
    return cell;
  }
  return std::nullopt;
}

// The first product of two different columns, in its own numbers.
WorkedCell product_cell(const StageDetail& detail) {
  const std::size_t columns = detail.names_before.size(), right = columns > 1 ? 1 : 0;
  WorkedCell cell{
      .formula = tr("a new column is the product of two: x · y"), .from = {0, right}, .to = columns + right};
  cell.numbers = tr("{1} of row {2}: {3}", detail.names_after[cell.to], format_count(detail.rows.front().row),
                    operand(detail.rows_before[0]) + " · " + operand(detail.rows_before[right]) + " = " +
                        number(detail.rows_after[cell.to]));
  return cell;
}

// As a person writes them: "a", "a²", "a·b".
std::vector<std::string> term_names(const std::vector<std::string>& columns) {
  const auto n = static_cast<std::int64_t>(columns.size());
  std::vector<std::string> names = columns;
  for (std::int64_t k = n; k < polynomial_term_count(n); ++k) {
    const PolynomialTerm term = polynomial_term(n, k);
    const std::string& left = columns[static_cast<std::size_t>(term.left)];
    names.push_back(term.left == term.right ? left + "²"
                                            : left + "·" + columns[static_cast<std::size_t>(term.right)]);
  }
  return names;
}

}  // namespace

Ranges host_ranges(std::span<const float> x, std::int64_t columns) {
  RangeFinder finder(columns);
  finder.add(x);
  return finder.take();
}

Ranges device_column_ranges(const DeviceData& data, const Progress& progress) {
  return read_ranges(data.shape().train_rows, data.shape().columns, progress,
                     [&](std::int64_t first, std::int64_t count) { return data.read_columns(first, count); });
}

Ranges device_feature_ranges(const DeviceData& data, const Progress& progress) {
  return read_ranges(
      data.shape().train_rows, data.shape().features(), progress,
      [&](std::int64_t first, std::int64_t count) { return data.read_features(first, count); });
}

FollowedRows followed_rows(const Dataset& dataset, const Split& split) {
  std::vector<std::uint32_t> test = split.test;  // these are not shown
  std::sort(test.begin(), test.end());
  FollowedRows rows;
  std::vector<std::size_t> at;  // by row of the dataset: its place in `rows`
  for (std::int64_t row = 0; row < dataset.rows && std::ssize(rows) < kFollowedRows; ++row) {
    at.push_back(rows.size());
    if (std::binary_search(test.begin(), test.end(), static_cast<std::uint32_t>(row))) {
      continue;  // it has no place in split.order
    }
    const float target = dataset.targets[static_cast<std::size_t>(row)];
    rows.push_back({.row = row,
                    .target = dataset.task == Task::kClassification
                                  ? dataset.class_names[static_cast<std::size_t>(target)]
                                  : number(static_cast<double>(target) + dataset.target_origin)});
  }
  std::size_t missing = rows.size();
  for (std::size_t place = 0; missing > 0 && place < split.order.size(); ++place) {
    if (split.order[place] >= at.size()) continue;
    FollowedRow& row = rows[at[split.order[place]]];
    row.place = static_cast<std::int64_t>(place);
    row.trains = static_cast<std::int64_t>(place) < split.train_rows;
    --missing;
  }
  return rows;
}

Detail load_detail(const Dataset& dataset, FollowedRows followed) {
  auto detail = std::make_shared<StageDetail>();
  detail->rows = std::move(followed);
  detail->names_after = dataset.column_names;
  detail->rows_after = raw_rows(dataset, detail->rows);
  Ranges all = host_ranges(dataset.values, dataset.columns);
  detail->min_after = std::move(all.low);
  detail->max_after = std::move(all.high);
  detail->facts = {tr("from {1}", dataset.source),
                   tr("the rows are in the order in which they were read: nothing is shuffled yet")};
  if (dataset.task == Task::kClassification) {
    detail->facts.push_back(class_fact(dataset));
  } else {
    const Ranges target = host_ranges(dataset.targets, 1);
    detail->facts.push_back(
        tr("target {1} from {2} to {3}", dataset.target_name, number(target.low[0]), number(target.high[0])));
  }
  detail->facts.insert(detail->facts.end(), dataset.notes.begin(), dataset.notes.end());
  return detail;
}

Detail transfer_detail(const Dataset& dataset, FollowedRows followed, const PreparedRows& rows,
                       const DeviceData& data, const SplitSettings& split, std::uint64_t seed) {
  auto detail = std::make_shared<StageDetail>();
  detail->rows = std::move(followed);
  detail->names_before = detail->names_after = dataset.column_names;
  detail->rows_before = raw_rows(dataset, detail->rows);
  detail->rows_after = device_columns(data, detail->rows);
  const Ranges train = host_ranges(
      std::span(rows.values).first(static_cast<std::size_t>(rows.train_rows * rows.columns)), rows.columns);
  detail->min_before = detail->min_after = train.low;
  detail->max_before = detail->max_after = train.high;
  const std::string training = format_count(rows.train_rows);
  const std::string validation = format_count(rows.rows - rows.train_rows);
  detail->facts = {
      split.kind == SplitKind::kShuffled ? tr("the rows are shuffled here, once, with seed {1}: the first "
                                              "{2} places train, the last {3} are "
                                              "held back to validate",
                                              std::to_string(seed), training, validation)
                                         : tr("the order of the file stays: the first {1} rows train, the "
                                              "last {2} are held back to validate",
                                              training, validation),
      tr("during training each epoch visits the training rows in an order of its own; they do not move for "
         "it"),
      data.shape().streamed()
          ? tr("4 bytes a number, sent again in every epoch: chunk by chunk, in the order of training")
          : tr("4 bytes a number, sent once: training takes every batch from the device's own copy")};
  if (std::any_of(rows.imputed.begin(), rows.imputed.end(), [](std::int64_t n) { return n > 0; })) {
    detail->facts.push_back(tr("a missing number travels as its column's mean: see Preprocess"));
  }
  return detail;
}

Detail preprocess_detail(const Dataset& dataset, const Split& split, FollowedRows followed,
                         const PreparedRows& rows, const ScalerParams& scaler, const TargetScale& target,
                         const DeviceData& data, const Progress& progress) {
  auto detail = std::make_shared<StageDetail>();
  detail->rows = std::move(followed);
  detail->names_before = detail->names_after = dataset.column_names;
  detail->rows_before = raw_rows(dataset, detail->rows);
  detail->rows_after = device_columns(data, detail->rows);
  Ranges before = raw_training_ranges(dataset, split);
  Ranges after = device_column_ranges(data, progress);
  detail->facts = {missing_fact(rows, dataset), scale_fact(scaler.kind)};
  if (scaler.kind == ScaleKind::kMinMax) {
    detail->facts.push_back(
        tr("validation rows use the training minimum and maximum, so they may fall outside 0 to 1"));
  } else if (scaler.kind == ScaleKind::kStandard) {
    detail->facts.push_back(tr("validation rows use the training mean and deviation"));
  }
  if (target != TargetScale{}) {
    detail->facts.push_back(
        tr("target {1} is standardised: less {2}, divided by {3} (mean and deviation of the "
           "training rows); RMSE is shown in its own unit",
           dataset.target_name, number(target.mean), number(target.deviation)));
  }
  std::vector<std::string> constant;
  for (std::size_t c = 0; c < scaler.factor.size(); ++c) {
    if (scaler.factor[c] == 0) constant.push_back(dataset.column_names[c]);
  }
  if (!constant.empty())
    detail->facts.push_back(tr("constant over the training rows, becomes 0: {1}", listed(constant)));
  say_range_limit(detail->facts, after, split.train_rows);
  detail->min_before = std::move(before.low);
  detail->max_before = std::move(before.high);
  detail->min_after = std::move(after.low);
  detail->max_after = std::move(after.high);
  detail->worked = scaled_cell(*detail, scaler);
  return detail;
}

Detail features_detail(const Dataset& dataset, FollowedRows followed, const DeviceData& data,
                       const Ranges& before, const Progress& progress) {
  const DataShape& shape = data.shape();
  auto detail = std::make_shared<StageDetail>();
  detail->rows = std::move(followed);
  detail->names_before = dataset.column_names;
  detail->names_after = term_names(dataset.column_names);
  detail->first_new = dataset.column_names.size();
  detail->rows_before = device_columns(data, detail->rows);
  detail->rows_after =
      read_followed(detail->rows, [&](const FollowedRow& row) { return data.read_features(row.place, 1); });
  detail->min_before = before.low;
  detail->max_before = before.high;
  Ranges after = device_feature_ranges(data, progress);
  const std::int64_t n = shape.columns;
  const std::int64_t products = shape.features() - n;
  detail->facts = {
      tr("{1} columns + {2} products of two = {3} features", format_count(n), format_count(products),
         format_count(shape.features())),
      tr("{1} · {2} / 2 = {3}: every column with itself and with each one after it; no constant term",
         format_count(n), format_count(n + 1), format_count(products))};
  say_range_limit(detail->facts, after, shape.train_rows);
  detail->min_after = std::move(after.low);
  detail->max_after = std::move(after.high);
  detail->worked = product_cell(*detail);
  return detail;
}

}  // namespace headroom
