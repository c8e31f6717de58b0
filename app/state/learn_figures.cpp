#include "app/state/learn_figures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "app/state/learn_cover.h"
#include "app/state/results.h"
#include "app/widgets/format.h"
#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/nearest.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

struct FigureSource {
  const UiState& state;
  const Snapshot& run;

  const RunFacts& facts() const { return *run.facts; }
  bool loaded() const { return !run.curves->models.empty(); }
  const ModelSnapshot* model(std::string_view id) const {
    for (const ModelSnapshot& each : run.curves->models) {
      if (each.choice.id == id) return &each;
    }
    return nullptr;
  }
  const ModelSnapshot* looked() const { return looked_at(run, state.look); }
  const StageReport* stage(StageId id) const {
    for (const StageReport& each : *run.stages) {
      if (each.id == id) return &each;
    }
    return nullptr;
  }
  const PredictionFigures::Model* prediction() const {
    const PredictionFigures* const all = figures_of_row();
    return all && all->looked < all->models.size() ? &all->models[all->looked] : nullptr;
  }
  const PredictionFigures* figures_of_row() const {
    const auto& look = run.inspections[index_of(Inspect::kPrediction)];
    return look ? look->prediction() : nullptr;
  }
};

using FigureRead = std::string (*)(const FigureSource&);

std::string counted(std::int64_t count) { return count > 0 ? format_count(count) : std::string(); }
std::string timed(double seconds) { return seconds > 0 ? duration_text(seconds) : std::string(); }
std::string sized(Bytes bytes) { return bytes > 0 ? format_bytes(bytes) : std::string(); }
std::string ratio(double above, double below) {
  return above > 0 && below > 0 ? factor_text(above / below) : std::string();
}
std::string of_loss(double loss) {
  if (!std::isfinite(loss)) return {};
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", loss);
  return local_number(text);
}

// Of a model of the run; empty where there is none, or what is read of it is not known.
template <typename Read>
std::string of_model(const ModelSnapshot* model, Read read) {
  return model ? read(*model) : std::string();
}
std::string parameters_of(const ModelSnapshot* model) {
  return of_model(model, [](const ModelSnapshot& m) { return counted(m.parameters); });
}
std::string epoch_time_of(const ModelSnapshot* model) {
  return of_model(model, [](const ModelSnapshot& m) { return timed(m.epoch_seconds); });
}
std::string memory_of(const FigureSource& s, const ModelSnapshot* model) {
  return of_model(model, [&](const ModelSnapshot& m) {
    return m.planned_bytes > 0 ? sized(bytes_with_data(s.run, m)) : std::string();
  });
}
std::string accuracy_of(const ModelSnapshot* model) {
  return of_model(model, [](const ModelSnapshot& m) {
    const bool known =
        !m.history.epochs.empty() && std::isfinite(m.history.epochs.back().validation_accuracy);
    return known ? percent_text(m.history.epochs.back().validation_accuracy) : std::string();
  });
}
std::string loss_of(const ModelSnapshot* model) {
  return of_model(model, [](const ModelSnapshot& m) {
    return m.history.epochs.empty() ? std::string() : of_loss(m.history.epochs.back().validation_loss);
  });
}
std::string stage_time(const FigureSource& s, StageId id) {
  const StageReport* const stage = s.stage(id);
  if (!stage || stage->times < 1) return {};
  return timed(stage->seconds / static_cast<double>(stage->times));
}

// "11.5 points", at the last epoch that both have finished.
std::string gained_accuracy(const FigureSource& s) {
  const ModelSnapshot *small = s.model("small"), *large = s.model("large");
  if (!small || !large) return {};
  const std::int64_t epoch = std::min(small->history.last_epoch(), large->history.last_epoch());
  const EpochMetric *a = small->history.find_epoch(epoch), *b = large->history.find_epoch(epoch);
  if (!a || !b || !std::isfinite(b->validation_accuracy - a->validation_accuracy)) return {};
  return signed_decimals_text(100 * (b->validation_accuracy - a->validation_accuracy), 1);
}

std::string class_text(const FigureSource& s, double index) {
  const auto& dataset = s.facts().dataset;
  const auto place = static_cast<std::int64_t>(index);
  if (place < 0) return {};
  if (dataset && place < static_cast<std::int64_t>(dataset->class_names.size()))
    return dataset->class_names[static_cast<std::size_t>(place)];
  return std::to_string(place);
}

