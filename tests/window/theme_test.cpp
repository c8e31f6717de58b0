// Contrast after WCAG 2.1; the formula's own values are those of the specification and of
// https://webaim.org/resources/contrastchecker/ (grey #767676 on white is the known 4.54 : 1).
#include "app/ui/theme.h"

#include <gtest/gtest.h>

#include "support/contrast.h"

namespace headroom::app {
namespace {

ImVec4 grey(int level) {
  const float v = static_cast<float>(level) / 255.0F;
  return ImVec4(v, v, v, 1);
}

TEST(Contrast, MatchesKnownRatios) {
  EXPECT_NEAR(contrast_ratio(grey(0), grey(255)), 21.0, 1e-9);
  EXPECT_NEAR(contrast_ratio(grey(255), grey(255)), 1.0, 1e-9);
  EXPECT_NEAR(contrast_ratio(grey(0x76), grey(255)), 4.54, 0.005);
  EXPECT_NEAR(contrast_ratio(grey(255), grey(0x76)), 4.54, 0.005);
  // Pure red on white: 3.998 (luminance 0.2126).
  EXPECT_NEAR(contrast_ratio(ImVec4(1, 0, 0, 1), grey(255)), 1.05 / 0.2626, 1e-6);
}

class EveryTheme : public ::testing::TestWithParam<bool> {
 protected:
  const Theme theme_ = GetParam() ? dark_theme() : light_theme();
};

TEST_P(EveryTheme, TextCanBeReadOnEverySurface) {
  const ImVec4 texts[] = {theme_.text, theme_.muted,       theme_.good,        theme_.warning,
                          theme_.bad,  theme_.small_model, theme_.large_model, theme_.custom_model};
  for (const ImVec4& surface : {theme_.ground, theme_.panel, theme_.card}) {
    for (std::size_t i = 0; i < std::size(texts); ++i) {
      EXPECT_GE(contrast_ratio(texts[i], surface), 4.5) << "text colour " << i;
    }
  }
  EXPECT_GE(contrast_ratio(theme_.text, theme_.hover), 4.5);
  EXPECT_GE(contrast_ratio(theme_.text, theme_.pressed), 4.5);
  EXPECT_GE(contrast_ratio(theme_.on_action, theme_.action), 4.5);
}

// WCAG asks 3 : 1 of graphics that carry meaning; the category of others is meant to recede.
TEST_P(EveryTheme, GraphicsStandOut) {
  EXPECT_GE(contrast_ratio(theme_.action, theme_.panel), 3.0);
  for (int i = 0; i < 5; ++i) EXPECT_GE(contrast_ratio(theme_.categories[i], theme_.panel), 2.3) << i;
}

INSTANTIATE_TEST_SUITE_P(Themes, EveryTheme, ::testing::Bool(),
                         [](const auto& theme) { return theme.param ? "dark" : "light"; });

TEST(Theme, ModelsKeepTheirColour) {
  const Theme theme = dark_theme();
  EXPECT_EQ(model_color(theme, "small").x, theme.small_model.x);
  EXPECT_EQ(model_color(theme, "large").x, theme.large_model.x);
  EXPECT_EQ(model_color(theme, "custom").x, theme.custom_model.x);
  // Okabe-Ito's sky blue, #56B4E9, exactly.
  EXPECT_NEAR(theme.small_model.x * 255, 0x56, 1e-3);
  EXPECT_NEAR(theme.small_model.y * 255, 0xB4, 1e-3);
  EXPECT_NEAR(theme.small_model.z * 255, 0xE9, 1e-3);
}

}  // namespace
}  // namespace headroom::app
