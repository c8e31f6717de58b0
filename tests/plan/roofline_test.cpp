// The roofline: roofs from the card's figures, the step below them, measured points. Expected values are
// worked out by hand from the card's figures, or are the makers' own.
#include "core/plan/roofline_chart.h"

#include <gtest/gtest.h>

#include "core/base/json.h"
#include "core/plan/plan_export.h"
#include "core/plan/plan_report.h"
#include "core/plan/roofline_export.h"
#include "test_places.h"

namespace headroom {
namespace {

const Catalogue& cards() {
  static const Catalogue read = read_catalogue(std::string(HEADROOM_ASSETS_DIR) + "/catalogue/gpus.json");
  return read;
}

GpuCard card_with(double fp16, double fp32, double bandwidth) {
  GpuCard card;
  card.name = "Test";
  card.sold_gb = 16;
  card.fp16_tflops = fp16;
  card.fp32_tflops = fp32;
  card.bandwidth_gbs = bandwidth;
  return card;
}

TEST(Roofline, TheRoofsMeetAtTheRidge) {
  StepWork work;
  work.operations = 1e12;
  work.traffic_bytes = 1e10;
  const std::optional<Roofline> chart = roofline_of(work, card_with(100, 10, 500), cards());
  ASSERT_TRUE(chart);
  EXPECT_DOUBLE_EQ(chart->ridge(), 200);            // 100e12 / 500e9
  EXPECT_DOUBLE_EQ(chart->sold_at(10), 5e12);       // 500e9 * 10
  EXPECT_DOUBLE_EQ(chart->sold_at(200), 100e12);    // both
  EXPECT_DOUBLE_EQ(chart->sold_at(1000), 100e12);   // the peak
  EXPECT_DOUBLE_EQ(chart->likely_at(10), 3.75e12);  // 75 % of the bandwidth
  EXPECT_DOUBLE_EQ(chart->likely_at(1000), 40e12);  // 40 % of the peak
  EXPECT_DOUBLE_EQ(chart->best_at(1000), 55e12);    // what training codes report: 30 to 55 %
  EXPECT_DOUBLE_EQ(chart->worst_at(1000), 30e12);
  EXPECT_DOUBLE_EQ(chart->work.intensity(), 100);
  EXPECT_FALSE(chart->launch_roof() || chart->exchange_roof());
}

TEST(Roofline, AStepOfASmallNetworkHangsBelowItsLaunches) {
  // 3-5-2 with batch 4: 4 (6 * 25 - 2 * 15) = 480 operations; 25 products with Adam cross the memory 9 times
  // in 4 bytes, 4 rows of 7 values three times and of 3 inputs once: 1 284 bytes; 6 launches a layer and 4.
  const StepWork work = network_step(network_job({3, 5, 2}, 100, 4));
  EXPECT_EQ(work.operations, 480);
  EXPECT_EQ(work.traffic_bytes, 1284);
  EXPECT_EQ(work.launches, 16);
  const std::optional<Roofline> chart = roofline_of(work, card_with(100, 10, 500), cards());
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->time.limit, Limit::kLaunches);
  EXPECT_DOUBLE_EQ(chart->compute.sold, 10e12);  // fp32 without tensor cores
  EXPECT_DOUBLE_EQ(*chart->launch_roof(), 480 / 80e-6);
  const double traffic = 1284 / (500e9 * 0.75);  // more than the 480 / 4e12 seconds of the products
  EXPECT_DOUBLE_EQ(chart->rate().seconds, 480 / (traffic + 80e-6));
  EXPECT_LT(chart->rate().low, chart->rate().seconds);
  EXPECT_LT(chart->rate().seconds, chart->rate().high);
}

TEST(Roofline, NoStepIsAboveARoofOnAnyCard) {
  std::vector<StepWork> steps;
  for (const std::int64_t width : {8, 200, 5000, 30'000}) {
    for (const Precision precision : {Precision::kFp32, Precision::kTf32, Precision::kBf16}) {
      NetworkJob job = network_job({230, width, width, 1}, 10'000, 512);
      job.settings.precision = precision;
      steps.push_back(network_step(job));
    }
  }
  int charts = 0;
  for (const GpuCard& card : cards().cards) {
    for (StepWork work : steps) {
      work.exchanged_bytes = 1e6;
      const std::optional<Roofline> chart = roofline_of(work, card, cards());
      if (!chart) continue;
      ++charts;
      const double rate = chart->rate().seconds;
      EXPECT_LE(rate, chart->likely_at(work.intensity()));
      EXPECT_LE(rate, *chart->launch_roof());
      EXPECT_LE(rate, *chart->exchange_roof());
      EXPECT_LE(chart->rate().high, chart->best_at(work.intensity()));
      EXPECT_LE(chart->best_at(work.intensity()), chart->sold_at(work.intensity()));
    }
  }
  EXPECT_GT(charts, 400);
}

TEST(Roofline, Tf32HasHalfOfTheSixteenBitPeak) {
  // NVIDIA's data sheets: A100 tf32 156, H100 SXM 494.7 (989 with sparsity); the T4 has none.
  EXPECT_NEAR(*peak_of(cards().find("A100 SXM4 80GB"), PeakKind::kTf32), 156e12, 1e12);
  EXPECT_NEAR(*peak_of(cards().find("H100 SXM5 80GB"), PeakKind::kTf32), 494.7e12, 1e12);
  EXPECT_NEAR(*peak_of(cards().find("Tesla T4"), PeakKind::kTf32), 8.1e12, 1e10);
}

TEST(Roofline, SaysWhereItsFiguresAreFrom) {
  const StepWork work = network_step(network_job({3, 5, 2}, 100, 4));
  const GpuCard& card = cards().find("V100 SXM2 16GB");  // its fp32 peak is known only from memory
  const std::optional<Roofline> chart = roofline_of(work, card, cards());
  ASSERT_TRUE(chart);
  EXPECT_TRUE(chart->compute.from_memory);
  EXPECT_FALSE(chart->bandwidth.from_memory);
  EXPECT_NE(chart->bandwidth.source.find("llm-analysis"), std::string::npos) << chart->bandwidth.source;
  EXPECT_NE(roof_details(chart->compute, "FLOP/s").find("unverified figure"), std::string::npos);
  GpuCard bare = card;
  bare.bandwidth_gbs.reset();
  EXPECT_FALSE(roofline_of(work, bare, cards()));
}

TEST(Roofline, SeveralNetworksAddUp) {
  const NetworkJob small = network_job({230, 50, 50, 1}, 10'000, 64),
                   large = network_job({230, 200, 1}, 10'000, 64);
  NetworkJob both = small;
  both.models = {small.models.front(), large.models.front()};
  const StepWork a = network_step(small), b = network_step(large), sum = network_step(both);
  EXPECT_EQ(sum.operations, a.operations + b.operations);
  EXPECT_EQ(sum.traffic_bytes, a.traffic_bytes + b.traffic_bytes);
  EXPECT_EQ(sum.launches, a.launches + b.launches);
}

TEST(MeasuredWork, IsThatOfTheRowsThatAStepReallyHas) {
  const NetworkJob job = network_job({230, 50, 50, 1}, 10'000, 64);
  EXPECT_DOUBLE_EQ(measured_work(job, 64).operations, network_step(job).operations);
  EXPECT_DOUBLE_EQ(measured_work(job, 64).traffic_bytes, network_step(job).traffic_bytes);
  EXPECT_DOUBLE_EQ(measured_work(job, 32).operations, network_step(job).operations / 2);
  EXPECT_GT(measured_work(job, 32).traffic_bytes, network_step(job).traffic_bytes / 2);  // weights stay
}

TEST(RooflineExport, HasTheRoofsTheStepAndWhatWasMeasured) {
  PlanInputs inputs;
  inputs.mlp = network_job({230, 50, 50, 1}, 10'000, 64);
  PlanReport report = make_report(inputs, target_of(cards().find("Tesla T4")), cards());
  report.measured.push_back(
      {"a device", measured_name(inputs.mlp), "by hand", measured_work(inputs.mlp, 64), {2e-3, 1e-3, 4e-3}});
  const Json json = plan_json(report, false).at("roofline");
  EXPECT_EQ(json.at("compute").at("flops_per_second"), 8.1e12);
  EXPECT_EQ(json.at("bandwidth").at("bytes_per_second"), 320e9);
  EXPECT_EQ(json.at("step").at("grade"), "assumed");
  EXPECT_EQ(json.at("step").at("limited_by"), "launch overhead");
  const Json& measured = json.at("measured").at(0);
  EXPECT_EQ(measured.at("grade"), "measured");
  // 64 rows of 61 300 operations in 2 ms.
  EXPECT_DOUBLE_EQ(measured.at("flops_per_second").get<double>(), 64 * 61'300 / 2e-3);
  const std::string page = plan_markdown(report);
  EXPECT_NE(page.find("8.1 TFLOP/s"), std::string::npos);
  EXPECT_NE(page.find("measured on a device"), std::string::npos);
  EXPECT_NE(page.find("1.96 GFLOP/s"), std::string::npos);  // 64 * 61 300 / 2 ms
  // A device without a card in the catalogue has no roof, and nothing is made up.
  PlanTarget unknown = report.target;
  unknown.card.reset();
  EXPECT_FALSE(plan_json(make_report(inputs, unknown, cards()), false).contains("roofline"));
}

TEST(RooflineWords, RatesAndEnergiesHaveTheirUnits) {
  EXPECT_EQ(rate_text(82.6e12, "FLOP/s"), "82.6 TFLOP/s");
  EXPECT_EQ(rate_text(999.6e9, "B/s"), "1 TB/s");
  EXPECT_EQ(rate_text(1.008e12, "B/s"), "1.01 TB/s");
  EXPECT_EQ(rate_text(12, "B"), "12 B");
  EXPECT_EQ(intensity_text(0.8512), "0.851");
  EXPECT_EQ(intensity_text(1240), "1 240");
  EXPECT_EQ(energy_text({3.58e-5, 1e-5, 7e-5}), "129 J (36 to 252)");  // 1 kWh = 3.6e6 J
  EXPECT_EQ(energy_text({0.032, 0.01, 0.05}), "32 Wh (10 to 50)");
  EXPECT_EQ(energy_text({39'860, 15'000, 60'000}), "39 860 kWh (15 000 to 60 000)");
}

}  // namespace
}  // namespace headroom
