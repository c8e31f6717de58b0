// Decoded here by hand as far as the format's fixed head goes (PNG specification, section 11.2.2).
#include "app/window/exhibit_saver.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace headroom::app {
namespace {

TEST(Png, HasSignatureAndSize) {
  Picture picture{3, 2, std::vector<std::uint8_t>(18, 200)};
  const std::string bytes = encode_png(picture);
  ASSERT_GT(bytes.size(), 33U);
  EXPECT_EQ(bytes.substr(0, 8), std::string("\x89PNG\r\n\x1a\n", 8));
  EXPECT_EQ(bytes.substr(12, 4), "IHDR");
  EXPECT_EQ(bytes.substr(16, 10), std::string("\0\0\0\3\0\0\0\2\x08\x02", 10));  // 3 x 2, 8 bit, RGB
}

TEST(Png, RefusesAPlaceThatDoesNotExist) {
  EXPECT_THROW(write_png("/nowhere/at/all.png", Picture{1, 1, {1, 2, 3}}), Error);
}

TEST(PartOf, TakesWhatLiesInIt) {
  Picture whole{3, 2, {}};
  for (std::uint8_t i = 0; i < 18; ++i) whole.rgb.push_back(i);
  const Picture part = part_of(whole, {1, 1, 5, 5});  // reaches beyond the corner
  EXPECT_EQ(part.width, 2);
  EXPECT_EQ(part.height, 1);
  EXPECT_EQ(part.rgb, (std::vector<std::uint8_t>{12, 13, 14, 15, 16, 17}));
}

}  // namespace
}  // namespace headroom::app
