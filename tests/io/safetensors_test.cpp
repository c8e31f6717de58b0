#include "core/io/safetensors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "core/base/error.h"
#include "core/io/file.h"
#include "test_places.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using Floats = std::vector<float>;
using Shape = std::vector<std::int64_t>;

// A file with this header and that many zero bytes of data.
std::string file_of(const std::string& header, std::size_t data_bytes) {
  const std::uint64_t length = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + header + std::string(data_bytes, '\0');
}

// Refused with kBadInput; answers "where: message".
std::string refusal(const std::string& bytes) {
  try {
    parse_safetensors(bytes, "x.safetensors");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kBadInput);
    EXPECT_TRUE(error.where().starts_with("x.safetensors")) << error.where();
    return error.what();
  }
  ADD_FAILURE() << "was accepted";
  return {};
}

void expect_refused(const std::string& bytes, const std::string& part) {
  const std::string line = refusal(bytes);
  EXPECT_NE(line.find(part), std::string::npos) << line;
}

// tests/golden/make_safetensors.py wrote the file with the Python package.
TEST(Safetensors, ReadsWhatThePythonPackageWrites) {
  const SafetensorsFile file = read_safetensors(HEADROOM_TESTS_DIR "/golden/reference.safetensors");
  EXPECT_EQ(file.metadata.at("schema_version"), "1");
  EXPECT_EQ(file.metadata.at("note"), "größer \"quoted\"");
  ASSERT_EQ(file.tensors.size(), 7U);

  const NamedTensor* weight = file.find("layers.0.weight");
  ASSERT_NE(weight, nullptr);
  EXPECT_EQ(weight->shape, (Shape{2, 3}));
  EXPECT_EQ(weight->values, (Floats{-0.75F, -0.5F, -0.25F, 0, 0.25F, 0.5F}));
  EXPECT_EQ(file.find("layers.0.bias")->values, (Floats{0.1F, -0.2F}));
  EXPECT_EQ(file.find("double")->shape, (Shape{2, 1}));
  EXPECT_EQ(file.find("double")->values, (Floats{1.0F / 3, 0}));

  constexpr float kInf = std::numeric_limits<float>::infinity();
  // 1/3 rounded to 11 and to 8 significant bits; 65504 is the largest half, 65536 its nearest bfloat16.
  const Floats half{0.333251953125F, -0.0F, kInf, 0x1p-24F, 65504, -2.5F};
  const Floats brain{0.333984375F, -0.0F, kInf, 0x1p-24F, 65536, -2.5F};
  EXPECT_EQ(file.find("half")->values, half);
  EXPECT_TRUE(std::signbit(file.find("half")->values[1]));
  EXPECT_EQ(file.find("brain")->values, brain);

  EXPECT_EQ(file.find("scalar")->shape, Shape{});
  EXPECT_EQ(file.find("scalar")->values, Floats{7});
  EXPECT_EQ(file.find("empty")->shape, (Shape{0, 3}));
  EXPECT_TRUE(file.find("empty")->values.empty());
  EXPECT_EQ(file.find("nothing"), nullptr);
}

TEST(Safetensors, WritesWhatItReads) {
  const test::TemporaryDirectory directory;
  SafetensorsFile file;
  file.metadata = {{"schema_version", "1"}};
  file.tensors = {{"b", {2, 2}, {1, 2, 3, std::nanf("")}}, {"a", {1}, {-0.5F}}};
  write_file(directory / "x.safetensors", format_safetensors(file));
  const SafetensorsFile back = read_safetensors(directory / "x.safetensors");
  ASSERT_EQ(back.tensors.size(), 2U);
  EXPECT_EQ(back.tensors[0].name, "b");
  EXPECT_EQ(back.tensors[0].shape, (Shape{2, 2}));
  EXPECT_TRUE(std::isnan(back.tensors[0].values[3]));
  EXPECT_EQ(back.tensors[1].values, Floats{-0.5F});
  EXPECT_EQ(back.metadata, file.metadata);
}

