// Everything that defines a run: the data, what happens to them, the models, the settings.
//
// A preset (assets/presets/*.json) and the user's own CSV file both become a RunConfig; from then on it does
// not matter which it was.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/names.h"
#include "core/data/dataset.h"
#include "core/data/scaler.h"
#include "core/data/split.h"
#include "core/data/synthetic.h"
#include "core/device/layout.h"
#include "core/memory/recorder_size.h"
#include "core/model/spec.h"
#include "core/model/weights.h"

namespace headroom {

// One architecture the user can choose. `id`: "small", "large", "custom".
struct ModelChoice {
  std::string id;
  std::string title;                 // "Small 2x50"
  std::vector<std::int64_t> hidden;  // {50, 50}
  bool operator==(const ModelChoice&) const = default;
};

// A published training curve, drawn faintly behind the measured ones.
struct ReferenceCurve {
  std::string title;                 // whose table this is
  std::string model;                 // id of the model it is about
  std::vector<std::int64_t> epochs;  // from 1
  std::vector<double> loss;
  std::vector<double> accuracy;
};

// How much the rows of a class count in the training loss. kBalanced: rows / (classes * rows of the class),
// over the training rows, as scikit-learn's class_weight="balanced".
enum class ClassWeight { kNone, kBalanced };
inline constexpr auto kClassWeightNames =
    names<ClassWeight>({{ClassWeight::kNone, "none"}, {ClassWeight::kBalanced, "balanced"}});

struct RunConfig {
  std::string id;     // preset id, or the file's stem
  std::string title;  // "Architecture & scalability"
  std::string description;
  std::vector<std::string> notes;  // how the data and the settings were chosen, and why; one paragraph each
  // Exactly one source: a generator, or a dataset that was read from a file.
  std::optional<SyntheticSpec> generator;
  std::shared_ptr<const Dataset> dataset;
  ScaleKind scale = ScaleKind::kMinMax;
  bool scale_target = true;  // of regression: standardised over the training rows
  int degree = 1;
  Terms terms = Terms::kStored;  // of degree 2
  Residence residence = Residence::kDevice;
  SplitSettings split;
  ClassWeight class_weight = ClassWeight::kNone;
  Activation activation = Activation::kRelu;
  std::optional<Output>
      output;  // empty: one sigmoid for two classes, softmax for more, linear for regression
  InitSettings init;
  std::vector<ModelChoice> models;    // what can be chosen
  std::vector<std::string> selected;  // ids of the models to train, side by side when several
  TrainSettings train;
  std::optional<ReferenceCurve> reference;
  // Host memory that the flight recorder may take, of all networks together; 0: off.
  Bytes recorder = kUsualRecorder;

  // Defined out of line: when GCC 12 inlines the move of a variant of commands, it warns that the members of
  // the other alternatives are uninitialised.
  RunConfig();
  RunConfig(const RunConfig&);
  RunConfig(RunConfig&&) noexcept;
  RunConfig& operator=(const RunConfig&);
  RunConfig& operator=(RunConfig&&) noexcept;
  ~RunConfig();
};

bool is_selected(const RunConfig& config, std::string_view id);

// The network that a choice becomes on given data. Throws Error{kBadInput} when output and task do not
// match (a sigmoid for three classes).
ModelSpec make_model(const RunConfig& config, const ModelChoice& choice, std::int64_t features, Task task,
                     std::int64_t classes);

// Throws Error{kBadInput} naming the setting: no model, batch or epochs below 1, a learning rate that is
// not positive, an unknown id in `selected`, both or neither source.
void validate(const RunConfig& config);

}  // namespace headroom
