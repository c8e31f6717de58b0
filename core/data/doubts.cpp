#include "core/data/doubts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom {
namespace {

constexpr std::int64_t kMostRows = 4096;
constexpr std::int64_t kFirstRows = 256;  // a column that says little about these is not looked at further
constexpr double kChance = 1e-6;          // of a column that has nothing to do with the target to tell it
constexpr double kFewNumbers = 10;        // of fewer rows a correlation says nothing
constexpr double kTells = 0.999;
constexpr double kTellsOfOthers = 0.95;  // of the rows that are not of the most frequent class
constexpr double kCorrelates = 0.9999;
constexpr int kMostParts = 8;              // of a rule with thresholds
constexpr std::int32_t kMostClasses = 64;  // of a target that columns are compared with
constexpr std::size_t kMostLevels = 64;    // of a column of numbers that is read as categories
constexpr double kUnbalanced = 8;          // times as many rows of the largest class as of the smallest
constexpr std::size_t kNamed = 5;          // columns and classes told one by one

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, share > 0.9995 && share < 1 ? "%.2f %%" : "%.1f %%", 100 * share);
  return local_number(text);
}

// "'a', 'b' and 3 more"
std::string quoted_names(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, names.size()); ++i) {
    text += (i == 0 ? "'" : ", '") + names[i] + "'";
  }
  if (names.size() > kNamed) {
    text =
        tr_n("{1} and {n} more", "{1} and {n} more", static_cast<std::int64_t>(names.size() - kNamed), text);
  }
  return text;
}

// The rows of each class are together in the file.
bool sorted_by_target(const Dataset& data) {
  std::int64_t changes = 0;
  for (std::size_t i = 1; i < data.targets.size(); ++i) {
    if (data.targets[i] != data.targets[i - 1]) ++changes;
  }
  return changes == data.classes() - 1;
}

std::vector<std::int64_t> rows_of_classes(const Dataset& data, const Split& split) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(data.classes()), 0);
  for (std::int64_t i = 0; i < split.train_rows; ++i) {
    ++rows[static_cast<std::size_t>(data.targets[split.order[static_cast<std::size_t>(i)]])];
  }
  return rows;
}

void look_at_classes(const Dataset& data, const Split& split, const SplitSettings& settings,
                     std::vector<DataDoubt>& doubts) {
  const std::vector<std::int64_t> rows = rows_of_classes(data, split);
  std::vector<std::string> absent;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    if (rows[c] == 0) absent.push_back(data.class_names[c]);
  }
  const std::string target = "'" + data.target_name + "'";
  if (!absent.empty()) {
    DataDoubt doubt{.kind = DoubtKind::kClassWithoutRows, .column = data.target_name};
    doubt.what = tr_n("Class {1} of {2} has no training row: the network cannot learn it.",
                      "Classes {1} of {2} have no training row: the network cannot learn them.",
                      static_cast<std::int64_t>(absent.size()), quoted_names(absent), target);
    doubt.advice = settings.kind == SplitKind::kTail && sorted_by_target(data)
                       ? tr("The file is sorted by {1}: shuffle its rows.", target)
                   : settings.kind == SplitKind::kTail ? tr("The last rows validate: shuffle the rows.")
                                                       : tr("It needs more rows, or another seed.");
    doubts.push_back(std::move(doubt));
  }
  const auto most = std::max_element(rows.begin(), rows.end());
  auto least = rows.end();
  for (auto it = rows.begin(); it != rows.end(); ++it) {
    if (*it > 0 && (least == rows.end() || *it < *least)) least = it;
  }
  if (least == rows.end() || static_cast<double>(*most) < kUnbalanced * static_cast<double>(*least)) return;
  const auto all = static_cast<double>(split.train_rows);
  const auto tell = [&](std::vector<std::int64_t>::const_iterator it) {
    return tr("'{1}' ({2} of the training rows)",
              data.class_names[static_cast<std::size_t>(it - rows.begin())],
              percent(static_cast<double>(*it) / all));
  };
  doubts.push_back(
      {.kind = DoubtKind::kUnbalanced,
       .what = tr("The target {1} is unbalanced: {2} against {3}.", target, tell(most), tell(least)),
       .advice = tr("Judge by the balanced accuracy, or give rare classes more weight."),
       .column = data.target_name});
}

