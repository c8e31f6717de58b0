// Bytes as a table, for the reader: from memory, as a pasted table is read, since opening a file takes as
// long as reading a small one. What only a file shows is given one in memory that has a path: archives, and
// one input of 64, so that the reader of files is tried as well.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/data/csv/csv.h"
#include "core/io/file.h"
#include "tests/fuzz/require.h"

namespace headroom::fuzz {

class MemoryFile {
 public:
  MemoryFile() : fd_(::memfd_create("fuzz", MFD_CLOEXEC)), path_("/proc/self/fd/" + std::to_string(fd_)) {}
  ~MemoryFile() { ::close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  const std::string& hold(const std::uint8_t* bytes, std::size_t size) {
    require(::ftruncate(fd_, 0) == 0 && ::pwrite(fd_, bytes, size, 0) == static_cast<ssize_t>(size));
    return path_;
  }

 private:
  int fd_;
  std::string path_;
};

inline CsvTable read_table(const std::uint8_t* bytes, std::size_t size, const CsvOptions& options) {
  static MemoryFile file;
  Progress progress;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const bool packed = text.starts_with("PK");
  if (packed || fnv1a(text) % 64 == 0) return read_csv(file.hold(bytes, size), options, progress);
  return read_csv_text(std::string(text), "fuzz", options, progress);
}

}  // namespace headroom::fuzz
