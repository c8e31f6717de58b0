#include "core/io/run_record.h"

#include "core/data/schema.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/io/file.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::TemporaryDirectory;

Weights filled(const ModelSpec& spec, float value) {
  Weights weights;
  for (std::size_t l = 0; l + 1 < spec.widths.size(); ++l) {
    const auto in = static_cast<std::size_t>(spec.widths[l]);
    const auto out = static_cast<std::size_t>(spec.widths[l + 1]);
    weights.layers.push_back({std::vector<float>(out * in, value), std::vector<float>(out, value)});
  }
  return weights;
}

ModelRecord model_record(const std::string& id, std::int64_t hidden, float value) {
  ModelRecord model;
  model.id = id;
  model.spec = {{3, hidden, 1}, Activation::kGelu, Output::kSigmoid};
  TrainerState& s = model.state;
  s.engine = {filled(model.spec, value), {filled(model.spec, 0.1F), filled(model.spec, 1e-9F)}, 3};
  s.epochs_finished = 1;
  s.steps = 3;
  s.learning_rate = 0.1;
  s.seconds = 1.0 / 3;
  s.best_validation_loss = 0.7;
  s.partial_steps = 1;
  s.partial_loss_sum = 0.1 + 0.2;
  s.partial_correct = 2;
  s.partial_rows = 4;
  s.partial_seconds = 1e-3;
  s.history.epochs.push({1, 0.69, 0.5, std::nan(""), 0.25, std::nan(""), 0.125, 0.125, 2, 0.1});
  for (const float loss : {0.7F, 0.68F, 0.6F}) s.history.step_loss.push(loss);
  for (const float accuracy : {0.5F, 0.5F, 0.75F}) s.history.step_accuracy.push(accuracy);
  return model;
}

RunRecord example(float value = 0.5F) {
  RunRecord record;
  record.state = RecordState::kStopped;
  record.config.id = "own";
  record.config.title = "Title \"quoted\" ü";
  record.config.scale = ScaleKind::kMinMax;
  record.config.split = {SplitKind::kTail, 0.25};
  record.config.activation = Activation::kGelu;
  record.config.output = Output::kSigmoid;
  record.config.models = {{"small", "Small 2", {2}}, {"custom", "4", {4}}};
  record.config.selected = {"small", "custom"};
  record.config.train.epochs = 7;
  record.config.train.seed = 0xffffffffffffffffULL;
  record.config.train.shuffle = Shuffle::kNone;
  record.config.train.optimizer.learning_rate = 0.1;
  record.config.train.optimizer.l2 = 1e-4;
  record.file = FileSource{"/data/own.csv"};
  record.device_id = "cpu";
  record.device_threads = 2;
  record.rows = 16;
  record.train_rows = 12;
  record.target_name = "y";
  record.class_names = {"no", "yes"};
  record.features = {{.column = "x", .level = std::nullopt},
                     {.column = "colour", .level = "blue=ish"},
                     {.column = "colour", .level = "red"}};
  record.column_means = {0.1F, 0.5F, 0.5F};
  record.scaler = {ScaleKind::kMinMax, {0.1F, 0, 0}, {1.0F / 3, 1, 0}};
  record.fingerprint = "0123456789abcdef";
  record.models = {model_record("small", 2, value), model_record("custom", 4, -value)};
  return record;
}

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

void expect_error(ErrorCode code, const std::string& part, const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    return;
  }
  ADD_FAILURE() << "nothing was thrown, expected: " << part;
}

