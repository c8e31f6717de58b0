// Thousands of damaged files: each is either read or refused with an Error that names a place, and
// whatever is read is consistent. Under the address sanitizer this is a small fuzzer.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "core/base/error.h"
#include "core/data/tabular.h"
#include "test_places.h"
#include "tests/data/mutated_csv.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

void check_consistent(const CsvTable& table) {
  const auto rows = static_cast<std::size_t>(table.rows);
  for (const CsvColumn& column : table.columns) {
    EXPECT_EQ(column.numbers.size(), column.numeric ? rows : 0U);
    EXPECT_TRUE(column.codes.size() == rows || (column.numeric && column.codes.empty()));
    EXPECT_EQ(column.counts.size(), column.levels.size());
    EXPECT_EQ(column.places.size(), column.levels.size());
    for (const CsvOdd& cell : column.odd)
      EXPECT_TRUE(std::isnan(column.numbers[static_cast<std::size_t>(cell.row)]));
    std::int64_t missing = 0;
    for (const std::int32_t code : column.codes) {
      ASSERT_LT(code, static_cast<std::int32_t>(column.levels.size()));
      missing += code < 0 ? 1 : 0;
    }
    if (!column.numeric) {
      EXPECT_EQ(missing, column.missing);
    }
  }
}

TEST(CsvMutations, AreReadOrRefused) {
  Rng rng(20240607);
  int read = 0;
  int refused = 0;
  for (int i = 0; i < 20000; ++i) {
    const TempCsv file(mutate(rng));
    Progress progress;
    try {
      const CsvTable table = read_csv(file.path(), {}, progress);
      check_consistent(table);
      ++read;
      const Dataset data = make_dataset(table, {}, progress);
      EXPECT_EQ(data.values.size(), static_cast<std::size_t>(data.rows * data.columns));
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::kBadInput) << error.what();
      EXPECT_TRUE(error.where().starts_with(file.path())) << error.what();
      ++refused;
    }
  }
  EXPECT_GT(read, 1000) << "the mutations no longer reach the far side of the reader";
  EXPECT_GT(refused, 1000);
}

// Any options, and texts in which they matter.
TEST(CsvMutations, AreReadOrRefusedWithAnyOptions) {
  constexpr std::string_view kHeads[] = {"",     "sep=;\n",   "# one\n% two\n", "Title\n\n", "Title,,,,\n",
                                         ",,\n", "'a','b'\n", "1 2  3\n"};
  constexpr char kMarks[] = {',', ';', '\t', '|', ' ', ':', '"', '\'', '#', '\0'};
  Rng rng(11);
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    CsvOptions options{.threads = 1, .piece_bytes = 1 + static_cast<std::size_t>(rng.below(100))};
    options.header = static_cast<HeaderChoice>(rng.below(3));
    const auto mark = [&] { return kMarks[rng.below(std::size(kMarks))]; };
    if (rng.below(4) == 0) options.separator = mark();
    if (rng.below(4) == 0) options.quote = mark();
    if (rng.below(4) == 0) options.comment = mark();
    if (rng.below(4) == 0) options.skip_lines = static_cast<std::int64_t>(rng.below(4));
    Progress progress;
    try {
      const std::string text = std::string(kHeads[rng.below(std::size(kHeads))]) + mutate(rng);
      check_consistent(read_csv_text(text, "text", options, progress));
      ++read;
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::kBadInput) << error.what();
      EXPECT_TRUE(error.where().starts_with("text:")) << error.what();
    }
  }
  EXPECT_GT(read, 1000);
}

TEST(CsvMutations, PackedAndEncodedFiles) {
  std::vector<std::string> files;
  for (const std::string name : {"table.csv.gz", "two_members.csv.gz", "utf16.csv.gz", "table.zip",
                                 "two_files.zip", "encrypted.zip", "workbook.xlsx"}) {
    std::ifstream file(std::string(HEADROOM_TESTS_DIR) + "/data/packed/" + name, std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    ASSERT_FALSE(files.back().empty()) << name;
  }
  std::string wide = "\xFF\xFE";
  for (const char c : kValid) wide += {c, '\0'};
  files.push_back(wide);
  Rng rng(12);
  int read = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string bytes = files[rng.below(files.size())];
    for (std::uint64_t n = rng.below(4); n > 0; --n) {
      const auto at = static_cast<std::size_t>(rng.below(bytes.size()));
      bytes[at] = static_cast<char>(rng.below(256));
      if (rng.below(8) == 0) bytes.resize(at + 1);
    }
    const TempCsv file(bytes);
    Progress progress;
    try {
      check_consistent(read_csv(file.path(), {.text_limit = 1 << 20}, progress));
      ++read;
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::kBadInput || error.code() == ErrorCode::kOutOfMemory)
          << error.what();
      EXPECT_TRUE(error.where().starts_with(file.path())) << error.what();
    }
  }
  EXPECT_GT(read, 250);
}

}  // namespace
}  // namespace headroom
