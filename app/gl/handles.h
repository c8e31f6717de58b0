// What lives in the graphics driver, owned: move-only, deleted with the object that holds it.
//
//   GlTexture colors = make_texture();
//   const GlProgram program = link_program("fullscreen.vert", "values.frag");
//
// Thread rule: the window's thread, while its OpenGL context is current.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

namespace headroom::app {

// `remove` deletes what is not 0.
template <void (*remove)(std::uint32_t)>
class GlHandle {
 public:
  GlHandle() = default;
  explicit GlHandle(std::uint32_t id) : id_(id) {}
  ~GlHandle() {
    if (id_ != 0) remove(id_);
  }
  GlHandle(GlHandle&& other) noexcept : id_(std::exchange(other.id_, 0U)) {}
  GlHandle& operator=(GlHandle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  GlHandle(const GlHandle&) = delete;
  GlHandle& operator=(const GlHandle&) = delete;

  std::uint32_t id() const { return id_; }

 private:
  std::uint32_t id_ = 0;
};

void delete_texture(std::uint32_t id);
void delete_buffer(std::uint32_t id);
void delete_vertex_array(std::uint32_t id);
void delete_framebuffer(std::uint32_t id);
void delete_program(std::uint32_t id);
using GlTexture = GlHandle<delete_texture>;
using GlBuffer = GlHandle<delete_buffer>;
using GlVertexArray = GlHandle<delete_vertex_array>;
using GlFramebuffer = GlHandle<delete_framebuffer>;
using GlProgram = GlHandle<delete_program>;

GlTexture make_texture();
GlBuffer make_buffer();
GlVertexArray make_vertex_array();
GlFramebuffer make_framebuffer();
// Of two files in shaders/. Throws Error{kUnsupported} with what the driver says against them.
GlProgram link_program(std::string_view vertex, std::string_view fragment);
// -1 where the compiler found that the shader does not need it.
std::int32_t uniform_of(const GlProgram& program, const char* name);

// Drawing into a texture: `colors` becomes width x height pixels of RGBA where it is not yet, and what was
// the target before is so again at the end.
class DrawsInto {
 public:
  DrawsInto(const GlFramebuffer& target, const GlTexture& colors, int width, int height, bool fresh);
  ~DrawsInto();
  DrawsInto(const DrawsInto&) = delete;
  DrawsInto& operator=(const DrawsInto&) = delete;

 private:
  std::int32_t before_ = 0;
  std::int32_t viewport_[4] = {};
};

}  // namespace headroom::app
