// Which tab a card of the pipeline opens; the card of a tab that is shown, or that has none, opens its sheet.
// A tab that looks at a stage is named here.
//
//   if (const std::optional<Tab> tab = tab_of(StageId::kEvaluation)) show(*tab);
//
// Thread rule: constants and pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "app/state/tabs.h"
#include "core/base/tr.h"
#include "core/data/row_stages.h"
#include "core/pipeline/stage.h"

namespace headroom::app {

struct StageTab {
  StageId value;
  std::string_view name;
  std::optional<Tab> tab;
  std::string_view tip;                   // of the card: what the tab shows
  std::optional<DataStage> of_rows = {};  // Tab::kData: the rows as they are behind this stage
};

inline constexpr auto kStageTabs = named_rows<StageTab>({
    {StageId::kLoad, "load", Tab::kData, tr_later("the rows as they stand in the file"), DataStage::kRaw},
    {StageId::kTransfer, "transfer", std::nullopt, ""},
    {StageId::kPreprocess, "preprocess", Tab::kData, tr_later("the same rows, scaled"), DataStage::kScaled},
    {StageId::kFeatures, "features", Tab::kData, tr_later("what the networks see of them"),
     DataStage::kFeatures},
    {StageId::kTraining, "training", Tab::kNetwork,
     tr_later("every unit and every weight, while they learn")},
    {StageId::kEvaluation, "evaluation", Tab::kErrors, tr_later("where it is wrong, and how sure it is")},
});

constexpr std::optional<Tab> tab_of(StageId stage) { return kStageTabs.row(stage).tab; }

}  // namespace headroom::app
