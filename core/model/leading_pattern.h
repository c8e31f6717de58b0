// How much of what training changed is one single pattern, and in which order of units it shows: the largest
// singular value and the left singular vector of [change in | change out], the rows of which are the units of
// a layer. By power iteration in double precision (Golub and Van Loan, Matrix Computations, 8.2), in pieces.
//
//   LeadingPattern pattern({.now = w.weight, .start = w0.weight, .columns = in}, {}, {});
//   while (!pattern.advance()) {}
//   pattern.share();      // 0.92: the square of the first singular value over the sum of all squares
//   pattern.units();      // [units] of length 1; larger means more of the pattern
//
// Units that are alike in what they learned stand side by side when they are sorted by units().
//
// Thread rule: one object, one thread; the spans must outlive it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace headroom {

// now - start, [lines, columns] row-major; an empty one has no numbers.
struct ChangeMatrix {
  std::span<const float> now = {}, start = {};
  std::int64_t columns = 0;
  std::int64_t lines() const { return columns == 0 ? 0 : static_cast<std::int64_t>(now.size()) / columns; }
};

class LeadingPattern {
 public:
  // in: its lines are the units; out: its columns are. One of them may be empty. guess: [units] where to
  // begin, and what the sign follows; empty: anywhere, and the largest part is positive.
  LeadingPattern(ChangeMatrix in, ChangeMatrix out, std::vector<double> guess);

  // About kPiece numbers; true when it is done.
  bool advance();

  // NaN where nothing changed, or where a number is not finite; units() is then all zero.
  double share() const { return share_; }
  double squares() const { return squares_; }  // sum of all, in and out
  const std::vector<double>& units() const { return u_; }

 private:
  static constexpr std::int64_t kPiece = 1 << 19;
  // One product with the matrix and its transpose takes three passes over the numbers.
  enum class Pass { kAlongIn, kAcrossIn, kAlongOut };

  void along_in(std::int64_t line);
  void across_in(std::int64_t line);
  void along_out(std::int64_t line);
  bool next_iteration();
  void finish();

  ChangeMatrix in_, out_;
  std::vector<double> guess_;
  std::vector<double> u_, next_, along_;
  Pass pass_ = Pass::kAlongIn;
  std::int64_t line_ = 0;
  int iteration_ = 0, most_iterations_ = 0;
  double squares_ = 0, share_ = 0;
};

}  // namespace headroom
