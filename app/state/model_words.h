// How a run's networks are called where people read them.
#pragma once

#include <string>

#include "core/pipeline/run_config.h"

namespace headroom::app {

// "small" -> "Small".
std::string capitalised(std::string text);
// The network of this id: "Small" as a title, "small" within a sentence, in the language of the window.
std::string network_name(const std::string& id);
std::string network_within(const std::string& id);
// With the multiplication sign: "Small 2x50" -> "Small 2×50".
std::string model_title(const ModelChoice& choice);
std::string with_times_signs(std::string text);

}  // namespace headroom::app
