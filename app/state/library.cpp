#include "app/state/library.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/json.h"
#include "core/base/tr.h"
#include "core/data/polynomial.h"
#include "core/io/presets.h"

namespace headroom::app {

namespace {

namespace fs = std::filesystem;

// samples/index.json says which files there are and what they are about.
std::vector<SampleEntry> read_samples(const fs::path& directory) {
  const fs::path index = directory / "index.json";
  const Json document = read_json_file(index);
  JsonObject root(document, index.string());
  root.check_version(1);
  std::vector<SampleEntry> samples;
  std::vector<JsonObject> objects = root.objects("samples");
  for (JsonObject& sample : objects) {
    samples.push_back(
        {sample.string("title"), (directory / sample.string("file")).string(), sample.string("description")});
    sample.finish();
  }
  root.finish();
  return samples;
}

}  // namespace

Glossary read_glossary_in(std::string_view language) {
  const fs::path translated = assets_directory() / ("glossary." + std::string(language) + ".json");
  std::error_code gone;
  return read_glossary(fs::exists(translated, gone) ? translated : assets_directory() / "glossary.json");
}

Library read_library() {
  Library library;
  library.presets = load_presets();
  library.samples = read_samples(assets_directory() / "samples");
  library.glossary = read_glossary_in(language());
  library.languages = languages();
  return library;
}

std::vector<PresetEntry> preset_entries(const std::vector<RunConfig>& presets) {
  std::vector<PresetEntry> entries;
  for (const RunConfig& preset : presets) {
    PresetEntry entry;
    entry.id = preset.id;
    entry.title = preset.title;
    entry.description = preset.description;
    if (preset.generator) {
      entry.rows = preset.generator->rows;
      entry.columns = preset.generator->columns;
      entry.features = feature_count(entry.columns, preset.degree);
      entry.train_rows = entry.rows - static_cast<std::int64_t>(std::ceil(static_cast<double>(entry.rows) *
                                                                          preset.split.validation_fraction));
    }
    entry.train = preset.train;
    for (const ModelChoice& model : preset.models) entry.networks.push_back(model.hidden);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace headroom::app
