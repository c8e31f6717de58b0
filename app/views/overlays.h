// The sheets above the window; one at a time, the most urgent first.
#pragma once

#include <string>

#include "app/views/browser_sheet.h"
#include "app/views/close_sheet.h"
#include "app/views/custom_model_sheet.h"
#include "app/views/import_sheet.h"
#include "app/views/keys_sheet.h"
#include "app/views/paint_sheet.h"
#include "app/views/repeats_sheet.h"
#include "app/views/settings_sheet.h"
#include "app/views/stage_sheet.h"
#include "app/views/view.h"
#include "app/views/workspace_sheet.h"

namespace headroom::app {

class Overlays {
 public:
  void draw(const ViewContext& context);
  // What to inspect for the sheet that is shown.
  static Interests watches(const UiState& state) { return StageSheet::watches(state); }

 private:
  BrowserSheet browser_;
  CloseSheet close_;
  CustomModelSheet custom_model_;
  ImportSheet import_;
  KeysSheet keys_;
  PaintSheet paint_;
  RepeatsSheet repeats_;
  SettingsSheet settings_;
  StageSheet stage_;
  WorkspaceSheet workspace_;
};

}  // namespace headroom::app
