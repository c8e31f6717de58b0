#include "app/state/troubles.h"

#include <algorithm>

#include "app/widgets/format.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::int64_t kPatience =
    5;  // epochs: as long as the validation loss was watched before it was told

}  // namespace

std::string trouble_id(const ModelSnapshot& model) {
  return model.choice.id + ":" + std::string(kTroubleNames.name(model.trouble->kind));
}

const ModelSnapshot* troubled_model(const UiState& state, const Snapshot& run) {
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected || !model.trouble) continue;
    const auto& closed = state.dismissed_troubles;
    if (std::find(closed.begin(), closed.end(), trouble_id(model)) == closed.end()) return &model;
  }
  return nullptr;
}

std::string remedy_label(const Trouble& trouble) {
  switch (trouble.remedy) {
    case TroubleRemedy::kNone: break;
    case TroubleRemedy::kRate: return tr("LR {1}", learning_rate_text(trouble.learning_rate));
    case TroubleRemedy::kRestart: return tr("Restart at LR {1}", learning_rate_text(trouble.learning_rate));
    case TroubleRemedy::kStopEarly: return tr("Stop early");
    case TroubleRemedy::kMoreEpochs: return tr_n("{n} more epoch", "{n} more epochs", kMoreEpochs);
  }
  return {};
}

ActionQueue follow_advice(const Trouble& trouble) {
  switch (trouble.remedy) {
    case TroubleRemedy::kNone: break;
    case TroubleRemedy::kRate: return {use_learning_rate(trouble.learning_rate)};
    case TroubleRemedy::kRestart:
      return {use_learning_rate(trouble.learning_rate), action::Run{command::Reset{}},
              action::Run{command::Play{}}};
    case TroubleRemedy::kStopEarly:
      return {action::Edit{[](RunConfig& config) { config.train.early_stop_patience = kPatience; }}};
    case TroubleRemedy::kMoreEpochs: return {action::MoreEpochs{}};
  }
  return {};
}

void forget_gone_troubles(const Snapshot& run, UiState& state) {
  std::erase_if(state.dismissed_troubles, [&](const std::string& id) {
    const auto& models = run.curves->models;
    return std::none_of(models.begin(), models.end(),
                        [&](const ModelSnapshot& m) { return m.trouble && trouble_id(m) == id; });
  });
}

}  // namespace headroom::app
