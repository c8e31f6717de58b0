#include "app/state/network_options.h"

#include <utility>

namespace headroom::app {

void pin_unit(NetworkOptions& options, Look& look, UnitAt unit) {
  if (look.unit == unit || look.network.other == unit) return;
  const bool second = look.unit && (!look.network.other || !options.second_newer);
  (second ? look.network.other : look.unit) = unit;
  options.second_newer = second;
}

void unpin_first(NetworkOptions& options, Look& look) {
  look.unit = std::exchange(look.network.other, std::nullopt);
  options.second_newer = false;
}

}  // namespace headroom::app
