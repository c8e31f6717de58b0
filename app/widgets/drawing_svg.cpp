#include "app/widgets/drawing_svg.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/widgets/svg_text.h"
#include "core/base/base64.h"

namespace headroom::app {
namespace {

constexpr float kSame = 0.02F;  // pixels that are no difference

bool same_place(ImVec2 a, ImVec2 b) { return std::abs(a.x - b.x) < kSame && std::abs(a.y - b.y) < kSame; }
float distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }
ImVec2 middle(ImVec2 a, ImVec2 b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }

// A fan of triangles around its first corner: how Dear ImGui makes rectangles, pieces of lines, circles and
// every filled shape.
struct Fan {
  std::vector<ImVec2> corners;
  ImVec4 color;      // the mean of its corners'
  bool even = true;  // one colour
};

bool upright(const std::vector<ImVec2>& c) {
  return std::abs(c[0].y - c[1].y) < kSame && std::abs(c[2].y - c[3].y) < kSame &&
         std::abs(c[0].x - c[3].x) < kSame && std::abs(c[1].x - c[2].x) < kSame;
}

bool right_angled(const std::vector<ImVec2>& c) {
  const ImVec2 a{c[1].x - c[0].x, c[1].y - c[0].y}, b{c[3].x - c[0].x, c[3].y - c[0].y};
  const bool parallel = same_place({c[0].x + a.x + b.x, c[0].y + a.y + b.y}, c[2]);
  return parallel && std::abs(a.x * b.x + a.y * b.y) <= kSame * distance(c[0], c[1]) * distance(c[0], c[3]);
}

struct Circle {
  ImVec2 center;
  float radius = 0;
};
std::optional<Circle> circle_of(const std::vector<ImVec2>& corners) {
  if (corners.size() < 8) return std::nullopt;
  Circle circle;
  for (const ImVec2& c : corners) {
    circle.center.x += c.x / static_cast<float>(corners.size());
    circle.center.y += c.y / static_cast<float>(corners.size());
  }
  circle.radius = distance(circle.center, corners.front());
  // Of a rounded box all corners are as far from its middle as well, but not from each other.
  const float side = distance(corners.front(), corners.back());
  for (std::size_t i = 0; i < corners.size(); ++i) {
    if (std::abs(distance(circle.center, corners[i]) - circle.radius) > kSame + circle.radius * 0.01F)
      return std::nullopt;
    if (i > 0 && std::abs(distance(corners[i - 1], corners[i]) - side) > kSame + side * 0.2F)
      return std::nullopt;
  }
  return circle;
}

class Writer {
 public:
  explicit Writer(const Drawing& drawing) : drawing_(drawing) {}
  std::string file(const std::string& title);

 private:
  // A line that may go on.
  struct Stroke {
    std::vector<ImVec2> points;
    float width;
    ImVec4 color;
  };

  float x(float v) const { return v - drawing_.area.x; }
  float y(float v) const { return v - drawing_.area.y; }
  std::string attribute(std::string_view name, float value) const {
    return " " + std::string(name) + "=\"" + svg_number(value) + "\"";
  }
  std::string point_list(const std::vector<ImVec2>& points) const;
  std::string paint(std::string_view what, const ImVec4& c) const;
  std::string place(const Rect& area) const;

  void open_clip(const Rect& clip);
  void batch(const Drawing::Batch& batch);
  void triangles(const Drawing::Batch& batch);
  void text(const Drawing::Text& text);
  void add(const Fan& fan);
  bool seen(const std::vector<ImVec2>& points) const;
  bool goes_on(const std::vector<ImVec2>& corners, float width, const ImVec4& c) const;
  void rectangle(const Rect& area, const ImVec4& c);
  void finish_stroke();

