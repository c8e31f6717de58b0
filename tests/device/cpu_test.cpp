// What only the CPU has: threads, the product kernel, subnormals, memory limits; and the ledger.

#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/device/cpu/flush_denormals.h"
#include "core/device/cpu/gemm.h"
#include "core/device/cpu/worker_pool.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

std::vector<float> random_floats(std::int64_t count, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& v : values) v = static_cast<float>(rng.uniform(-1, 1));
  return values;
}

// Every edge: below, at and above a tile, a panel and a depth block, in all three uses of a layer.
TEST(Gemm, MatchesASumInDouble) {
  cpu::WorkerPool pool(3);
  for (const std::int64_t m : {1, 3, 4, 5, 17}) {
    for (const std::int64_t n : {1, 7, 8, 9, 16, 17, 50}) {
      for (const std::int64_t k : {1, 2, 255, 256, 257, 600}) {
        const std::vector<float> a = random_floats(m * k, 1);
        const std::vector<float> b = random_floats(k * n, 2);
        const std::vector<float> bias = random_floats(n, 3);
        for (int form = 0; form < 4; ++form) {
          const cpu::MatrixView left = form & 1 ? cpu::transposed(a.data(), m) : cpu::rows_of(a.data(), k);
          const cpu::MatrixView right = form & 2 ? cpu::transposed(b.data(), k) : cpu::rows_of(b.data(), n);
          // One guard beyond the end must stay.
          std::vector<float> c(static_cast<std::size_t>(m * n + 1), 99.0F);
          cpu::gemm(pool, m, n, k, left, right, form == 0 ? bias.data() : nullptr, c.data());
          EXPECT_EQ(c.back(), 99.0F);
          for (std::int64_t i = 0; i < m; ++i) {
            for (std::int64_t j = 0; j < n; ++j) {
              double want = form == 0 ? static_cast<double>(bias[static_cast<std::size_t>(j)]) : 0;
              for (std::int64_t q = 0; q < k; ++q) {
                want += static_cast<double>(left.data[i * left.row_stride + q * left.column_stride]) *
                        static_cast<double>(right.data[q * right.row_stride + j * right.column_stride]);
              }
              ASSERT_NEAR(static_cast<double>(c[static_cast<std::size_t>(i * n + j)]), want, 1e-4)
                  << m << " x " << n << " x " << k << " form " << form << " at " << i << ", " << j;
            }
          }
        }
      }
    }
  }
}

// A row is the same bits alone and among others, whatever is left below the last whole tile.
TEST(Gemm, RowsDoNotDependOnTheirNeighbours) {
  cpu::WorkerPool pool(1);
  constexpr std::int64_t kRows = 7;
  for (const std::int64_t n : {1, 8, 9, 17}) {
    for (const std::int64_t k : {3, 300}) {
      const std::vector<float> x = random_floats(kRows * k, 1), w = random_floats(n * k, 2);
      const std::vector<float> bias = random_floats(n, 3);
      const auto product = [&](std::int64_t row, std::int64_t rows) {
        std::vector<float> y(static_cast<std::size_t>(rows * n));
        cpu::gemm(pool, rows, n, k, cpu::rows_of(x.data() + row * k, k), cpu::transposed(w.data(), k),
                  bias.data(), y.data());
        return y;
      };
      const std::vector<float> all = product(0, kRows);
      for (std::int64_t row = 0; row < kRows; ++row) {
        EXPECT_EQ(product(row, 1), std::vector<float>(all.begin() + row * n, all.begin() + (row + 1) * n));
      }
    }
  }
}

TEST(WorkerPool, VisitsEveryElementOnce) {
  for (const int threads : {1, 2, 5}) {
    cpu::WorkerPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    for (const std::int64_t count : {0, 1, 2, 4, 7, 1000}) {
      for (const std::int64_t grain : {1, 3, 2000}) {
        std::vector<int> visits(static_cast<std::size_t>(count), 0);
        pool.split(count, grain, [&](std::int64_t begin, std::int64_t end) {
          for (std::int64_t i = begin; i < end; ++i) ++visits[static_cast<std::size_t>(i)];
        });
        EXPECT_EQ(std::accumulate(visits.begin(), visits.end(), std::int64_t{0}), count);
        EXPECT_TRUE(std::all_of(visits.begin(), visits.end(), [](int v) { return v == 1; }));
      }
    }
  }
}

// More threads than cores: some come late to most loops, and none may come into one that is over. The numbers
// of loops wrap around once.
TEST(WorkerPool, LoopsFollowEachOther) {
  cpu::WorkerPool pool(6);
  std::vector<int> visits(24, 0);
  constexpr int kLoops = 70'000;
  for (int loop = 0; loop < kLoops; ++loop) {
    const std::int64_t count = 2 + loop % 23;
    pool.split(count, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) ++visits[static_cast<std::size_t>(i)];
    });
  }
  for (int i = 0; i < 24; ++i) {
    int want = 0;
    for (int loop = 0; loop < kLoops; ++loop) want += i < 2 + loop % 23 ? 1 : 0;
    EXPECT_EQ(visits[static_cast<std::size_t>(i)], want) << i;
  }
}

