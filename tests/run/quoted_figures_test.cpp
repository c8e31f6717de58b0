// Figures that lessons and questions quote are those that the program computes: each quotation beside the
// call that gives it, and none that stands beside nothing.
//
// A text is written by hand and the planner, the presets and the catalogue change: whoever changes one of
// them reads here which sentence is no longer true.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "app/devices.h"
#include "core/base/bytes.h"
#include "core/io/presets.h"
#include "core/lessons/markdown.h"
#include "core/pipeline/pipeline.h"
#include "core/plan/plan_report.h"
#include "core/plan/plan_settings.h"
#include "core/run/baseline.h"
#include "core/run/measured_figures.h"
#include "core/run/run.h"
#include "core/train/trainer.h"

// A namespace of its own: the files of a room are read as one.
namespace headroom::quoted {
namespace {

namespace fs = std::filesystem;

fs::path lessons() { return assets_directory() / "lessons"; }

// In one line, with plain blanks, without the blocks that are instructions or code.
std::string words_of(const fs::path& file) {
  std::ifstream in(file);
  std::string line, all;
  bool fenced = false, drawn = false;
  while (std::getline(in, line)) {
    if (line.starts_with("```")) {
      fenced = !fenced;
      drawn = line == "```hint";
      continue;
    }
    if (!fenced || drawn) all += line + ' ';
  }
  for (const char* blank : {"\u00A0", "\u202F"}) {
    for (std::size_t at = 0; (at = all.find(blank, at)) != std::string::npos;)
      all.replace(at, std::string(blank).size(), " ");
  }
  return std::regex_replace(all, std::regex(" +"), " ");
}

std::string fixed(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}
// 3417 to two digits: "3 400".
std::string about(double value, int digits) {
  const double unit = std::pow(10, std::floor(std::log10(value)) - digits + 1);
  return format_count(static_cast<std::int64_t>(std::round(value / unit) * unit));
}
std::string percent(double share, int decimals) { return fixed(100 * share, decimals) + " %"; }
// Times ten to the ninth.
std::string billions(double value, int decimals) { return fixed(value / 1e9, decimals) + " × 10⁹"; }
std::string gigabytes(double bytes, int decimals) { return fixed(bytes / 1e9, decimals) + " GB"; }
std::string gibibytes(double bytes, int decimals) {
  return fixed(bytes / static_cast<double>(kGiB), decimals) + " GiB";
}
std::string mebibytes(double bytes, int decimals) {
  return fixed(bytes / static_cast<double>(kMiB), decimals) + " MiB";
}

// --- what the Plan tab says

const Catalogue& catalogue() {
  static const Catalogue kCatalogue = read_catalogue(assets_directory() / "catalogue" / "gpus.json");
  return kCatalogue;
}

using Settings = std::vector<std::pair<std::string, std::string>>;

PlanReport worked(const char* card, const Settings& settings = {}) {
  PlanInputs inputs = worked_example(assets_directory() / "models");
  for (const auto& [word, value] : settings) change_plan(inputs, word, value);
  return make_report(inputs, target_of(catalogue().find(card)), catalogue());
}

Bytes short_by(const PlanReport& report) { return report.plan.bytes - report.target.available(); }

const PlanReport& of_16() {
  static const PlanReport kReport = worked(kWorkedExampleCard);
  return kReport;
}
const GpuCard& card(const char* name) { return catalogue().find(name); }
double parameters() { return static_cast<double>(of_16().plan.parameters); }
// All that is not weights, gradients or optimizer.
double rest_of_16() { return static_cast<double>(of_16().plan.bytes) - 16 * parameters(); }

RunConfig preset(const char* id) { return load_preset(id); }

std::vector<std::int64_t> widths(std::int64_t inputs, const std::vector<std::int64_t>& hidden) {
  std::vector<std::int64_t> all{inputs};
  all.insert(all.end(), hidden.begin(), hidden.end());
  all.push_back(1);
  return all;
}

NetworkJob course_job(const std::vector<std::int64_t>& widths, std::int64_t batch) {
  NetworkJob job;
  job.data = {10'000, 8'000, 20, 2};
  job.models = {{widths, Activation::kRelu, Output::kSigmoid}};
  job.settings.batch = batch;
  job.layout = cpu_layout();
  return job;
}
const std::vector<std::int64_t> kSmall = widths(230, {50, 50});
const std::vector<std::int64_t> kLarge = widths(230, {200, 200, 200, 200, 200});

double planned(const std::vector<std::int64_t>& model, const std::vector<Category>& of = {}) {
  const CategoryBytes bytes = planned_by_category(course_job(model, 256));
  double sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const bool wanted = of.empty() || std::find(of.begin(), of.end(), static_cast<Category>(i)) != of.end();
    if (wanted) sum += static_cast<double>(bytes[i]);
  }
  return sum;
}
const std::vector<Category> kStates{Category::kWeights, Category::kGradients, Category::kOptimizer};

StepTime step_on_h100(const std::vector<std::int64_t>& model, std::int64_t batch) {
  PlanInputs inputs;
  inputs.mlp = course_job(model, batch);
  const PlanTarget target = target_of(card("H100 SXM5 80GB"));
  lay_out_for(target, inputs);
  return *make_report(inputs, target, catalogue()).step;
}
std::string milliseconds(double seconds) { return fixed(1000 * seconds, 2) + " ms"; }
double operations(const std::vector<std::int64_t>& model, std::int64_t batch) {
  return network_step(course_job(model, batch)).operations;
}
const std::vector<std::int64_t> kWide = widths(230, {2000, 2000});

FigureResult arithmetic() {
  Progress progress;
  return measure_figure("arithmetic-ratio", {}, {}, {}, progress);
}

std::int64_t parameters_of(const char* id, std::int64_t inputs, std::size_t model) {
  std::int64_t count = 0;
  const std::vector<std::int64_t> all = widths(inputs, preset(id).models.at(model).hidden);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) count += (all[i] + 1) * all[i + 1];
  return count;
}

