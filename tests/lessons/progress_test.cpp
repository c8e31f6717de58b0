#include "core/lessons/progress.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"

namespace headroom {
namespace {

LearningProgress some_progress() {
  LearningProgress progress;
  progress.lessons["small_or_large"] = {4, {0, 1, 3}, false};
  progress.lessons["stages"] = {7, {}, true};
  progress.questions["check-8gb"] = {false, true, 2};
  progress.predictions["epoch-time-ratio"] = {8.25, 20.5, false};
  progress.predictions["memory-ratio"] = {3, {}, false};
  progress.last_lesson = "small_or_large";
  progress.seed = 18446744073709551615ULL;
  return progress;
}

TEST(Progress, ComesBackAsItWasWritten) {
  for (const LearningProgress& progress : {some_progress(), LearningProgress{}}) {
    EXPECT_EQ(parse_progress(progress_text(progress)), progress);
  }
}

// The text is what other versions read: a change of it is a change of the version.
TEST(Progress, HasItsForm) {
  LearningProgress progress;
  progress.lessons["a"] = {1, {0}, false};
  progress.questions["b"] = {true, true, 1};
  progress.predictions["c"] = {2, 2.5, true};
  progress.last_lesson = "a";
  progress.seed = 9;
  std::string squeezed;
  for (const char c : progress_text(progress)) {
    if (c != ' ' && c != '\n') squeezed += c;
  }
  EXPECT_EQ(
      squeezed,
      R"({"last_lesson":"a","lessons":[{"done":[0],"finished":false,"id":"a","step":1}],)"
      R"("predictions":[{"guess":2.0,"id":"c","measured":2.5,"right":true}],)"
      R"("questions":[{"answers":1,"first_right":true,"id":"b","right":true}],"schema_version":1,"seed":9})");
}

// JSON has no such numbers: what cannot be read again is not written.
TEST(Progress, WhatIsNoNumberIsNotWritten) {
  LearningProgress progress;
  progress.predictions["a"] = {std::numeric_limits<double>::quiet_NaN(), {}, false};
  progress.predictions["b"] = {1, std::numeric_limits<double>::infinity(), false};
  const LearningProgress read = parse_progress(progress_text(progress));
  EXPECT_FALSE(read.predictions.contains("a"));
  EXPECT_FALSE(read.predictions.at("b").measured.has_value());
}

ErrorCode refusal(const std::string& text, std::string& where) {
  try {
    parse_progress(text);
  } catch (const Error& error) {
    where = error.where();
    return error.code();
  }
  return ErrorCode::kInternal;
}

TEST(Progress, OfAnotherVersionIsSaidToBeSo) {
  std::string where;
  for (const char* text : {R"({"schema_version": 2, "what": "ever"})", R"({"schema_version": 0})"}) {
    EXPECT_EQ(refusal(text, where), ErrorCode::kUnsupported) << text;
    EXPECT_EQ(where, "progress.json");
  }
}

TEST(Progress, WhatIsWrongIsNamed) {
  const std::string good = progress_text(some_progress());
  struct Wrong {
    std::string what, by, where;
  };
  for (const Wrong& each : {Wrong{"\"schema_version\": 1,", "", "/schema_version"},
                            {"\"schema_version\": 1", "\"schema_version\": \"1\"", "/schema_version"},
                            {"\"seed\"", "\"sed\"", "/seed"},
                            {"\"seed\": 18446744073709551615", "\"seed\": -1", "/seed"},
                            {"\"seed\": 18446744073709551615", "\"seed\": 1, \"more\": 2", "/more"},
                            {"\"step\": 4", "\"step\": -4", "/lessons/0/step"},
                            {"\"step\": 4", "\"step\": 4, \"x\": 0", "/lessons/0/x"},
                            {"\"finished\": false", "\"finished\": 0", "/lessons/0/finished"},
                            {"\"stages\"", "\"small_or_large\"", "/lessons/1/id"},
                            {"\"check-8gb\"", "\"\"", "/questions/0/id"},
                            {"\"answers\": 2", "\"answers\": 2.5", "/questions/0/answers"},
                            {"\"guess\": 8.25", "\"guess\": null", "/predictions/0/guess"},
                            {"\"measured\": 20.5", "\"measured\": \"20\"", "/predictions/0/measured"}}) {
    std::string text = good, where;
    ASSERT_NE(text.find(each.what), std::string::npos) << each.what;
    text.replace(text.find(each.what), each.what.size(), each.by);
    EXPECT_EQ(refusal(text, where), ErrorCode::kBadInput) << each.by;
    EXPECT_EQ(where, "progress.json: " + each.where) << each.by;
  }
  for (std::size_t cut = 0; cut < good.size() - 2; ++cut) {
    std::string where;
    EXPECT_EQ(refusal(good.substr(0, cut), where), ErrorCode::kBadInput) << cut;
  }
}

}  // namespace
}  // namespace headroom
