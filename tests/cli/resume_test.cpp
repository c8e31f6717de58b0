// A run that was interrupted, continued or killed ends as one that never was.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/cli/interrupt.h"
#include "core/base/rng.h"
#include "core/io/file.h"
#include "core/io/run_record.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;
using test::CliResult;
using test::invoke;
using test::invoke_done;
using test::sample;
using test::TemporaryDirectory;
using Arguments = std::vector<std::string>;

// The only checkpoint of a run.
std::string checkpoint_bytes(const fs::path& run) {
  std::string bytes;
  int found = 0;
  for (const auto& entry : fs::directory_iterator(run)) {
    if (entry.path().extension() != ".safetensors") continue;
    bytes = read_file(entry.path());
    ++found;
  }
  EXPECT_EQ(found, 1);
  return bytes;
}

Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

// The document without what a clock measured.
nlohmann::json timeless(nlohmann::json document) {
  document.erase("stages");
  document.erase("memory");
  document.erase("device_choice");
  document["data"].erase(
      "notes");  // the task was "detected from its values" first, "as in the saved run" later
  for (nlohmann::json& epoch : document["epochs"]) epoch.erase("seconds");
  document["final"].erase("seconds");
  if (document.contains("baseline")) document["baseline"].erase("seconds");
  document["final"].erase("steps_per_second");
  return document;
}

// A run of streamed rows is made of the same numbers: without its GPU it goes on with the rows on the device.
TEST(Resume, StreamedRowsGoOnWithoutAGpu) {
  const TemporaryDirectory directory;
  const std::string run = (directory.path() / "run").string();
  const Arguments start{"train", "--data", sample("iris.csv"), "--device", "cpu"};
  invoke_done(with(start, {"--epochs", "2", "--run", run}));
  const fs::path file = fs::path(run) / "run.json";
  nlohmann::json record = nlohmann::json::parse(read_file(file));
  record["config"]["residence"] = "streamed";
  record["stream"] = {{"bytes", 1000},       {"bytes_per_second", 500}, {"gather_seconds", 0.5},
                      {"upload_seconds", 2}, {"waited_seconds", 1},     {"hidden", 0.6}};
  write_file(file, record.dump());

  const Arguments resume{"train", "--resume", run, "--epochs", "4", "--device", "cpu", "--json"};
  const CliResult refused = invoke(resume);
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.out.find("choose device"), std::string::npos) << refused.out;
  const nlohmann::json resumed = invoke_done(with(resume, {"--residence", "device"})).document();
  EXPECT_EQ(resumed.at("settings").at("residence"), "device");
  const nlohmann::json whole = invoke_done(with(start, {"--epochs", "4", "--json"})).document();
  EXPECT_EQ(resumed.at("epochs").back().at("validation_loss"),
            whole.at("epochs").back().at("validation_loss"));
  const nlohmann::json after = nlohmann::json::parse(read_file(file));
  EXPECT_FALSE(after.contains("stream"));
  EXPECT_FALSE(after.at("config").contains("residence"));
}

TEST(Resume, ContinuesAsIfItHadNeverStopped) {
  for (const char* optimizer : {"sgd", "momentum", "adam", "adamw", "rmsprop"}) {
    SCOPED_TRACE(optimizer);
    const TemporaryDirectory directory;
    const Arguments train{"train", "--data", sample("iris.csv"), "--device", "cpu", "--optimizer", optimizer};
    const auto whole =
        invoke_done(with(train, {"--epochs", "6", "--run", directory / "whole", "--log-steps", "--json"}));
    invoke_done(with(train, {"--epochs", "2", "--run", directory / "part"}));
    const auto resumed =
        invoke_done({"train", "--resume", directory / "part", "--epochs", "6", "--log-steps", "--json"});
    EXPECT_EQ(checkpoint_bytes(directory / "part"), checkpoint_bytes(directory / "whole"));
    EXPECT_EQ(timeless(resumed.document()), timeless(whole.document()));
    EXPECT_NE(resumed.err.find("2 of 6 epochs are done: the run goes on from there"), std::string::npos);
    EXPECT_NE(resumed.out.find("as in the saved run"), std::string::npos);
    EXPECT_EQ(resumed.out.find("as asked for"), std::string::npos);
  }
}

