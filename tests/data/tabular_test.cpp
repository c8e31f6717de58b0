// From columns to a dataset: tasks, classes, one-hot, and what is refused.
#include "core/data/tabular.h"
#include "core/data/column_guess.h"
#include "core/data/tabular_target.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/error.h"
#include "test_places.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

using Texts = std::vector<std::string>;
using Values = std::vector<float>;

Dataset dataset_of(std::string_view text, const TabularOptions& options = {}) {
  const TempCsv file(text);
  Progress progress;
  return make_dataset(read_csv(file.path(), {}, progress), options, progress);
}

std::string all_notes(const Dataset& data) {
  std::string text;
  for (const std::string& note : data.notes) text += note + "\n";
  return text;
}

bool says_so(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The error of make_dataset, its place without the file's path.
struct TabularRefusal {
  ErrorCode code;
  std::string place;
  std::string message;
};

std::optional<TabularRefusal> tabular_refusal(const std::string& text, const TabularOptions& options = {}) {
  const TempCsv file(text);
  Progress progress;
  const CsvTable table = read_csv(file.path(), {}, progress);
  try {
    make_dataset(table, options, progress);
  } catch (const Error& error) {
    EXPECT_TRUE(error.where().starts_with(table.path)) << error.where();
    return TabularRefusal{error.code(), error.where().substr(table.path.size()), error.message()};
  }
  return std::nullopt;
}

void expect_refused(const std::string& text, const std::string& place, const std::string& says,
                    const TabularOptions& options = {}) {
  const auto refusal = tabular_refusal(text, options);
  ASSERT_TRUE(refusal) << "accepted: " << text;
  EXPECT_EQ(refusal->code, ErrorCode::kBadInput);
  EXPECT_EQ(refusal->place, place) << refusal->message;
  EXPECT_TRUE(says_so(refusal->message, says)) << refusal->message;
}

Dataset sample(const std::string& path) {
  Progress progress;
  return make_dataset(read_csv(path, {}, progress), {}, progress);
}

TEST(Tabular, LastColumnIsTheTarget) {
  const Dataset data = dataset_of("a,b,y\n1,2,no\n3,4,yes\n5,6,no\n");
  EXPECT_EQ(data.target_name, "y");
  EXPECT_EQ(data.task, Task::kClassification);
  EXPECT_EQ(data.class_names, (Texts{"no", "yes"}));
  EXPECT_EQ(data.targets, (Values{0, 1, 0}));
  EXPECT_EQ(data.column_names, (Texts{"a", "b"}));
  EXPECT_EQ(data.values, (Values{1, 2, 3, 4, 5, 6}));
  EXPECT_TRUE(
      says_so(all_notes(data), "target 'y': classification, 2 classes (no, yes), detected from its values"));
}

TEST(Tabular, TargetCanBeAnyColumn) {
  const Dataset data = dataset_of("y,a\n1.5,2\n2.5,4\n", {.target = "y"});
  EXPECT_EQ(data.task, Task::kRegression);
  EXPECT_EQ(data.targets, (Values{1.5, 2.5}));
  EXPECT_EQ(data.column_names, Texts{"a"});
  EXPECT_TRUE(data.class_names.empty());
}

TEST(Tabular, UnknownTargetListsTheColumns) {
  const auto refusal = tabular_refusal("a,b\n1,2\n", {.target = "c"});
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, ErrorCode::kNotFound);
  EXPECT_TRUE(says_so(refusal->message, "'a', 'b'")) << refusal->message;
}

TEST(Tabular, GuessesTheTask) {
  const auto guess = [](const std::vector<double>& numbers) { return guess_task(numbers); };
  EXPECT_EQ(guess({0, 1, 1, 0}), Task::kClassification);
  EXPECT_EQ(guess({1, 2, 3, 1, 2, 3, 1, 2, 3}), Task::kClassification);
  EXPECT_EQ(guess({1, 2, 3, 1, 2, 3}), Task::kRegression) << "each whole number twice is not few";
  EXPECT_EQ(guess({0.5, 1.5, 0.5, 1.5}), Task::kRegression);
  std::vector<double> twenty_one;
  for (int i = 0; i < 2100; ++i) twenty_one.push_back(i % 21);
  EXPECT_EQ(guess(twenty_one), Task::kRegression);
}

