// "On real cards": a number of bytes beside cards of the catalogue and the device of this machine.
//
// Thread rule: window's thread, within a frame; cards_around() is a pure function.
#pragma once

#include <vector>

#include "app/views/view.h"
#include "core/memory/catalogue.h"

namespace headroom::app {

// From the top of `area`; returns the height used.
float draw_real_cards(const ViewContext& context, const Rect& area, double bytes);

// Cards of the catalogue around a size, the smallest first: the two next below and three above, each of
// another size.
std::vector<const GpuCard*> cards_around(const Catalogue& catalogue, double bytes);

}  // namespace headroom::app
