#include "core/device/backend_engine.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace headroom {

namespace {

void check(const EngineJob& job, const DataShape& shape, const std::string& where) {
  const auto require = [&where](bool holds, const std::string& message) {
    if (!holds) throw Error(ErrorCode::kBadInput, message, where);
  };
  const ModelSpec& model = job.model;
  validate(model);
  require(job.settings.batch >= 1, "the batch must have at least 1 row");
  require(model.inputs() == shape.features(), "the network takes " + std::to_string(model.inputs()) +
                                                  " features, the data have " +
                                                  std::to_string(shape.features()));
  require(model.output == Output::kSoftmax || model.outputs() == 1,
          "a " + std::string(output_name(model.output)) + " output has one value, not " +
              std::to_string(model.outputs()));
  // The epoch's order counts in 32 bits.
  require(shape.train_rows <= std::numeric_limits<std::uint32_t>::max(),
          "training takes at most 4294967295 rows, there are " + std::to_string(shape.train_rows));
  const auto [rank, ranks] = job.shard;
  require(rank >= 0 && rank < ranks && (ranks == 1 || job.exchange),
          "rank " + std::to_string(rank) + " of " + std::to_string(ranks) +
              ": ranks count from 0, and several need an exchange of their gradients");
  const std::int64_t whole = std::min(job.settings.batch, shape.train_rows);
  require(rows_of_shard({ranks - 1, ranks}, whole, whole).count > 0,
          "a batch of " + std::to_string(whole) + " rows cannot be shared by " + std::to_string(ranks) +
              " ranks: use a larger batch or fewer ranks");
}

}  // namespace

BackendEngine::BackendEngine(const EngineJob& job, const BackendData& data)
    : model_((check(job, data.shape(), data.where()), job.model)),
      settings_(job.settings),
      shape_(data.shape()),
      shard_(job.shard),
      exchange_(job.exchange),
      pass_rows_(activation_rows(job.settings.batch, data.shape())),
      input_rows_(pass_rows_),
      backend_data_(data) {
  outstanding_.reserve(static_cast<std::size_t>(kMetricSlots));
}

void BackendEngine::find_layers(const TensorTable& table, std::byte* memory) {
  memory_ = memory;
  const auto floats = [&](const std::string& name) -> float* {
    const TensorSpec* const tensor = table.look_up(name);
    return tensor ? reinterpret_cast<float*>(memory + tensor->offset) : nullptr;
  };
  for (std::int64_t l = 0; l < model_.layers(); ++l) {
    const std::string name = "layers." + std::to_string(l);
    layers_.push_back({.in = model_.widths[static_cast<std::size_t>(l)],
                       .out = model_.widths[static_cast<std::size_t>(l + 1)],
                       .weight = floats(name + ".weight"),
                       .bias = floats(name + ".bias"),
                       .weight_gradient = floats("gradient." + name + ".weight"),
                       .bias_gradient = floats("gradient." + name + ".bias"),
                       .pre_activation = floats(name + ".pre_activation"),
                       .activation = floats(name + ".activation")});
  }
  weights_ = layers_.front().weight;
  gradients_ = layers_.front().weight_gradient;
  for (int i = 0; i < 2; ++i) moments_[i] = floats("moment." + std::to_string(i) + ".layers.0.weight");
  const Bytes bytes = table.by_category()[static_cast<std::size_t>(Category::kWeights)];
  block_size_ = bytes / static_cast<Bytes>(sizeof(float));
}

void BackendEngine::refuse(ErrorCode code, const std::string& message) const {
  throw Error(code, message, backend_data_.where());
}

std::int64_t BackendEngine::steps_per_epoch() const { return (shape_.train_rows - 1) / settings_.batch + 1; }

BackendEngine::StepRows BackendEngine::rows_of_step(std::int64_t epoch, std::int64_t step) const {
  const std::int64_t first = step * settings_.batch;
  const std::int64_t batch = std::min(settings_.batch, shape_.train_rows - first);
  const ShardRows mine = rows_of_shard(shard_, std::min(settings_.batch, shape_.train_rows), batch);
  return {epoch, step, first + mine.first, mine.count, batch};
}

void BackendEngine::pack(const Weights& from, float* block) const {
  for (std::size_t l = 0; l < from.layers.size(); ++l) {
    const LayerWeights& layer = from.layers[l];
    std::copy(layer.weight.begin(), layer.weight.end(), block + (layers_[l].weight - weights_));
    std::copy(layer.bias.begin(), layer.bias.end(), block + (layers_[l].bias - weights_));
  }
}

