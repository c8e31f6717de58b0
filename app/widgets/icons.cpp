#include "app/widgets/icons.h"

#include <array>
#include <cmath>

#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

constexpr float kPi = 3.14159265F;

// Draws in coordinates from -1 to 1 around a centre. The centre is the middle of a pixel or its corner, and
// lines are as wide as whole pixels, whichever makes upright and level edges sharp.
class Pen {
 public:
  Pen(ImVec2 center, float size, const ImVec4& c)
      : list_(ImGui::GetWindowDrawList()),
        half_(std::round(size) / 2),
        width_(std::max(1.0F, std::round(size / 10))),
        color_(color(c)) {
    const auto snapped = [&](float v) {
      const bool odd = static_cast<int>(width_) % 2 == 1;
      return odd ? std::floor(v) + 0.5F : std::round(v);
    };
    center_ = {snapped(center.x), snapped(center.y)};
    if (width_ < 2) width_ = 1.5F;  // a line of one pixel is too faint between its blurred neighbours
  }

  // Boxes end on whole pixels.
  ImVec2 grid(float x, float y) const {
    const ImVec2 p = at(x, y);
    return {std::round(p.x), std::round(p.y)};
  }
  ImVec2 at(float x, float y) const { return {center_.x + x * half_, center_.y + y * half_}; }
  void seg(float x0, float y0, float x1, float y1) { list_->AddLine(at(x0, y0), at(x1, y1), color_, width_); }
  void path(std::initializer_list<ImVec2> points, bool closed = false) {
    for (const ImVec2 p : points) list_->PathLineTo(at(p.x, p.y));
    list_->PathStroke(color_, closed ? ImDrawFlags_Closed : 0, width_);
  }
  void triangle(ImVec2 a, ImVec2 b, ImVec2 c) {
    list_->AddTriangleFilled(at(a.x, a.y), at(b.x, b.y), at(c.x, c.y), color_);
  }
  void box(float x0, float y0, float x1, float y1, float rounding = 0) {
    list_->AddRectFilled(grid(x0, y0), grid(x1, y1), color_, rounding * half_);
  }
  void frame(float x0, float y0, float x1, float y1, float rounding = 0) {
    list_->AddRect(at(x0, y0), at(x1, y1), color_, rounding * half_, 0, width_);
  }
  void dot(float x, float y, float r) { list_->AddCircleFilled(at(x, y), r * half_, color_, 24); }
  void circle(float x, float y, float r) { list_->AddCircle(at(x, y), r * half_, color_, 32, width_); }
  void arc(float x, float y, float r, float from, float to) {
    list_->PathArcTo(at(x, y), r * half_, from, to, 24);
    list_->PathStroke(color_, 0, width_);
  }
  void shape(std::initializer_list<ImVec2> points) {
    for (const ImVec2 p : points) list_->PathLineTo(at(p.x, p.y));
    list_->PathFillConvex(color_);
  }
  // Around the centre: its middle radius and how broad it is.
  void ring(float r, float broad) { list_->AddCircle(center_, r * half_, color_, 32, broad * half_); }
  void half_disc() {
    list_->PathArcTo(at(0, 0), 0.8F * half_, -kPi / 2, kPi / 2, 24);
    list_->PathFillConvex(color_);
  }

 private:
  ImDrawList* list_;
  ImVec2 center_;
  float half_, width_;
  ImU32 color_;
};

// Broad teeth on a ring with a hole: rays would make it a sun.
void gear(Pen& pen) {
  constexpr int kTeeth = 6;
  constexpr float kStep = 2 * kPi / kTeeth;
  for (int i = 0; i < kTeeth; ++i) {
    const float a = static_cast<float>(i) * kStep, wide = kStep * 0.3F, narrow = kStep * 0.2F;
    const auto on = [&](float r, float angle) { return ImVec2{r * std::cos(angle), r * std::sin(angle)}; };
    pen.shape({on(0.5F, a - wide), on(0.98F, a - narrow), on(0.98F, a + narrow), on(0.5F, a + wide)});
  }
  pen.ring(0.53F, 0.34F);
}

