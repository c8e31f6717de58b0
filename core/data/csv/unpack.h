// Tables that are packed: gzip (several members in a row too), and ZIP archives that hold one file.
//
//   if (is_gzip(beginning)) file.hold(unpack_gzip(file, {}, progress));
//   if (is_zip(beginning)) file.hold(unpack_zip(file, {}, progress, member));
//
// Recognised by their first bytes, whatever the name. Sources: RFC 1952 (gzip); PKWARE's APPNOTE (ZIP).
// A file that would not fit into memory is refused before it is unpacked where its size is told (ZIP, and
// gzip below 4 GiB), else as soon as it has become too large; so is one that unpacks to more than 256 MiB and
// more than 250 times its size: real tables reach 100, files made to fill a disk 1000.
//
// Throws Error{kBadInput}: damaged or cut off, encrypted, several files, a spreadsheet (.xlsx, .ods), too
// large; Error{kUnsupported} where this build has no zlib or libzip.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/progress.h"
#include "core/data/csv/file.h"

namespace headroom {

struct UnpackLimits {
  std::int64_t memory = 0;  // bytes that a text may have; 0: what the machine has free
};

bool is_gzip(std::string_view beginning);
bool is_zip(std::string_view beginning);

std::string unpack_gzip(const CsvFile& file, const UnpackLimits& limits, const Progress& progress);
// `member` becomes the name of the file inside.
std::string unpack_zip(const CsvFile& file, const UnpackLimits& limits, const Progress& progress,
                       std::string& member);

// Throws when a text of `bytes` cannot be held. `what` begins the message: "the unpacked file".
void refuse_larger_than_memory(const std::string& path, std::uint64_t bytes, const UnpackLimits& limits,
                               const std::string& what);

}  // namespace headroom
