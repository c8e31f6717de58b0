#include "app/window/frame_loop.h"

#include <algorithm>
#include <atomic>
#include <cfloat>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "app/devices.h"
#include "app/state/app.h"
#include "app/state/facts.h"
#include "app/state/paths.h"
#include "app/state/script_runner.h"
#include "app/state/settings_keeper.h"
#include "app/state/shortcuts.h"
#include "app/ui/fonts.h"
#include "app/ui/style.h"
#include "app/views/main_view.h"
#include "app/window/display_loss.h"
#include "app/window/exhibit_saver.h"
#include "app/window/frame_pacer.h"
#include "app/window/picture_saver.h"
#include "app/window/report_saver.h"
#include "app/window/window.h"
#include "core/base/tr.h"
#include "core/io/languages.h"
#include "core/run/run_thread.h"

namespace headroom::app {

namespace {

// A display this high with text at 100 %: everything is a stamp.
constexpr int kHighScreen = 2000;
constexpr float kLargerText = 2;
constexpr double kCaretTick = 0.3;    // a text field's caret blinks
constexpr double kSavePatience = 60;  // seconds

double seconds_now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

// One core is left to the window.
std::vector<Candidate> candidates_beside_a_window(Precision precision) {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return device_candidates("auto", thread_counts(std::max(1, cores - 1)), precision);
}

volatile std::sig_atomic_t end_signal = 0;

// From outside: the session ends, or somebody presses Ctrl+C in the terminal.
bool end_asked_for() { return end_signal != 0; }

void catch_end_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) std::signal(number, [](int) { end_signal = 1; });
  std::signal(SIGPIPE, SIG_IGN);  // a terminal or a display that is gone is told by the call
}

bool trace_wanted() {
  const char* const wanted = std::getenv("HEADROOM_TRACE");
  return wanted && std::string_view(wanted) == "1";
}

