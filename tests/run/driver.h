// Drives a RunThread with a fake device and waits for what should happen.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "core/run/run_thread.h"
#include "tests/support/fake_device.h"
#include "tests/support/small_data.h"

namespace headroom::test {

// A door that a hook waits at until the test opens it.
class Gate {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    arrived_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void wait_for_arrival() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return arrived_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool arrived_ = false;
  bool open_ = false;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

class Driver {
 public:
  explicit Driver(Script behaviour = std::make_shared<FakeScript>(), Bytes most_kept = RunThread::kMostKept)
      : script(std::move(behaviour)),
        run_(
            {.list =
                 [] {
                   DeviceInfo first{.id = "fake:0", .kind = "fake", .name = "Fake", .compute_capability = {}};
                   DeviceInfo second = first;
                   second.id = "fake:1";
                   return std::vector<DeviceInfo>{first, second};
                 },
             .open = [s = this->script](const std::string& id) -> std::unique_ptr<Device> {
               if (id != "fake:0" && id != "fake:1") throw Error(ErrorCode::kNotFound, "no such device", id);
               return std::make_unique<FakeDevice>(s, id);
             }},
            [this] {
              const std::lock_guard lock(mutex_);
              ++publications_;
              if (on_publish_) on_publish_(*run_.snapshot());
              published_.notify_all();
            },
            Inspections(), most_kept) {}

  void post(Command command) { run_.post(std::move(command)); }
  // The run as it is now, changed like this.
  void change(const std::function<void(RunConfig&)>& edit, bool custom_again = false) {
    RunConfig config = run_.snapshot()->facts->config;
    edit(config);
    post(command::Change{std::move(config), custom_again});
  }
  void select(std::vector<std::string> ids) {
    change([&](RunConfig& config) { config.selected = std::move(ids); });
  }
  void custom(std::vector<std::int64_t> hidden) {
    change([&](RunConfig& config) { set_custom_model(config, std::move(hidden)); }, true);
  }
  SnapshotPtr snapshot() const { return run_.snapshot(); }
  RunThread& controller() { return run_; }

  // The first snapshot, from now on, that the condition holds for. Fails the test after a long while.
  SnapshotPtr wait(const std::function<bool(const Snapshot&)>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::unique_lock lock(mutex_);
    for (;;) {
      SnapshotPtr now = run_.snapshot();
      if (condition(*now)) return now;
      if (published_.wait_until(lock, deadline) == std::cv_status::timeout) {
        ADD_FAILURE() << "gave up waiting in state " << run_state_name(now->state) << ": " << now->message;
        return now;
      }
    }
  }
  SnapshotPtr wait(RunState state) {
    return wait([state](const Snapshot& s) { return s.state == state; });
  }
  SnapshotPtr wait_for_error(std::uint64_t after) {
    return wait([after](const Snapshot& s) { return s.error_sequence > after; });
  }
  // Everything posted so far has been carried out. Leaves a refusal in Snapshot::error.
  SnapshotPtr sync() {
    const std::uint64_t before = run_.snapshot()->error_sequence;
    post(command::GoBack{std::nullopt, -1});  // refused in every state
    return wait([before](const Snapshot& s) {
      return s.error_sequence > before && s.error && s.error->code() == ErrorCode::kUsage &&
             s.error->message().find("learning rate is a positive") != std::string::npos;
    });
  }

  SnapshotPtr load(const RunConfig& config = small_config()) {
    post(command::Load{config, false});
    return wait(RunState::kReady);
  }
  SnapshotPtr train_to_end(const RunConfig& config = small_config()) {
    post(command::Load{config, true});
    return wait(RunState::kFinished);
  }

  // Sees every publication from now on, on the run thread.
  void listen(std::function<void(const Snapshot&)> listener) {
    wait([](const Snapshot& s) { return s.sequence > 0; });
    const std::lock_guard lock(mutex_);
    on_publish_ = std::move(listener);
  }

  Script script;

 private:
  std::function<void(const Snapshot&)> on_publish_;  // guarded by mutex_
  std::mutex mutex_;
  std::condition_variable published_;
  std::uint64_t publications_ = 0;
  RunThread run_;  // last: its thread stops before the rest goes
};

inline const ModelSnapshot& model(const Snapshot& snapshot, std::string_view id) {
  for (const ModelSnapshot& m : snapshot.curves->models) {
    if (m.choice.id == id) return m;
  }
  throw Error(ErrorCode::kNotFound, "no model " + std::string(id));
}

inline std::vector<float> losses(const ModelSnapshot& model) {
  std::vector<float> values;
  for (std::size_t i = 0; i < model.history.step_loss.size(); ++i)
    values.push_back(model.history.step_loss[i]);
  return values;
}

}  // namespace headroom::test
