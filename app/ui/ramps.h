// The colours of values inside a network and of classes: the same in every view that looks into a run.
//
//   fill(cell, signed_color(theme, w / largest));                        // -1 to 1
//   fill(cell, activation_color(theme, model_color(theme, id), a / largest));   // 0 to 1
//
// Colours are never the only sign: a negative number has its sign written, a class has a shape or its name.
// Values outside of their range take its end; NaN takes the colour of what cannot be said.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>

#include "app/ui/theme.h"

namespace headroom::app {

ImVec4 not_a_number(const Theme& theme);

// Orange below zero, blue above, the ground at zero. t: -1 to 1.
ImVec4 signed_color(const Theme& theme, float t);
// The sign's full colour, for marks and numbers.
ImVec4 sign_color(const Theme& theme, bool negative);
// Cividis (Nunez, Anderton and Renslow, 2018), made to be read the same with and without full colour vision.
// t: 0 to 1.
ImVec4 feature_color(const Theme& theme, float t);
// From the ground through the network's colour to its tint, so that a unit that is off is dark (light, in the
// light theme). t: 0 to 1.
ImVec4 activation_color(const Theme& theme, const ImVec4& model, float t);

// Where a value lies on which ramp: what a picture of values is coloured by.
enum class Ramp { kSigned, kFeature, kActivation, kTwoClasses };
struct ValueRamp {
  Ramp ramp = Ramp::kFeature;
  float low = 0, high = 1;  // the values at its ends
  float weight = 1;         // how much of the colour is laid over Theme::ground
  ImVec4 model = {};        // kActivation: the network's colour
  bool operator==(const ValueRamp& other) const;
};
ValueRamp signed_ramp(float largest);  // of |value|
ValueRamp feature_ramp(float low, float high);
ValueRamp activation_ramp(const ImVec4& model, float largest);
// Of the probability of class 1: its colour, the more the surer, else that of class 0.
ValueRamp two_class_ramp();
// `at`: from 0, the low end, to 1; without the weight.
ImVec4 color_on(const Theme& theme, const ValueRamp& ramp, float at);
// Of a value, laid over the ground. `weight` in place of the ramp's.
ImVec4 value_color(const Theme& theme, const ValueRamp& ramp, float value);
ImVec4 value_color(const Theme& theme, const ValueRamp& ramp, float value, float weight);
// What a value is multiplied with on its way from the low (0) to the high end (1).
float places_per_value(const ValueRamp& ramp);
// The text's colour on this ground: that of the two which is told apart better.
ImVec4 text_on(const Theme& theme, const ImVec4& ground);

// Two classes have a colour and a shape; more have their names only.
inline constexpr std::int64_t kColoredClasses = 2;
ImVec4 class_color(const Theme& theme, std::int64_t index, std::int64_t classes);
// A circle, a diamond; nothing where classes have no colours.
void class_mark(const Ui& ui, ImVec2 center, float radius, std::int64_t index, std::int64_t classes);

}  // namespace headroom::app
