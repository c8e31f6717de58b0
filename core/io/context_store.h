// How much device memory a CUDA context with our modules takes, measured once per GPU, driver and build and
// remembered: a later plan for that card knows it without opening the card.
//
//   const std::filesystem::path file = context_store_path();
//   KnownContext known = remember_context(file, context_key(device.info()), status.context);
//   KnownContext later = recall_context(file, context_key(info));
//   if (!later.message.empty()) say(later.message);      // a damaged file is left alone and reported
//
// Thread rule: plain functions; of two programs that write at once the last one wins, and the file stays
// whole.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/device/device.h"

namespace headroom {

struct ContextKey {
  std::string gpu;     // as the driver names it
  std::string driver;  // its version
  std::string build;   // program_build()
  bool operator==(const ContextKey&) const = default;
};

struct ContextEntry {
  ContextKey key;
  Bytes bytes = 0;
  std::string date;  // "2026-11-21", when it was measured
};

// Of a CUDA device and this build.
ContextKey context_key(const DeviceInfo& device);

inline constexpr std::size_t kMostContexts = 64;  // the oldest go first: every build adds one

// $XDG_STATE_HOME/headroom/contexts.json, else ~/.local/state/...; empty without a home.
std::filesystem::path context_store_path();

// Oldest first; none when there is no such file. Throws Error{kBadInput} with file and place for damaged or
// unknown content.
std::vector<ContextEntry> read_contexts(const std::filesystem::path& file);
// Creates the directory when missing; temporary file and rename. Throws Error{kIo}.
void write_contexts(const std::filesystem::path& file, const std::vector<ContextEntry>& entries);

struct KnownContext {
  std::optional<Bytes> bytes;
  std::string message;  // why the file was not read or written; empty: nothing to say
};

// Neither throws: a plan without the file is still a plan.
KnownContext recall_context(const std::filesystem::path& file, const ContextKey& key) noexcept;
// The stored value, else `measured`, which is then stored unless it is 0 (not measured). `date` empty:
// today's, UTC.
KnownContext remember_context(const std::filesystem::path& file, const ContextKey& key, Bytes measured,
                              const std::string& date = {}) noexcept;

}  // namespace headroom
