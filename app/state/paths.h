// Where the window's own files are.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace headroom::app {

// $XDG_CONFIG_HOME/headroom/settings.json
std::filesystem::path settings_path();

// $XDG_DATA_HOME/headroom
std::filesystem::path data_directory();

// Output that was given no path goes to $XDG_DATA_HOME/headroom/<kind>/<name>-<local time>:
// default_output("plans", "gpt2-xl", ".md") is ".../headroom/plans/gpt2-xl-20261121-094500.md"; the second
// one of a second ends in "-2".
std::string default_output(std::string_view kind, std::string_view name, std::string_view ending = {});

// Into a folder that is made where there is none. Throws Error{kIo}. In a job.
void write_output(const std::filesystem::path& file, std::string_view bytes);

}  // namespace headroom::app
