#include "core/pipeline/stage_detail.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>

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

std::int64_t sample_size(std::int64_t rows) { return std::min(rows, kSampleRows); }

// The dataset's rows in split order, as they were read: missing numbers are still missing.
std::vector<float> raw_sample(const Dataset& dataset, const Split& split, std::int64_t count) {
  std::vector<float> sample;
  for (std::int64_t i = 0; i < count; ++i) {
    const float* row = dataset.row(split.order[static_cast<std::size_t>(i)]);
    sample.insert(sample.end(), row, row + dataset.columns);
  }
  return sample;
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
  return text;
}

// "a, b, c and 4 more"
std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kListed; ++i) text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > kListed) {
    text += " and " + format_count(static_cast<std::int64_t>(names.size() - kListed)) + " more";
  }
  return text;
}

void say_range_limit(std::vector<std::string>& facts, const Ranges& ranges, std::int64_t train_rows) {
  if (ranges.rows < train_rows) {
    facts.push_back("ranges after this stage are those of the first " + format_count(ranges.rows) +
                    " training rows");
  }
}

std::string class_fact(const Dataset& dataset) {
  std::vector<std::int64_t> rows(dataset.class_names.size(), 0);
  for (const float target : dataset.targets) ++rows.at(static_cast<std::size_t>(target));
  std::vector<std::string> parts;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    parts.push_back(dataset.class_names[c] + " (" + format_count(rows[c]) + " rows)");
  }
  return format_count(dataset.classes()) + " classes: " + listed(parts);
}

std::string missing_fact(const PreparedRows& rows, const Dataset& dataset) {
  std::int64_t total = 0;
  std::vector<std::string> parts;
  for (std::size_t c = 0; c < rows.imputed.size(); ++c) {
    if (rows.imputed[c] == 0) continue;
    total += rows.imputed[c];
    parts.push_back(dataset.column_names[c] + ": " + format_count(rows.imputed[c]));
  }
  if (total == 0) return "no value is missing";
  return format_count(total) + (total == 1 ? " missing value" : " missing values") +
         " replaced by the column's mean over training rows (" + listed(parts) + ")";
}

