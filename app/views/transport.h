// The transport part of the top bar: reset, play, step, new seed, pace, and the epoch counter.
#pragma once

#include <optional>

#include "app/views/pace_control.h"
#include "app/views/view.h"

namespace headroom::app {

// What there is room for. Without a button of their own, the new seed and the pace are in the step button's
// menu.
struct TransportParts {
  bool seed = true;
  std::optional<PaceLabel> pace = PaceLabel::kFull;
};
void draw_transport(const ViewContext& context, Rect area, const TransportParts& parts);
float transport_width(const Ui& ui, const TransportParts& parts);

// "epoch 0007 / 0020", the progress within the epoch, and the batch where it can be followed.
void draw_epoch(const ViewContext& context, const Rect& area);
// The width of the epoch counter with its label.
float epoch_width(const Ui& ui, const Snapshot& run);

}  // namespace headroom::app
