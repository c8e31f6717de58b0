// Draws Dear ImGui's triangles into memory, so that tests see pixels without a display.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "imgui.h"

namespace headroom::app {

struct Rendering {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;  // [height, width, 4]
};

// The current context's font atlas is the only texture.
Rendering render_to_memory(const ImDrawData& data, const ImVec4& background);
void write_png(const Rendering& picture, const std::string& path);

}  // namespace headroom::app
