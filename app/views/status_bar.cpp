#include "app/views/status_bar.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "app/state/learn_cover.h"
#include "app/state/model_words.h"
#include "app/state/play.h"
#include "app/views/messages.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"
#include "core/train/check_value.h"

namespace headroom::app {
namespace {

constexpr std::string_view kWidestLoad = "CPU 100 %";

// The message comes first: where there is no room for both, the keys are few.
std::string keys_hint(RunState state, bool roomy) {
  if (state == RunState::kEmpty) return tr("? keys · F11 presenter");  // nothing is loaded that could train
  const std::string space = state == RunState::kTraining ? tr("Space pause") : tr("Space train");
  return roomy ? tr("{1} · S step · R reset · ? keys · F11 presenter", space) : tr("{1} · ? keys", space);
}

bool learns_now(const UiState& state) {
  return state.shows_lesson() || (state.shows(Tab::kLearn) && state.learn.page != LearnPage::kCourses);
}

std::string learn_keys_hint(const UiState& state) {
  if (state.shows_lesson()) return tr("Enter next · Backspace back · H hint · Esc leave");
  const bool question = state.learn.page == LearnPage::kQuestion;
  return question ? tr("A to D answer · Enter next · H hint · Esc overview")
                  : tr("Enter measure · H hint · Esc overview");
}

std::string keys_now(const ViewContext& context, bool roomy) {
  if (context.state.autoplay.on()) return {};  // its caption says what keys do then
  return learns_now(context.state) ? learn_keys_hint(context.state) : keys_hint(context.run.state, roomy);
}

// "BCDF-GHJK", or with several networks "small BCDF-GHJK, large ...": after the last epoch of each; and the
// widest that this can become.
std::pair<std::string, std::string> check_values_of(const Snapshot& run) {
  const bool several = run.facts->config.selected.size() > 1;
  std::string values, widest;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected) continue;
    const std::string name = several ? network_within(model.choice.id) + " " : std::string();
    widest += (widest.empty() ? "" : ", ") + name + "WWWW-WWWW";
    const std::uint64_t check = model.history.epochs.empty() ? 0 : model.history.epochs.back().check;
    if (check != 0) values += (values.empty() ? "" : ", ") + name + check_text(check);
  }
  return {values, widest};
}

// "4 s", "12 min", "3 h 05 min": as exact as a guess is.
std::string remaining_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string((whole + 59) / 60) + " min";
  const std::int64_t minutes = (whole + 59) / 60;
  return std::to_string(minutes / 60) + " h " + (minutes % 60 < 10 ? "0" : "") +
         std::to_string(minutes % 60) + " min";
}

// At the right end, where no message moves it.
void draw_undo(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  std::string undo = undo_words(*context.run.facts);
  if (undo.empty()) return;
  undo.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(undo.front())));
  const ButtonSpec spec{
      .id = "undo", .label = undo, .tip = tr("The run as it was before (Ctrl+Z)"), .small = true};
  const float width = button_width(ui, spec);
  if (width > rest.w) return;
  if (button(ui, rest.take_right(width, ui.px(16)).inset(0, ui.px(2)), spec)) {
    context.actions.emplace_back(action::Run{command::Undo{}});
  }
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

void StatusBar::put_figure(const ViewContext& context, Rect& rest, const Figure& figure) const {
  const Ui& ui = context.ui;
  const float gap = ui.px(8), chart = ui.px(56);
  const float text =
      std::max(text_width(ui.fonts.mono, figure.text), text_width(ui.fonts.mono, figure.widest));
  const float w = text > 0 ? text + 1 : 0;
  if (rest.w < w + gap + chart) return;
  Rect piece = rest.take_left(w + gap + chart, ui.px(20));
  const Rect whole = piece;
  copyable(whole, figure.text);
  text_line(ui, piece.take_left(w, gap), ui.fonts.mono, ui.theme.muted, figure.text);
  sparkline(ui, piece.centered(chart, ui.px(14)), *figure.values, ui.now, figure.low, figure.high,
            ui.theme.muted);
  if (hovering(whole)) tooltip(ui, figure.tip);
}

void StatusBar::follow(const ViewContext& context) {
  const Snapshot& run = context.run;
  if (!run.memory.same_as(memory_seen_) && run.memory->device.total > 0) {
    memory_.add(context.ui.now, static_cast<double>(run.memory->device.total - run.memory->device.free));
  }
  memory_seen_ = run.memory;
  double rate = 0;
  for (const ModelSnapshot& model : run.curves->models) rate += model.selected ? model.steps_per_second : 0;
  if (run.state == RunState::kTraining) rate_.add(context.ui.now, rate);
  if (run.processor_load) load_.add(context.ui.now, *run.processor_load);
}

