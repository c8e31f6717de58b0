#include "core/io/file.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/base/error.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;
using test::TemporaryDirectory;

ErrorCode code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_FALSE(error.where().empty()) << error.what();
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

std::size_t entries(const fs::path& directory) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

TEST(File, WritesAndReadsBack) {
  const TemporaryDirectory directory;
  const std::string bytes("a\0b\n\xff", 5);
  write_file(directory / "x", bytes);
  EXPECT_EQ(read_file(directory / "x"), bytes);
  write_file(directory / "x", {"one", "", "two"});
  EXPECT_EQ(read_file(directory / "x"), "onetwo");
  EXPECT_EQ(entries(directory.path()), 1U) << "a temporary file stayed behind";
}

TEST(File, ReadingSaysWhatIsWrong) {
  const TemporaryDirectory directory;
  write_file(directory / "x", "12345");
  EXPECT_EQ(code_of([&] { read_file(directory / "missing"); }), ErrorCode::kNotFound);
  EXPECT_EQ(code_of([&] { read_file(directory / "x/y"); }), ErrorCode::kNotFound);
  EXPECT_EQ(code_of([&] { read_file(directory.path()); }), ErrorCode::kBadInput);
  EXPECT_EQ(code_of([&] { read_file(directory / "x", 4); }), ErrorCode::kBadInput);
  EXPECT_EQ(code_of([&] { read_file("/dev/zero", 1000); }), ErrorCode::kBadInput);
}

TEST(File, AFailedWriteLeavesTheOldContentAndNothingElse) {
  const TemporaryDirectory directory;
  EXPECT_EQ(code_of([&] { write_file(directory / "no/such/place", "x"); }), ErrorCode::kIo);
  EXPECT_EQ(code_of([&] { write_file(directory.path(), "x"); }), ErrorCode::kIo);
  EXPECT_EQ(entries(directory.path()), 0U);
}

TEST(File, DevicesAreWrittenToAndNotReplaced) {
  write_file("/dev/null", "x");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_EQ(code_of([] { write_file("/dev/full", "x"); }), ErrorCode::kIo);  // answers "no space left"
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST(File, ALinkKeepsPointing) {
  const TemporaryDirectory directory;
  write_file(directory / "target", "old");
  fs::create_symlink("target", directory / "link");
  write_file(directory / "link", "new");
  EXPECT_TRUE(fs::is_symlink(directory / "link"));
  EXPECT_EQ(read_file(directory / "target"), "new");
}

TEST(File, HashesAsPublished) {
  // http://www.isthe.com/chongo/tech/comp/fnv/: test vectors of FNV-1a, 64 bit.
  EXPECT_EQ(hash_text(fnv1a("")), "cbf29ce484222325");
  EXPECT_EQ(hash_text(fnv1a("a")), "af63dc4c8601ec8c");
  EXPECT_EQ(hash_text(fnv1a("foobar")), "85944171f73967e8");
  EXPECT_EQ(fnv1a("bar", fnv1a("foo")), fnv1a("foobar"));
}

}  // namespace
}  // namespace headroom
