// The controller with the real CPU engine and a real preset.
#include <condition_variable>

#include "core/device/cpu/cpu_device.h"
#include "core/io/presets.h"
#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::losses;
using test::model;

class CpuRun {
 public:
  CpuRun()
      : run_({.list =
                  [] {
                    return std::vector<DeviceInfo>{
                        {.id = "cpu", .kind = "cpu", .name = "CPU", .compute_capability = {}}};
                  },
              .open = [](const std::string&) { return std::make_unique<cpu::CpuDevice>(2); }},
             {}) {}
  test::SnapshotPtr train(Command command) {
    const std::uint64_t before = run_.snapshot()->sequence;
    run_.post(std::move(command));
    for (;;) {
      test::SnapshotPtr s = run_.snapshot();
      if (s->sequence > before && (s->state == RunState::kFinished || s->state == RunState::kFailed))
        return s;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  void post(Command command) { run_.post(std::move(command)); }

 private:
  RunThread run_;
};

TEST(ControllerOnTheCpu, APresetSideBySideRepeatsBitByBit) {
  RunConfig config = load_preset("scalability");
  config.models = {{"small", "Small", {8, 8}}, {"large", "Large", {16, 16}}};
  config.selected = {"small", "large"};
  config.reference.reset();
  config.generator->rows = 1000;
  config.train.epochs = 2;
  CpuRun run;
  const test::SnapshotPtr first = run.train(command::Load{config, true});
  ASSERT_EQ(first->state, RunState::kFinished) << first->message;
  EXPECT_EQ(first->features, 230);
  EXPECT_EQ(first->memory.predicted, first->memory.charged);
  EXPECT_EQ(model(*first, "large").epoch, 2);
  EXPECT_GT(first->memory.report.largest_batch, 0);
  run.post(command::Reset{});
  const test::SnapshotPtr second = run.train(command::Play{});
  for (const char* id : {"small", "large"}) {
    EXPECT_EQ(losses(model(*second, id)), losses(model(*first, id)));
    EXPECT_EQ(model(*second, id).history.epochs.back().validation_loss,
              model(*first, id).history.epochs.back().validation_loss);
  }
  // Terms made when a row is read: the same curves without a matrix of 1,000 x 230 floats.
  set_terms(config, Terms::kGenerated);
  run.post(command::Change{config});
  const test::SnapshotPtr third = run.train(command::Play{});
  EXPECT_EQ(losses(model(*third, "large")), losses(model(*first, "large")));
  EXPECT_EQ(first->memory.charged_total - third->memory.charged_total, 1000 * 230 * 4);
  EXPECT_EQ(third->memory.predicted, third->memory.charged);
}

}  // namespace
}  // namespace headroom
