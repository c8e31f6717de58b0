#include "app/gl/scissor_clear.h"

#include <glad/gl.h>

#include <cstdint>

namespace headroom::app {
namespace {

ImU32 packed_color(const ImDrawCmd& command) {
  return static_cast<ImU32>(reinterpret_cast<std::uintptr_t>(command.UserCallbackData));
}

// The rectangle travels as the command's clip rectangle, the colour as its data.
void clear_clip_rectangle(const ImDrawList*, const ImDrawCmd* command) {
  const ImVec2 scale = ImGui::GetIO().DisplayFramebufferScale;
  const auto pixel = [](float v, float by) { return static_cast<int>(v * by); };
  const ImVec4& clip = command->ClipRect;
  const int left = pixel(clip.x, scale.x), top = pixel(clip.y, scale.y);
  const int width = pixel(clip.z, scale.x) - left, height = pixel(clip.w, scale.y) - top;
  if (width <= 0 || height <= 0) return;
  const int screen = pixel(ImGui::GetIO().DisplaySize.y, scale.y);
  const ImVec4 c = ImGui::ColorConvertU32ToFloat4(packed_color(*command));
  glScissor(left, screen - top - height, width, height);  // the renderer sets its own before it draws on
  glClearColor(c.x, c.y, c.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace

void add_clear(ImDrawList& list, ImVec2 min, ImVec2 max, const ImVec4& color) {
  list.PushClipRect(min, max, true);
  list.AddCallback(
      clear_clip_rectangle,
      reinterpret_cast<void*>(static_cast<std::uintptr_t>(ImGui::ColorConvertFloat4ToU32(color))));
  list.PopClipRect();
}

std::optional<ImU32> clear_of(const ImDrawCmd& command) {
  if (command.UserCallback != clear_clip_rectangle) return std::nullopt;
  return packed_color(command);
}

}  // namespace headroom::app