TEST(RunRecord, KeepsTheScaleOfTheTargetAndReadsRecordsFromBeforeThereWasOne) {
  const TemporaryDirectory directory;
  RunRecord before = example();
  before.target = {1.0 / 3, 1e5 / 7};
  Schema headless = schema_from_features(before);
  headless.header = false;
  before.schema = std::make_shared<const Schema>(headless);
  save_run(directory / "run", before);
  const RunRecord after = load_run(directory / "run");
  EXPECT_EQ(after.target, before.target);
  EXPECT_TRUE(after.config.scale_target);
  EXPECT_FALSE(after.schema->header);
  EXPECT_EQ(after.schema->find("colour")->levels, headless.find("colour")->levels);
  EXPECT_EQ(after.schema->classes, before.class_names);

  const fs::path file = fs::path(directory / "run") / "run.json";
  nlohmann::json old = nlohmann::json::parse(read_file(file));
  old["preprocessing"].erase("target");
  old["config"].erase("scale_target");
  old["data"].erase("schema");
  old["data"]["file"] = {
      {"path", "/data/own.csv"}, {"target", "y"}, {"task", "classification"}, {"one_hot_limit", 32}};
  write_file(file, old.dump());
  const RunRecord earlier = load_run(directory / "run");
  EXPECT_EQ(earlier.target, TargetScale{});
  EXPECT_FALSE(earlier.config.scale_target);  // goes on as it began
  EXPECT_TRUE(earlier.schema->header) << "seen from the features";
  EXPECT_EQ(earlier.schema->find("colour")->levels, headless.find("colour")->levels);

  old["preprocessing"]["target"] = {{"mean", 0}, {"deviation", 0}};
  write_file(file, old.dump());
  expect_error(ErrorCode::kBadInput, "deviation", [&] { load_run(directory / "run"); });
}

TEST(RunRecord, KeepsHowTheWeightsStartedAndReadsRecordsFromBeforeThereWasAChoice) {
  const TemporaryDirectory directory;
  RunRecord before = example();
  const fs::path file = fs::path(directory / "run") / "run.json";
  for (const auto& row : kInitSchemeTable) {
    before.config.init.scheme = row.value;
    save_run(directory / "run", before);
    EXPECT_EQ(load_run(directory / "run").config.init, before.config.init) << row.name;
    EXPECT_EQ(json::parse(read_file(file)).at("config").at("init").at("scheme"), row.name);
  }
  json document = json::parse(read_file(file));
  document["config"]["init"].erase("scheme");
  write_file(file, document.dump());
  EXPECT_EQ(load_run(directory / "run").config.init.scheme, InitScheme::kTorch);  // what it started with
  document["config"]["init"]["scheme"] = "zeros";
  write_file(file, document.dump());
  expect_error(ErrorCode::kBadInput, "torch, glorot, he", [&] { load_run(directory / "run"); });
}

TEST(RunRecord, KeepsWhereTheRowsWereAndWhatMoved) {
  const TemporaryDirectory directory;
  RunRecord before = example();
  save_run(directory / "run", before);
  EXPECT_EQ(load_run(directory / "run").config.residence, Residence::kDevice);
  EXPECT_FALSE(load_run(directory / "run").stream);
  before.config.residence = Residence::kStreamed;
  before.stream =
      StreamFigures{.bytes = 1000, .gather_seconds = 0.5, .upload_seconds = 2, .waited_seconds = 1};
  save_run(directory / "run", before);
  const RunRecord after = load_run(directory / "run");
  EXPECT_EQ(after.config.residence, Residence::kStreamed);
  ASSERT_TRUE(after.stream);
  EXPECT_EQ(after.stream->bytes, 1000);
  EXPECT_EQ(after.stream->gather_seconds, 0.5);
  EXPECT_EQ(after.stream->upload_seconds, 2);
  EXPECT_EQ(after.stream->waited_seconds, 1);

  const fs::path file = directory / "run/run.json";
  const json good = json::parse(read_file(file));
  EXPECT_EQ(good.at("stream").at("bytes_per_second"), 500);
  EXPECT_EQ(good.at("stream").at("hidden"), 0.6);
  json document = good;
  document["stream"]["bytes"] = -1;
  write_file(file, document.dump());
  expect_error(ErrorCode::kBadInput, "bytes", [&] { load_run(directory / "run"); });
  document = good;
  document["config"]["residence"] = "floppy";
  write_file(file, document.dump());
  expect_error(ErrorCode::kBadInput, "floppy", [&] { load_run(directory / "run"); });
}

