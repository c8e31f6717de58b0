#include "core/memory/memory_account.h"

#include <gtest/gtest.h>

#include "core/memory/network_plan.h"
#include "tests/support/fake_device.h"

namespace headroom {
namespace {

using test::FakeDevice;
using test::FakeScript;

// 2x3x1 on 8 rows: small enough to follow, its bytes come from the tensor table.
NetworkJob question() {
  NetworkJob q;
  q.data.rows = 8;
  q.data.train_rows = 8;
  q.data.columns = 2;
  q.models = {{{2, 3, 1}, Activation::kRelu, Output::kSigmoid}};
  q.settings.batch = 4;
  q.layout = cpu_layout();
  return q;
}

// What a run leaves on a fake device.
MemoryAccount run_on(const std::shared_ptr<FakeScript>& script) {
  FakeDevice device(script);
  const NetworkJob q = question();
  const Bytes hidden = script->unbooked.exchange(0);
  const MemoryStatus before = device.memory();
  const auto data = device.create_data(q.data);
  const auto engine = device.create_engine(q.models[0], q.settings, *data, {}, nullptr);
  script->unbooked = hidden;  // taken while the run was set up
  return account_for(plan_tables(q), device, before);
}

TEST(MemoryAccount, ADeviceThatKeepsToTheTableHasNoError) {
  const auto script = std::make_shared<FakeScript>();
  script->context = 400 * kMiB;
  script->used_by_others = kGiB;
  const MemoryAccount account = run_on(script);
  for (std::size_t c = 0; c < kCategoryCount; ++c) EXPECT_EQ(account.error(static_cast<Category>(c)), 0);
  EXPECT_EQ(account.predicted_total(), planned_bytes(question()));
  EXPECT_EQ(account.context, 400 * kMiB);
  EXPECT_EQ(account.used, account.charged_total() + 400 * kMiB);  // what others hold is not ours
  EXPECT_EQ(account.difference(), 0);
  EXPECT_EQ(account.difference_percent(), 0);
}

TEST(MemoryAccount, ChargingSomethingElseShowsInItsCategory) {
  const auto script = std::make_shared<FakeScript>();
  script->overcharge = 4096;
  const MemoryAccount account = run_on(script);
  EXPECT_EQ(account.error(Category::kWorkspace), 4096);
  EXPECT_EQ(account.error(Category::kWeights), 0);
  EXPECT_EQ(account.charged_total() - account.predicted_total(), 4096);
  EXPECT_EQ(account.difference(), 0);  // it was booked: ledger and device agree
}

TEST(MemoryAccount, WhatIsInNoLedgerIsTheDifference) {
  const auto script = std::make_shared<FakeScript>();
  script->context = 99 * kMiB;
  script->unbooked = kMiB;
  const MemoryAccount account = run_on(script);
  EXPECT_EQ(account.charged_total(), account.predicted_total());
  EXPECT_EQ(account.difference(), kMiB);
  // 1 MiB of 99 MiB + 1 MiB + the few hundred bytes of the run.
  EXPECT_NEAR(account.difference_percent(), 1.0, 1e-3);
}

TEST(MemoryAccount, OnTheCpuTheProcessItselfIsCounted) {
  MemoryStatus before, now;
  before.total = now.total = 8 * kGiB;
  before.context = 30 * kMiB;
  before.free = 4 * kGiB;
  now.charged = 100 * kMiB;
  now.context = 33 * kMiB;
  now.free = kGiB;  // others took 3 GiB meanwhile: no business of ours
  EXPECT_EQ(used_by_program("cpu", before, now), 133 * kMiB);
  EXPECT_EQ(used_by_program("cuda", before, now), 3 * kGiB + 30 * kMiB);
}

}  // namespace
}  // namespace headroom
