#include "app/cli/lesson_show.h"

#include <algorithm>
#include <ostream>

#include "app/cli/output.h"
#include "core/base/csv_field.h"
#include "core/base/join.h"
#include "core/base/json.h"

namespace headroom::cli {

namespace {

constexpr std::size_t kTextWidth = 100;  // characters of a line

// Words in lines: the first behind `first`, the others behind `rest`. Lines of the text itself stay.
std::string wrapped(std::string_view text, const std::string& first, const std::string& rest) {
  std::string all;
  std::string line = first;
  bool empty = true;  // nothing but its beginning
  const auto end_line = [&] {
    all += line + "\n";
    line = rest;
    empty = true;
  };
  for (const std::string& part : split(text, '\n')) {
    if (!all.empty() || !empty) end_line();
    for (const std::string& word : split(part, ' ')) {
      if (word.empty()) continue;
      if (!empty && display_width(line) + 1 + display_width(word) > kTextWidth) end_line();
      line += (empty ? "" : " ") + word;
      empty = false;
    }
  }
  end_line();
  return all;
}

std::string code_text(std::string_view code, const std::string& indent) {
  std::string all;
  for (const std::string& line : split(code, '\n')) all += line.empty() ? "\n" : indent + line + "\n";
  return all;
}

// Blocks with an empty line between, but not between the items of a list.
std::string blocks_text(const RichText& text, const std::string& indent = "") {
  std::string all;
  bool after_item = false;
  for (const Block& block : text) {
    const bool item = block.kind == Block::Kind::kItem || block.kind == Block::Kind::kNumbered;
    if (!all.empty() && !(item && after_item)) all += "\n";
    after_item = item;
    const std::string words = plain_text(block.spans);
    const std::string deep =
        indent +
        std::string(block.kind == Block::Kind::kHeading ? 0 : 2 * static_cast<std::size_t>(block.level), ' ');
    switch (block.kind) {
      case Block::Kind::kItem: all += wrapped(words, deep + "- ", deep + "  "); break;
      case Block::Kind::kNumbered: {
        const std::string number = std::to_string(block.number) + ". ";
        all += wrapped(words, deep + number, deep + std::string(number.size(), ' '));
        break;
      }
      case Block::Kind::kQuote: all += wrapped(words, deep + "> ", deep + "> "); break;
      case Block::Kind::kCode: all += code_text(words, deep + "    "); break;
      default: all += wrapped(words, deep, deep); break;
    }
  }
  return all;
}

std::string below(const std::string& title, const RichText& text) {
  return text.empty() ? std::string() : "\n" + title + "\n" + blocks_text(text, "  ");
}

bool names_figures(const RichText& text) {
  return std::any_of(text.begin(), text.end(), [](const Block& block) {
    return std::any_of(block.spans.begin(), block.spans.end(),
                       [](const Span& span) { return !span.figure.empty(); });
  });
}

std::string underlined(const std::string& title, char line) {
  return wrapped(title, "", "") + std::string(std::min(display_width(title), kTextWidth), line) + "\n";
}

char letter(std::size_t option) { return static_cast<char>('A' + option); }

Json instructions_json(const std::vector<Instruction>& lines) {
  Json list = Json::array();
  for (const Instruction& line : lines) list.push_back(line.text);
  return list;
}

Json words_json(const RichText& text) { return blocks_text(text); }

}  // namespace

void show_lesson(const Lesson& lesson, std::ostream& out) {
  out << underlined(lesson.title, '=') << "course " << lesson.course << ", " << lesson.minutes << " minutes"
      << (lesson.after.empty() ? "" : ", after " + lesson.after) << "\n\n"
      << wrapped(lesson.about, "", "");
  for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
    const LessonStep& step = lesson.steps[i];
    out << '\n' << underlined(std::to_string(i + 1) + ". " + step.title, '-') << blocks_text(step.text);
    if (!step.show.empty()) out << "\nThe window shows:\n";
    for (const Instruction& line : step.show) out << "  " << line.text << '\n';
    if (!step.predict.empty()) out << "\nGuess, then measure: " << step.predict << '\n';
    if (!step.done.empty()) out << "\nDone when: " << join(step.done, &Instruction::text, "; ") << '\n';
    out << below("Hint", step.hint);
  }
  out << '\n' << underlined("Key insight", '-') << blocks_text(lesson.insight);
  const bool figures = names_figures(lesson.insight) ||
                       std::any_of(lesson.steps.begin(), lesson.steps.end(),
                                   [](const LessonStep& step) { return names_figures(step.text); });
  if (figures)
    out << "\nA {name} is a figure of this machine, which the window fills in. A [1] is a ring in it.\n";
}

