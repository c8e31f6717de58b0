// Predict, then run: a figure that is guessed first and then measured on this machine. The guess is graded
// against the measurement and its spread, never against a number that stands somewhere. A file holds all
// of them, as Markdown:
//
//   ## Time of an epoch, Large to Small
//
//   ```prediction
//   id: epoch-time-ratio
//   unit: x
//   from: 1
//   to: 100
//   ```
//
//   How many times as long does one epoch of Large take **on this machine**?
//
//   ### Hint
//   ### Why
//
// `scale: linear` has a slider of even steps; else it is logarithmic, and `from` is above 0. In place of
// `from` and `to`, `choices: sgd, adam` offers words. `unit` may be left out. The file has no head.
//
// Thread rule: plain values and pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/lessons/lesson.h"
#include "core/lessons/rich_text.h"

namespace headroom {

struct Prediction {
  std::string id, title;
  std::string unit;                  // behind the number: "x", "MiB", "%"
  double from = 1, to = 100;         // ends of the slider
  bool logarithmic = true;           // the slider's scale; else linear
  std::vector<std::string> choices;  // instead of a slider: "sgd", "adam"; a guess is a place in it
  RichText text, hint, why;
  std::string where;
};

struct PredictionReading {
  std::vector<Prediction> predictions;  // those in which no fault was found
  std::vector<Error> faults;
};

PredictionReading read_predictions(std::string_view text, const std::string& name, const LessonWords& words);

// What was measured: the figure, how often it was repeated, and how far the repeats lie apart.
struct MeasuredFigure {
  double value = 0;              // the median; of choices: a place in them
  double low = 0, high = 0;      // of the repeats
  int repeats = 0;               // 0: computed, not measured; low and high are the value
  std::vector<std::string> how;  // lines that say what was divided by what: "153 ms : 7.47 ms"
};

enum class GuessGrade { kRight, kTooLow, kTooHigh, kWrong };  // kWrong: of choices

struct Graded {
  GuessGrade grade = GuessGrade::kRight;
  double factor = 1;       // how far the guess is off: 2.6 whichever side; infinite where one of them is 0
  bool by_spread = false;  // right only because the repeats lie so far apart
};

// On a logarithmic slider a guess is right within a factor of two of the figure; on a linear one within a
// tenth of the slider. A guess between the lowest and the highest repeat is always right.
Graded grade(const Prediction& prediction, double guess, const MeasuredFigure& measured);

}  // namespace headroom