void StatusBar::put_memory(const ViewContext& context, Rect& rest) const {
  const Snapshot& run = context.run;
  const MemoryStatus& memory = run.memory->device;
  if (memory.total <= 0) return;
  const bool gpu = run.facts->device.kind == "cuda";
  const std::string all = format_bytes(memory.total);
  const auto words = [gpu, &all](const std::string& used) {
    return gpu ? tr("GPU memory {1} of {2}", used, all) : tr("memory {1} of {2}", used, all);
  };
  const auto bytes = [](double v) { return format_bytes(static_cast<Bytes>(v)); };
  // A change of 2 % of the device fills at most the whole height.
  const double middle = (memory_.low() + memory_.high()) / 2;
  const double half = std::max((memory_.high() - memory_.low()) / 2, static_cast<double>(memory.total) / 100);
  put_figure(context, rest,
             {.text = words(format_bytes(memory.total - memory.free)),
              .widest = words("1023.9 MiB"),
              .values = &memory_,
              .low = middle - half,
              .high = middle + half,
              .tip = tr("Memory in use on this device, by all programs, the last minute: {1} to {2}",
                        bytes(memory_.low()), bytes(memory_.high()))});
}

// Of this machine, not of this run: what slows a training down may be another program.
void StatusBar::put_load(const ViewContext& context, Rect& rest) const {
  constexpr float kMessage = 120;  // what is kept free for the last message
  const float needed = text_width(context.ui.fonts.mono, kWidestLoad) + context.ui.px(8 + 56 + 20);
  if (load_.samples().empty() || rest.w < needed + context.ui.px(kMessage)) return;
  const auto percent = [](double share) { return std::to_string(std::lround(100 * share)) + " %"; };
  const std::optional<double> now = context.run.processor_load;
  put_figure(context, rest,
             {.text = "CPU " + (now ? percent(*now) : "–"),
              .widest = std::string(kWidestLoad),
              .values = &load_,
              .low = 0,
              .high = 1,
              .tip = tr("How busy all cores of this machine are, with all programs, the last minute of "
                        "training: {1} to {2}",
                        percent(load_.low()), percent(load_.high()))});
}

void StatusBar::draw(const ViewContext& context, const Rect& area, bool tells_trouble) {
  follow(context);
  const Ui& ui = context.ui;
  const Snapshot& run = context.run;
  fill(area, ui.theme.panel);
  line(area.min(), {area.right(), area.y}, ui.theme.line);
  Rect rest = area.inset(ui.px(16), 0);
  const ImVec4 signal = state_color(ui.theme, run.state);
  const Rect dot = rest.take_left(ui.px(10), ui.px(6));
  ImGui::GetWindowDrawList()->AddCircleFilled(dot.center(), ui.px(4.5F), color(signal));
  const std::string word(tr(run_state_name(run.state)));
  text_line(ui, rest.take_left(text_width(ui.fonts.small, word) + 1, ui.px(20)), ui.fonts.small,
            mix(signal, ui.theme.text, 0.15F), word);
  if (tells_trouble && draw_trouble(context, rest.inset(0, ui.px(1)))) return;

  draw_undo(context, rest);
  const std::string keys = keys_now(context, rest.w > ui.px(1500));
  const float keys_width = text_width(ui.fonts.small, keys) + 1;
  if (rest.w > keys_width + ui.px(420)) {
    text_line(ui, rest.take_right(keys_width, ui.px(20)), ui.fonts.small, ui.theme.muted, keys,
              Align::kRight);
  }
  // `widest`: what the text may grow to, so that its neighbours do not jump.
  const auto put = [&](const std::string& text, const std::string& widest) {
    const float w = std::max(text_width(ui.fonts.mono, text), text_width(ui.fonts.mono, widest)) + 1;
    if (rest.w < w) return false;
    const Rect place = rest.take_left(w, ui.px(20));
    copyable(place, text);
    text_line(ui, place, ui.fonts.mono, ui.theme.muted, text);
    return true;
  };
  // Which two machines compare; without the words where there is no room for them.
  if (run.facts->config.train.precision == Precision::kPortable) {
    const auto [values, widest] = check_values_of(run);
    const std::string words = tr("same on every machine");
    if (!put(words + (values.empty() ? "" : ": " + values), words + ": " + widest)) put(values, widest);
  }
  // How fast each trains says how long an epoch takes.
  const bool covered = covers(context.state, Covered::kEpochTime);
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected || covered) continue;
    const std::string network = network_within(model.choice.id);
    const std::string rate = model.steps_per_second > 0 ? per_second_text(model.steps_per_second) : "–";
    put(tr("{1} {2} steps/s", network, rate), tr("{1} {2} steps/s", network, "999 999"));
  }
  if (!rate_.samples().empty() && !covered) {
    put_figure(context, rest,
               {.values = &rate_,
                .low = 0,
                .high = rate_.high(),
                .tip = tr("Steps a second of all models, the last minute: {1} to {2}",
                          per_second_text(rate_.low()), per_second_text(rate_.high()))});
  }
  const bool under_way = run.state == RunState::kTraining || run.state == RunState::kPaused;
  if (under_way && run.curves->remaining_seconds > 0 && !covered) {
    put(tr("{1} left", remaining_text(run.curves->remaining_seconds)), tr("{1} left", "59 min"));
  }
  if (!covers(context.state, Covered::kMemory)) put_memory(context, rest);
  put_load(context, rest);
  // What an error says stands in its own box while it is open, and is over when that is closed.
  const bool told = run.error && run.message == run.error->message();
  const std::string message = !context.state.notice.empty() ? context.state.notice
                              : told                        ? std::string()
                                                            : run.message;
  copyable(rest, message);
  text_line(ui, rest, ui.fonts.small, ui.theme.muted, message);
}

}  // namespace headroom::app