// Three faders at different heights.
void sliders(Pen& pen) {
  const struct { float y, knob; } rows[] = {{-0.6F, 0.35F}, {0, -0.35F}, {0.6F, 0.2F}};
  for (const auto& [y, knob] : rows) {
    pen.seg(-0.9F, y, knob - 0.26F, y);
    pen.seg(knob + 0.26F, y, 0.9F, y);
    pen.circle(knob, y, 0.2F);
  }
}

void transport(Icon icon, Pen& pen) {
  switch (icon) {
    case Icon::kPlay: pen.triangle({-0.55F, -0.8F}, {-0.55F, 0.8F}, {0.8F, 0}); break;
    case Icon::kPause:
      pen.box(-0.65F, -0.75F, -0.15F, 0.75F);
      pen.box(0.15F, -0.75F, 0.65F, 0.75F);
      break;
    case Icon::kUndo:
      pen.arc(0.05F, 0.2F, 0.6F, -kPi * 0.62F, kPi * 0.75F);
      pen.triangle({-0.95F, -0.3F}, {0.02F, -0.85F}, {0.02F, 0.1F});
      break;
    case Icon::kReset:
      pen.arc(0, 0.05F, 0.75F, -kPi * 0.75F, kPi * 0.95F);
      pen.triangle({-0.95F, -0.85F}, {-0.15F, -0.65F}, {-0.75F, -0.1F});
      break;
    case Icon::kStep:
      pen.triangle({-0.75F, -0.65F}, {-0.75F, 0.65F}, {0.35F, 0});
      pen.box(0.45F, -0.65F, 0.75F, 0.65F);
      break;
    case Icon::kStepEpoch:
      pen.triangle({-0.95F, -0.6F}, {-0.95F, 0.6F}, {-0.2F, 0});
      pen.triangle({-0.2F, -0.6F}, {-0.2F, 0.6F}, {0.55F, 0});
      pen.box(0.62F, -0.6F, 0.88F, 0.6F);
      break;
    default: break;
  }
}

void things(Icon icon, Pen& pen) {
  switch (icon) {
    case Icon::kDice:
      pen.frame(-0.8F, -0.8F, 0.8F, 0.8F, 0.3F);
      for (const float s : {-0.38F, 0.0F, 0.38F}) pen.dot(s, s, 0.16F);
      break;
    case Icon::kSettings: gear(pen); break;
    case Icon::kSliders: sliders(pen); break;
    case Icon::kTheme:
      pen.circle(0, 0, 0.8F);
      pen.half_disc();
      break;
    case Icon::kPresenter:
      pen.frame(-0.95F, -0.75F, 0.95F, 0.4F, 0.15F);
      pen.seg(0, 0.4F, 0, 0.85F);
      pen.seg(-0.45F, 0.88F, 0.45F, 0.88F);
      break;
    case Icon::kFolder:
      pen.path(
          {{-0.9F, 0.7F}, {-0.9F, -0.65F}, {-0.3F, -0.65F}, {-0.05F, -0.35F}, {0.9F, -0.35F}, {0.9F, 0.7F}},
          true);
      break;
    case Icon::kFile:
      pen.path({{-0.65F, -0.9F}, {0.2F, -0.9F}, {0.65F, -0.45F}, {0.65F, 0.9F}, {-0.65F, 0.9F}}, true);
      pen.seg(-0.3F, 0.05F, 0.3F, 0.05F);
      pen.seg(-0.3F, 0.45F, 0.3F, 0.45F);
      break;
    case Icon::kHome:
      pen.path({{-0.9F, 0.05F}, {0, -0.8F}, {0.9F, 0.05F}});
      pen.path({{-0.6F, -0.1F}, {-0.6F, 0.8F}, {0.6F, 0.8F}, {0.6F, -0.1F}});
      break;
    case Icon::kBook:
      pen.path({{0, -0.6F}, {-0.85F, -0.75F}, {-0.85F, 0.6F}, {0, 0.75F}, {0.85F, 0.6F}, {0.85F, -0.75F}},
               true);
      pen.seg(0, -0.6F, 0, 0.75F);
      break;
    case Icon::kBulb:
      pen.arc(0, -0.25F, 0.6F, kPi * 0.8F, kPi * 2.2F);
      pen.path({{-0.48F, 0.1F}, {-0.28F, 0.45F}, {0.28F, 0.45F}, {0.48F, 0.1F}});
      pen.seg(-0.25F, 0.85F, 0.25F, 0.85F);
      break;
    case Icon::kEnter:
      pen.path({{0.8F, -0.6F}, {0.8F, 0.25F}, {-0.7F, 0.25F}});
      pen.path({{-0.3F, -0.15F}, {-0.75F, 0.25F}, {-0.3F, 0.65F}});
      break;
    case Icon::kGpu:
      pen.frame(-0.6F, -0.6F, 0.6F, 0.6F, 0.15F);
      for (const float s : {-0.3F, 0.3F}) {
        pen.seg(s, -0.95F, s, -0.6F);
        pen.seg(s, 0.6F, s, 0.95F);
        pen.seg(-0.95F, s, -0.6F, s);
        pen.seg(0.6F, s, 0.95F, s);
      }
      break;
    case Icon::kWarning:
      pen.path({{0, -0.85F}, {0.95F, 0.8F}, {-0.95F, 0.8F}}, true);
      pen.seg(0, -0.25F, 0, 0.25F);
      pen.dot(0, 0.52F, 0.11F);
      break;
    default: break;
  }
}