TEST(Resume, SeveralModelsGoOnSideBySide) {
  const TemporaryDirectory directory;
  const Arguments train{"train", "--data", sample("iris.csv"), "--device", "cpu", "--model", "small,large"};
  const auto figures = [](const CliResult& result) {
    nlohmann::json models = result.document().at("models");
    for (nlohmann::json& model : models) {
      for (nlohmann::json& epoch : model["epochs"]) epoch.erase("seconds");
      model.erase("final");
    }
    return models;
  };
  const CliResult whole = invoke_done(with(train, {"--epochs", "5", "--log-steps", "--json"}));
  const std::string run = directory / "run";
  invoke_done(with(train, {"--epochs", "2", "--run", run}));
  const CliResult resumed = invoke_done({"train", "--resume", run, "--epochs", "5", "--log-steps", "--json"});
  EXPECT_EQ(figures(resumed), figures(whole));
  EXPECT_NE(resumed.err.find("small 2 of 5 epochs, large 2 of 5 epochs are done"), std::string::npos)
      << resumed.err;
  const RunRecord record = load_run(run);
  EXPECT_EQ(record.state, RecordState::kFinished);
  EXPECT_EQ(record.model("small").state.epochs_finished, 5);
  EXPECT_EQ(record.model("large").state.epochs_finished, 5);

  // One of them alone: the other stays as it is.
  invoke_done({"train", "--resume", run, "--model", "large", "--epochs", "6"});
  EXPECT_EQ(load_run(run).model("small").state.epochs_finished, 5);
  EXPECT_EQ(load_run(run).model("large").state.epochs_finished, 6);
  const CliResult unknown = invoke({"train", "--resume", run, "--model", "huge"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("it has small, large"), std::string::npos) << unknown.err;
  EXPECT_EQ(invoke_done({"predict", "--run", run, "--row", "3", "--model", "large", "--json"})
                .document()
                .at("epochs_finished"),
            6);
}

TEST(Resume, FirstWeightsAreNamedForEachModel) {
  const TemporaryDirectory directory;
  const Arguments train{"train", "--data", sample("iris.csv"), "--device", "cpu"};
  const auto weights_of = [&](const std::string& model) {
    const std::string run = directory / model;
    invoke_done(with(train, {"--model", model, "--epochs", "1", "--seed", "8", "--run", run}));
    for (const auto& entry : fs::directory_iterator(run)) {
      if (entry.path().extension() == ".safetensors") return entry.path().string();
    }
    return std::string();
  };
  const std::string small = weights_of("small"), large = weights_of("large");
  const auto first_loss = [&](const std::string& models, const std::string& files) {
    return invoke_done(
               with(train, {"--model", models, "--init", files, "--epochs", "1", "--log-steps", "--json"}))
        .document();
  };
  const nlohmann::json both = first_loss("small,large", small + "," + large);
  EXPECT_EQ(both["models"][0]["steps"], first_loss("small", small)["steps"]);
  EXPECT_EQ(both["models"][1]["steps"], first_loss("large", large)["steps"]);
  const CliResult one = invoke(with(train, {"--model", "small,large", "--init", small}));
  EXPECT_EQ(one.status, 2);
  EXPECT_NE(one.err.find("2 models are trained, but 1 file is named"), std::string::npos) << one.err;
  const CliResult three = invoke(with(train, {"--model", "small,large", "--init", "a,b,c"}));
  EXPECT_EQ(three.status, 2);
  EXPECT_NE(three.err.find("2 models are trained, but 3 files are named"), std::string::npos) << three.err;
}

// Asks to stop after a while, as a person at the keyboard would.
class Interruption {
 public:
  explicit Interruption(std::uint64_t microseconds) {
    cli::catch_interrupts();
    thread_ = std::jthread([microseconds](const std::stop_token& token) {
      ::usleep(static_cast<useconds_t>(microseconds));
      if (!token.stop_requested()) cli::stop_request().cancel();
    });
  }

 private:
  std::jthread thread_;
};

// Stopped in the middle of an epoch, between two slices, again and again.
TEST(Resume, AStoppedRunGoesOnInTheMiddleOfItsEpoch) {
  const TemporaryDirectory directory;
  const Arguments train{"train",    "--preset", "scalability", "--model", "large",
                        "--device", "cpu",      "--epochs",    "2"};
  const auto start = std::chrono::steady_clock::now();
  invoke_done(with(train, {"--run", directory / "whole"}));
  const std::chrono::microseconds whole =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  auto third = static_cast<std::uint64_t>(whole.count()) / 3;  // however fast the machine is
  Rng rng(3);
  int stopped = 0;
  CliResult result;
  // The machine may have been busy while it was measured: sooner, until a run is stopped.
  for (; stopped == 0 && third > 0; third /= 2) {
    std::filesystem::remove_all(directory / "part");
    do {
      const Interruption soon(third + rng.below(third));
      result = invoke(holds_run(directory / "part") ? Arguments{"train", "--resume", directory / "part"}
                                                    : with(train, {"--run", directory / "part"}));
      if (result.status == 0) break;
      EXPECT_EQ(result.status, 1);
      EXPECT_NE(result.err.find("stopped"), std::string::npos) << result.err;
    } while (++stopped < 40);
  }
  if (result.status != 0) invoke_done({"train", "--resume", directory / "part"});
  EXPECT_GT(stopped, 0);
  EXPECT_EQ(checkpoint_bytes(directory / "part"), checkpoint_bytes(directory / "whole"));
}

// Whatever a trial chose is kept with the run, so that going on asks nobody.
TEST(Resume, TheNumberOfThreadsIsTheRuns) {
  const TemporaryDirectory directory;
  const Arguments start{"train", "--preset", "scalability",     "--model",  "large", "--device",
                        "cpu",   "--run",    directory / "run", "--epochs", "5",     "--json"};
  const nlohmann::json first = invoke_done(start).document();
  const RunRecord record = load_run(directory / "run");
  EXPECT_EQ(first.at("device").at("threads"), record.device_threads);
  if (std::thread::hardware_concurrency() > 1) {
    ASSERT_GE(first.at("device_choice").size(), 2u);
    for (const nlohmann::json& trial : first.at("device_choice")) EXPECT_GT(trial.at("us_per_step"), 0);
  }
  const CliResult second = invoke_done({"train", "--resume", directory / "run", "--epochs", "6", "--json"});
  EXPECT_FALSE(second.document().contains("device_choice"));
  EXPECT_EQ(second.document().at("device").at("threads"), record.device_threads);

  const nlohmann::json told = invoke_done({"train", "--preset", "scalability", "--epochs", "1", "--threads",
                                           "3", "--device", "cpu", "--json"})
                                  .document();
  EXPECT_EQ(told.at("device").at("threads"), 3);
  EXPECT_FALSE(told.contains("device_choice"));
}

// Where a way back was found to work, the saved run stands at the very step at which it was tried.
TEST(Resume, ARunThatDivergedGoesOnWhereAWayWorked) {
  const TemporaryDirectory directory;
  const std::string run = directory / "run";
  const Arguments train{"train",       "--data", sample("iris.csv"), "--device", "cpu",
                        "--optimizer", "sgd",    "--model",          "32x32x32"};
  const CliResult broke = invoke(with(train, {"--lr", "20", "--epochs", "50", "--run", run, "--json"}));
  ASSERT_EQ(broke.status, 1) << broke.out;
  const nlohmann::json way = broke.document().at("error").at("divergence").at("ways_back").at(0);
  const RunRecord record = load_run(run);
  EXPECT_EQ(record.state, RecordState::kDiverged);
  if (!way.at("good").get<bool>()) {
    EXPECT_NE(broke.err.find("no later step"), std::string::npos) << broke.err;
    return;
  }
  const std::int64_t step = way.at("step");
  const double rate = way.at("learning_rate");
  EXPECT_EQ(record.models.front().state.steps, step);
  EXPECT_NE(broke.err.find("kept at step " + std::to_string(step)), std::string::npos) << broke.err;
  // With the rate that broke it, it breaks again, and is told so beforehand.
  const CliResult again = invoke({"train", "--resume", run});
  EXPECT_NE(again.err.find("use a smaller --lr"), std::string::npos) << again.err;
  EXPECT_EQ(again.status, 1);
  // With the other one it goes on from there, at least as far as was tried.
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", rate);
  const CliResult resumed = invoke({"train", "--resume", run, "--lr", text, "--epochs", "10", "--json"});
  EXPECT_EQ(resumed.status, 0) << resumed.err;
  EXPECT_EQ(resumed.err.find("use a smaller --lr"), std::string::npos) << resumed.err;
}

TEST(Resume, WithoutTheRecorderARunThatDivergedKeepsItsLastGoodEpochAndSaysSo) {
  const TemporaryDirectory directory;
  const std::string run = directory / "run";
  const CliResult broke = invoke({"train", "--data", sample("iris.csv"), "--device", "cpu", "--optimizer",
                                  "sgd", "--lr", "1e30", "--recorder", "0", "--run", run});
  ASSERT_EQ(broke.status, 1);
  EXPECT_NE(broke.err.find("the run is kept at step 0"), std::string::npos) << broke.err;
  EXPECT_NE(broke.err.find("--resume " + run + " --lr"), std::string::npos) << broke.err;
  EXPECT_EQ(load_run(run).models.front().state.steps, 0);
}

TEST(Resume, AFinishedRunHasNothingLeft) {
  const TemporaryDirectory directory;
  invoke_done({"train", "--data", sample("iris.csv"), "--epochs", "2", "--run", directory / "run"});
  const std::string before = checkpoint_bytes(directory / "run");
  const CliResult again = invoke_done({"train", "--resume", directory / "run", "--json"});
  EXPECT_NE(again.err.find("nothing is left"), std::string::npos);
  EXPECT_EQ(again.document().at("epochs").size(), 2U);
  EXPECT_EQ(checkpoint_bytes(directory / "run"), before);
}

TEST(Resume, ChangedDataAreNoticed) {
  const TemporaryDirectory directory;
  fs::copy(sample("iris.csv"), directory / "iris.csv");
  invoke_done({"train", "--data", directory / "iris.csv", "--epochs", "1", "--run", directory / "run"});
  std::ofstream(directory / "iris.csv", std::ios::app) << "5,3,1,0.2,setosa\n";
  const CliResult resumed = invoke({"train", "--resume", directory / "run", "--epochs", "2"});
  EXPECT_EQ(resumed.status, 2);
  EXPECT_NE(resumed.err.find("151 rows now, 150 then"), std::string::npos) << resumed.err;
  EXPECT_EQ(invoke({"predict", "--run", directory / "run", "--row", "0"}).status, 2);
  fs::remove(directory / "iris.csv");
  EXPECT_EQ(invoke({"train", "--resume", directory / "run", "--epochs", "2"}).status, 2);
}

// `said` receives standard error.
pid_t start_program(const Arguments& arguments, const std::string& said = "/dev/null") {
  const pid_t child = ::fork();
  if (child != 0) return child;
  std::vector<std::string> words = with({HEADROOM_CLI_PROGRAM}, arguments);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
  ::dup2(::open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666), STDERR_FILENO);
  ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

// The first Ctrl-C of the real program: status 1, the record is kept, and the way on is told.
TEST(Resume, CtrlCKeepsTheRunAndSaysHowToGoOn) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const TemporaryDirectory directory;
    const pid_t child = start_program({"train", "--preset", "infrastructure", "--device", "cpu", "--epochs",
                                       "1000000", "--run", directory / "run"},
                                      directory / "said");
    ASSERT_GT(child, 0);
    for (int i = 0; i < 2000 && !holds_run(directory / "run"); ++i) ::usleep(5000);
    ::kill(child, signal);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1) << status;
    EXPECT_EQ(load_run(directory / "run").state, RecordState::kStopped);
    const std::string said = read_file(directory / "said");
    EXPECT_NE(said.find("--resume " + (directory / "run").string()), std::string::npos) << said;
  }
}

