#include "app/ui/theme.h"

#include <cstdint>

namespace headroom::app {

namespace {

// 0xRRGGBB, opaque.
ImVec4 rgb(std::uint32_t hex) {
  return ImVec4(static_cast<float>((hex >> 16) & 0xff) / 255.0f,
                static_cast<float>((hex >> 8) & 0xff) / 255.0f, static_cast<float>(hex & 0xff) / 255.0f,
                1.0f);
}

}  // namespace

Theme dark_theme() {
  Theme t;
  t.dark = true;
  t.ground = rgb(0x0E1116);
  t.panel = rgb(0x141920);
  t.card = rgb(0x171C23);
  t.line = rgb(0x262E38);
  t.edge = rgb(0x66717F);
  t.text = rgb(0xE6E9EE);
  t.muted = rgb(0x8E99A8);
  t.action = rgb(0x2F6FED);
  t.on_action = rgb(0xFFFFFF);
  t.action_hover = rgb(0x2962D1);
  t.action_pressed = rgb(0x2353B2);
  t.accent = rgb(0x6C9DF8);
  t.focus = rgb(0x8FB8FF);
  t.hover = rgb(0x1E252E);
  t.pressed = rgb(0x262F3A);
  t.good = rgb(0x2BB489);
  t.warning = rgb(0xE69F00);
  t.bad = rgb(0xE5734B);
  t.small_model = rgb(0x56B4E9);
  t.large_model = rgb(0xE69F00);
  t.custom_model = rgb(0xCC79A7);
  t.categories[0] = rgb(0x56B4E9);  // weights
  t.categories[1] = rgb(0x2BB489);  // gradients
  t.categories[2] = rgb(0xE69F00);  // optimizer
  t.categories[3] = rgb(0xCC79A7);  // activations
  t.categories[4] = rgb(0x7C6FD0);  // dataset
  t.categories[5] = rgb(0xC5CDD8);  // workspace
  t.categories[6] = rgb(0xF0E442);  // metrics
  t.categories[7] = rgb(0xD55E00);  // recorder
  t.categories[8] = rgb(0x5B6675);  // others
  return t;
}

// The same order from back to front on white. Okabe-Ito's model colours are too light to be read as
// text or thin lines there, so each is darkened at its own hue until it passes 4.5 : 1.
Theme light_theme() {
  Theme t;
  t.dark = false;
  t.ground = rgb(0xEEF1F5);
  t.panel = rgb(0xFFFFFF);
  t.card = rgb(0xF6F8FA);
  t.line = rgb(0xD3DAE3);
  t.edge = rgb(0x788392);
  t.text = rgb(0x171C23);
  t.muted = rgb(0x545F6D);
  t.action = rgb(0x2460DB);
  t.on_action = rgb(0xFFFFFF);
  t.action_hover = rgb(0x2054C1);
  t.action_pressed = rgb(0x1B48A4);
  t.accent = rgb(0x1F56C8);
  t.focus = rgb(0x1B4FC4);
  t.hover = rgb(0xE9EDF3);
  t.pressed = rgb(0xDCE3EC);
  t.good = rgb(0x0A7455);
  t.warning = rgb(0x8C5A00);
  t.bad = rgb(0x961818);
  t.small_model = rgb(0x0F6BA3);
  t.large_model = rgb(0x945D00);
  t.custom_model = rgb(0xA0447A);
  t.categories[0] = rgb(0x3C9AD6);
  t.categories[1] = rgb(0x22A07A);
  t.categories[2] = rgb(0xC07A00);
  t.categories[3] = rgb(0xC06A9A);
  t.categories[4] = rgb(0x6A5CC4);
  t.categories[5] = rgb(0x586474);
  t.categories[6] = rgb(0xCFC000);
  t.categories[7] = rgb(0x9A3F00);
  t.categories[8] = rgb(0xB4BDC8);
  return t;
}

ImVec4 model_color(const Theme& theme, std::string_view model_id) {
  if (model_id == "small") return theme.small_model;
  if (model_id == "large") return theme.large_model;
  return theme.custom_model;
}

}  // namespace headroom::app
