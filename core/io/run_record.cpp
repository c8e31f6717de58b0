#include "core/io/run_record.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <limits>
#include <set>
#include <span>
#include <system_error>

#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/data/csv/csv.h"
#include "core/data/features.h"
#include "core/data/synthetic.h"
#include "core/data/tabular.h"
#include "core/io/array_file.h"
#include "core/io/checkpoint.h"
#include "core/io/file.h"
#include "core/io/run_record_json.h"

namespace headroom {

namespace fs = std::filesystem;

namespace {

constexpr const char* kRecordName = "run.json";
constexpr const char* kMarkName = "kept-automatically";
constexpr const char* kCheckpointPrefix = "checkpoint-";
constexpr const char* kCheckpointSuffix = ".safetensors";
constexpr Bytes kRecordLimit = 4 * kGiB;

std::vector<float> to_vector(const Series& series) {
  std::vector<float> values(series.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = series[i];
  return values;
}

Checkpoint make_checkpoint(const TrainerState& state) {
  return {state.engine,
          to_vector(state.history.step_loss),
          to_vector(state.history.step_accuracy),
          state.history.steps_per_entry,
          state.best.aside,
          state.best.in_use};
}

// A model's id as a part of a file name.
std::string file_part(const std::string& id) {
  std::string part;
  for (const char c : id) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    part += plain ? c : '_';
  }
  return part;
}

// The number in "checkpoint-000012-small.safetensors", or -1 for another name.
std::int64_t checkpoint_number(const std::string& name) {
  if (!name.starts_with(kCheckpointPrefix)) return -1;
  const char* first = name.data() + std::string_view(kCheckpointPrefix).size();
  std::int64_t number = -1;
  const auto parsed = std::from_chars(first, name.data() + name.size(), number);
  return parsed.ec == std::errc() ? number : -1;
}

std::string checkpoint_name(std::int64_t number, const std::string& id) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%06lld", static_cast<long long>(number));
  return std::string(kCheckpointPrefix) + digits + "-" + file_part(id) + kCheckpointSuffix;
}

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> names;
  std::error_code failure;
  for (fs::directory_iterator it(directory, failure), end; !failure && it != end; it.increment(failure)) {
    names.push_back(it->path().filename().string());
  }
  return names;
}

// Checkpoints of earlier saves and temporary files of a killed process; nothing else is ours to remove.
void remove_leftovers(const fs::path& directory, const std::set<std::string>& kept) {
  for (const std::string& name : names_in(directory)) {
    const bool temporary = name.starts_with(std::string(kRecordName) + ".tmp-");
    if ((checkpoint_number(name) >= 0 || temporary) && !kept.contains(name)) {
      std::error_code ignored;  // an old file that stays does no harm
      fs::remove(directory / name, ignored);
    }
  }
}

void make_directory(const fs::path& directory) {
  std::error_code failure;
  fs::create_directories(directory, failure);
  if (!failure) return;
  throw Error(ErrorCode::kIo,
              "the directory cannot be made (" + failure.message() + "): choose another place",
              directory.string());
}

template <typename T>
std::string_view raw_bytes(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

std::uint64_t hash_texts(const std::vector<std::string>& texts, std::uint64_t hash) {
  for (const std::string& text : texts) hash = fnv1a(text, fnv1a(std::to_string(text.size()) + ":", hash));
  return hash;
}

void read_checkpoint(const fs::path& path, const std::string& bytes, const CheckpointEntry& entry,
                     OptimizerKind optimizer, ModelRecord& model) {
  if (static_cast<Bytes>(bytes.size()) != entry.bytes) {
    throw Error(ErrorCode::kBadInput,
                "has " + std::to_string(bytes.size()) + " bytes, run.json says " +
                    std::to_string(entry.bytes) + ": the file is cut off or was replaced",
                path.string() + ": byte " + std::to_string(bytes.size()));
  }
  // Structure first: it can say where the damage is; the sum only that there is some.
  const SafetensorsFile file = parse_safetensors(bytes, path.string());
  if (hash_text(fnv1a(bytes)) != entry.checksum) {
    throw Error(ErrorCode::kBadInput, "is damaged: its checksum is not the one in run.json", path.string());
  }
  Checkpoint checkpoint = from_safetensors(file, model.spec, optimizer, path.string());
  model.state.engine = std::move(checkpoint.state);
  BestNetwork& best = model.state.best;
  if ((best.epoch > 0) != (checkpoint.aside != nullptr) || best.in_use != checkpoint.best_in_use) {
    throw Error(ErrorCode::kBadInput, "does not hold the best network that run.json tells of", path.string());
  }
  best.aside = std::move(checkpoint.aside);
  for (const float value : checkpoint.step_loss) model.state.history.step_loss.push(value);
  for (const float value : checkpoint.step_accuracy) model.state.history.step_accuracy.push(value);
  model.state.history.steps_per_entry = checkpoint.steps_per_entry;
}

// Returns the names of the checkpoints.
std::set<std::string> format_files(const RunRecord& record, std::int64_t number, const RunFileSink& write) {
  std::vector<CheckpointEntry> entries;
  std::set<std::string> kept;
  for (std::size_t i = 0; i < record.models.size(); ++i) {
    const ModelRecord& model = record.models[i];
    std::string name = checkpoint_name(number, model.id);
    if (!kept.insert(name).second) {  // two ids that differ only in letters a file name cannot have
      name = checkpoint_name(number, model.id + "-" + std::to_string(i));
      kept.insert(name);
    }
    const std::string bytes = format_safetensors(to_safetensors(model.spec, make_checkpoint(model.state)));
    write(name, bytes);
    entries.push_back({name, static_cast<Bytes>(bytes.size()), hash_text(fnv1a(bytes))});
  }
  write(kRecordName, record_to_json(record, entries).dump(1) + "\n");
  return kept;
}

}  // namespace

