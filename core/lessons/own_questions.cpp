#include "core/lessons/own_questions.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "core/base/bytes.h"
#include "core/base/percent.h"
#include "core/base/tr.h"
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

std::string points(double part) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", 100 * part);
  return tr("{1} points", local_number(text));
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
    return tr("{1} has {2} of {3} rows, {4}", in_quotes(classes[place].name),
              format_count(classes[place].rows), format_count(rows), percent_text(share(place)));
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
    options.push_back(
        {in_quotes(all.classes[i].name),
         i == 0 ? tr("{1}: more than any other class.", all.told(i))
                : tr("{1}. The largest class has {2}.", all.told(i), format_count(all.classes[0].rows))});
  }
  auto question = question_of("own-largest-class",
                              tr("Which class of {1} has the most rows?", in_quotes(data.name)), options);
  if (!question) return question;
  question->difficulty = Difficulty::kEasy;
  question->text = paragraph(tr("The file has {1} rows in {2} classes.", format_count(all.rows),
                                std::to_string(all.classes.size())));
  question->hint = paragraph(tr("The Data tab counts the rows of each class."));
  question->solution =
      steps({tr("Count the rows of each class."), all.told(0) + ".", tr("Next comes {1}.", all.told(1))});
  question->mistakes = paragraph(tr("Taking the class that comes first in the file for the largest one."));
  question->check = paragraph(
      tr("The shares of all classes add up to 100 %; that of the largest is never below {1}, an equal part.",
         percent_text(1.0 / static_cast<double>(all.classes.size()))));
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
    options.push_back({percent_text(share), std::move(why)});
  };
  offer(right, tr("{1}. On exactly these the answer is right.", all.told(0)));
  offer(equal, tr("So often would a guess be right that takes each of the {1} classes equally often.",
                  std::to_string(all.classes.size())));
  offer(1 - right, tr("So often is it wrong: these rows belong to the other classes."));
  offer(all.share(all.classes.size() - 1),
        tr("That is the share of the smallest class, {1}. Naming it would be worse.",
           in_quotes(all.classes.back().name)));
  offer(1, tr("Only if all rows belonged to one class."));
  offer(0, tr("It is right on every row of {1}, and there are some.", largest));
  offer(0.5, tr("A coin is right half of the time where there are two classes of equal size."));
  offer(0.75, tr("Nothing here has this share: it is neither that of a class nor that of the others."));
  auto question = question_of(
      "own-constant-answer",
      tr("How accurate is an answer that names {1} for every row of {2}?", largest, in_quotes(data.name)),
      options);
  if (!question) return question;
  question->difficulty = Difficulty::kMedium;
  question->text = paragraph(tr(
      "A network that has learned nothing can still say the same for every row. What it then reaches is what "
      "training has to beat."));
  question->hint = paragraph(tr("On which rows is this answer right, and how many are there?"));
  question->solution = steps({tr("The answer is right on the rows of {1}, and on no other.", largest),
                              all.told(0) + ".", tr("So its accuracy is {1}.", percent_text(right))});
  question->mistakes = paragraph(
      tr("Taking {1}, an equal part for each class, for what no learning reaches: that is so only where all "
         "classes have the same number of rows.",
         percent_text(equal)));
  question->check =
      paragraph(tr("A network with a lower accuracy than {1} has learned less than one sentence about "
                   "these rows.",
                   percent_text(right)));
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
    return tr("Dealing the values of {1} out to other rows costs {2} of a score of 100, give or take {3}",
              in_quotes(each.name), points(each.mean), points(each.deviation));
  };
  std::vector<OwnOption> options;
  for (const OwnColumn& each : columns) {
    options.push_back({in_quotes(each.name), &each == &columns[0]
                                                 ? tr("{1}: more than any other column.", told(each))
                                                 : tr("{1}; {2} costs {3}.", told(each),
                                                      in_quotes(first.name), points(first.mean))});
  }
  auto question = question_of(
      "own-column", tr("Which column of {1} does the network rely on most?", in_quotes(data.name)), options);
  if (!question) return question;
  question->difficulty = Difficulty::kHard;
  question->text = paragraph(tr(
      "Measured on this run: the values of one column are dealt out to other rows, and the network answers "
      "again. What it then loses is what the column was worth to it."));
  question->hint =
      paragraph(tr("The Errors tab measures it; the Data tab tells how well each column alone separates the "
                   "classes, which "
                   "is often, but not always, the same order."));
  question->solution =
      steps({tr("Answer all rows as they are."),
             tr("Deal the values of one column out to other rows, and answer again; repeat, "
                "and do so for each column."),
             told(first) + ".",
             tr("{1}. The two ranges do not overlap, so the order is no chance.", told(second))});
  question->mistakes = paragraph(tr(
      "Taking a column that loses little for one that says nothing. Columns that say the same stand in for "
      "each other, and then each alone looks unimportant."));
  question->check = paragraph(
      tr("Leave {1} out when the file is opened, train again, and compare.", in_quotes(first.name)));
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
