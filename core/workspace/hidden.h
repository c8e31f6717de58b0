// What a workspace can hide from a class: few groups, each a thing that a lesson may want out of the way. Not
// a lock: whoever opens the workspace is told, and can show everything again.
//
// Thread rule: constants.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/names.h"
#include "core/base/tr.h"

namespace headroom {

enum class Hidden { kSettings, kPrecision, kPlan, kTabs, kData, kAnswers };

struct HiddenRow {
  Hidden value;
  std::string_view name;   // in files and scripts
  std::string_view title;  // said by tr()
  std::string_view hint;
};

inline constexpr auto kHiddenTable = named_rows<HiddenRow>({
    {Hidden::kSettings, "settings", tr_later("Networks and settings"),
     tr_later("which train, learning rate, seed")},
    {Hidden::kPrecision, "precision", tr_later("Arithmetic"), tr_later("so that the curve stays the same")},
    {Hidden::kPlan, "plan", tr_later("Plan"), tr_later("what fits on which card")},
    {Hidden::kTabs, "tabs", tr_later("The other tabs"), tr_later("all but Curves, Plan and Learn")},
    {Hidden::kData, "data", tr_later("Other data"), tr_later("examples, files, pasting, painting")},
    {Hidden::kAnswers, "answers", tr_later("Hints"), tr_later("of lessons and questions")},
});

using HiddenList = std::vector<Hidden>;  // each at most once

}  // namespace headroom