void signs(Icon icon, Pen& pen) {
  switch (icon) {
    case Icon::kHelp:
      pen.arc(0, -0.35F, 0.45F, -kPi, kPi * 0.35F);
      pen.path({{0.2F, 0.02F}, {0, 0.22F}, {0, 0.45F}});
      pen.dot(0, 0.8F, 0.14F);
      break;
    case Icon::kSave:  // into the tray
      pen.seg(0, -0.85F, 0, 0.25F);
      pen.path({{-0.45F, -0.2F}, {0, 0.3F}, {0.45F, -0.2F}});
      pen.path({{-0.85F, 0.2F}, {-0.85F, 0.8F}, {0.85F, 0.8F}, {0.85F, 0.2F}});
      break;
    case Icon::kTrash:
      pen.seg(-0.8F, -0.55F, 0.8F, -0.55F);
      pen.path({{-0.3F, -0.55F}, {-0.3F, -0.9F}, {0.3F, -0.9F}, {0.3F, -0.55F}});
      pen.path({{-0.6F, -0.55F}, {-0.5F, 0.9F}, {0.5F, 0.9F}, {0.6F, -0.55F}});
      break;
    case Icon::kChevron: pen.path({{-0.6F, -0.3F}, {0, 0.35F}, {0.6F, -0.3F}}); break;
    case Icon::kCheck: pen.path({{-0.75F, 0.05F}, {-0.2F, 0.6F}, {0.8F, -0.55F}}); break;
    case Icon::kCross:
      pen.seg(-0.6F, -0.6F, 0.6F, 0.6F);
      pen.seg(-0.6F, 0.6F, 0.6F, -0.6F);
      break;
    case Icon::kArrowLeft:
      pen.seg(0.8F, 0, -0.7F, 0);
      pen.path({{-0.2F, -0.5F}, {-0.75F, 0}, {-0.2F, 0.5F}});
      break;
    case Icon::kArrowRight:
      pen.seg(-0.8F, 0, 0.7F, 0);
      pen.path({{0.2F, -0.5F}, {0.75F, 0}, {0.2F, 0.5F}});
      break;
    case Icon::kArrowUp:
      pen.seg(0, 0.8F, 0, -0.7F);
      pen.path({{-0.5F, -0.2F}, {0, -0.75F}, {0.5F, -0.2F}});
      break;
    case Icon::kMinus: pen.seg(-0.75F, 0, 0.75F, 0); break;
    case Icon::kPlus:
      pen.seg(-0.75F, 0, 0.75F, 0);
      pen.seg(0, -0.75F, 0, 0.75F);
      break;
    default: break;
  }
}

}  // namespace

void draw_icon(Icon icon, const Rect& area, float size, const ImVec4& c) {
  Pen pen(area.center(), size, c);
  transport(icon, pen);
  things(icon, pen);
  signs(icon, pen);
}

}  // namespace headroom::app
