#include "core/data/features.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/portable_math.h"

namespace headroom {

namespace {

struct Placed {
  const ColumnSchema* schema;
  ColumnCells cells;
  std::size_t first;  // of its features in a row
};

bool is_category(const ColumnSchema& column) { return !column.levels.empty() || column.others; }

float part_of_date(FeaturePart part, const DateParts& parts, double origin) {
  const double turn = 2 * std::numbers::pi;
  const double month = turn * (parts.month - 1) / 12, weekday = turn * parts.weekday / 7,
               hour = turn * parts.hour / 24;
  switch (part) {
    case FeaturePart::kDays: return static_cast<float>(parts.days - origin / 86400);
    case FeaturePart::kMonthSin: return static_cast<float>(portable_sin(month));
    case FeaturePart::kMonthCos: return static_cast<float>(portable_cos(month));
    case FeaturePart::kWeekdaySin: return static_cast<float>(portable_sin(weekday));
    case FeaturePart::kWeekdayCos: return static_cast<float>(portable_cos(weekday));
    case FeaturePart::kHourSin: return static_cast<float>(portable_sin(hour));
    case FeaturePart::kHourCos: return static_cast<float>(portable_cos(hour));
    default: return 0;
  }
}

}  // namespace

std::string FeatureOrigin::name() const {
  if (part == FeaturePart::kValue) return column;
  if (part == FeaturePart::kLevel) return column + "=" + level.value_or("");
  if (part == FeaturePart::kOthers || part == FeaturePart::kMissing)
    return column + "=(" + std::string(kFeaturePartNames.name(part)) + ")";
  return column + " " + std::string(kFeaturePartNames.name(part));
}

std::vector<FeatureOrigin> features_of(const ColumnSchema& column) {
  std::vector<FeatureOrigin> features;
  if (column.role != ColumnRole::kFeature) return features;
  const auto add = [&](FeaturePart part) {
    features.push_back({.column = column.name, .level = std::nullopt, .part = part});
  };
  if (column.type == ColumnType::kDate) {
    for (const FeaturePart part : column.parts) add(part);
  } else if (is_category(column)) {
    for (const std::string& level : column.levels) features.push_back({column.name, level});
    if (column.others) add(FeaturePart::kOthers);
    if (column.missing_level) add(FeaturePart::kMissing);
  } else {
    features.push_back({.column = column.name, .level = std::nullopt, .origin = column.origin});
  }
  return features;
}

std::vector<FeatureOrigin> features_of(const Schema& schema) {
  std::vector<FeatureOrigin> features;
  for (const ColumnSchema& column : schema.columns) {
    for (FeatureOrigin& feature : features_of(column)) features.push_back(std::move(feature));
  }
  return features;
}

void write_cell(const ColumnSchema& column, const ColumnCells& cells, std::size_t row, float* to) {
  if (column.type == ColumnType::kDate) {
    const double seconds = cells.value(row);
    if (std::isnan(seconds)) {
      std::fill_n(to, column.parts.size(), std::numeric_limits<float>::quiet_NaN());
      return;
    }
    const DateParts date = date_parts(seconds);
    for (const FeaturePart part : column.parts) *to++ = part_of_date(part, date, column.origin);
  } else if (is_category(column)) {
    const std::size_t levels = column.levels.size();
    const std::size_t width = levels + (column.others ? 1 : 0) + (column.missing_level ? 1 : 0);
    std::fill_n(to, width, 0.0F);
    const std::int32_t level = cells.level(row);
    if (level >= 0) to[level] = 1;
    if (level == ColumnCells::kOther && column.others) to[levels] = 1;
    if (level == ColumnCells::kMissing && column.missing_level) to[width - 1] = 1;
  } else {
    *to = static_cast<float>(cells.value(row) - column.origin);
  }
}

void write_features(const TypedTable& typed, std::size_t width, std::span<float> values) {
  std::vector<Placed> placed;
  std::size_t first = 0;
  for (std::size_t c = 0; c < typed.schema.columns.size(); ++c) {
    const ColumnSchema& column = typed.schema.columns[c];
    const std::size_t features = features_of(column).size();
    if (features > 0) placed.push_back({&column, ColumnCells(*typed.columns[c], column), first});
    first += features;
  }
  // Columns are read along, rows are written across: in blocks of rows both stay in the cache.
  constexpr std::size_t kBlock = 256;
  const auto rows = static_cast<std::size_t>(typed.rows());
  for (std::size_t begin = 0; begin < rows; begin += kBlock) {
    const std::size_t end = std::min(rows, begin + kBlock);
    for (const Placed& each : placed) {
      float* to = values.data() + begin * width + each.first;
      const double* const plain = each.cells.plain();
      for (std::size_t r = begin; r < end; ++r, to += width) {
        const std::size_t row = typed.kept.empty() ? r : typed.kept[r];
        if (plain != nullptr) {
          *to = static_cast<float>(plain[row] - each.schema->origin);
        } else {
          write_cell(*each.schema, each.cells, row, to);
        }
      }
    }
  }
}

}  // namespace headroom
