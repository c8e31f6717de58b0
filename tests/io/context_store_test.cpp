#include "core/io/context_store.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/io/build_id.h"
#include "core/io/file.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

const ContextKey kKey{"NVIDIA H100 80GB HBM3", "580.65.06", "0f"};
constexpr const char* kGood =
    R"({"schema_version": 1, "contexts": [{"gpu": "G", "driver": "1", "build": "b", "bytes": 5, "date": "d"}]})";

TEST(ContextStore, RemembersTheFirstMeasurement) {
  const test::TemporaryDirectory directory;
  const auto file = directory / "state/headroom/contexts.json";
  EXPECT_FALSE(recall_context(file, kKey).bytes);
  EXPECT_EQ(remember_context(file, kKey, 500 * kMiB, "2026-11-21").bytes, 500 * kMiB);
  EXPECT_EQ(remember_context(file, kKey, 700 * kMiB).bytes, 500 * kMiB);  // known: the later one is not taken
  EXPECT_EQ(recall_context(file, kKey).bytes, 500 * kMiB);
  const std::vector<ContextEntry> entries = read_contexts(file);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].key, kKey);
  EXPECT_EQ(entries[0].date, "2026-11-21");
}

TEST(ContextStore, AnotherDriverBuildOrCardIsNotKnown) {
  const test::TemporaryDirectory directory;
  const auto file = directory / "contexts.json";
  remember_context(file, kKey, kMiB);
  for (const ContextKey& other :
       {ContextKey{"NVIDIA A100", kKey.driver, kKey.build}, ContextKey{kKey.gpu, "590.1", kKey.build},
        ContextKey{kKey.gpu, kKey.driver, "10"}}) {
    EXPECT_FALSE(recall_context(file, other).bytes);
  }
}

TEST(ContextStore, ZeroIsNoMeasurement) {
  const test::TemporaryDirectory directory;
  const auto file = directory / "contexts.json";
  EXPECT_FALSE(remember_context(file, kKey, 0).bytes);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(ContextStore, DoesNotGrowWithoutEnd) {
  const test::TemporaryDirectory directory;
  const auto file = directory / "contexts.json";
  for (std::size_t i = 0; i < kMostContexts + 2; ++i) {
    remember_context(file, {"G", "1", std::to_string(i)}, kMiB);
  }
  EXPECT_EQ(read_contexts(file).size(), kMostContexts);
  EXPECT_FALSE(recall_context(file, {"G", "1", "0"}).bytes);
  EXPECT_TRUE(recall_context(file, {"G", "1", std::to_string(kMostContexts + 1)}).bytes);
}

TEST(ContextStore, ABadFileIsSaidAndLeftAlone) {
  const test::TemporaryDirectory directory;
  const auto file = directory / "contexts.json";
  const std::string good = kGood;
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  write_file(file, good);
  EXPECT_EQ(recall_context(file, {"G", "1", "b"}).bytes, 5);
  for (const std::string& bad :
       {good.substr(0, 40), changed("\"bytes\": 5", "\"bytes\": -5"),
        changed("\"bytes\": 5", "\"bytes\": \"5\""), changed(": 1,", ": 2,"), changed("\"gpu\": \"G\", ", ""),
        changed("\"date\"", "\"extra\": 1, \"date\""), std::string(), std::string("[]"),
        std::string(100'000, '[')}) {
    write_file(file, bad);
    EXPECT_THROW(read_contexts(file), Error) << bad.substr(0, 200);
    const KnownContext known = remember_context(file, kKey, kMiB);
    EXPECT_EQ(known.bytes, kMiB);  // what was measured now still counts
    EXPECT_NE(known.message.find("contexts.json"), std::string::npos) << known.message;
    EXPECT_EQ(read_file(file), bad);
  }
}

TEST(ContextStore, APlaceThatCannotBeWrittenIsSaid) {
  const test::TemporaryDirectory directory;
  write_file(directory / "file", "x");
  const KnownContext known = remember_context(directory / "file/contexts.json", kKey, kMiB);
  EXPECT_EQ(known.bytes, kMiB);
  EXPECT_FALSE(known.message.empty());
  EXPECT_TRUE(remember_context({}, kKey, kMiB).message.empty());  // no home: nothing to say
}

TEST(BuildId, IsTheLinkersAndStaysTheSame) {
  EXPECT_FALSE(program_build().empty());
  EXPECT_EQ(program_build(), program_build());
}

}  // namespace
}  // namespace headroom
