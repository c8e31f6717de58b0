// Questions about the learner's own data, made from what was counted and measured there and graded by it: no
// answer is stored anywhere.
//
//   std::vector<Question> own = own_questions({"iris.csv", {{"setosa", 50}, {"virginica", 50}}, {}});
//   RichText answer = own[0].options[own[0].right].text;   // 50.0 %
//
// What has no answer, or two, is not asked: the largest class of classes of equal size, the column that
// matters most where the repeats overlap. There may be none. Thread rule: plain values and pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/lessons/question.h"

namespace headroom {

struct OwnClass {
  std::string name;
  std::int64_t rows = 0;
};

// Accuracy, or R2, that is lost when a column's values are dealt out to other rows: mean and deviation of the
// repeats, 0 to 1.
struct OwnColumn {
  std::string name;
  double mean = 0, deviation = 0;
};

struct OwnData {
  std::string name;  // of the file, for texts
  std::vector<OwnClass> classes;
  std::vector<OwnColumn> columns;
};

// Their ids: own-largest-class, own-constant-answer, own-column. The options' order is to be shuffled.
std::vector<Question> own_questions(const OwnData& data);

}  // namespace headroom
