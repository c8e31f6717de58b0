#include "app/window/display_loss.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <thread>
#include <utility>

namespace headroom::app {

namespace {

std::function<void()> last_word;
std::thread::id main_thread;

// Xlib's own would print and exit; it must not return.
int on_io_error(void* /*display*/) {
  // Another thread that notices first waits here: the main thread notices as well, and needs this one's work.
  while (std::this_thread::get_id() != main_thread) ::pause();
  if (const auto words = std::exchange(last_word, nullptr)) words();
  std::fflush(nullptr);
  std::_Exit(kDisplayLost);
}

}  // namespace

void on_display_lost(std::function<void()> words) {
  last_word = std::move(words);
  main_thread = std::this_thread::get_id();
  void* const library = ::dlopen("libX11.so.6", RTLD_LAZY | RTLD_NOLOAD);
  if (!library) return;
  using Handler = int (*)(void*);
  if (void* const set = ::dlsym(library, "XSetIOErrorHandler")) {
    reinterpret_cast<Handler (*)(Handler)>(set)(on_io_error);
  }
}

}  // namespace headroom::app
