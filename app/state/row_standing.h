// How what a network says of the looked row stands to what is known of that row. One whose values were moved,
// or that was drawn by hand, is another row: its class is nowhere written, so nothing is right or wrong.
//
//   standing(figures, model) == Standing::kMoved
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>

#include "core/base/names.h"
#include "core/run/inspection.h"

namespace headroom::app {

enum class Standing { kRight, kWrong, kMoved, kValue };  // kValue: of a regression, which is near or far
inline constexpr auto kStandingNames = names<Standing>({{Standing::kRight, "right"},
                                                        {Standing::kWrong, "wrong"},
                                                        {Standing::kMoved, "moved"},
                                                        {Standing::kValue, "value"}});

inline Standing standing(const PredictionFigures& figures, const PredictionFigures::Model& model) {
  if (figures.moved) return Standing::kMoved;
  if (model.said < 0) return Standing::kValue;
  return model.said == static_cast<std::int64_t>(figures.target) ? Standing::kRight : Standing::kWrong;
}

}  // namespace headroom::app
