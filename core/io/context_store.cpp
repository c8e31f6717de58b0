#include "core/io/context_store.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/build_id.h"
#include "core/io/file.h"

namespace headroom {

namespace fs = std::filesystem;

namespace {

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &utc)};
}

std::optional<Bytes> find(const std::vector<ContextEntry>& entries, const ContextKey& key) {
  for (const ContextEntry& entry : entries) {
    if (entry.key == key) return entry.bytes;
  }
  return std::nullopt;
}

std::string complaint(const std::exception& thrown) {
  const auto* const error = dynamic_cast<const Error*>(&thrown);
  const std::string place = error && !error->where().empty() ? " (" + error->where() + ")" : "";
  return std::string("the remembered size of CUDA contexts is not used: ") +
         (error ? error->message() : thrown.what()) + place + "; delete the file to measure again";
}

}  // namespace

ContextKey context_key(const DeviceInfo& device) { return {device.name, device.driver, program_build()}; }

fs::path context_store_path() {
  if (const char* const state = std::getenv("XDG_STATE_HOME"); state && *state) {
    return fs::path(state) / "headroom" / "contexts.json";
  }
  if (const char* const home = std::getenv("HOME"); home && *home) {
    return fs::path(home) / ".local" / "state" / "headroom" / "contexts.json";
  }
  return {};
}

std::vector<ContextEntry> read_contexts(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return {};
  const std::string name = file.string();
  const Json document = read_json_file(file);
  JsonObject root(document, name);
  root.check_version(1);
  std::vector<ContextEntry> entries;
  for (JsonObject& object : root.objects("contexts")) {
    ContextEntry entry{{object.string("gpu"), object.string("driver"), object.string("build")}, 0, {}};
    entry.bytes = object.integer("bytes", 1, std::numeric_limits<Bytes>::max());
    entry.date = object.string("date");
    object.finish();
    if (find(entries, entry.key)) object.fail("gpu", "stands twice with this driver and build");
    entries.push_back(std::move(entry));
  }
  root.finish();
  return entries;
}

void write_contexts(const fs::path& file, const std::vector<ContextEntry>& entries) {
  std::error_code failure;
  fs::create_directories(file.parent_path(), failure);
  if (failure) {
    throw Error(ErrorCode::kIo, "the directory cannot be made (" + failure.message() + ")",
                file.parent_path().string());
  }
  Json list = Json::array();
  for (const ContextEntry& entry : entries) {
    list.push_back({{"gpu", entry.key.gpu},
                    {"driver", entry.key.driver},
                    {"build", entry.key.build},
                    {"bytes", entry.bytes},
                    {"date", entry.date}});
  }
  write_file(file, Json{{"schema_version", 1}, {"contexts", list}}.dump(1) + "\n");
}

KnownContext recall_context(const fs::path& file, const ContextKey& key) noexcept {
  try {
    if (file.empty()) return {};
    return {find(read_contexts(file), key), {}};
  } catch (const std::exception& thrown) {
    return {std::nullopt, complaint(thrown)};
  }
}

KnownContext remember_context(const fs::path& file, const ContextKey& key, Bytes measured,
                              const std::string& date) noexcept {
  const std::optional<Bytes> now = measured > 0 ? std::optional(measured) : std::nullopt;
  try {
    KnownContext known = recall_context(file, key);
    if (known.bytes) return known;
    known.bytes = now;
    if (!now || !known.message.empty() || file.empty()) return known;
    std::vector<ContextEntry> entries = read_contexts(file);
    entries.push_back({key, measured, date.empty() ? today() : date});
    if (entries.size() > kMostContexts) entries.erase(entries.begin());
    write_contexts(file, entries);
    return known;
  } catch (const std::exception& thrown) {
    return {now,
            std::string("the measured size of the CUDA context could not be remembered: ") + thrown.what()};
  }
}

}  // namespace headroom
