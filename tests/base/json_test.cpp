#include "core/base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "core/base/error.h"

namespace headroom {
namespace {

Error error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e;
  }
  return Error(ErrorCode::kInternal, "nothing was thrown");
}

// RFC 6901: "~" and "/" of a key are written "~0" and "~1" in a pointer.
TEST(Json, NamesThePlaceOfAWrongValue) {
  const Json document =
      parse_json(R"({"a": {"b/c~d": [1, "two"]}, "n": 1.5, "big": 18446744073709551615})", "f.json");
  JsonObject object(document, "f.json");
  JsonObject inner = object.object("a");
  EXPECT_EQ(error_of([&] { inner.integers("b/c~d", 0, 9); }).where(), "f.json: /a/b~1c~0d/1");
  EXPECT_EQ(error_of([&] { object.integer("n", 0, 9); }).where(), "f.json: /n");
  EXPECT_EQ(error_of([&] { object.integer("big", 0, INT64_MAX); }).code(), ErrorCode::kBadInput);
  EXPECT_EQ(error_of([&] { object.string("missing"); }).where(), "f.json: /missing");
  EXPECT_EQ(error_of([&] { object.number("n", 0, 1); }).code(), ErrorCode::kBadInput);
  EXPECT_DOUBLE_EQ(object.number("n", 0, 2), 1.5);
}

TEST(Json, RejectsKeysThatNobodyAskedFor) {
  const Json document = parse_json(R"({"known": 1, "knwon": 2})", "f.json");
  JsonObject object(document, "f.json");
  EXPECT_EQ(object.integer("known", 0, 9), 1);
  EXPECT_EQ(error_of([&] { object.finish(); }).where(), "f.json: /knwon");
  EXPECT_EQ(object.integer("knwon", 0, 9), 2);
  EXPECT_NO_THROW(object.finish());
}

TEST(Json, RejectsOtherVersions) {
  for (const char* text : {R"({"schema_version": 2})", R"({"schema_version": "1"})", R"({})"}) {
    const Json document = parse_json(text, "f.json");
    JsonObject object(document, "f.json");
    EXPECT_EQ(error_of([&] { object.check_version(1); }).where(), "f.json: /schema_version") << text;
  }
}

TEST(Json, BrokenSyntaxIsFoundByLineAndColumn) {
  EXPECT_EQ(error_of([] { parse_json("{\n  \"a\": 1,\n  oops\n}", "f.json"); }).where(), "f.json:3:3");
  EXPECT_EQ(error_of([] { parse_json("", "f.json"); }).code(), ErrorCode::kBadInput);
  for (const char* text :
       {"{", "[1,]", "{} {}", "// no\n{}", "{\"a\": nan}", "\"\xff\"", "[1e999]", "{\"a\": 1, \"a\": 2}"}) {
    EXPECT_EQ(error_of([&] { parse_json(text, "f.json"); }).code(), ErrorCode::kBadInput) << text;
  }
}

TEST(Json, DeepAndHugeDocumentsAreRefusedWithoutHarm) {
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(error_of([&] { parse_json(deep, "deep.json"); }).code(), ErrorCode::kBadInput);
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(error_of([&] { parse_json(objects, "deep.json"); }).code(), ErrorCode::kBadInput);
  EXPECT_EQ(error_of([] { parse_json("[1, 2, 3]", "big.json", {.bytes = 4, .depth = 8}); }).code(),
            ErrorCode::kBadInput);
  // The deepest document that is allowed, and one level more.
  EXPECT_NO_THROW(parse_json("[[[1]]]", "f.json", {.bytes = 100, .depth = 3}));
  EXPECT_EQ(error_of([] { parse_json("[[[[1]]]]", "f.json", {.bytes = 100, .depth = 3}); }).code(),
            ErrorCode::kBadInput);
}

TEST(Json, FilesThatAreNoFiles) {
  const auto directory = std::filesystem::temp_directory_path();
  EXPECT_EQ(error_of([&] { read_json_file(directory); }).code(), ErrorCode::kBadInput);
  EXPECT_EQ(error_of([&] { read_json_file(directory / "headroom_no_such.json"); }).code(),
            ErrorCode::kNotFound);
  EXPECT_EQ(error_of([&] { read_json_file("/dev/zero"); }).code(), ErrorCode::kBadInput);
}

TEST(Json, WhatTheParserRefusesHasAPlaceToo) {
  const auto place = [](const std::string& text) -> std::string {
    try {
      parse_json(text, "a.json");
    } catch (const Error& error) {
      return error.where();
    }
    return "accepted";
  };
  EXPECT_EQ(place("{\"a\": 1,\n \"b\": 2, \"a\": 3}"), "a.json:2:10");  // the second "a"
  EXPECT_EQ(place("[1,\n 2, 1e999]"), "a.json:2:5");
  EXPECT_EQ(place("[1,\n 2, -1e999, 3]"), "a.json:2:5");
  EXPECT_EQ(place("\n" + std::string(65, '[') + std::string(65, ']')), "a.json:2:65");
  EXPECT_EQ(place(std::string("[\"\xff\"]")), "a.json:1:3");  // no UTF-8
  EXPECT_EQ(place("[1, NaN]"), "a.json:1:5");
}

}  // namespace
}  // namespace headroom
