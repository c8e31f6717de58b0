// How much a number of the planner can be trusted. Every number that it shows carries one of these.
#pragma once

#include <algorithm>
#include <string_view>

namespace headroom {

// Strongest first, so that the weakest of two is the larger.
enum class Grade {
  kExact,      // follows from the shapes
  kPublished,  // a formula with a citation
  kMeasured,   // read on this machine
  kAssumed,    // a constant that nobody measured here
};

constexpr std::string_view grade_name(Grade grade) {
  switch (grade) {
    case Grade::kExact: return "exact";
    case Grade::kPublished: return "published";
    case Grade::kMeasured: return "measured";
    case Grade::kAssumed: return "assumed";
  }
  return "assumed";
}

// The grade of a sum.
constexpr Grade weakest(Grade a, Grade b) { return std::max(a, b); }

}  // namespace headroom
