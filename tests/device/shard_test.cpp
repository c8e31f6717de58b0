// Several engines that train one network together, each on its part of every batch, are one engine that
// trains alone: the same weights, but for the order in which float32 sums run.
//
// Tolerance: that of parity_test.cpp, and its epsilon of Adam for the same reason.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

// Ranks on threads of their own, of which one runs at a time, from one exchange to the next.
class InTurn {
 public:
  explicit InTurn(int ranks) : ranks_(ranks) {
    for (auto& parts : parts_) parts.resize(static_cast<std::size_t>(ranks));
  }

  void wait_for_turn(int rank) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return turn_ == rank; });
  }
  void pass_on() {
    const std::lock_guard lock(mutex_);
    turn_ = (turn_ + 1) % ranks_;
    changed_.notify_all();
  }
  // Sums of two steps: the first rank begins the next one before the last has read this one.
  void sum(int rank, std::int64_t step, float* gradients, std::int64_t count) {
    auto& parts = parts_[step % 2];
    parts[static_cast<std::size_t>(rank)].assign(gradients, gradients + count);
    pass_on();
    wait_for_turn(rank);
    for (std::int64_t i = 0; i < count; ++i) {
      double all = 0;
      for (const std::vector<float>& part : parts) all += part[static_cast<std::size_t>(i)];
      gradients[i] = static_cast<float>(all);
    }
  }

 private:
  const int ranks_;
  int turn_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::vector<float>> parts_[2];
};

class Seat : public GradientExchange {
 public:
  Seat(InTurn& turns, int rank) : turns_(turns), rank_(rank) {}
  void sum(float* gradients, std::int64_t count, void* stream) override {
    EXPECT_EQ(stream, nullptr);
    turns_.sum(rank_, step_++, gradients, count);
  }

 private:
  InTurn& turns_;
  int rank_;
  std::int64_t step_ = 0;
};

// What a run of one rank needs.
class Alone : public GradientExchange {
 public:
  explicit Alone(bool on_device) : on_device_(on_device) {}
  void sum(float*, std::int64_t count, void*) override {
    ++calls;
    numbers = count;
  }
  bool on_device() const override { return on_device_; }
  bool capturable() const override { return on_device_; }

  std::int64_t calls = 0, numbers = 0;

 private:
  bool on_device_;
};

Task shared_task(OptimizerKind kind, Shuffle shuffle) {
  Task task;  // 33 rows to train on
  task.settings.batch = 8;
  task.settings.shuffle = shuffle;
  task.settings.optimizer.kind = kind;
  task.settings.optimizer.learning_rate = 0.02;
  task.settings.optimizer.epsilon = 1e-3;
  task.settings.optimizer.l2 = 0.01;
  return task;
}

void expect_near(const Weights& got, const Weights& want) {
  const auto compare = [](const std::vector<float>& a, const std::vector<float>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 2e-5F + 2e-4F * std::fabs(b[i])) << i;
  };
  ASSERT_EQ(got.layers.size(), want.layers.size());
  for (std::size_t l = 0; l < want.layers.size(); ++l) {
    compare(got.layers[l].weight, want.layers[l].weight);
    compare(got.layers[l].bias, want.layers[l].bias);
  }
}

// What `ranks` engines on the same rows hold after two epochs, and the metrics of each.
struct Together {
  std::vector<std::unique_ptr<Seat>> seats;
  std::vector<std::unique_ptr<Engine>> engines;
  std::vector<std::vector<StepMetric>> metrics;
};

Together train_together(const Task& task, Device& device, DeviceData& data, int ranks) {
  Together all;
  InTurn turns(ranks);
  for (int rank = 0; rank < ranks; ++rank) {
    all.seats.push_back(std::make_unique<Seat>(turns, rank));
    all.engines.push_back(
        device.create_engine(task.model(), task.settings, data, {rank, ranks}, all.seats.back().get()));
    all.engines.back()->set_state(start_state(task));
  }
  std::vector<std::jthread> threads;
  for (int rank = 0; rank < ranks; ++rank) {
    threads.emplace_back([&, rank] {
      turns.wait_for_turn(rank);
      Engine& engine = *all.engines[static_cast<std::size_t>(rank)];
      for (std::int64_t epoch = 0; epoch < 2; ++epoch) engine.train(epoch, 0, engine.steps_per_epoch());
      turns.pass_on();
    });
  }
  threads.clear();
  for (const auto& engine : all.engines) all.metrics.push_back(engine->take_metrics());
  return all;
}