TEST(Safetensors, LayoutIsTheOneThatTheFormatDescribes) {
  SafetensorsFile file;
  file.tensors = {{"a", {2}, {1, 2}}};
  const std::string bytes = format_safetensors(file);
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  EXPECT_EQ(length % 8, 0U);
  std::string header = bytes.substr(8, length);
  header.erase(header.find_last_not_of(' ') + 1);
  EXPECT_EQ(header, R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})");
  const std::string ones("\x00\x00\x80\x3f\x00\x00\x00\x40", 8);  // 1.0 and 2.0, little endian
  EXPECT_EQ(bytes.substr(8 + length), ones);
  EXPECT_EQ(format_safetensors(SafetensorsFile{}).substr(8, 2), "{}");
}

TEST(Safetensors, RefusesAHeaderThatIsNone) {
  expect_refused("", "byte 0: ends before");
  expect_refused("1234567", "byte 7: ends before");
  expect_refused(std::string("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10), "100 MB");
  expect_refused(file_of("{}", 0).substr(0, 9), "byte 9: ends inside its header");
  expect_refused(file_of("", 0), "must start with '{'");
  expect_refused(file_of("[]", 0), "must start with '{'");
  expect_refused(file_of("{\"a\":", 0), "header:1:6");
  expect_refused(file_of("{}{}", 0), "header:1:3");
  expect_refused(file_of("{\"a\":3}", 0), "/a");
}

TEST(Safetensors, RefusesEntriesThatContradictThemselves) {
  const auto entry = [](const std::string& text, std::size_t data_bytes = 8) {
    return file_of("{\"a\":{" + text + "}}", data_bytes);
  };
  const std::string good = R"("dtype":"F32","shape":[2],"data_offsets":[0,8])";
  EXPECT_NO_THROW(parse_safetensors(entry(good), "x"));
  expect_refused(entry(good, 7), "leave the 7 bytes");
  expect_refused(entry(good, 9), "1 bytes follow the last tensor");
  expect_refused(entry(good + R"(,"color":1)"), "/a/color");
  expect_refused(entry(R"("dtype":"I64","shape":[1],"data_offsets":[0,8])"), "F64, F32, F16 and BF16");
  expect_refused(entry(R"("dtype":"F32","shape":[3],"data_offsets":[0,8])"), "needs 12 bytes");
  expect_refused(entry(R"("dtype":"F32","shape":[-2],"data_offsets":[0,8])"), "/a/shape");
  expect_refused(entry(R"("dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8])"), "too large");
  expect_refused(entry(R"("dtype":"F32","shape":[2],"data_offsets":[8,0])"), "leave the 8 bytes");
  expect_refused(entry(R"("dtype":"F32","shape":[2],"data_offsets":[0])"), "[begin, end]");
  expect_refused(entry(R"("dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551615])"),
                 "/a/data_offsets");
  expect_refused(entry(R"("dtype":"F32","shape":[2])"), "/a/data_offsets");
}

TEST(Safetensors, RefusesOverlapsAndHoles) {
  const auto two = [](int begin, int end, std::size_t data_bytes) {
    return file_of(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],)"
                   R"("data_offsets":[)" +
                       std::to_string(begin) + "," + std::to_string(end) + "]}}",
                   data_bytes);
  };
  EXPECT_NO_THROW(parse_safetensors(two(8, 12, 12), "x"));
  expect_refused(two(4, 8, 8), "overlaps");
  expect_refused(two(12, 16, 16), "leaves a hole");
  expect_refused(file_of(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                         R"("a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})",
                         16),
                 "twice");
  expect_refused(file_of(R"({"__metadata__":{"x":1}})", 0), "/__metadata__/x");
}

// Whatever is cut off, the answer is a refusal and not a crash.
TEST(Safetensors, RefusesEveryTruncation) {
  const std::string bytes = read_file(HEADROOM_TESTS_DIR "/golden/reference.safetensors");
  for (std::size_t length = 0; length < bytes.size(); ++length) refusal(bytes.substr(0, length));
}

}  // namespace
}  // namespace headroom
