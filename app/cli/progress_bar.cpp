#include "app/cli/progress_bar.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "app/cli/output.h"

namespace headroom::cli {

namespace {

constexpr double kRedrawSeconds = 0.05;
constexpr int kShortestBar = 8, kLongestBar = 24;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

bool can_redraw(const Context& context) {
  const char* term = std::getenv("TERM");
  return context.err_is_terminal && (term == nullptr || std::string_view(term) != "dumb");
}

}  // namespace

std::string bar_text(double fraction, int width) {
  constexpr const char* kParts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double clamped = std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0.0;
  const int eighths = static_cast<int>(std::lround(clamped * width * 8));
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  if (eighths % 8 != 0) text += kParts[eighths % 8];
  for (int i = (eighths + 7) / 8; i < width; ++i) text += " ";
  return "▕" + text + "▏";
}

std::string bar_line(double fraction, const std::string& text, double remaining_seconds, int columns) {
  const std::string share = fixed(100 * std::clamp(fraction, 0.0, 1.0), 0) + " %";
  std::string figures = std::string(5 - std::min<std::size_t>(5, share.size()), ' ') + share + "  " + text;
  if (std::isfinite(remaining_seconds)) figures += "  " + seconds_text(remaining_seconds) + " left";
  // The bar takes what the figures leave; two characters are its frame, and the last column would wrap.
  const int room = columns - 3 - static_cast<int>(display_width(figures));
  const std::string line = bar_text(fraction, std::clamp(room, kShortestBar, kLongestBar)) + figures;
  return shorten(line, static_cast<std::size_t>(std::max(columns - 1, 1)));
}

ProgressBar::ProgressBar(Context& context)
    : context_(context), terminal_(can_redraw(context)), start_(now()) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::update(double fraction, const std::string& text) {
  const double time = now();
  if (start_fraction_ < 0) {  // work that was resumed does not start at 0
    start_fraction_ = fraction;
    start_ = time;
  }
  if (!terminal_ || (last_drawn_ >= 0 && time - last_drawn_ < kRedrawSeconds)) return;
  last_drawn_ = time;
  const double done = fraction - start_fraction_;
  const double remaining = done > 0.005 ? (time - start_) / done * (1 - fraction) : std::nan("");
  context_.err << '\r' << bar_line(fraction, text, remaining, terminal_columns()) << "\x1b[K" << std::flush;
  visible_ = true;
}

void ProgressBar::line(const std::string& text) {
  if (!terminal_) context_.err << text << '\n' << std::flush;
}

void ProgressBar::clear() {
  if (visible_) context_.err << "\r\x1b[K" << std::flush;
  visible_ = false;
}

}  // namespace headroom::cli
