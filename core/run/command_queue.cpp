#include "core/run/command_queue.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace headroom {
namespace {

template <typename T>
bool is(const Command& command) {
  return std::holds_alternative<T>(command);
}

// Replaces `older`, which still waits, where only the newest value counts.
bool replace(Command& older, Command& newer) {
  if (auto* const change = std::get_if<command::Change>(&newer)) {
    auto* const before = std::get_if<command::Change>(&older);
    if (!before) return false;
    change->custom_again = change->custom_again || before->custom_again;
  } else if (newer.index() != older.index() ||
             !(is<command::SetDevice>(newer) || is<command::SetPace>(newer) || is<command::Watch>(newer) ||
               is<command::LookBack>(newer))) {
    return false;
  }
  older = std::move(newer);
  return true;
}

}  // namespace

void CommandQueue::post(Command command) {
  {
    const std::lock_guard lock(mutex_);
    ++posted_;
    if (is<command::Cancel>(command)) {
      drop_waiting_load();
      cancel_current();
      return;
    }
    if (is<command::Load>(command)) {
      drop_waiting_load();
      // A change of device outlives the load; it is carried out to its end.
      if (!current_sets_device_) cancel_current();
    }
    if (waiting_.empty() || !replace(waiting_.back(), command)) waiting_.push_back(std::move(command));
  }
  wake_.notify_one();
}

std::optional<CommandQueue::Entry> CommandQueue::next() {
  const std::lock_guard lock(mutex_);
  current_.reset();
  current_sets_device_ = false;
  if (waiting_.empty() || closed_) return std::nullopt;
  Entry entry{std::move(waiting_.front()), std::make_shared<Progress>()};
  waiting_.pop_front();
  current_ = entry.progress;
  current_sets_device_ = is<command::SetDevice>(entry.command);
  return entry;
}

std::uint64_t CommandQueue::done() const {
  const std::lock_guard lock(mutex_);
  return posted_ - waiting_.size() - (current_ ? 1 : 0);
}

bool CommandQueue::wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return wake_.wait(lock, stop, [this] { return !waiting_.empty(); });
}

bool CommandQueue::wait(const std::stop_token& stop, double seconds) {
  std::unique_lock lock(mutex_);
  return wake_.wait_for(lock, stop, std::chrono::duration<double>(seconds),
                        [this] { return !waiting_.empty(); });
}

void CommandQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  cancel_current();
}

void CommandQueue::drop_waiting_load() {
  const auto load = std::find_if(waiting_.begin(), waiting_.end(), is<command::Load>);
  const auto keep = [](const Command& command) {
    return is<command::SetDevice>(command) || is<command::Watch>(command);
  };
  waiting_.erase(std::remove_if(load, waiting_.end(), [&](const Command& c) { return !keep(c); }),
                 waiting_.end());
}

void CommandQueue::cancel_current() {
  if (current_) current_->cancel();
}

}  // namespace headroom
