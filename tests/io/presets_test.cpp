#include "core/io/presets.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "core/base/error.h"
#include "core/base/json.h"
#include "test_places.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

// A folder that is gone after the test.
class Presets : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "headroom_presets_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    fs::create_directories(directory_ / "presets");
  }
  void TearDown() override {
    unsetenv("HEADROOM_ASSETS");
    fs::remove_all(directory_);
  }

  fs::path write(const std::string& name, const std::string& text) const {
    const fs::path file = directory_ / "presets" / name;
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  // The document of a shipped preset, to be spoilt.
  static Json shipped() { return read_json_file(fs::path(HEADROOM_ASSETS_DIR) / "presets/scalability.json"); }

  fs::path directory_;
};

Error error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e;
  }
  return Error(ErrorCode::kInternal, "nothing was thrown");
}

// The shapes that the course's slides name; parameters by hand, sum of (inputs + 1) * outputs.
TEST_F(Presets, ScalabilityIsTheCoursesPipeline) {
  const RunConfig config = load_preset("scalability");
  ASSERT_TRUE(config.generator);
  EXPECT_EQ(config.generator->rows, 10000);
  EXPECT_EQ(config.generator->columns, 20);
  EXPECT_EQ(config.scale, ScaleKind::kMinMax);
  EXPECT_EQ(config.degree, 2);
  EXPECT_DOUBLE_EQ(config.split.validation_fraction, 0.2);
  EXPECT_EQ(config.activation, Activation::kRelu);
  EXPECT_EQ(config.train.epochs, 20);
  EXPECT_EQ(config.selected, std::vector<std::string>{"large"});
  ASSERT_EQ(config.models.size(), 2U);
  const ModelSpec small = make_model(config, config.models[0], 230, Task::kClassification, 2);
  const ModelSpec large = make_model(config, config.models[1], 230, Task::kClassification, 2);
  EXPECT_EQ(config.models[0].id, "small");
  EXPECT_EQ(small.widths, (std::vector<std::int64_t>{230, 50, 50, 1}));
  EXPECT_EQ(small.output, Output::kSigmoid);
  EXPECT_EQ(parameter_count(small), 231 * 50 + 51 * 50 + 51);  // 14,151
  EXPECT_EQ(config.models[1].id, "large");
  EXPECT_EQ(large.widths, (std::vector<std::int64_t>{230, 200, 200, 200, 200, 200, 1}));
  EXPECT_EQ(parameter_count(large), 231 * 200 + 4 * 201 * 200 + 201);  // 207,201
  ASSERT_TRUE(config.reference);
  EXPECT_EQ(config.reference->epochs, (std::vector<std::int64_t>{1, 5, 10, 15, 20}));
  EXPECT_EQ(config.reference->loss, (std::vector<double>{0.85, 0.60, 0.40, 0.30, 0.25}));
  EXPECT_EQ(config.reference->accuracy, (std::vector<double>{0.55, 0.70, 0.82, 0.88, 0.91}));
}

TEST_F(Presets, InfrastructureIsTheCoursesPipeline) {
  const RunConfig config = load_preset("infrastructure");
  ASSERT_TRUE(config.generator);
  EXPECT_EQ(config.generator->rows, 10000);
  EXPECT_EQ(config.generator->columns, 50);
  EXPECT_EQ(config.scale, ScaleKind::kMinMax);
  EXPECT_EQ(config.degree, 1);
  EXPECT_DOUBLE_EQ(config.split.validation_fraction, 0.2);
  EXPECT_EQ(config.activation, Activation::kRelu);
  EXPECT_EQ(config.output, Output::kSoftmax);
  EXPECT_EQ(config.train.epochs, 5);
  ASSERT_TRUE(config.reference);
  EXPECT_EQ(config.reference->loss, (std::vector<double>{0.85, 0.65, 0.50, 0.40, 0.35}));
  EXPECT_EQ(config.reference->accuracy, (std::vector<double>{0.60, 0.72, 0.80, 0.85, 0.88}));
  EXPECT_EQ(config.selected, std::vector<std::string>{config.reference->model});
  const Dataset data = generate(*config.generator, config.train.seed);
  for (const ModelChoice& choice : config.models) {
    EXPECT_FALSE(choice.hidden.empty()) << choice.id;
    const ModelSpec model = make_model(config, choice, 50, data.task, data.classes());
    EXPECT_EQ(model.outputs(), data.classes()) << choice.id;
  }
}

TEST_F(Presets, EveryPresetOffersSmallAndLargeAndSaysWhyItIsAsItIs) {
  for (const RunConfig& config : load_presets()) {
    std::vector<std::string> ids;
    for (const ModelChoice& choice : config.models) ids.push_back(choice.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"small", "large"})) << config.id;
    EXPECT_FALSE(config.title.empty()) << config.id;
    // Their course tables were matched with these.
    EXPECT_EQ(config.init.scheme, InitScheme::kTorch) << config.id;
    const Json shipped = read_json_file(fs::path(HEADROOM_ASSETS_DIR) / "presets" / (config.id + ".json"));
    EXPECT_TRUE(shipped["init"].contains("scheme")) << config.id;
    EXPECT_FALSE(config.description.empty()) << config.id;
    EXPECT_FALSE(config.notes.empty()) << config.id;
  }
}

