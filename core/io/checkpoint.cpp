#include "core/io/checkpoint.h"

#include <charconv>
#include <set>
#include <utility>

#include "core/base/error.h"

namespace headroom {

namespace {

constexpr std::string_view kCheckpointVersion = "1";
// Before the names of the second network's layers.
constexpr const char* kBest = "best.";
constexpr const char* kLast = "last.";

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t extent : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
  return text + "]";
}

std::string widths_of(const ModelSpec& spec) {
  std::string text;
  for (const std::int64_t width : spec.widths) text += (text.empty() ? "" : "x") + std::to_string(width);
  return text;
}

void append(SafetensorsFile& file, const std::string& prefix, const ModelSpec& spec, const Weights& weights) {
  for (std::size_t l = 0; l < weights.layers.size(); ++l) {
    const std::string name = prefix + "layers." + std::to_string(l);
    const LayerWeights& layer = weights.layers[l];
    file.tensors.push_back({name + ".weight", {spec.widths[l + 1], spec.widths[l]}, layer.weight});
    file.tensors.push_back({name + ".bias", {spec.widths[l + 1]}, layer.bias});
  }
}

// Hands out tensors by name and remembers which were taken, so that the rest can be refused.
class TensorPicker {
 public:
  TensorPicker(const SafetensorsFile& file, std::string where) : file_(file), where_(std::move(where)) {}

  const NamedTensor* find(const std::string& name) {
    taken_.insert(name);
    return file_.find(name);
  }
  std::vector<float> take(const std::string& name, const std::vector<std::int64_t>& shape) {
    const NamedTensor* tensor = find(name);
    if (tensor == nullptr) {
      throw Error(ErrorCode::kBadInput,
                  "tensor \"" + name + "\" " + shape_text(shape) + " is missing; the file holds " + names(),
                  where_);
    }
    if (tensor->shape != shape) {
      throw Error(ErrorCode::kBadInput,
                  "tensor \"" + name + "\" is " + shape_text(tensor->shape) + ", this network needs " +
                      shape_text(shape),
                  where_);
    }
    return tensor->values;
  }
  Weights take_weights(const std::string& prefix, const ModelSpec& spec) {
    Weights weights;
    for (std::size_t l = 0; l + 1 < spec.widths.size(); ++l) {
      const std::string name = prefix + "layers." + std::to_string(l);
      weights.layers.push_back({take(name + ".weight", {spec.widths[l + 1], spec.widths[l]}),
                                take(name + ".bias", {spec.widths[l + 1]})});
    }
    return weights;
  }
  // Throws for a tensor that nobody took, unless its name starts with one of `passed_over`.
  void finish(const std::vector<std::string_view>& passed_over) const {
    for (const NamedTensor& tensor : file_.tensors) {
      bool known = taken_.contains(tensor.name);
      for (const std::string_view prefix : passed_over) known = known || tensor.name.starts_with(prefix);
      if (!known) {
        throw Error(ErrorCode::kBadInput, "tensor \"" + tensor.name + "\" does not belong to this network",
                    where_);
      }
    }
  }

 private:
  std::string names() const {
    std::string text;
    for (std::size_t i = 0; i < file_.tensors.size() && i < 8; ++i) {
      text += (i > 0 ? ", " : "") + file_.tensors[i].name;
    }
    if (file_.tensors.size() > 8) text += ", ...";
    return text.empty() ? "no tensor" : text;
  }

