// The few places where Dear ImGui 1.86 (Debian 12) and its successors differ.
#pragma once

#include <cstdint>

#include "imgui.h"

namespace headroom::app {

// Line height in window units: the atlas may be rasterised finer (FontGlobalScale undoes that).
inline float font_size(const ImFont* font) {
#if IMGUI_VERSION_NUM >= 19200
  return font->LegacySize * ImGui::GetStyle().FontScaleMain;
#else
  return font->FontSize * ImGui::GetIO().FontGlobalScale;
#endif
}

// From the top of a line to its baseline, in window units.
inline float font_ascent(ImFont* font) {
#if IMGUI_VERSION_NUM >= 19200
  const ImFontBaked& baked = *font->GetFontBaked(font->LegacySize);
  return baked.Ascent / baked.Size * font_size(font);
#else
  return font->Ascent / font->FontSize * font_size(font);
#endif
}

inline void push_font(ImFont* font) {
#if IMGUI_VERSION_NUM >= 19200
  ImGui::PushFont(font, font->LegacySize);
#else
  ImGui::PushFont(font);
#endif
}

// The field that comes next gets the keyboard. From 1.89 on Dear ImGui looks for it in the scope of the
// window that was focused before; of a field in a scrolled part it would not hear.
inline void give_keyboard_to_next() {
#if IMGUI_VERSION_NUM >= 18900
  ImGui::SetWindowFocus();
#endif
  ImGui::SetKeyboardFocusHere();
}

// An OpenGL texture by its name.
inline ImTextureID texture_id(std::uint32_t name) {
#if IMGUI_VERSION_NUM >= 19140
  return name;
#else
  return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(name));
#endif
}

}  // namespace headroom::app
