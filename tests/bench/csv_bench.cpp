// Reading CSV files: 20,000 x 50 of each kind of number, or the file that HEADROOM_BENCH_CSV names.
//
//   build/release/bench_csv --benchmark_filter=six
//
// bytes_per_second counts the file's bytes, from the page cache. With HEADROOM_BENCH_VALUES the table is
// written there once, column by column as doubles, and nothing is measured: peers/csv_peers.py compares it.
#include <benchmark/benchmark.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/rng.h"
#include "core/data/csv/csv.h"

namespace headroom::bench {
namespace {

constexpr int kRows = 20'000;
constexpr int kColumns = 50;

struct Kind {
  std::string name;
  std::string (*field)(Rng& rng);
};

template <typename... Values>
std::string printed(const char* format, Values... values) {
  char text[64];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

const Kind kKinds[] = {
    {"six_decimals", [](Rng& rng) { return printed("%.6f", rng.uniform(-3, 3)); }},
    {"shortest", [](Rng& rng) { return printed("%.17g", rng.uniform(-3, 3)); }},
    {"digits", [](Rng& rng) { return printed("%d", static_cast<int>(rng.below(17))); }},
    {"texts", [](Rng& rng) { return "level" + std::to_string(rng.below(20)); }},
};

std::string write_file(const Kind& kind) {
  const std::string path = std::filesystem::temp_directory_path() /
                           ("headroom_bench_" + kind.name + "_" + std::to_string(getpid()) + ".csv");
  std::ofstream file(path, std::ios::binary);
  for (int c = 0; c < kColumns; ++c) file << (c == 0 ? "c" : ",c") << c;
  file << '\n';
  Rng rng(1);
  for (int r = 0; r < kRows; ++r) {
    for (int c = 0; c < kColumns; ++c) file << (c == 0 ? "" : ",") << kind.field(rng);
    file << '\n';
  }
  return path;
}

void read(benchmark::State& state, const std::string& path, int threads) {
  std::int64_t bytes = 0;
  for (auto _ : state) {
    Progress progress;
    const CsvTable table = read_csv(path, {.threads = threads}, progress);
    bytes += table.file_bytes;
  }
  state.SetBytesProcessed(bytes);
}

void add(const std::string& name, const std::string& path) {
  for (const int threads : {1, 2}) {
    benchmark::RegisterBenchmark((name + "/threads:" + std::to_string(threads)).c_str(),
                                 [=](benchmark::State& state) { read(state, path, threads); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  }
}

int write_values(const std::string& path, const std::string& to) {
  Progress progress;
  const CsvTable table = read_csv(path, {}, progress);
  std::ofstream file(to, std::ios::binary);
  for (const CsvColumn& column : table.columns) {
    file.write(reinterpret_cast<const char*>(column.numbers.data()),
               static_cast<std::streamsize>(column.numbers.size() * sizeof(double)));
  }
  return file.good() ? 0 : 1;
}

}  // namespace
}  // namespace headroom::bench

int main(int argc, char** argv) {
  using namespace headroom::bench;
  const char* const given = std::getenv("HEADROOM_BENCH_CSV");
  const char* const values = std::getenv("HEADROOM_BENCH_VALUES");
  if (given != nullptr && values != nullptr) return write_values(given, values);
  std::vector<std::string> written;
  if (given != nullptr) {
    add("file", given);
  } else {
    for (const Kind& kind : kKinds) add(kind.name, written.emplace_back(write_file(kind)));
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  for (const std::string& path : written) std::filesystem::remove(path);
}
