// headroom-cli bench: what it measures adds up, whatever the speed of this machine is.
#include <gtest/gtest.h>

#include <cstdint>

#include "tests/cli/cli_runner.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::CliResult;
using test::invoke_done;

json bench(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"bench", "--device", "cpu", "--seconds", "0.01"});
  arguments.emplace_back("--json");
  return invoke_done(arguments).document();
}

void expect_bench_refused(std::vector<std::string> arguments, const std::string& part) {
  arguments.insert(arguments.begin(), "bench");
  test::expect_usage_error(arguments, part);
}

TEST(Bench, EveryWorkloadWithBothBatches) {
  const json document = bench({"--threads", "1"});
  EXPECT_EQ(document.at("schema_version"), 1);
  EXPECT_EQ(document.at("clock"), "wall");
  std::string names;
  for (const json& result : document.at("results")) {
    names += result.at("workload").get<std::string>() + std::to_string(result.at("batch").get<int>()) + " ";
  }
  EXPECT_EQ(names, "A32 A256 Bs32 Bs256 Bs-generated32 Bs-generated256 Bl32 Bl256 ");
}

TEST(Bench, FiguresFollowFromTheMedian) {
  const json document = bench({"--workloads", "Bs", "--batch", "256", "--threads", "2"});
  const json& result = document.at("results").at(0);
  EXPECT_EQ(result.at("device").at("threads"), 2);
  const json& us = result.at("us_per_step");
  EXPECT_LE(us.at("min"), us.at("median"));
  EXPECT_LE(us.at("median"), us.at("max"));
  EXPECT_GE(us.at("samples"), 3);
  const double rate = 1e6 / us.at("median").get<double>();
  EXPECT_NEAR(result.at("steps_per_second").at("median"), rate, 1e-6 * rate);
  // 8,000 training rows are 32 steps of 250 rows on average. Layers of 11500, 2500 and 50 weights.
  EXPECT_NEAR(result.at("samples_per_second"), 250 * rate, 1e-3 * rate);
  const double gflops = 2e-9 * 250 * (2 * 11500 + 3 * 2500 + 3 * 50) * rate;
  EXPECT_NEAR(result.at("gflops"), gflops, 1e-6 * gflops);
  EXPECT_NEAR(result.at("share_of_peak").get<double>() * result.at("peak_gflops").get<double>(), gflops,
              1e-6 * gflops);
  EXPECT_EQ(result.at("predicted_bytes"), result.at("charged_bytes"));
}

TEST(Bench, PresetsAndOwnWidths) {
  const json preset = bench({"--preset", "scalability", "--threads", "1"});
  EXPECT_EQ(preset.at("results").at(0).at("widths"), json::parse("[230, 50, 50, 1]"));
  EXPECT_EQ(preset.at("results").at(1).at("widths"), json::parse("[230, 200, 200, 200, 200, 200, 1]"));
  const json widths = bench({"--widths", "7x5x3", "--rows", "100,1000", "--batch", "9", "--processor-time"});
  EXPECT_EQ(widths.at("clock"), "processor");
  ASSERT_EQ(widths.at("results").size(), 2u);
  EXPECT_EQ(widths.at("results").at(1).at("rows"), 1000);
  EXPECT_EQ(widths.at("results").at(1).at("train_rows"), 800);
  EXPECT_EQ(widths.at("results").at(1).at("columns"), 7);
}

TEST(Bench, ScaleCountsWholeEpochsAndMemory) {
  const json document = bench({"--scale", "--rows", "1000,200000", "--threads", "1"});
  const json& large = document.at("results").at(1);
  EXPECT_EQ(large.at("steps").get<std::int64_t>() % 625, 0);  // 160,000 rows in batches of 256
  EXPECT_NEAR(large.at("epoch_seconds").get<double>() * 1e9 / 160'000, large.at("ns_per_row"), 1e-3);
  // 200,000 x 20 floats and their targets, far above what else a process takes and returns.
  EXPECT_GE(large.at("charged_bytes"), 200'000 * 21 * 4);
  EXPECT_NEAR(large.at("measured_bytes").get<double>(), large.at("charged_bytes").get<double>(), 4e6);
}

TEST(Bench, Tables) {
  const CliResult speed = invoke_done({"bench", "--workloads", "A", "--batch", "32", "--device", "cpu",
                                       "--threads", "1", "--seconds", "0.01"});
  for (const char* part : {"us/step", "of peak", "cpu x 1", "GFLOP/s"}) {
    EXPECT_NE(speed.out.find(part), std::string::npos) << speed.out;
  }
  const CliResult scale = invoke_done(
      {"bench", "--scale", "--rows", "1000", "--device", "cpu", "--threads", "1", "--seconds", "0.01"});
  EXPECT_NE(scale.out.find("ns/row"), std::string::npos) << scale.out;
}

TEST(Bench, WhatItRefuses) {
  expect_bench_refused({"--workloads", "A,C"}, "A, Bs, Bs-generated, Bl");
  expect_bench_refused({"--workloads", ""}, "--workloads");
  expect_bench_refused({"--workloads", "A", "--preset", "scalability"}, "--workloads");
  expect_bench_refused({"--preset", "none"}, "--preset");
  expect_bench_refused({"--widths", "5"}, "--widths");
  expect_bench_refused({"--widths", "5x0"}, "--widths");
  expect_bench_refused({"--rows", "100"}, "--rows");
  expect_bench_refused({"--widths", "5x2", "--rows", "1"}, "--rows");
  expect_bench_refused({"--batch", "32,,256"}, "--batch");
  expect_bench_refused({"--batch", ""}, "--batch");
  expect_bench_refused({"--threads", "0"}, "--threads");
  expect_bench_refused({"--threads", "1,2", "--processor-time"}, "--processor-time");
  expect_bench_refused({"--seconds", "0"}, "--seconds");
  expect_bench_refused({"--device", "tpu"}, "--device");
}

}  // namespace
}  // namespace headroom
