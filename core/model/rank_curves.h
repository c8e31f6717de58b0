// One class against the rest, at every threshold: the ROC and the precision-recall curve of a score.
//
//   std::sort(rows.begin(), rows.end(), ranks_before);
//   const RankCurves curves = rank_curves(rows);
//   curves.auc;
//
// Formulas are scikit-learn's (sklearn.metrics: roc_curve with drop_intermediate=False, roc_auc_score,
// average_precision_score): rows of equal score pass the threshold together; the area under ROC by
// trapezoids; average precision = sum of (recall - recall before) x precision, without interpolation. A score
// that is no number ranks last.
//
// Thread rule: pure functions.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace headroom {

struct Ranked {
  float score = 0;   // how much it looks like the class
  bool own = false;  // it is of the class
};
inline bool ranks_before(const Ranked& a, const Ranked& b) {
  if (std::isnan(a.score) || std::isnan(b.score)) return std::isnan(b.score) && !std::isnan(a.score);
  return a.score > b.score;
}

struct RankCurves {
  // All rows with at least this score are taken for the class.
  struct Point {
    double threshold = 0;
    std::int64_t own = 0, others = 0;  // true and false positives
  };
  std::int64_t own = 0, others = 0;  // rows
  double auc = 0;                    // NaN unless there are rows of both
  double average_precision = 0;      // NaN without rows of the class
  std::vector<Point> points;         // thresholds descending; without the one that takes none

  double recall(const Point& p) const { return static_cast<double>(p.own) / static_cast<double>(own); }
  double fallout(const Point& p) const { return static_cast<double>(p.others) / static_cast<double>(others); }
  static double precision(const Point& p) {
    return static_cast<double>(p.own) / static_cast<double>(p.own + p.others);
  }
};

// rows: as ranks_before() sorts them.
RankCurves rank_curves(std::span<const Ranked> rows);
// At most about `most` points, so that neither curve moves by more than what a drawing shows; the areas stay
// those of all points.
RankCurves thinned(RankCurves curves, std::size_t most);
// The point whose threshold is the lowest of at least `threshold`; null: no row reaches it.
const RankCurves::Point* point_at(const RankCurves& curves, double threshold);

}  // namespace headroom
