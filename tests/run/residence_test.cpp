// Rows on the device or streamed from main memory: chosen while the program runs, told by the transfer stage.
#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
using test::losses;
using test::model;
using test::SnapshotPtr;

const StageReport& transfer_of(const Snapshot& snapshot) { return snapshot.stages.at(1); }

// 80 rows of 2 columns and a target, each once in each of 3 epochs; the rates are those of the fake device.
TEST(Residence, StreamedRowsTrainTheSameAndAreTold) {
  auto script = std::make_shared<FakeScript>();
  script->streams = true;
  Driver run(script);
  const SnapshotPtr kept = run.train_to_end();
  EXPECT_FALSE(transfer_of(*kept).stream);
  EXPECT_EQ(transfer_of(*kept).note, "once, none per step");

  run.change([](RunConfig& config) { config.residence = Residence::kStreamed; });
  const SnapshotPtr ready = run.wait([](const Snapshot& s) {
    return s.state == RunState::kReady && s.config.residence == Residence::kStreamed;
  });
  EXPECT_EQ(transfer_of(*ready).note, "in main memory, streamed every epoch");
  EXPECT_FALSE(transfer_of(*ready).stream);
  EXPECT_NE(transfer_of(*ready).detail->facts.back().find("in every epoch"), std::string::npos);
  EXPECT_NE(transfer_of(*kept).detail->facts.back().find("sent once"), std::string::npos);
  run.post(command::Play{});
  const SnapshotPtr streamed = run.wait(RunState::kFinished);
  EXPECT_EQ(losses(model(*streamed, "small")), losses(model(*kept, "small")));
  EXPECT_EQ(streamed->memory.predicted, streamed->memory.charged);
  // In pieces of 64 B: 100 rows x 2 and their targets, against two chunks of an evaluation pass of all 100.
  const auto dataset = static_cast<std::size_t>(Category::kDataset);
  const Bytes rows = 13 * 64 + 7 * 64, chunks = 25 * 64 + 13 * 64;
  EXPECT_EQ(kept->memory.charged[dataset] - streamed->memory.charged[dataset], rows - chunks);
  ASSERT_TRUE(transfer_of(*streamed).stream);
  EXPECT_EQ(transfer_of(*streamed).stream->bytes, 3 * 80 * (2 + 1) * 4);
  // 2,880 B; waited for 1/8 of the copying, which is 1/4 of all: 1 - 1/32 = 96.875 %.
  EXPECT_EQ(transfer_of(*streamed).note, "2.81 KiB streamed at 1.00 GiB/s · 96 % hidden behind training");

  // Two models stream each for itself; a reset forgets what moved.
  run.select({"small", "large"});
  run.post(command::Reset{});
  run.post(command::Play{});
  const SnapshotPtr both = run.wait(
      [](const Snapshot& s) { return s.state == RunState::kFinished && model(s, "large").epoch == 3; });
  ASSERT_TRUE(transfer_of(*both).stream);
  EXPECT_EQ(transfer_of(*both).stream->bytes, 2 * 3 * 80 * (2 + 1) * 4);

  run.change([](RunConfig& config) { config.residence = Residence::kDevice; });
  const SnapshotPtr back = run.wait([](const Snapshot& s) {
    return s.state == RunState::kReady && s.config.residence == Residence::kDevice;
  });
  EXPECT_FALSE(transfer_of(*back).stream);
}

TEST(Residence, ADeviceThatCannotSaysWhatToDo) {
  Driver run;
  const SnapshotPtr before = run.load();
  run.change([](RunConfig& config) { config.residence = Residence::kStreamed; });
  const SnapshotPtr s = run.wait_for_error(before->error_sequence);
  ASSERT_TRUE(s->error);
  EXPECT_EQ(s->error->code(), ErrorCode::kUnsupported);
  EXPECT_NE(s->error->message().find("choose residence device"), std::string::npos) << s->error->message();
  EXPECT_EQ(s->state, RunState::kReady);
  EXPECT_EQ(s->config.residence, Residence::kDevice);
}

}  // namespace
}  // namespace headroom
