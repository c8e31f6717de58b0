// The bottom line: what the run is doing, how fast, how much memory is used, the last message, the keys.
#pragma once

#include <string>

#include "app/views/view.h"
#include "app/widgets/rect.h"
#include "app/widgets/sparkline.h"

namespace headroom::app {

class StatusBar {
 public:
  // `tells_trouble`: there is no other place for it (draw_trouble in messages.h).
  void draw(const ViewContext& context, const Rect& area, bool tells_trouble = false);

 private:
  // With its last minute beside it. `widest`: what the text may grow to, so that its neighbours do not jump.
  struct Figure {
    std::string text = {}, widest = {};
    const RecentValues* values = nullptr;
    double low = 0, high = 1;  // of the chart
    std::string tip;
  };
  void follow(const ViewContext& context);
  void put_figure(const ViewContext& context, Rect& rest, const Figure& figure) const;
  void put_memory(const ViewContext& context, Rect& rest) const;
  void put_load(const ViewContext& context, Rect& rest) const;

  RecentValues memory_;  // bytes in use by everything
  RecentValues rate_;    // steps a second of all models
  RecentValues load_;    // share of the processor that is busy
  Part<MemorySnapshot> memory_seen_;
};

ImVec4 state_color(const Theme& theme, RunState state);

}  // namespace headroom::app
