// A device whose behaviour a test decides: slow, failing, diverging, out of memory. Its network is
// small enough to follow by hand.
//
// The data go through the real host functions. The engine's weights are an ordinary Weights of the model's
// shapes; one step over the batch rows r with targets y(r) does
//
//   m    = mean over the batch of (y(r) + sum of the row's features)
//   loss = (w - m)^2            before the update; w is layers[0].weight[0]
//   correct = rows with y(r) == 1
//   w   -= learning_rate * (w - m);   updates += 1;   every moment's first weight += w
//
// so every figure depends on rows, their order, the learning rate and the state, like a real one.
// Streamed rows are as quick as any; stream_figures() counts the rows of every step at fixed rates: gathered
// at 1/3 GiB/s, copied at 1 GiB/s, and an eighth of the copying waited for. evaluate(): loss = mean of (w -
// y(r))^2 over the rows, correct = rows with y(r) == 1.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/permutation.h"
#include "core/data/polynomial.h"
#include "core/data/scaler.h"
#include "core/device/device.h"
#include "core/model/layer_trace.h"
#include "core/model/seeds.h"

namespace headroom::test {

// Shared by the test and all fakes it opens. Hooks run on the run thread and are set before it starts.
struct FakeScript {
  std::function<void()> on_upload, on_scale, on_train, on_evaluate, on_create_engine;  // may block or throw
  // The steps that a network is about to train with so many rows each: a made-up clock goes on by them.
  std::function<void(const ModelSpec& model, const TrainSettings& settings, std::int64_t steps)> on_steps;
  std::atomic<std::int64_t> steps{0}, slices{0}, engines{0}, opened{0}, largest_slice{0};
  std::atomic<std::int64_t> steps_until_failure{std::numeric_limits<std::int64_t>::max()};
  // The weight becomes `blow_up_to` with the update of this number, if the learning rate is at least
  // `blow_up_at`.
  std::atomic<std::int64_t> blow_up_update{std::numeric_limits<std::int64_t>::max()};
  std::atomic<double> blow_up_at{0};
  std::atomic<float> blow_up_to{std::numeric_limits<float>::infinity()};
  std::atomic<Bytes> total{8 * kGiB};
  std::atomic<Bytes> used_by_others{0};
  std::atomic<Bytes> context{0};
  std::atomic<Bytes> overcharge{0};  // workspace that every engine takes beyond its table
  std::atomic<Bytes> unbooked{0};    // taken from the device, in no ledger
  std::atomic<bool> streams{false};  // the device can train on rows that stay in main memory

  BackendLayout layout() const {
    BackendLayout layout = cpu_layout();
    layout.streams_rows = streams;
    return layout;
  }
};

using Script = std::shared_ptr<FakeScript>;

inline void run_hook(const std::function<void()>& hook) {
  if (hook) hook();
}

class FakeData : public DeviceData {
 public:
  FakeData(Script script, const DataShape& shape, Ledger& ledger)
      : script_(std::move(script)), shape_(shape), table_(dataset_tensors(shape, script_->layout())) {
    for (const TensorSpec& tensor : table_.tensors()) {
      charges_.push_back(ledger.charge(tensor.category, tensor.bytes));
    }
  }
  const DataShape& shape() const override { return shape_; }
  const TensorTable& tensors() const override { return table_; }
  void upload(std::span<const float> columns, std::span<const float> targets) override {
    run_hook(script_->on_upload);
    columns_.assign(columns.begin(), columns.end());
    targets_.assign(targets.begin(), targets.end());
  }
  ScalerParams fit_scaler(ScaleKind kind) override {
    return headroom::fit_scaler(columns_, shape_.columns, shape_.train_rows, kind);
  }
  void scale(const ScalerParams& params) override {
    run_hook(script_->on_scale);
    apply_scaler(params, columns_, shape_.columns);
  }
  void expand() override {
    if (shape_.degree < 2) return;
    features_.resize(static_cast<std::size_t>(shape_.rows * shape_.features()));
    expand_features(columns_, shape_.columns, shape_.degree, features_);
  }
  std::vector<float> read_columns(std::int64_t first, std::int64_t count) const override {
    return part(columns_, first, count, shape_.columns);
  }
  std::vector<float> read_features(std::int64_t first, std::int64_t count) const override {
    return shape_.degree < 2 ? read_columns(first, count) : part(features_, first, count, shape_.features());
  }
  std::vector<float> read_targets(std::int64_t first, std::int64_t count) const override {
    return part(targets_, first, count, 1);
  }

