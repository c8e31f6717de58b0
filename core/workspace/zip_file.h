// ZIP files of a few plain members: written whole in memory, read with limits that are checked before
// anything is unpacked. Nothing is ever unpacked to the disk, so a name can lead nowhere; one that tries is
// refused.
//
//   write_file("a.headroom", format_zip({{"workspace.json", text}, {"data/iris.csv", table}}));
//   const std::vector<ZipMember> members = read_zip("a.headroom", {}, progress);
//
// Refused, with Error{kBadInput}, the file and the member: a file that is cut short, damaged or no ZIP;
// too large, packed or unpacked; too many members; names that are absolute, lead upwards or hold control
// characters, the same name twice; links, folders, encryption. Source: PKWARE's APPNOTE.
// Error{kUnsupported} where this build has no libzip.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/progress.h"

namespace headroom {

struct ZipMember {
  std::string name;
  std::string bytes;
};

struct ZipLimits {
  Bytes file = 512 * kMiB;  // of the file
  Bytes unpacked = kGiB;    // of all members together
  std::int64_t members = 64;
};

// A name that stays inside a folder on every system: no "..", no root, no drive, no control character.
bool is_plain_path(std::string_view name);

// The same members give the same bytes.
std::string format_zip(const std::vector<ZipMember>& members);
std::vector<ZipMember> read_zip(const std::filesystem::path& path, const ZipLimits& limits,
                                const Progress& progress);

}  // namespace headroom
