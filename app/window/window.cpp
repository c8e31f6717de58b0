#include "app/window/window.h"

#include <algorithm>
#include <cctype>
#include <cfloat>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <glad/gl.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "backends/imgui_impl_glfw.h"
#include "backends/imgui_impl_opengl3.h"

namespace headroom::app {

namespace {

constexpr int kMinWidth = 800;
constexpr int kMinHeight = 560;

std::string last_glfw_error() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text ? text : "no reason given";
}

InputEvents& events_of(GLFWwindow* window) {
  return *static_cast<InputEvents*>(glfwGetWindowUserPointer(window));
}

void note(GLFWwindow* window) { events_of(window).any = true; }

// A key that is held down repeats where it moves something.
NamedKey named_key(int key, int mods, bool repeated) {
  switch (key) {
    case GLFW_KEY_TAB: return NamedKey::kTab;
    case GLFW_KEY_UP: return NamedKey::kUp;
    case GLFW_KEY_DOWN: return NamedKey::kDown;
    case GLFW_KEY_LEFT: return NamedKey::kLeft;
    case GLFW_KEY_RIGHT: return NamedKey::kRight;
    case GLFW_KEY_HOME: return NamedKey::kHome;
    case GLFW_KEY_END: return NamedKey::kEnd;
    default: break;
  }
  if (repeated) return NamedKey::kNone;
  if (key == GLFW_KEY_ESCAPE) return NamedKey::kEscape;
  if (key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER) return NamedKey::kEnter;
  if (key == GLFW_KEY_F11) return NamedKey::kF11;
  if (key == GLFW_KEY_BACKSPACE) return NamedKey::kBackspace;
  if (key == GLFW_KEY_MENU || (key == GLFW_KEY_F10 && (mods & GLFW_MOD_SHIFT) != 0)) return NamedKey::kMenu;
  return NamedKey::kNone;
}

// Plain characters arrive through the character callback, which knows the keyboard's layout; here only
// keys that type nothing, and combinations with Ctrl.
void on_key(GLFWwindow* window, int key, int scancode, int action, int mods) {
  note(window);
  // Tab, Enter and Escape are ours (Focus): Dear ImGui looks at a key's state once a frame, so that it misses
  // what is short, and would end a field before what was typed ahead has reached it.
  const bool ours =
      key == GLFW_KEY_TAB || key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER || key == GLFW_KEY_ESCAPE;
  if (!ours) ImGui_ImplGlfw_KeyCallback(window, key, scancode, action, mods);
  if (action == GLFW_RELEASE) return;
  KeyPress press;
  press.control = (mods & GLFW_MOD_CONTROL) != 0;
  press.shift = (mods & GLFW_MOD_SHIFT) != 0;
  press.named = named_key(key, mods, action == GLFW_REPEAT);
  if (press.named == NamedKey::kNone && !press.control) press.shift = false;
  if (press.named == NamedKey::kNone && press.control) {
    if (key == GLFW_KEY_KP_ADD) press.character = U'+';
    if (key == GLFW_KEY_KP_SUBTRACT) press.character = U'-';
    if (key == GLFW_KEY_KP_0) press.character = U'0';
    const char* const name = glfwGetKeyName(key, scancode);
    if (press.character == 0 && name && name[0] != '\0' && name[1] == '\0') {
      press.character = static_cast<char32_t>(std::tolower(static_cast<unsigned char>(name[0])));
    }
  }
  if (press.named != NamedKey::kNone || press.character != 0) events_of(window).keys.push_back(press);
}

void on_character(GLFWwindow* window, unsigned int code_point) {
  note(window);
  KeyPress press;
  press.character = static_cast<char32_t>(code_point);
  events_of(window).keys.push_back(press);
}

void on_drop(GLFWwindow* window, int count, const char** paths) {
  note(window);
  events_of(window).dropped.insert(events_of(window).dropped.end(), paths, paths + count);
}

// GLFW 3.4 tries Wayland as well, whose library writes a line of its own to stderr where it cannot be.
void leave_out_impossible_wayland() {
#ifdef GLFW_PLATFORM
  if (std::getenv("XDG_RUNTIME_DIR") == nullptr) glfwInitHint(GLFW_PLATFORM, GLFW_PLATFORM_X11);
#endif
}

}  // namespace

Window::Window(const WindowOptions& options) {
  leave_out_impossible_wayland();
  if (!glfwInit()) {
    throw NoDisplay(ErrorCode::kUnsupported, "no display to open a window on (" + last_glfw_error() +
                                                 "): start it on a desktop, or use headroom-cli here");
  }
  try {
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, options.exact_size ? GLFW_FALSE : GLFW_TRUE);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);  // everything here is flat
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    for (const int minor : {41, 33}) {
      glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, minor / 10);
      glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, minor % 10);
      window_ = glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
      if (window_) break;
    }
    if (!window_) {
      throw Error(ErrorCode::kUnsupported, "the display offers no OpenGL 3.3 (" + last_glfw_error() +
                                               "): install its graphics driver, or use headroom-cli");
    }
    create_context();
  } catch (...) {
    if (window_) glfwDestroyWindow(window_);
    glfwTerminate();
    throw;
  }
}