TEST(RunRecord, KeepsWhatWasPredictedAndMeasured) {
  const TemporaryDirectory directory;
  RunRecord before = example();
  before.memory.emplace();
  before.memory->predicted[0] = 1000;
  before.memory->charged[0] = 1512;
  before.memory->context = 7;
  before.memory->used = 1600;
  save_run(directory / "run", before);
  const RunRecord after = load_run(directory / "run");
  ASSERT_TRUE(after.memory.has_value());
  EXPECT_EQ(after.memory->predicted, before.memory->predicted);
  EXPECT_EQ(after.memory->charged, before.memory->charged);
  EXPECT_EQ(after.memory->error(static_cast<Category>(0)), 512);
  EXPECT_EQ(after.memory->difference(), 81);  // 1,600 - 1,512 - 7

  const fs::path file = directory / "run/run.json";
  json document = json::parse(read_file(file));
  document["memory"]["categories"][0]["error_bytes"] = 0;
  write_file(file, document.dump());
  expect_error(ErrorCode::kBadInput, "/memory/categories/0/error_bytes",
               [&] { load_run(directory / "run"); });
}

TEST(RunRecord, ComesBackAsItWas) {
  const TemporaryDirectory directory;
  const RunRecord before = example();
  save_run(directory / "new/run", before);
  const RunRecord after = load_run(directory / "new/run");
  EXPECT_FALSE(after.memory.has_value());
  EXPECT_EQ(after.state, RecordState::kStopped);
  EXPECT_EQ(after.config.title, before.config.title);
  EXPECT_EQ(after.config.scale, ScaleKind::kMinMax);
  EXPECT_EQ(after.config.split.kind, SplitKind::kTail);
  EXPECT_EQ(after.config.split.validation_fraction, 0.25);
  EXPECT_EQ(after.config.output, Output::kSigmoid);
  EXPECT_EQ(after.config.models, before.config.models);
  EXPECT_EQ(after.config.selected, before.config.selected);
  EXPECT_EQ(after.config.train, before.config.train);
  EXPECT_FALSE(after.config.generator.has_value());
  ASSERT_TRUE(after.file.has_value());
  EXPECT_EQ(after.file->path, "/data/own.csv");
  ASSERT_TRUE(after.schema) << "of a record without one it is seen from the features";
  EXPECT_EQ(after.schema->find("colour")->levels, (std::vector<std::string>{"blue=ish", "red"}));
  EXPECT_EQ(after.class_names, before.class_names);
  EXPECT_EQ(after.features, before.features);
  EXPECT_EQ(after.column_names(), (std::vector<std::string>{"x", "colour=blue=ish", "colour=red"}));
  EXPECT_EQ(after.column_means, before.column_means);
  EXPECT_EQ(after.scaler.offset, before.scaler.offset);
  EXPECT_EQ(after.scaler.factor, before.scaler.factor);
  ASSERT_EQ(after.models.size(), 2U);
  EXPECT_EQ(after.model("custom").spec, before.models[1].spec);
  expect_error(ErrorCode::kNotFound, "it has small, custom", [&] { after.model("large"); });
}

TEST(RunRecord, TrainerStatesComeBackToTheBit) {
  const TemporaryDirectory directory;
  const RunRecord before = example();
  save_run(directory.path(), before);
  const RunRecord after = load_run(directory.path());
  for (std::size_t i = 0; i < 2; ++i) {
    const TrainerState& a = before.models[i].state;
    const TrainerState& b = after.models[i].state;
    EXPECT_EQ(a.engine, b.engine);
    EXPECT_EQ(a.epochs_finished, b.epochs_finished);
    EXPECT_EQ(a.steps, b.steps);
    EXPECT_EQ(a.learning_rate, b.learning_rate);
    EXPECT_EQ(a.seconds, b.seconds);
    EXPECT_EQ(a.best_validation_loss, b.best_validation_loss);
    EXPECT_EQ(a.partial_steps, b.partial_steps);
    EXPECT_EQ(a.partial_loss_sum, b.partial_loss_sum);
    EXPECT_EQ(a.partial_correct, b.partial_correct);
    EXPECT_EQ(a.partial_rows, b.partial_rows);
    EXPECT_EQ(a.partial_seconds, b.partial_seconds);
    ASSERT_EQ(b.history.epochs.size(), 1U);
    EXPECT_EQ(a.history.epochs[0].train_loss, b.history.epochs[0].train_loss);
    EXPECT_TRUE(std::isnan(b.history.epochs[0].validation_loss));
    ASSERT_EQ(b.history.step_loss.size(), 3U);
    EXPECT_EQ(b.history.step_loss[2], 0.6F);
    EXPECT_EQ(b.history.step_accuracy[2], 0.75F);
  }
}

