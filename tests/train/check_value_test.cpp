#include "core/train/check_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>

namespace headroom {
namespace {

Weights network() { return {{{{0.5F, -1.0F}, {0.25F}}}}; }
EpochMetric epoch() {
  return {.epoch = 1,
          .train_loss = 0.5,
          .train_accuracy = 0.75,
          .validation_loss = 0.25,
          .validation_accuracy = 1,
          .r2 = std::nan("")};
}

// python3: hashlib.sha256(struct.pack("<3fQ5d", .5, -1, .25, 1, .5, .75, .25, 1, 0)).digest()[:8], big
// endian, and its digits to base 19 from the last on in BCDFGHJKMNPRSTVWXYZ.
TEST(CheckValue, IsTheBeginningOfASha256) {
  EXPECT_EQ(check_value(network(), epoch()), 0x705b82e3c963faacULL);
  EXPECT_EQ(check_text(check_value(network(), epoch())), "BFGX-GXGT");
}

TEST(CheckValue, ChangesWithEveryWeightAndFigureAndNotWithTime) {
  const std::uint64_t before = check_value(network(), epoch());
  Weights weights = network();
  weights.layers[0].bias[0] = std::nextafter(0.25F, 1.0F);
  EXPECT_NE(check_value(weights, epoch()), before);
  for (double EpochMetric::*figure : {&EpochMetric::train_loss, &EpochMetric::train_accuracy,
                                      &EpochMetric::validation_loss, &EpochMetric::validation_accuracy}) {
    EpochMetric other = epoch();
    other.*figure = std::nextafter(other.*figure, 2.0);
    EXPECT_NE(check_value(network(), other), before);
  }
  EpochMetric other = epoch();
  other.epoch = 2;
  EXPECT_NE(check_value(network(), other), before);
  EpochMetric slower = epoch();
  slower.seconds = slower.elapsed_seconds = 3;
  slower.r2 = -std::nan("");  // none, in other bits
  EXPECT_EQ(check_value(network(), slower), before);
}

TEST(CheckValue, IsTwoGroupsOfFourLettersThatNobodyMistakes) {
  const std::regex form("[BCDFGHJKMNPRSTVWXYZ]{4}-[BCDFGHJKMNPRSTVWXYZ]{4}");
  EXPECT_EQ(check_text(0), "");
  EXPECT_TRUE(std::regex_match(check_text(1), form));
  EXPECT_TRUE(std::regex_match(check_text(~std::uint64_t{0}), form));
}

}  // namespace
}  // namespace headroom