 private:
  static std::vector<float> part(const std::vector<float>& all, std::int64_t first, std::int64_t count,
                                 std::int64_t width) {
    return {all.begin() + first * width, all.begin() + (first + count) * width};
  }

  Script script_;
  DataShape shape_;
  TensorTable table_;
  std::vector<Charge> charges_;
  std::vector<float> columns_, features_, targets_;
};

class FakeEngine : public Engine {
 public:
  FakeEngine(Script script, const ModelSpec& model, const TrainSettings& settings, FakeData& data,
             Ledger& ledger)
      : script_(std::move(script)),
        model_(model),
        settings_(settings),
        data_(data),
        table_(engine_tensors(model, settings, data.shape(), script_->layout())),
        learning_rate_(settings.optimizer.learning_rate) {
    for (const TensorSpec& tensor : table_.tensors()) {
      charges_.push_back(ledger.charge(tensor.category, tensor.bytes));
    }
    if (script_->overcharge > 0) charges_.push_back(ledger.charge(Category::kWorkspace, script_->overcharge));
    ++script_->engines;
  }
  ~FakeEngine() override { --script_->engines; }
  const ModelSpec& model() const override { return model_; }
  const TensorTable& tensors() const override { return table_; }
  std::int64_t steps_per_epoch() const override {
    return (data_.shape().train_rows + settings_.batch - 1) / settings_.batch;
  }
  void set_state(const EngineState& state) override {
    state_ = state;
    rows_read_ = 0;
    if (!state_.moments.empty()) return;
    Weights zero = state.weights;
    for (LayerWeights& layer : zero.layers) {
      std::fill(layer.weight.begin(), layer.weight.end(), 0.0F);
      std::fill(layer.bias.begin(), layer.bias.end(), 0.0F);
    }
    state_.moments.assign(static_cast<std::size_t>(optimizer_states(settings_.optimizer.kind)), zero);
  }
  EngineState state() const override { return state_; }
  void set_learning_rate(double learning_rate) override { learning_rate_ = learning_rate; }

  void train(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) override {
    run_hook(script_->on_train);
    if (script_->on_steps) script_->on_steps(model_, settings_, steps);
    ++script_->slices;
    script_->largest_slice = std::max(script_->largest_slice.load(), steps);
    for (std::int64_t step = first_step; step < first_step + steps; ++step) train_step(epoch, step);
  }
  std::vector<StepMetric> take_metrics() override { return std::exchange(metrics_, {}); }

  Evaluation evaluate(std::int64_t first, std::int64_t count) override {
    run_hook(script_->on_evaluate);
    Evaluation result;
    for (const float y : data_.read_targets(first, count)) {
      result.loss += (weight() - y) * (weight() - y) / static_cast<double>(count);
      result.correct += y == 1 ? 1 : 0;
    }
    result.rows = count;
    return result;
  }
  std::vector<float> predict(std::int64_t, std::int64_t count) override {
    return std::vector<float>(static_cast<std::size_t>(count), weight());
  }
  std::vector<float> predict_rows(std::span<const float> features) override {
    return predict(0, static_cast<std::int64_t>(features.size()) / model_.inputs() * model_.outputs());
  }
  // By the weights it has, in double precision.
  std::vector<LayerRows> trace_rows(std::span<const float> features) override {
    std::vector<LayerRows> rows;
    for (const LayerTrace& layer : trace_layers(model_, state_.weights, features)) {
      rows.push_back({{layer.pre_activation.begin(), layer.pre_activation.end()},
                      {layer.activation.begin(), layer.activation.end()}});
    }
    return rows;
  }
  // The weights it has, 0 for everything else.
  std::vector<float> read(std::string_view tensor, std::int64_t first, std::int64_t count) override {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (std::size_t l = 0; l < state_.weights.layers.size(); ++l) {
      const std::string name = "layers." + std::to_string(l);
      const LayerWeights& layer = state_.weights.layers[l];
      if (tensor == name + ".weight") std::copy_n(layer.weight.begin() + first, count, values.begin());
      if (tensor == name + ".bias") std::copy_n(layer.bias.begin() + first, count, values.begin());
    }
    return values;
  }
  std::vector<std::int64_t> shape_of(std::string_view tensor) const override {
    return table_.find(tensor).shape;
  }
  StreamFigures stream_figures() const override {
    if (!data_.shape().streamed()) return {};
    StreamFigures figures;
    figures.bytes = rows_read_ * (data_.shape().columns + 1) * Bytes{sizeof(float)};
    figures.upload_seconds = static_cast<double>(figures.bytes) / static_cast<double>(kGiB);
    figures.gather_seconds = 3 * figures.upload_seconds;
    figures.waited_seconds = figures.upload_seconds / 8;
    return figures;
  }

