// Which setting makes a plan too large to be counted.
//
// Inside of core/plan only: plan_report.cpp tells the user with it.
#pragma once

#include "core/base/error.h"
#include "core/plan/plan_report.h"

namespace headroom {

// `error` is what planning these inputs threw because a size exceeds 2^63 bytes. Names the setting that by
// itself would bring it into range, else all that it takes; where no setting would, the error as it is.
Error name_too_large(const PlanInputs& inputs, const Error& error);

}  // namespace headroom
