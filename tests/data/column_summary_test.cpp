// What a column looks like at a glance. The bins and means are those of numpy 2.4: np.histogram(values,
// bins=24)[0] and np.mean(values).
#include "core/data/column_summary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

using Counts = std::vector<std::int64_t>;

Counts bins_of(const std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return histogram(values, *least, *most);
}

TEST(Histogram, CountsAsNumpyDoes) {
  EXPECT_EQ(bins_of({5.1, 4.9, 4.7, 4.6, 5.0, 5.4, 4.6, 5.0, 4.4, 4.9, 7.0, 6.4, 6.9, 5.5, 6.5,
                     5.7, 6.3, 4.9, 6.6, 5.2, 6.3, 5.8, 7.1, 6.3, 6.5, 7.6, 4.9, 7.3, 6.7, 7.2}),
            (Counts{1, 2, 1, 4, 2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 3, 3, 1, 1, 1, 1, 1, 2, 0, 1}));
  std::vector<double> spread;
  std::uint64_t state = 12345;
  for (int i = 0; i < 1000; ++i) {
    state = (state * 1103515245 + 12345) % (std::uint64_t{1} << 31);
    spread.push_back(static_cast<double>(state) / 2147483648.0 * 200 - 100);
  }
  EXPECT_EQ(bins_of(spread), (Counts{56, 29, 44, 45, 24, 56, 40, 30, 53, 42, 40, 43,
                                     27, 48, 46, 46, 42, 50, 42, 42, 43, 35, 43, 34}));
}

TEST(Histogram, AValueOnAnEdgeIsInTheUpperBin) {
  std::vector<double> tenths, thirds;
  for (int i = 0; i < 25; ++i) tenths.push_back(i / 10.0);
  for (int i = -36; i < 37; ++i) thirds.push_back(i / 3.0);
  Counts one_each(24, 1), three_each(24, 3);
  one_each.back() = 2;
  three_each.back() = 4;
  EXPECT_EQ(bins_of(tenths), one_each);
  EXPECT_EQ(bins_of(thirds), three_each);
}

TEST(Histogram, OfOneValueAndOfTinyAndLargeNumbers) {
  Counts one(24), two(24);
  one[12] = 3;
  two.front() = two.back() = 1;
  EXPECT_EQ(bins_of({3, 3, 3}), one);
  EXPECT_EQ(bins_of({0, 1e-300}), two);
  std::vector<double> milliseconds;
  for (int i = 0; i < 50; ++i) milliseconds.push_back(1700000000000.0 + 37 * i * i);
  EXPECT_EQ(bins_of(milliseconds),
            (Counts{11, 4, 3, 3, 2, 2, 2, 2, 2, 1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 2}));
}

// The columns of a table, by name.
class Summaries {
 public:
  explicit Summaries(const std::string& text, const TabularOptions& options = {}) : file_(text) {
    Progress progress;
    table_ = read_csv(file_.path(), {}, progress);
    typed_ = decide_schema(table_, options, progress);
    looks_ = summarize(typed_, progress);
  }
  const ColumnSummary& operator[](const std::string& name) const {
    for (std::size_t c = 0; c < looks_.size(); ++c) {
      if (typed_.schema.columns[c].name == name) return looks_[c];
    }
    throw std::out_of_range(name);
  }

 private:
  TempCsv file_;
  CsvTable table_;
  TypedTable typed_;
  std::vector<ColumnSummary> looks_;
};

TEST(Summary, OfNumbersWithMissingOnesInAnyWriting) {
  const Summaries of("a;b;y\n1.200,5;?;0\n;2;1\n900;3;0\nNA;4;1\n1.000;5;1\n");
  EXPECT_EQ(of["a"].present, 3);
  EXPECT_EQ(of["a"].missing, 2);
  EXPECT_DOUBLE_EQ(of["a"].least, 900);
  EXPECT_DOUBLE_EQ(of["a"].most, 1200.5);
  EXPECT_DOUBLE_EQ(of["a"].mean, (1200.5 + 900 + 1000) / 3);
  EXPECT_EQ(of["a"].bins.size(), kSummaryBins);
  EXPECT_EQ(of["b"].missing, 1);
  EXPECT_TRUE(of["b"].levels.empty());
}

TEST(Summary, TheMeanOfLargeNumbersKeepsItsDigits) {
  std::string text = "ms,y\n";
  for (int i = 0; i < 50; ++i) {
    text += std::to_string(1700000000000 + 37LL * i * i) + "," + std::to_string(i % 2) + "\n";
  }
  EXPECT_DOUBLE_EQ(Summaries(text)["ms"].mean, 1700000029914.5);
}

TEST(Summary, OfDatesOverTime) {
  const Summaries of("when,y\n2020-01-01,0\n2020-02-29,1\n2020-02-29,0\n2020-12-31,1\n2021-06-30,0\n,1\n");
  const ColumnSummary& when = of["when"];
  EXPECT_EQ(when.present, 5);
  EXPECT_EQ(when.missing, 1);
  EXPECT_DOUBLE_EQ(when.least, 1577836800);
  EXPECT_DOUBLE_EQ(when.most, 1625011200);
  EXPECT_DOUBLE_EQ(when.mean, 1595617920);
  EXPECT_EQ(when.bins, (Counts{1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1}));
}

TEST(Summary, OfCategoriesTheMostFrequentFirst) {
  const Summaries of("c,y\nred,0\nblue,1\nred,0\n,1\ngreen,0\nblue,1\nred,1\n");
  const ColumnSummary& colour = of["c"];
  EXPECT_EQ(colour.present, 6);
  EXPECT_EQ(colour.missing, 1);
  EXPECT_TRUE(colour.bins.empty());
  EXPECT_TRUE(std::isnan(colour.least));
  ASSERT_EQ(colour.levels.size(), 3U);
  EXPECT_EQ(colour.levels[0].text, "red");
  EXPECT_EQ(colour.levels[0].cells, 3);
  EXPECT_EQ(colour.levels[1].text, "blue");
  EXPECT_EQ(colour.levels[2].text, "green");
  EXPECT_EQ(of["y"].levels.size(), 2U);  // the target's labels, which are numbers
}

TEST(Summary, ListsNoMoreTextsThanBins) {
  std::string text = "c,y\n";
  for (int i = 0; i < 90; ++i) text += "t" + std::to_string(i % 30) + "," + std::to_string(i % 2) + "\n";
  const ColumnSummary look = Summaries(text)["c"];
  EXPECT_EQ(look.levels.size(), kSummaryBins);
  EXPECT_EQ(look.more_levels, 6);
  EXPECT_EQ(look.more_cells, 18);
  EXPECT_EQ(look.present, 90);
}

TEST(Summary, OfAnEmptyColumn) {
  const Summaries of("a,e,y\n1,,0\n2,,1\n3,,1\n");
  EXPECT_EQ(of["e"].present, 0);
  EXPECT_EQ(of["e"].missing, 3);
  EXPECT_TRUE(of["e"].bins.empty());
}

}  // namespace
}  // namespace headroom
