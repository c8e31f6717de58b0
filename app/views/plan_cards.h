// Every card of the catalogue with its verdict, largest memory first; a click chooses the card.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/views/view.h"
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
  // Brings the chosen card into view, once.
  void scroll_to(const Rect& row, const std::string& card);
  void draw_rows(const ViewContext& context, Rect& rest, bool scroll_to_chosen);
  std::vector<const CardVerdict*> shown(const PlanReport& report) const;

  std::string kind_;                   // of cards to show; empty: all
  std::optional<std::string> chosen_;  // the card that was scrolled to
};

}  // namespace headroom::app
