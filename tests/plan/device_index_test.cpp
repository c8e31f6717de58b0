#include "core/plan/device_index.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

const DeviceInfo kHost{
    .id = "cpu", .kind = "cpu", .name = "A processor", .memory_total = 64 * kGiB, .compute_capability = {}};
const DeviceInfo kLarge{
    .id = "cuda:0", .kind = "cuda", .name = "Large", .memory_total = 24 * kGiB, .compute_capability = {}};
const DeviceInfo kSmall{
    .id = "cuda:1", .kind = "cuda", .name = "Small", .memory_total = 6 * kGiB, .compute_capability = {}};

TEST(DeviceIndex, NamesTheDeviceAndItsMemory) {
  EXPECT_EQ(device_index_answer({kLarge, kSmall, kHost}, 1),
            "Index 1 is Small, with 6.00 GiB (6 442 450 944 bytes) in all, not more than 8 GB.");
  // Where the processor stands in the list does not matter.
  EXPECT_EQ(device_index_answer({kHost, kLarge}, 0),
            "Index 0 is Large, with 24.0 GiB (25 769 803 776 bytes) in all, more than 8 GB.");
}

TEST(DeviceIndex, SaysWhatThereIsInstead) {
  EXPECT_EQ(device_index_answer({kLarge, kHost}, 1),
            "There is no index 1: this machine has one CUDA device, counted from 0. Index 0 is Large, with "
            "24.0 GiB (25 769 803 776 bytes) in all, more than 8 GB.");
  EXPECT_EQ(device_index_answer({kHost}, 1),
            "There is no index 1: this machine has no CUDA device. The processor does the work: A processor, "
            "with 64.0 GiB (68 719 476 736 bytes) in all, more than 8 GB.");
  EXPECT_NE(device_index_answer({kLarge, kSmall}, -1).find("no index -1"), std::string::npos);
  EXPECT_NE(device_index_answer({}, 0).find("no CUDA device"), std::string::npos);
}

TEST(DeviceIndex, EightGbAreBytesOf1e9) {
  DeviceInfo card = kLarge;
  card.memory_total = 8'000'000'000;
  EXPECT_NE(device_index_answer({card}, 0).find("not more than 8 GB"), std::string::npos);
  card.memory_total = 8 * kGiB;
  EXPECT_NE(device_index_answer({card}, 0).find(" more than 8 GB"), std::string::npos);
  EXPECT_EQ(device_index_answer({card}, 0).find("not more"), std::string::npos);
}

}  // namespace
}  // namespace headroom
