// Arrays as NumPy writes them. The files in tests/golden/arrays were made with numpy: x =
// arange(60).reshape(20, 3) / 4 as f8, f4 in columns, >i4, f2 and x > 5; a label 'nö' in every third row,
// else 'yes'.
#include "core/io/array_file.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/data/tabular.h"
#include "core/io/file.h"
#include "core/io/safetensors.h"
#include "test_places.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

std::string golden(const std::string& name) {
  return std::string(HEADROOM_TESTS_DIR) + "/golden/arrays/" + name;
}

CsvTable read(const std::string& path) {
  Progress progress;
  return read_table(path, {}, progress);
}

// x[row, column], rounded by the array's type.
void expect_values(const std::string& name, double (*rounded)(double)) {
  const CsvTable table = read(golden(name));
  ASSERT_EQ(table.rows, 20) << name;
  ASSERT_EQ(table.columns.size(), 3U) << name;
  EXPECT_EQ(table.columns[1].name, "x2");
  for (std::size_t r = 0; r < 20; ++r) {
    for (std::size_t c = 0; c < 3; ++c) {
      ASSERT_EQ(table.columns[c].numbers[r], rounded(static_cast<double>(r * 3 + c) / 4)) << name << r << c;
    }
  }
}

TEST(ArrayFile, NumbersOfEveryKind) {
  const auto same = [](double value) { return value; };
  expect_values("doubles.npy", same);
  expect_values("columns_first.npy", same);
  expect_values("halves.npy", same);
  expect_values("big_endian.npy", [](double value) { return std::trunc(value); });
  expect_values("booleans.npy", [](double value) { return value > 5 ? 1.0 : 0.0; });
}

TEST(ArrayFile, FeaturesAndATarget) {
  Progress progress;
  const CsvTable labels = read(golden("features_and_labels.npz"));
  const Dataset data = make_dataset(labels, {}, progress);
  EXPECT_EQ(data.target_name, "label");
  EXPECT_EQ(data.class_names, (std::vector<std::string>{"nö", "yes"}));
  EXPECT_EQ(data.targets[0], 0);
  EXPECT_EQ(data.targets[1], 1);
  EXPECT_EQ(data.columns, 3);
  const Dataset values = make_dataset(read(golden("target_first.npz")), {}, progress);
  EXPECT_EQ(values.target_name, "t");
  EXPECT_EQ(values.task, Task::kRegression);
  EXPECT_EQ(values.targets[4], 3);
  EXPECT_EQ(values.row(4)[1], 3.25F);
}

TEST(ArrayFile, Safetensors) {
  const test::TemporaryDirectory directory;
  SafetensorsFile file;
  file.tensors.push_back({"inputs", {4, 2}, {1, 2, 3, 4, 5, 6, 7, 9.5F}});
  file.tensors.push_back({"y", {4}, {0, 1, 0, 1}});
  const std::string path = directory / "table.safetensors";
  write_file(path, format_safetensors(file));
  Progress progress;
  const Dataset data = make_dataset(read(path), {}, progress);
  EXPECT_EQ(data.values, (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 9.5F}));
  EXPECT_EQ(data.target_name, "y");
  EXPECT_EQ(data.class_names, (std::vector<std::string>{"0", "1"}));
}

TEST(ArrayFile, WhatIsNoTableIsRefused) {
  const std::pair<const char*, const char*> cases[] = {{"objects.npy", "Python objects"},
                                                       {"structure.npy", "several fields"},
                                                       {"three.npz", "a [20, 3], b [20], c [20]"},
                                                       {"cube.npy", "[2, 3, 4]"},
                                                       {"cut_off.npy", "cut off or damaged"},
                                                       {"nothing.npy", "no such file"},
                                                       {"nothing.npz", "no such file"}};
  for (const auto& [name, says] : cases) {
    try {
      read(golden(name));
      ADD_FAILURE() << name << " was read";
    } catch (const Error& error) {
      EXPECT_NE(error.message().find(says), std::string::npos) << name << ": " << error.message();
      EXPECT_NE(error.where().find(name), std::string::npos) << error.where();
    }
  }
}

// Cut at every byte: refused, never read as something else.
TEST(ArrayFile, TruncatedAnywhere) {
  const test::TemporaryDirectory directory;
  const std::string whole = read_file(golden("doubles.npy"));
  const std::string path = directory / "cut.npy";
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    write_file(path, whole.substr(0, size));
    EXPECT_THROW(read(path), Error) << size;
  }
}

}  // namespace
}  // namespace headroom
