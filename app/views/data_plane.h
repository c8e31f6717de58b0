// The right side of the Data tab: rows as points of two columns or of the first two principal components,
// with what the network says between them; or how all columns vary together.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/views/data_scene.h"

namespace headroom::app {

class DataPlaneView {
 public:
  void draw(const DataScene& scene, const Rect& area);
  // One sentence about what is shown; empty where there is none.
  static std::string sentence(const DataScene& scene);
  // Points are still being drawn: the next frame shows more of them.
  bool animating() const { return drawing_cloud_; }

 private:
  // Of rows that the network was asked about, in their marks.
  struct AnsweredPoints {
    std::shared_ptr<const DataPlanePicture> plane;
    std::shared_ptr<const DataAnswers> answers;
    std::vector<float> x, y;
    std::vector<std::uint8_t> mark;
  };
  static std::shared_ptr<const AnsweredPoints> answered_points(const DataScene& scene,
                                                               const DataPlanePicture& plane);
  // What the plane shows; null: not yet.
  static const DataPlanePicture* picture_of(const DataScene& scene);
  static ImVec2 screen_place(const DataPlanePicture& plane, const Rect& area, double x, double y);
  void choose(const DataScene& scene, Rect area) const;
  void choose_axis(const DataScene& scene, const Rect& area, bool x) const;
  void draw_plane(const DataScene& scene, Rect area);
  void follow_surface(const DataScene& scene);
  void draw_surface(const DataScene& scene, const Rect& area);
  // app/views/data_plane_points.cpp; false where there are no shaders.
  bool draw_cloud(const DataScene& scene, const Rect& area);
  bool draw_answered(const DataScene& scene, const Rect& area);
  void draw_points(const DataScene& scene, const Rect& area) const;
  void draw_axes(const DataScene& scene, const Rect& area, Rect left, Rect below) const;
  static void point_at(const DataScene& scene, const Rect& area);
  static std::int64_t row_under(const DataPlanePicture& plane, const Rect& area, float reach, ImVec2& at);
  void draw_legend(const DataScene& scene, Rect area) const;
  void draw_others(const DataScene& scene, Rect area);
  void draw_two_columns(const DataScene& scene, Rect area);
  static void draw_correlations(const DataScene& scene, Rect area);
  static void draw_one_column(const DataScene& scene, const Rect& area);

  // Of the surface that was drawn last.
  std::vector<ImVec2> border_;
  std::vector<float> said_, sureness_;  // of more than two classes: [side, side]
  float least_ = 0, most_ = 1;          // of a regression
  std::shared_ptr<const AnsweredPoints> answered_;
  std::optional<double> noise_;  // while it is chosen
  bool clouded_ = false;         // every row is drawn
  bool drawing_cloud_ = false;   // and not all of them are there yet
  std::shared_ptr<const DataPlanePicture> border_of_;
};

}  // namespace headroom::app
