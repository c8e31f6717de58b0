// A table of numbers to learn from: columns and one target per row, on the host. What the network sees of
// them, scaled and with terms of degree 2, are the features.
//
// Everything downstream (splits, devices, engines) sees only this; `source` says where it came from (a CSV
// file or a generator).
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/names.h"

namespace headroom {

enum class Task { kClassification, kRegression };

inline constexpr auto kTaskNames =
    names<Task>({{Task::kClassification, "classification"}, {Task::kRegression, "regression"}});
inline std::string_view task_name(Task task) { return kTaskNames.name(task); }

// What a number the network gets says about its column of the file.
enum class FeaturePart {
  kValue,    // the number itself
  kLevel,    // 1 where the cell holds this text
  kOthers,   // 1 where it holds a text that has no feature of its own
  kMissing,  // 1 where it is empty
  // Of a date: days since the first one, and parts of the calendar as a point on a circle, so that December
  // is next to January: month / 12, weekday / 7, hour / 24 of a turn.
  kDays,
  kMonthSin,
  kMonthCos,
  kWeekdaySin,
  kWeekdayCos,
  kHourSin,
  kHourCos,
};
inline constexpr auto kFeaturePartNames = names<FeaturePart>({{FeaturePart::kValue, "value"},
                                                              {FeaturePart::kLevel, "level"},
                                                              {FeaturePart::kOthers, "others"},
                                                              {FeaturePart::kMissing, "missing"},
                                                              {FeaturePart::kDays, "days"},
                                                              {FeaturePart::kMonthSin, "month sin"},
                                                              {FeaturePart::kMonthCos, "month cos"},
                                                              {FeaturePart::kWeekdaySin, "weekday sin"},
                                                              {FeaturePart::kWeekdayCos, "weekday cos"},
                                                              {FeaturePart::kHourSin, "hour sin"},
                                                              {FeaturePart::kHourCos, "hour cos"}});

// What a column of a dataset was made of: a column of the file, and which part of it.
struct FeatureOrigin {
  std::string column;
  std::optional<std::string> level;  // kLevel: the text it stands for
  FeaturePart part = level ? FeaturePart::kLevel : FeaturePart::kValue;
  double origin = 0;         // kValue: what was subtracted from the number in the file
  std::string name() const;  // "width", "colour=red", "colour=(missing)", "when month sin"
  bool operator==(const FeatureOrigin&) const = default;
};

struct Schema;  // core/data/schema.h

struct Dataset {
  std::string source;  // file path, or "generator: infrastructure, seed 1"
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<std::string> column_names;  // [columns]; as FeatureOrigin::name() says
  std::vector<FeatureOrigin> origins;     // [columns]; empty: each is a column of the file, of its name
  std::vector<float> values;  // [rows, columns] row-major, less their origin; NaN marks a missing number
  std::string target_name;
  std::vector<float> targets;  // [rows]: class index, or the value for regression less target_origin
  double target_origin = 0;    // so that a large target with a small spread keeps its digits
  Task task = Task::kClassification;
  std::vector<std::string> class_names;  // sorted (numbers by value, else text by byte); empty for regression
  std::vector<std::string> notes;        // what the reader decided: one-hot columns, dropped columns, ...
  std::shared_ptr<const Schema> schema;  // of a file: what its columns are
  double read_seconds = 0;

  std::int64_t classes() const { return static_cast<std::int64_t>(class_names.size()); }
  const float* row(std::int64_t i) const { return values.data() + i * columns; }
};

}  // namespace headroom
