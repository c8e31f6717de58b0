#include "app/state/learn_targets.h"

#include <algorithm>
#include <string>

#include "app/state/tabs.h"
#include "core/base/error.h"
#include "core/base/nearest.h"
#include "core/base/tr.h"
#include "core/pipeline/stage.h"

namespace headroom::app {
namespace {

// A name that ends with '*' stands for all that begin so.
// clang-format off
constexpr std::string_view kRingControls[] = {
    // The top bar, and the row of the tabs.
    "source", "device", "save", "autoplay", "share_workspace",
    "show_hidden", "seed", "reset", "play", "step", "choose", "rate", "learning_rate", "pace",
    "settings", "keys", "theme", "presenter", "home", "help", "app_settings", "tabs", "looking_at", "clock",
    "next", "previous", "dismiss", "close", "back", "open", "follow_advice", "dismiss_trouble", "stage1",
    "stage2", "stage3", "stage4", "stage5", "stage6",
    // Curves.
    "curves", "curve_*", "smooth", "axis", "log", "reference", "plot_switch", "fit", "more", "toggle",
    "remove", "architecture", "together", "add_custom", "add_small", "small", "large", "custom", "edit",
    "remedy_*", "undo", "recorder", "recorder_lens", "recorder_line", "recorder_size", "recorder_on",
    "recorder_back", "recorder_epoch_back", "recorder_newest", "close_recorder", "divergence", "ways-back",
    "ways_back", "rollback", "look_around", "try_ways",
    // Network.
    "network-nodes", "network-layers", "network-weights", "network-gradients", "network-dead",
    "network-pinned", "network-unit", "network-matrix-*", "network_side", "change_layers", "one_more",
    "drop_layer", "take", "leave", "history_layer", "output",
    // Data.
    "data-rows", "data-columns", "data-points", "data-classes", "data-correlations", "data-histogram",
    "data_stage", "data_filter", "data_plane", "data_x", "data_y", "data_rows", "data_columns", "data_cell",
    "data_others", "data_part", "search_columns", "search_rows", "noise", "paint_data",
    // Prediction.
    "row", "show_row", "follow_row", "row_before", "row_after", "products", "pixels", "pad_clear", "pad_back",
    "search", "number", "slider", "class", "way",
    // Errors.
    "errors-matrix", "errors-calibration", "errors-roc", "errors-precision-recall", "errors-columns",
    "errors-rows", "errors-pairs", "errors-classes", "errors-histogram", "errors-residuals", "errors_matrix",
    "errors_plot", "errors_show", "errors_rows", "errors_classes", "errors_order", "errors_part",
    "errors_side", "pair*",
    // Plan.
    "plan-cards", "plan-memory", "plan-roofline", "plan-limits", "plan-remedies", "plan-time", "ask_24",
    "ask_8", "ask_index", "close_device", "this_machine", "empty_state", "optimizer", "batch", "micro-batch",
    "accumulation", "sequence", "epochs", "rows", "precision", "FlashAttention", "offload", "recompute",
    "residence", "terms", "subject", "model", "mode", "target", "run_model", "widths", "zero", "fold",
    "measure", "markdown", "json", "kinds",
    // The sheets of the stages.
    "table-*", "half", "double", "to_new",
    // Learn.
    "learn-courses", "learn-planning", "learn-predictions", "learn-questions", "real-cards", "lesson-*",
    "quiz-*", "ask-*", "question-*", "predict-*", "own-*", "run-*", "option-*", "choice-*", "variant-*",
    "go_on", "next_prediction", "prediction_back", "repeat_missed", "forget", "present", "open_lesson",
    "hint", "guess", "another_guess", "measure_again", "cancel_measuring", "question_back", "question_again",
    "question_next", "to_lesson", "run_here", "lesson_back", "lesson_hint", "lesson_next", "lesson_close",
    "lesson_size", "show_again",
};
// clang-format on

std::vector<std::string> all_places() {
  std::vector<std::string> places;
  for (const StageRow& stage : kStageTable) places.push_back("stage." + std::string(stage.name));
  for (const char* model : {"small", "large", "custom"}) {
    for (const char* part : {"", ".params", ".epoch", ".memory"})
      places.push_back("model." + std::string(model) + part);
  }
  for (const char* other : {"model.compare", "memory", "curves.loss", "curves.accuracy", "epoch"})
    places.emplace_back(other);
  for (const TabRow& tab : kTabs) places.push_back("tab." + std::string(tab.name));
  return places;
}

bool stands_for(std::string_view known, std::string_view name) {
  if (!known.ends_with('*')) return known == name;
  return name.starts_with(known.substr(0, known.size() - 1)) && name.size() >= known.size();
}

}  // namespace

const std::vector<std::string>& ring_places() {
  static const std::vector<std::string> kPlaces = all_places();
  return kPlaces;
}

std::span<const std::string_view> ring_controls() { return kRingControls; }

void check_target(std::string_view name) {
  std::vector<std::string_view> known(ring_places().begin(), ring_places().end());
  known.insert(known.end(), std::begin(kRingControls), std::end(kRingControls));
  const auto same = [name](std::string_view each) { return stands_for(each, name); };
  if (std::any_of(known.begin(), known.end(), same)) return;
  throw Error(ErrorCode::kBadInput,
              tr("there is nothing called '{1}' to lay a ring around", name) + known_text(name, known));
}

}  // namespace headroom::app