void Window::create_context() {
  glfwMakeContextCurrent(window_);
  if (gladLoadGL(glfwGetProcAddress) == 0) {
    throw Error(ErrorCode::kUnsupported, "OpenGL could not be loaded: install the display's graphics driver");
  }
  if (const auto* const name = glGetString(GL_RENDERER)) renderer_ = reinterpret_cast<const char*>(name);
  glfwSwapInterval(1);
  glfwSetWindowSizeLimits(window_, kMinWidth, kMinHeight, GLFW_DONT_CARE, GLFW_DONT_CARE);

  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;  // our settings file is the only thing kept
  ImGui::GetIO().LogFilename = nullptr;
  glfwSetWindowUserPointer(window_, &input_);
  install_callbacks(window_);  // before ImGui's backend, which calls them on
  ImGui_ImplGlfw_InitForOpenGL(window_, true);
  glfwSetKeyCallback(window_, on_key);  // the only one that decides what is passed on
  ImGui_ImplOpenGL3_Init("#version 330 core");
  if (GLAD_GL_VERSION_4_1 == 0) return;
  try {
    values_ = std::make_unique<ValueTextures>();
    clouds_ = std::make_unique<PointClouds>();
  } catch (const Error& error) {
    std::fprintf(stderr, "headroom: %s; pictures of values are drawn without shaders\n", error.what());
  }
}

void Window::install_callbacks(GLFWwindow* window) {
  glfwSetCharCallback(window, on_character);
  glfwSetDropCallback(window, on_drop);
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int, int) { note(w); });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { note(w); });
  glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { note(w); });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { note(w); });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { note(w); });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { note(w); });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { note(w); });
  glfwSetWindowContentScaleCallback(window, [](GLFWwindow* w, float, float) { note(w); });
  glfwSetWindowIconifyCallback(window, [](GLFWwindow* w, int) { note(w); });
  glfwSetWindowCloseCallback(window, [](GLFWwindow* w) {
    note(w);
    events_of(w).close = true;
    glfwSetWindowShouldClose(w, GLFW_FALSE);  // it is asked first
  });
}

Window::~Window() {
  values_.reset();  // while there is a context
  clouds_.reset();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(window_);
  glfwTerminate();
}

InputEvents Window::wait(double seconds) {
  if (seconds > 0) {
    glfwWaitEventsTimeout(seconds);
  } else {
    glfwPollEvents();
  }
  return std::exchange(input_, {});
}

void Window::wake() { glfwPostEmptyEvent(); }

void Window::begin_frame() {
  if (values_) values_->begin_frame();
  if (clouds_) clouds_->begin_frame();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  if (pointer_ignored_) {
    const ImVec2 now = pointer_on_screen();
    pointer_ignored_ = std::abs(now.x - resting_pointer_.x) < 1 && std::abs(now.y - resting_pointer_.y) < 1;
#if IMGUI_VERSION_NUM < 18700
    if (pointer_ignored_) ImGui::GetIO().MousePos = ImVec2(-FLT_MAX, -FLT_MAX);
#else
    if (pointer_ignored_) ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
#endif
  }
  ImGui::NewFrame();
}

ImVec2 Window::pointer_on_screen() const {
  double x = 0, y = 0;
  int left = 0, top = 0;
  glfwGetCursorPos(window_, &x, &y);
  glfwGetWindowPos(window_, &left, &top);
  return ImVec2(static_cast<float>(x + left), static_cast<float>(y + top));
}

void Window::ignore_pointer_until_moved() {
  pointer_ignored_ = true;
  resting_pointer_ = pointer_on_screen();
}

void Window::render(const ImVec4& background) {
  ImGui::Render();
  const ImVec2 pixels = framebuffer_size();
  glViewport(0, 0, static_cast<int>(pixels.x), static_cast<int>(pixels.y));
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Window::present() { glfwSwapBuffers(window_); }

bool Window::minimized() const { return glfwGetWindowAttrib(window_, GLFW_ICONIFIED) != 0; }

ImVec2 Window::size() const {
  int width = 0, height = 0;
  glfwGetWindowSize(window_, &width, &height);
  return ImVec2(static_cast<float>(width), static_cast<float>(height));
}

ImVec2 Window::framebuffer_size() const {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  return ImVec2(static_cast<float>(width), static_cast<float>(height));
}

float Window::pixel_ratio() const {
  const float units = size().x;
  return units > 0 ? framebuffer_size().x / units : 1.0f;
}

float Window::content_scale() const {
  float x = 1, y = 1;
  glfwGetWindowContentScale(window_, &x, &y);
  // Where the window system enlarges by itself, the framebuffer is already larger than the window.
  return std::clamp(x / pixel_ratio(), 1.0f, 4.0f);
}

void Window::resize(int width, int height) {
  glfwSetWindowSize(window_, std::max(width, kMinWidth), std::max(height, kMinHeight));
}

std::string Window::clipboard() const {
  const char* const text = glfwGetClipboardString(window_);
  return text ? text : "";
}

int Window::screen_height() const {
  GLFWmonitor* const monitor = glfwGetPrimaryMonitor();
  const GLFWvidmode* const mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
  return mode ? mode->height : 0;
}

double Window::refresh_rate() const {
  GLFWmonitor* const monitor = glfwGetPrimaryMonitor();
  const GLFWvidmode* const mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
  return mode && mode->refreshRate > 0 ? mode->refreshRate : 60.0;
}

bool Window::software_rendering() const {
  for (const std::string_view name : {"llvmpipe", "softpipe", "swrast", "Software"}) {
    if (renderer_.find(name) != std::string::npos) return true;
  }
  return false;
}

void Window::upload_fonts() {
#if IMGUI_VERSION_NUM < 19200
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

}  // namespace headroom::app