// The real program, killed at random moments and continued each time, ends as one that was never killed.
TEST(Resume, KillAtAnyMomentLosesAtMostTheCurrentEpoch) {
  const TemporaryDirectory directory;
  // One thread is asked for: a trial of several would take longer than many of these runs live.
  const Arguments train{"train",     "--preset", "infrastructure", "--device", "cpu",
                        "--threads", "1",        "--epochs",       "30"};
  const auto whole = invoke_done(with(train, {"--run", directory / "whole", "--log-steps", "--json"}));
  Rng rng(11);
  const fs::path run = directory / "killed";
  std::int64_t reached = 0;
  bool finished = false;
  for (int round = 0; round < 40 && !finished; ++round) {
    const pid_t child =
        start_program(holds_run(run) ? Arguments{"train", "--resume", run} : with(train, {"--run", run}));
    ASSERT_GT(child, 0);
    // On a busy machine the first epochs take their time: longer and longer until one is on the disk.
    const std::uint64_t longer = (holds_run(run) ? 5000U : 50000U) * static_cast<std::uint64_t>(round);
    ::usleep(static_cast<useconds_t>(20000 + longer + rng.below(150000)));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (!holds_run(run)) {  // killed before anything was there to lose
      const CliResult nothing = invoke({"train", "--resume", run});
      EXPECT_EQ(nothing.status, 2);
      EXPECT_NE(nothing.err.find("there is no "), std::string::npos) << nothing.err;
      continue;
    }
    const RunRecord record = load_run(run);
    EXPECT_GE(record.models.front().state.epochs_finished, reached)
        << "an epoch that was on the disk is lost";
    reached = record.models.front().state.epochs_finished;
  }
  const auto resumed = invoke_done({"train", "--resume", run, "--log-steps", "--json"});
  EXPECT_EQ(checkpoint_bytes(run), checkpoint_bytes(directory / "whole"));
  EXPECT_EQ(timeless(resumed.document()), timeless(whole.document()));  // every step's and epoch's loss
  EXPECT_EQ(std::distance(fs::directory_iterator(run), fs::directory_iterator()), 2) << "half-written files";
}

}  // namespace
}  // namespace headroom
