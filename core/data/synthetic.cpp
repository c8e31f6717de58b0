#include "core/data/synthetic.h"

#include <chrono>
#include <cmath>
#include <numbers>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/portable_math.h"
#include "core/base/rng.h"

namespace headroom {
namespace {

// Independent streams of one seed: the problem, the units of the columns, the rows.
enum class Stream : std::uint64_t {
  kProblem = 0x70726f626c656dULL,
  kUnits = 0x756e697473ULL,
  kRows = 0x726f7773ULL
};

Rng stream(std::uint64_t seed, Stream which) {
  return Rng(mix64(seed ^ mix64(static_cast<std::uint64_t>(which))));
}

using Vector = std::vector<double>;

void rescale(Vector& v, double length) {
  double square = 0;
  for (const double x : v) square += x * x;
  for (double& x : v) x *= length / std::sqrt(square);
}

// Every column comes in a unit of its own, value = offset + scale * x, as measured columns do. It changes
// nothing about the difficulty: min-max scaling takes it back, which is what that stage is there to show.
class Units {
 public:
  Units(std::int64_t columns, std::uint64_t seed) {
    Rng rng = stream(seed, Stream::kUnits);
    for (std::int64_t c = 0; c < columns; ++c) {
      const double scale = portable_exp(rng.uniform(portable_log(0.1), portable_log(100.0)));
      scale_.push_back(scale);
      offset_.push_back(scale * rng.uniform(-5.0, 5.0));
    }
  }
  float operator()(std::int64_t column, double x) const {
    const auto c = static_cast<std::size_t>(column);
    return static_cast<float>(offset_[c] + scale_[c] * x);
  }

