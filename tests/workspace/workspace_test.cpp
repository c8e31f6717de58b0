// Workspaces: what comes back is what was saved, a run goes on as if it had never been away, and whatever is
// wrong with a file is said while nothing is written.
#include "core/workspace/workspace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

#include "app/devices.h"
#include "core/base/error.h"
#include "core/data/csv/csv.h"
#include "core/data/tabular.h"
#include "core/io/file.h"
#include "core/pipeline/default_config.h"
#include "core/run/run.h"
#include "core/train/check_value.h"
#include "core/workspace/class_run.h"
#include "core/workspace/class_sheet.h"
#include "core/workspace/zip_file.h"
#include "test_places.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;
using test::TemporaryDirectory;

RunConfig generated(Precision precision = Precision::kPortable) {
  RunConfig config;
  config.id = "moons";
  config.title = "Two <moons> & more";
  config.generator = SyntheticSpec{.kind = "moons", .rows = 200, .columns = 2, .noise = 0.2, .signal = 1};
  config.models = {{"small", "Small", {6}}, {"large", "Large", {8, 8}}};
  config.selected = {"small", "large"};
  config.train.epochs = 6;
  config.train.batch = 16;
  config.train.seed = 5;
  config.train.precision = precision;
  config.train.optimizer.kind = OptimizerKind::kAdam;
  config.train.optimizer.learning_rate = 0.01;
  config.recorder = 0;
  return config;
}

std::unique_ptr<Run> make_run(RunConfig config, int threads = 1, std::shared_ptr<const SavedRun> saved = {}) {
  Progress progress;
  RunSetup setup;
  setup.config = std::move(config);
  setup.device = open_device("cpu", threads);
  setup.saved = std::move(saved);
  return std::make_unique<Run>(std::move(setup), progress);
}

void train(Run& run, std::int64_t steps = 1 << 20) {
  run.set_goal(Goal::kAll);
  while (steps > 0 && !run.goal_reached()) {
    run.allow_batch();
    steps -= run.advance().slice.steps;
  }
  run.run_freely();
}

// What a run has come to, to the bit; nothing that a clock measured.
void expect_same_end(const Run& got, const Run& wanted) {
  const RunRecord a = const_cast<Run&>(got).record(RecordState::kFinished);
  const RunRecord b = const_cast<Run&>(wanted).record(RecordState::kFinished);
  ASSERT_EQ(a.models.size(), b.models.size());
  for (std::size_t m = 0; m < a.models.size(); ++m) {
    const TrainerState &x = a.models[m].state, &y = b.models[m].state;
    EXPECT_TRUE(x.engine == y.engine) << a.models[m].id;
    ASSERT_EQ(x.history.epochs.size(), y.history.epochs.size());
    for (std::size_t e = 0; e < x.history.epochs.size(); ++e) {
      EXPECT_EQ(x.history.epochs[e].validation_loss, y.history.epochs[e].validation_loss);
      EXPECT_EQ(x.history.epochs[e].train_loss, y.history.epochs[e].train_loss);
      EXPECT_EQ(x.history.epochs[e].check, y.history.epochs[e].check);
    }
    ASSERT_EQ(x.history.step_loss.size(), y.history.step_loss.size());
    for (std::size_t i = 0; i < x.history.step_loss.size(); ++i)
      ASSERT_EQ(x.history.step_loss[i], y.history.step_loss[i]) << "step " << i;
  }
}

Workspace example(Run& run) {
  Workspace workspace;
  workspace.title = "Moons <b>& more</b>";
  workspace.author = "Ms Example";
  workspace.instructions = "Press Space.";
  workspace.hidden = {Hidden::kPlan, Hidden::kAnswers};
  workspace.view.tab = "network";
  workspace.view.sheet = "training";
  workspace.view.model = "large";
  workspace.view.row = 7;
  workspace.view.unit = WorkspaceView::Unit{1, 3};
  workspace.view.pace = "1 epochs";
  workspace.view.log_loss = true;
  workspace.record = run.record(RecordState::kStopped);
  return workspace;
}

// What went wrong with it, where and what to do; nothing else than Error may be thrown.
void expect_refused(const std::function<void()>& work, ErrorCode code, const std::string& part) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    EXPECT_NE(error.where(), "");
    return;
  }
  ADD_FAILURE() << "nothing was thrown, expected: " << part;
}

