#include "core/model/leading_pattern.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/rng.h"

namespace headroom {
namespace {

constexpr double kStill = 1e-4;       // change of the vector in one iteration, relative to its length
constexpr int kMostIterations = 120;  // where two patterns are equally strong it never stands still
constexpr double kMostNumbers = 2e8;  // that are looked at in all of them
constexpr int kLeastIterations = 8;

double length_of(const std::vector<double>& v) {
  double sum = 0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum);
}

// Four sums at a time, so that the additions need not wait for each other.
double dot_of(const float* now, const float* start, const double* v, std::size_t count) {
  double sums[4] = {};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (std::size_t k = 0; k < 4; ++k) {
      sums[k] += (static_cast<double>(now[i + k]) - static_cast<double>(start[i + k])) * v[i + k];
    }
  }
  for (; i < count; ++i) sums[0] += (static_cast<double>(now[i]) - static_cast<double>(start[i])) * v[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

void add_times(double factor, const float* now, const float* start, double* to, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    to[i] += factor * (static_cast<double>(now[i]) - static_cast<double>(start[i]));
  }
}

double squares_of(const float* now, const float* start, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double change = static_cast<double>(now[i]) - static_cast<double>(start[i]);
    sum += change * change;
  }
  return sum;
}

}  // namespace

LeadingPattern::LeadingPattern(ChangeMatrix in, ChangeMatrix out, std::vector<double> guess)
    : in_(in), out_(out), guess_(std::move(guess)) {
  const auto units = static_cast<std::size_t>(in_.columns > 0 ? in_.lines() : out_.columns);
  if (guess_.size() != units || !(length_of(guess_) > 0)) guess_.clear();
  u_ = guess_;
  if (u_.empty()) {
    // Anywhere but across the pattern: numbers that no data have.
    Rng rng(units);
    for (std::size_t i = 0; i < units; ++i) u_.push_back(rng.uniform(-1, 1));
  }
  const double length = length_of(u_);
  for (double& x : u_) x /= length;
  next_.assign(units, 0);
  along_.assign(static_cast<std::size_t>(in_.columns), 0);
  const double numbers = static_cast<double>(2 * in_.now.size() + out_.now.size());
  most_iterations_ = static_cast<int>(
      std::clamp(kMostNumbers / numbers, static_cast<double>(kLeastIterations), double{kMostIterations}));
}

bool LeadingPattern::advance() {
  if (iteration_ == most_iterations_) return true;
  for (std::int64_t numbers = 0; numbers < kPiece;) {
    switch (pass_) {
      case Pass::kAlongIn:
        if (line_ == in_.lines()) {
          pass_ = Pass::kAcrossIn;
          line_ = 0;
          continue;
        }
        along_in(line_++);
        numbers += in_.columns;
        break;
      case Pass::kAcrossIn:
        if (line_ == in_.lines()) {
          pass_ = Pass::kAlongOut;
          line_ = 0;
          continue;
        }
        across_in(line_++);
        numbers += in_.columns;
        break;
      case Pass::kAlongOut:
        if (line_ == out_.lines()) {
          if (next_iteration()) return true;
          continue;
        }
        along_out(line_++);
        numbers += out_.columns;
        break;
    }
  }
  return false;
}

void LeadingPattern::along_in(std::int64_t line) {
  const auto count = static_cast<std::size_t>(in_.columns), first = static_cast<std::size_t>(line) * count;
  const float *now = in_.now.data() + first, *start = in_.start.data() + first;
  if (iteration_ == 0) squares_ += squares_of(now, start, count);
  add_times(u_[static_cast<std::size_t>(line)], now, start, along_.data(), count);
}

void LeadingPattern::across_in(std::int64_t line) {
  const auto count = static_cast<std::size_t>(in_.columns), first = static_cast<std::size_t>(line) * count;
  next_[static_cast<std::size_t>(line)] +=
      dot_of(in_.now.data() + first, in_.start.data() + first, along_.data(), count);
}

void LeadingPattern::along_out(std::int64_t line) {
  const auto count = static_cast<std::size_t>(out_.columns), first = static_cast<std::size_t>(line) * count;
  const float *now = out_.now.data() + first, *start = out_.start.data() + first;
  if (iteration_ == 0) squares_ += squares_of(now, start, count);
  add_times(dot_of(now, start, u_.data(), count), now, start, next_.data(), count);
}

// True when it was the last one.
bool LeadingPattern::next_iteration() {
  const double length = length_of(next_);  // of C u: tends to the square of the first singular value
  if (!std::isfinite(length) || !std::isfinite(squares_) || length == 0) {
    share_ = std::numeric_limits<double>::quiet_NaN();
    std::fill(u_.begin(), u_.end(), 0);
    iteration_ = most_iterations_;
    return true;
  }
  double moved = 0, along = 0;
  for (std::size_t i = 0; i < u_.size(); ++i) {
    along += u_[i] * next_[i];  // Rayleigh's quotient: its error is that of the vector, squared
    const double off = next_[i] / length - u_[i];
    moved += off * off;
    u_[i] = next_[i] / length;
    next_[i] = 0;
  }
  std::fill(along_.begin(), along_.end(), 0);
  share_ = along / squares_;
  pass_ = Pass::kAlongIn;
  line_ = 0;
  ++iteration_;
  if (iteration_ < most_iterations_ && std::sqrt(moved) > kStill) return false;
  iteration_ = most_iterations_;
  finish();
  return true;
}

void LeadingPattern::finish() {
  double with = 0;
  if (guess_.empty()) {
    with =
        *std::max_element(u_.begin(), u_.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  } else {
    for (std::size_t i = 0; i < u_.size(); ++i) with += u_[i] * guess_[i];
  }
  if (with >= 0) return;
  for (double& x : u_) x = -x;
}

}  // namespace headroom
