// The bytes of a table, read in any order and by several threads: those of the file itself, or a text in
// memory where the file's bytes are packed or in another encoding, or where there is no file (a pasted text).
//
//   const CsvFile file("iris.csv");
//   const std::size_t got = file.read(0, 4096, buffer, progress);
//
// Thread rule: read() may be called by several threads at once; hold() and end_at() by one before that.
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
  // A text in memory; `name` stands for the path in messages and must outlive the object as well.
  CsvFile(const std::string& name, std::string text);
  ~CsvFile();
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  const std::string& path() const { return path_; }
  std::size_t size() const { return size_; }                  // when it was opened
  std::size_t stored_bytes() const { return stored_bytes_; }  // of the file itself, packed or not

  // From now on the bytes are those of `text`.
  void hold(std::string text);
  // From now on the file ends here, at most where it ended before.
  void end_at(std::size_t size);

  // Returns how many bytes were read: fewer than `count` only at the end of the file. Checks for
  // cancellation every few megabytes. Throws kIo.
  std::size_t read(std::size_t offset, std::size_t count, char* to, const Progress& progress) const;
  // The first `most` bytes, or all there are.
  std::string beginning(std::size_t most, const Progress& progress) const;

 private:
  std::string path_;
  int descriptor_ = -1;
  std::size_t size_ = 0;
  std::size_t stored_bytes_ = 0;
  bool in_memory_ = false;
  std::string text_;  // when in memory
};

}  // namespace headroom
