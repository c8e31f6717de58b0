#include "app/shell/frame_loop.h"

#include <algorithm>
#include <chrono>

#include "app/devices.h"
#include "app/shell/app.h"
#include "app/shell/fonts.h"
#include "app/shell/frame_pacer.h"
#include "app/shell/style.h"
#include "app/shell/window.h"
#include "app/views/views.h"
#include "core/run/controller.h"

namespace headroom::app {

namespace {

constexpr float kPresenterScale = 1.25f;

double seconds_now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

WindowOptions window_options(const Options& options, const Settings& settings) {
  WindowOptions window;
  window.exact_size = options.width > 0;
  window.width = window.exact_size ? options.width : settings.window_width;
  window.height = window.exact_size ? options.height : settings.window_height;
  return window;
}

// Everything that lives as long as the window. Order matters: the run's thread wakes the window, so the
// run goes first when all of this is torn down.
class FrameLoop {
 public:
  FrameLoop(const Options& options, const Settings& settings);
  int run();

 private:
  void handle(const InputEvents& input);
  void follow_appearance();
  void draw();

  Window window_;
  FramePacer pacer_;
  FontSet font_set_;
  Theme theme_;
  float scale_ = 0;
  float pixel_ratio_ = 0;
  MainView view_;
  RunController run_;
  App app_;
  ActionQueue actions_;
};

FrameLoop::FrameLoop(const Options& options, const Settings& settings)
    : window_(window_options(options, settings)),
      pacer_(window_.software_rendering() ? 60.0 : std::max(60.0, window_.refresh_rate())),
      run_({[] { return list_devices(); }, [](const std::string& id) { return open_device(id); }},
           [] { Window::wake(); }),
      app_({[this](Command command) { run_.post(std::move(command)); }, [this] { return run_.snapshot(); }},
           settings) {
  app_.set_device(options.device);
  if (options.dark) actions_.emplace_back(action::SetTheme{*options.dark});
  if (options.text_scale) actions_.emplace_back(action::SetTextScale{*options.text_scale});
  if (!options.preset.empty()) actions_.emplace_back(action::OpenPreset{options.preset});
  if (!options.file.empty()) actions_.emplace_back(action::OpenPath{options.file});
}

int FrameLoop::run() {
  while (!window_.close_requested() && !app_.quit_requested()) {
    handle(window_.wait(window_.minimized() ? FramePacer::kIdleTick : pacer_.wait_seconds(seconds_now())));
    if (app_.poll(seconds_now())) pacer_.note_change();
    if (!actions_.empty()) {
      app_.perform(actions_);
      pacer_.note_input();
    }
    pacer_.set_busy(app_.busy());
    pacer_.set_animating(view_.animating());
    if (!window_.minimized() && pacer_.frame_due(seconds_now())) draw();
  }
  return 0;
}

void FrameLoop::handle(const InputEvents& input) {
  if (input.any) pacer_.note_input();
  for (const std::string& path : input.dropped) actions_.emplace_back(action::OpenPath{path});
}

// Theme and type follow the state; both change between frames only.
void FrameLoop::follow_appearance() {
  const UiState& state = app_.state();
  const float scale = state.text_scale * window_.content_scale() * (state.presenter ? kPresenterScale : 1.0f);
  const float ratio = window_.pixel_ratio();
  const bool type_changed = scale != scale_ || ratio != pixel_ratio_;
  const bool theme_changed = scale_ == 0 || state.dark != theme_.dark;
  if (!type_changed && !theme_changed) return;
  theme_ = state.dark ? dark_theme() : light_theme();
  apply_style(theme_, scale);
  if (!type_changed) return;
  scale_ = scale;
  pixel_ratio_ = ratio;
  font_set_.build(scale, ratio);
  window_.upload_fonts();
}

void FrameLoop::draw() {
  const double start = seconds_now();
  follow_appearance();
  window_.begin_frame();
  const Ui ui{theme_, font_set_.fonts(), scale_, app_.state().presenter, start};
  view_.draw({ui, app_.state(), app_.run(), actions_});
  window_.render(theme_.ground);
  window_.present();
  pacer_.frame_drawn(start, seconds_now());
}

}  // namespace

int run_window(const Options& options) {
  const LoadedSettings loaded = load_settings(settings_path());
  FrameLoop loop(options, loaded.settings);
  return loop.run();
}

}  // namespace headroom::app
