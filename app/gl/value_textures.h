// Pictures of values on a grid, coloured by a shader: one texture a key, drawn again only when the values or
// their ramp changed, freed when it is not asked for any more.
//
//   ValueTextures textures;                       // the window's, after its OpenGL context is there
//   textures.begin_frame();
//   const std::uint32_t name = textures.of("layer 2", grid, signed_ramp(largest), theme);
//
// Views call draw_values() (app/widgets/value_picture.h), which does without where there is no OpenGL.
//
// Thread rule: the window's thread, while its context is current.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "app/gl/handles.h"
#include "app/gl/while_asked.h"
#include "app/ui/ramps.h"

namespace headroom::app {

struct ValueGrid {
  std::span<const float> values;  // [lines, columns]
  std::int64_t columns = 0, lines = 0;
  // What holds the values and never changes them, a part of an inspection: other values have another one.
  // Null: the values themselves are compared in every frame, which is for small grids.
  std::shared_ptr<const void> owner = {};
  // [lines, columns] in place of ValueRamp::weight; empty: the same for all.
  std::span<const float> weights = {};
  bool valid() const;
};

class ValueTextures {
 public:
  // Needs OpenGL 4.1. Throws Error{kUnsupported}.
  ValueTextures();
  ~ValueTextures();
  ValueTextures(const ValueTextures&) = delete;
  ValueTextures& operator=(const ValueTextures&) = delete;

  static ValueTextures* of_window();  // null: there are none

  // What was not asked for in the last frame is freed.
  void begin_frame() { pictures_.begin_frame(); }
  // The texture's name, lines in the order of the values from v = 0 on; 0: larger than the driver can.
  // `smooth`: values flow into each other where they are drawn larger.
  std::uint32_t of(std::string_view key, const ValueGrid& grid, const ValueRamp& ramp, const Theme& theme,
                   bool smooth = false);

  std::size_t kept() const { return pictures_.size(); }
  std::int64_t drawn() const { return drawn_; }  // since the start

 private:
  struct Shown {
    std::shared_ptr<const void> owner;
    const float* values = nullptr;
    std::uint64_t hash = 0;  // of the values that nobody owns
    std::int64_t columns = 0, lines = 0;
    ValueRamp ramp;
    bool dark = true;
    bool operator==(const Shown&) const = default;
  };
  struct ColoredValues {
    GlTexture colors;
    Shown shown;
    bool smooth = false;
  };
  void draw(ColoredValues& picture, const ValueGrid& grid, const Theme& theme, bool fresh);
  void set_ramp(const ValueRamp& ramp, const Theme& theme);

  GlProgram program_;
  GlTexture values_, weights_, ramp_;
  GlFramebuffer target_;
  GlVertexArray nothing_;
  std::int32_t largest_side_ = 0;
  WhileAsked<ColoredValues> pictures_;
  std::int64_t drawn_ = 0;
};

}  // namespace headroom::app