// --- what a training says

struct Prepared {
  RunConfig config;
  std::unique_ptr<Device> device = open_device("cpu", 1);
  Pipeline pipeline;
  PreparedData data;

  explicit Prepared(RunConfig of) : config(std::move(of)), pipeline(config) {
    Progress progress;
    pipeline.load(progress);
    data = pipeline.run(*device, progress);
  }
  History train(const char* model) {
    const ModelSpec spec = pipeline.model(model);
    Trainer trainer(*device, *data.data, spec, config.train, start_weights(config, spec));
    while (!trainer.finished() && !trainer.divergence()) trainer.advance();
    return trainer.history();
  }
};

const Baseline& baseline_of(const char* id) {
  static std::map<std::string, Baseline> kept;
  const auto [at, fresh] = kept.try_emplace(id);
  if (fresh) at->second = fit_baseline(Prepared(preset(id)).data, Progress());
  return at->second;
}

const History& small_of_scalability() {
  static const History kHistory = Prepared(preset("scalability")).train("small");
  return kHistory;
}

// --- the quotations

struct Quoted {
  std::string says;  // as it stands in the text
  std::function<std::string()> computed;
};

// What a question makes up to be computed with, or a course's own number.
Quoted given(const std::string& says) {
  return {says, [says] { return says; }};
}

