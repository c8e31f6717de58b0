#include "app/state/browser.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "core/base/tr.h"

namespace headroom::app {

namespace {

namespace fs = std::filesystem;

bool can_be_opened(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  // Workbooks among them: opened, they say how to export them.
  static constexpr std::string_view kEndings[] = {
      ".csv", ".tsv", ".tab",         ".txt",  ".data", ".dat",  ".gz", ".zip",
      ".npy", ".npz", ".safetensors", ".xlsx", ".ods",  ".json", ".md", ".headroom"};
  return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

}  // namespace

void Browser::open(BrowserState& state) {
  state.open = true;
  go_to(state.directory.empty() ? "." : state.directory, state);
}

void Browser::go_to(const std::string& directory, BrowserState& state) {
  state.refusal.reset();
  listing_.start([directory](Progress& progress) { return list(directory, progress); });
}

void Browser::close(BrowserState& state) {
  listing_.cancel();
  state.open = false;
  state.refusal.reset();
}

Browser::Listing Browser::list(const std::string& directory, Progress& progress) {
  std::error_code failed;
  const fs::path path = fs::canonical(directory, failed);
  fs::directory_iterator entries;
  if (!failed) entries = fs::directory_iterator(path, failed);
  if (failed) throw Error(ErrorCode::kIo, tr("cannot be listed: {1}", failed.message()), directory);

  Listing listing{path.string(), {}};
  for (const fs::directory_entry& entry : entries) {
    progress.check();
    const std::string name = entry.path().filename().string();
    if (name.empty() || name.front() == '.') continue;
    std::error_code ignored;
    if (entry.is_directory(ignored)) {
      listing.entries.push_back({name, true, 0});
    } else if (entry.is_regular_file(ignored) && can_be_opened(entry.path())) {
      listing.entries.push_back({name, false, static_cast<std::int64_t>(entry.file_size(ignored))});
    }
  }
  std::sort(listing.entries.begin(), listing.entries.end(), [](const auto& a, const auto& b) {
    return a.directory != b.directory ? a.directory : a.name < b.name;
  });
  return listing;
}

bool Browser::poll(BrowserState& state) {
  const auto finished = listing_.poll();
  if (!finished) return false;
  try {
    Listing listing = finished->take();
    state.directory = std::move(listing.directory);
    state.entries = std::move(listing.entries);
  } catch (const Error& error) {
    state.refusal = error;
  } catch (const std::exception& thrown) {
    state.refusal = Error(ErrorCode::kIo, thrown.what());
  }
  return true;
}

}  // namespace headroom::app
