#include "core/lessons/own_questions.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "core/base/bytes.h"
#include "core/base/utf8.h"

namespace headroom {

namespace {

RichText paragraph(std::string words) {
  Block block;
  Span span;
  span.text = std::move(words);
  block.spans.push_back(std::move(span));
  return {std::move(block)};
}

RichText steps(std::vector<std::string> lines) {
  RichText text;
  for (std::string& line : lines) {
    RichText one = paragraph(std::move(line));
    one[0].kind = Block::Kind::kNumbered;
    one[0].number = static_cast<int>(text.size()) + 1;
    text.push_back(std::move(one[0]));
  }
  return text;
}

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

std::string points(double part) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f points", 100 * part);
  return text;
}

struct OwnOption {
  std::string words, why;
};

// The first option is the right one. Nothing when there are fewer than four that differ.
std::optional<Question> question_of(std::string id, std::string title,
                                    const std::vector<OwnOption>& options) {
  std::vector<OwnOption> different;
  for (const OwnOption& each : options) {
    const bool seen = std::any_of(different.begin(), different.end(),
                                  [&each](const OwnOption& other) { return other.words == each.words; });
    if (!seen && different.size() < kOptions) different.push_back(each);
  }
  if (different.size() < kOptions) return std::nullopt;
  Question question;
  question.id = std::move(id);
  question.title = std::move(title);
  question.course = "own";
  question.right = 0;
  for (std::size_t i = 0; i < kOptions; ++i) {
    question.options[i] = {paragraph(different[i].words), paragraph(different[i].why)};
  }
  return question;
}

struct Counted {
  std::vector<OwnClass> classes;  // that have rows, the largest first
  std::int64_t rows = 0;