TEST(RunRecord, KeepsTheBestNetworkOfAnEarlyStop) {
  const TemporaryDirectory directory;
  RunRecord before = example();
  before.config.split.test_fraction = 0.125;
  before.config.class_weight = ClassWeight::kBalanced;
  ModelRecord& model = before.models[0];
  model.state.best = {1, 0.25, true, std::make_shared<const Weights>(filled(model.spec, 0.875F))};
  save_run(directory.path(), before);
  const RunRecord after = load_run(directory.path());
  const BestNetwork& best = after.models[0].state.best;
  EXPECT_EQ(best.epoch, 1);
  EXPECT_EQ(best.validation_loss, 0.25);
  EXPECT_TRUE(best.in_use);
  ASSERT_NE(best.aside, nullptr);
  EXPECT_EQ(*best.aside, *model.state.best.aside);
  EXPECT_EQ(after.models[1].state.best.aside, nullptr);
  EXPECT_EQ(after.config.split, before.config.split);
  EXPECT_EQ(after.config.class_weight, ClassWeight::kBalanced);
}

TEST(RunRecord, AVeryLongRunIsSavedThinned) {
  const TemporaryDirectory directory;
  RunRecord before = example();
  before.models.resize(1);
  TrainerState& state = before.models[0].state;
  state.history = {};
  state.epochs_finished = static_cast<std::int64_t>(History::kMostEpochs) + 1000;
  for (std::int64_t e = 1; e <= state.epochs_finished; ++e) {
    state.history.push_epoch(
        {e, 0.5, 0.5, 1.0 / static_cast<double>(e), 0.5, std::nan(""), 0.1, 0.1, 2, 0.1});
  }
  ASSERT_LT(state.history.epochs.size(), History::kMostEpochs);
  state.history.step_loss.push(0.5F);
  state.history.step_accuracy.push(0.5F);
  state.history.steps_per_entry = 2;
  state.engine.updates = state.steps = 2 * state.epochs_finished + state.partial_steps;
  save_run(directory.path(), before);
  const RunRecord loaded = load_run(directory.path());
  const History& after = loaded.models[0].state.history;
  EXPECT_EQ(after.steps_per_entry, 2);
  EXPECT_EQ(after.last_epoch(), state.epochs_finished);
  ASSERT_EQ(after.epochs.size(), state.history.epochs.size());
  for (std::size_t i = 0; i < after.epochs.size(); i += 997) {
    EXPECT_EQ(after.epochs[i].epoch, state.history.epochs[i].epoch);
    EXPECT_EQ(after.epochs[i].validation_loss, state.history.epochs[i].validation_loss);
  }
}

TEST(RunRecord, AGeneratedRunNeedsNoFile) {
  const TemporaryDirectory directory;
  RunRecord record = example();
  record.file.reset();
  record.config.generator = SyntheticSpec{"scalability", 100, 3, 0.25, 2.0};
  save_run(directory.path(), record);
  const RunRecord after = load_run(directory.path());
  ASSERT_TRUE(after.config.generator.has_value());
  EXPECT_EQ(after.config.generator->kind, "scalability");
  EXPECT_EQ(after.config.generator->noise, 0.25);
  EXPECT_FALSE(after.file.has_value());
}

