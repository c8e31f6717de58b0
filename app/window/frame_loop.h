// The program behind main(): window, fonts, run and views, drawn when something changed.
#pragma once

#include <optional>
#include <string>

namespace headroom::app {

// What the program was started with.
struct Options {
  std::string file;    // open it: a CSV, or a config.json
  std::string preset;  // open it
  std::string device;  // empty: the run's own choice
  std::string script;
  std::optional<std::string> autoplay;  // the tour; empty: all of them in turn
  std::optional<bool> dark;             // this and the next: as the window's buttons set them
  std::string language;                 // empty: as the last time
  std::optional<float> text_scale;
  int width = 0;  // exact pixels; 0: as the last time
  int height = 0;
};

// Returns the exit status. Throws NoDisplay when no window can be opened.
int run_window(const Options& options);

}  // namespace headroom::app
