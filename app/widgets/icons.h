// Icons drawn from lines and shapes: no picture files, no icon font, sharp at every text scale.
#pragma once

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

enum class Icon {
  kNone,
  kPlay,
  kPause,
  kReset,
  kStep,
  kStepEpoch,
  kDice,
  kSettings,
  kHelp,
  kTheme,
  kPresenter,
  kChevron,
  kCheck,
  kCross,
  kArrowRight,
  kArrowUp,
  kFolder,
  kFile,
  kPlus,
  kMinus,
  kWarning,
  kHome,
  kGpu,
  kSave,
  kTrash,
};

// Centred in `area`, about `size` pixels large.
void draw_icon(Icon icon, const Rect& area, float size, const ImVec4& c);

}  // namespace headroom::app
