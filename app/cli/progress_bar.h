// The progress of long work: one line that is redrawn on a terminal, plain lines elsewhere.
//
//   ProgressBar bar(context);
//   bar.update(0.4, "epoch 3/20");           // terminal only, at most 20 times a second
//   bar.line("epoch 3/20  loss 0.51");       // elsewhere: a line of its own
//
// Thread rule: one thread. The destructor clears the bar, so that what follows starts on a clean line.
#pragma once

#include <string>

#include "app/cli/context.h"

namespace headroom::cli {

class ProgressBar {
 public:
  explicit ProgressBar(Context& context);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  bool drawn() const { return terminal_; }
  // fraction: 0 to 1 of the whole. The remaining time is estimated from when the bar was made.
  void update(double fraction, const std::string& text);
  void line(const std::string& text);  // nothing on a terminal
  void clear();

 private:
  Context& context_;
  bool terminal_;
  bool visible_ = false;
  double start_;
  double start_fraction_ = -1;
  double last_drawn_ = -1;
};

// "▕████▌   ▏", eighths of a character wide.
std::string bar_text(double fraction, int width);
// What a terminal of `columns` characters shows: the bar, the percentage, the text and the remaining time,
// cut to fit.
std::string bar_line(double fraction, const std::string& text, double remaining_seconds, int columns);

}  // namespace headroom::cli