struct FigureRow {
  std::string_view name;
  FigureRead read;
};

// What texts may name, in the order of the pipeline.
constexpr FigureRow kFigureRows[] = {
    {"rows",
     [](const FigureSource& s) {
       return counted(s.facts().train_rows + s.facts().validation_rows + s.facts().test_rows);
     }},
    {"columns",
     [](const FigureSource& s) {
       const StageReport* const load = s.stage(StageId::kLoad);
       return load && load->out.size() == 2 ? counted(load->out[1]) : std::string();
     }},
    {"features", [](const FigureSource& s) { return counted(s.facts().features); }},
    {"train_rows", [](const FigureSource& s) { return counted(s.facts().train_rows); }},
    {"validation_rows", [](const FigureSource& s) { return counted(s.facts().validation_rows); }},
    {"batch",
     [](const FigureSource& s) {
       return s.loaded() ? counted(s.facts().config.train.batch) : std::string();
     }},
    {"epochs",
     [](const FigureSource& s) {
       return s.loaded() ? counted(s.facts().config.train.epochs) : std::string();
     }},
    {"batches_per_epoch",
     [](const FigureSource& s) {
       return of_model(s.looked(), [](const ModelSnapshot& m) { return counted(m.steps_per_epoch); });
     }},
    {"small_parameters", [](const FigureSource& s) { return parameters_of(s.model("small")); }},
    {"large_parameters", [](const FigureSource& s) { return parameters_of(s.model("large")); }},
    {"parameter_ratio",
     [](const FigureSource& s) {
       const ModelSnapshot *small = s.model("small"), *large = s.model("large");
       if (!small || !large) return std::string();
       return ratio(static_cast<double>(large->parameters), static_cast<double>(small->parameters));
     }},
    {"small_epoch_time", [](const FigureSource& s) { return epoch_time_of(s.model("small")); }},
    {"large_epoch_time", [](const FigureSource& s) { return epoch_time_of(s.model("large")); }},
    {"epoch_time_ratio",
     [](const FigureSource& s) {
       const ModelSnapshot *small = s.model("small"), *large = s.model("large");
       return small && large ? ratio(large->epoch_seconds, small->epoch_seconds) : std::string();
     }},
    {"small_memory", [](const FigureSource& s) { return memory_of(s, s.model("small")); }},
    {"large_memory", [](const FigureSource& s) { return memory_of(s, s.model("large")); }},
    {"memory_ratio",
     [](const FigureSource& s) {
       const ModelSnapshot *small = s.model("small"), *large = s.model("large");
       if (!small || !large || small->planned_bytes <= 0 || large->planned_bytes <= 0) return std::string();
       return ratio(static_cast<double>(bytes_with_data(s.run, *large)),
                    static_cast<double>(bytes_with_data(s.run, *small)));
     }},
    {"small_accuracy", [](const FigureSource& s) { return accuracy_of(s.model("small")); }},
    {"large_accuracy", [](const FigureSource& s) { return accuracy_of(s.model("large")); }},
    {"accuracy_gain", gained_accuracy},
    {"small_loss", [](const FigureSource& s) { return loss_of(s.model("small")); }},
    {"large_loss", [](const FigureSource& s) { return loss_of(s.model("large")); }},
    {"device", [](const FigureSource& s) { return s.facts().device.name; }},
    {"device_memory", [](const FigureSource& s) { return sized(s.facts().device.memory_total); }},
    {"copy_time", [](const FigureSource& s) { return stage_time(s, StageId::kTransfer); }},
    {"dataset_bytes",
     [](const FigureSource& s) {
       const StageReport* const load = s.stage(StageId::kLoad);
       return load ? sized(load->bytes) : std::string();
     }},
    {"load_time", [](const FigureSource& s) { return stage_time(s, StageId::kLoad); }},
    {"scale_time", [](const FigureSource& s) { return stage_time(s, StageId::kPreprocess); }},
    {"features_time", [](const FigureSource& s) { return stage_time(s, StageId::kFeatures); }},
    {"train_time",
     [](const FigureSource& s) {
       const StageReport* const stage = s.stage(StageId::kTraining);
       return stage ? timed(stage->seconds) : std::string();
     }},
    {"evaluate_time", [](const FigureSource& s) { return stage_time(s, StageId::kEvaluation); }},
    {"learning_rate",
     [](const FigureSource& s) {
       return s.loaded() ? learning_rate_text(s.facts().config.train.optimizer.learning_rate) : std::string();
     }},
    {"seed",
     [](const FigureSource& s) {
       return s.loaded() ? std::to_string(s.facts().config.train.seed) : std::string();
     }},
    {"epoch",
     [](const FigureSource& s) {
       return of_model(s.looked(), [](const ModelSnapshot& m) { return std::to_string(m.epoch); });
     }},
    {"best_epoch",
     [](const FigureSource& s) {
       return of_model(s.looked(), [](const ModelSnapshot& m) {
         return m.history.best_epoch() ? std::to_string(m.history.best_epoch()->epoch) : std::string();
       });
     }},
    {"best_loss",
     [](const FigureSource& s) {
       return of_model(s.looked(), [](const ModelSnapshot& m) {
         return m.history.best_epoch() ? of_loss(m.history.best_epoch()->validation_loss) : std::string();
       });
     }},
    {"steps_per_second",
     [](const FigureSource& s) {
       return of_model(s.looked(), [](const ModelSnapshot& m) {
         return m.epoch_seconds > 0
                    ? per_second_text(static_cast<double>(m.steps_per_epoch) / m.epoch_seconds)
                    : std::string();
       });
     }},
    {"model_parameters", [](const FigureSource& s) { return parameters_of(s.looked()); }},
    {"model_memory", [](const FigureSource& s) { return memory_of(s, s.looked()); }},
    {"epoch_time", [](const FigureSource& s) { return epoch_time_of(s.looked()); }},
    {"accuracy", [](const FigureSource& s) { return accuracy_of(s.looked()); }},
    {"loss", [](const FigureSource& s) { return loss_of(s.looked()); }},
    {"predicted_class",
     [](const FigureSource& s) {
       return s.prediction() ? class_text(s, static_cast<double>(s.prediction()->said)) : std::string();
     }},
    {"true_class",
     [](const FigureSource& s) {
       const PredictionFigures* const row = s.figures_of_row();
       return row && s.facts().task == Task::kClassification ? class_text(s, row->target) : std::string();
     }},
    {"probability",
     [](const FigureSource& s) {
       const PredictionFigures::Model* const model = s.prediction();
       const auto said = model ? static_cast<std::size_t>(std::max<std::int64_t>(0, model->said)) : 0;
       return model && model->said >= 0 && said < model->probabilities.size()
                  ? percent_text(model->probabilities[said])
                  : std::string();
     }},
    {"hidden_layers",
     [](const FigureSource& s) {
       return of_model(s.looked(),
                       [](const ModelSnapshot& m) { return std::to_string(m.choice.hidden.size()); });
     }},
};