class WorkspaceTest : public ::testing::Test {
 protected:
  // Trained for some batches, in the middle of an epoch.
  fs::path saved(const std::string& name = "a.headroom", std::int64_t steps = 23) {
    const auto run = make_run(generated());
    train(*run, steps);
    save_workspace(directory / name, example(*run), DataWay::kInside);
    return directory / name;
  }
  OpenedWorkspace open(const fs::path& file) { return open_workspace(file, directory / "tables", progress); }
  Workspace read(const fs::path& file, const ZipLimits& limits = {}) {
    return read_workspace(file, progress, limits);
  }
  std::vector<ZipMember> members(const fs::path& file) { return read_zip(file, {}, progress); }
  fs::path written(const std::vector<ZipMember>& members, const std::string& name = "b.headroom") {
    write_file(directory / name, format_zip(members));
    return directory / name;
  }
  // The same with a part of workspace.json replaced.
  fs::path with(const std::string& text, const std::string& other) {
    std::vector<ZipMember> all = members(saved());
    const std::size_t at = all[0].bytes.find(text);
    EXPECT_NE(at, std::string::npos) << all[0].bytes;
    all[0].bytes.replace(at, text.size(), other);
    return written(all);
  }
  std::string csv_path() {
    const std::string path = (directory / "own table.csv").string();
    std::ofstream out(path);
    out << "a,b,kind\n";
    for (int i = 0; i < 60; ++i) out << i % 7 << ',' << i % 5 << ',' << (i % 3 == 0 ? "yes" : "no") << '\n';
    return path;
  }
  RunConfig of_table(const std::string& path) {
    auto data = std::make_shared<const Dataset>(
        make_dataset(read_csv(path, {}, progress), TabularOptions{.target = "kind"}, progress));
    RunConfig config = config_for_dataset(data);
    config.train.precision = Precision::kPortable;
    config.train.epochs = 4;
    config.recorder = 0;
    return config;
  }

  TemporaryDirectory directory;
  Progress progress;
};

TEST_F(WorkspaceTest, EverythingThatIsSavedComesBack) {
  const auto run = make_run(generated());
  train(*run, 23);
  const Workspace before = example(*run);
  const Bytes bytes = save_workspace(directory / "a.headroom", before, DataWay::kInside);
  EXPECT_EQ(bytes, static_cast<Bytes>(fs::file_size(directory / "a.headroom")));
  const Workspace after = read(directory / "a.headroom");
  EXPECT_EQ(after.title, before.title);
  EXPECT_EQ(after.author, before.author);
  EXPECT_EQ(after.instructions, before.instructions);
  EXPECT_EQ(after.hidden, before.hidden);
  EXPECT_EQ(after.view, before.view);
  EXPECT_EQ(after.data.way, DataWay::kGenerated);
  EXPECT_EQ(after.record.fingerprint, before.record.fingerprint);
  EXPECT_EQ(after.record.config.train.seed, 5U);
  for (std::size_t m = 0; m < 2; ++m)
    EXPECT_TRUE(after.record.models[m].state.engine == before.record.models[m].state.engine);
  // The same content is the same file, wherever and whenever it is saved.
  save_workspace(directory / "b.headroom", before, DataWay::kInside);
  EXPECT_EQ(read_file(directory / "a.headroom"), read_file(directory / "b.headroom"));
}

TEST_F(WorkspaceTest, GoesOnWithTheBitsOfARunThatWasNeverInterrupted) {
  const OpenedWorkspace opened = open(saved());
  const auto whole = make_run(generated(), 2);
  train(*whole);
  const auto resumed = make_run(opened.config, 3, opened.saved);
  EXPECT_FALSE(resumed->unsaved()) << "nothing is lost yet";
  EXPECT_TRUE(resumed->folder().empty());
  train(*resumed);
  EXPECT_TRUE(resumed->unsaved());
  expect_same_end(*resumed, *whole);
  EXPECT_NE(whole->lanes().front().trainer->history().epochs.back().check, 0U);
}

