// The device as a whole: memory against the driver, failures that close it, results that repeat.
#include <cmath>
#include <cstdio>

#include "core/base/error.h"
#include "core/model/weights.h"
#include "cuda/kernels/rows.h"
#include "gpu_test.h"

namespace headroom::gpu {
namespace {

class OpenGpu : public testing::Test {
 protected:
  void SetUp() override {
    if (list_devices().empty()) GTEST_SKIP() << "no CUDA device (or no driver) on this machine";
    device_ = open_device(0);
  }
  std::unique_ptr<Device> device_;
};

struct Job {
  DataShape shape;
  ModelSpec model;
  TrainSettings settings;
};

Job small_job() {
  Job job;
  job.shape = {.rows = 300, .train_rows = 250, .columns = 6, .degree = 2};
  job.model = {.widths = {27, 33, 1}, .activation = Activation::kGelu, .output = Output::kSigmoid};
  job.settings.batch = 64;
  return job;
}

void fill(DeviceData& data) {
  const DataShape& shape = data.shape();
  const auto x = random_floats(shape.rows * shape.columns, 31);
  std::vector<float> y;
  for (std::int64_t r = 0; r < shape.rows; ++r) {
    y.push_back(x[static_cast<std::size_t>(r * shape.columns)] > 0 ? 1.0F : 0.0F);
  }
  data.upload(x, y);
  data.scale(data.fit_scaler(ScaleKind::kStandard));
  data.expand();
}

TEST_F(OpenGpu, SameSeedSameBits) {
  const Job job = small_job();
  auto data = device_->create_data(job.shape);
  fill(*data);
  const auto run = [&] {
    auto engine = device_->create_engine(job.model, job.settings, *data);
    engine->set_state({initial_weights(job.model, {}, 5), {}, 0});
    for (std::int64_t epoch = 0; epoch < 5; ++epoch) engine->train(epoch, 0, engine->steps_per_epoch());
    return engine->state();
  };
  EXPECT_EQ(run(), run());
}

TEST_F(OpenGpu, ChargedBytesAreTheTablesAndTheDriversFigureFollows) {
  Job job = small_job();
  job.shape = {.rows = 400000, .train_rows = 300000, .columns = 200, .degree = 1};  // 305 MiB
  job.model.widths = {200, 512, 512, 1};
  const MemoryStatus before = device_->memory();
  auto data = device_->create_data(job.shape);
  auto engine = device_->create_engine(job.model, job.settings, *data);
  const MemoryStatus after = device_->memory();
  EXPECT_EQ(after.charged, data->tensors().total() + engine->tensors().total());
  // The driver hands out whole pages of 2 MiB, and loads a module when its first kernel runs.
  const Bytes taken = before.free - after.free;
  const Bytes difference = taken - (after.charged - before.charged);
  std::printf("context %s, charged %s, driver %s, difference %s\n", format_bytes(after.context).c_str(),
              format_bytes(after.charged).c_str(), format_bytes(taken).c_str(),
              format_bytes(std::abs(difference)).c_str());
  EXPECT_LE(std::abs(difference), after.charged / 100 + 8 * kMiB);
  engine.reset();
  data.reset();
  EXPECT_EQ(device_->memory().charged, 0);
}

TEST_F(OpenGpu, WhatDoesNotFitIsRefusedWithFiguresAndTheDeviceGoesOn) {
  const std::int64_t columns = 1000;
  const std::int64_t rows = device_->memory().total / (columns * 4) + 1000;
  if (rows > 4000000000LL) GTEST_SKIP() << "the device is too large for this question";
  try {
    auto data = device_->create_data({.rows = rows, .train_rows = rows, .columns = columns});
    FAIL() << "more than the device has was allocated";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOutOfMemory);
    EXPECT_NE(error.message().find("free of"), std::string::npos) << error.message();
  }
  EXPECT_EQ(device_->ledger().charged(), 0);
  auto data = device_->create_data(small_job().shape);
  fill(*data);
}

TEST_F(OpenGpu, RefusesWhatItCannotTrain) {
  const Job job = small_job();
  auto data = device_->create_data(job.shape);
  fill(*data);
  Job other = job;
  other.model.widths.front() = 26;
  EXPECT_THROW(device_->create_engine(other.model, job.settings, *data), Error);
  other.model = {.widths = {27, 1, 1}, .output = Output::kSoftmax};  // targets 0 and 1, one class
  auto engine = device_->create_engine(other.model, job.settings, *data);
  EXPECT_THROW(engine->train(0, 0, 1), Error);
  EXPECT_THROW(engine->predict(299, 2), Error);
}

// A kernel that writes through a null pointer: the context is gone, the device says so every time.
// In a process of its own, because nothing on the GPU works behind it.
void break_the_device() {
  DeviceState state(0);
  const auto fail = [&] {
    try {
      state.guarded([&] {
        gather_rows(state.stream().get(), {.width = 1, .features = 1}, nullptr, 1, nullptr, nullptr);
        state.stream().synchronize();
      });
    } catch (const Error& error) {
      return error.code() == ErrorCode::kDevice ? error.message() : std::string();
    }
    return std::string();
  };
  const std::string first = fail();
  const bool good = !first.empty() && fail() == first && state.closed();
  std::exit(good ? 0 : 1);
}

TEST(BrokenGpu, StaysClosedWithItsReason) {
#ifdef HEADROOM_EMULATED_GPU
  GTEST_SKIP() << "an emulated device cannot fail like that";
#endif
  if (list_devices().empty()) GTEST_SKIP() << "no CUDA device (or no driver) on this machine";
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(break_the_device(), testing::ExitedWithCode(0), "");
}

TEST(WithoutGpu, ListIsEmptyAndOpeningSaysSo) {
  if (!list_devices().empty()) GTEST_SKIP() << "this machine has a CUDA device";
  try {
    open_device(0);
    FAIL() << "a device was opened that is not listed";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  }
}

}  // namespace
}  // namespace headroom::gpu
