#include "support/offscreen.h"

#include <dlfcn.h>
#include <glad/gl.h>

#include <cstdint>
#include <cstdlib>

namespace headroom::app {
namespace {

// Names from the registry of EGL: https://registry.khronos.org/EGL/api/EGL/egl.h, eglext.h
using Display = void*;
using Config = void*;
using Context = void*;
using Surface = void*;
constexpr unsigned kPlatformSurfaceless = 0x31DD, kOpenGlApi = 0x30A2;
constexpr std::int32_t kRenderableType = 0x3040, kOpenGlBit = 0x0008, kSurfaceType = 0x3033, kNone = 0x3038;
constexpr std::int32_t kMajor = 0x3098, kMinor = 0x30FB, kProfileMask = 0x30FD, kCoreProfile = 1;

template <class F>
F* function_of(void* library, const char* name) {
  return reinterpret_cast<F*>(::dlsym(library, name));
}

using GetProc = GLADapiproc(const char*);
GetProc* get_proc = nullptr;
GLADapiproc load(const char* name) { return get_proc(name); }

}  // namespace

Offscreen::Offscreen() {
  library_ = ::dlopen("libEGL.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library_) {
    why_not = "libEGL.so.1 is not installed";
    return;
  }
  get_proc = function_of<GetProc>(library_, "eglGetProcAddress");
  const auto get_display =
      reinterpret_cast<Display (*)(unsigned, void*, const std::intptr_t*)>(load("eglGetPlatformDisplay"));
  auto* const initialize =
      function_of<unsigned(Display, std::int32_t*, std::int32_t*)>(library_, "eglInitialize");
  auto* const choose =
      function_of<unsigned(Display, const std::int32_t*, Config*, std::int32_t, std::int32_t*)>(
          library_, "eglChooseConfig");
  auto* const bind = function_of<unsigned(unsigned)>(library_, "eglBindAPI");
  auto* const create =
      function_of<Context(Display, Config, Context, const std::int32_t*)>(library_, "eglCreateContext");
  auto* const make_current =
      function_of<unsigned(Display, Surface, Surface, Context)>(library_, "eglMakeCurrent");
  display_ = get_display ? get_display(kPlatformSurfaceless, nullptr, nullptr) : nullptr;
  if (!display_ || initialize(display_, nullptr, nullptr) == 0) {
    display_ = nullptr;
    why_not = "EGL offers no display without a screen";
    return;
  }
  const std::int32_t wanted[] = {kRenderableType, kOpenGlBit, kSurfaceType, 0, kNone};
  const std::int32_t version[] = {kMajor, 4, kMinor, 1, kProfileMask, kCoreProfile, kNone};
  Config config = nullptr;
  std::int32_t found = 0;
  if (bind(kOpenGlApi) != 0 && choose(display_, wanted, &config, 1, &found) != 0 && found > 0) {
    context_ = create(display_, config, nullptr, version);
  }
  if (!context_ || make_current(display_, nullptr, nullptr, context_) == 0 || gladLoadGL(load) == 0) {
    why_not = "EGL offers no OpenGL 4.1 without a screen";
  }
}

Offscreen::~Offscreen() {
  if (!display_) return;
  function_of<unsigned(Display, Surface, Surface, Context)>(library_, "eglMakeCurrent")(display_, nullptr,
                                                                                        nullptr, nullptr);
  if (context_) function_of<unsigned(Display, Context)>(library_, "eglDestroyContext")(display_, context_);
  function_of<unsigned(Display)>(library_, "eglTerminate")(display_);
}

}  // namespace headroom::app
