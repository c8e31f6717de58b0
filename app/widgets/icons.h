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
  kUndo,
  kStep,
  kStepEpoch,
  kDice,
  kSettings,  // of the program
  kSliders,   // how a run trains
  kHelp,
  kTheme,
  kPresenter,
  kChevron,
  kCheck,
  kCross,
  kArrowLeft,
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
  kBook,
  kBulb,
  kEnter,
};

// Centred in `area`, about `size` pixels large; edges lie on whole pixels.
void draw_icon(Icon icon, const Rect& area, float size, const ImVec4& c);

}  // namespace headroom::app
