// What looks wrong with data before anything is trained on them: a class without training rows, an unbalanced
// target, a column that gives the target away, more categories than rows.
//
//   for (const DataDoubt& doubt : find_doubts(dataset, split, settings, progress)) std::cout << doubt.what;
//
// A column gives the target away when it alone, by a rule with few thresholds or one answer per level, tells
// the class of more than 999 in 1,000 training rows where the most frequent class is no such answer; or when
// its correlation with a number is above 0.9999 or below -0.9999. A level of a single row proves nothing:
// each row is judged by the others of its level. See the limits in doubts.cpp.
//
// Bounded work: at most 4,096 training rows, spread evenly over all of them, and of most columns only 256.
//
// Thread rule: pure functions. Throws Error{kCancelled} soon after progress.cancel().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/names.h"
#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/data/split.h"

namespace headroom {

enum class DoubtKind { kClassWithoutRows, kUnbalanced, kLeak, kManyCategories };
inline constexpr auto kDoubtNames = names<DoubtKind>({{DoubtKind::kClassWithoutRows, "class_without_rows"},
                                                      {DoubtKind::kUnbalanced, "unbalanced"},
                                                      {DoubtKind::kLeak, "leak"},
                                                      {DoubtKind::kManyCategories, "many_categories"}});

struct DataDoubt {
  DoubtKind kind = DoubtKind::kLeak;
  std::string what = {};    // "Class 'b' of 'y' has no training row: the network cannot learn it."
  std::string advice = {};  // "The file is sorted by 'y': shuffle its rows."
  std::string column = {};  // of the file, where it is about one
  bool operator==(const DataDoubt&) const = default;
};

std::vector<DataDoubt> find_doubts(const Dataset& dataset, const Split& split, const SplitSettings& settings,
                                   const Progress& progress = {});

// How well one column alone tells the target, over rows [rows] of it: the share of rows it gets right, each
// judged without itself. values[rows] may hold NaN, which is a level of its own; targets[rows] from 0.
double share_told_by_levels(const std::vector<float>& values, const std::vector<std::int32_t>& targets,
                            std::int32_t classes);
// The same by cutting the range of the values into at most `parts` pieces with one answer each.
double share_told_by_thresholds(const std::vector<float>& values, const std::vector<std::int32_t>& targets,
                                std::int32_t classes, int parts);

}  // namespace headroom
