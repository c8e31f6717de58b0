// Where a table came from, kept so that a column can be read again otherwise: the bytes, how they are cut
// into records, and how they were read.
//
// Thread rule: immutable once the table has been read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "core/data/csv/file.h"
#include "core/data/csv/header.h"

namespace headroom {

struct CsvOrigin {
  explicit CsvOrigin(const std::string& path) : file(path) {}
  CsvOrigin(const std::string& name, std::string text) : file(name, std::move(text)) {}
  CsvFile file;
  CsvHeader header;
  int threads = 1;
  std::size_t piece_bytes = 1;
  std::int64_t rows = 0;
};

}  // namespace headroom