void look_at_categories(const Dataset& data, const Split& split, std::vector<DataDoubt>& doubts) {
  std::map<std::string, std::int64_t> levels;
  std::int64_t all = 0;
  for (const FeatureOrigin& origin : data.origins) {
    if (!origin.level) continue;
    ++levels[origin.column];
    ++all;
  }
  if (all <= split.train_rows) return;
  const auto most = std::max_element(levels.begin(), levels.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  doubts.push_back(
      {.kind = DoubtKind::kManyCategories,
       .what = tr("{1} categories are more than the {2} training rows: most are seen once or never.",
                  format_count(all), format_count(split.train_rows)),
       .advice = tr("Column '{1}' has the most, {2}: leave it out.", most->first, format_count(most->second)),
       .column = most->first});
}

// A column of the file: one of numbers, or the features that its levels became.
struct FileColumn {
  std::string name;
  std::vector<std::int64_t> features;
  bool levels = false;
};

std::vector<FileColumn> file_columns(const Dataset& data) {
  std::vector<FileColumn> columns;
  for (std::size_t c = 0; c < data.column_names.size(); ++c) {
    const auto feature = static_cast<std::int64_t>(c);
    const bool level = !data.origins.empty() && data.origins[c].level.has_value();
    const std::string& name = data.origins.empty() ? data.column_names[c] : data.origins[c].column;
    if (level && !columns.empty() && columns.back().levels && columns.back().name == name) {
      columns.back().features.push_back(feature);
    } else {
      columns.push_back({name, {feature}, level});
    }
  }
  return columns;
}

std::vector<std::uint32_t> sample_rows(const Split& split, std::int64_t most) {
  const std::int64_t count = std::min(split.train_rows, most);
  std::vector<std::uint32_t> rows;
  for (std::int64_t i = 0; i < count; ++i) {
    rows.push_back(split.order[static_cast<std::size_t>(i * split.train_rows / count)]);
  }
  return rows;
}

// Of a column of levels: which one, or -1.
std::vector<float> column_values(const Dataset& data, const FileColumn& column,
                                 const std::vector<std::uint32_t>& rows) {
  std::vector<float> values;
  for (const std::uint32_t row : rows) {
    const float* const x = data.row(row);
    float value = column.levels ? -1.0F : x[column.features.front()];
    for (std::size_t l = 0; column.levels && l < column.features.size(); ++l) {
      if (x[column.features[l]] != 0) value = static_cast<float>(l);
    }
    values.push_back(value);
  }
  return values;
}

std::vector<std::int32_t> classes_of(const Dataset& data, const std::vector<std::uint32_t>& rows) {
  std::vector<std::int32_t> classes;
  for (const std::uint32_t row : rows) classes.push_back(static_cast<std::int32_t>(data.targets[row]));
  return classes;
}

bool few_levels(std::vector<float> values) {
  std::sort(values.begin(), values.end());
  return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin()) <= kMostLevels;
}

double share_told(const FileColumn& column, const std::vector<float>& values,
                  const std::vector<std::int32_t>& targets, std::int32_t classes) {
  double share = 0;
  if (column.levels || few_levels(values)) share = share_told_by_levels(values, targets, classes);
  if (!column.levels) {
    share = std::max(share,
                     share_told_by_thresholds(values, targets, classes, std::min<int>(kMostParts, classes)));
  }
  return share;
}

std::int64_t most_frequent(const std::vector<std::int32_t>& targets, std::int32_t classes) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(classes), 0);
  for (const std::int32_t target : targets) ++rows[static_cast<std::size_t>(target)];
  return *std::max_element(rows.begin(), rows.end());
}

// lgamma keeps the sign in a variable of the whole process, which two threads may not write at once.
double log_factorial(double n) {
  int sign = 1;
  return ::lgamma_r(n + 1, &sign);
}

// An upper bound: of all ways to choose which rows are not of the most frequent class, a rule with thresholds
// has at most one for each way to place them.
double told_by_chance(std::int64_t rows, double others, int parts) {
  const auto n = static_cast<double>(rows);
  const double ways = log_factorial(n) - log_factorial(others) - log_factorial(n - others);
  return 2 * std::exp((parts - 1) * std::log(n) - ways);
}

void look_for_leaks_of_class(const Dataset& data, const Split& split, const Progress& progress,
                             std::vector<DataDoubt>& doubts) {
  const auto classes = static_cast<std::int32_t>(data.classes());
  if (classes > kMostClasses) return;
  const std::vector<std::uint32_t> rows = sample_rows(split, kMostRows),
                                   first = sample_rows(split, kFirstRows);
  const std::vector<std::int32_t> targets = classes_of(data, rows), few = classes_of(data, first);
  const auto all = static_cast<double>(rows.size());
  const auto others = static_cast<double>(std::ssize(rows) - most_frequent(targets, classes));
  if (told_by_chance(std::ssize(rows), others, std::min<int>(kMostParts, classes)) > kChance) return;
  for (const FileColumn& column : file_columns(data)) {
    progress.check();
    // Those of the first rows that it gets wrong are few enough to be chance.
    if (share_told(column, column_values(data, column, first), few, classes) < 0.97) continue;
    const double share = share_told(column, column_values(data, column, rows), targets, classes);
    if (share <= kTells || (1 - share) * all > (1 - kTellsOfOthers) * others) continue;
    doubts.push_back(
        {.kind = DoubtKind::kLeak,
         .what = tr("Column '{1}' alone tells '{2}' of {3} of the training rows: it may hold the answer.",
                    column.name, data.target_name, percent(share)),
         .advice = tr("Is it known before '{1}' is? If not, leave it out.", data.target_name),
         .column = column.name});
  }
}

