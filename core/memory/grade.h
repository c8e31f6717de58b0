// How much a number of the planner can be trusted. Every number that it shows carries one of these.
#pragma once

#include <algorithm>
#include <string_view>

#include "core/base/names.h"

namespace headroom {

// Strongest first, so that the weakest of two is the larger.
enum class Grade {
  kExact,      // follows from the shapes
  kPublished,  // a formula with a citation
  kMeasured,   // read on this machine
  kAssumed,    // a constant that nobody measured here
};

inline constexpr auto kGradeNames = names<Grade>({{Grade::kExact, "exact"},
                                                  {Grade::kPublished, "published"},
                                                  {Grade::kMeasured, "measured"},
                                                  {Grade::kAssumed, "assumed"}});
constexpr std::string_view grade_name(Grade grade) { return kGradeNames.name(grade); }

// The grade of a sum.
constexpr Grade weakest(Grade a, Grade b) { return std::max(a, b); }

}  // namespace headroom