 private:
  float& weight() { return state_.weights.layers[0].weight[0]; }

  void train_step(std::int64_t epoch, std::int64_t step) {
    if (script_->steps_until_failure-- <= 0) {
      throw Error(ErrorCode::kDevice, "the fake device fell off its bus", "fake:0");
    }
    ++script_->steps;
    const std::int64_t rows = data_.shape().train_rows;
    const Permutation order(static_cast<std::uint32_t>(rows), shuffle_seed(settings_.seed),
                            static_cast<std::uint64_t>(epoch));
    StepMetric metric;
    double sum = 0;
    for (std::int64_t i = step * settings_.batch; i < std::min(rows, (step + 1) * settings_.batch); ++i) {
      const std::int64_t row =
          settings_.shuffle == Shuffle::kEpoch ? order(static_cast<std::uint32_t>(i)) : i;
      const float y = data_.read_targets(row, 1)[0];
      const std::vector<float> x = data_.read_columns(row, 1);
      sum += y + std::accumulate(x.begin(), x.end(), 0.0);
      metric.correct += y == 1 ? 1 : 0;
      ++metric.rows;
    }
    rows_read_ += metric.rows;
    const double m = sum / metric.rows;
    metric.loss = static_cast<float>((weight() - m) * (weight() - m));
    metrics_.push_back(metric);
    weight() = static_cast<float>(weight() - learning_rate_ * (weight() - m));
    ++state_.updates;
    if (state_.updates == script_->blow_up_update && learning_rate_ >= script_->blow_up_at) {
      weight() = script_->blow_up_to;
    }
    for (Weights& moment : state_.moments) moment.layers[0].weight[0] += weight();
  }

  Script script_;
  ModelSpec model_;
  TrainSettings settings_;
  FakeData& data_;
  TensorTable table_;
  std::vector<Charge> charges_;
  EngineState state_;
  double learning_rate_;
  std::int64_t rows_read_ = 0;
  std::vector<StepMetric> metrics_;
};

class FakeDevice : public Device {
 public:
  explicit FakeDevice(Script script, std::string id = "fake:0", int threads = 0, std::string kind = "fake")
      : script_(std::move(script)) {
    info_ = {.id = std::move(id),
             .kind = std::move(kind),
             .name = "Fake",
             .memory_total = script_->total,
             .memory_free = script_->total - script_->used_by_others,
             .compute_capability = {},
             .threads = threads};
    ++script_->opened;
  }
  const DeviceInfo& info() const override { return info_; }
  BackendLayout layout() const override { return script_->layout(); }
  MemoryStatus memory() override {
    MemoryStatus status;
    status.total = script_->total;
    status.charged = ledger_.charged();
    status.context = script_->context;
    status.free = std::max<Bytes>(
        0, status.total - status.charged - status.context - script_->unbooked - script_->used_by_others);
    return status;
  }
  const Ledger& ledger() const override { return ledger_; }
  [[nodiscard]] Charge charge(Category category, Bytes bytes) override {
    return ledger_.charge(category, bytes);
  }
  std::unique_ptr<DeviceData> create_data(const DataShape& shape) override {
    require(dataset_tensors(shape, layout()).total());
    return std::make_unique<FakeData>(script_, shape, ledger_);
  }
  std::unique_ptr<Engine> create_engine(const ModelSpec& model, const TrainSettings& settings,
                                        DeviceData& data, const Shard& = {},
                                        GradientExchange* = nullptr) override {
    run_hook(script_->on_create_engine);
    require(engine_tensors(model, settings, data.shape(), layout()).total());
    return std::make_unique<FakeEngine>(script_, model, settings, static_cast<FakeData&>(data), ledger_);
  }

 private:
  void require(Bytes bytes) {
    if (bytes > memory().free) {
      throw Error(ErrorCode::kOutOfMemory, format_bytes(bytes) + " do not fit", info_.id);
    }
  }

  Script script_;
  DeviceInfo info_;
  Ledger ledger_;
};

}  // namespace headroom::test