void print_line(const std::string& line) {
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

WindowOptions window_options(const Options& options, const Settings& settings) {
  WindowOptions window;
  window.exact_size = options.width > 0;
  window.width = window.exact_size ? options.width : settings.window_width;
  window.height = window.exact_size ? options.height : settings.window_height;
  return window;
}

// Everything that lives as long as the window. The order of the members matters: the run's thread wakes
// the window, so the run must be gone before the window is.
class FrameLoop {
 public:
  FrameLoop(const Options& options, const LoadedSettings& loaded);
  int run();

 private:
  void take_input(const InputEvents& input);
  static void tell_where(const std::string& words);
  void end_without_display();
  void follow_jobs(double now);
  void take_news(ExhibitNews news);
  bool follow_script(double now);  // false: the script failed
  void carry_out();
  void follow_appearance();
  void trace();
  void draw();
  double wait_seconds(double now) const;
  Settings settings() const;
  std::string stats_line();

  Window window_;
  FramePacer pacer_;
  FontSet font_set_;
  Theme theme_;
  float scale_ = 0;
  float pixel_ratio_ = 0;
  MainView view_;
  std::atomic<bool> display_lost_{false};
  RunThread run_;
  App app_;
  SettingsKeeper keeper_;
  PictureSaver pictures_;
  ExhibitSaver exhibits_;
  ReportSaver reports_;
  std::unique_ptr<ScriptRunner> script_;
  ActionQueue actions_;
  bool exact_size_;
  bool text_field_active_ = false;
  bool tracing_;
  std::string traced_;
};

FrameLoop::FrameLoop(const Options& options, const LoadedSettings& loaded)
    : window_(window_options(options, loaded.settings)),
      pacer_(window_.software_rendering() ? 60.0 : std::max(60.0, window_.refresh_rate())),
      run_({.list = [] { return list_devices(); },
            .open = [](const std::string& id) { return open_device(id); },
            .candidates = [] { return candidates_beside_a_window(Precision::kFp32); }},
           [this] {
             if (!display_lost_) Window::wake();
           }),
      app_(
          {[this](Command command) { run_.post(std::move(command)); }, [this] { return run_.snapshot(); }},
          loaded.settings, read_library, [] { return read_plan_library(own_cards_path()); },
          candidates_beside_a_window, data_directory(), figure_devices),
      keeper_(settings_path(), loaded.settings),
      exact_size_(options.width > 0),
      tracing_(trace_wanted()) {
  for (const std::string& package : font_set_.missing()) {
    app_.set_notice(tr("{1} is not installed: text is drawn with a plainer font", package));
  }
  if (!loaded.complaint.empty()) app_.set_notice(loaded.complaint);
  app_.set_class_device([]() -> std::shared_ptr<Device> { return open_device("cpu"); });
  app_.set_clipboard([this] { return window_.clipboard(); });
  if (!options.device.empty()) actions_.emplace_back(action::Run{command::SetDevice{options.device}});
  if (options.dark) actions_.emplace_back(action::SetTheme{*options.dark});
  if (!options.language.empty()) {
    const bool system = options.language == "system";
    actions_.emplace_back(action::SetLanguage{system ? std::string() : options.language});
  }
  if (options.text_scale) actions_.emplace_back(action::SetTextScale{*options.text_scale});
  if (!options.preset.empty()) actions_.emplace_back(action::OpenPreset{options.preset});
  if (!loaded.found && !options.text_scale && window_.screen_height() >= kHighScreen &&
      window_.content_scale() < 1.5f) {
    actions_.emplace_back(action::OfferTextScale{kLargerText});
  }
  if (options.autoplay) actions_.emplace_back(action::Autoplay{AutoplayDo::kStart, *options.autoplay});
  if (!options.file.empty()) actions_.emplace_back(action::OpenPath{options.file});
  if (options.script.empty()) return;
  app_.start_runs_at(
      kFullSpeed);  // a script waits for what it wants to see, and says `pace` where it matters
  script_ = std::make_unique<ScriptRunner>(read_script(options.script));
  window_.ignore_pointer_until_moved();  // pictures must not depend on where it happens to rest
}

int FrameLoop::run() {
  int status = 0;
  on_display_lost([this] { end_without_display(); });
  while (!app_.quit_requested()) {
    take_input(window_.wait(wait_seconds(seconds_now())));
    if (end_asked_for()) app_.perform(action::Close{false});
    const double now = seconds_now();
    follow_jobs(now);
    if (!follow_script(now)) {
      status = 1;
      break;
    }
    carry_out();
    trace();
    pacer_.set_animating(view_.animating() || pictures_.wants_frames() || exhibits_.wants_frames() ||
                         reports_.wants_frames() || (script_ && script_->wants_frames()));
    if (!window_.minimized() && pacer_.frame_due(seconds_now())) draw();
  }
  if (!script_) keeper_.close(settings());
  if (!app_.farewell().empty()) tell_where(app_.farewell());
  return status;
}

// On the terminal now, on the first screen at the next start.
void FrameLoop::tell_where(const std::string& words) {
  std::fprintf(stderr, "headroom: %s\n", words.c_str());
  try {
    note_farewell(data_directory(), words);
  } catch (const Error&) {  // the run is kept all the same
  }
}

// From inside a call that found the display gone: nothing may be drawn or asked any more.
void FrameLoop::end_without_display() {
  display_lost_ = true;
  const std::shared_ptr<const Snapshot> before = run_.snapshot();
  if (!before->unsaved && before->state != RunState::kTraining) {
    std::fprintf(stderr, "headroom: the display is gone; nothing was lost\n");
    return;
  }
  run_.post(command::Pause{});
  run_.post(command::Keep{default_output("runs", before->facts->config.id), true});
  std::shared_ptr<const Snapshot> now = run_.snapshot();
  const double start = seconds_now();
  const auto pending = [&] {
    return now->error_sequence == before->error_sequence &&
           (now->unsaved || now->state == RunState::kTraining) && seconds_now() - start < kSavePatience;
  };
  for (; pending(); now = run_.snapshot()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  if (now->unsaved || now->facts->folder.empty()) {
    std::fprintf(stderr, "headroom: the display is gone, and the run could not be kept: %s\n",
                 now->error ? now->error->what() : tr("it took too long"));
    return;
  }
  const std::string& folder = now->facts->folder;
  tell_where(
      tr("the display is gone; the run is kept in {1}: go on with headroom {1}, or with headroom-cli train "
         "--resume {1}",
         folder));
}

double FrameLoop::wait_seconds(double now) const {
  if (window_.minimized()) return FramePacer::kIdleTick;
  double seconds = pacer_.wait_seconds(now);
  if (text_field_active_) seconds = std::min(seconds, kCaretTick);
  return seconds;
}

void FrameLoop::take_input(const InputEvents& input) {
  if (input.any || text_field_active_) pacer_.note_input();
  if (input.close) actions_.emplace_back(action::Close{});
  if (!input.dropped.empty()) actions_.emplace_back(action::Drop{input.dropped});
  for (const KeyPress& key : input.keys) {
    if (!app_.state().autoplay.on() && view_.take_key(key)) continue;
    for (Action& action : actions_for(key, app_.state(), app_.run())) actions_.push_back(std::move(action));
  }
}

void FrameLoop::follow_jobs(double now) {
  if (app_.poll(now)) pacer_.note_change();
  // A script shows what it is told to show; what it sets is not the person's choice.
  const std::string complaint = script_ ? std::string() : keeper_.follow(settings(), now);
  for (const std::string& news : {pictures_.poll(), complaint}) {
    if (news.empty()) continue;
    app_.set_notice(news);
    pacer_.note_change();
  }
  if (std::optional<ExhibitNews> news = exhibits_.poll()) take_news(std::move(*news));
  if (std::optional<ExhibitNews> news = reports_.poll()) take_news(std::move(*news));
  const bool saves = pictures_.busy() || exhibits_.busy() || reports_.busy();
  pacer_.set_busy(app_.busy() || app_.notice_shown() || saves || keeper_.pending() || script_);
}

void FrameLoop::take_news(ExhibitNews news) {
  if (news.copied) ImGui::SetClipboardText(news.copied->c_str());
  if (news.failure) {
    app_.set_failure(std::move(*news.failure));
  } else {
    app_.set_notice(std::move(news.notice));
  }
  pacer_.note_change();
}

bool FrameLoop::follow_script(double now) {
  if (!script_) return true;
  const ScriptScene scene{
      app_.state(),
      app_.run(),
      app_.visible_error(),
      app_.settled() && actions_.empty() && !pictures_.busy() && !exhibits_.busy() && !reports_.busy(),
      pictures_.busy(),
      now,
      pacer_.frames(),
      [this](int width, int height) { window_.resize(width, height); },
      [this] { return stats_line(); },
      print_line,
      view_.focus(),
      [this](const std::string& to) { return view_.move_focus(to); },
      [this] { view_.take_key({.named = NamedKey::kEnter}); },
      view_.exhibits().names(),
  };
  const ScriptRunner::Status status = script_->advance(scene, actions_);
  if (status != ScriptRunner::Status::kFailed) return true;
  std::fprintf(stderr, "headroom: %s\n", script_->failure().c_str());
  return false;
}

void FrameLoop::carry_out() {
  if (actions_.empty()) return;
  app_.perform(actions_);
  if (std::optional<std::string> path = app_.take_screenshot_request()) pictures_.request(std::move(*path));
  if (std::optional<action::Export> wanted = app_.take_export_request())
    exhibits_.request(std::move(*wanted));
  if (std::optional<action::Report> wanted = app_.take_report_request()) reports_.request(std::move(*wanted));
  pacer_.note_input();
}

// Theme and type follow the state; both change between frames only.
void FrameLoop::follow_appearance() {
  const UiState& state = app_.state();
  float scale = state.text_scale * window_.content_scale();
  if (state.presenter) scale = presenter_scale(window_.size().x, window_.size().y, scale);
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

void FrameLoop::trace() {
  if (!tracing_) return;
  std::string line =
      state_line({app_.state(), app_.run(), app_.visible_error(), view_.focus(), view_.exhibits().names()});
  if (line == traced_) return;
  traced_ = std::move(line);
  print_line(traced_);
}

void FrameLoop::draw() {
  const double start = seconds_now();
  follow_appearance();
  view_.exhibits().await(exhibits_.awaited());
  view_.exhibits().uncover(exhibits_.takes_next());
  if (exhibits_.tapes_next()) view_.tape().begin();
  if (reports_.tapes_next()) reports_.begin(view_);
  window_.begin_frame();
  if (exhibits_.wants_frames() || reports_.wants_frames())
    ImGui::GetIO().MousePos = {-FLT_MAX, -FLT_MAX};  // it shows nothing that hovers
  // Pictures that a script takes must not depend on when.
  const bool motion = !app_.state().reduced_motion && !script_;
  const Ui ui{theme_, font_set_.fonts(), scale_, app_.state().presenter, start, motion};
  view_.draw({ui, app_.state(), app_.run(), actions_});
  text_field_active_ = ImGui::GetIO().WantTextInput;
  window_.render(theme_.ground);
  const double worked = seconds_now();
  const ImVec2 pixels = window_.framebuffer_size();
  const auto read = [&] { return read_back(static_cast<int>(pixels.x), static_cast<int>(pixels.y)); };
  pictures_.frame_drawn(read);
  exhibits_.frame_drawn(
      {view_.exhibits(), view_.tape(), theme_, font_set_.fonts(), window_.pixel_ratio(), read});
  reports_.frame_drawn(
      {view_.exhibits(), view_.tape(), theme_, font_set_.fonts(), window_.pixel_ratio(), read}, view_,
      {app_.state(), app_.run_shared(), app_.visible_error()});
  window_.present();
  pacer_.frame_drawn(start, worked, seconds_now());
}

Settings FrameLoop::settings() const {
  Settings now = app_.settings();
  if (exact_size_ || window_.minimized()) return now;
  // In window units of a display at 100 %, as they are asked for at the next start.
  const float scale = window_.content_scale();
  now.window_width = static_cast<int>(window_.size().x / scale);
  now.window_height = static_cast<int>(window_.size().y / scale);
  return now;
}

// Of the frames since the last time it was asked.
std::string FrameLoop::stats_line() {
  const FrameStats stats = pacer_.stats();
  pacer_.reset_stats();
  char text[200];
  std::snprintf(text, sizeof text,
                "frames %llu, work a frame median %.2f ms, 99 %% %.2f ms; until shown median %.2f ms, "
                "99 %% %.2f ms; %.1f frames a second",
                static_cast<unsigned long long>(stats.frames), stats.work.median, stats.work.p99,
                stats.shown.median, stats.shown.p99, stats.frames_per_second);
  return text;
}

// Before the first frame. What is wrong with the file is told, in English.
void speak(const Options& options, LoadedSettings& loaded) {
  std::string language = options.language.empty() ? loaded.settings.language : options.language;
  try {
    if (language.empty() || language == "system") language = system_language(languages());
    use_translation(read_language(language));
  } catch (const Error& error) {
    // What was asked for on the command line is asked for again, and told then.
    if (loaded.complaint.empty() && options.language.empty()) loaded.complaint = error.what();
  }
}

}  // namespace

int run_window(const Options& options) {
  catch_end_signals();
  LoadedSettings loaded = load_settings(settings_path());
  speak(options, loaded);
  FrameLoop loop(options, loaded);
  return loop.run();
}

}  // namespace headroom::app