  const Drawing& drawing_;
  std::string body_;
  std::optional<Rect> clip_;
  std::vector<Rect> clips_;
  std::optional<Stroke> stroke_;
};

std::string Writer::point_list(const std::vector<ImVec2>& points) const {
  std::string list = " points=\"";
  for (const ImVec2& p : points)
    list += (&p == points.data() ? "" : " ") + svg_number(x(p.x)) + "," + svg_number(y(p.y));
  return list + "\"";
}

std::string Writer::paint(std::string_view what, const ImVec4& c) const {
  std::string text = " " + std::string(what) + "=\"" + svg_color(c) + "\"";
  if (c.w < 0.999F) text += attribute(std::string(what) + "-opacity", c.w);
  return text;
}

std::string Writer::place(const Rect& area) const {
  return attribute("x", x(area.x)) + attribute("y", y(area.y)) + attribute("width", area.w) +
         attribute("height", area.h);
}

// Everything that follows is cut off there.
void Writer::open_clip(const Rect& clip) {
  const auto equal = [&](const Rect& r) {
    return same_place(r.min(), clip.min()) && same_place(r.max(), clip.max());
  };
  if (clip_ && equal(*clip_)) return;
  finish_stroke();
  if (clip_) body_ += "</g>\n";
  const auto known = std::find_if(clips_.begin(), clips_.end(), equal);
  const auto index = known - clips_.begin();
  if (known == clips_.end()) clips_.push_back(clip);
  body_ += "<g clip-path=\"url(#c" + std::to_string(index) + ")\">\n";
  clip_ = clip;
}

void Writer::batch(const Drawing::Batch& batch) {
  open_clip(batch.clip);
  if (batch.filled) return rectangle(batch.clip, ImGui::ColorConvertU32ToFloat4(batch.color));
  if (batch.solid) return triangles(batch);
  finish_stroke();
  if (batch.picture.rgb.empty()) return;
  body_ += "<image" + place(batch.clip) + " preserveAspectRatio=\"none\" href=\"data:image/png;base64," +
           base64(encode_png(batch.picture)) + "\"/>\n";
}

void Writer::triangles(const Drawing::Batch& batch) {
  const Drawing::List& list = drawing_.lists[static_cast<std::size_t>(batch.list)];
  const auto index = [&](int i) { return batch.vertex + list.indices[static_cast<std::size_t>(i)]; };
  const auto vertex = [&](int v) -> const ImDrawVert& { return list.vertices[static_cast<std::size_t>(v)]; };
  const int end = batch.first + batch.count;
  const Drawing::Text* told = nullptr;
  for (int i = batch.first; i + 2 < end;) {
    const int first = index(i);
    const auto after = std::upper_bound(list.texts.begin(), list.texts.end(), first,
                                        [](int v, const Drawing::Text& t) { return v < t.first; });
    if (after != list.texts.begin() && first < (after - 1)->end) {
      if (told != &*(after - 1)) text(*(told = &*(after - 1)));
      i += 3;
      continue;
    }
    Fan fan;
    ImVec4 sum;
    ImU32 one = vertex(first).col;
    const auto corner = [&](int v) {
      const ImVec4 c = ImGui::ColorConvertU32ToFloat4(vertex(v).col);
      sum = {sum.x + c.x, sum.y + c.y, sum.z + c.z, sum.w + c.w};
      fan.even = fan.even && vertex(v).col == one;
      fan.corners.push_back(vertex(v).pos);
    };
    int last = index(i + 2);
    for (const int v : {first, index(i + 1), last}) corner(v);
    for (i += 3; i + 2 < end && index(i) == first && index(i + 1) == last; i += 3)
      corner(last = index(i + 2));
    // A piece of a texture that nothing is known of, such as the text of a field that is being typed into.
    const ImVec2 uv = vertex(first).uv;
    if (std::abs(uv.x - drawing_.white.x) > 1e-6F || std::abs(uv.y - drawing_.white.y) > 1e-6F) continue;
    if (!seen(fan.corners)) continue;
    const auto n = static_cast<float>(fan.corners.size());
    fan.color = {sum.x / n, sum.y / n, sum.z / n, sum.w / n};
    if (fan.color.w > 0) add(fan);
  }
}

// Whether what spans these points reaches into the clip.
bool Writer::seen(const std::vector<ImVec2>& points) const {
  ImVec2 low = points.front(), high = low;
  for (const ImVec2& p : points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  return low.x < clip_->right() && high.x > clip_->x && low.y < clip_->bottom() && high.y > clip_->y;
}

bool Writer::goes_on(const std::vector<ImVec2>& corners, float width, const ImVec4& c) const {
  return stroke_ && std::abs(stroke_->width - width) < kSame &&
         same_place(stroke_->points.back(), middle(corners[0], corners[3])) &&
         svg_color(stroke_->color) == svg_color(c) && std::abs(stroke_->color.w - c.w) < 1e-3F;
}

void Writer::add(const Fan& fan) {
  const std::vector<ImVec2>& c = fan.corners;
  if (c.size() == 4 && fan.even && right_angled(c)) {
    const float width = distance(c[0], c[3]);
    if (goes_on(c, width, fan.color)) return stroke_->points.push_back(middle(c[1], c[2]));
    finish_stroke();
    if (upright(c))
      return rectangle(Rect::between({std::min(c[0].x, c[2].x), std::min(c[0].y, c[2].y)},
                                     {std::max(c[0].x, c[2].x), std::max(c[0].y, c[2].y)}),
                       fan.color);
    stroke_ = Stroke{{middle(c[0], c[3]), middle(c[1], c[2])}, width, fan.color};
    return;
  }
  finish_stroke();
  if (const auto circle = fan.even ? circle_of(c) : std::nullopt) {
    body_ += "<circle" + attribute("cx", x(circle->center.x)) + attribute("cy", y(circle->center.y)) +
             attribute("r", circle->radius) + paint("fill", fan.color) + "/>\n";
    return;
  }
  // Cells of a surface meet without a seam.
  body_ += "<polygon" + point_list(c) + paint("fill", fan.color) +
           (fan.even ? "" : " shape-rendering=\"crispEdges\"") + "/>\n";
}

// What of it lies in sight: a panel may reach far beyond.
void Writer::rectangle(const Rect& area, const ImVec4& c) {
  finish_stroke();
  const Rect seen = area.common(*clip_);
  if (seen.w > 0 && seen.h > 0) body_ += "<rect" + place(seen) + paint("fill", c) + "/>\n";
}

void Writer::finish_stroke() {
  if (!stroke_) return;
  body_ += "<polyline fill=\"none\"" + paint("stroke", stroke_->color) +
           attribute("stroke-width", stroke_->width) + " stroke-linejoin=\"round\"" +
           point_list(stroke_->points) + "/>\n";
  stroke_.reset();
}

void Writer::text(const Drawing::Text& text) {
  const ImVec2 end{text.baseline.x + text.width, text.baseline.y - text.em};
  if (!seen({text.baseline, end})) return;
  finish_stroke();
  const bool mono = text.family == Drawing::Family::kMono;
  body_ += "<text" + attribute("x", x(text.baseline.x)) + attribute("y", y(text.baseline.y)) + " class=\"" +
           (mono ? "m" : "t") + "\"" + attribute("font-size", text.em) +
           (text.weight == 400 ? "" : " font-weight=\"" + std::to_string(text.weight) + "\"") +
           paint("fill", ImGui::ColorConvertU32ToFloat4(text.color)) + attribute("textLength", text.width) +
           " lengthAdjust=\"spacingAndGlyphs\">" + svg_words(text.words) + "</text>\n";
}

std::string Writer::file(const std::string& title) {
  const Rect whole{0, 0, drawing_.area.w, drawing_.area.h};
  for (const Drawing::Batch& each : drawing_.batches) batch(each);
  finish_stroke();
  if (clip_) body_ += "</g>\n";
  std::string clips;
  for (std::size_t i = 0; i < clips_.size(); ++i)
    clips += "<clipPath id=\"c" + std::to_string(i) + "\"><rect" + place(clips_[i]) + "/></clipPath>\n";
  const std::string size = svg_number(whole.w) + "\" height=\"" + svg_number(whole.h);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 "
         "0 " +
         svg_number(whole.w) + " " + svg_number(whole.h) + "\" width=\"" + size + "\">\n<title>" +
         svg_words(title) +
         "</title>\n<style>text{white-space:pre}.t{font-family:Inter,Helvetica,Arial,sans-serif}"
         ".m{font-family:'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace}</style>\n<defs>\n" +
         clips + "</defs>\n<rect width=\"" + size + "\"" + paint("fill", drawing_.ground) + "/>\n" + body_ +
         "</svg>\n";
}

}  // namespace

std::string drawing_svg(const Drawing& drawing, const std::string& title) {
  return Writer(drawing).file(title);
}

}  // namespace headroom::app
