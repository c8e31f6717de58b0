// Whether a plan fits: the verdict and the figures behind it.
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
  Bytes available = 0;    // what the plan may take, the margin already subtracted
  Bytes headroom = 0;     // how much of it stays free; negative: how much is missing
  Bytes uncertainty = 0;  // how much more the plan may need; with less headroom it is borderline
  Bytes margin = 0;       // kept free for what no table lists (safety_margin()); transformers: 0
  Bytes copies = 0;       // kept on top of the plan, to roll back to (last_good_copy_bytes())
};

}  // namespace headroom
