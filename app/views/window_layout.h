// Where the parts of the window are for a given window size and text scale. Pure geometry.
#pragma once

#include "app/widgets/rect.h"
#include "app/widgets/stage_card.h"

namespace headroom::app {

struct WindowLayout {
  Rect top_bar;
  bool two_rows = false;  // of the top bar
  Rect tabs;              // always at the same place
  bool tabs_row = false;  // they have a row of their own; else they are beside the strip
  Rect strip;             // empty in a tab that is not about the run
  CardSize card_size = CardSize::kFull;
  Rect main;                  // the tab's view
  Rect lesson;                // docked: at the right, in narrow windows below; empty: none is
  bool lesson_below = false;  // then it may be enlarged, and has the place of tabs, strip and view
  Rect status;
};

// What is shown wants of the layout.
struct LayoutWishes {
  bool strip = true;          // the pipeline stands above the view
  bool wants_room = false;    // it looks into a network: a lower strip
  bool thin_strip = false;    // titles alone
  bool lesson = false;        // one is docked
  bool lesson_large = false;  // where it lies below: it is read now, and the view waits
};
// width, height in pixels; scale multiplies all sizes (Ui::scale).
WindowLayout window_layout(float width, float height, float scale, bool presenter,
                           const LayoutWishes& wishes = {});

// The scale of presenter mode for a window of this size in pixels: what the person chose, but large enough
// that the smallest text can be read from the last row, which is 1.4 % of the window's height. In steps, so
// that dragging the window's edge does not make new type for every pixel.
float presenter_scale(float width, float height, float chosen);

}  // namespace headroom::app
