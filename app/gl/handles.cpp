#include "app/gl/handles.h"

#include <glad/gl.h>

#include <string>

#include "app/gl/shader_source.h"
#include "core/base/error.h"

namespace headroom::app {
namespace {

// Deleted once the program is linked.
class Shader {
 public:
  Shader(GLenum kind, std::string_view name) : id_(glCreateShader(kind)) {
    const std::string_view text = shader_source(name);
    const char* const start = text.data();
    const auto length = static_cast<GLint>(text.size());
    glShaderSource(id_, 1, &start, &length);
    glCompileShader(id_);
    GLint compiled = 0;
    glGetShaderiv(id_, GL_COMPILE_STATUS, &compiled);
    if (compiled != 0) return;
    char log[1000] = "";
    glGetShaderInfoLog(id_, sizeof log, nullptr, log);
    glDeleteShader(id_);
    throw Error(ErrorCode::kUnsupported, "the graphics driver refuses a shader: " + std::string(log),
                "shaders/" + std::string(name));
  }
  ~Shader() { glDeleteShader(id_); }
  Shader(const Shader&) = delete;
  Shader& operator=(const Shader&) = delete;
  GLuint id() const { return id_; }

 private:
  GLuint id_;
};

template <class Made>
Made made(void (*make)(GLsizei, GLuint*)) {
  GLuint id = 0;
  make(1, &id);
  return Made(id);
}

}  // namespace

void delete_texture(std::uint32_t id) { glDeleteTextures(1, &id); }
void delete_buffer(std::uint32_t id) { glDeleteBuffers(1, &id); }
void delete_vertex_array(std::uint32_t id) { glDeleteVertexArrays(1, &id); }
void delete_framebuffer(std::uint32_t id) { glDeleteFramebuffers(1, &id); }
void delete_program(std::uint32_t id) { glDeleteProgram(id); }

GlTexture make_texture() { return made<GlTexture>(glGenTextures); }
GlBuffer make_buffer() { return made<GlBuffer>(glGenBuffers); }
GlVertexArray make_vertex_array() { return made<GlVertexArray>(glGenVertexArrays); }
GlFramebuffer make_framebuffer() { return made<GlFramebuffer>(glGenFramebuffers); }

GlProgram link_program(std::string_view vertex, std::string_view fragment) {
  const Shader first(GL_VERTEX_SHADER, vertex), second(GL_FRAGMENT_SHADER, fragment);
  GlProgram program(glCreateProgram());
  glAttachShader(program.id(), first.id());
  glAttachShader(program.id(), second.id());
  glLinkProgram(program.id());
  GLint linked = 0;
  glGetProgramiv(program.id(), GL_LINK_STATUS, &linked);
  if (linked != 0) return program;
  char log[1000] = "";
  glGetProgramInfoLog(program.id(), sizeof log, nullptr, log);
  throw Error(ErrorCode::kUnsupported, "the graphics driver refuses to link shaders: " + std::string(log),
              "shaders/" + std::string(fragment));
}

std::int32_t uniform_of(const GlProgram& program, const char* name) {
  return glGetUniformLocation(program.id(), name);
}

DrawsInto::DrawsInto(const GlFramebuffer& target, const GlTexture& colors, int width, int height,
                     bool fresh) {
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &before_);
  glGetIntegerv(GL_VIEWPORT, viewport_);
  if (fresh) {
    glBindTexture(GL_TEXTURE_2D, colors.id());
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  }
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target.id());
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colors.id(), 0);
  glViewport(0, 0, width, height);
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
}

DrawsInto::~DrawsInto() {
  glBindVertexArray(0);
  glUseProgram(0);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<GLuint>(before_));
  glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
}

}  // namespace headroom::app