TEST_F(WorkspaceTest, ATableTravelsAndIsWrittenOnce) {
  const std::string path = csv_path(), text = read_file(path);
  const auto run = make_run(of_table(path));
  train(*run, 3);
  Workspace workspace = example(*run);
  save_workspace(directory / "a.headroom", workspace, DataWay::kInside);
  EXPECT_EQ(read_file(directory / "a.headroom").find(directory.path().string()), std::string::npos)
      << "nobody learns how the folders of the teacher are called";
  const auto whole = make_run(of_table(path));
  train(*whole);
  fs::remove(path);
  const OpenedWorkspace opened = open(directory / "a.headroom");
  EXPECT_TRUE(opened.workspace.data.content.empty());
  const fs::path kept = opened.saved->record.file->path;
  EXPECT_EQ(read_file(kept), text);
  EXPECT_EQ(kept.filename(), "own table.csv");
  const auto time = fs::last_write_time(kept);
  open(directory / "a.headroom");
  EXPECT_EQ(fs::last_write_time(kept), time);
  const auto resumed = make_run(opened.config, 1, opened.saved);
  train(*resumed);
  expect_same_end(*resumed, *whole);
}

TEST_F(WorkspaceTest, ATableByReferenceIsFoundBesideItOrWhereItWas) {
  const std::string path = csv_path();
  const auto run = make_run(of_table(path));
  fs::create_directories(directory / "handed out");
  const fs::path file = directory / "handed out" / "a.headroom";
  save_workspace(file, example(*run), DataWay::kReference);
  EXPECT_LT(fs::file_size(file), 20000U);
  EXPECT_EQ(open(file).saved->record.file->path, path) << "where it was";
  const fs::path beside = directory / "handed out" / "own table.csv";
  fs::rename(path, beside);
  EXPECT_EQ(open(file).saved->record.file->path, beside);
  std::ofstream(beside, std::ios::app) << "1,1,no\n";
  expect_refused([&] { open(file); }, ErrorCode::kBadInput,
                 "is not the table that the workspace was saved with");
  fs::remove(beside);
  expect_refused([&] { open(file); }, ErrorCode::kNotFound, "put 'own table.csv'");
  EXPECT_EQ(read(file).data.name, "own table.csv") << "all else can still be read";
}

TEST_F(WorkspaceTest, OneChangedByteIsNoticedInEveryPart) {
  const fs::path file = saved();
  const std::vector<ZipMember> whole = members(file);
  for (std::size_t part = 1; part < whole.size(); ++part) {
    SCOPED_TRACE(whole[part].name);
    for (const std::size_t at :
         {std::size_t{0}, whole[part].bytes.size() / 2, whole[part].bytes.size() - 1}) {
      std::vector<ZipMember> changed = whole;
      changed[part].bytes[at] = static_cast<char>(changed[part].bytes[at] ^ 1);
      expect_refused([&] { read(written(changed)); }, ErrorCode::kBadInput, "is damaged");
    }
    std::vector<ZipMember> less = whole;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(part));
    expect_refused([&] { read(written(less)); }, ErrorCode::kBadInput, "is missing");
    std::vector<ZipMember> longer = whole;
    longer[part].bytes += "x";
    expect_refused([&] { read(written(longer)); }, ErrorCode::kBadInput, "bytes, workspace.json says");
  }
  std::vector<ZipMember> more = whole;
  more.push_back({"data/extra.csv", "a"});
  expect_refused([&] { read(written(more)); }, ErrorCode::kBadInput, "is no part of this workspace");
  std::vector<ZipMember> none(whole.begin() + 1, whole.end());
  expect_refused([&] { read(written(none)); }, ErrorCode::kBadInput, "holds no workspace.json");
}

// Of the file itself: whatever byte is changed, it is refused, or was of no meaning.
TEST_F(WorkspaceTest, NoChangedByteOfTheFilePassesForAnotherWorkspace) {
  const fs::path file = saved();
  const std::string whole = read_file(file);
  const std::vector<ZipMember> wanted = members(file);
  const fs::path damaged = directory / "damaged.headroom";
  int refused = 0, tried = 0;
  for (std::size_t at = 0; at < whole.size(); at += at < 200 || at + 600 > whole.size() ? 1 : 37, ++tried) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x41);
    std::ofstream(damaged, std::ios::binary) << bytes;
    try {
      const Workspace seen = read(damaged);
      EXPECT_EQ(seen.title, "Moons <b>& more</b>") << at;
    } catch (const Error& error) {
      ++refused;
      EXPECT_EQ(error.code(), ErrorCode::kBadInput) << at << ": " << error.what();
    }
  }
  EXPECT_GT(refused, tried * 4 / 5);
}

