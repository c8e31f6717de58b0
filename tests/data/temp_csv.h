// A CSV file that lives as long as the object, in the test's own temporary directory.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

#include "core/data/csv/csv.h"

namespace headroom {

class TempCsv {
 public:
  explicit TempCsv(std::string_view content) {
    static std::atomic<int> counter{0};
    // ctest runs every test in its own process: the process id keeps them apart.
    path_ = testing::TempDir() + "headroom_" + std::to_string(getpid()) + "_" + std::to_string(counter++) +
            ".csv";
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TempCsv() { std::remove(path_.c_str()); }
  TempCsv(const TempCsv&) = delete;
  TempCsv& operator=(const TempCsv&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline CsvTable read_text(std::string_view content, const CsvOptions& options = {}) {
  const TempCsv file(content);
  Progress progress;
  return read_csv(file.path(), options, progress);
}

}  // namespace headroom