// Large enough that every kind of loop is really split.
TEST(CpuDevice, ComputesTheSameBitsWithAnyNumberOfThreads) {
  Task task;
  task.widths = {120, 150, 130, 4};
  task.rows = 5000;
  task.train_rows = 4500;
  task.activation = Activation::kGelu;
  task.settings.batch = 2200;
  Workbench one("cpu", task, 1);
  one.train_epochs(2);
  const EngineState state = one.engine->state();
  for (const int threads : {2, 3, 7}) {
    Workbench many("cpu", task, threads);
    many.train_epochs(2);
    EXPECT_EQ(many.engine->state(), state) << threads;
    EXPECT_EQ(many.engine->evaluate(0, task.rows).loss, one.engine->evaluate(0, task.rows).loss);
    EXPECT_EQ(many.device->info().threads, threads);
  }
}

TEST(CpuDevice, RefusesWhatItLacks) {
  Task task;
  const auto device = open_device("cpu");
  const auto data = device->create_data(task.shape());
  const auto refusal = [&](const ModelSpec& model, const TrainSettings& settings) {
    try {
      device->create_engine(model, settings, *data);
    } catch (const Error& e) {
      return e.code();
    }
    return ErrorCode::kInternal;
  };
  TrainSettings settings;
  settings.precision = Precision::kBf16;
  EXPECT_EQ(refusal(task.model(), settings), ErrorCode::kUnsupported);
  settings = {};
  settings.batch = 0;
  EXPECT_EQ(refusal(task.model(), settings), ErrorCode::kBadInput);
  ModelSpec two_sigmoids = task.model();
  two_sigmoids.output = Output::kSigmoid;
  EXPECT_EQ(refusal(two_sigmoids, {}), ErrorCode::kBadInput);

  // A class beyond the outputs is named when its row comes up.
  std::vector<float> targets(static_cast<std::size_t>(task.rows), 3.0F);
  data->upload(make_rows(task).features, targets);
  const auto engine = device->create_engine(task.model(), {}, *data);
  EXPECT_THROW(engine->train(0, 0, 1), Error);
  EXPECT_THROW(engine->evaluate(0, 1), Error);
}

TEST(CpuDevice, NamesTheDevicesItKnows) {
  EXPECT_EQ(open_device("auto")->info().kind, list_devices().size() > 1 ? "cuda" : "cpu");
  try {
    open_device("cuda:99");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kNotFound);
    EXPECT_NE(e.message().find("cpu"), std::string::npos);
  }
  EXPECT_THROW(open_device("cpu", -1), Error);
}

TEST(FlushDenormals, LastsAsLongAsTheGuard) {
  volatile float tiny = std::numeric_limits<float>::min();
  {
    const cpu::FlushDenormals guard;
    EXPECT_EQ(tiny * 0.5F, 0.0F);
  }
  EXPECT_GT(tiny * 0.5F, 0.0F);
}

TEST(FlushDenormals, TrainingLeavesTheModeAsItWas) {
  Task task;
  Workbench bench("cpu", task);
  bench.train_epochs(1);
  volatile float tiny = std::numeric_limits<float>::min();
  EXPECT_GT(tiny * 0.5F, 0.0F);
}

TEST(HostMemory, OfThisMachineIsPlausible) {
  const DeviceInfo info = open_device("cpu")->info();
  EXPECT_GT(info.memory_total, 0);
  EXPECT_GT(info.memory_free, 0);
  EXPECT_LE(info.memory_free, info.memory_total);
  EXPECT_FALSE(info.name.empty());
}

TEST(Ledger, ForgetsNothingAndNobody) {
  Ledger ledger;
  {
    Charge a = ledger.charge(Category::kWeights, 100);
    Charge b = ledger.charge(Category::kOptimizer, 40);
    EXPECT_EQ(ledger.charged(), 140);
    Charge moved = std::move(a);
    EXPECT_EQ(ledger.charged(), 140);
    b = std::move(moved);  // what b held is given back
    EXPECT_EQ(ledger.charged(), 100);
    EXPECT_EQ(b.category(), Category::kWeights);
    EXPECT_EQ(ledger.by_category()[static_cast<std::size_t>(Category::kOptimizer)], 0);
  }
  EXPECT_EQ(ledger.charged(), 0);
  EXPECT_EQ(ledger.peak(), 140);
}

TEST(MemoryStatus, OthersIsNeverNegative) {
  EXPECT_EQ((MemoryStatus{.total = 100, .free = 30, .charged = 20, .context = 10}).others(), 40);
  EXPECT_EQ((MemoryStatus{.total = 100, .free = 90, .charged = 20, .context = 0}).others(), 0);
}

}  // namespace
}  // namespace headroom::test
