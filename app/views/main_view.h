// Lays out and draws the whole window into the current ImGui frame, whose display size is the window:
// first screen, or top bar, tabs, pipeline, what the chosen tab shows and status bar; sheets and overlays
// above.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/state/shortcuts.h"
#include "app/state/tabs.h"
#include "app/views/home.h"
#include "app/views/lesson_dock.h"
#include "app/views/overlays.h"
#include "app/views/pipeline_strip.h"
#include "app/views/status_bar.h"
#include "app/views/top_bar.h"
#include "app/views/view.h"
#include "app/views/window_layout.h"
#include "app/widgets/window_memory.h"

namespace headroom::app {

class MainView {
 public:
  MainView();
  void draw(const ViewContext& context);
  // A key that the control with the ring, an open popup or a text field uses; others are shortcuts.
  bool take_key(const KeyPress& key);
  // Name of the control that shows the ring; empty: none does.
  std::string focus() const;
  // "next", "prev" or a name; what went wrong, or nothing.
  std::string move_focus(const std::string& to);
  // What can have the ring now, in the order of Tab.
  const std::vector<Control>& controls() const { return memory_.focus.controls(); }
  bool tip_shown() const { return memory_.tips.shown(); }
  // True while something moves by itself (a running animation), or while a size that follows from this frame
  // is not seen yet: the next frame is drawn at once.
  bool animating() const { return animating_; }
  // What can be exported now, and how the frame is taped for it.
  Exhibits& exhibits() { return memory_.exhibits; }
  Tape& tape() { return memory_.tape; }
  FrameNotes& notes() { return memory_.notes; }
  const Spotlight& spotlight() const { return memory_.spotlight; }
  const Laser& laser() const { return memory_.laser; }

 private:
  void draw_run(const ViewContext& context, const Rect& window);
  // Of a name that a lesson's ring or the spotlight has; nothing where it is not in sight.
  std::optional<Rect> place_of(const std::string& name) const;
  void draw_rings(const ViewContext& context) const;
  void draw_pointing(const ViewContext& context);
  void draw_tabs(const ViewContext& context, const WindowLayout& layout) const;
  void watch(const ViewContext& context);
  bool moves(const ViewContext& context) const;

  WindowMemory memory_;
  HomeView home_;
  TopBar top_bar_;
  PipelineStrip strip_;
  std::array<std::unique_ptr<View>, kTabs.size()> views_;  // as in kTabs
  StatusBar status_;
  LessonDock dock_;
  Overlays overlays_;
  Look looked_;
  Interests watched_;  // as last posted to the run
  bool animating_ = false;
};

}  // namespace headroom::app
