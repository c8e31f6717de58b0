// What is painted comes out of the tape as the shape that it is, and a whole window's exhibits as files that
// are well-formed, hold their words as text, and stay inside their own frame.
#include "app/widgets/drawing_svg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>

#include "app/widgets/paint.h"
#include "app/widgets/surface.h"
#include "app/widgets/window_memory.h"
#include "support/demo_errors.h"
#include "support/screen.h"
#include "support/xml.h"

namespace headroom::app {
namespace {

using test::parse_xml;
using test::Xml;
using test::XmlElement;

constexpr Rect kArea{100, 50, 200, 150};

// One frame in which nothing is drawn but `paint`.
class Canvas {
 public:
  Canvas() : screen_(640, 480, 1) { ImGui::GetIO().UserData = &memory_; }
  Xml draw(const std::function<void(const Ui&)>& paint,
           const std::function<Picture(const Rect&)>& pixels = {}) {
    const Ui ui{screen_.theme(), screen_.fonts()};
    memory_.tape.begin();
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({640, 480});
    ImGui::Begin("canvas", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
    paint(ui);
    ImGui::End();
    ImGui::Render();
    const Cutting cutting{kArea, screen_.theme(), screen_.fonts(), pixels};
    return parse_xml(drawing_svg(memory_.tape.finish(*ImGui::GetDrawData(), cutting), "a < b"));
  }

 private:
  Screen screen_;  // for its context and its fonts
  WindowMemory memory_;
};

const ImVec4 kRed{1, 0, 0, 1};

// The last of this name: what was painted, after the ground.
const XmlElement& last(const Xml& file, const char* name) { return *file.all(name).back(); }

TEST(DrawingSvg, NamesItselfAndHasTheAreasSize) {
  const Xml file = Canvas().draw([](const Ui&) {});
  EXPECT_EQ(file.elements.front().attributes.at("viewBox"), "0 0 200 150");
  EXPECT_EQ(file.all("title").front()->text, "a < b");
}

TEST(DrawingSvg, ABoxIsARectangle) {
  const Xml file = Canvas().draw([](const Ui&) { fill({110, 60, 30, 20}, {1, 0, 0, 0.5F}); });
  const XmlElement& box = last(file, "rect");
  EXPECT_EQ(box.number("x"), 10);
  EXPECT_EQ(box.number("y"), 10);
  EXPECT_EQ(box.number("width"), 30);
  EXPECT_EQ(box.number("height"), 20);
  EXPECT_EQ(box.attributes.at("fill"), "#ff0000");
  EXPECT_NEAR(box.number("fill-opacity"), 0.5F, 0.01F);
}

TEST(DrawingSvg, ALargeBoxThatIsClearedIsARectangleToo) {
  const Xml file = Canvas().draw([](const Ui&) { fill({0, 0, 640, 480}, kRed); });
  float covered = 0;
  for (const XmlElement* const box : file.all("rect")) {
    if (box->attributes.contains("fill") && box->attributes.at("fill") == "#ff0000")
      covered += box->number("width") * box->number("height");
  }
  EXPECT_EQ(covered, 200 * 150);  // the part in sight, once
}

TEST(DrawingSvg, LinesThatGoOnAreOneLine) {
  const std::vector<ImVec2> points{{110, 60}, {130, 75}, {155, 65}, {190, 90}};
  const Xml file = Canvas().draw(
      [&](const Ui&) { ImGui::GetWindowDrawList()->AddPolyline(points.data(), 4, color(kRed), 0, 3); });
  ASSERT_EQ(file.all("polyline").size(), 1U);
  EXPECT_EQ(last(file, "polyline").attributes.at("points"), "10,10 30,25 55,15 90,40");
  EXPECT_EQ(last(file, "polyline").number("stroke-width"), 3);
  EXPECT_EQ(last(file, "polyline").attributes.at("stroke"), "#ff0000");
}

TEST(DrawingSvg, ADiscIsACircleAndATriangleAPolygon) {
  const Xml file = Canvas().draw([](const Ui&) {
    ImGui::GetWindowDrawList()->AddCircleFilled({150, 100}, 7, color(kRed));
    ImGui::GetWindowDrawList()->AddTriangleFilled({200, 60}, {220, 60}, {210, 80}, color(kRed));
  });
  EXPECT_NEAR(last(file, "circle").number("cx"), 50, 0.05);
  EXPECT_NEAR(last(file, "circle").number("cy"), 50, 0.05);
  EXPECT_NEAR(last(file, "circle").number("r"), 7, 0.05);
  EXPECT_EQ(last(file, "polygon").attributes.at("points"), "100,10 120,10 110,30");
}

TEST(DrawingSvg, ARoundedBoxIsNoCircle) {
  const Xml file = Canvas().draw([](const Ui&) {
    fill({150, 80, 40, 40}, kRed, 1);
    fill({200, 80, 40, 40}, kRed, 6);
  });
  EXPECT_TRUE(file.all("circle").empty());
  EXPECT_EQ(file.all("polygon").size(), 2U);
}

TEST(DrawingSvg, TextStaysTextWithItsPlaceFaceAndWidth) {
  float width = 0, line = 0;
  const Xml file = Canvas().draw([&](const Ui& ui) {
    draw_text(ui.fonts.mono_bold, {120, 70}, kRed, "5 < 7 & \"x\"");
    draw_text(ui.fonts.body, {400, 300}, kRed, "beside");
    width = text_width(ui.fonts.mono_bold, "5 < 7 & \"x\"");
    line = line_height(ui.fonts.mono_bold);
  });
  ASSERT_EQ(file.all("text").size(), 1U);
  const XmlElement& text = last(file, "text");
  EXPECT_EQ(text.text, "5 < 7 & \"x\"");
  EXPECT_EQ(text.number("x"), 20);
  EXPECT_GT(text.number("y"), 20 + line / 2);  // the baseline
  EXPECT_LT(text.number("y"), 20 + line);
  EXPECT_NEAR(text.number("textLength"), width, 0.01);
  EXPECT_EQ(text.attributes.at("font-weight"), "700");
  EXPECT_EQ(text.attributes.at("class"), "m");
  EXPECT_NEAR(text.number("font-size"), 13, 0.2);
}

TEST(DrawingSvg, WhatWasPaintedLaterComesLater) {
  const Xml file = Canvas().draw([](const Ui& ui) {
    draw_text(ui.fonts.body, {120, 70}, kRed, "below");
    fill({110, 60, 30, 20}, kRed);
    draw_text(ui.fonts.body, {120, 70}, kRed, "above");
  });
  std::vector<std::string> order;
  for (const XmlElement& element : file.elements) {
    if (element.name == "text") order.push_back(element.text);
    if (element.name == "rect" && element.attributes.contains("fill")) order.emplace_back("box");
  }
  EXPECT_EQ(order, (std::vector<std::string>{"box", "below", "box", "above"}));  // the first is the ground
}

TEST(DrawingSvg, WhatIsClippedInTheWindowIsClippedInTheFile) {
  const Xml file = Canvas().draw([](const Ui& ui) {
    ImGui::PushClipRect({120, 70}, {160, 90}, true);
    fill({110, 60, 100, 80}, kRed);
    draw_text(ui.fonts.body, {130, 72}, kRed, "half of it is seen here");
    ImGui::PopClipRect();
  });
  EXPECT_EQ(last(file, "rect").number("x"), 20);
  EXPECT_EQ(last(file, "rect").number("width"), 40);
  const auto clips = file.all("clipPath");
  ASSERT_FALSE(clips.empty());
  EXPECT_EQ(last(file, "g").attributes.at("clip-path"), "url(#" + clips.back()->attributes.at("id") + ")");
}

TEST(DrawingSvg, ASurfaceIsCellsOfTheirMeanColour) {
  const Xml file = Canvas().draw([](const Ui&) {
    surface(kArea, 3, 3, [](std::size_t cell) {
      return cell % 2 == 0 ? ImVec4{0, 0, 0, 1} : ImVec4{1, 1, 1, 1};
    });
  });
  ASSERT_EQ(file.all("polygon").size(), 4U);  // between 3 by 3 vertices
  for (const XmlElement* const cell : file.all("polygon")) {
    EXPECT_EQ(cell->attributes.at("fill"), "#808080");
    EXPECT_EQ(cell->attributes.at("shape-rendering"), "crispEdges");
  }
}

TEST(DrawingSvg, ATextureIsAPictureOfHowItLooked) {
  std::vector<Rect> asked;
  const auto pixels = [&](const Rect& part) {
    asked.push_back(part);
    return Picture{2, 1, {255, 0, 0, 0, 255, 0}};
  };
  const auto paint = [](const Ui&) {
    ImGui::GetWindowDrawList()->PushClipRect({120, 70}, {160, 90});
    for (const std::intptr_t texture : {7, 8})
      ImGui::GetWindowDrawList()->AddImage(reinterpret_cast<ImTextureID>(texture), {120, 70}, {160, 90});
    ImGui::GetWindowDrawList()->PopClipRect();
  };
  const Xml file = Canvas().draw(paint, pixels);
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.front().w, 40);
  EXPECT_TRUE(last(file, "image").attributes.at("href").starts_with("data:image/png;base64,iVBORw0KGgo"));
  EXPECT_TRUE(Canvas().draw(paint).all("image").empty());  // nobody can tell how it looked
}

// Every exhibit of the window in this state.
void check_exhibits(Screen& screen, const demo::Demo& demo) {
  screen.draw(demo);
  const std::vector<std::string> names = screen.view().exhibits().names();
  for (const std::string& name : names) {
    const Xml file = parse_xml(screen.svg_of(demo, name));
    const std::string box = file.elements.front().attributes.at("viewBox");
    float width = 0, height = 0;
    ASSERT_EQ(std::sscanf(box.c_str(), "0 0 %f %f", &width, &height), 2) << name;
    for (const XmlElement* const each : file.all("rect")) {
      EXPECT_LE(each->number("width"), width + 0.01) << name;
      if (!each->attributes.contains("x")) continue;  // the ground
      EXPECT_GE(each->number("x"), -0.01) << name;
      EXPECT_GE(each->number("y"), -0.01) << name;
      EXPECT_LE(each->number("x") + each->number("width"), width + 0.02) << name;
      EXPECT_LE(each->number("y") + each->number("height"), height + 0.02) << name;
    }
    EXPECT_FALSE(file.all("text").empty()) << name;
  }
}

TEST(DrawingSvg, EveryTabsExhibitsStayInTheirFrames) {
  demo::Demo table{"data", demo::table(), demo::ui_state()};
  table.state.tab = Tab::kData;
  demo::Demo sheet{"sheet", demo::training({"small", "large"}, 2), demo::ui_state()};
  const demo::Demo curves = sheet, plan{"plan", demo::empty(), demo::plan_state()};
  sheet.state.open_stage = StageId::kPreprocess;
  const std::vector<demo::Demo> all{table, sheet, curves, plan, demo::errors(10, 60)};
  for (const bool large : {true, false}) {
    Screen screen(large ? 1440 : 1024, large ? 900 : 700, large ? 1 : 2, large);
    for (const demo::Demo& demo : all) {
      SCOPED_TRACE(demo.name);
      check_exhibits(screen, demo);
      // Twice as large, a sheet's tables may lie below its words.
      EXPECT_TRUE(!large || !screen.view().exhibits().names().empty());
    }
  }
}

TEST(DrawingSvg, TheMatrixHasItsCountsAndNames) {
  const demo::Demo demo = demo::errors(5, 60);
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  const Xml file = parse_xml(screen.svg_of(demo, "errors-matrix"));
  std::multiset<std::string> texts;
  for (const XmlElement* const text : file.all("text")) texts.insert(text->text);
  EXPECT_EQ(texts.count("predicted"), 1U);
  EXPECT_GE(texts.count("k4"), 2U);  // down and across
  const auto& looked = demo.run.inspections[index_of(Inspect::kErrors)]->errors()->models.front();
  for (const std::int64_t count : looked.counts) {
    if (count == 0) continue;  // a dot
    EXPECT_GE(texts.count(std::to_string(count)), 1U) << count;
  }
}

TEST(DrawingSvg, AFrameAfterATapeIsSmoothAgain) {
  const demo::Demo demo = demo::errors(3, 60);
  Screen screen(1440, 900, 1);
  const int before = screen.draw(demo).TotalVtxCount;
  ASSERT_FALSE(screen.svg_of(demo, "errors-matrix").empty());
  EXPECT_EQ(screen.draw(demo).TotalVtxCount, before);
}

}  // namespace
}  // namespace headroom::app
