// Every card of the catalogue with its verdict, largest memory first; a click chooses the card.
#pragma once

#include <string>
#include <vector>

#include "app/views/views.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class PlanCards {
 public:
  // A panel that fills `area`; the list scrolls in it.
  void draw(const ViewContext& context, const Rect& area);
  // The whole list from the top of `area`, in a page that scrolls; returns the height.
  float draw_all(const ViewContext& context, const Rect& area);

 private:
  void draw_head(const ViewContext& context, Rect& rest);
  void draw_rows(const ViewContext& context, Rect& rest, bool scroll_to_chosen);
  std::vector<const CardVerdict*> shown(const PlanReport& report) const;

  std::string kind_;    // of cards to show; empty: all
  std::string chosen_;  // the card that was scrolled to
};

}  // namespace headroom::app
