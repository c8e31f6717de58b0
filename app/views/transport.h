// The transport part of the top bar: reset, play, step, new seed, and the epoch counter.
#pragma once

#include "app/views/view.h"

namespace headroom::app {

// `with_seed`: the new seed has a button of its own, else it is in the step button's menu.
void draw_transport(const ViewContext& context, Rect area, bool with_seed);
float transport_width(const Ui& ui, bool with_seed);

// "epoch 0007 / 0020" and the progress within the epoch.
void draw_epoch(const ViewContext& context, const Rect& area);
// The width of the epoch counter with its label.
float epoch_width(const Ui& ui, const Snapshot& run);

}  // namespace headroom::app