const FigureRow* figure_row_of(std::string_view name) {
  for (const FigureRow& row : kFigureRows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string_view> figure_names() {
  std::vector<std::string_view> names;
  for (const FigureRow& row : kFigureRows) names.push_back(row.name);
  return names;
}

void check_figure(std::string_view name) {
  if (figure_row_of(name)) return;
  const std::vector<std::string_view> known = figure_names();
  throw Error(ErrorCode::kBadInput, tr("no figure is called '{1}'", name) + known_text(name, known));
}

std::string known_figure(std::string_view name, const UiState& state, const Snapshot& run) {
  const FigureRow* const row = figure_row_of(name);
  return row ? row->read({state, run}) : std::string();
}

std::string figure_text(std::string_view name, const UiState& state, const Snapshot& run) {
  if (covers_figure(state.learn, name)) return "?";
  std::string text = known_figure(name, state, run);
  return text.empty() ? std::string(tr(kNotMeasured)) : text;
}

std::string with_figures(std::string_view text, const UiState& state, const Snapshot& run) {
  std::string whole;
  while (!text.empty()) {
    const std::size_t open = text.find('{'), close = text.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) return whole += text;
    whole += text.substr(0, open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const std::string figure =
        covers_figure(state.learn, name) ? std::string() : known_figure(name, state, run);
    if (figure.empty()) return {};
    whole += figure;
    text.remove_prefix(close + 1);
  }
  return whole;
}

}  // namespace headroom::app
