// Commands on their way to the run thread.
//
// - A Change that directly follows an older one replaces it, because it was made on top of it. SetDevice,
//   SetPace, Watch and LookBack do the same.
// - Load replaces a Load that still waits, and what was meant for it; it also stops the preparation under
//   way, because nobody will see its result.
// - Cancel is never queued: it drops every Load that still waits and stops the preparation under way.
//
// Thread rule: post() and close() from any thread; next() and wait() on the run thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/base/progress.h"
#include "core/run/command.h"

namespace headroom {

class CommandQueue {
 public:
  // A command and the handle by which it can be stopped while it is carried out.
  struct Entry {
    Command command;
    std::shared_ptr<Progress> progress;
  };

  void post(Command command);
  // The next command, or nothing. The one before counts as carried out from here on.
  std::optional<Entry> next();
  // Posted commands that are dealt with: carried out, replaced or dropped.
  std::uint64_t done() const;
  // Blocks until a command waits; false when a stop was requested instead. Costs nothing while it blocks.
  bool wait(const std::stop_token& stop);
  // The same for at most so many seconds; false also when they are over.
  bool wait(const std::stop_token& stop, double seconds);
  // Stops the current command and takes no more: the program is ending.
  void close();

 private:
  void drop_waiting_load();
  void cancel_current();

  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Command> waiting_;
  std::shared_ptr<Progress> current_;
  std::uint64_t posted_ = 0;
  bool current_sets_device_ = false;
  bool closed_ = false;
};

}  // namespace headroom
