// A run on disk: what it was trained on, how, how far it got, and its networks. Enough to continue
// bit-identically and to predict new rows without the original data.
//
//   directory/run.json                         schema_version 1: configuration, preprocessing, epochs, state
//   directory/checkpoint-000012-small.safetensors   one per model, named by run.json
//   directory/kept-automatically                    a mark: nobody asked to save this run
//
// save_run() writes the checkpoints under new names first, then replaces run.json in one step, then removes
// the checkpoints that run.json no longer names. So a process killed at any moment leaves either the old
// record or the new one, never a run.json that disagrees with its checkpoints.
//
//   RunRecord record = load_run("runs/iris");
//   auto rows = original_dataset(record, progress);   // reads them again; refuses changed data
//   save_run("runs/iris", record);
//
// Thread rule: plain values and functions; one writer per directory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/names.h"
#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/data/scaler.h"
#include "core/memory/memory_account.h"
#include "core/model/spec.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/run_config.h"
#include "core/train/trainer.h"

namespace headroom {

enum class RecordState { kTraining, kStopped, kFinished, kDiverged };

inline constexpr auto kRecordStateNames = names<RecordState>({{RecordState::kTraining, "training"},
                                                              {RecordState::kStopped, "stopped"},
                                                              {RecordState::kFinished, "finished"},
                                                              {RecordState::kDiverged, "diverged"}});
inline std::string_view record_state_name(RecordState state) { return kRecordStateNames.name(state); }

// The file that the rows came from. What its columns are is RunRecord::schema.
struct FileSource {
  std::string path;  // absolute
};

// One network of the run.
struct ModelRecord {
  std::string id;  // of config.models
  ModelSpec spec;
  TrainerState state;
};

struct RunRecord {
  RecordState state = RecordState::kTraining;
  bool given_weights = false;      // it did not start with weights drawn by its seed
  RunConfig config;                // config.dataset is not written; see original_dataset()
  std::optional<FileSource> file;  // set exactly when config.generator is not
  std::string device_id;           // what it was trained on, so that a resumed run continues there
  int device_threads = 0;          // CPU only

  // The data as they were prepared: enough to treat another row the same way.
  std::int64_t rows = 0;
  std::int64_t train_rows = 0;
  Task task = Task::kClassification;
  std::string target_name;
  std::vector<std::string> class_names;
  std::vector<FeatureOrigin> features;   // [columns]
  std::shared_ptr<const Schema> schema;  // of a file's columns; null for generated data
  std::vector<float> column_means;       // [columns] what a missing number becomes
  ScalerParams scaler;                   // [columns]
  TargetScale target;                    // what the outputs of a regression are scaled by
  std::string fingerprint;               // of the dataset: a changed file is noticed

  std::vector<ModelRecord> models;

  // From the last training session:
  std::optional<MemoryAccount> memory;  // predicted, charged and used
  std::optional<StreamFigures> stream;  // streamed rows only: what moved

  const ModelRecord& model(std::string_view id) const;  // throws Error{kNotFound} that lists the models
  std::vector<std::string> column_names() const;        // [columns] "width", "colour=red"
};

// A record and where it came from.
struct SavedRun {
  std::filesystem::path folder;  // kept up to date when the run goes on; empty: there is none
  RunRecord record;
  std::string title = {};  // without a folder: what it was read from, in words
};

// What the features of a record say about the columns: for records that were written before schemas were, and
// for generated data.
Schema schema_from_features(const RunRecord& record);

// A record of prepared data, without models yet. The file's options are filled in from the dataset.
RunRecord make_record(const RunConfig& config, const PreparedData& data, const DeviceInfo& device);

// Changes when any value, name or class of the dataset changes.
std::string dataset_fingerprint(const Dataset& dataset);

bool holds_run(const std::filesystem::path& directory);

bool is_kept_automatically(const std::filesystem::path& directory);
// Sets or removes the mark; makes the directory when missing. Throws Error{kIo}.
void mark_kept_automatically(const std::filesystem::path& directory, bool automatically);

// Creates the directory when missing. Throws Error{kIo}.
void save_run(const std::filesystem::path& directory, const RunRecord& record);
// Throws Error{kNotFound} when there is no run.json, Error{kBadInput} with file and place for anything
// damaged, unknown or contradictory.
RunRecord load_run(const std::filesystem::path& directory);
// run.json alone, for lists: models without what the checkpoints hold. Throws as load_run() does.
RunRecord load_run_without_networks(const std::filesystem::path& directory);

// The files of a run's folder one after another, run.json last: for what keeps a run elsewhere.
using RunFileSink = std::function<void(const std::string& name, std::string_view bytes)>;
void format_run(const RunRecord& record, const RunFileSink& write);
// The record of such files. `read` answers what a file holds; `where` is what messages say before its name.
// Throws as load_run() does, and whatever `read` throws.
RunRecord parse_run(const std::string& where,
                    const std::function<std::string(const std::string& name)>& read);

// The rows that the run was trained on, read or generated again. Throws Error{kBadInput} when they changed
// since then, Error{kNotFound} when the file is gone.
std::shared_ptr<const Dataset> original_dataset(const RunRecord& record, Progress& progress);
// The configuration of the record with its rows: what a resumed run starts from.
RunConfig config_to_resume(const RunRecord& record, Progress& progress);
void require_same_data(const RunRecord& record, const Dataset& dataset);

}  // namespace headroom
