#include "app/widgets/plot/plot_svg.h"

#include <cmath>

#include "app/widgets/plot/ticks.h"
#include "app/widgets/svg_text.h"

namespace headroom::app {
namespace {

constexpr float kWidth = 960, kPlotHeight = 340, kMargin = 64, kRow = 22, kHead = 56;
constexpr const char* kGrey = "#545f6d";
constexpr const char* kInk = "#171c23";

struct Style {
  std::string color;
  float width = 2, opacity = 1;
  std::string dash = {};  // "6 4"
};

class PlotDrawing {
 public:
  void text(ImVec2 at, const std::string& words, const char* color, const char* anchor = "start",
            bool bold = false) {
    body_ += "<text x=\"" + svg_number(at.x) + "\" y=\"" + svg_number(at.y) + "\" fill=\"" + color +
             "\" text-anchor=\"" + anchor + "\"" + (bold ? " font-weight=\"600\"" : "") + ">" +
             svg_words(words) + "</text>\n";
  }
  void line(ImVec2 a, ImVec2 b, const Style& style) { polyline({a, b}, style); }
  void polyline(const std::vector<ImVec2>& points, const Style& style) {
    body_ += "<polyline fill=\"none\" stroke=\"" + style.color + "\" stroke-width=\"" +
             svg_number(style.width) + "\"";
    if (style.opacity < 1) body_ += " stroke-opacity=\"" + svg_number(style.opacity) + "\"";
    if (!style.dash.empty()) body_ += " stroke-dasharray=\"" + style.dash + "\"";
    body_ += " stroke-linejoin=\"round\" points=\"";
    for (const ImVec2& p : points) body_ += svg_number(p.x) + "," + svg_number(p.y) + " ";
    body_ += "\"/>\n";
  }
  void mark(PlotMark mark, ImVec2 at, const std::string& color) {
    const float r = 4;
    if (mark == PlotMark::kCircle) {
      body_ += "<circle cx=\"" + svg_number(at.x) + "\" cy=\"" + svg_number(at.y) + "\" r=\"" +
               svg_number(r) + "\" fill=\"" + color + "\"/>\n";
      return;
    }
    const std::vector<ImVec2> corners =
        mark == PlotMark::kSquare
            ? std::vector<ImVec2>{{at.x - r, at.y - r},
                                  {at.x + r, at.y - r},
                                  {at.x + r, at.y + r},
                                  {at.x - r, at.y + r}}
            : std::vector<ImVec2>{{at.x, at.y - r}, {at.x + r, at.y + r}, {at.x - r, at.y + r}};
    body_ += "<polygon fill=\"" + color + "\" points=\"";
    for (const ImVec2& p : corners) body_ += svg_number(p.x) + "," + svg_number(p.y) + " ";
    body_ += "\"/>\n";
  }
  void begin_clip(const Rect& area) {
    const std::string id = "plot" + std::to_string(++clips_);
    body_ += "<clipPath id=\"" + id + "\"><rect x=\"" + svg_number(area.x) + "\" y=\"" + svg_number(area.y) +
             "\" width=\"" + svg_number(area.w) + "\" height=\"" + svg_number(area.h) +
             "\"/></clipPath>\n<g clip-path=\"url(#" + id + ")\">\n";
  }
  void end_clip() { body_ += "</g>\n"; }
  std::string file(const std::string& title, float height) const {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
           svg_number(kWidth) + " " + svg_number(height) + "\" width=\"" + svg_number(kWidth) +
           "\" height=\"" + svg_number(height) +
           "\" font-family=\"Inter, Helvetica, Arial, sans-serif\" font-size=\"13\">\n<title>" +
           svg_words(title) + "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + body_ +
           "</svg>\n";
  }

