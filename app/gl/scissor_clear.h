// Filling a rectangle by clearing it: what a graphics card does for free and a software renderer many
// times as fast as two textured triangles. No blending: for opaque colours only.
//
// Thread rule: the window's thread.
#pragma once

#include <imgui.h>

#include <optional>

namespace headroom::app {

// Queued behind what is in the list already; [min, max) in whole pixels, cut to the current clip
// rectangle. Done by the OpenGL renderer when it comes to it.
void add_clear(ImDrawList& list, ImVec2 min, ImVec2 max, const ImVec4& color);
// The colour that the command fills its clip rectangle with; nothing: it is another command.
std::optional<ImU32> clear_of(const ImDrawCmd& command);

}  // namespace headroom::app
