#include "app/cli/output.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "app/cli/progress_bar.h"
#include "core/base/json.h"

namespace headroom::cli {
namespace {

TEST(Output, TablesAlignByCharacterNotByByte) {
  Table table({"model", ">n"});
  table.add({"2×50", "7"});
  table.add({"plain", "12 345"});
  std::ostringstream out;
  table.print(out);
  EXPECT_EQ(out.str(), "model       n\n2×50        7\nplain  12 345\n");
}

TEST(Output, NumbersAndTimes) {
  EXPECT_EQ(fixed(0.12345, 4), "0.1235");
  EXPECT_EQ(fixed(std::nan(""), 4), "-");
  EXPECT_EQ(percent(0.881), "88.1 %");
  EXPECT_EQ(seconds_text(0.00042), "420 us");
  EXPECT_EQ(seconds_text(0.00342), "3.42 ms");
  EXPECT_EQ(seconds_text(12.34), "12.3 s");
  EXPECT_EQ(seconds_text(245), "4 min 05 s");
  EXPECT_EQ(seconds_text(3720), "1 h 02 min");
  EXPECT_EQ(shape_text({10000, 230}), "10 000 x 230");
  EXPECT_TRUE(number(INFINITY).is_null());
}

TEST(Output, ShortenKeepsWholeCharacters) {
  EXPECT_EQ(shorten("größer", 6), "größer");
  EXPECT_EQ(shorten("größer", 4), "grö…");
  EXPECT_EQ(shorten("x", 0), "");
}

TEST(ProgressBar, FillsByEighthsAndFitsTheTerminal) {
  EXPECT_EQ(bar_text(0, 4), "▕    ▏");
  EXPECT_EQ(bar_text(0.5, 4), "▕██  ▏");
  EXPECT_EQ(bar_text(0.53125, 4), "▕██▏ ▏");
  EXPECT_EQ(bar_text(1, 4), "▕████▏");
  EXPECT_EQ(bar_text(7, 4), "▕████▏");
  EXPECT_EQ(bar_text(std::nan(""), 4), "▕    ▏");
  for (const int columns : {1, 10, 40, 80, 200}) {
    const std::string line = bar_line(0.42, "epoch 3/20  loss 0.5", 75, columns);
    EXPECT_LT(display_width(line), static_cast<std::size_t>(std::max(columns, 2)));
  }
  EXPECT_NE(bar_line(0.42, "epoch 3/20", 12, 80).find("42 %  epoch 3/20  12.0 s left"), std::string::npos);
}

}  // namespace
}  // namespace headroom::cli
