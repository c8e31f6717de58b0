#include "core/io/presets.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMaxCount = std::int64_t{1} << 40;  // rows, epochs, batch: far beyond any use
constexpr double kMaxNumber = std::numeric_limits<double>::max();

// Runs one of the parsers of core/model/spec.h on a member; its Error gets the member's place.
template <typename Parse>
auto choice(JsonObject& object, std::string_view key, Parse parse) {
  const std::string name = object.string(key);
  try {
    return parse(name);
  } catch (const Error& e) {
    object.fail(key, e.message());
  }
}

ScaleKind parse_scale(std::string_view name) {
  for (const ScaleKind kind : {ScaleKind::kNone, ScaleKind::kMinMax, ScaleKind::kStandard}) {
    if (name == scale_name(kind)) return kind;
  }
  throw Error(ErrorCode::kBadInput,
              "\"" + std::string(name) + "\" is not a scaling: choose none, minmax or standard");
}

SplitKind parse_split(std::string_view name) {
  if (name == "shuffled") return SplitKind::kShuffled;
  if (name == "tail") return SplitKind::kTail;
  throw Error(ErrorCode::kBadInput, "\"" + std::string(name) + "\" is not a split: choose shuffled or tail");
}

SyntheticSpec read_generator(JsonObject object) {
  SyntheticSpec spec;
  spec.kind = object.string("kind");
  spec.rows = object.integer("rows", 1, kMaxCount);
  spec.columns = object.integer("columns", 1, kMaxCount);
  spec.noise = object.number("noise", 0, kMaxNumber);
  spec.signal = object.number("signal", 0, kMaxNumber);
  object.finish();
  return spec;
}

SplitSettings read_split(JsonObject object) {
  SplitSettings split;
  split.kind = choice(object, "kind", parse_split);
  split.validation_fraction = object.number("validation_fraction", 0, 1);
  object.finish();
  return split;
}

ModelChoice read_model(JsonObject object) {
  ModelChoice model;
  model.id = object.string("id");
  model.title = object.string("title");
  model.hidden = object.integers("hidden", 1, 1'000'000);
  object.finish();
  return model;
}

OptimizerSettings read_optimizer(JsonObject object) {
  OptimizerSettings optimizer;
  optimizer.kind = choice(object, "kind", parse_optimizer);
  optimizer.learning_rate = object.number("learning_rate", 0, kMaxNumber);
  if (object.has("momentum")) optimizer.momentum = object.number("momentum", 0, 1);
  if (object.has("beta1")) optimizer.beta1 = object.number("beta1", 0, 1);
  if (object.has("beta2")) optimizer.beta2 = object.number("beta2", 0, 1);
  if (object.has("epsilon")) optimizer.epsilon = object.number("epsilon", 0, kMaxNumber);
  if (object.has("l2")) optimizer.l2 = object.number("l2", 0, kMaxNumber);
  object.finish();
  return optimizer;
}

TrainSettings read_train(JsonObject object) {
  TrainSettings train;
  train.epochs = object.integer("epochs", 1, kMaxCount);
  train.batch = object.integer("batch", 1, kMaxCount);
  train.optimizer = read_optimizer(object.object("optimizer"));
  train.seed =
      static_cast<std::uint64_t>(object.integer("seed", 0, std::numeric_limits<std::int64_t>::max()));
  object.finish();
  return train;
}

ReferenceCurve read_reference(JsonObject object) {
  ReferenceCurve curve;
  curve.title = object.string("title");
  curve.model = object.string("model");
  curve.epochs = object.integers("epochs", 1, kMaxCount);
  curve.loss = object.numbers("loss", 0, kMaxNumber);
  curve.accuracy = object.numbers("accuracy", 0, 1);
  object.finish();
  return curve;
}

// Where this program's file lies; empty where the system does not tell.
fs::path executable_directory() {
  std::error_code failure;
  const fs::path executable = fs::read_symlink("/proc/self/exe", failure);
  return failure ? fs::path() : executable.parent_path();
}

std::vector<fs::path> preset_files() {
  const fs::path directory = assets_directory() / "presets";
  std::vector<fs::path> files;
  std::error_code failure;
  for (fs::directory_iterator it(directory, failure), end; !failure && it != end; it.increment(failure)) {
    if (it->path().extension() == ".json") files.push_back(it->path());
  }
  if (failure) throw Error(ErrorCode::kIo, "cannot be listed: " + failure.message(), directory.string());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

fs::path assets_directory() {
  std::vector<fs::path> candidates;
  if (const char* chosen = std::getenv("HEADROOM_ASSETS"); chosen != nullptr && *chosen != '\0') {
    candidates.emplace_back(chosen);  // a wish is obeyed or refused, never silently replaced
  } else {
    if (const fs::path here = executable_directory(); !here.empty()) {
      candidates.push_back(here / "assets");
      candidates.push_back(here / ".." / ".." / "assets");          // <source>/build/<preset>/headroom
      candidates.push_back(here / ".." / "share/headroom/assets");  // <prefix>/bin/headroom
    }
    candidates.emplace_back(HEADROOM_SOURCE_ASSETS);
  }
  std::string tried;
  for (const fs::path& candidate : candidates) {
    fs::path path = candidate.lexically_normal();
    std::error_code failure;
    if (fs::is_directory(path / "presets", failure)) return path;
    tried += (tried.empty() ? "" : ", ") + path.string();
  }
  throw Error(ErrorCode::kNotFound,
              "the folder assets with its presets is missing: set HEADROOM_ASSETS to it; looked at " + tried,
              "assets");
}

RunConfig read_preset(const fs::path& file) {
  const Json document = read_json_file(file);
  JsonObject object(document, file.string());
  object.check_version(1);
  RunConfig config;
  config.id = object.string("id");
  config.title = object.string("title");
  config.description = object.string("description");
  config.notes = object.strings("notes");
  config.generator = read_generator(object.object("generator"));
  config.scale = choice(object, "scale", parse_scale);
  config.degree = static_cast<int>(object.integer("degree", 1, 2));
  config.split = read_split(object.object("split"));
  config.activation = choice(object, "activation", parse_activation);
  if (object.has("output")) config.output = choice(object, "output", parse_output);
  JsonObject init = object.object("init");
  config.init.output_gain = init.number("output_gain", -kMaxNumber, kMaxNumber);
  init.finish();
  for (JsonObject& model : object.objects("models")) config.models.push_back(read_model(std::move(model)));
  config.selected = object.strings("selected");
  config.train = read_train(object.object("train"));
  if (object.has("reference")) config.reference = read_reference(object.object("reference"));
  object.finish();
  try {
    validate(config);
  } catch (const Error& e) {
    throw Error(e.code(), e.message(), file.string());
  }
  return config;
}

std::vector<RunConfig> load_presets() {
  std::vector<RunConfig> presets;
  for (const fs::path& file : preset_files()) {
    RunConfig config = read_preset(file);
    for (const RunConfig& other : presets) {
      if (other.id == config.id) {
        throw Error(ErrorCode::kBadInput, "the id \"" + config.id + "\" stands in two presets: rename one",
                    file.string() + ": /id");
      }
    }
    presets.push_back(std::move(config));
  }
  return presets;
}

RunConfig load_preset(std::string_view id) {
  std::string known;
  for (RunConfig& config : load_presets()) {
    if (config.id == id) return std::move(config);
    known += (known.empty() ? "" : ", ") + config.id;
  }
  throw Error(ErrorCode::kNotFound, "there is no preset \"" + std::string(id) + "\": choose from " + known,
              "preset");
}

}  // namespace headroom