Weights BackendEngine::unpack(const float* block) const {
  Weights to;
  for (const Layer& layer : layers_) {
    const float* const weight = block + (layer.weight - weights_);
    const float* const bias = block + (layer.bias - weights_);
    to.layers.push_back({{weight, weight + layer.in * layer.out}, {bias, bias + layer.out}});
  }
  return to;
}

void BackendEngine::set_state(const EngineState& state) {
  check_state(model_, settings_.optimizer.kind, state, "state");
  write_block(state.weights, weights_);
  for (int i = 0; i < optimizer_states(settings_.optimizer.kind); ++i) {
    write_block(state.moments.empty() ? Weights{} : state.moments[static_cast<std::size_t>(i)], moments_[i]);
  }
  updates_ = state.updates;
  // The batch that brought the network here: one update is one step, from epoch 0's first batch on.
  const std::int64_t last = std::max<std::int64_t>(updates_, 1) - 1;
  last_epoch_ = last / steps_per_epoch();
  last_step_ = last % steps_per_epoch();
  gradients_are_now_ = false;
}

EngineState BackendEngine::state() const {
  EngineState state;
  state.weights = read_block(weights_);
  for (int i = 0; i < optimizer_states(settings_.optimizer.kind); ++i) {
    state.moments.push_back(read_block(moments_[i]));
  }
  state.updates = updates_;
  return state;
}

void BackendEngine::train(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) {
  if (epoch < 0 || first_step < 0 || steps < 0 || first_step > steps_per_epoch() - steps) {
    refuse(ErrorCode::kInternal, "steps " + std::to_string(first_step) + " to " +
                                     std::to_string(first_step + steps) + " of an epoch with " +
                                     std::to_string(steps_per_epoch()));
  }
  if (static_cast<std::int64_t>(outstanding_.size()) + steps > kMetricSlots) {
    refuse(ErrorCode::kInternal,
           "more than " + std::to_string(kMetricSlots) + " steps without reading metrics");
  }
  check_classes();
  if (steps == 0) return;
  gradients_are_now_ = false;
  last_epoch_ = epoch;
  last_step_ = first_step + steps - 1;
  run_steps(epoch, first_step, steps);
}

std::vector<StepMetric> BackendEngine::take_metrics() {
  const std::size_t count = outstanding_.size();
  std::vector<StepMetric> metrics(count);
  if (count == 0) return metrics;
  std::vector<float> losses(count);
  std::vector<std::int32_t> correct(count);
  read_metrics(losses, correct);
  for (std::size_t i = 0; i < count; ++i) {
    metrics[i] = {outstanding_[i] > 0 ? losses[i] : 0.0F, correct[i], outstanding_[i]};
  }
  outstanding_.clear();
  return metrics;
}

Evaluation BackendEngine::evaluate(std::int64_t first, std::int64_t count) {
  backend_data_.check_rows(first, count);
  check_classes();
  if (count == 0) return {};
  Evaluation result = sum_over(first, count);
  result.loss /= static_cast<double>(count);
  result.rows = count;
  return result;
}

std::vector<float> BackendEngine::predict(std::int64_t first, std::int64_t count) {
  backend_data_.check_rows(first, count);
  std::vector<float> outputs(static_cast<std::size_t>(checked_mul(count, model_.outputs())));
  predict_into(first, count, outputs.data());
  return outputs;
}

std::int64_t BackendEngine::checked_rows(std::span<const float> features) const {
  const auto numbers = static_cast<std::int64_t>(features.size());
  if (numbers % model_.inputs() != 0) {
    refuse(ErrorCode::kBadInput, std::to_string(numbers) + " numbers are no whole rows of " +
                                     std::to_string(model_.inputs()) + " features");
  }
  return numbers / model_.inputs();
}

std::vector<float> BackendEngine::predict_rows(std::span<const float> features) {
  const std::int64_t count = checked_rows(features), outputs = model_.outputs();
  std::vector<float> result(static_cast<std::size_t>(count * outputs));
  std::vector<LayerTarget> targets(layers_.size());
  for (std::int64_t done = 0; done < count; done += input_rows_) {
    const std::int64_t rows = std::min(input_rows_, count - done);
    load_rows(features.data() + done * model_.inputs(), rows);
    targets.back().activation = result.data() + done * outputs;
    forward_loaded(rows, targets);
  }
  return result;
}

