// The right side of the Data tab: rows as points of two columns or of the first two principal components,
// with what the network says between them; or how all columns vary together.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/views/data_scene.h"

namespace headroom::app {

class DataPlaneView {
 public:
  void draw(const DataScene& scene, const Rect& area);
  // One sentence about what is shown; empty where there is none.
  static std::string sentence(const DataScene& scene);

 private:
  void choose(const DataScene& scene, Rect area) const;
  void choose_axis(const DataScene& scene, const Rect& area, bool x) const;
  void draw_plane(const DataScene& scene, Rect area);
  void follow_surface(const DataScene& scene);
  void draw_surface(const DataScene& scene, const Rect& area);
  void draw_points(const DataScene& scene, const Rect& area) const;
  void draw_axes(const DataScene& scene, const Rect& area, Rect left, Rect below) const;
  static void point_at(const DataScene& scene, const Rect& area);
  static void draw_legend(const DataScene& scene, Rect area);
  static void draw_others(const DataScene& scene, Rect area);
  static void draw_correlations(const DataScene& scene, Rect area);
  static void draw_one_column(const DataScene& scene, const Rect& area);

  // Of the surface that was drawn last.
  std::vector<ImVec2> border_;
  std::vector<float> said_, sureness_;  // of more than two classes: [side, side]
  float least_ = 0, most_ = 1;          // of a regression
  std::shared_ptr<const DataPlanePicture> border_of_;
};

}  // namespace headroom::app