const ModelRecord& RunRecord::model(std::string_view id) const {
  for (const ModelRecord& candidate : models) {
    if (candidate.id == id) return candidate;
  }
  throw Error(ErrorCode::kNotFound, "the run has no model \"" + std::string(id) + "\": it has " +
                                        (models.empty() ? "none" : join(models, &ModelRecord::id)));
}

std::vector<std::string> RunRecord::column_names() const {
  std::vector<std::string> names;
  for (const FeatureOrigin& feature : features) names.push_back(feature.name());
  return names;
}

RunRecord make_record(const RunConfig& config, const PreparedData& data, const DeviceInfo& device) {
  const Dataset& dataset = *data.dataset;
  RunRecord record;
  record.config = config;
  record.config.dataset = nullptr;
  if (!config.generator) {
    record.file = FileSource{fs::absolute(dataset.source).lexically_normal().string()};
    record.schema = dataset.schema;
  }
  record.device_id = device.id;
  record.device_threads = device.threads;
  record.rows = dataset.rows;
  record.train_rows = data.shape.train_rows;
  record.task = dataset.task;
  record.target_name = dataset.target_name;
  record.class_names = dataset.class_names;
  record.features = dataset.origins;
  if (record.features.empty()) {
    for (const std::string& name : dataset.column_names) record.features.push_back({name, std::nullopt});
  }
  record.column_means = data.column_means;
  record.scaler = data.scaler;
  record.target = data.target;
  record.fingerprint = dataset_fingerprint(dataset);
  return record;
}

Schema schema_from_features(const RunRecord& record) {
  Schema schema;
  schema.target = record.target_name;
  schema.task = record.task;
  schema.task_reason = "as in the saved run";
  schema.separator = '\0';
  schema.classes = record.class_names;
  for (const FeatureOrigin& feature : record.features) {
    const bool same = !schema.columns.empty() && schema.columns.back().name == feature.column;
    if (!same) {
      ColumnSchema column;
      column.name = feature.column;
      column.origin = feature.origin;
      if (feature.level) column.type = ColumnType::kCategory;
      schema.columns.push_back(std::move(column));
    }
    if (feature.level) schema.columns.back().levels.push_back(*feature.level);
  }
  ColumnSchema target;
  target.name = record.target_name;
  target.role = ColumnRole::kTarget;
  if (record.task == Task::kClassification) {
    target.type = ColumnType::kCategory;
    target.levels = record.class_names;
    std::sort(target.levels.begin(), target.levels.end());
  }
  schema.columns.push_back(std::move(target));
  return schema;
}

std::string dataset_fingerprint(const Dataset& dataset) {
  std::uint64_t hash = fnv1a(std::to_string(dataset.rows) + "x" + std::to_string(dataset.columns));
  hash = hash_texts(dataset.column_names, hash);
  hash = hash_texts(dataset.class_names, hash);
  hash = fnv1a(raw_bytes(std::span<const float>(dataset.values)), hash);
  hash = fnv1a(raw_bytes(std::span<const float>(dataset.targets)), hash);
  return hash_text(hash);
}

