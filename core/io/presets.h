// The presets that come with Headroom, read from assets/presets/*.json.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/pipeline/run_config.h"

namespace headroom {

// Where assets/ is: $HEADROOM_ASSETS, else beside the executable's build tree, else the source tree
// this was built from. Throws Error{kNotFound} that lists where it looked.
std::filesystem::path assets_directory();

// All presets in the order of their file names. Throws Error{kBadInput} with file and key for an
// unknown key, a missing key or a wrong type.
std::vector<RunConfig> load_presets();
// Throws Error{kNotFound} that lists the presets.
RunConfig load_preset(std::string_view id);
RunConfig read_preset(const std::filesystem::path& file);

}  // namespace headroom
