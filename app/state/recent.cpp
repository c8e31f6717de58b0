#include "app/state/recent.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "app/state/paths.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/tr.h"
#include "core/io/file.h"
#include "core/io/run_record.h"

namespace headroom::app {

namespace fs = std::filesystem;

namespace {

constexpr int kRecentVersion = 1;  // of recent.json

// What recent.json holds.
struct Notes {
  struct Opened {
    std::string path;
    std::int64_t time = 0;
  };
  std::vector<Opened> opened;  // newest first
  std::string farewell;
};

std::int64_t now_in_seconds() { return static_cast<std::int64_t>(std::time(nullptr)); }

fs::path notes_path(const fs::path& data) { return data / "recent.json"; }
fs::path runs_path(const fs::path& data) { return data / "runs"; }

Notes read_notes(const fs::path& data) {
  Notes notes;
  std::error_code ignored;
  const fs::path file = notes_path(data);
  if (!fs::exists(file, ignored)) return notes;
  const Json document = read_json_file(file);
  JsonObject root(document, file.string());
  root.check_version(kRecentVersion);
  for (JsonObject& each : root.objects("opened")) {
    Notes::Opened opened{each.string("path"), each.integer("time", 0, INT64_MAX)};
    each.finish();
    notes.opened.push_back(std::move(opened));
  }
  if (root.has("farewell")) notes.farewell = root.string("farewell");
  root.finish();
  return notes;
}

void write_notes(const fs::path& data, const Notes& notes) {
  nlohmann::ordered_json document = {{"schema_version", kRecentVersion},
                                     {"opened", nlohmann::ordered_json::array()}};
  for (const Notes::Opened& each : notes.opened) {
    document["opened"].push_back({{"path", each.path}, {"time", each.time}});
  }
  if (!notes.farewell.empty()) document["farewell"] = notes.farewell;
  write_output(notes_path(data),
               document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

// A list that cannot be read is begun anew: it holds nothing that anybody worked for.
Notes notes_or_none(const fs::path& data) {
  try {
    return read_notes(data);
  } catch (const Error&) {
    return {};
  }
}

std::int64_t seconds_of(const fs::file_time_type& time) {
  using namespace std::chrono;
  return duration_cast<seconds>(file_clock::to_sys(time).time_since_epoch()).count();
}

// "today 14:05", "yesterday 09:12", "21 Nov 2026".
std::string when_text(std::int64_t time, std::int64_t now) {
  const auto local = [](std::int64_t seconds) {
    const auto value = static_cast<std::time_t>(seconds);
    std::tm result{};
    localtime_r(&value, &result);
    return result;
  };
  const auto same_day = [](const std::tm& a, const std::tm& b) {
    return a.tm_year == b.tm_year && a.tm_yday == b.tm_yday;
  };
  const std::tm then = local(time);
  const bool today = same_day(then, local(now)), yesterday = same_day(then, local(now - 24 * 3600));
  char text[48];
  if (!today && !yesterday) {
    // A month by its number where its name would be an English one.
    std::strftime(text, sizeof text, language() == "en" ? "%d %b %Y" : "%Y-%m-%d", &then);
    return text;
  }
  std::strftime(text, sizeof text, "%H:%M", &then);
  return today ? tr("today {1}", text) : tr("yesterday {1}", text);
}

std::string figure_of(const ModelRecord& model, Task task) {
  const EpochList& epochs = model.state.history.epochs;
  if (epochs.empty()) return "–";
  char text[32];
  const EpochMetric& last = epochs.back();
  if (task == Task::kRegression) {
    std::snprintf(text, sizeof text, "R² %.3f", last.r2);
    return std::isfinite(last.r2) ? local_number(text) : "–";
  }
  std::snprintf(text, sizeof text, "%.1f %%", last.validation_accuracy * 100);
  return std::isfinite(last.validation_accuracy) ? local_number(text) : "–";
}

void describe(const RunRecord& record, RecentEntry& entry) {
  if (!record.config.title.empty()) entry.title = record.config.title;
  std::int64_t least = -1;
  for (const ModelRecord& model : record.models) {
    const auto& choices = record.config.models;
    const auto choice =
        std::find_if(choices.begin(), choices.end(), [&](const ModelChoice& c) { return c.id == model.id; });
    const std::string title = choice == choices.end() ? model.id : choice->title;
    entry.models += (entry.models.empty() ? "" : ", ") + title;
    entry.figure += (entry.figure.empty() ? "" : " · ") + figure_of(model, record.task);
    if (!is_selected(record.config, model.id)) continue;
    least = least < 0 ? model.state.epochs_finished : std::min(least, model.state.epochs_finished);
  }
  entry.epochs =
      format_count(std::max<std::int64_t>(0, least)) + " / " + format_count(record.config.train.epochs);
}

RecentEntry run_entry(const fs::path& folder, std::int64_t time) {
  RecentEntry entry{.path = folder.string(), .title = folder.filename().string(), .run = true, .time = time};
  entry.automatic = is_kept_automatically(folder);
  try {
    describe(load_run_without_networks(folder), entry);
  } catch (const Error& error) {
    entry.fault = error.message();
  } catch (const std::exception& thrown) {
    entry.fault = thrown.what();
  }
  return entry;
}

// A folder of ours and when it was written last.
struct Folder {
  fs::path path;
  std::int64_t time = 0;
};

// The newest first. What is no run, and was none, is not ours.
std::vector<Folder> run_folders(const fs::path& data) {
  std::vector<Folder> folders;
  std::error_code failed;
  for (fs::directory_iterator it(runs_path(data), failed), end; !failed && it != end; it.increment(failed)) {
    std::error_code ignored;
    if (!it->is_directory(ignored)) continue;
    auto time = fs::last_write_time(it->path() / "run.json", ignored);
    if (ignored) time = fs::last_write_time(it->path(), ignored);
    folders.push_back({it->path(), ignored ? 0 : seconds_of(time)});
  }
  std::sort(folders.begin(), folders.end(), [](const Folder& a, const Folder& b) {
    return a.time != b.time ? a.time > b.time : a.path.filename() > b.path.filename();
  });
  return folders;
}

RecentEntry opened_entry(const Notes::Opened& opened) {
  std::error_code ignored;
  const fs::path path(opened.path);
  if (fs::is_directory(path, ignored)) return run_entry(path, opened.time);
  RecentEntry entry{.path = opened.path, .title = path.filename().string(), .time = opened.time};
  if (!fs::exists(path, ignored)) entry.fault = tr("the file is no longer there");
  return entry;
}

Bytes size_of(const fs::path& folder) {
  Bytes bytes = 0;
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    std::error_code ignored;
    const auto size = it->file_size(ignored);
    if (!ignored) bytes += static_cast<Bytes>(size);
  }
  return bytes;
}

}  // namespace

std::vector<RecentEntry> list_recent(const fs::path& data) {
  std::vector<RecentEntry> entries;
  for (const Folder& folder : run_folders(data)) {
    if (entries.size() == kMostRecent) break;
    entries.push_back(run_entry(folder.path, folder.time));
    entries.back().ours = true;
  }
  for (const Notes::Opened& opened : notes_or_none(data).opened) entries.push_back(opened_entry(opened));
  std::stable_sort(entries.begin(), entries.end(),
                   [](const RecentEntry& a, const RecentEntry& b) { return a.time > b.time; });
  if (entries.size() > kMostRecent) entries.resize(kMostRecent);
  for (RecentEntry& entry : entries) entry.when = when_text(entry.time, now_in_seconds());
  return entries;
}

void note_opened(const fs::path& data, const std::string& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  if (whole.parent_path() == runs_path(data).lexically_normal()) return;
  Notes notes = notes_or_none(data);
  std::erase_if(notes.opened, [&](const Notes::Opened& each) { return each.path == whole.string(); });
  notes.opened.insert(notes.opened.begin(), {whole.string(), now_in_seconds()});
  if (notes.opened.size() > kMostRecent) notes.opened.resize(kMostRecent);
  write_notes(data, notes);
}

void forget_opened(const fs::path& data, const std::string& path) {
  Notes notes = notes_or_none(data);
  std::erase_if(notes.opened, [&](const Notes::Opened& each) { return each.path == path; });
  write_notes(data, notes);
}

void note_farewell(const fs::path& data, const std::string& words) {
  Notes notes = notes_or_none(data);
  notes.farewell = words;
  write_notes(data, notes);
}

std::string take_farewell(const fs::path& data) {
  Notes notes = notes_or_none(data);
  std::string words = std::exchange(notes.farewell, {});
  if (!words.empty()) write_notes(data, notes);
  return words;
}

std::size_t make_room(const fs::path& data, const fs::path& in_use, std::size_t most, Bytes most_bytes) {
  std::size_t kept = 0, moved = 0;
  Bytes bytes = 0;
  for (const Folder& folder : run_folders(data)) {
    if (!is_kept_automatically(folder.path)) continue;
    bytes += size_of(folder.path);
    ++kept;
    // The newest stays, however large it is.
    if (kept == 1 || folder.path == in_use || (kept <= most && bytes <= most_bytes)) continue;
    move_to_trash(folder.path, data.parent_path() / "Trash");
    ++moved;
  }
  return moved;
}

void RecentRuns::start(Work work) {
  if (!data_.empty()) waiting_.push_back(std::move(work));
}

void RecentRuns::refresh(const std::string& in_use) {
  start([data = data_, in_use](Outcome& outcome) {
    outcome.farewell = take_farewell(data);
    const std::size_t moved = make_room(data, in_use);
    if (moved > 0) {
      outcome.notice = tr_n("{n} older run that was kept automatically is in the trash now",
                            "{n} older runs that were kept automatically are in the trash now",
                            static_cast<std::int64_t>(moved));
    }
  });
}

void RecentRuns::note(const std::string& path) {
  start([data = data_, path](Outcome&) { note_opened(data, path); });
}

void RecentRuns::remove(const RecentEntry& entry) {
  start([data = data_, entry](Outcome& outcome) {
    if (entry.ours) {
      const Trashed trashed = move_to_trash(entry.path, data.parent_path() / "Trash");
      outcome.bring_back = [trashed] { bring_back(trashed); };
    } else {
      forget_opened(data, entry.path);
      outcome.bring_back = [data, path = entry.path] { note_opened(data, path); };
    }
    outcome.removed = entry.title;
  });
}

void RecentRuns::undo() {
  if (!bring_back_) return;
  start([work = std::exchange(bring_back_, nullptr)](Outcome&) { work(); });
}

RecentRuns::News RecentRuns::poll(RecentState& state) {
  News news;
  if (const auto finished = job_.poll()) {
    news.changed = true;
    try {
      Outcome outcome = finished->take();
      state.entries = std::move(outcome.entries);
      if (outcome.bring_back) bring_back_ = std::move(outcome.bring_back);
      if (!outcome.removed.empty()) state.removed = outcome.removed;
      if (!outcome.farewell.empty()) state.farewell = std::move(outcome.farewell);
      news.notice = std::move(outcome.notice);
      news.failure = std::move(outcome.failure);
    } catch (const std::exception& thrown) {
      news.failure = Error(ErrorCode::kInternal, thrown.what(), "recent runs");
    }
    if (!bring_back_) state.removed.clear();
  }
  if (job_.running() || waiting_.empty()) return news;
  job_.start([data = data_, work = std::move(waiting_.front())](Progress&) {
    Outcome outcome;
    try {
      work(outcome);
    } catch (const Error& error) {
      outcome.failure = error;
    }
    outcome.entries = list_recent(data);
    return outcome;
  });
  waiting_.pop_front();
  return news;
}

}  // namespace headroom::app