// Pearson's, of the rows where the column has a number.
double correlation(const std::vector<float>& x, const std::vector<double>& y) {
  double n = 0, mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i])) continue;
    n += 1;
    const double dx = x[i] - mean_x, dy = y[i] - mean_y;  // Welford's update keeps far-off means exact
    mean_x += dx / n;
    mean_y += dy / n;
    xx += dx * (x[i] - mean_x);
    yy += dy * (y[i] - mean_y);
    xy += dx * (y[i] - mean_y);
  }
  return n >= kFewNumbers && xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

void look_for_leaks_of_value(const Dataset& data, const Split& split, const Progress& progress,
                             std::vector<DataDoubt>& doubts) {
  const std::vector<std::uint32_t> rows = sample_rows(split, kMostRows),
                                   first = sample_rows(split, kFirstRows);
  const auto targets_of = [&](const std::vector<std::uint32_t>& some) {
    std::vector<double> targets;
    for (const std::uint32_t row : some) targets.push_back(data.targets[row]);
    return targets;
  };
  const std::vector<double> targets = targets_of(rows), few = targets_of(first);
  for (const FileColumn& column : file_columns(data)) {
    if (column.levels) continue;
    progress.check();
    if (std::abs(correlation(column_values(data, column, first), few)) <= kCorrelates) continue;
    const double r = correlation(column_values(data, column, rows), targets);
    if (std::abs(r) <= kCorrelates) continue;
    doubts.push_back({.kind = DoubtKind::kLeak,
                      .what = tr("Column '{1}' is '{2}' in another unit: their correlation is {3}.",
                                 column.name, data.target_name,
                                 local_number((r > 0 ? "" : "-") +
                                              std::string(std::abs(r) > 0.99999 ? "1.0000" : "0.9999"))),
                      .advice = tr("Is it known before '{1}' is? If not, leave it out.", data.target_name),
                      .column = column.name});
  }
}

}  // namespace

double share_told_by_levels(const std::vector<float>& values, const std::vector<std::int32_t>& targets,
                            std::int32_t classes) {
  if (values.empty()) return 0;
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto below = [&](std::size_t a, std::size_t b) {  // NaN last, all alike
    return std::isnan(values[b]) ? !std::isnan(values[a]) : values[a] < values[b];
  };
  std::sort(order.begin(), order.end(), below);
  std::int64_t right = 0;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    std::vector<std::int64_t> rows(static_cast<std::size_t>(classes), 0);
    for (end = begin; end < order.size() && !below(order[begin], order[end]); ++end) {
      ++rows[static_cast<std::size_t>(targets[order[end]])];
    }
    const auto most = std::max_element(rows.begin(), rows.end());
    std::int64_t second = 0;
    for (auto it = rows.begin(); it != rows.end(); ++it) {
      if (it != most) second = std::max(second, *it);
    }
    // Without the row itself its class must still have the most.
    if (*most - 1 > second) right += *most;
  }
  return static_cast<double>(right) / static_cast<double>(values.size());
}

// best[part][class]: rows right so far when the current piece is number `part` and answers `class`.
double share_told_by_thresholds(const std::vector<float>& values, const std::vector<std::int32_t>& targets,
                                std::int32_t classes, int parts) {
  if (values.empty()) return 0;
  std::vector<std::pair<float, std::int32_t>> rows;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isnan(values[i])) rows.emplace_back(values[i], targets[i]);
  }
  std::sort(rows.begin(), rows.end());
  const auto width = static_cast<std::size_t>(classes);
  std::vector<std::int64_t> best(static_cast<std::size_t>(parts) * width, 0);
  std::vector<std::int64_t> top(static_cast<std::size_t>(parts), 0);  // the best of each part's classes
  for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    // A threshold lies between two values: equal ones stay together.
    for (std::size_t part = top.size(); part-- > 1;) {
      for (std::size_t c = 0; c < width; ++c) {
        best[part * width + c] = std::max(best[part * width + c], top[part - 1]);
      }
    }
    for (end = begin; end < rows.size() && rows[end].first == rows[begin].first; ++end) {
      for (std::size_t part = 0; part < top.size(); ++part) {
        ++best[part * width + static_cast<std::size_t>(rows[end].second)];
      }
    }
    for (std::size_t part = 0; part < top.size(); ++part) {
      const auto first = best.begin() + static_cast<std::ptrdiff_t>(part * width);
      top[part] = *std::max_element(first, first + static_cast<std::ptrdiff_t>(width));
    }
  }
  return static_cast<double>(top.back()) / static_cast<double>(values.size());
}

std::vector<DataDoubt> find_doubts(const Dataset& dataset, const Split& split, const SplitSettings& settings,
                                   const Progress& progress) {
  std::vector<DataDoubt> doubts;
  if (dataset.task == Task::kClassification) {
    look_at_classes(dataset, split, settings, doubts);
    look_for_leaks_of_class(dataset, split, progress, doubts);
  } else {
    look_for_leaks_of_value(dataset, split, progress, doubts);
  }
  look_at_categories(dataset, split, doubts);
  return doubts;
}

}  // namespace headroom
