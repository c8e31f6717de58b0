// One frame as it was drawn, kept for a drawing file: what every view, widget and future view paints with
// Dear ImGui ends up here by itself.
//
//   tape.begin();
//   draw_frame();  // from ImGui::NewFrame to Render
//   Drawing drawing = tape.finish(*ImGui::GetDrawData(), {area, theme, fonts});
//   std::string file = drawing_svg(drawing, "Confusion matrix");  // in a job: drawing_svg.h
//
// While it runs, edges are not smoothed, so that a shape is its own outline and not that and a seam around
// it. Text is noted where it is drawn (paint.h), since glyphs are pieces of a texture.
//
// Part of WindowMemory (window_memory.h). Thread rule: window's thread; a Drawing is a plain value.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/gl/picture.h"
#include "app/ui/theme.h"
#include "app/widgets/rect.h"
#include "imgui.h"

namespace headroom::app {

// A part of the window as shapes and words, in the order in which they were painted.
struct Drawing {
  enum class Family { kText, kMono };
  struct Text {
    int first = 0, end = 0;  // its vertices
    ImVec2 baseline;         // where it begins
    float width = 0, em = 0;
    Family family = Family::kText;
    int weight = 400;
    ImU32 color = 0;
    std::string words;
  };
  // Triangles that are clipped together.
  struct Batch {
    Rect clip;
    int list = 0;  // of lists
    int first = 0, count = 0, vertex = 0;
    bool solid = true;    // no texture but the font's
    bool filled = false;  // the whole clip in `color`
    ImU32 color = 0;
    Picture picture = {};  // what was neither: how the clip looked
  };
  struct List {
    std::vector<ImDrawVert> vertices;
    std::vector<ImDrawIdx> indices;
    std::vector<Text> texts;  // by first
  };
  Rect area;
  ImVec4 ground;
  ImVec2 white;  // the place in the font's texture that plain shapes take
  std::vector<List> lists;
  std::vector<Batch> batches;
};

// What of a frame is wanted.
struct Cutting {
  Rect area;
  const Theme& theme;
  const Fonts& fonts;
  // A part of the finished frame, for what has no outlines (textures, shaders); null: it is left out.
  std::function<Picture(const Rect&)> pixels = {};
};

class Tape {
 public:
  void begin();
  bool running() const { return running_; }
  // Of what was drawn since; it goes on.
  Drawing cut(const ImDrawData& drawn, const Cutting& cutting) const;
  // The same; stop() follows by itself.
  Drawing finish(const ImDrawData& drawn, const Cutting& cutting);
  void stop();
  // A text whose vertices were appended to the list from `before` on.
  void note(const ImDrawList& list, int before, ImFont* font, ImVec2 at, const ImVec4& color,
            std::string_view text);

 private:
  struct Note {
    const ImDrawList* list;
    ImFont* font;
    Drawing::Text text;
  };
  void copy_list(const ImDrawList& list, const Cutting& cutting, Drawing& drawing) const;

  bool running_ = false;
  float tessellation_ = 0;  // as it was
  std::vector<Note> notes_;
};

}  // namespace headroom::app
