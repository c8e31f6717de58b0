// The ways of training: where the persistent kernel fits, that all compute the same step at the sizes they
// are made for, and which one is taken. tests/device compares each with a network in double precision.
#include <cmath>

#include "core/base/error.h"
#include "core/model/weights.h"
#include "cuda/gpu_engine.h"
#include "cuda/persistent_layout.h"
#include "cuda/train_path.h"
#include "gpu_test.h"

namespace headroom::gpu {
namespace {

constexpr Bytes kHopper = 227 * kKiB;  // cudaDevAttrMaxSharedMemoryPerBlockOptin, CUDA programming guide
constexpr Bytes kAda = 99 * kKiB;

struct Job {
  ModelSpec model;
  TrainSettings settings;
  std::int64_t rows = 200;
};

Job workload_a(std::int64_t batch = 32) {
  Job job;
  job.model = {.widths = {50, 50, 50, 2}, .output = Output::kSoftmax};
  job.settings.batch = batch;
  return job;
}

Job workload_bs() {
  Job job;
  job.model = {.widths = {230, 50, 50, 1}, .output = Output::kSigmoid};
  job.settings.batch = 32;
  return job;
}

TEST(PersistentLayout, HoldsWhatItIsMadeFor) {
  const ModelSpec a = workload_a().model;
  // By hand: lines of 52 (50 + bias, to an odd number of fours), 236 for 230 inputs, 4 for the output.
  // Parameters 50*52 + 50*52 + 2*52 three times, batch 32*52, outputs 2*32*52 + 32*4, deltas 2*32*52,
  // targets, losses, hits and order 4*32.
  const auto small = persistent_layout(a, OptimizerKind::kAdam, 32, kAda);
  ASSERT_TRUE(small);
  EXPECT_EQ(small->floats, 3 * 5304 + 1664 + 3328 + 128 + 3328 + 128);
  const auto large = persistent_layout(workload_bs().model, OptimizerKind::kAdam, 32, kHopper);
  ASSERT_TRUE(large);
  EXPECT_EQ(large->bytes(), 4 * (3 * (50 * 236 + 50 * 52 + 52) + 32 * 236 + 3328 + 128 + 3328 + 128));
  EXPECT_FALSE(persistent_layout(workload_bs().model, OptimizerKind::kAdam, 32, large->bytes() - 4));
  EXPECT_TRUE(persistent_layout(workload_bs().model, OptimizerKind::kAdam, 32, large->bytes()));
}

TEST(PersistentLayout, RefusesWhatDoesNotFit) {
  const ModelSpec a = workload_a().model;
  const auto fits = [](std::vector<std::int64_t> widths, std::int64_t batch) {
    return persistent_layout({.widths = std::move(widths)}, OptimizerKind::kAdam, batch, kHopper).has_value();
  };
  EXPECT_FALSE(fits({230, 200, 200, 200, 200, 200, 1}, 32));  // Bl
  EXPECT_FALSE(fits({50, 50, 50, 2}, 1024));
  EXPECT_TRUE(fits({2, 2, 2, 2, 2, 2, 2, 2, 1}, 8));      // eight layers
  EXPECT_FALSE(fits({2, 2, 2, 2, 2, 2, 2, 2, 2, 1}, 8));  // nine
  EXPECT_FALSE(fits({1'000'000'000'000, 1'000'000'000'000, 1}, 1));
  EXPECT_FALSE(fits({4, 4, 1}, std::int64_t{1} << 60));
}

TEST(PersistentLayout, PlacesDoNotOverlap) {
  const ModelSpec model{.widths = {7, 9, 4, 11, 3}, .activation = Activation::kGelu};
  const auto layout = persistent_layout(model, OptimizerKind::kAdam, 5, kHopper);
  ASSERT_TRUE(layout);
  EXPECT_EQ(layout->rows, 8);
  std::vector<int> owner(static_cast<std::size_t>(layout->floats), 0);
  const auto take = [&](int place, int count) {
    EXPECT_EQ(place % 4, 0);
    for (int i = place; i < place + count; ++i) EXPECT_EQ(owner.at(static_cast<std::size_t>(i))++, 0) << i;
  };
  take(layout->layer[0].input, 8 * layout->layer[0].line);
  for (int l = 0; l < 4; ++l) {
    const PersistentLayer& layer = layout->layer[l];
    EXPECT_EQ(layer.line / 4 % 2, 1);
    EXPECT_GT(layer.line, layer.in);
    take(layer.weight, layer.out * layer.line);
    take(layer.moment[0], layer.out * layer.line);
    take(layer.moment[1], layer.out * layer.line);
    take(layer.output, 8 * layer.output_line);
    if (l < 3) take(layer.pre_activation, 8 * layer.output_line);
    if (l > 0) {
      EXPECT_EQ(layer.input, layout->layer[l - 1].output);
    }
  }
  EXPECT_EQ(layout->layer[3].delta, layout->layer[3].output);
  EXPECT_NE(layout->layer[0].delta, layout->layer[1].delta);
  EXPECT_EQ(layout->layer[0].delta, layout->layer[2].delta);
  take(layout->layer[0].delta, 8 * 12);  // as wide as the widest hidden layer
  take(layout->layer[1].delta, 8 * 12);
  for (const int place : {layout->target, layout->row_loss, layout->row_correct, layout->order})
    take(place, 8);
  for (const int times : owner) EXPECT_EQ(times, 1);
}

TEST(FasterPath, IsAskedOnceForEachSize) {
  int asked = 0;
  const auto with = [&](double graph, double persistent) {
    return [&asked, graph, persistent](TrainPath path) {
      ++asked;
      return path == TrainPath::kGraph ? graph : persistent;
    };
  };
  EXPECT_EQ(faster_path("paths_test 1", with(30e-6, 5e-6)), TrainPath::kPersistent);
  EXPECT_EQ(faster_path("paths_test 1", with(5e-6, 30e-6)), TrainPath::kPersistent);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(faster_path("paths_test 2", with(5e-6, 30e-6)), TrainPath::kGraph);
  EXPECT_EQ(faster_path("paths_test 3", with(10e-6, 10.5e-6)), TrainPath::kPersistent);
}

TEST(TrainPath, HasNames) {
  EXPECT_EQ(parse_train_path("persistent"), TrainPath::kPersistent);
  EXPECT_THROW(parse_train_path("fastest"), Error);
}

class Paths : public testing::Test {
 protected:
  void SetUp() override {
    if (list_devices().empty()) GTEST_SKIP() << "no CUDA device (or no driver) on this machine";
  }

