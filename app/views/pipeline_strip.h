// The pipeline, always visible: one card per stage in order, each a button that opens its sheet.
#pragma once

#include "app/views/view.h"
#include "app/widgets/stage_card.h"

namespace headroom::app {

class PipelineStrip {
 public:
  void draw(const ViewContext& context, const Rect& area, CardSize size);
};

// What the card of one stage says. `number` counts from 1.
StageCardSpec stage_card_of(const Snapshot& run, const StageReport& stage, int number);

}  // namespace headroom::app