 private:
  std::string body_;
  int clips_ = 0;
};

Style style_of(const PlotCurve& curve, bool epochs) {
  const bool ghost = curve.look == CurveLook::kGhost;
  const float opacity = ghost ? 0.6F : curve.look == CurveLook::kDimmed ? 0.3F : 1;
  if (ghost) return {svg_color(curve.color), 1.3F, opacity, epochs ? "4 3" : "2 3"};
  return {svg_color(curve.color), epochs ? 1.8F : 2, opacity, epochs ? "6 4" : ""};
}

void draw_axes(PlotDrawing& drawing, const PlotFrame& frame, const PlotSpec& spec) {
  const Rect& area = frame.area;
  const auto y_ticks =
      frame.log_y ? log_ticks(frame.y.low, frame.y.high, 6) : linear_ticks(frame.y.low, frame.y.high, 6);
  for (const Tick& tick : y_ticks) {
    const float y = area.bottom() - static_cast<float>(frame.y.share(tick.value)) * area.h;
    drawing.line({area.x, y}, {area.right(), y}, {"#d3dae3", 1});
    drawing.text({area.x - 8, y + 4}, tick.label, kGrey, "end");
  }
  for (const Tick& tick : linear_ticks(frame.x.low, frame.x.high, 8, spec.whole_x)) {
    const float x = frame.px(tick.value);
    drawing.line({x, area.bottom()}, {x, area.bottom() + 4}, {kGrey, 1});
    drawing.text({x, area.bottom() + 18}, tick.label, kGrey, "middle");
  }
  drawing.text({area.right(), area.bottom() + 34}, spec.x_name, kGrey, "end");
}

void draw_lines(PlotDrawing& drawing, const PlotFrame& frame, const PlotSpec& spec) {
  std::vector<ImVec2> reference;
  for (const PlotPoint& p : spec.reference) {
    if (std::isfinite(p.y) && (!frame.log_y || p.y > 0)) reference.push_back({frame.px(p.x), frame.py(p.y)});
  }
  if (!reference.empty()) drawing.polyline(reference, {kGrey, 1.5F, 0.6F});
  for (const PlotCurve& curve : spec.curves) {
    if (curve.steps != nullptr) {
      for (const auto& piece : trace(curve.steps->smooth(), curve.axis, frame))
        drawing.polyline(piece, style_of(curve, false));
    }
    if (curve.epochs == nullptr) continue;
    for (const auto& piece : trace(curve.epochs->raw(), curve.epoch_axis, frame)) {
      drawing.polyline(piece, style_of(curve, true));
      if (curve.look != CurveLook::kGhost && !piece.empty())
        drawing.mark(curve.mark, piece.back(), svg_color(curve.color));
    }
  }
}

// Every run with its mark, and what solid and dashed mean. Returns where it ends.
float draw_legend(PlotDrawing& drawing, const PlotSpec& spec, float y) {
  const auto row = [&](const std::string& name, const Style& style, const PlotMark* mark) {
    drawing.line({kMargin, y - 4}, {kMargin + 28, y - 4}, style);
    if (mark != nullptr) drawing.mark(*mark, {kMargin + 14, y - 4}, style.color);
    drawing.text({kMargin + 38, y}, name, kInk);
    y += kRow;
  };
  for (const PlotCurve& curve : spec.curves) row(curve.name, style_of(curve, false), &curve.mark);
  if (!spec.reference.empty()) row(spec.reference_name, {kGrey, 1.5F, 0.6F}, nullptr);
  row("train", {kGrey, 2}, nullptr);
  row("validation", {kGrey, 1.8F, 1, "6 4"}, nullptr);
  return y;
}

}  // namespace

std::string plots_svg(const std::string& heading, const std::vector<PlotSpec>& plots) {
  PlotDrawing drawing;
  drawing.text({kMargin, 34}, heading, kInk, "start", true);
  float y = plots.empty() ? kHead : draw_legend(drawing, plots.front(), kHead + 4);
  for (const PlotSpec& spec : plots) {
    drawing.text({kMargin, y + 16}, spec.title, kInk, "start", true);
    const FittedY fitted = fitted_y(spec);
    drawing.text({kWidth - 24, y + 16}, cut_text(fitted), kGrey, "end");
    const PlotFrame frame{{kMargin, y + 28, kWidth - kMargin - 24, kPlotHeight - 28 - 44},
                          {0, spec.fit_x},
                          fitted.range,
                          spec.log_y};
    draw_axes(drawing, frame, spec);
    drawing.begin_clip({frame.area.x, frame.area.y, frame.area.w + 5, frame.area.h});
    draw_lines(drawing, frame, spec);
    drawing.end_clip();
    y += kPlotHeight;
  }
  return drawing.file(heading, y + 16);
}

}  // namespace headroom::app