std::string scale_fact(ScaleKind kind) {
  switch (kind) {
    case ScaleKind::kMinMax:
      return "each column is moved and stretched so that its training rows span 0 to 1";
    case ScaleKind::kStandard:
      return "each column is moved and stretched to mean 0 and deviation 1 over training rows";
    case ScaleKind::kNone: break;
  }
  return "columns are left as they are";
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

Detail load_detail(const Dataset& dataset) {
  auto detail = std::make_shared<StageDetail>();
  detail->names_after = dataset.column_names;
  detail->sample_rows = sample_size(dataset.rows);
  detail->rows_after.assign(dataset.values.begin(),
                            dataset.values.begin() + detail->sample_rows * dataset.columns);
  Ranges all = host_ranges(dataset.values, dataset.columns);
  detail->min_after = std::move(all.low);
  detail->max_after = std::move(all.high);
  detail->facts = {"from " + dataset.source};
  if (dataset.task == Task::kClassification) {
    detail->facts.push_back(class_fact(dataset));
  } else {
    const Ranges target = host_ranges(dataset.targets, 1);
    detail->facts.push_back("target " + dataset.target_name + " from " + number(target.low[0]) + " to " +
                            number(target.high[0]));
  }
  detail->facts.insert(detail->facts.end(), dataset.notes.begin(), dataset.notes.end());
  return detail;
}

Detail transfer_detail(const Dataset& dataset, const PreparedRows& rows, const DeviceData& data,
                       const SplitSettings& split, std::uint64_t seed) {
  auto detail = std::make_shared<StageDetail>();
  detail->names_before = detail->names_after = dataset.column_names;
  detail->sample_rows = sample_size(rows.train_rows);
  const auto columns = rows.columns;
  detail->rows_before.assign(rows.values.begin(), rows.values.begin() + detail->sample_rows * columns);
  detail->rows_after = data.read_columns(0, detail->sample_rows);
  const Ranges train =
      host_ranges(std::span(rows.values).first(static_cast<std::size_t>(rows.train_rows * columns)), columns);
  detail->min_before = detail->min_after = train.low;
  detail->max_before = detail->max_after = train.high;
  const std::string validation = format_count(rows.rows - rows.train_rows);
  detail->facts = {
      format_count(rows.train_rows) + " rows train, " + validation + " of the " + format_count(rows.rows) +
          " are held back to validate",
      split.kind == SplitKind::kShuffled
          ? "which rows validate is drawn at random with seed " + std::to_string(seed)
          : "the last rows of the file validate",
      data.shape().streamed()
          ? "4 bytes a number, sent again in every epoch: chunk by chunk, in the order of training"
          : "4 bytes a number, sent once: training takes every batch from the device's own copy"};
  return detail;
}

Detail preprocess_detail(const Dataset& dataset, const Split& split, const PreparedRows& rows,
                         const ScalerParams& scaler, const TargetScale& target, const DeviceData& data,
                         const Progress& progress) {
  auto detail = std::make_shared<StageDetail>();
  detail->names_before = detail->names_after = dataset.column_names;
  detail->sample_rows = sample_size(split.train_rows);
  detail->rows_before = raw_sample(dataset, split, detail->sample_rows);
  detail->rows_after = data.read_columns(0, detail->sample_rows);
  Ranges before = raw_training_ranges(dataset, split);
  Ranges after = device_column_ranges(data, progress);
  detail->facts = {
      missing_fact(rows, dataset), scale_fact(scaler.kind),
      "validation rows use the training minimum and maximum, so they may fall outside the range"};
  if (target != TargetScale{}) {
    detail->facts.push_back("target " + dataset.target_name + " is standardised: less " +
                            number(target.mean) + ", divided by " + number(target.deviation) +
                            " (mean and deviation of the training rows); RMSE is shown in its own unit");
  }
  std::vector<std::string> constant;
  for (std::size_t c = 0; c < scaler.factor.size(); ++c) {
    if (scaler.factor[c] == 0) constant.push_back(dataset.column_names[c]);
  }
  if (!constant.empty())
    detail->facts.push_back("constant over the training rows, becomes 0: " + listed(constant));
  say_range_limit(detail->facts, after, split.train_rows);
  detail->min_before = std::move(before.low);
  detail->max_before = std::move(before.high);
  detail->min_after = std::move(after.low);
  detail->max_after = std::move(after.high);
  return detail;
}

Detail features_detail(const Dataset& dataset, const std::vector<std::string>& names, const DeviceData& data,
                       const Ranges& before, const Progress& progress) {
  const DataShape& shape = data.shape();
  auto detail = std::make_shared<StageDetail>();
  detail->names_before = dataset.column_names;
  detail->names_after = names;
  detail->sample_rows = sample_size(shape.train_rows);
  detail->rows_before = data.read_columns(0, detail->sample_rows);
  detail->rows_after = data.read_features(0, detail->sample_rows);
  detail->min_before = before.low;
  detail->max_before = before.high;
  Ranges after = device_feature_ranges(data, progress);
  const std::int64_t n = shape.columns;
  const std::int64_t products = shape.features() - n;
  detail->facts = {format_count(n) + " columns + " + format_count(products) +
                       " products of two = " + format_count(shape.features()) + " features",
                   format_count(n) + " · " + format_count(n + 1) + " / 2 = " + format_count(products) +
                       ": every column with itself and with each one after it; no constant term"};
  const std::size_t last = names.size() - 1;
  const std::size_t first = static_cast<std::size_t>(n);
  detail->facts.push_back("first row: " + names[first] + " = " + number(detail->rows_after[first]) +
                          ", ..., " + names[last] + " = " + number(detail->rows_after[last]));
  say_range_limit(detail->facts, after, shape.train_rows);
  detail->min_after = std::move(after.low);
  detail->max_after = std::move(after.high);
  return detail;
}

}  // namespace headroom
