// Tabs beside each other, the chosen one underlined; a list to choose from where they do not fit.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

struct TabSpec {
  std::string_view id;
  std::string_view title;
  std::string tip = {};  // with its key
};

// Index of the tab that was clicked, on that frame. Draws from the left of `area`.
std::optional<std::size_t> tab_bar(const Ui& ui, const Rect& area, const std::vector<TabSpec>& tabs,
                                   std::size_t selected);
float tab_bar_width(const Ui& ui, const std::vector<TabSpec>& tabs);

}  // namespace headroom::app
