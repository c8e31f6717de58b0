// What was worked on last, as the first screen lists it: runs that are kept in our own folder, and the files
// and folders elsewhere that were opened. Also makes room: of the runs that nobody asked to save, only the
// newest stay.
//
//   RecentRuns recent(data_directory());
//   recent.refresh({});
//   const RecentRuns::News news = recent.poll(state.recent);   // every tick
//
//   <data>/runs/<name>-<time>/   one folder for each run
//   <data>/recent.json           schema_version 1: the files and folders elsewhere, newest first
//
// Thread rule: RecentRuns: window's thread, never waits. The functions touch the disk: its jobs call them.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/state/job_slot.h"
#include "app/state/trash.h"
#include "app/state/ui_state.h"
#include "core/base/bytes.h"
#include "core/base/error.h"

namespace headroom::app {

inline constexpr std::size_t kMostRecent = 12;     // entries shown
inline constexpr std::size_t kMostKept = 10;       // runs that were kept automatically
inline constexpr Bytes kMostKeptBytes = 2 * kGiB;  // of them together

// The newest first, at most kMostRecent. What cannot be read is listed with the reason.
std::vector<RecentEntry> list_recent(const std::filesystem::path& data);
// Puts this file or folder on top of recent.json, unless it is one of our own runs; forgetting takes it off.
void note_opened(const std::filesystem::path& data, const std::string& path);
void forget_opened(const std::filesystem::path& data, const std::string& path);
// Where the last run is kept that the closing window told of; asked once.
void note_farewell(const std::filesystem::path& data, const std::string& words);
std::string take_farewell(const std::filesystem::path& data);
// Moves the older automatic runs to the trash; never `in_use`. Returns how many.
std::size_t make_room(const std::filesystem::path& data, const std::filesystem::path& in_use,
                      std::size_t most = kMostKept, Bytes most_bytes = kMostKeptBytes);

class RecentRuns {
 public:
  // An empty path: nothing is listed, nothing is touched.
  explicit RecentRuns(std::filesystem::path data) : data_(std::move(data)) {}

  // Makes room and lists again. `in_use`: the folder of the loaded run.
  void refresh(const std::string& in_use);
  void note(const std::string& path);
  // Takes an entry off the list: a run of ours goes to the trash, anything else is only forgotten.
  void remove(const RecentEntry& entry);
  void undo();

  struct News {
    bool changed = false;
    std::optional<Error> failure = {};
    std::string notice = {};
  };
  // Collects what the jobs did.
  News poll(RecentState& state);
  bool busy() const { return job_.running() || !waiting_.empty(); }

 private:
  struct Outcome {
    std::vector<RecentEntry> entries;
    std::string removed;               // the title of what undo() brings back
    std::function<void()> bring_back;  // how
    std::string farewell;
    std::string notice;
    std::optional<Error> failure;
  };
  using Work = std::function<void(Outcome&)>;
  void start(Work work);

  std::filesystem::path data_;
  JobSlot<Outcome> job_;
  std::deque<Work> waiting_;  // one after another: they write
  std::function<void()> bring_back_;
};

}  // namespace headroom::app