  const SafetensorsFile& file_;
  std::string where_;
  std::set<std::string> taken_;
};

std::vector<float> take_series(TensorPicker& picker, const std::string& name, std::int64_t steps,
                               const std::string& where) {
  const NamedTensor* tensor = picker.find(name);
  if (tensor == nullptr) return {};
  if (tensor->shape.size() != 1 || tensor->shape[0] > steps) {
    throw Error(ErrorCode::kBadInput,
                "tensor \"" + name + "\" is " + shape_text(tensor->shape) + ", the run has " +
                    std::to_string(steps) + " steps",
                where);
  }
  return tensor->values;
}

std::string metadata(const SafetensorsFile& file, const std::string& key, const std::string& where) {
  const auto found = file.metadata.find(key);
  if (found == file.metadata.end()) {
    throw Error(ErrorCode::kBadInput, "__metadata__ has no \"" + key + "\": this is no Headroom checkpoint",
                where);
  }
  return found->second;
}

std::int64_t metadata_count(const SafetensorsFile& file, const std::string& key, const std::string& where) {
  const std::string text = metadata(file, key, where);
  std::int64_t count = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), count);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || count < 0) {
    throw Error(ErrorCode::kBadInput, "\"" + key + "\" in __metadata__ is no count: \"" + text + "\"", where);
  }
  return count;
}

}  // namespace

SafetensorsFile to_safetensors(const ModelSpec& spec, const Checkpoint& checkpoint) {
  SafetensorsFile file;
  file.metadata = {{"schema_version", std::string(kCheckpointVersion)},
                   {"updates", std::to_string(checkpoint.state.updates)},
                   {"widths", widths_of(spec)},
                   {"activation", std::string(activation_name(spec.activation))},
                   {"output", std::string(output_name(spec.output))}};
  if (checkpoint.steps_per_entry > 1) {
    file.metadata["steps_per_entry"] = std::to_string(checkpoint.steps_per_entry);
  }
  append(file, "", spec, checkpoint.state.weights);
  for (std::size_t i = 0; i < checkpoint.state.moments.size(); ++i) {
    append(file, "optimizer." + std::to_string(i) + ".", spec, checkpoint.state.moments[i]);
  }
  if (checkpoint.aside) append(file, checkpoint.best_in_use ? kLast : kBest, spec, *checkpoint.aside);
  const auto add_series = [&file](const std::string& name, const std::vector<float>& values) {
    if (values.empty()) return;
    file.tensors.push_back({name, {static_cast<std::int64_t>(values.size())}, values});
  };
  add_series("history.step_loss", checkpoint.step_loss);
  add_series("history.step_accuracy", checkpoint.step_accuracy);
  return file;
}

Checkpoint from_safetensors(const SafetensorsFile& file, const ModelSpec& spec, OptimizerKind optimizer,
                            const std::string& where) {
  const std::string version = metadata(file, "schema_version", where);
  if (version != kCheckpointVersion) {
    throw Error(ErrorCode::kBadInput,
                "schema_version is \"" + version + "\", this Headroom reads \"" +
                    std::string(kCheckpointVersion) + "\": use a newer Headroom",
                where);
  }
  Checkpoint checkpoint;
  const std::int64_t count = checkpoint.state.updates = metadata_count(file, "updates", where);
  if (file.metadata.contains("steps_per_entry")) {
    checkpoint.steps_per_entry = std::max<std::int64_t>(1, metadata_count(file, "steps_per_entry", where));
  }
  TensorPicker picker(file, where);
  checkpoint.state.weights = picker.take_weights("", spec);
  for (int i = 0; i < optimizer_states(optimizer); ++i) {
    checkpoint.state.moments.push_back(picker.take_weights("optimizer." + std::to_string(i) + ".", spec));
  }
  checkpoint.best_in_use = picker.find(std::string(kLast) + "layers.0.weight") != nullptr;
  const std::string aside = checkpoint.best_in_use ? kLast : kBest;
  if (picker.find(aside + "layers.0.weight")) {
    checkpoint.aside = std::make_shared<const Weights>(picker.take_weights(aside, spec));
  }
  checkpoint.step_loss = take_series(picker, "history.step_loss", count, where);
  checkpoint.step_accuracy = take_series(picker, "history.step_accuracy", count, where);
  picker.finish({});
  return checkpoint;
}

Weights read_initial_weights(const std::filesystem::path& path, const ModelSpec& spec) {
  const SafetensorsFile file = read_safetensors(path);
  TensorPicker picker(file, path.string());
  Weights weights = picker.take_weights("", spec);
  picker.finish({"optimizer.", "history.", kBest, kLast});
  return weights;
}

}  // namespace headroom
