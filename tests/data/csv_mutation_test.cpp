// Thousands of damaged files: each is either read or refused with an Error that names a place, and
// whatever is read is consistent. Under the address sanitizer this is a small fuzzer.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/data/tabular.h"
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
    for (const CsvOdd& cell : column.odd) EXPECT_TRUE(std::isnan(column.numbers[static_cast<std::size_t>(cell.row)]));
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

}  // namespace
}  // namespace headroom
