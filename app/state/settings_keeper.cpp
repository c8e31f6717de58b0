#include "app/state/settings_keeper.h"

#include <exception>

namespace headroom::app {

namespace {

// A slider or a window that is being resized changes many times a second.
constexpr double kRestSeconds = 0.5;

}  // namespace

std::string SettingsKeeper::follow(const Settings& settings, double now) {
  if (settings == saved_) {
    changed_ = false;
  } else if (!changed_ || settings != current_) {
    changed_ = true;
    changed_at_ = now;
    current_ = settings;
  } else if (now - changed_at_ > kRestSeconds && !job_.running()) {
    changed_ = false;
    saved_ = settings;
    job_.start([file = file_, settings](Progress&) {
      save_settings(file, settings);
      return true;
    });
  }
  try {
    if (const auto finished = job_.poll()) finished->take();
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

void SettingsKeeper::close(const Settings& settings) noexcept {
  try {
    job_ = JobSlot<bool>();  // joins a write under way, which would otherwise come last
    if (settings != saved_) save_settings(file_, settings);
  } catch (const std::exception&) {
    // Nobody is left to be told; the next start has the settings of before.
  }
}

}  // namespace headroom::app
