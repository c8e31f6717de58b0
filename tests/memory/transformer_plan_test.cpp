// Properties that every plan has, whatever the model.
#include "core/memory/transformer_plan.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/memory/model_states.h"
#include "core/memory/transformer_parameters.h"
#include "core/plan/plan_report.h"
#include "test_places.h"

namespace headroom {
namespace {

TransformerConfig shipped_model(const std::string& name) {
  return read_transformer_config(std::string(HEADROOM_ASSETS_DIR) + "/models/" + name + ".json");
}

const char* const kShipped[] = {"gpt2", "gpt2-xl", "llama3-8b", "gemma2-2b", "mixtral-8x7b", "qwen3-30b-a3b"};

std::vector<TransformerJob> jobs() {
  std::vector<TransformerJob> list;
  for (const PlanPrecision precision : {PlanPrecision::kFp32, PlanPrecision::kBf16}) {
    for (const Recompute recompute : {Recompute::kNone, Recompute::kSelective, Recompute::kFull}) {
      for (const bool flash : {false, true}) {
        TransformerJob job;
        job.precision = precision;
        job.recompute = recompute;
        job.flash_attention = flash;
        job.sequence = 512;
        job.micro_batches = 4;
        list.push_back(job);
        job.parallel.tensor = 2;
        job.parallel.pipeline = 3;
        job.parallel.data = 4;
        list.push_back(job);
        job.mode = PlanMode::kInfer;
        list.push_back(job);
      }
    }
  }
  return list;
}

void expect_sound(const GpuPlan& plan) {
  Bytes bytes = 0, low = 0, high = 0;
  for (const PlanLine& line : plan.lines) {
    EXPECT_LE(line.low, line.bytes) << plan_category_name(line.category);
    EXPECT_LE(line.bytes, line.high) << plan_category_name(line.category);
    EXPECT_FALSE(line.formula.empty());
    EXPECT_FALSE(line.source.empty());
    bytes += line.bytes, low += line.low, high += line.high;
  }
  EXPECT_EQ(plan.bytes, bytes);
  EXPECT_EQ(plan.low, low);
  EXPECT_EQ(plan.high, high);
  EXPECT_EQ(plan.bytes, std::max(plan.backward_peak, plan.optimizer_peak));
}

TEST(TransformerPlan, LinesAddUpAndGrowWithEverything) {
  for (const char* name : kShipped) {
    const TransformerConfig config = shipped_model(name);
    for (const TransformerJob& job : jobs()) {
      const GpuPlan plan = plan_transformer(config, job);
      expect_sound(plan);
      TransformerJob more = job;
      more.micro_batch = 2;
      EXPECT_GE(plan_transformer(config, more).bytes, plan.bytes);
      more = job;
      more.sequence = 1024;
      EXPECT_GE(plan_transformer(config, more).bytes, plan.bytes);
      TransformerConfig deeper = config;
      deeper.layers += 1;
      deeper.expert_layers += config.expert_layers > 0 ? 1 : 0;
      // One more layer need not be on the fullest of several stages.
      EXPECT_GE(plan_transformer(deeper, job).bytes, plan.bytes + (job.parallel.pipeline == 1 ? 1 : 0));
    }
  }
}

TEST(TransformerPlan, ZeroStagesAreOrdered) {
  for (const char* name : kShipped) {
    for (const std::int64_t ranks : {2, 3, 8, 64}) {
      Bytes before = 0;
      for (int stage = 0; stage <= 3; ++stage) {
        TransformerJob job;
        job.parallel.data = ranks;
        job.parallel.zero = stage;
        const Bytes bytes = plan_transformer(shipped_model(name), job).bytes;
        if (stage > 0) {
          EXPECT_LE(bytes, before) << name << " " << ranks << " " << stage;
        }
        before = bytes;
      }
    }
    TransformerJob alone;
    const Bytes without = plan_transformer(shipped_model(name), alone).bytes;
    alone.parallel.zero = 3;
    EXPECT_EQ(plan_transformer(shipped_model(name), alone).bytes, without);
  }
}

TEST(TransformerPlan, RanksTogetherNeverHoldLessThanTheWhole) {
  const std::int64_t p = 1'000'003;  // divides by nothing
  TransformerJob one;
  const ModelStates whole = model_states(p, one);
  for (const std::int64_t ranks : {2, 3, 7, 64}) {
    TransformerJob job;
    job.parallel.data = ranks;
    job.parallel.zero = 3;
    const ModelStates mine = model_states(p, job);
    EXPECT_GE(mine.weights * ranks, whole.weights);
    EXPECT_GE(mine.gradients * ranks, whole.gradients);
    EXPECT_GE(mine.optimizer * ranks, whole.optimizer);
  }
}

TEST(TransformerPlan, SelectiveRecomputeIsNotCreditedTwice) {
  TransformerJob job;
  const Bytes flash = plan_transformer(shipped_model("llama3-8b"), job).bytes;
  job.recompute = Recompute::kSelective;
  EXPECT_EQ(plan_transformer(shipped_model("llama3-8b"), job).bytes, flash);
  job.flash_attention = false;
  EXPECT_EQ(plan_transformer(shipped_model("llama3-8b"), job).bytes, flash);
}

TEST(TransformerPlan, RecipesInBytesPerParameter) {
  const auto bytes = [](PlanPrecision precision, PlanOptimizer optimizer) {
    TransformerJob job;
    job.precision = precision;
    job.optimizer = optimizer;
    return model_states(1, job).sum();
  };
  EXPECT_EQ(bytes(PlanPrecision::kFp32, PlanOptimizer::kSgd), 8);
  EXPECT_EQ(bytes(PlanPrecision::kFp32, PlanOptimizer::kMomentum), 12);
  EXPECT_EQ(bytes(PlanPrecision::kFp32, PlanOptimizer::kAdam), 16);
  EXPECT_EQ(bytes(PlanPrecision::kBf16, PlanOptimizer::kAdam), 16);
  EXPECT_EQ(bytes(PlanPrecision::kBf16, PlanOptimizer::kAdam8bit), 10);
  TransformerJob job;
  job.fp32_gradients = true;
  EXPECT_EQ(model_states(1, job).sum(), 18);
  job.parallel.distributed_optimizer = true;
  job.parallel.data = 4;
  EXPECT_EQ(model_states(1, job).sum(), 6 + 12 / 4);
}

TEST(TransformerPlan, TheCacheNeverHoldsLessThanOneHeadARank) {
  TransformerJob job;
  job.mode = PlanMode::kInfer;
  job.sequence = 1000;
  const Bytes whole = plan_transformer(shipped_model("llama3-8b"), job).of(PlanCategory::kKvCache);
  EXPECT_EQ(whole, Bytes{2} * 32 * 8 * 128 * 2 * 1000);
  job.parallel.tensor = 8;
  EXPECT_EQ(plan_transformer(shipped_model("llama3-8b"), job).of(PlanCategory::kKvCache), whole / 8);
  job.parallel.tensor = 32;
  EXPECT_EQ(plan_transformer(shipped_model("llama3-8b"), job).of(PlanCategory::kKvCache), whole / 8);
}

TEST(TransformerPlan, TheStepBindsWhenItsTemporariesAreLarger) {
  TransformerJob job;
  job.precision = PlanPrecision::kFp32;
  job.sequence = 64;
  const GpuPlan small = plan_transformer(shipped_model("gpt2-xl"), job);
  EXPECT_EQ(small.binding, Peak::kOptimizerStep);
  EXPECT_GT(small.optimizer_peak, small.backward_peak);
  job.sequence = 1024;
  job.micro_batch = 8;
  EXPECT_EQ(plan_transformer(shipped_model("gpt2-xl"), job).binding, Peak::kBackward);
}

TEST(TransformerPlan, AbsurdSizesAreErrorsNotWrappedNumbers) {
  TransformerJob job;
  for (const std::int64_t huge : {std::int64_t{1} << 40, std::int64_t{1} << 62}) {
    job = {};
    job.micro_batch = huge;
    job.sequence = huge;
    EXPECT_THROW(plan_transformer(shipped_model("llama3-8b"), job), Error);
    job = {};
    job.flash_attention = false;
    job.sequence = huge;
    EXPECT_THROW(plan_transformer(shipped_model("llama3-8b"), job), Error);
    job = {};
    job.parallel.data = job.parallel.tensor = huge;
    EXPECT_THROW(plan_transformer(shipped_model("llama3-8b"), job), Error);
  }
}

TEST(TransformerPlan, AnUnevenSplitOfTheHeadsIsSaid) {
  TransformerJob job;
  job.sequence = 512;
  const auto said = [&](std::int64_t tensor) {
    job.parallel.tensor = tensor;
    for (const std::string& note : plan_transformer(shipped_model("llama3-8b"), job).notes) {
      if (note.find("do not divide the 32 heads") != std::string::npos) return true;
    }
    return false;
  };
  EXPECT_FALSE(said(1));
  EXPECT_FALSE(said(8));
  EXPECT_TRUE(said(3));
  EXPECT_TRUE(said(64));
}

TEST(TransformerPlan, JobsThatCannotBe) {
  const auto refused = [](auto change) {
    TransformerJob job;
    change(job);
    EXPECT_THROW(plan_transformer(shipped_model("gpt2"), job), Error);
  };
  refused([](TransformerJob& job) { job.sequence = 0; });
  refused([](TransformerJob& job) { job.micro_batch = -1; });
  refused([](TransformerJob& job) { job.parallel.pipeline = 13; });  // 12 layers
  refused([](TransformerJob& job) { job.parallel.zero = 4; });
  refused([](TransformerJob& job) { job.precision = PlanPrecision::kInt8; });
  refused([](TransformerJob& job) { job.parallel.distributed_optimizer = true, job.parallel.zero = 1; });
}

}  // namespace
}  // namespace headroom
