// Does a plan fit: the verdict with the figures that it rests on.
//
// Thread rule: plain values.
#pragma once

#include <string_view>

#include "core/base/bytes.h"
#include "core/base/names.h"

namespace headroom {

enum class Verdict { kFits, kBorderline, kDoesNotFit };

inline constexpr auto kVerdictNames = names<Verdict>(
    {{Verdict::kFits, "fits"}, {Verdict::kBorderline, "borderline"}, {Verdict::kDoesNotFit, "does_not_fit"}});
inline std::string_view verdict_name(Verdict v) { return kVerdictNames.name(v); }

struct Judgement {
  Verdict verdict = Verdict::kFits;
  Bytes available = 0;    // what the plan may take, the margin already taken off
  Bytes headroom = 0;     // what of it stays free; negative: short by so much
  Bytes uncertainty = 0;  // by so much the plan may need more; with less headroom it is borderline
  Bytes margin = 0;       // kept free for what no table knows (safety_margin()); transformers: 0
  Bytes copies = 0;       // kept besides the plan to go back to (last_good_copy_bytes())
};

}  // namespace headroom
