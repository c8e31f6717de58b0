// The pipeline, always visible: one card per stage in order, each a button that opens its sheet. In a slow
// run a mark travels from card to card with the batch.
#pragma once

#include <cstdint>
#include <optional>

#include "app/views/batch_walk.h"
#include "app/views/view.h"
#include "app/widgets/stage_card.h"

namespace headroom::app {

class PipelineStrip {
 public:
  void draw(const ViewContext& context, const Rect& area, CardSize size);

 private:
  // Where a batch is in a run that can be followed; empty in all others.
  std::optional<BatchWalk> follow(const Snapshot& run, double now);

  std::int64_t steps_ = 0, epoch_ = 0;          // as they were seen last
  double step_since_ = 0, epoch_since_ = -1e9;  // when they became so
};

// What the card of one stage says. `number` counts from 1.
StageCardSpec stage_card_of(const Snapshot& run, const StageReport& stage, int number);

}  // namespace headroom::app
