#include "app/views/status_bar.h"

#include <algorithm>

#include "app/widgets/format.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

std::string keys_hint(RunState state) {
  if (state == RunState::kEmpty) return "? keys · F11 presenter";  // nothing is loaded that could train
  const char* space = state == RunState::kTraining ? "Space pause" : "Space train";
  return std::string(space) + " · S step · R reset · ? keys · F11 presenter";
}

}  // namespace

ImVec4 state_color(const Theme& theme, RunState state) {
  switch (state) {
    case RunState::kTraining:
    case RunState::kFinished: return theme.good;
    case RunState::kPreparing: return theme.action;
    case RunState::kDiverged: return theme.warning;
    case RunState::kFailed: return theme.bad;
    case RunState::kEmpty:
    case RunState::kReady:
    case RunState::kPaused: return theme.muted;
  }
  return theme.muted;
}

void StatusBar::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  fill(area, ui.theme.panel);
  line(area.min(), {area.right(), area.y}, ui.theme.line);
  Rect rest = area.inset(ui.px(16), 0);
  const ImVec4 signal = state_color(ui.theme, run.state);
  const Rect dot = rest.take_left(ui.px(10), ui.px(6));
  ImGui::GetWindowDrawList()->AddCircleFilled(dot.center(), ui.px(4.5F), color(signal));
  const std::string word(run_state_name(run.state));
  text_line(ui, rest.take_left(text_width(ui.fonts.small, word) + 1, ui.px(20)), ui.fonts.small,
            mix(signal, ui.theme.text, 0.15F), word);

  const std::string keys = keys_hint(run.state);
  const float keys_width = text_width(ui.fonts.small, keys) + 1;
  if (rest.w > keys_width + ui.px(420)) {
    text_line(ui, rest.take_right(keys_width, ui.px(20)), ui.fonts.small, ui.theme.muted, keys,
              Align::kRight);
  }
  // `widest`: what the text may grow to, so that its neighbours do not jump.
  const auto put = [&](const std::string& text, const std::string& widest) {
    const float w = std::max(text_width(ui.fonts.mono, text), text_width(ui.fonts.mono, widest)) + 1;
    if (rest.w < w) return;
    text_line(ui, rest.take_left(w, ui.px(20)), ui.fonts.mono, ui.theme.muted, text);
  };
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected && model.steps_per_second > 0) {
      put(model.choice.id + " " + rate_text(model.steps_per_second) + " steps/s",
          model.choice.id + " 99 999 steps/s");
    }
  }
  const MemoryStatus& memory = run.memory->device;
  if (memory.total > 0) {
    const std::string place = run.facts->device.kind == "cuda" ? "GPU memory " : "memory ";
    const std::string of = " of " + format_bytes(memory.total);
    put(place + format_bytes(memory.total - memory.free) + of, place + "999 MiB" + of);
  }
  // What an error says stands in its own box while it is open, and is over when that is closed.
  const bool told = run.error && run.message == run.error->message();
  const std::string message = !context.state.notice.empty() ? context.state.notice
                              : told                        ? std::string()
                                                            : run.message;
  text_line(ui, rest, ui.fonts.small, ui.theme.muted, message);
}

}  // namespace headroom::app