 private:
  Vector scale_, offset_;
};

// Class k of three has the share 0.43^k / (1 + 0.43 + 0.43^2): about 62 %, 27 % and 11 %.
constexpr std::size_t kClasses = 3;
constexpr std::size_t kClouds = 2;  // per class, equally likely
constexpr double kClassRatio = 0.43;

std::size_t draw_class(Rng& rng) {
  constexpr double kTotal = 1 + kClassRatio + kClassRatio * kClassRatio;
  const double u = rng.uniform() * kTotal;
  if (u < 1) return 0;
  return u < 1 + kClassRatio ? 1 : 2;
}

// Directions drawn at random and made orthogonal to each other (Gram-Schmidt), each of length `length`. Left
// to chance, some classes of some seeds would lie close together and others far apart. With more directions
// than columns the rest stay as they were drawn.
std::vector<Vector> orthogonal_directions(std::size_t count, std::size_t columns, double length, Rng& rng) {
  std::vector<Vector> directions;
  for (std::size_t d = 0; d < count; ++d) {
    Vector v(columns);
    for (double& x : v) x = rng.normal();
    for (std::size_t e = 0; e < d && d < columns; ++e) {
      double dot = 0;
      for (std::size_t c = 0; c < columns; ++c) dot += v[c] * directions[e][c];
      for (std::size_t c = 0; c < columns; ++c) v[c] -= dot / (length * length) * directions[e][c];
    }
    rescale(v, length);
    directions.push_back(std::move(v));
  }
  return directions;
}

// Row: class k, cloud j, x = centre[k][j] + N(0, I); the centres are orthogonal and lie signal *
// sqrt(columns) from the origin. With probability `noise` the label is drawn again from the class shares.
void fill_infrastructure(const SyntheticSpec& spec, std::uint64_t seed, Dataset& data) {
  const auto columns = static_cast<std::size_t>(spec.columns);
  const Units units(spec.columns, seed);
  Rng problem = stream(seed, Stream::kProblem);
  const std::vector<Vector> centres = orthogonal_directions(
      kClasses * kClouds, columns, spec.signal * std::sqrt(static_cast<double>(columns)), problem);
  Rng rng = stream(seed, Stream::kRows);
  for (std::int64_t row = 0; row < spec.rows; ++row) {
    const std::size_t label = draw_class(rng);
    const Vector& centre = centres[label * kClouds + rng.below(kClouds)];
    for (std::size_t c = 0; c < columns; ++c) {
      data.values.push_back(units(static_cast<std::int64_t>(c), centre[c] + rng.normal()));
    }
    // Both are drawn whatever the noise, so that the rows stay the same when it changes.
    const bool redrawn = rng.uniform() < spec.noise;
    const std::size_t other = draw_class(rng);
    data.targets.push_back(static_cast<float>(redrawn ? other : label));
  }
  data.class_names = {"A", "B", "C"};
}

// Of the score's variance, this share squared is a weighted sum of the columns themselves: enough for 53 % of
// the rows by itself, so that the first epoch has something easy to find.
constexpr double kLinearPart = 0.1;
// Row: z uniform in [-1, 1]^n;
//   score = signal * ( sqrt(1 - a^2) * 3 / |w| * sum over i < j of w_ij z_i z_j
//                      + a * sqrt(3) / |v| * sum over i of v_i z_i ),          a = kLinearPart
// w_ij = sign(g) |g|^2.5: a few products count much and most count little, so that there is something left to
// learn at every stage. v_i = g, g ~ N(0, 1). z_i has the variance 1/3 and the terms are uncorrelated, so
// the score has mean 0 and deviation `signal` whatever w and v are. The label is 1 with the probability 1 /
// (1 + exp(-score / noise)); noise 0: where score > 0.
void fill_scalability(const SyntheticSpec& spec, std::uint64_t seed, Dataset& data) {
  const auto columns = static_cast<std::size_t>(spec.columns);
  const Units units(spec.columns, seed);
  Rng problem = stream(seed, Stream::kProblem);
  Vector pairs(columns * (columns - 1) / 2);  // w_ij, i < j, row by row
  for (double& w : pairs) {
    const double g = problem.normal();
    w = std::copysign(g * g * std::sqrt(std::abs(g)), g);
  }
  Vector single(columns);  // v_i
  for (double& v : single) v = problem.normal();
  rescale(pairs, spec.signal * 3.0 * std::sqrt(1.0 - kLinearPart * kLinearPart));
  rescale(single, spec.signal * std::sqrt(3.0) * kLinearPart);
  Rng rng = stream(seed, Stream::kRows);
  Vector z(columns);
  for (std::int64_t row = 0; row < spec.rows; ++row) {
    for (std::size_t c = 0; c < columns; ++c) {
      z[c] = rng.uniform(-1.0, 1.0);
      data.values.push_back(units(static_cast<std::int64_t>(c), z[c]));
    }
    double score = 0;
    const double* w = pairs.data();
    for (std::size_t i = 0; i < columns; ++i) {
      score += single[i] * z[i];
      for (std::size_t j = i + 1; j < columns; ++j) score += *w++ * z[i] * z[j];
    }
    const double draw = rng.uniform();  // also without noise, so that the rows stay the same
    const bool positive = spec.noise > 0 ? draw < 1.0 / (1.0 + portable_exp(-score / spec.noise)) : score > 0;
    data.targets.push_back(positive ? 1.0F : 0.0F);
  }
  data.class_names = {"no", "yes"};
}

struct Point {
  double x = 0, y = 0;
};

// A: the upper half of a circle around (0, 0); B: the lower half of one around (1, 0.5).
Point moon(bool second, double along, const SyntheticSpec&) {
  const double t = along * std::numbers::pi;
  return second ? Point{1 - portable_cos(t), 0.5 - portable_sin(t)} : Point{portable_cos(t), portable_sin(t)};
}
// A: the outer circle, of radius 1; B: the inner one.
Point circle(bool second, double along, const SyntheticSpec& spec) {
  const double t = along * 2 * std::numbers::pi, radius = second ? spec.signal : 1;
  return {radius * portable_cos(t), radius * portable_sin(t)};
}
// r = along, from the middle outwards in `signal` turns; B is A turned by half.
Point spiral(bool second, double along, const SyntheticSpec& spec) {
  const double t = spec.signal * along * 2 * std::numbers::pi + (second ? std::numbers::pi : 0);
  return {along * portable_sin(t), along * portable_cos(t)};
}

using PlacePoint = Point (*)(bool second, double along, const SyntheticSpec& spec);
constexpr std::pair<std::string_view, PlacePoint> kCurves[] = {
    {"moons", moon}, {"circles", circle}, {"spirals", spiral}};

bool of_two_columns(std::string_view kind) {
  for (const auto& [name, place] : kCurves) {
    if (name == kind) return true;
  }
  return kind == "xor" || kind == "gaussians";
}

// Classes alternate, so that both are equally frequent. The same numbers are drawn whatever the noise.
void fill_two_columns(const SyntheticSpec& spec, std::uint64_t seed, Dataset& data) {
  Rng rng = stream(seed, Stream::kRows);
  for (std::int64_t row = 0; row < spec.rows; ++row) {
    const bool second = row % 2 == 1;
    Point at;
    if (spec.kind == "xor") {
      at = {rng.uniform(-1.0, 1.0), rng.uniform(0.0, 1.0)};
      if ((at.x < 0) != second) at.y = -at.y;
    } else if (spec.kind == "gaussians") {
      at = second ? Point{spec.signal, spec.signal} : Point{-spec.signal, -spec.signal};
    } else {
      for (const auto& [name, place] : kCurves) {
        if (name == spec.kind) at = place(second, rng.uniform(), spec);
      }
    }
    data.values.push_back(static_cast<float>(at.x + spec.noise * rng.normal()));
    data.values.push_back(static_cast<float>(at.y + spec.noise * rng.normal()));
    data.targets.push_back(second ? 1.0F : 0.0F);
  }
  data.class_names = {"A", "B"};
}

[[noreturn]] void refuse(const SyntheticSpec& spec, const std::string& message) {
  throw Error(ErrorCode::kBadInput, message, "generator " + spec.kind);
}

void check(const SyntheticSpec& spec) {
  const bool infrastructure = spec.kind == "infrastructure", two = of_two_columns(spec.kind);
  if (!infrastructure && !two && spec.kind != "scalability") {
    refuse(spec,
           "there is no such generator: choose infrastructure, scalability, moons, circles, spirals, xor or "
           "gaussians");
  }
  if (two && spec.columns != 2) refuse(spec, "columns must be 2");
  if (spec.kind == "circles" && !(spec.signal < 1)) refuse(spec, "signal, the inner radius, must be below 1");
  if (spec.rows < 1) refuse(spec, "rows must be at least 1");
  const std::int64_t least_columns = infrastructure ? 1 : 2;
  if (spec.columns < least_columns) {
    refuse(spec, "columns must be at least " + std::to_string(least_columns));
  }
  // A generator is for lessons; this also bounds the square of the columns that "scalability" draws.
  constexpr std::int64_t kMostColumns = 4096;
  if (spec.columns > kMostColumns) refuse(spec, "columns must be at most " + std::to_string(kMostColumns));
  // The comparisons are written so that NaN fails them.
  if (!(spec.signal > 0) || !std::isfinite(spec.signal)) refuse(spec, "signal must be a positive number");
  if (!(spec.noise >= 0) || !std::isfinite(spec.noise) || (infrastructure && spec.noise > 1)) {
    refuse(spec, infrastructure ? "noise must be a share, 0 to 1" : "noise must be 0 or more");
  }
}

}  // namespace

Dataset generate(const SyntheticSpec& spec, std::uint64_t seed) {
  check(spec);
  const auto start = std::chrono::steady_clock::now();
  Dataset data;
  data.source = "generator: " + spec.kind + ", seed " + std::to_string(seed);
  data.rows = spec.rows;
  data.columns = spec.columns;
  data.task = Task::kClassification;
  data.target_name = "class";
  for (std::int64_t c = 0; c < spec.columns; ++c) data.column_names.push_back("x" + std::to_string(c));
  data.values.reserve(static_cast<std::size_t>(checked_mul(spec.rows, spec.columns)));
  data.targets.reserve(static_cast<std::size_t>(spec.rows));
  if (of_two_columns(spec.kind)) {
    fill_two_columns(spec, seed, data);
  } else if (spec.kind == "infrastructure") {
    fill_infrastructure(spec, seed, data);
  } else {
    fill_scalability(spec, seed, data);
  }
  data.read_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return data;
}

}  // namespace headroom