TEST_F(WorkspaceTest, AFileThatIsCutShortIsSaidToBe) {
  const std::string whole = read_file(saved());
  const fs::path cut = directory / "cut.headroom";
  for (const std::size_t left :
       {std::size_t{0}, std::size_t{3}, std::size_t{30}, whole.size() / 2, whole.size() - 1}) {
    std::ofstream(cut, std::ios::binary) << whole.substr(0, left);
    expect_refused([&] { read(cut); }, ErrorCode::kBadInput, left < 4 ? "is no workspace" : "was cut short");
  }
  std::ofstream(cut, std::ios::binary) << "a,b\n1,2\n";
  expect_refused([&] { read(cut); }, ErrorCode::kBadInput, "is no workspace");
  expect_refused([&] { read(directory / "nowhere.headroom"); }, ErrorCode::kNotFound, "no such file");
  expect_refused([&] { read(directory.path()); }, ErrorCode::kBadInput, "is no file");
}

TEST_F(WorkspaceTest, ALaterVersionAsksForANewerHeadroom) {
  expect_refused([&] { read(with("\"schema_version\": 1", "\"schema_version\": 2")); }, ErrorCode::kBadInput,
                 "use a newer Headroom");
  // Said before keys that this version does not know.
  expect_refused([&] { read(with("\"schema_version\": 1", "\"schema_version\": 9, \"more\": 1")); },
                 ErrorCode::kBadInput, "is 9, this Headroom reads up to version 1");
  expect_refused([&] { read(with("\"title\"", "\"titel\"")); }, ErrorCode::kBadInput, "title");
  expect_refused([&] { read(with("\"answers\"", "\"windows\"")); }, ErrorCode::kBadInput,
                 "use settings, precision");
}

TEST_F(WorkspaceTest, NamesThatLeadElsewhereAreRefusedAndNothingIsWritten) {
  for (const std::string name : {"../out.txt", "/etc/out.txt", "run/../../out.txt", "run//x", "run/./x",
                                 "C:\\out.txt", "data/a\nb.csv", "..", "run/", "data/x\\..\\y"}) {
    EXPECT_FALSE(is_plain_path(name)) << name;
    std::vector<ZipMember> all = members(saved());
    all.push_back({name, "text"});
    const fs::path file = written(all);
    expect_refused([&] { read(file); }, ErrorCode::kBadInput, "leads out of the workspace's folder");
  }
  for (const std::string name : {"run/run.json", "data/\u00fc table.csv", "workspace.json"})
    EXPECT_TRUE(is_plain_path(name)) << name;
  EXPECT_FALSE(fs::exists(directory.path().parent_path() / "out.txt"));
  // The name that a table by reference is looked for under.
  const std::string path = csv_path();
  const auto run = make_run(of_table(path));
  save_workspace(directory / "a.headroom", example(*run), DataWay::kReference);
  std::vector<ZipMember> all = members(directory / "a.headroom");
  const std::size_t at = all[0].bytes.find("\"own table.csv\"");
  ASSERT_NE(at, std::string::npos);
  all[0].bytes.replace(at, 15, "\"../../own.csv\"");
  expect_refused([&] { read(written(all)); }, ErrorCode::kBadInput,
                 "must be the name of a file in the workspace");
}

TEST_F(WorkspaceTest, ALinkIsRefused) {
  std::string bytes = read_file(saved());
  // The central directory's first entry: made by Unix, with the mode of a symbolic link.
  const std::size_t entry = bytes.find("PK\x01\x02");
  ASSERT_NE(entry, std::string::npos);
  bytes[entry + 5] = 3;
  bytes[entry + 38] = bytes[entry + 39] = 0;
  bytes[entry + 40] = static_cast<char>(0xff);
  bytes[entry + 41] = static_cast<char>(0xa1);  // 0120777
  std::ofstream(directory / "link.headroom", std::ios::binary) << bytes;
  expect_refused([&] { read(directory / "link.headroom"); }, ErrorCode::kBadInput, "is a link");
}

