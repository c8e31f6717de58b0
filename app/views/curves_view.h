// The tab of a training run: its curves, and beside them the architectures and the memory. In narrow windows
// these follow below the curves in a page that scrolls.
#pragma once

#include "app/views/architecture.h"
#include "app/views/curves.h"
#include "app/views/headroom_panel.h"
#include "app/views/view.h"

namespace headroom::app {

// Where the two columns are. Pure geometry.
struct CurvesLayout {
  Rect curves;           // everything when stacked or presenting
  Rect side;             // right column; empty when stacked or presenting
  Rect band;             // presenting: architectures and memory in one line below; empty where it is too low
  Rect sentence;         // presenting: where the networks are, in large type; empty where it is too low
  bool stacked = false;  // the side panels follow below the curves in one page that scrolls
  // Stacked and low: the curves leave out their heading and put their controls, and where need be their
  // legend, below the plot, so that a whole plot is seen without scrolling.
  bool cramped = false;
};
CurvesLayout curves_layout(const Rect& area, float scale, bool presenter);

class CurvesView : public View {
 public:
  void draw(const ViewContext& context, const Rect& area) override;
  std::optional<EmptyState> empty_state(const ViewContext& context) const override;
  Interests watches() const override { return watches_; }

 private:
  void draw_beside(const ViewContext& context, const CurvesLayout& layout);
  void draw_band(const ViewContext& context, Rect band);
  void draw_side(const ViewContext& context, const Rect& area);
  void draw_page(const ViewContext& context, const CurvesLayout& layout);

  Curves curves_;
  ArchitecturePanel architecture_;
  HeadroomPanel headroom_;
  Interests watches_;
};

}  // namespace headroom::app
