#include "app/widgets/tape.h"

#include <algorithm>
#include <utility>

#include "app/gl/scissor_clear.h"
#include "app/ui/imgui_compat.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

constexpr float kFineCurves = 0.05F;  // pixels that a circle's outline is off

// As the fonts of the window are chosen (app/ui/fonts.h); a line is so many em high (theme.h).
struct Face {
  Drawing::Family family;
  int weight;
  float line;
};

Face face_of(const Fonts& fonts, const ImFont* font) {
  constexpr float kTextLine = 1.21F, kMonoLine = 1.32F;
  if (font == fonts.mono) return {Drawing::Family::kMono, 400, kMonoLine};
  if (font == fonts.mono_bold) return {Drawing::Family::kMono, 700, kMonoLine};
  if (font == fonts.bold) return {Drawing::Family::kText, 600, kTextLine};
  const bool large = font == fonts.title || font == fonts.hero;
  return {Drawing::Family::kText, large ? 700 : 400, kTextLine};
}

bool same_rect(const Rect& a, const Rect& b) { return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h; }

// How a command's pixels come about.
Drawing::Batch batch_of(const ImDrawCmd& command, const Rect& clip, int list) {
  Drawing::Batch batch{.clip = clip,
                       .list = list,
                       .first = static_cast<int>(command.IdxOffset),
                       .count = static_cast<int>(command.ElemCount),
                       .vertex = static_cast<int>(command.VtxOffset)};
  if (const auto filled = clear_of(command)) {
    batch.filled = true;
    batch.color = *filled;
  } else {
    batch.solid = command.UserCallback == nullptr && command.GetTexID() == ImGui::GetIO().Fonts->TexID;
  }
  return batch;
}

}  // namespace

void Tape::begin() {
  ImGuiStyle& style = ImGui::GetStyle();
  running_ = true;
  notes_.clear();
  style.AntiAliasedLines = style.AntiAliasedFill = false;
  tessellation_ = std::exchange(style.CircleTessellationMaxError, kFineCurves);
}

void Tape::note(const ImDrawList& list, int before, ImFont* font, ImVec2 at, const ImVec4& c,
                std::string_view text) {
  if (!running_ || list.VtxBuffer.Size == before) return;  // nothing of it is in sight
  notes_.push_back({&list,
                    font,
                    {.first = before,
                     .end = list.VtxBuffer.Size,
                     .baseline = {at.x, at.y + font_ascent(font)},
                     .width = text_width(font, text),
                     .em = font_size(font),
                     .color = color(c),
                     .words = std::string(text)}});
}

void Tape::copy_list(const ImDrawList& list, const Cutting& cutting, Drawing& drawing) const {
  const auto index = static_cast<int>(drawing.lists.size());
  const std::size_t before = drawing.batches.size();
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const Rect clip = cutting.area.common(
        Rect::between({command.ClipRect.x, command.ClipRect.y}, {command.ClipRect.z, command.ClipRect.w}));
    const bool draws = command.ElemCount > 0 || command.UserCallback != nullptr;
    if (!draws || clip.empty() || command.UserCallback == ImDrawCallback_ResetRenderState) continue;
    Drawing::Batch batch = batch_of(command, clip, index);
    if (!batch.solid) {
      // A picture shows the finished frame: what several calls made of one place is in the first already.
      const auto here = [&](const Drawing::Batch& b) { return !b.solid && same_rect(b.clip, clip); };
      if (!cutting.pixels || std::any_of(drawing.batches.begin(), drawing.batches.end(), here)) continue;
      batch.picture = cutting.pixels(clip);
    }
    drawing.batches.push_back(std::move(batch));
  }
  Drawing::List copy;
  if (drawing.batches.size() > before) {
    copy.vertices.assign(list.VtxBuffer.begin(), list.VtxBuffer.end());
    copy.indices.assign(list.IdxBuffer.begin(), list.IdxBuffer.end());
    for (const Note& note : notes_) {
      if (note.list != &list) continue;
      const Face face = face_of(cutting.fonts, note.font);
      Drawing::Text text = note.text;
      text.family = face.family;
      text.weight = face.weight;
      text.em /= face.line;
      copy.texts.push_back(std::move(text));
    }
  }
  drawing.lists.push_back(std::move(copy));
}

Drawing Tape::cut(const ImDrawData& drawn, const Cutting& cutting) const {
  Drawing drawing;
  drawing.area = cutting.area;
  drawing.ground = cutting.theme.ground;
  drawing.white = ImGui::GetFontTexUvWhitePixel();
  for (int i = 0; i < drawn.CmdListsCount; ++i) copy_list(*drawn.CmdLists[i], cutting, drawing);
  return drawing;
}

Drawing Tape::finish(const ImDrawData& drawn, const Cutting& cutting) {
  Drawing drawing = cut(drawn, cutting);
  stop();
  return drawing;
}

void Tape::stop() {
  ImGuiStyle& style = ImGui::GetStyle();
  style.AntiAliasedLines = style.AntiAliasedFill = true;
  style.CircleTessellationMaxError = tessellation_;
  notes_.clear();
  running_ = false;
}

}  // namespace headroom::app