std::vector<LayerRows> BackendEngine::trace_rows(std::span<const float> features) {
  const std::int64_t count = checked_rows(features);
  std::vector<LayerRows> trace;
  for (const Layer& layer : layers_) {
    const auto numbers = static_cast<std::size_t>(checked_mul(count, layer.out));
    trace.push_back({std::vector<float>(numbers), std::vector<float>(numbers)});
  }
  std::vector<LayerTarget> targets(layers_.size());
  for (std::int64_t done = 0; done < count; done += input_rows_) {
    const std::int64_t rows = std::min(input_rows_, count - done);
    load_rows(features.data() + done * model_.inputs(), rows);
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      targets[l] = {trace[l].pre_activation.data() + done * layers_[l].out,
                    trace[l].activation.data() + done * layers_[l].out};
    }
    forward_loaded(rows, targets);
  }
  return trace;
}

BackendEngine::Readable BackendEngine::find(std::string_view tensor) const {
  const TensorSpec* const spec = tensors().look_up(tensor);
  if (spec && spec->category <= Category::kOptimizer) {  // weights, gradients or moments
    return {.shape = spec->shape,
            .at = reinterpret_cast<const float*>(memory_ + spec->offset),
            .is_gradient = spec->category == Category::kGradients};
  }
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const std::string layer = "layers." + std::to_string(l);
    const bool is_activation = tensor == layer + ".activation";
    if (!is_activation && tensor != layer + ".pre_activation") continue;
    return {.shape = {rows_of_step(last_epoch_, last_step_).count, layers_[l].out},
            .layer = l,
            .is_activation = is_activation};
  }
  std::string prefixes = "gradient.";
  for (int i = 0; i < optimizer_states(settings_.optimizer.kind); ++i) {
    prefixes += ", moment." + std::to_string(i) + ".";
  }
  refuse(ErrorCode::kNotFound, "there is no tensor '" + std::string(tensor) +
                                   "': there are layers.0 to layers." + std::to_string(layers_.size() - 1) +
                                   ", each with .weight, .bias, .pre_activation and .activation;" +
                                   " before the name of a weight or bias may stand " + prefixes);
}

std::vector<std::int64_t> BackendEngine::shape_of(std::string_view tensor) const {
  return find(tensor).shape;
}

std::vector<float> BackendEngine::read(std::string_view tensor, std::int64_t first, std::int64_t count) {
  const Readable what = find(tensor);
  const std::int64_t all =
      std::accumulate(what.shape.begin(), what.shape.end(), std::int64_t{1}, std::multiplies<>());
  if (first < 0 || count < 0 || first > all - count) {
    refuse(ErrorCode::kInternal, "numbers " + std::to_string(first) + " to " + std::to_string(first + count) +
                                     " of the " + std::to_string(all) + " in " + std::string(tensor));
  }
  if (count == 0) return {};
  if (!what.at) return read_layer(what, first, count);
  if (what.is_gradient && !gradients_are_now_) {
    check_classes();
    differentiate(rows_of_step(last_epoch_, last_step_));
    gradients_are_now_ = true;
  }
  std::vector<float> values(static_cast<std::size_t>(count));
  copy_out(what.at + first, count, values.data());
  return values;
}

// Only the rows that the range touches, and only the layers up to this one.
std::vector<float> BackendEngine::read_layer(const Readable& what, std::int64_t first, std::int64_t count) {
  const std::int64_t out = layers_[what.layer].out;
  const std::int64_t begin = first / out, end = ceil_div(first + count, out);
  std::vector<float> values(static_cast<std::size_t>(checked_mul(end - begin, out)));
  std::vector<LayerTarget> targets(what.layer + 1);
  const StepRows batch = rows_of_step(last_epoch_, last_step_);
  for (std::int64_t row = begin; row < end; row += input_rows_) {
    StepRows part = batch;
    part.first += row;
    part.count = std::min(input_rows_, end - row);
    load_step_rows(part);
    float* const to = values.data() + (row - begin) * out;
    (what.is_activation ? targets.back().activation : targets.back().pre_activation) = to;
    forward_loaded(part.count, targets);
  }
  const auto skipped = static_cast<std::ptrdiff_t>(first - begin * out);
  values.erase(values.begin(), values.begin() + skipped);
  values.resize(static_cast<std::size_t>(count));
  return values;
}

void BackendEngine::check_classes() const {
  if (model_.output != Output::kSoftmax) return;
  const auto [least, most] = backend_data_.target_range();
  for (const float target : {least, most}) {
    if (target >= 0.0F && target < static_cast<float>(model_.outputs())) continue;
    refuse(ErrorCode::kBadInput, "a row is of class " + std::to_string(target) + ", the network has " +
                                     std::to_string(model_.outputs()) + " outputs");
  }
}

}  // namespace headroom
