// Places of the window that have a name, so that a lesson can lay a ring around them.
//
//   anchor("model.large.epoch", row);   // while it is drawn
//
// Only what is looked for is kept, so that a name costs nothing else.
//
// Part of WindowMemory (window_memory.h). Thread rule: window's thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class Anchors {
 public:
  void begin_frame() { places_.clear(); }
  // From the next anchor on.
  void look_for(std::vector<std::string> names) { wanted_ = std::move(names); }
  void add(std::string_view name, const Rect& area);
  // Of the frame that is being drawn; empty: it is not in sight.
  std::optional<Rect> find(std::string_view name) const;

 private:
  std::vector<std::string> wanted_;
  std::map<std::string, Rect, std::less<>> places_;
};

// In the window that is being drawn; what of it lies in sight.
void anchor(std::string_view name, const Rect& area);

// A numbered ring: around `area`, its number at the corner, inside `within`.
void numbered_ring(const Ui& ui, const Rect& area, std::string_view number, const Rect& within);
// The number alone, as a disc; about `size` wide.
void number_disc(const Ui& ui, const Rect& area, std::string_view number);

}  // namespace headroom::app
