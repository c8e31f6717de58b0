#include "core/base/bytes.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"

namespace headroom {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

template <typename Work>
ErrorCode code_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

TEST(Bytes, CheckedArithmeticIsExactUpToTheEdge) {
  EXPECT_EQ(checked_add(kMax - 1, 1), kMax);
  EXPECT_EQ(checked_mul(kMax / 2, 2), kMax - 1);
  EXPECT_EQ(checked_mul(0, kMax), 0);
  EXPECT_EQ(checked_product({}), 1);
  EXPECT_EQ(checked_product({2, 3, 7}), 42);
  EXPECT_EQ(align_up(0, 64), 0);
  EXPECT_EQ(align_up(1, 64), 64);
  EXPECT_EQ(align_up(64, 64), 64);
  EXPECT_EQ(align_up(65, 256), 256);
}

TEST(Bytes, NothingWraps) {
  for (const auto& work : std::initializer_list<std::int64_t (*)()>{
           [] { return checked_add(kMax, 1); }, [] { return checked_add(-1, 5); },
           [] { return checked_mul(kMax / 2 + 1, 2); }, [] { return checked_mul(-2, -2); },
           [] {
             return checked_product({1 << 30, 1 << 30, 8});
           },
           [] { return align_up(kMax, 64); }}) {
    EXPECT_EQ(code_of(work), ErrorCode::kOutOfMemory);
  }
}

TEST(Bytes, ThreeDigitsInBinaryUnits) {
  EXPECT_EQ(format_bytes(0), "0 B");
  EXPECT_EQ(format_bytes(999), "999 B");
  EXPECT_EQ(format_bytes(1000), "0.98 KiB");
  EXPECT_EQ(format_bytes(kKiB), "1.00 KiB");
  EXPECT_EQ(format_bytes(800'000), "781 KiB");  // 781.25
  EXPECT_EQ(format_bytes(kMiB), "1.00 MiB");
  EXPECT_EQ(format_bytes(9'200'000), "8.77 MiB");             // 8.7738
  EXPECT_EQ(format_bytes(1'000'000 * 230 * 4LL), "877 MiB");  // 1 M rows x 230, in the memory model
  EXPECT_EQ(format_bytes(1'000 * kMiB), "0.98 GiB");
  EXPECT_EQ(format_bytes(85'000'000'000), "79.2 GiB");  // 79.16
  EXPECT_EQ(format_bytes(kMax), "8.00 EiB");
  EXPECT_EQ(format_bytes(-kGiB), "-1.00 GiB");
}

TEST(Bytes, CountsInGroupsOfThree) {
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(1000), "1 000");
  EXPECT_EQ(format_count(14151), "14 151");
  EXPECT_EQ(format_count(-207201), "-207 201");
  EXPECT_EQ(format_count(std::numeric_limits<std::int64_t>::min()), "-9 223 372 036 854 775 808");
}

}  // namespace
}  // namespace headroom
