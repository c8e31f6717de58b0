// One training run of the command line, from configuration to trained network: opens the device, refuses
// what does not fit, carries the data through the stages, trains with progress, and keeps the run record.
//
// Thread rule: one thread, the one that calls run_cli().
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/cli/context.h"
#include "app/cli/device_pick.h"
#include "app/cli/progress_bar.h"
#include "app/cli/train_options.h"
#include "core/device/device.h"
#include "core/io/run_record.h"
#include "core/memory/network_plan.h"
#include "core/pipeline/pipeline.h"
#include "core/train/trainer.h"

namespace headroom::cli {

class TrainSession {
 public:
  TrainSession(const TrainOptions& options, Context& context);

  // Loads, checks that everything fits, allocates and prepares.
  void prepare();
  // Trains to the end. Throws Error{kCancelled} when somebody asked to stop and Error{kDiverged} when the
  // numbers left the finite; the record is saved before either.
  void train();

  // Once trained:
  const RunConfig& config() const { return config_; }
  const PreparedData& data() const { return data_; }
  const Trainer& trainer() const { return *trainer_; }
  const DeviceInfo& device() const { return device_->info(); }
  // When the device, or its number of threads, was found by a trial.
  const std::optional<DeviceChoice>& choice() const { return choice_; }
  std::vector<StageReport> stages() const;
  std::vector<TensorTable> tables() const;  // the data's, then the network's
  Bytes predicted() const { return predicted_; }
  Bytes charged() const { return device_->ledger().charged(); }
  const MemoryStatus& before() const { return before_; }  // of the device, before anything was allocated
  const MemoryStatus& after() const { return after_; }    // at the end
  // Predicted against charged and used, at the end of the training.
  const MemoryAccount& account() const { return account_; }

 private:
  void load_options();
  void load_record();
  std::vector<Candidate> candidates() const;
  void open(const std::vector<Candidate>& candidates, const Pipeline& pipeline);
  void check_memory(const Pipeline& pipeline);
  void create_trainer(const ModelSpec& spec);
  void measure_memory();
  void save(RecordState state);
  std::string progress_text() const;
  std::string epoch_line() const;
  std::string advice_to_resume() const;

  const TrainOptions& options_;
  Context& context_;
  RunConfig config_;
  std::filesystem::path directory_;  // of the record; empty: none is kept
  std::optional<RunRecord> record_;  // when one is kept
  std::size_t model_index_ = 0;      // in record_
  bool resumed_ = false;

  // Lifetime: device > data > trainer.
  std::unique_ptr<Device> device_;
  PreparedData data_;
  std::unique_ptr<Trainer> trainer_;
  std::optional<DeviceChoice> choice_;
  MemoryStatus before_, after_;
  Bytes predicted_ = 0;
  std::vector<TensorTable> planned_;
  MemoryAccount account_;
};

}  // namespace headroom::cli
