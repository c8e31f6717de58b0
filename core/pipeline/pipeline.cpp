#include "core/pipeline/pipeline.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/data/polynomial.h"
#include "core/model/seeds.h"
#include "core/pipeline/stage_detail.h"

namespace headroom {
namespace {

class Stopwatch {
 public:
  explicit Stopwatch(const std::function<double()>& clock) : clock_(clock), start_(clock()) {}
  double seconds() const { return clock_() - start_; }

 private:
  const std::function<double()>& clock_;
  double start_;
};

double pipeline_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Bytes matrix_bytes(std::int64_t rows, std::int64_t columns) {
  return checked_product({rows, columns, static_cast<std::int64_t>(sizeof(float))});
}

// The stages before training share the work evenly as far as the bar is concerned.
constexpr std::int64_t kPreparationStages = 4;

}  // namespace

Weights start_weights(const RunConfig& config, const ModelSpec& model) {
  return initial_weights(model, config.init, weight_seed(config.train.seed));
}

Pipeline::Pipeline(RunConfig config, Listener listener, std::function<double()> clock)
    : config_(std::move(config)),
      listener_(std::move(listener)),
      clock_(clock ? std::move(clock) : pipeline_seconds),
      stages_(waiting_stages(config_.degree)) {
  validate(config_);
}

StageReport& Pipeline::stage(StageId id) {
  return *std::find_if(stages_.begin(), stages_.end(), [id](const StageReport& s) { return s.id == id; });
}

void Pipeline::begin(StageId id, std::string where) {
  StageReport& report = stage(id);
  report.state = StageState::kRunning;
  report.where = std::move(where);
  if (listener_) listener_(stages_);
}

void Pipeline::finish(StageId id, double seconds) {
  StageReport& report = stage(id);
  report.state = StageState::kDone;
  report.seconds = seconds;
  report.progress = 1;
  if (listener_) listener_(stages_);
}

void Pipeline::reuse(const std::shared_ptr<const Dataset>& dataset, const StageReport& load_report) {
  dataset_ = dataset;
  stage(StageId::kLoad) = load_report;
}

void Pipeline::load(Progress& progress) {
  progress.check();
  progress.report(0, kPreparationStages);
  const bool reused = dataset_ != nullptr;
  if (!reused) {
    begin(StageId::kLoad, "host");
    const Stopwatch watch(clock_);
    dataset_ = config_.generator
                   ? std::make_shared<const Dataset>(generate(*config_.generator, config_.train.seed))
                   : config_.dataset;
    stage(StageId::kLoad).seconds = config_.generator ? watch.seconds() : dataset_->read_seconds;
  }
  progress.check();
  const Dataset& data = *dataset_;
  split_ = make_split(data, config_.split, config_.train.seed);
  if (config_.class_weight != ClassWeight::kNone && data.task != Task::kClassification) {
    throw Error(ErrorCode::kBadInput,
                tr("class weights are for classes, the target is a number: leave them out"), "class weight");
  }
  doubts_ = find_doubts(data, split_, config_.split, progress);
  followed_ = followed_rows(data, split_);
  shape_ = {.rows = split_.train_rows + split_.validation_rows,
            .train_rows = split_.train_rows,
            .columns = data.columns,
            .degree = config_.degree,
            .terms = config_.terms,
            .residence = config_.residence};
  for (const std::string& id : config_.selected) model(id);  // refuses what does not go together

  StageReport& report = stage(StageId::kLoad);
  report.in = report.out = {data.rows, data.columns};
  report.bytes = matrix_bytes(data.rows, data.columns);
  const std::string train = format_count(split_.train_rows), judge = format_count(split_.validation_rows);
  const auto test = static_cast<std::int64_t>(split_.test.size());
  report.note = test > 0 ? tr("{1} train + {2} validation + {3} test", train, judge, format_count(test))
                         : tr("{1} train + {2} validation", train, judge);
  if (!reused) {
    report.detail = load_detail(data, followed_);
  } else if (report.detail) {  // the same rows, perhaps split otherwise
    auto detail = std::make_shared<StageDetail>(*report.detail);
    detail->rows = followed_;
    detail->doubts.clear();
    report.detail = std::move(detail);
  }
  if (!doubts_.empty() && report.detail) {
    auto detail = std::make_shared<StageDetail>(*report.detail);
    for (const DataDoubt& doubt : doubts_) detail->doubts.push_back(doubt.what + " " + doubt.advice);
    report.detail = std::move(detail);
  }
  finish(StageId::kLoad, report.seconds);
  progress.report(1, kPreparationStages);
}

ModelSpec Pipeline::model(std::string_view id) const {
  for (const ModelChoice& choice : config_.models) {
    if (choice.id == id) {
      return make_model(config_, choice, shape_.features(), dataset_->task, dataset_->classes());
    }
  }
  throw Error(ErrorCode::kNotFound, tr("there is no model '{1}' in this configuration", id), config_.id);
}

NetworkJob Pipeline::network_job(const BackendLayout& layout) const {
  NetworkJob question{.data = shape_, .models = {}, .settings = config_.train, .layout = layout};
  question.recorder = config_.recorder;
  for (const std::string& id : config_.selected) question.models.push_back(model(id));
  return question;
}

PreparedData Pipeline::run(Device& device, Progress& progress) {
  PreparedData prepared;
  prepared.dataset = dataset_;
  prepared.split = split_;
  prepared.doubts = doubts_;
  prepared.shape = shape_;
  try {
    progress.check();
    const Stopwatch impute(clock_);
    PreparedRows rows = prepare_rows(*dataset_, split_, progress);
    const double impute_seconds = impute.seconds();
    if (dataset_->task == Task::kRegression && config_.scale_target) {
      prepared.target = fit_target(rows.targets, split_.train_rows);
      for (float& target : rows.targets) target = static_cast<float>(prepared.target.scaled(target));
    }
    prepared.target.mean += dataset_->target_origin;
    progress.check();
    transfer(prepared, rows, device);
    progress.report(2, kPreparationStages);
    progress.check();
    preprocess(prepared, rows, impute_seconds, progress);
    progress.report(3, kPreparationStages);
    progress.check();
    if (config_.degree > 1) features(prepared, progress);
    progress.report(kPreparationStages, kPreparationStages);
  } catch (...) {
    for (StageReport& report : stages_) {
      if (report.state == StageState::kRunning) report.state = StageState::kFailed;
    }
    if (listener_) listener_(stages_);
    throw;
  }
  prepared.feature_names = config_.degree > 1
                               ? headroom::feature_names(dataset_->column_names, config_.degree)
                               : dataset_->column_names;
  prepared.stages = stages_;
  return prepared;
}

void Pipeline::weight_classes(DeviceData& data) const {
  if (config_.class_weight == ClassWeight::kNone) return;
  std::vector<std::int64_t> rows(static_cast<std::size_t>(dataset_->classes()), 0);
  for (std::int64_t i = 0; i < split_.train_rows; ++i) {
    ++rows[static_cast<std::size_t>(dataset_->targets[split_.order[static_cast<std::size_t>(i)]])];
  }
  const auto present = static_cast<double>(
      rows.size() - static_cast<std::size_t>(std::count(rows.begin(), rows.end(), std::int64_t{0})));
  std::vector<float> weights;
  for (const std::int64_t n : rows) {
    const double share = present * static_cast<double>(n);
    weights.push_back(n > 0 ? static_cast<float>(static_cast<double>(split_.train_rows) / share) : 0.0F);
  }
  data.set_class_weights(weights);
}

void Pipeline::transfer(PreparedData& prepared, const PreparedRows& rows, Device& device) {
  if (shape_.generates() && !device.layout().generates_terms) {
    throw Error(ErrorCode::kUnsupported,
                tr("this device cannot generate the degree-2 terms: choose terms stored"), device.info().id);
  }
  if (shape_.streamed() && !device.layout().streams_rows) {
    throw Error(ErrorCode::kUnsupported,
                tr("this device cannot stream rows from main memory: choose residence device"),
                device.info().id);
  }
  begin(StageId::kTransfer, device.info().id);
  const Stopwatch watch(clock_);
  prepared.data = device.create_data(shape_);
  prepared.data->upload(rows.values, rows.targets);
  weight_classes(*prepared.data);
  const double seconds = watch.seconds();

  StageReport& report = stage(StageId::kTransfer);
  report.in = report.out = {shape_.rows, shape_.columns};
  report.bytes = matrix_bytes(shape_.rows, shape_.columns);
  report.note = device.info().kind == "cpu" ? tr("copied in main memory")
                : shape_.streamed()         ? tr("in main memory, streamed every epoch")
                                            : tr("once, none per step");
  report.detail =
      transfer_detail(*dataset_, followed_, rows, *prepared.data, config_.split, config_.train.seed);
  finish(StageId::kTransfer, seconds);
}

void Pipeline::preprocess(PreparedData& prepared, PreparedRows& rows, double impute_seconds,
                          const Progress& progress) {
  DeviceData& data = *prepared.data;
  begin(StageId::kPreprocess, stage(StageId::kTransfer).where);
  const Stopwatch watch(clock_);
  prepared.scaler = data.fit_scaler(config_.scale);
  data.scale(prepared.scaler);
  data.read_columns(0, 1);  // waits for the device
  const double seconds = impute_seconds + watch.seconds();

  std::int64_t replaced = 0;
  for (const std::int64_t n : rows.imputed) replaced += n;
  StageReport& report = stage(StageId::kPreprocess);
  report.in = report.out = {shape_.rows, shape_.columns};
  report.bytes = matrix_bytes(shape_.rows, shape_.columns);
  report.note = config_.scale == ScaleKind::kMinMax     ? tr("min-max 0–1, fit on train")
                : config_.scale == ScaleKind::kStandard ? tr("standardised, fit on train")
                                                        : tr("not scaled");
  if (replaced > 0)
    report.note += "; " + tr_n("{n} missing value filled", "{n} missing values filled", replaced);
  report.detail =
      preprocess_detail(*dataset_, split_, followed_, rows, prepared.scaler, prepared.target, data, progress);
  prepared.imputed = std::move(rows.imputed);
  prepared.column_means = std::move(rows.column_means);
  finish(StageId::kPreprocess, seconds);
}

void Pipeline::features(PreparedData& prepared, const Progress& progress) {
  DeviceData& data = *prepared.data;
  begin(StageId::kFeatures, stage(StageId::kTransfer).where);
  const Stopwatch watch(clock_);
  data.expand();
  data.read_features(0, 1);  // waits for the device
  const double seconds = watch.seconds();

  StageReport& report = stage(StageId::kFeatures);
  report.in = {shape_.rows, shape_.columns};
  report.out = {shape_.rows, shape_.features()};
  report.bytes = shape_.generates() ? 0 : matrix_bytes(shape_.rows, shape_.features());
  const std::string columns = format_count(shape_.columns);
  const std::string products = format_count(shape_.features() - shape_.columns);
  report.note = shape_.generates() ? tr("degree 2: {1} + {2}, computed on the fly", columns, products)
                                   : tr("degree 2: {1} + {2}, no bias", columns, products);
  const StageDetail& scaled = *stage(StageId::kPreprocess).detail;
  report.detail = features_detail(*dataset_, followed_, data,
                                  {scaled.min_after, scaled.max_after, shape_.train_rows}, progress);
  finish(StageId::kFeatures, seconds);
}

}  // namespace headroom
