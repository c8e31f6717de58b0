// A table of numbers to learn from: columns and one target per row, on the host. What the network sees of
// them, scaled and with terms of degree 2, are the features.
//
// Everything downstream (splits, devices, engines) sees only this; `source` says where it came from (a CSV
// file or a generator).
#pragma once

#include <cstdint>
#include <limits>
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

// What a column was made of: a column of the file and, for a one-hot column, the text it stands for.
struct FeatureOrigin {
  std::string column;
  std::optional<std::string> level;  // empty: the column's number itself
  bool operator==(const FeatureOrigin&) const = default;
};

struct Dataset {
  std::string source;  // file path, or "generator: infrastructure, seed 1"
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<std::string> column_names;  // [columns]; one-hot columns are "colour=red"
  std::vector<FeatureOrigin> origins;     // [columns]; empty: each is a column of the file, of its name
  std::vector<float> values;              // [rows, columns] row-major; NaN marks a missing number
  std::string target_name;
  std::vector<float> targets;  // [rows]: class index, or the value for regression
  Task task = Task::kClassification;
  std::vector<std::string> class_names;  // sorted (numbers by value, else text by byte); empty for regression
  std::vector<std::string> notes;        // what the reader decided: one-hot columns, dropped columns, ...
  bool file_header = true;               // of a file: its first row named the columns
  double read_seconds = 0;

  std::int64_t classes() const { return static_cast<std::int64_t>(class_names.size()); }
  const float* row(std::int64_t i) const { return values.data() + i * columns; }
};

}  // namespace headroom