TEST(RunRecord, ASaveReplacesTheOneBefore) {
  const TemporaryDirectory directory;
  save_run(directory.path(), example(1));
  const auto first = names_in(directory.path());
  EXPECT_EQ(first, (std::vector<std::string>{"checkpoint-000001-custom.safetensors",
                                             "checkpoint-000001-small.safetensors", "run.json"}));
  write_file(directory / "notes.txt", "mine");
  write_file(directory / "run.json.tmp-1", "left by a killed process");
  save_run(directory.path(), example(2));
  EXPECT_EQ(names_in(directory.path()),
            (std::vector<std::string>{"checkpoint-000002-custom.safetensors",
                                      "checkpoint-000002-small.safetensors", "notes.txt", "run.json"}));
  EXPECT_EQ(load_run(directory.path()).models[0].state.engine.weights.layers[0].weight[0], 2);
}

// What a kill between the steps of a save leaves behind.
TEST(RunRecord, AnInterruptedSaveLeavesTheOldRecord) {
  const TemporaryDirectory directory;
  save_run(directory / "a", example(1));
  save_run(directory / "b", example(1));
  save_run(directory / "b", example(2));
  fs::copy(directory / "b/checkpoint-000002-small.safetensors", directory / "a");
  EXPECT_EQ(load_run(directory / "a").models[0].state.engine.weights.layers[0].weight[0], 1);
  save_run(directory / "a", example(3));
  EXPECT_EQ(names_in(directory / "a").size(), 3U);
  EXPECT_EQ(load_run(directory / "a").models[0].state.engine.weights.layers[0].weight[0], 3);
}

// A process that saves without pause is killed at random moments: whatever is on the disk can be loaded,
// and all its parts come from the same save.
TEST(RunRecord, SurvivesKillAtAnyMoment) {
  Rng rng(7);
  for (int round = 0; round < 25; ++round) {
    const TemporaryDirectory directory;
    save_run(directory.path(), example(0));
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (float value = 1;; ++value) save_run(directory.path(), example(value));
    }
    ::usleep(static_cast<useconds_t>(rng.below(40000)));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const RunRecord record = load_run(directory.path());
    EXPECT_EQ(record.models[0].state.engine.weights.layers[0].weight[0],
              -record.models[1].state.engine.weights.layers[0].weight[0]);
    save_run(directory.path(), example(9));
    EXPECT_EQ(names_in(directory.path()).size(), 3U);
  }
}

TEST(RunRecord, SaysWhereNothingIs) {
  const TemporaryDirectory directory;
  write_file(directory / "file", "x");
  expect_error(ErrorCode::kNotFound, "missing", [&] { load_run(directory / "missing"); });
  expect_error(ErrorCode::kBadInput, "is a file", [&] { load_run(directory / "file"); });
  expect_error(ErrorCode::kNotFound, "no run.json", [&] { load_run(directory.path()); });
  expect_error(ErrorCode::kIo, "cannot be made", [&] { save_run(directory / "file", example()); });
  expect_error(ErrorCode::kIo, "/proc/headroom", [&] { save_run("/proc/headroom", example()); });
  save_run(directory / "run", example());
  EXPECT_TRUE(holds_run(directory / "run"));
  EXPECT_FALSE(holds_run(directory.path()));
  fs::remove(directory / "run/checkpoint-000001-small.safetensors");
  expect_error(ErrorCode::kNotFound, "checkpoint-000001-small.safetensors",
               [&] { load_run(directory / "run"); });
}

TEST(RunRecord, NoticesEveryDamage) {
  const TemporaryDirectory directory;
  save_run(directory.path(), example());
  const std::string text = read_file(directory / "run.json");
  for (std::size_t length = 0; length + 1 < text.size(); length += 37) {  // the last byte is a newline
    write_file(directory / "run.json", text.substr(0, length));
    expect_error(ErrorCode::kBadInput, "run.json:", [&] { load_run(directory.path()); });
  }
  write_file(directory / "run.json", text);

  const fs::path checkpoint = directory / "checkpoint-000001-custom.safetensors";
  const std::string bytes = read_file(checkpoint);
  write_file(checkpoint, bytes.substr(0, bytes.size() - 4));
  expect_error(ErrorCode::kBadInput, "byte " + std::to_string(bytes.size() - 4),
               [&] { load_run(directory.path()); });
  for (const std::size_t at : {std::size_t{0}, std::size_t{9}, bytes.size() / 2, bytes.size() - 1}) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    write_file(checkpoint, changed);
    expect_error(ErrorCode::kBadInput, "checkpoint-000001-custom", [&] { load_run(directory.path()); });
  }
}

