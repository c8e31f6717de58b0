// Carries a run's data through its stages: load -> transfer -> preprocess -> features (degree 2 only),
// and reports each: shapes, bytes, measured seconds, where, and what happened to a few rows.
//
//   Pipeline pipeline(config);
//   pipeline.load(progress);                                  // host only: read or generate, split
//   require_fits(plan_network(pipeline.network_job(device->layout()), device->memory()), "cpu");
//   PreparedData data = pipeline.run(*device, progress);      // allocates on the device
//   ModelSpec model = pipeline.model("small");
//   Trainer trainer(*device, *data.data, model, config.train, start_weights(config, model));
//
// Missing numbers are replaced on the host before the transfer, scaling and polynomial features run
// on the device; the replacement is reported with the preprocess stage. The training and evaluation
// reports come from core/pipeline/stage.h: they are filled in while trainers work.
//
// The seed (config.train.seed) decides the generated data, the split, the initial weights and the order
// of the rows.
//
// Thread rule: one thread, the one that owns the device. Cancelled through Progress between the
// stages: Error{kCancelled}, nothing stays allocated.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/data/doubts.h"
#include "core/data/scaler.h"
#include "core/data/split.h"
#include "core/device/device.h"
#include "core/memory/network_plan.h"
#include "core/model/weights.h"
#include "core/pipeline/run_config.h"
#include "core/pipeline/stage.h"

namespace headroom {

// A network's initial weights, from the weights' stream of config.train.seed (core/model/seeds.h).
Weights start_weights(const RunConfig& config, const ModelSpec& model);

// Data ready to train on: what the device holds, and what the host must remember to treat another row
// the same way.
struct PreparedData {
  std::shared_ptr<const Dataset> dataset;
  Split split;
  DataShape shape;
  std::vector<std::int64_t> imputed;       // [columns]
  std::vector<float> column_means;         // [columns] what a missing number becomes
  ScalerParams scaler;                     // of the raw columns
  TargetScale target;                      // of regression, from the file's unit; with Dataset::target_origin
  std::vector<std::string> feature_names;  // [features] what the network sees
  std::vector<StageReport> stages;         // all of them; training and evaluation are still waiting
  std::vector<DataDoubt> doubts;           // what looks wrong with the data
  std::unique_ptr<DeviceData> data;
};

class Pipeline {
 public:
  // Called after every change of a report, on the calling thread.
  using Listener = std::function<void(const std::vector<StageReport>&)>;

  // Throws what validate(config) throws.
  // `clock`: seconds, monotonic; empty: std::chrono::steady_clock.
  explicit Pipeline(RunConfig config, Listener listener = {}, std::function<double()> clock = {});

  // Saves generating the same dataset again: used when it comes from the same generator and seed.
  void reuse(const std::shared_ptr<const Dataset>& dataset, const StageReport& load_report);

  // Reads or generates the dataset and decides the split. Throws Error{kBadInput} when the data and the
  // configuration do not match.
  void load(Progress& progress);

  // After load():
  const std::shared_ptr<const Dataset>& dataset() const { return dataset_; }
  const DataShape& shape() const { return shape_; }
  // The network of a choice; throws Error{kNotFound} for an unknown id.
  ModelSpec model(std::string_view id) const;
  // The data and every selected model.
  NetworkJob network_job(const BackendLayout& layout) const;

  // Transfer, preprocess and features. Call once.
  PreparedData run(Device& device, Progress& progress);

  const RunConfig& config() const { return config_; }
  const std::vector<StageReport>& stages() const { return stages_; }

 private:
  StageReport& stage(StageId id);
  void begin(StageId id, std::string where);
  void finish(StageId id, double seconds);
  void weight_classes(DeviceData& data) const;
  void transfer(PreparedData& prepared, const PreparedRows& rows, Device& device);
  void preprocess(PreparedData& prepared, PreparedRows& rows, double impute_seconds,
                  const Progress& progress);
  void features(PreparedData& prepared, const Progress& progress);

  RunConfig config_;
  Listener listener_;
  std::function<double()> clock_;
  std::shared_ptr<const Dataset> dataset_;
  Split split_;
  std::vector<DataDoubt> doubts_;
  DataShape shape_;
  std::vector<FollowedRow> followed_;  // the rows that every stage shows
  std::vector<StageReport> stages_;
};

}  // namespace headroom
