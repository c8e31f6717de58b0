// Colours that stand for something are told apart with every kind of colour vision, in both themes. None of
// them is the only sign; but who cannot tell them apart has to look for the other each time.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "app/ui/ramps.h"
#include "app/ui/theme.h"
#include "support/color_vision.h"

namespace headroom::app {
namespace {

void expect_apart(const std::string& what, const std::vector<ImVec4>& colors, double distance) {
  for (const ColorVision& vision : kColorVisions) {
    for (std::size_t a = 0; a < colors.size(); ++a) {
      for (std::size_t b = a + 1; b < colors.size(); ++b) {
        EXPECT_GE(color_distance(colors[a], colors[b], vision), distance)
            << what << ", " << vision.name << ": " << a << " and " << b;
      }
    }
  }
}

// Of the CIE's own definition: white, black, and red in L*a*b* under D65 (Lindbloom: 53.24, 80.09, 67.20).
TEST(ColorVision, DistancesAreThoseOfTheCie) {
  const ImVec4 white{1, 1, 1, 1}, black{0, 0, 0, 1}, red{1, 0, 0, 1};
  EXPECT_NEAR(color_distance(white, black, kColorVisions[0]), 100, 0.01);
  const Lab lab = seen_color(red, kColorVisions[0]);
  EXPECT_NEAR(lab[0], 53.24, 0.01);
  EXPECT_NEAR(lab[1], 80.09, 0.02);
  EXPECT_NEAR(lab[2], 67.20, 0.02);
}

// Red and green of the same lightness are what a deuteranope takes for each other, and blue and yellow are
// not.
TEST(ColorVision, SimulatesWhatIsKnown) {
  const ImVec4 red{0.80F, 0.26F, 0.18F, 1}, green{0.42F, 0.52F, 0.13F, 1}, blue{0, 0.3F, 0.9F, 1},
      yellow{0.95F, 0.85F, 0, 1};
  EXPECT_GT(color_distance(red, green, kColorVisions[0]), 60);
  EXPECT_LT(color_distance(red, green, kColorVisions[2]), 20);
  EXPECT_GT(color_distance(blue, yellow, kColorVisions[2]), 100);
}

TEST(ColorVision, MeaningsAreToldApart) {
  for (const Theme& theme : {dark_theme(), light_theme()}) {
    const std::string in = theme.dark ? "dark " : "light ";
    expect_apart(in + "models", {theme.small_model, theme.large_model, theme.custom_model}, 12);
    expect_apart(in + "states", {theme.good, theme.warning, theme.bad}, 12);
    expect_apart(in + "classes", {class_color(theme, 0, 2), class_color(theme, 1, 2)}, 30);
    expect_apart(in + "signs", {sign_color(theme, true), sign_color(theme, false)}, 30);
    expect_apart(in + "memory", {std::begin(theme.categories), std::end(theme.categories)}, 10);
  }
}

// A ramp's order is read from its lightness.
TEST(ColorVision, FeaturesGrowLighterForEverybody) {
  for (const ColorVision& vision : kColorVisions) {
    double before = -1;
    for (int i = 0; i <= 8; ++i) {
      const double lightness = seen_color(feature_color(dark_theme(), static_cast<float>(i) / 8), vision)[0];
      EXPECT_GT(lightness, before) << vision.name << " at " << i;
      before = lightness;
    }
  }
}

}  // namespace
}  // namespace headroom::app
