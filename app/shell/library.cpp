#include "app/shell/library.h"

#include <algorithm>
#include <filesystem>

#include "core/data/polynomial.h"
#include "core/io/presets.h"

namespace headroom::app {

namespace {

namespace fs = std::filesystem;

std::vector<SampleEntry> read_samples(const fs::path& directory) {
  std::vector<SampleEntry> samples;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, missing)) {
    if (entry.path().extension() != ".csv") continue;
    std::string title = entry.path().stem().string();
    std::replace(title.begin(), title.end(), '_', ' ');
    samples.push_back({title, entry.path().string(), format_bytes(static_cast<Bytes>(entry.file_size()))});
  }
  std::sort(samples.begin(), samples.end(), [](const auto& a, const auto& b) { return a.title < b.title; });
  return samples;
}

}  // namespace

Library read_library() {
  Library library;
  library.presets = load_presets();
  library.samples = read_samples(assets_directory() / "samples");
  return library;
}

std::vector<PresetEntry> preset_entries(const std::vector<RunConfig>& presets) {
  std::vector<PresetEntry> entries;
  for (const RunConfig& preset : presets) {
    PresetEntry entry{preset.id, preset.title, preset.description};
    if (preset.generator) {
      entry.rows = preset.generator->rows;
      entry.columns = preset.generator->columns;
      entry.features = feature_count(entry.columns, preset.degree);
    }
    for (const ModelChoice& model : preset.models) entry.networks.push_back(model.hidden);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace headroom::app
