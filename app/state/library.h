// What comes with Headroom: presets and sample files, as the first screen lists them,
// and the words that explain themselves. Read once, by a
// job, then kept in memory.
#pragma once

#include <string_view>
#include <vector>

#include "app/state/glossary.h"
#include "app/state/ui_state.h"
#include "core/io/languages.h"
#include "core/pipeline/run_config.h"

namespace headroom::app {

struct Library {
  std::vector<RunConfig> presets;
  std::vector<SampleEntry> samples;
  Glossary glossary;
  std::vector<Language> languages;
};

// Reads assets/, in the language of the window; throws Error when they are missing or broken.
Library read_library();

// assets/glossary.json, or glossary.de.json where there is one.
Glossary read_glossary_in(std::string_view language);

std::vector<PresetEntry> preset_entries(const std::vector<RunConfig>& presets);

}  // namespace headroom::app
