// Which setting makes a plan too large to be counted.
//
// Internal to core/plan, for the error of plan_report.cpp.
#pragma once

#include "core/base/error.h"
#include "core/plan/plan_report.h"

namespace headroom {

// `error` is what planning these inputs threw because a size exceeds 2^63 bytes. Names the one setting that
// would bring it into range, else all that are needed; where none would, returns the error as it is.
Error name_too_large(const PlanInputs& inputs, const Error& error);

}  // namespace headroom