TEST(Tabular, TaskCanBeOverridden) {
  const Dataset classes = dataset_of("a,y\n1,2.5\n2,-1\n3,10\n4,9\n", {.task = Task::kClassification});
  EXPECT_EQ(classes.class_names, (Texts{"-1", "2.5", "9", "10"})) << "by value, not by text";
  EXPECT_EQ(classes.targets, (Values{1, 0, 3, 2}));
  const Dataset values = dataset_of("a,y\n1,0\n2,1\n", {.task = Task::kRegression});
  EXPECT_EQ(values.targets, (Values{0, 1}));
  EXPECT_TRUE(says_so(all_notes(values), "regression, as asked for"));
}

TEST(Tabular, ClassesSortAsLabelEncoderDoes) {
  const nlohmann::json labels = nlohmann::json::parse(
      std::ifstream(std::string(HEADROOM_TESTS_DIR) + "/golden/preprocessing.json"))["labels"];
  EXPECT_EQ(sorted_classes(labels["text"].get<Texts>()), labels["text_classes"].get<Texts>());
  Texts numbers;
  for (const double value : labels["numbers"]) numbers.push_back(nlohmann::json(value).dump());
  Texts expected;
  for (const double value : labels["numbers_classes"]) expected.push_back(nlohmann::json(value).dump());
  EXPECT_EQ(sorted_classes(numbers), expected);
}

TEST(Tabular, OneHotAsScikitLearn) {
  const nlohmann::json expected = nlohmann::json::parse(
      std::ifstream(std::string(HEADROOM_TESTS_DIR) + "/golden/preprocessing.json"))["one_hot"];
  std::string text = "colour,y\n";
  int row = 0;
  for (const std::string colour : expected["values"]) text += colour + "," + std::to_string(row++ % 2) + "\n";
  const Dataset data = dataset_of(text);
  Texts names;
  for (const std::string category : expected["categories"]) names.push_back("colour=" + category);
  EXPECT_EQ(data.column_names, names);
  EXPECT_EQ(data.values, expected["matrix"].get<Values>());
  EXPECT_TRUE(says_so(all_notes(data), "column 'colour': text, one-hot in 3 columns"));
}

TEST(Tabular, MissingIsACategoryOfItsOwn) {
  const Dataset data = dataset_of("c,y\nx,0\n,1\ny,0\n?,1\n");
  EXPECT_EQ(data.column_names, (Texts{"c=x", "c=y", "c=(missing)"}));
  EXPECT_EQ(data.values, (Values{1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1}));
  EXPECT_TRUE(says_so(all_notes(data), "one of them for 2 missing"));
}

TEST(Tabular, RareCategoriesShareAFeature) {
  std::string text = "c,y\n";
  for (int i = 0; i < 100; ++i)
    text += std::string(i < 50   ? "a"
                        : i < 80 ? "b"
                        : i < 95 ? "c"
                        : i < 98 ? "d"
                                 : "e") +
            "," + std::to_string(i % 2) + "\n";
  const Dataset data = dataset_of(text, {.max_categories = 3});
  EXPECT_EQ(data.column_names, (Texts{"c=a", "c=b", "c=(others)"}));
  float sums[3] = {};
  for (std::size_t i = 0; i < data.values.size(); ++i) sums[i % 3] += data.values[i];
  EXPECT_EQ(sums[0], 50);
  EXPECT_EQ(sums[1], 30);
  EXPECT_EQ(sums[2], 20);
  EXPECT_TRUE(says_so(all_notes(data), "the 2 most frequent (80 of 100 cells) and the others together"))
      << all_notes(data);
}

TEST(Tabular, TextOfItsOwnInMostRowsIsLeftOutAndSaid) {
  std::string text = "name,a,y\n";
  for (int i = 0; i < 30; ++i)
    text += "person" + std::to_string(i / 4 * 3 + i % 4) + "," + std::to_string(i * i) + "," +
            std::to_string(i % 2) + "\n";
  const Dataset data = dataset_of(text);
  EXPECT_EQ(data.column_names, Texts{"a"});
  EXPECT_TRUE(says_so(all_notes(data), "column 'name': text with 23 distinct values in 30 rows"))
      << all_notes(data);
  EXPECT_TRUE(says_so(all_notes(data), "left out"));
  EXPECT_GT(dataset_of(text, {.wishes = {{"name", ColumnWish::kCategorical}}}).columns, 20);
}

TEST(Tabular, MissingNumbersAreNaN) {
  const Dataset data = dataset_of("a,b,y\n1,,0\n?,2,1\n");
  EXPECT_TRUE(std::isnan(data.values[1]));
  EXPECT_TRUE(std::isnan(data.values[2]));
  EXPECT_TRUE(says_so(all_notes(data), "column 'a': 1 missing number ('?'), replaced by the mean"));
}