TEST_F(WorkspaceTest, SizesAreRefusedBeforeAnythingIsUnpacked) {
  const fs::path file = saved();
  // 1 GB, of which the file system keeps nothing.
  fs::copy_file(file, directory / "large.headroom");
  fs::resize_file(directory / "large.headroom", 1'000'000'000);
  expect_refused([&] { read(directory / "large.headroom"); }, ErrorCode::kBadInput, "at most 512 MiB");
  // A small file that would become 3 GB: sizes in both of its tables.
  std::string bytes = read_file(file);
  const std::size_t entry = bytes.find("PK\x01\x02");
  for (const std::size_t at : {std::size_t{22}, entry + 24})
    bytes.replace(at, 4, std::string("\x00\x5e\xd0\xb2", 4));
  std::ofstream(directory / "bomb.headroom", std::ios::binary) << bytes;
  expect_refused([&] { read(directory / "bomb.headroom"); }, ErrorCode::kBadInput,
                 "would unpack to more than 1.00 GiB");
  // One that tells less than it holds.
  bytes = read_file(file);
  for (const std::size_t at : {std::size_t{22}, entry + 24})
    bytes.replace(at, 4, std::string("\x08\0\0\0", 4));
  std::ofstream(directory / "liar.headroom", std::ios::binary) << bytes;
  expect_refused([&] { read(directory / "liar.headroom"); }, ErrorCode::kBadInput, "is damaged");
  // Zeros pack a thousand times.
  const fs::path zeros = written({{"workspace.json", std::string(3 << 20, '\0')}});
  EXPECT_LT(fs::file_size(zeros), 10000U);
  expect_refused([&] { read(zeros, {.unpacked = kMiB}); }, ErrorCode::kBadInput,
                 "would unpack to more than 1.00 MiB");
  std::vector<ZipMember> many;
  for (int i = 0; i < 65; ++i) many.push_back({"run/" + std::to_string(i), "x"});
  expect_refused([&] { read(written(many)); }, ErrorCode::kBadInput, "at most 64");
}

TEST_F(WorkspaceTest, WhatCannotBeSavedLeavesWhatWasThere) {
  const fs::path file = saved();
  const std::string before = read_file(file);
  const std::string path = csv_path();
  const auto run = make_run(of_table(path));
  expect_refused([&] { save_workspace(file, example(*run), DataWay::kInside, {.unpacked = kKiB}); },
                 ErrorCode::kUsage, "by reference");
  Workspace wordy = example(*run);
  wordy.instructions = std::string(kMostWorkspaceText + 1, 'x');
  expect_refused([&] { save_workspace(file, wordy, DataWay::kInside); }, ErrorCode::kUsage, "shorten it");
  fs::remove(path);
  expect_refused([&] { save_workspace(file, example(*run), DataWay::kInside); }, ErrorCode::kNotFound,
                 "no longer there");
  expect_refused([&] { save_workspace(file, Workspace{}, DataWay::kInside); }, ErrorCode::kUsage,
                 "no network");
  EXPECT_EQ(read_file(file), before);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(directory.path())) files += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(files, 1) << "nothing half written stays";
}

TEST_F(WorkspaceTest, AClassSeesWhatOneRunShows) {
  const auto whole = make_run(generated(), 2);
  train(*whole);
  for (const std::int64_t steps : {std::int64_t{0}, std::int64_t{23}}) {
    const ClassRun seen = run_for_class(open(saved("c.headroom", steps)), open_device("cpu", 1), progress);
    ASSERT_EQ(seen.models.size(), 2U);
    for (std::size_t m = 0; m < 2; ++m) {
      const EpochList& wanted = whole->lanes()[m].trainer->history().epochs;
      ASSERT_EQ(seen.models[m].epochs.size(), 6U);
      for (std::size_t e = 0; e < 6; ++e) EXPECT_EQ(seen.models[m].epochs[e].check, wanted[e].check);
    }
  }
}

// A constant that one processor gave: tests/support/other_processors.sh asks others.
TEST(PortableClass, CheckValuesHaveTheSameBitsOnEveryProcessor) {
  for (const int threads : {1, 2, 3}) {
    const auto run = make_run(generated(), threads);
    train(*run);
    std::vector<std::string> seen;
    for (const Lane& lane : run->lanes())
      seen.push_back(check_text(lane.trainer->history().epochs.back().check));
    EXPECT_EQ(seen, (std::vector<std::string>{"XPMY-TGPH", "BWSY-KPGY"})) << threads << " threads";
  }
}

TEST_F(WorkspaceTest, OtherArithmeticHasNoSheet) {
  const auto run = make_run(generated(Precision::kFp32));
  save_workspace(directory / "a.headroom", example(*run), DataWay::kInside);
  expect_refused([&] { run_for_class(open(directory / "a.headroom"), open_device("cpu", 1), progress); },
                 ErrorCode::kUsage, "The same curve on every machine");
}

}  // namespace
}  // namespace headroom
