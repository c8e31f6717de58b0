// Portable arithmetic: the same bits from every set of kernels and any number of threads, and the bits that
// other processors found.
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/device/cpu/panel_kernels.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

std::uint64_t bits_of(const std::vector<float>& values, std::uint64_t so_far = 0) {
  for (const float value : values) so_far = mix64(so_far ^ std::bit_cast<std::uint32_t>(value));
  return so_far;
}

Task portable_task(Activation activation, Output output, OptimizerKind optimizer) {
  Task task;
  task.widths = {6, 24, 17, output == Output::kSoftmax ? 3 : 1};
  task.rows = 150;
  task.train_rows = 120;
  task.activation = activation;
  task.output = output;
  task.settings.precision = Precision::kPortable;
  task.settings.batch = 32;
  task.settings.optimizer.kind = optimizer;
  task.settings.optimizer.learning_rate = 0.01;
  return task;
}

// All losses of six epochs, and the state that they lead to.
std::uint64_t trained(const Task& task, int threads, const cpu::PanelKernels& kernels) {
  Workbench bench(kernels_id(kernels), task, threads);
  std::uint64_t bits = 0;
  for (const StepMetric& metric : bench.train_epochs(6)) bits = bits_of({metric.loss}, bits);
  const EngineState state = bench.engine->state();
  for (const Weights* part : {&state.weights, &state.moments.at(0)}) {
    for (const LayerWeights& layer : part->layers) bits = bits_of(layer.bias, bits_of(layer.weight, bits));
  }
  return bits;
}

TEST(Portable, EverySetOfKernelsAndAnyNumberOfThreadsGiveTheSameBits) {
  for (const Activation activation :
       {Activation::kRelu, Activation::kTanh, Activation::kGelu, Activation::kSilu}) {
    for (const Output output : {Output::kSoftmax, Output::kSigmoid, Output::kLinear}) {
      const Task task = portable_task(activation, output, OptimizerKind::kAdam);
      const std::uint64_t want = trained(task, 1, *cpu::all_portable_kernels().back());
      for (const cpu::PanelKernels* kernels : cpu::all_portable_kernels()) {
        for (const int threads : {1, 2, 3})
          EXPECT_EQ(trained(task, threads, *kernels), want) << kernels->name;
      }
    }
  }
}

// What tests/support/other_processors.sh finds on processors without AVX2 and without AVX-512, too.
TEST(Portable, TheBitsAreThoseOfOtherProcessors) {
  const auto bits = [](Activation activation, Output output, OptimizerKind optimizer) {
    return trained(portable_task(activation, output, optimizer), 2, cpu::best_portable_kernels());
  };
  EXPECT_EQ(bits(Activation::kRelu, Output::kSoftmax, OptimizerKind::kAdam), 14165674393395483726U);
  EXPECT_EQ(bits(Activation::kTanh, Output::kSigmoid, OptimizerKind::kMomentum), 10474291017216824618U);
  EXPECT_EQ(bits(Activation::kGelu, Output::kLinear, OptimizerKind::kRmsprop), 14499976915345797359U);
}

// Another order of sums, so other bits, but the same training: within what float leaves open.
TEST(Portable, LearnsWhatFp32Learns) {
  Task task = portable_task(Activation::kTanh, Output::kSoftmax, OptimizerKind::kAdam);
  Workbench portable("cpu", task);
  task.settings.precision = Precision::kFp32;
  Workbench plain(kPlain, task);
  const auto mine = portable.train_epochs(6), other = plain.train_epochs(6);
  ASSERT_EQ(mine.size(), other.size());
  for (std::size_t i = 0; i < mine.size(); ++i) EXPECT_NEAR(mine[i].loss, other[i].loss, 1e-4F) << i;
}

TEST(Portable, ThePlainEngineSaysThatItIsNot) {
  const Task task = portable_task(Activation::kRelu, Output::kSoftmax, OptimizerKind::kSgd);
  EXPECT_THROW(Workbench(kPlain, task), Error);
}

}  // namespace
}  // namespace headroom::test