void expect_one_engine(const Together& all, const std::vector<StepMetric>& metrics, const EngineState& want) {
  for (const auto& engine : all.engines) {
    const EngineState got = engine->state();
    EXPECT_EQ(got, all.engines.front()->state());
    EXPECT_EQ(got.updates, want.updates);
    expect_near(got.weights, want.weights);
    for (std::size_t i = 0; i < want.moments.size(); ++i) expect_near(got.moments[i], want.moments[i]);
  }
  for (std::size_t s = 0; s < metrics.size(); ++s) {
    double loss = 0;
    std::int32_t correct = 0, rows = 0;
    for (const std::vector<StepMetric>& mine : all.metrics) {
      ASSERT_EQ(mine.size(), metrics.size());
      loss += static_cast<double>(mine[s].loss) * mine[s].rows;
      correct += mine[s].correct;
      rows += mine[s].rows;
    }
    EXPECT_EQ(rows, metrics[s].rows);
    EXPECT_EQ(correct, metrics[s].correct);
    const auto whole = static_cast<double>(metrics[s].loss);
    EXPECT_NEAR(loss / rows, whole, 2e-5 + 2e-4 * whole);
  }
}

class Sharing : public testing::TestWithParam<std::string> {};

TEST_P(Sharing, RanksTogetherAreOneEngine) {
  for (const int ranks : {2, 3}) {
    for (const OptimizerKind kind : {OptimizerKind::kMomentum, OptimizerKind::kAdamW}) {
      const Task task = shared_task(kind, ranks == 2 ? Shuffle::kEpoch : Shuffle::kNone);
      Workbench one(GetParam(), task);
      const std::vector<StepMetric> metrics = one.train_epochs(2);
      const Together all = train_together(task, *one.device, *one.data, ranks);
      expect_one_engine(all, metrics, one.engine->state());
      // Of the last batch, of one row, only the first rank has any.
      EXPECT_EQ(all.engines[0]->shape_of("layers.0.activation").front(), 1);
      EXPECT_EQ(all.engines[1]->shape_of("layers.0.activation").front(), 0);
      EXPECT_EQ(all.engines[1]->read("gradient.layers.0.bias", 0, 2), (std::vector<float>{0, 0}));
    }
  }
}

TEST_P(Sharing, SoTheyAreWhereRowsAreStreamed) {
  const Task task = shared_task(OptimizerKind::kMomentum, Shuffle::kEpoch);
  Workbench one(GetParam(), task);
  if (!one.device->layout().streams_rows) GTEST_SKIP() << "this backend keeps its rows";
  const std::vector<StepMetric> metrics = one.train_epochs(2);
  DataShape shape = task.shape();
  shape.residence = Residence::kStreamed;
  const auto data = one.device->create_data(shape);
  const Table table = make_rows(task);
  data->upload(table.features, table.targets);
  expect_one_engine(train_together(task, *one.device, *data, 2), metrics, one.engine->state());
}

TEST_P(Sharing, AnExchangeThatAddsNothingIsTheFusedStep) {
  const Task task = shared_task(OptimizerKind::kAdam, Shuffle::kEpoch);
  Workbench fused(GetParam(), task);
  fused.train_epochs(20);
  for (const bool on_device : {false, true}) {
    Alone alone(on_device);
    const auto engine = fused.device->create_engine(task.model(), task.settings, *fused.data, {}, &alone);
    engine->set_state(start_state(task));
    for (std::int64_t epoch = 0; epoch < 20; ++epoch) engine->train(epoch, 0, engine->steps_per_epoch());
    expect_near(engine->state().weights, fused.engine->state().weights);
    EXPECT_GT(alone.calls, 0);
    // The whole block of gradients, padding included.
    const auto bytes = engine->tensors().by_category()[static_cast<std::size_t>(Category::kGradients)];
    EXPECT_EQ(alone.numbers * 4, bytes);
  }
}

TEST_P(Sharing, RefusesRanksThatCannotBe) {
  Task task = shared_task(OptimizerKind::kSgd, Shuffle::kEpoch);
  Workbench bench(GetParam(), task);
  Alone alone(false);
  const auto code_of = [&](const Shard& shard, GradientExchange* exchange) {
    try {
      bench.device->create_engine(task.model(), task.settings, *bench.data, shard, exchange);
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::kInternal;
  };
  EXPECT_EQ(code_of({2, 2}, &alone), ErrorCode::kBadInput);
  EXPECT_EQ(code_of({-1, 2}, &alone), ErrorCode::kBadInput);
  EXPECT_EQ(code_of({0, 0}, &alone), ErrorCode::kBadInput);
  EXPECT_EQ(code_of({0, 2}, nullptr), ErrorCode::kBadInput);
  EXPECT_EQ(code_of({0, 9}, &alone), ErrorCode::kBadInput);  // nine ranks, eight rows
}

TEST(ShardRows, CoverEveryBatchOnce) {
  for (const int ranks : {1, 2, 3, 5}) {
    for (const std::int64_t rows : {1, 2, 7, 10}) {
      std::int64_t next = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        const ShardRows mine = rows_of_shard({rank, ranks}, 10, rows);
        EXPECT_EQ(mine.first, next);
        next += mine.count;
      }
      EXPECT_EQ(next, rows);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Devices, Sharing, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