// Each change of run.json is answered at its place.
TEST(RunRecord, RefusesWhatItDoesNotKnow) {
  const TemporaryDirectory directory;
  save_run(directory.path(), example());
  const json good = json::parse(read_file(directory / "run.json"));
  const auto refused = [&](const std::string& place, const std::function<void(json&)>& change) {
    json changed = good;
    change(changed);
    write_file(directory / "run.json", changed.dump());
    expect_error(ErrorCode::kBadInput, "run.json: " + place, [&] { load_run(directory.path()); });
  };
  refused("/schema_version", [](json& j) { j["schema_version"] = 2; });
  refused("/schema_version", [](json& j) { j.erase("schema_version"); });
  refused("/colour", [](json& j) { j["colour"] = 1; });
  refused("/state", [](json& j) { j["state"] = "sleeping"; });
  refused("/config/train/optimizer/kind",
          [](json& j) { j["config"]["train"]["optimizer"]["kind"] = "magic"; });
  refused("/config/train/seed", [](json& j) { j["config"]["train"]["seed"] = -1; });
  refused("/config/train/batch", [](json& j) { j["config"]["train"]["batch"] = 0; });
  refused("/config/train/x", [](json& j) { j["config"]["train"]["x"] = 0; });
  refused("/config/degree", [](json& j) { j["config"]["degree"] = 3; });
  refused("/config/models/0/hidden", [](json& j) { j["config"]["models"][0]["hidden"] = {"2"}; });
  refused("/models/0/activation", [](json& j) { j["models"][0]["activation"] = "step"; });
  refused("/models/0/epochs", [](json& j) { j["models"][0]["epochs"].clear(); });
  refused("/models/0/checkpoint/file",
          [](json& j) { j["models"][0]["checkpoint"]["file"] = "../../etc/passwd"; });
  refused("/models", [](json& j) { j["models"].clear(); });
  refused("/models", [](json& j) { j["models"][0]["widths"] = {5, 2, 1}; });
  refused("/models", [](json& j) { j["models"][0]["widths"] = {3, 2, 2}; });
  refused("/preprocessing/scaler", [](json& j) { j["preprocessing"]["scaler"]["offset"].erase(0); });
  refused("/data", [](json& j) { j["data"].erase("file"); });
  refused("/data/train_rows", [](json& j) { j["data"]["train_rows"] = 17; });
  refused("/data/rows", [](json& j) { j["data"]["rows"] = 1.5; });
}

TEST(RunRecord, NoticesChangedData) {
  Dataset dataset;
  dataset.rows = 2;
  dataset.columns = 1;
  dataset.column_names = {"x"};
  dataset.values = {1, 2};
  dataset.targets = {0, 1};
  dataset.class_names = {"a", "b"};
  RunRecord record = example();
  record.rows = 2;
  record.fingerprint = dataset_fingerprint(dataset);
  EXPECT_NO_THROW(require_same_data(record, dataset));
  const auto changed = [&](const std::function<void(Dataset&)>& change) {
    Dataset other = dataset;
    change(other);
    expect_error(ErrorCode::kBadInput, "not those that the run was trained on",
                 [&] { require_same_data(record, other); });
  };
  changed([](Dataset& d) { d.values[0] = 1.0000001F; });
  changed([](Dataset& d) { d.targets = {1, 0}; });
  changed([](Dataset& d) { d.column_names = {"y"}; });
  changed([](Dataset& d) { d.class_names = {"ab", ""}; });
  changed([](Dataset& d) { d.rows = 1; });
}

}  // namespace
}  // namespace headroom
