// A stage of the data flow as it is reported: shapes in and out, bytes, seconds, where it ran, and
// what its card opens to show.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/names.h"
#include "core/base/tr.h"
#include "core/device/device.h"
#include "core/model/spec.h"
#include "core/model/tensor_table.h"

namespace headroom {

enum class StageId { kLoad, kTransfer, kPreprocess, kFeatures, kTraining, kEvaluation };

struct StageRow {
  StageId value;
  std::string_view name;   // in documents and scripts
  std::string_view title;  // on its card
  int degree;              // lowest degree of the features that has this stage
  bool moves_data;         // bytes / seconds is a meaningful rate
};

// In the order of the data flow. A new stage is a row here, its work and its report in
// core/pipeline/pipeline.h, and what its card opens to show in core/pipeline/stage_detail.h.
inline constexpr auto kStageTable = named_rows<StageRow>({
    {StageId::kLoad, "load", "Input data", 1, true},
    {StageId::kTransfer, "transfer", "To device", 1, true},
    {StageId::kPreprocess, "preprocess", "Preprocess", 1, true},
    {StageId::kFeatures, "features", "Features", 2, true},
    {StageId::kTraining, "training", "Training", 1, false},
    {StageId::kEvaluation, "evaluation", "Evaluation", 1, false},
});

inline std::string_view stage_name(StageId id) { return kStageTable.name(id); }
inline std::string_view stage_title(StageId id) { return tr(kStageTable.row(id).title); }

enum class StageState {
  kWaiting,
  kRunning,
  kDone,
  kWarning,  // it stopped, and a person has to say how it goes on: training that diverged
  kFailed
};

// A row of the dataset that every stage shows: one of the first, wherever it went.
struct FollowedRow {
  std::int64_t row = 0;    // of the dataset, from 0
  std::int64_t place = 0;  // on the device, from 0: training rows first
  bool trains = false;     // else it validates
  std::string target;      // its class, or the value
};

// How one cell of a stage's output comes about.
struct WorkedCell {
  std::string formula = {};            // "x' = (x - min) / (max - min)"
  std::string numbers = {};            // "a of row 0: (0.5 - 0) / (4 - 0) = 0.125"
  std::size_t row = 0;                 // of StageDetail::rows
  std::vector<std::size_t> from = {};  // columns before
  std::size_t to = 0;                  // column after
};

// What a stage did to a few rows, the same ones in every stage: shown when its card is opened. Shared, never
// changed.
struct StageDetail {
  std::vector<FollowedRow> rows;
  std::vector<std::string> names_before, names_after;  // column or term names
  std::vector<float> rows_before;                      // [rows, names_before]
  std::vector<float> rows_after;                       // [rows, names_after]
  std::size_t first_new = 0;         // of names_after: those before it are columns of the input, unchanged
  std::optional<WorkedCell> worked;  // where numbers change
  std::vector<float> min_before, max_before;  // [names_before] over training rows
  std::vector<float> min_after, max_after;    // [names_after] over training rows
  std::vector<std::string> doubts;            // what looks wrong with the data, and what to do
  std::vector<std::string> facts;             // sentences: "3 missing values replaced by the column's mean"
};

struct StageReport {
  StageId id = StageId::kLoad;
  StageState state = StageState::kWaiting;
  std::vector<std::int64_t> in;  // shape; empty while not known
  std::vector<std::int64_t> out;
  std::string out_text;   // where the output is not a matrix: "weights", "loss, accuracy"
  std::string note;       // what it does, in one line: "8 000 train + 2 000 validation"
  std::string brief_out;  // shorter forms for a narrow card; empty: none needed
  std::string brief_note;
  Bytes bytes = 0;         // of the output
  double seconds = 0;      // measured; of all its repetitions
  std::int64_t times = 1;  // how often it was repeated: the evaluation after every epoch
  std::string where;       // "host", "cpu", "cuda:0"
  double progress = 0;     // 0 to 1
  std::shared_ptr<const StageDetail> detail;
  std::optional<StreamFigures> stream;  // transfer of streamed rows, once some have moved
};

// The stages of a run before anything happened: in order, features only for degree 2.
std::vector<StageReport> waiting_stages(int degree);

// Progress of a run's trainers, for the training and evaluation stages.
struct TrainingFigures {
  StageState state = StageState::kRunning;
  double progress = 0;            // 0 to 1 over all requested epochs
  double training_seconds = 0;    // of all models together
  double evaluation_seconds = 0;  // the same
  std::int64_t batch = 0;         // rows per step
  std::int64_t evaluations = 0;   // of the model that has most
};

// "1.2 GiB streamed at 21.0 GiB/s · 97 % hidden behind training"; the last part only if something was
// gathered or copied.
std::string stream_text(const StreamFigures& figures, bool brief = false);
// Reports what streaming has moved, with the transfer stage and in its notes.
void set_stream_figures(StageReport& transfer, const StreamFigures& figures);

// Training: [train_rows, features] -> "weights"; evaluation: [validation_rows, features] -> "loss, accuracy".
// `models`: those that train, for the bytes of the weights; regression says "loss, R²".
StageReport training_stage(const DataShape& data, const std::vector<ModelSpec>& models,
                           const TrainingFigures& figures, const std::string& where);
StageReport evaluation_stage(const DataShape& data, const std::vector<ModelSpec>& models,
                             const TrainingFigures& figures, const std::string& where);

}  // namespace headroom