void show_questions(const QuestionSet& set, std::ostream& out) {
  out << underlined(set.title, '=');
  for (std::size_t i = 0; i < set.questions.size(); ++i) {
    const Question& question = set.questions[i];
    out << '\n'
        << underlined(std::to_string(i + 1) + ". " + question.title, '-') << "("
        << kDifficultyNames.name(question.difficulty) << ")\n";
    if (!question.text.empty()) out << '\n' << blocks_text(question.text);
    out << '\n';
    for (std::size_t o = 0; o < kOptions; ++o) {
      out << wrapped(plain_text(question.options[o].text[0].spans), std::string("  ") + letter(o) + "  ",
                     "     ");
    }
    out << below("Hint", question.hint);
  }
  out << '\n' << underlined("Answers", '=');
  for (std::size_t i = 0; i < set.questions.size(); ++i) {
    const Question& question = set.questions[i];
    out << '\n' << underlined(std::to_string(i + 1) + ". " + letter(question.right), '-');
    for (std::size_t o = 0; o < kOptions; ++o) {
      out << (o > 0 ? "\n" : "") << "  " << letter(o) << (o == question.right ? "  right" : "  wrong") << '\n'
          << blocks_text(question.options[o].explanation, "     ");
    }
    out << below("Solution", question.solution) << below("Common mistakes", question.mistakes)
        << below("Quick check", question.check);
  }
}

void show_prediction(const Prediction& prediction, std::ostream& out) {
  out << underlined(prediction.title, '=') << blocks_text(prediction.text);
  if (prediction.choices.empty()) {
    const std::string unit = prediction.unit.empty() ? "" : " " + prediction.unit;
    out << "\nA guess lies between " << exact_text(prediction.from) << unit << " and "
        << exact_text(prediction.to) << unit << ". The window measures the figure on this machine.\n";
  } else {
    out << "\nA guess is one of " << join(prediction.choices)
        << ". The window measures it on this machine.\n";
  }
  out << below("Hint", prediction.hint) << below("Why", prediction.why);
}

Json lesson_json(const Lesson& lesson) {
  Json steps = Json::array();
  for (const LessonStep& step : lesson.steps) {
    steps.push_back({{"title", step.title},
                     {"text", words_json(step.text)},
                     {"show", instructions_json(step.show)},
                     {"done", instructions_json(step.done)},
                     {"hint", words_json(step.hint)},
                     {"predict", step.predict.empty() ? Json() : Json(step.predict)}});
  }
  return {{"id", lesson.id},           {"title", lesson.title},
          {"course", lesson.course},   {"about", lesson.about},
          {"minutes", lesson.minutes}, {"after", lesson.after.empty() ? Json() : Json(lesson.after)},
          {"steps", std::move(steps)}, {"insight", words_json(lesson.insight)}};
}

Json questions_json(const QuestionSet& set) {
  Json questions = Json::array();
  for (const Question& question : set.questions) {
    Json options = Json::array();
    for (std::size_t o = 0; o < kOptions; ++o) {
      options.push_back({{"text", plain_text(question.options[o].text[0].spans)},
                         {"right", o == question.right},
                         {"explanation", words_json(question.options[o].explanation)}});
    }
    questions.push_back({{"id", question.id},
                         {"title", question.title},
                         {"difficulty", kDifficultyNames.name(question.difficulty)},
                         {"text", words_json(question.text)},
                         {"options", std::move(options)},
                         {"hint", words_json(question.hint)},
                         {"solution", words_json(question.solution)},
                         {"mistakes", words_json(question.mistakes)},
                         {"check", words_json(question.check)}});
  }
  return {{"id", set.id}, {"title", set.title}, {"course", set.course}, {"questions", std::move(questions)}};
}

Json prediction_json(const Prediction& prediction) {
  Json document = {{"id", prediction.id},
                   {"title", prediction.title},
                   {"unit", prediction.unit},
                   {"text", words_json(prediction.text)},
                   {"hint", words_json(prediction.hint)},
                   {"why", words_json(prediction.why)}};
  if (!prediction.choices.empty()) {
    document["choices"] = prediction.choices;
  } else {
    document["from"] = prediction.from;
    document["to"] = prediction.to;
    document["scale"] = prediction.logarithmic ? "logarithmic" : "linear";
  }
  return document;
}

}  // namespace headroom::cli
