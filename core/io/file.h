// Reading a whole file, and writing one so that nobody ever sees half of it.
//
//   write_file(directory / "run.json", text);   // temporary file, flush, rename, each fsynced
//
// Thread rule: plain functions; of two writers of one path the last one wins, and the file is complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace headroom {

// Throws Error{kNotFound} when there is no such file, Error{kBadInput} for a directory, a file that may not
// be read or one larger than `limit`.
std::string read_file(const std::filesystem::path& path, Bytes limit = 64 * kGiB);

// Replaces `path` in one step; the old content stays whole until the new one is on the disk. The parts are
// written one after another. A path that exists and is not a regular file (a pipe, /dev/stdout) is written
// to directly; a symbolic link keeps pointing where it points. Throws Error{kIo} with the system's reason.
void write_file(const std::filesystem::path& path, std::initializer_list<std::string_view> parts);
void write_file(const std::filesystem::path& path, std::string_view bytes);

// FNV-1a, 64 bit: notices change and damage, not malice. Chain by passing the last value.
std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed = 0xcbf29ce484222325ULL);
// 16 hexadecimal digits.
std::string hash_text(std::uint64_t hash);

}  // namespace headroom
