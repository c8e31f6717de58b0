// Where an axis puts its ticks, and how they are labelled. Pure functions.
#pragma once

#include <string>
#include <vector>

namespace headroom::app {

struct Tick {
  double value = 0;
  std::string label;
};

// Steps of 1, 2 or 5 times a power of ten, all inside [low, high]; at most `count` + 1 ticks, or up to
// 2 `count` + 1 where that shows fewer than three: one number says nothing about a scale.
// `whole`: no fractions (epochs, steps).
std::vector<Tick> linear_ticks(double low, double high, int count, bool whole = false);
// Range in powers of ten: low and high are log10 of the ends; `value` too. Whole decades, with 2 and 5
// between them while fewer than three decades show; linear steps inside less than one decade.
std::vector<Tick> log_ticks(double low, double high, int count);
// The same range widened to whole steps of at most `count` parts.
void widen_to_ticks(double& low, double& high, int count);

// Where an axis ends that follows a run of which `done` of `whole` is done. Less than a tenth: the next of 1,
// 2 and 5 times a power of ten that leaves a fifth free, at least `least`, so that it jumps seldom and never
// crawls. From a tenth on, the whole run. `whole` may be infinite: nobody knows how long it takes.
double followed_end(double done, double whole, double least);

}  // namespace headroom::app
