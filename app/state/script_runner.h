// Carries a script out, step by step, through the same actions that buttons and keys produce.
//
//   ScriptRunner runner(parse_script(text, "demo"));
//   status = runner.advance(scene, actions);   // every round of the loop
//
// Knows no window: what it sees and what only a window can do come in through ScriptScene.
//
// Thread rule: window's thread; never waits.
#pragma once

#include <functional>
#include <string>

#include "app/state/script.h"
#include "app/state/ui_state.h"

namespace headroom::app {

// The window as a script sees it at one moment.
struct ScriptScene {
  const UiState& state;
  const Snapshot& run;
  const Error* error = nullptr;  // the one that is shown
  bool settled = true;           // everything asked for so far has been carried out
  bool saving_picture = false;
  double now = 0;  // seconds
  std::uint64_t frames = 0;
  std::function<void(int width, int height)> resize;
  std::function<std::string()> stats;                  // one line about frame times
  std::function<void(const std::string& line)> print;  // to standard output
  std::string focus = {};                              // see Observed
  // Moves the ring as step::MoveFocus says; what went wrong, or nothing.
  std::function<std::string(const std::string& to)> move_focus = {};
  std::function<void()> press_focused = {};
  std::vector<std::string> exhibits = {};  // see Observed
};

class ScriptRunner {
 public:
  enum class Status { kRunning, kDone, kFailed };

  explicit ScriptRunner(Script script) : script_(std::move(script)) {}

  // Advances by at most one step; appends the actions to carry out.
  Status advance(const ScriptScene& scene, ActionQueue& actions);
  // After kFailed: "demo:7: ...".
  const std::string& failure() const { return failure_; }
  // The script counts frames: draw them even when nothing moves.
  bool wants_frames() const;

 private:
  struct Visitor;

  Status fail(const std::string& message);

  Script script_;
  std::size_t next_ = 0;
  bool begun_ = false;  // of the step next_
  double began_at_ = 0;
  std::uint64_t began_frames_ = 0;
  std::string failure_;
};

// What only a real window has is left out: for lines that belong to lessons and tours, not to scripts.
ScriptScene scene_without_window(const Observed& seen, bool settled, double now);
// Of an expectation.
bool holds_now(const ScriptLine& line, const Observed& seen);

}  // namespace headroom::app
