// One card of the pipeline strip: a button that says what a stage takes and gives.
#pragma once

#include <string>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

enum class CardState { kWaiting, kRunning, kDone, kWarning, kFailed };
// Full: title, note, shapes, figures, progress. Compact: title, shapes, progress. Mini: title, progress.
enum class CardSize { kFull, kCompact, kMini };

struct StageCardSpec {
  const char* id = "";
  std::string title;    // "3 Preprocess"
  std::string note;     // "min-max to 0–1, fit on train"
  std::string in, out;  // "10k × 20", "10k × 230"
  std::string figures;  // "781 KiB · 0.06 ms"
  std::string tip;      // the exact figures
  CardState state = CardState::kWaiting;
  double progress = 0;
  bool open = false;  // its sheet is shown
};

// True on the frame it was clicked.
bool stage_card(const Ui& ui, const Rect& area, CardSize size, const StageCardSpec& spec);

}  // namespace headroom::app
