// The bytes of a CSV file, read in any order and by several threads.
//
//   const CsvFile file("iris.csv");
//   const std::size_t got = file.read(0, 4096, buffer, progress);
//
// Thread rule: read() may be called by several threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/progress.h"

namespace headroom {

class CsvFile {
 public:
  // Throws kNotFound, kIo, kBadInput (a directory, no regular file).
  explicit CsvFile(const std::string& path);
  ~CsvFile();
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  const std::string& path() const { return path_; }
  std::size_t size() const { return size_; }  // when it was opened

  // Returns how many bytes were read: fewer than `count` only at the end of the file. Checks for
  // cancellation every few megabytes. Throws kIo.
  std::size_t read(std::size_t offset, std::size_t count, char* to, const Progress& progress) const;

 private:
  std::string path_;
  int descriptor_ = -1;
  std::size_t size_ = 0;
};

}  // namespace headroom