  double share(std::size_t place) const {
    return static_cast<double>(classes[place].rows) / static_cast<double>(rows);
  }
  std::string told(std::size_t place) const {
    return in_quotes(classes[place].name) + " has " + format_count(classes[place].rows) + " of " +
           format_count(rows) + " rows, " + percent(share(place));
  }
};

Counted counted(const OwnData& data) {
  Counted all;
  for (const OwnClass& each : data.classes) {
    if (each.rows <= 0) continue;
    all.classes.push_back(each);
    all.rows = checked_add(all.rows, each.rows);
  }
  std::stable_sort(all.classes.begin(), all.classes.end(),
                   [](const OwnClass& a, const OwnClass& b) { return a.rows > b.rows; });
  return all;
}

std::optional<Question> largest_class(const OwnData& data, const Counted& all) {
  if (all.classes.size() < kOptions || all.classes[0].rows == all.classes[1].rows) return std::nullopt;
  std::vector<OwnOption> options;
  for (std::size_t i = 0; i < all.classes.size(); ++i) {
    const std::string ending = i == 0 ? ": more than any other class."
                                      : ". The largest class has " + format_count(all.classes[0].rows) + ".";
    options.push_back({in_quotes(all.classes[i].name), all.told(i) + ending});
  }
  auto question = question_of("own-largest-class",
                              "Which class of " + in_quotes(data.name) + " has the most rows?", options);
  if (!question) return question;
  question->difficulty = Difficulty::kEasy;
  question->text = paragraph("The file has " + format_count(all.rows) + " rows in " +
                             std::to_string(all.classes.size()) + " classes.");
  question->hint = paragraph("The Data tab counts the rows of each class.");
  question->solution =
      steps({"Count the rows of each class.", all.told(0) + ".", "Next comes " + all.told(1) + "."});
  question->mistakes = paragraph("Taking the class that comes first in the file for the largest one.");
  question->check =
      paragraph("The shares of all classes add up to 100 %; that of the largest is never below " +
                percent(1.0 / static_cast<double>(all.classes.size())) + ", an equal part.");
  return question;
}

std::optional<Question> constant_answer(const OwnData& data, const Counted& all) {
  if (all.classes.size() < 2) return std::nullopt;
  const double right = all.share(0), equal = 1.0 / static_cast<double>(all.classes.size());
  const std::string largest = in_quotes(all.classes[0].name);
  std::vector<OwnOption> options;
  std::vector<double> offered;
  const auto offer = [&](double share, std::string why) {
    const auto near = [share](double other) { return std::abs(other - share) < 0.01; };  // no hair to split
    if (std::any_of(offered.begin(), offered.end(), near)) return;
    offered.push_back(share);
    options.push_back({percent(share), std::move(why)});
  };
  offer(right, all.told(0) + ". On exactly these the answer is right.");
  offer(equal, "So often would a guess be right that takes each of the " +
                   std::to_string(all.classes.size()) + " classes equally often.");
  offer(1 - right, "So often is it wrong: these rows belong to the other classes.");
  offer(all.share(all.classes.size() - 1), "That is the share of the smallest class, " +
                                               in_quotes(all.classes.back().name) +
                                               ". Naming it would be worse.");
  offer(1, "Only if all rows belonged to one class.");
  offer(0, "It is right on every row of " + largest + ", and there are some.");
  offer(0.5, "A coin is right half of the time where there are two classes of equal size.");
  offer(0.75, "Nothing here has this share: it is neither that of a class nor that of the others.");
  auto question = question_of(
      "own-constant-answer",
      "How accurate is an answer that names " + largest + " for every row of " + in_quotes(data.name) + "?",
      options);
  if (!question) return question;
  question->difficulty = Difficulty::kMedium;
  question->text = paragraph(
      "A network that has learned nothing can still say the same for every row. What it then "
      "reaches is what training has to beat.");
  question->hint = paragraph("On which rows is this answer right, and how many are there?");
  question->solution = steps({"The answer is right on the rows of " + largest + ", and on no other.",
                              all.told(0) + ".", "So its accuracy is " + percent(right) + "."});
  question->mistakes =
      paragraph("Taking " + percent(equal) +
                ", an equal part for each class, for what no learning reaches: that is so only "
                "where all classes have the same number of rows.");
  question->check = paragraph("A network with a lower accuracy than " + percent(right) +
                              " has learned less than one sentence about these rows.");
  return question;
}

std::optional<Question> column_that_matters(const OwnData& data) {
  std::vector<OwnColumn> columns = data.columns;
  std::erase_if(columns, [](const OwnColumn& each) {
    return !std::isfinite(each.mean) || !std::isfinite(each.deviation);
  });
  std::stable_sort(columns.begin(), columns.end(),
                   [](const OwnColumn& a, const OwnColumn& b) { return a.mean > b.mean; });
  if (columns.size() < kOptions) return std::nullopt;
  const OwnColumn &first = columns[0], &second = columns[1];
  if (first.mean <= 0 || first.mean - first.deviation <= second.mean + second.deviation) return std::nullopt;
  const auto told = [](const OwnColumn& each) {
    return "Dealing the values of " + in_quotes(each.name) + " out to other rows costs " + points(each.mean) +
           " of a score of 100, give or take " + points(each.deviation);
  };
  std::vector<OwnOption> options;
  for (const OwnColumn& each : columns) {
    const std::string ending = &each == &columns[0]
                                   ? ": more than any other column."
                                   : "; " + in_quotes(first.name) + " costs " + points(first.mean) + ".";
    options.push_back({in_quotes(each.name), told(each) + ending});
  }
  auto question = question_of(
      "own-column", "Which column of " + in_quotes(data.name) + " does the network rely on most?", options);
  if (!question) return question;
  question->difficulty = Difficulty::kHard;
  question->text = paragraph(
      "Measured on this run: the values of one column are dealt out to other rows, and the "
      "network answers again. What it then loses is what the column was worth to it.");
  question->hint = paragraph(
      "The Errors tab measures it; the Data tab tells how well each column alone separates the "
      "classes, which is often, but not always, the same order.");
  question->solution = steps({"Answer all rows as they are.",
                              "Deal the values of one column out to other rows, and "
                              "answer again; repeat, and do so for each column.",
                              told(first) + ".",
                              told(second) + ". The two ranges do not overlap, so the order is no chance."});
  question->mistakes = paragraph(
      "Taking a column that loses little for one that says nothing. Columns that say the "
      "same stand in for each other, and then each alone looks unimportant.");
  question->check =
      paragraph("Leave " + in_quotes(first.name) + " out when the file is opened, train again, and compare.");
  return question;
}

}  // namespace

std::vector<Question> own_questions(const OwnData& data) {
  std::vector<Question> questions;
  const Counted all = counted(data);
  for (std::optional<Question> made :
       {largest_class(data, all), constant_answer(data, all), column_that_matters(data)}) {
    if (!made) continue;
    made->where = data.name;
    questions.push_back(std::move(*made));
  }
  return questions;
}

}  // namespace headroom
