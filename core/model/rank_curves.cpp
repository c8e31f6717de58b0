#include "core/model/rank_curves.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace headroom {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool ties(const Ranked& a, const Ranked& b) {
  return a.score == b.score || (std::isnan(a.score) && std::isnan(b.score));
}

}  // namespace

RankCurves rank_curves(std::span<const Ranked> rows) {
  RankCurves curves;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    ++(rows[r].own ? curves.own : curves.others);
    if (r + 1 < rows.size() && ties(rows[r], rows[r + 1])) continue;
    curves.points.push_back({static_cast<double>(rows[r].score), curves.own, curves.others});
  }
  double area = 0, precisions = 0;
  RankCurves::Point before;
  for (const RankCurves::Point& point : curves.points) {
    const auto gained = static_cast<double>(point.own - before.own);
    area +=
        static_cast<double>(point.others - before.others) * (static_cast<double>(before.own) + gained / 2);
    precisions += gained * RankCurves::precision(point);
    before = point;
  }
  const auto own = static_cast<double>(curves.own), others = static_cast<double>(curves.others);
  curves.auc = curves.own > 0 && curves.others > 0 ? area / (own * others) : kNone;
  curves.average_precision = curves.own > 0 ? precisions / own : kNone;
  return curves;
}

RankCurves thinned(RankCurves curves, std::size_t most) {
  if (curves.points.size() <= most || most < 4) return curves;
  const double least = 3.0 / static_cast<double>(most);
  std::vector<RankCurves::Point> kept;
  const auto moved = [&](const RankCurves::Point& a, const RankCurves::Point& b) {
    return std::max({curves.own > 0 ? curves.recall(b) - curves.recall(a) : 0.0,
                     curves.others > 0 ? curves.fallout(b) - curves.fallout(a) : 0.0,
                     std::abs(RankCurves::precision(b) - RankCurves::precision(a))});
  };
  for (std::size_t i = 0; i < curves.points.size(); ++i) {
    const bool last = i + 1 == curves.points.size();
    // The precision of the first few rows jumps: those points come one by one, but not beyond the bound.
    if (kept.empty() || last || (moved(kept.back(), curves.points[i]) >= least && kept.size() + 1 < 2 * most))
      kept.push_back(curves.points[i]);
  }
  curves.points = std::move(kept);
  return curves;
}

const RankCurves::Point* point_at(const RankCurves& curves, double threshold) {
  const auto beyond =
      std::partition_point(curves.points.begin(), curves.points.end(),
                           [&](const RankCurves::Point& point) { return point.threshold >= threshold; });
  return beyond == curves.points.begin() ? nullptr : &*std::prev(beyond);
}

}  // namespace headroom
