// Honest training of the presets follows the course tables they were made for: every entry, default seed.
// The figures are the course's, repeated here so that the test does not depend on what it checks.
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "app/devices.h"
#include "core/io/presets.h"
#include "core/pipeline/pipeline.h"
#include "core/train/trainer.h"

namespace headroom {
namespace {

struct Entry {
  std::size_t epoch;
  double loss;
  double accuracy;
  double loss_tolerance = 0.08;
};
constexpr double kAccuracyTolerance = 0.05;

History train(std::string_view preset, const char* model) {
  RunConfig config = load_preset(preset);
  config.selected = {model};
  const std::unique_ptr<Device> device = open_device("cpu");
  Progress progress;
  Pipeline pipeline(config);
  pipeline.load(progress);
  const PreparedData data = pipeline.run(*device, progress);
  const ModelSpec spec = pipeline.model(model);
  Trainer trainer(*device, *data.data, spec, config.train, start_weights(config, spec));
  while (!trainer.finished() && !trainer.divergence()) trainer.advance();
  return trainer.history();
}

void expect_follows(const History& history, const std::vector<Entry>& table) {
  for (const Entry& entry : table) {
    SCOPED_TRACE("epoch " + std::to_string(entry.epoch));
    ASSERT_GE(history.epochs.size(), entry.epoch);
    const EpochMetric& measured = history.epochs[entry.epoch - 1];
    EXPECT_NEAR(measured.validation_loss, entry.loss, entry.loss_tolerance);
    EXPECT_NEAR(measured.validation_accuracy, entry.accuracy, kAccuracyTolerance);
  }
}

TEST(CourseTables, Infrastructure) {
  expect_follows(train("infrastructure", "small"),
                 {{1, 0.85, 0.60}, {2, 0.65, 0.72}, {3, 0.50, 0.80}, {4, 0.40, 0.85}, {5, 0.35, 0.88}});
}

// The very first loss may differ by 0.20: a classifier with one output starts near ln 2.
TEST(CourseTables, ScalabilityAndTheSmallNetworkBehind) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "20 epochs of 207 201 parameters take minutes under a sanitizer";
#endif
  const History large = train("scalability", "large");
  expect_follows(
      large, {{1, 0.85, 0.55, 0.20}, {5, 0.60, 0.70}, {10, 0.40, 0.82}, {15, 0.30, 0.88}, {20, 0.25, 0.91}});
  const History small = train("scalability", "small");
  ASSERT_EQ(small.epochs.size(), 20U);
  EXPECT_LT(small.epochs.back().validation_accuracy, large.epochs.back().validation_accuracy - 0.05);
  EXPECT_GT(small.epochs.back().validation_loss, large.epochs.back().validation_loss + 0.05);
}

}  // namespace
}  // namespace headroom