bool holds_run(const fs::path& directory) {
  std::error_code ignored;
  return fs::exists(directory / kRecordName, ignored);
}

bool is_kept_automatically(const fs::path& directory) {
  std::error_code ignored;
  return fs::exists(directory / kMarkName, ignored);
}

void mark_kept_automatically(const fs::path& directory, bool automatically) {
  make_directory(directory);
  if (automatically) {
    write_file(directory / kMarkName, "Nobody asked to save this run: it makes room for newer ones.\n");
    return;
  }
  std::error_code failure;
  fs::remove(directory / kMarkName, failure);
  if (failure) {
    throw Error(ErrorCode::kIo, "cannot be removed (" + failure.message() + ")",
                (directory / kMarkName).string());
  }
}

void save_run(const fs::path& directory, const RunRecord& record) {
  make_directory(directory);
  std::int64_t number = 0;
  for (const std::string& name : names_in(directory)) number = std::max(number, checkpoint_number(name));
  ++number;

  remove_leftovers(directory,
                   format_files(record, number, [&](const std::string& name, std::string_view bytes) {
                     write_file(directory / name, bytes);
                   }));
}

void format_run(const RunRecord& record, const RunFileSink& write) { format_files(record, 1, write); }

namespace {

// run.json, and where the checkpoints are.
std::pair<RunRecord, std::vector<CheckpointEntry>> read_record(const fs::path& directory) {
  std::error_code ignored;
  if (!fs::exists(directory, ignored)) {
    throw Error(ErrorCode::kNotFound, "there is no such directory: check the path", directory.string());
  }
  if (!fs::is_directory(directory, ignored)) {
    throw Error(ErrorCode::kBadInput, "is a file: name the directory that a run was saved to",
                directory.string());
  }
  if (!holds_run(directory)) {
    throw Error(ErrorCode::kNotFound,
                "holds no run (there is no run.json): name a directory that a run was saved to",
                directory.string());
  }
  const std::string name = (directory / kRecordName).string();
  const Json document = parse_json(read_file(name, kRecordLimit), name, {.bytes = kRecordLimit});
  return record_from_json(document, name);
}

}  // namespace

RunRecord load_run_without_networks(const fs::path& directory) { return read_record(directory).first; }

namespace {

RunRecord with_networks(std::pair<RunRecord, std::vector<CheckpointEntry>> read, const fs::path& place,
                        const std::function<std::string(const std::string& name)>& content) {
  auto& [record, entries] = read;
  for (std::size_t i = 0; i < record.models.size(); ++i) {
    read_checkpoint(place / entries[i].file, content(entries[i].file), entries[i],
                    record.config.train.optimizer.kind, record.models[i]);
  }
  return std::move(record);
}

}  // namespace

RunRecord load_run(const fs::path& directory) {
  return with_networks(read_record(directory), directory,
                       [&](const std::string& name) { return read_file(directory / name); });
}

RunRecord parse_run(const std::string& where,
                    const std::function<std::string(const std::string& name)>& read) {
  const std::string name = (fs::path(where) / kRecordName).string();
  const Json document = parse_json(read(kRecordName), name, {.bytes = kRecordLimit});
  return with_networks(record_from_json(document, name), where, read);
}

void require_same_data(const RunRecord& record, const Dataset& dataset) {
  if (dataset_fingerprint(dataset) == record.fingerprint) return;
  std::string what = "the data are not those that the run was trained on";
  if (dataset.rows != record.rows) {
    what += " (" + format_count(dataset.rows) + " rows now, " + format_count(record.rows) + " then)";
  }
  throw Error(ErrorCode::kBadInput, what + ": bring the original data back, or train a new run",
              dataset.source);
}

RunConfig config_to_resume(const RunRecord& record, Progress& progress) {
  RunConfig config = record.config;
  if (record.file) config.dataset = original_dataset(record, progress);
  return config;
}

std::shared_ptr<const Dataset> original_dataset(const RunRecord& record, Progress& progress) {
  Dataset dataset;
  if (record.config.generator) {
    dataset = generate(*record.config.generator, record.config.train.seed);
  } else {
    const CsvTable table = read_table(record.file->path, reading_of(*record.schema), progress);
    TabularOptions options;
    options.schema = record.schema;
    options.task_reason = "as in the saved run";
    dataset = make_dataset(table, options, progress);
  }
  require_same_data(record, dataset);
  return std::make_shared<const Dataset>(std::move(dataset));
}

}  // namespace headroom
