// A line to guess a figure on: drag the ring, or use the arrow keys; later the measured figure as a diamond,
// with how far its repeats lie apart.
//
//   if (const auto guess = guess_line(ui, area, {.id = "guess", .low = 1, .high = 100, .unit = "x"}))
//   use(*guess);
//
// Thread rule: window's thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

struct GuessMark {
  std::string title;  // "parameters 14.6×"
  double value = 0;
};

struct GuessLine {
  const char* id = "";
  double low = 1, high = 100;
  bool logarithmic = true;
  std::string unit = {};
  std::optional<double> guess = {};
  bool fixed = false;  // the guess is given
  std::optional<double> measured = {};
  double least = 0, most = 0;  // of the repeats
  bool right = false;
  std::vector<GuessMark> marks = {};  // what is known without measuring
};

// "20.5×", "153 MiB", "87 %": three digits are enough for a guess.
std::string guess_text(double value, std::string_view unit);

float guess_line_height(const Ui& ui, const GuessLine& line);
// The new guess on every frame it changed.
std::optional<double> guess_line(const Ui& ui, const Rect& area, const GuessLine& line);

// The share of the line at which a value stands, 0 to 1.
float guess_share(const GuessLine& line, double value);
// Where labels of the axis stand: 1, 2, 5, 10, ... of a logarithmic one.
std::vector<double> guess_ticks(const GuessLine& line);

}  // namespace headroom::app