const std::map<std::string, std::vector<Quoted>>& quotations() {
  static const std::map<std::string, std::vector<Quoted>> kAll = {
      {"converge.md",
       {{"62 %",
         [] {
           const auto data = Prepared(preset("infrastructure")).data.dataset;
           std::map<float, int> rows;
           for (const float target : data->targets) ++rows[target];
           int most = 0;
           for (const auto& [label, count] : rows) most = std::max(most, count);
           return percent(most / static_cast<double>(data->targets.size()), 0);
         }},
        {"62.3 %", [] { return percent(*baseline_of("infrastructure").majority, 1); }},
        {"1.10", [] { return fixed(std::log(3), 2); }},
        {"0.9, costs 0.11", [] { return "0.9, costs " + fixed(-std::log(0.9), 2); }},
        {"0.5, costs 0.69", [] { return "0.5, costs " + fixed(-std::log(0.5), 2); }},
        {"0.1, costs 2.30", [] { return "0.1, costs " + fixed(-std::log(0.1), 2); }},
        {"1.02 to 0.95",
         [] {
           RunConfig config = preset("infrastructure");
           config.train.optimizer.learning_rate = 0.00001;
           const History history = Prepared(std::move(config)).train("small");
           return fixed(history.epochs[0].validation_loss, 2) + " to " +
                  fixed(history.epochs.back().validation_loss, 2);
         }}}},
      {"does_it_fit.md",
       {{"24.0 GiB", [] { return format_bytes(of_16().plan.bytes); }},
        {"24 GiB", [] { return gibibytes(static_cast<double>(of_16().plan.bytes), 0); }},
        {"15.2 GiB", [] { return format_bytes(of_16().target.available()); }},
        {"8.83 GiB", [] { return format_bytes(short_by(of_16())); }},
        {"1.56 × 10⁹", [] { return billions(parameters(), 2); }},
        {"25.8 GB", [] { return gigabytes(24.0 * static_cast<double>(kGiB), 1); }},
        {"7 %", [] { return percent(static_cast<double>(kGiB) / 1e9 - 1, 0); }},
        {"1 GiB", [] { return rest_of_16() < static_cast<double>(kGiB) ? "1 GiB" : "more"; }},
        {"3.69 GiB",
         [] {
           return format_bytes(worked(kWorkedExampleCard, {{"mode", "infer"}}).plan.bytes);
         }},
        {"7.60 GiB", [] { return format_bytes(card(kCardOf8).usable()); }},
        {"8.16 × 10⁹", [] { return billions(static_cast<double>(card(kCardOf8).usable()), 2); }},
        {"16.4 GiB", [] { return format_bytes(short_by(worked(kCardOf8))); }},
        {"15.3 GiB",
         [] {
           return format_bytes(worked(kWorkedExampleCard, {{"optimizer", "adam8bit"}}).plan.bytes);
         }},
        {"by 0.1",
         [] {
           const PlanReport report = worked(kWorkedExampleCard, {{"optimizer", "adam8bit"}});
           return "by " + fixed(static_cast<double>(short_by(report)) / static_cast<double>(kGiB), 1);
         }},
        {"13.6 GiB",
         [] {
           return format_bytes(worked(kWorkedExampleCard, {{"tensor-parallel", "2"}}).plan.bytes);
         }},
        {"48 cards", [] { return std::to_string(catalogue().cards.size()) + " cards"; }},
        {"0.39 GiB", [] { return gibibytes(static_cast<double>(short_by(worked("GeForce RTX 4090"))), 2); }},
        {"23.6 GiB", [] { return format_bytes(card("GeForce RTX 4090").usable()); }}}},
      {"small_or_large.md",
       {{"37 parameters", [] { return std::to_string(parameters_of("two_clouds", 2, 0)) + " parameters"; }},
        {"609", [] { return std::to_string(parameters_of("two_clouds", 2, 1)); }},
        {"14 151", [] { return format_count(parameters_of("scalability", 230, 0)); }},
        {"207 201", [] { return format_count(parameters_of("scalability", 230, 1)); }},
        {"14.6 times", [] { return fixed(arithmetic().marks.at(0).value, 1) + " times"; }},
        {"91.8 %", [] { return percent(baseline_of("scalability").classes->accuracy, 1); }},
        given("85 %"),
        {"78 %", [] { return percent(small_of_scalability().epochs.back().validation_accuracy, 0); }},
        {"4 points above epoch 15",
         [] {
           const auto& epochs = small_of_scalability().epochs;
           return fixed(100 * (epochs[19].validation_accuracy - epochs[14].validation_accuracy), 0) +
                  " points above epoch 15";
         }}}},
      {"stages.md",
       {{"1.91 MiB", [] { return format_bytes(Bytes{10'000} * 50 * 4); }},
        {"781 KiB", [] { return format_bytes(Bytes{10'000} * 20 * 4); }},
        {"8.77 MiB", [] { return format_bytes(Bytes{10'000} * 230 * 4); }},
        {"63 updates", [] { return std::to_string((8'000 + 127) / 128) + " updates"; }}}},
      {"where_time_goes.md",
       {{"2 million operations",
         [] { return fixed(operations(kSmall, 32) / 1e6, 0) + " million operations"; }},
        {"0.2 MiB", [] { return mebibytes(planned(kSmall, kStates), 1); }},
        {"0.11 ms", [] { return milliseconds(step_on_h100(kSmall, 32).step.seconds); }},
        {"0.07 and 0.22",
         [] {
           const TimeRange step = step_on_h100(kSmall, 32).step;
           return fixed(1000 * step.low, 2) + " and " + fixed(1000 * step.high, 2);
         }},
        {"launch overhead", [] { return std::string(limit_name(step_on_h100(kSmall, 32).limit)); }},
        {"15 000 steps", [] { return about(1 / step_on_h100(kSmall, 32).step.low, 2) + " steps"; }},
        {"67 × 10¹²",
         [] { return fixed(*peak_of(card("H100 SXM5 80GB"), PeakKind::kFp32) / 1e12, 0) + " × 10¹²"; }},
        {"3 400 times", [] { return about(operations(kWide, 256) / operations(kSmall, 32), 2) + " times"; }},
        {"0.36 ms", [] { return milliseconds(step_on_h100(kWide, 256).step.seconds); }},
        {"66 ms", [] { return fixed(1000 * operations(kWide, 256) / 1e11, 0) + " ms"; }}}},
      {"predictions.md",
       {{"14.6 times", [] { return fixed(arithmetic().marks.at(0).value, 1) + " times"; }},
        {"14.7 times",
         [] {
           const auto& of = arithmetic().arithmetic;
           return fixed(static_cast<double>(of[1].weights) / static_cast<double>(of[0].weights), 1) +
                  " times";
         }},
        {"82 %", [] { return percent(1 - arithmetic().arithmetic[0].input_gradients / 2, 0); }},
        {"22 %", [] { return percent(1 - arithmetic().arithmetic[1].input_gradients / 2, 0); }},
        {"5.55 operations", [] { return fixed(arithmetic().arithmetic[1].sum(), 2) + " operations"; }},
        {"4.36", [] { return fixed(arithmetic().arithmetic[0].sum(), 2); }},
        given("85 %"),
        {"78 %", [] { return percent(small_of_scalability().epochs.back().validation_accuracy, 0); }},
        {"52 %", [] { return percent(*baseline_of("scalability").majority, 0); }},
        given("100 %"),
        given("90 %"),
        {"250 steps", [] { return std::to_string(8'000 / 32) + " steps"; }},
        {"1 024 makes 8", [] { return "1 024 makes " + std::to_string((8'000 + 1'023) / 1'024); }},
        {"1.91 MiB", [] { return format_bytes(Bytes{10'000} * 50 * 4); }},
        {"37.5 %", [] { return percent((8.0 - 2.0) / 16, 1); }}}},
      {"questions/infrastructure.md",
       {{"1.91 MiB", [] { return format_bytes(Bytes{10'000} * 50 * 4); }},
        {"63 times", [] { return std::to_string((8'000 + 127) / 128) + " times"; }},
        {"315 times", [] { return std::to_string(5 * ((8'000 + 127) / 128)) + " times"; }}}},
      {"questions/planning.md",
       {{"8 GiB", [] { return gibibytes(8.0 * static_cast<double>(kGiB), 0); }},
        {"8.59 × 10⁹", [] { return billions(8.0 * static_cast<double>(kGiB), 2); }},
        {"8.16 × 10⁹", [] { return billions(static_cast<double>(card(kCardOf8).usable()), 2); }},
        {"23.6 GiB", [] { return format_bytes(card("GeForce RTX 4090").usable()); }},
        {"25.4 × 10⁹", [] { return billions(static_cast<double>(card("GeForce RTX 4090").usable()), 1); }},
        {"24 GiB", [] { return card("GeForce RTX 4090").usable() < 24 * kGiB ? "24 GiB" : "it has more"; }},
        {"13.0 GiB", [] { return gibibytes(7e9 * 2, 1); }},
        {"3.5 GB", [] { return gigabytes(7e9 / 2, 1); }},
        given("15.0 GB"),
        given("9.0 GB"),
        given("6.4 GB"),
        {"0.1 GB", [] { return fixed(6.4 / 64, 1) + " GB"; }},
        {"5.6 GB", [] { return fixed(56 * 0.1, 1) + " GB"; }},
        {"14.6 GB", [] { return fixed(9 + 56 * 0.1, 1) + " GB"; }},
        {"0.4 GB", [] { return fixed(15 - 14.6, 1) + " GB"; }},
        {"13.8 GB", [] { return fixed(9 + 48 * 0.1, 1) + " GB"; }},
        {"1.2 GB", [] { return fixed(15 - 13.8, 1) + " GB"; }},
        {"12.2 GB", [] { return fixed(9 + 32 * 0.1, 1) + " GB"; }},
        {"15.2 GB", [] { return fixed(9 + 62 * 0.1, 1) + " GB"; }},
        {"6.0 GB", [] { return fixed(15.0 - 9.0, 1) + " GB"; }},
        {"1.56 × 10⁹", [] { return billions(parameters(), 2); }},
        {"0.8 GiB", [] { return gibibytes(rest_of_16(), 1); }},
        {"128 tokens", [] { return std::to_string(of_16().inputs.job.sequence) + " tokens"; }},
        {"15.2 GiB", [] { return format_bytes(of_16().target.available()); }},
        {"5.8 GiB", [] { return gibibytes(4 * parameters(), 1); }},
        // As the question counts it: the gradients stay on the card. The planner's offloading lets them go
        // too.
        {"6.6 GiB", [] { return gibibytes(4 * parameters() + rest_of_16(), 1); }},
        {"14.5 GiB", [] { return gibibytes(10 * parameters(), 1); }},
        {"15.3 GiB",
         [] {
           return format_bytes(worked(kWorkedExampleCard, {{"optimizer", "adam8bit"}}).plan.bytes);
         }},
        {"0.1 GiB",
         [] {
           return gibibytes(
               static_cast<double>(short_by(worked(kWorkedExampleCard, {{"optimizer", "adam8bit"}}))), 1);
         }},
        {"24.9 × 10⁹", [] { return billions(16 * parameters(), 1); }},
        {"23.2 GiB", [] { return gibibytes(16 * parameters(), 1); }},
        {"24.0 GiB", [] { return format_bytes(of_16().plan.bytes); }},
        {"8.8 GiB", [] { return gibibytes(static_cast<double>(short_by(of_16())), 1); }}}},
      {"questions/scalability.md",
       {{"207 201 parameters",
         [] { return format_count(parameters_of("scalability", 230, 1)) + " parameters"; }},
        {"14.6 times", [] { return fixed(arithmetic().marks.at(0).value, 1) + " times"; }},
        {"1.6 times", [] { return fixed(planned(kLarge) / planned(kSmall), 1) + " times"; }},
        {"3.7 times", [] { return fixed(860.0 / 230, 1) + " times"; }},
        {"8.8 MiB", [] { return mebibytes(10'000.0 * 230 * 4, 1); }},
        {"3.2 MiB", [] { return mebibytes(planned(kLarge, kStates), 1); }},
        {"0.2 MiB", [] { return mebibytes(planned(kSmall, kStates), 1); }},
        {"9.6 MiB", [] { return mebibytes(planned(kLarge, {Category::kDataset}), 1); }},
        {"1.4 MiB", [] { return mebibytes(planned(kSmall) - planned(kSmall, {Category::kDataset}), 1); }},
        {"8 MiB", [] { return mebibytes(planned(kLarge) - planned(kLarge, {Category::kDataset}), 0); }},
        {"11 and 17 MiB",
         [] {
           return fixed(planned(kSmall) / static_cast<double>(kMiB), 0) + " and " +
                  mebibytes(planned(kLarge), 0);
         }},
        {"17 MiB", [] { return mebibytes(planned(kLarge), 0); }}}},
  };
  return kAll;
}

TEST(QuotedFigures, AreThoseThatTheProgramComputes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "trains the presets";
#endif
  for (const auto& [file, quoted] : quotations()) {
    const std::string text = words_of(lessons() / file);
    for (const Quoted& each : quoted) {
      EXPECT_NE(text.find(each.says), std::string::npos)
          << file << " no longer says '" << each.says << "': remove its row, or put its new words there";
      EXPECT_EQ(each.computed(), each.says) << file;
    }
  }
}

// A decimal fraction with a unit, a share, or a number of binary bytes: nobody knows such by heart.
std::set<std::string> figures_in(const std::string& text) {
  static const std::regex kFigure(
      R"((\d+[.,]\d+ GB)|(\d+(?:[.,]\d+)? (?:GiB|MiB|KiB|ms|%))|(\d+[.,]\d+ × 10⁹))");
  std::set<std::string> all;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), kFigure); at != std::sregex_iterator(); ++at)
    all.insert(at->str());
  return all;
}

TEST(QuotedFigures, NoneStandsBesideNothing) {
  std::vector<fs::path> files;
  for (const char* folder : {".", "questions"}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(lessons() / folder)) {
      if (entry.path().extension() == ".md") files.push_back(fs::path(folder) / entry.path().filename());
    }
  }
  ASSERT_GE(files.size(), 10U);
  for (const fs::path& file : files) {
    const std::string name = file.lexically_normal().generic_string();
    const auto table = quotations().find(name);
    for (const std::string& figure : figures_in(words_of(lessons() / file))) {
      const bool known =
          table != quotations().end() && std::any_of(table->second.begin(), table->second.end(),
                                                     [&](const Quoted& each) { return each.says == figure; });
      EXPECT_TRUE(known)
          << name << " quotes '" << figure
          << "', which nothing here computes: give it a row, or let the text ask for it, {name}";
    }
  }
}

// The courses' own tables, as the lessons show them, are those that the presets draw beside the live curves.
TEST(QuotedFigures, TheCoursesTablesAreThoseOfThePresets) {
  for (const auto& [file, id] :
       {std::pair("converge.md", "infrastructure"), {"small_or_large.md", "scalability"}}) {
    std::ifstream in(lessons() / file);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const RunConfig config = preset(id);
    ASSERT_TRUE(config.reference) << id;
    const auto row = [&text](const std::string& name) {
      std::smatch found;
      std::vector<double> values;
      if (!std::regex_search(text, found, std::regex("\n" + name + " +([0-9. ]+)\n"))) return values;
      std::istringstream numbers(found[1]);
      for (double value = 0; numbers >> value;) values.push_back(value);
      return values;
    };
    const auto& table = *config.reference;
    EXPECT_EQ(row("epoch"), std::vector<double>(table.epochs.begin(), table.epochs.end())) << file;
    EXPECT_EQ(row("loss"), std::vector<double>(table.loss.begin(), table.loss.end())) << file;
    EXPECT_EQ(row("accuracy"), std::vector<double>(table.accuracy.begin(), table.accuracy.end())) << file;
  }
}

// "about epoch 25" and "after about nine epochs": what a sentence says roughly, roughly.
TEST(QuotedFigures, WhatIsSaidRoughlyIsNearlySo) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "trains the presets";
#endif
  RunConfig longer = preset("scalability");
  longer.train.optimizer.learning_rate = 0.001;
  longer.train.epochs = 80;
  const History history = Prepared(longer).train("small");
  ASSERT_NE(history.best_epoch(), nullptr);
  EXPECT_NEAR(static_cast<double>(history.best_epoch()->epoch), 25, 5) << "converge.md: the turn";
  const History large = Prepared(preset("scalability")).train("large");
  std::int64_t first = 0;
  for (const EpochMetric& epoch : large.epochs) {
    if (first == 0 && epoch.validation_accuracy >= 0.85) first = epoch.epoch;
  }
  EXPECT_NEAR(static_cast<double>(first), 9, 1) << "small_or_large.md: Large at 85 %";
  const History five = Prepared(preset("infrastructure")).train("small");
  EXPECT_NEAR(five.epochs[0].validation_accuracy, 0.62, 0.015) << "converge.md: after the first epoch";
}

}  // namespace
}  // namespace headroom::quoted
