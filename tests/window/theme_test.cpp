// Contrast after WCAG 2.1; the formula's own values are those of the specification and of
// https://webaim.org/resources/contrastchecker/ (grey #767676 on white is the known 4.54 : 1).
#include "app/ui/theme.h"

#include <gtest/gtest.h>

#include <vector>

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

struct Named {
  const char* name;
  ImVec4 color;
};

ImVec4 mixed(const ImVec4& a, const ImVec4& b, float t) {
  return ImVec4(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.z + (b.z - a.z) * t, 1);
}

void expect_contrast(const std::vector<Named>& fronts, const std::vector<Named>& backs, double least) {
  for (const Named& front : fronts) {
    for (const Named& back : backs) {
      EXPECT_GE(contrast_ratio(front.color, back.color), least) << front.name << " on " << back.name;
    }
  }
}

// Every pair of text and what it stands on.
TEST_P(EveryTheme, TextCanBeReadOnEverySurface) {
  const Theme& t = theme_;
  const std::vector<Named> surfaces = {
      {"ground", t.ground}, {"panel", t.panel}, {"card", t.card}, {"hover", t.hover}};
  expect_contrast({{"text", t.text},
                   {"muted", t.muted},
                   {"accent", t.accent},
                   {"good", t.good},
                   {"warning", t.warning},
                   {"bad", t.bad},
                   {"small", t.small_model},
                   {"large", t.large_model},
                   {"custom", t.custom_model}},
                  surfaces, 4.5);
  expect_contrast({{"text", t.text}}, {{"pressed", t.pressed}}, 4.5);
  expect_contrast(
      {{"on_action", t.on_action}},
      {{"action", t.action}, {"action_hover", t.action_hover}, {"action_pressed", t.action_pressed}}, 4.5);
  // A toggle that is on, at rest and under the pointer; selected text in a field; a message's box.
  expect_contrast({{"text", t.text}},
                  {{"on", mixed(t.card, t.action, 0.28F)},
                   {"on, hovered", mixed(t.card, t.action, 0.4F)},
                   {"selection", mixed(t.ground, t.action, 0.5F)},
                   {"refusal", mixed(t.card, t.bad, 0.08F)},
                   {"warning", mixed(t.card, t.warning, 0.08F)}},
                  4.5);
}

// WCAG asks 3 : 1 of what shows that something can be used, and of the ring around what has the keyboard.
TEST_P(EveryTheme, EdgesOfControlsAndTheRingStandOut) {
  const Theme& t = theme_;
  const std::vector<Named> surfaces = {
      {"ground", t.ground}, {"panel", t.panel}, {"card", t.card}, {"hover", t.hover}};
  expect_contrast({{"edge", t.edge}, {"edge, hovered", t.muted}, {"accent", t.accent}, {"bad", t.bad}},
                  surfaces, 3);
  expect_contrast({{"focus", t.focus}}, surfaces, 4.5);
  expect_contrast({{"action", t.action}}, surfaces, 3);
  // The knob of a toggle: off on the ground, on on the action's colour.
  expect_contrast({{"knob", t.on_action}}, {{"action", t.action}}, 3);
  expect_contrast({{"knob", t.muted}}, {{"ground", t.ground}, {"hover", t.hover}}, 3);
}

// The category of others is meant to recede.
TEST_P(EveryTheme, GraphicsStandOut) {
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