TEST_F(Presets, AreReadInTheOrderOfTheirFileNames) {
  setenv("HEADROOM_ASSETS", directory_.c_str(), 1);
  Json document = shipped();
  for (const char* name : {"b", "c", "a"}) {
    document["id"] = std::string("from ") + name;
    write(std::string(name) + ".json", document.dump());
  }
  write("ignored.txt", "not a preset");
  const std::vector<RunConfig> presets = load_presets();
  ASSERT_EQ(presets.size(), 3U);
  EXPECT_EQ(presets[0].id, "from a");
  EXPECT_EQ(presets[2].id, "from c");
  EXPECT_EQ(load_preset("from b").id, "from b");
  const Error error = error_of([] { load_preset("nowhere"); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_NE(error.message().find("from a, from b, from c"), std::string::npos) << error.message();
}

TEST_F(Presets, TheSameIdTwiceIsRefused) {
  setenv("HEADROOM_ASSETS", directory_.c_str(), 1);
  write("a.json", shipped().dump());
  write("b.json", shipped().dump());
  EXPECT_EQ(error_of([] { load_presets(); }).code(), ErrorCode::kBadInput);
}

TEST_F(Presets, AChosenAssetsFolderIsObeyedOrRefused) {
  setenv("HEADROOM_ASSETS", directory_.c_str(), 1);
  EXPECT_EQ(assets_directory(), directory_);
  setenv("HEADROOM_ASSETS", (directory_ / "no_such_folder").c_str(), 1);
  const Error error = error_of([] { assets_directory(); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_NE(error.message().find("no_such_folder"), std::string::npos);
}

// One spoilt value each; the pointer says where.
TEST_F(Presets, FaultsAreNamedWithFileAndPlace) {
  struct Fault {
    const char* place;  // where the error must point
    std::function<void(Json&)> spoil;
  };
  const std::vector<Fault> faults = {
      {"/colour", [](Json& d) { d["colour"] = "red"; }},
      {"/train/optimiser", [](Json& d) { d["train"]["optimiser"] = 1; }},
      {"/title", [](Json& d) { d.erase("title"); }},
      {"/generator/rows", [](Json& d) { d["generator"].erase("rows"); }},
      {"/train/epochs", [](Json& d) { d["train"]["epochs"] = "20"; }},
      {"/train/epochs", [](Json& d) { d["train"]["epochs"] = 2.5; }},
      {"/train/batch", [](Json& d) { d["train"]["batch"] = 0; }},
      {"/train/seed", [](Json& d) { d["train"]["seed"] = -1; }},
      {"/train/optimizer/kind", [](Json& d) { d["train"]["optimizer"]["kind"] = "lion"; }},
      {"/models/1/hidden/2", [](Json& d) { d["models"][1]["hidden"][2] = -200; }},
      {"/models", [](Json& d) { d["models"] = Json::object(); }},
      {"/selected/0", [](Json& d) { d["selected"][0] = 7; }},
      {"/activation", [](Json& d) { d["activation"] = "swish"; }},
      {"/output", [](Json& d) { d["output"] = nullptr; }},
      {"/scale", [](Json& d) { d["scale"] = "log"; }},
      {"/degree", [](Json& d) { d["degree"] = 3; }},
      {"/terms", [](Json& d) { d["terms"] = "some"; }},
      {"/split/kind", [](Json& d) { d["split"]["kind"] = "random"; }},
      {"/reference/accuracy/0", [](Json& d) { d["reference"]["accuracy"][0] = 55; }},
      {"/schema_version", [](Json& d) { d["schema_version"] = 2; }},
      {"/init/scheme", [](Json& d) { d["init"]["scheme"] = "zeros"; }},
      {"/init", [](Json& d) { d["init"] = Json::array(); }},
  };
  for (const Fault& fault : faults) {
    Json document = shipped();
    fault.spoil(document);
    const fs::path file = write("spoilt.json", document.dump());
    const Error error = error_of([&] { read_preset(file); });
    EXPECT_EQ(error.code(), ErrorCode::kBadInput) << fault.place;
    EXPECT_EQ(error.where(), file.string() + ": " + fault.place);
  }
}

TEST_F(Presets, ContradictionsAreRefused) {
  for (const auto& spoil : std::vector<std::function<void(Json&)>>{
           [](Json& d) { d["selected"] = {"huge"}; }, [](Json& d) { d["selected"] = Json::array(); },
           [](Json& d) { d["reference"]["loss"] = {0.5}; }, [](Json& d) { d["reference"]["model"] = "huge"; },
           [](Json& d) { d["train"]["optimizer"]["learning_rate"] = 0; },
           [](Json& d) { d["split"]["validation_fraction"] = 1; }}) {
    Json document = shipped();
    spoil(document);
    const fs::path file = write("spoilt.json", document.dump());
    const Error error = error_of([&] { read_preset(file); });
    EXPECT_EQ(error.code(), ErrorCode::kBadInput) << document.dump();
    EXPECT_EQ(error.where(), file.string());
  }
}

TEST_F(Presets, FilesThatAreNoPresetsDoNotCrash) {
  for (const std::string& text : {std::string(), std::string("[]"), std::string("null"), std::string("{"),
                                  std::string(500'000, '['), std::string(17 << 20, ' ')}) {
    const fs::path file = write("odd.json", text);
    EXPECT_EQ(error_of([&] { read_preset(file); }).code(), ErrorCode::kBadInput) << text.substr(0, 20);
  }
  EXPECT_EQ(error_of([&] { read_preset(directory_); }).code(), ErrorCode::kBadInput);
  EXPECT_EQ(error_of([&] { read_preset(directory_ / "missing.json"); }).code(), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace headroom