  struct Trained {
    TrainPath path;
    std::vector<StepMetric> metrics;
    EngineState state;
  };

  static Trained train(const Job& job, TrainPath path, std::int64_t epochs) {
    const auto device = open_device(0, path);
    const std::int64_t columns = job.model.inputs();
    auto data = device->create_data({.rows = job.rows, .train_rows = job.rows, .columns = columns});
    const auto x = random_floats(job.rows * columns, 41, 0, 1);
    std::vector<float> y;
    for (std::int64_t r = 0; r < job.rows; ++r) {
      y.push_back(x[static_cast<std::size_t>(r * columns)] > 0.5F ? 1.0F : 0.0F);
    }
    data->upload(x, y);
    auto engine = device->create_engine(job.model, job.settings, *data);
    engine->set_state({initial_weights(job.model, {}, 7), {}, 0});
    for (std::int64_t e = 0; e < epochs; ++e) engine->train(e, 0, engine->steps_per_epoch());
    auto metrics = engine->take_metrics();
    return {dynamic_cast<GpuEngine&>(*engine).path(), std::move(metrics), engine->state()};
  }
};

// 14 steps with a smaller batch at the end of each epoch. The same sums in another order: as far apart as
// two orders in float, which Adam's first steps (g / |g|) make larger where a gradient is nearly 0.
TEST_F(Paths, ComputeTheSameStepsAtTheSizesOfTheWorkloads) {
  for (const Job& job : {workload_a(), workload_bs()}) {
    const Trained plain = train(job, TrainPath::kPlain, 2);
    for (const TrainPath path : {TrainPath::kGraph, TrainPath::kPersistent}) {
      SCOPED_TRACE(train_path_name(path));
      const Trained other = train(job, path, 2);
      EXPECT_EQ(other.path, path);
      ASSERT_EQ(other.metrics.size(), plain.metrics.size());
      for (std::size_t i = 0; i < plain.metrics.size(); ++i) {
        EXPECT_NEAR(other.metrics[i].loss, plain.metrics[i].loss, 1e-5F * plain.metrics[i].loss) << i;
        EXPECT_EQ(other.metrics[i].rows, plain.metrics[i].rows);
        EXPECT_LE(std::abs(other.metrics[i].correct - plain.metrics[i].correct), 1);
      }
      EXPECT_EQ(other.state.updates, plain.state.updates);
      if (path == TrainPath::kGraph) {  // the very same kernels
        EXPECT_EQ(other.state, plain.state);
      }
    }
  }
}

TEST_F(Paths, PersistentRunsRepeatBitForBit) {
  const Trained first = train(workload_a(), TrainPath::kPersistent, 2);
  const Trained second = train(workload_a(), TrainPath::kPersistent, 2);
  EXPECT_EQ(first.state, second.state);
}

TEST_F(Paths, BestIsOneThatTheNetworkFits) {
  const Trained best = train(workload_a(), TrainPath::kBest, 1);
  EXPECT_TRUE(best.path == TrainPath::kGraph || best.path == TrainPath::kPersistent);
  // What was trained to measure must leave nothing behind.
  EXPECT_EQ(best.state, train(workload_a(), best.path, 1).state);
  Job large = workload_a(4096);
  large.rows = 5000;
  EXPECT_EQ(train(large, TrainPath::kBest, 1).path, TrainPath::kGraph);
  EXPECT_THROW(train(large, TrainPath::kPersistent, 1), Error);
  Job rounded = workload_a();
  rounded.settings.precision = Precision::kTf32;  // asks for tensor cores
  EXPECT_EQ(train(rounded, TrainPath::kBest, 1).path, TrainPath::kGraph);
}

}  // namespace
}  // namespace headroom::gpu
