#include "app/cli/interrupt.h"

#include <csignal>
#include <memory>

namespace headroom::cli {

namespace {

// Progress cannot be un-cancelled, so a new run of the same process gets a new one. The handler only stores
// into a lock-free atomic, which a signal handler may.
std::unique_ptr<Progress>& holder() {
  static auto progress = std::make_unique<Progress>();
  return progress;
}

void on_signal(int) { stop_request().cancel(); }

}  // namespace

Progress& stop_request() { return *holder(); }

void clear_stop_request() { holder() = std::make_unique<Progress>(); }

void catch_interrupts() {
  stop_request();  // made now, not inside the handler
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

}  // namespace headroom::cli
