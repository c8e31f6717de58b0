#include "core/base/progress.h"

#include "core/base/error.h"

namespace headroom {

void Progress::check() const {
  if (cancelled()) throw Error(ErrorCode::kCancelled, "stopped on request");
}

}  // namespace headroom
