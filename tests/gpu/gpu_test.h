// What the tests of cuda/ share: a device for each test, vectors there and back, seeded numbers.
//
// Without a CUDA device every test is skipped with the reason. Oracles are computed here in double on the
// host, from the formulas, not from what a kernel printed.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/rng.h"
#include "cuda/cuda_device.h"
#include "cuda/device_state.h"
#include "cuda/handles.h"
#include "cuda/kernels/step_clock.h"

namespace headroom::gpu {

inline std::vector<float> random_floats(std::int64_t count, std::uint64_t seed, double lo = -1,
                                        double hi = 1) {
  Rng rng(seed);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(rng.uniform(lo, hi));
  return values;
}

class GpuTest : public testing::Test {
 protected:
  void SetUp() override {
    if (list_devices().empty()) GTEST_SKIP() << "no CUDA device (or no driver) on this machine";
    state_ = std::make_unique<DeviceState>(0);
  }

  DeviceState& state() { return *state_; }
  StreamHandle stream() { return state_->stream().get(); }

  // A vector on the device. Starts as NaN patterns where no values are given, so that an element that a
  // kernel leaves out shows.
  template <typename T>
  class OnDevice {
   public:
    OnDevice(DeviceState& state, std::vector<T> values)
        : state_(state), count_(values.size()), buffer_(bytes(), "a test") {
      state_.upload(buffer_.data(), values.data(), bytes());
    }
    T* get() { return static_cast<T*>(buffer_.data()); }
    std::vector<T> read() {
      std::vector<T> values(count_);
      state_.download(values.data(), buffer_.data(), bytes());
      return values;
    }

   private:
    Bytes bytes() const { return static_cast<Bytes>(count_ * sizeof(T)); }
    DeviceState& state_;
    std::size_t count_;
    DeviceBuffer buffer_;
  };

  OnDevice<float> device(std::vector<float> values) { return {state(), std::move(values)}; }
  // A clock set to its first step, and its factors for `steps` steps.
  struct Clock {
    OnDevice<std::byte> bytes;
    OnDevice<StepCorrection> corrections;
    StepClock* get() { return reinterpret_cast<StepClock*>(bytes.get()); }
  };
  Clock clock(const OptimizerSettings& settings, const FirstStep& first, std::int64_t steps) {
    Clock made{{state(), std::vector<std::byte>(sizeof(StepClock))},
               {state(), std::vector<StepCorrection>(static_cast<std::size_t>(first.slot + steps))}};
    begin_steps(stream(), settings, first, steps, made.corrections.get(), made.get());
    return made;
  }
  OnDevice<float> empty(std::int64_t count) {
    return {state(),
            std::vector<float>(static_cast<std::size_t>(count), std::numeric_limits<float>::quiet_NaN())};
  }

 private:
  std::unique_ptr<DeviceState> state_;
};

// |got - want| <= absolute + relative * |want| for every element; NaN never passes.
inline void expect_close(std::span<const float> got, std::span<const double> want, double absolute,
                         double relative) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double error = std::abs(static_cast<double>(got[i]) - want[i]);
    ASSERT_TRUE(error <= absolute + relative * std::abs(want[i]))
        << "element " << i << ": got " << got[i] << ", want " << want[i];
  }
}

}  // namespace headroom::gpu