TEST(Tabular, ConstantColumnsStayAndEmptyColumnsGo) {
  const Dataset data = dataset_of("same,none,a,y\n5,,1,0\n5,NA,2,1\n");
  EXPECT_EQ(data.column_names, (Texts{"same", "a"}));
  EXPECT_TRUE(says_so(all_notes(data), "column 'same': the same value in every row"));
  EXPECT_TRUE(says_so(all_notes(data), "column 'none': no value in any row, left out"));
}

TEST(Tabular, StrayTextAmongNumbersIsRefusedWhereItStands) {
  expect_refused("a,b,y\n1,2,0\n3,oops,1\n5,6,0\n", ":3:3", "'oops' in column 'b' is text among numbers");
  expect_refused("a,b,y\nx,2,0\n3,4,1\n5,6,0\n", ":2:1", "'x' in column 'a'");
  expect_refused("a,y\n1,1.5\n2,two\n3,3.5\n", ":3:3", "'two' in column 'y'");
  expect_refused("a,y\n1,0\n1e999,1\n3,0\n", ":3:1", "too large");
  expect_refused("a,y\n1,0\ninf,1\n3,0\n", ":3:1", "too large");
  std::string ten_percent = "a,y\n";
  for (int i = 0; i < 100; ++i) {
    ten_percent += (i % 10 == 9 ? "unknown" : std::to_string(i)) + "," + std::to_string(i % 2) + "\n";
  }
  expect_refused(ten_percent, ":11:1", "10 of 100 values");
}

TEST(Tabular, ManyTextsAmongNumbersAreCategories) {
  const Dataset data = dataset_of("size,y\n38,0\n40,1\nS,0\nM,1\n38,0\nS,1\n");
  EXPECT_EQ(data.column_names, (Texts{"size=38", "size=40", "size=M", "size=S"}));
}

TEST(Tabular, ClassificationAskedForAllowsMixedLabels) {
  const Dataset data = dataset_of("a,y\n1,1\n2,2\n3,3+\n4,1\n", {.task = Task::kClassification});
  EXPECT_EQ(data.class_names, (Texts{"1", "2", "3+"}));
}

TEST(Tabular, RefusesTargetsThatCannotBeLearned) {
  expect_refused("a,y\n1,yes\n2,yes\n", "", "one class only ('yes')");
  expect_refused("a,y\n1,7\n2,7\n", "", "one class only ('7')");
  expect_refused("a,y\n1,1.5\n2,1.5\n", "", "1.5 in every row");
  expect_refused("a,y\n1,0\n2,\n3,NA\n", ":3:3", "missing in 2 of 3 rows");
  expect_refused("a,y\n1,low\n2,high\n", ":2:3", "regression needs numbers", {.task = Task::kRegression});
  std::string names = "a,name\n";
  for (int i = 0; i < 30; ++i) names += std::to_string(i) + ",person" + std::to_string(i) + "\n";
  expect_refused(names, "", "different in every row");
}

TEST(Tabular, RefusesTablesWithoutFeatures) {
  expect_refused("y\n0\n1\n", "", "no column is left");
  expect_refused("e,y\n,0\n,1\n", "", "column 'e': no value in any row");
  expect_refused("a,b,y\n1,2,0\n3,4,1\n", "", "2 features after one-hot, at most 1", {.max_features = 1});
}

TEST(Tabular, SampleFilesBecomeTheirPublishedTasks) {
  const std::string samples = std::string(HEADROOM_ASSETS_DIR) + "/samples/";
  const Dataset iris = sample(samples + "iris.csv");
  EXPECT_EQ(iris.columns, 4);
  EXPECT_EQ(iris.class_names, (Texts{"setosa", "versicolor", "virginica"}));
  const Dataset cancer = sample(samples + "breast_cancer.csv");
  EXPECT_EQ(cancer.columns, 30);
  EXPECT_EQ(cancer.class_names, (Texts{"benign", "malignant"}));
  EXPECT_EQ(std::count(cancer.targets.begin(), cancer.targets.end(), 1.0F), 212)
      << "212 malignant, 357 benign";
  const Dataset digits = sample(samples + "digits.csv");
  EXPECT_EQ(digits.columns, 64);
  EXPECT_EQ(digits.class_names, (Texts{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}));
  EXPECT_EQ(digits.task, Task::kClassification);
  const Dataset wine = sample(std::string(HEADROOM_TESTS_DIR) + "/golden/wine.csv");
  EXPECT_EQ(wine.columns, 13);
  EXPECT_EQ(wine.classes(), 3);
}

}  // namespace
}  // namespace headroom
