// The tab of errors over answers that are made up, for tests that need their figures to be known.
#pragma once

#include <cstdint>

#include "support/demo.h"

namespace headroom::app::demo {

// Answers of the small and the large network to 600 rows of `classes` classes, "k0" and so on; `wrong` of
// them are.
Demo errors(std::int64_t classes, std::int64_t wrong);

}  // namespace headroom::app::demo
