#include "core/lessons/question.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/rng.h"
#include "core/base/utf8.h"
#include "core/lessons/faults.h"
#include "core/lessons/key_lines.h"
#include "core/lessons/lesson_text.h"
#include "core/lessons/told_sections.h"

namespace headroom {

namespace {

constexpr double kMostBytes = 1e15;  // of a card: far beyond any

// Reads the blocks of one section into a question.
class QuestionReader {
 public:
  QuestionReader(const LessonWords& words, Faults& faults) : words_(words), faults_(faults) {}

  Question read(LessonSection& section) {
    question_ = Question{};
    question_.title = section.title;
    question_.where = faults_.place(section.line);
    line_ = section.line;
    has_facts_ = false;
    options_ = right_ = 0;
    std::vector<MarkdownBlock>& blocks = section.blocks;
    const std::size_t told = told_begin(blocks);
    std::size_t at = 0;
    while (at < told && !begins_option(blocks[at])) read_text(blocks[at++]);
    while (at < told) read_option(blocks, at, told);
    check_options();
    if (!has_facts_)
      faults_.add(line_, "the question has no block 'question' with its id and difficulty: add it");
    read_told_sections(blocks, told, line_,
                       {{"Hint", &question_.hint},
                        {"Solution", &question_.solution},
                        {"Common mistakes", &question_.mistakes},
                        {"Quick check", &question_.check}},
                       kInstructions, faults_);
    return std::move(question_);
  }

 private:
  static constexpr std::string_view kInstructions = "question";

  static bool begins_option(const MarkdownBlock& each) { return each.task != 0 && each.block.level == 0; }

  void read_text(MarkdownBlock& each) {
    Block& block = each.block;
    if (block.kind != Block::Kind::kCode || block.language != "question") {
      if (block.kind == Block::Kind::kCode) check_code(block, kInstructions, faults_);
      question_.text.push_back(std::move(block));
    } else if (has_facts_) {
      faults_.add(block.line, "the question has two blocks 'question': remove one");
    } else {
      has_facts_ = true;
      KeyLines facts("block 'question'", code_lines(block), block.line, faults_);
      question_.id = facts.id("id");
      const std::string difficulty = facts.text("difficulty");
      if (const auto* const row = kDifficultyNames.find(difficulty)) {
        question_.difficulty = row->value;
      } else if (!difficulty.empty()) {
        facts.fail("difficulty", "the difficulty is " + in_quotes(difficulty) + ": use " +
                                     kDifficultyNames.list(", ", " or "));
      }
      question_.cards = facts.number_or("cards", 0, kMostBytes, 0);
      if (facts.has("run")) {
        const int line = facts.line_of("run");
        question_.run = {facts.text("run"), faults_.place(line)};
        if (!question_.run.text.empty()) faults_.check(line, words_.show, question_.run.text);
      }
      facts.finish();
    }
  }

  // From the words of an option through all that explains it.
  void read_option(std::vector<MarkdownBlock>& blocks, std::size_t& at, std::size_t end) {
    Block& words = blocks[at].block;
    if (!begins_option(blocks[at])) {
      faults_.add(words.line,
                  "stands between the options and '### Hint': an option begins with '- [x]' or '- [ ]', "
                  "and what explains it is indented below it");
      ++at;
      return;
    }
    const bool right = blocks[at].task == 'x';
    const std::size_t place = options_++;
    if (right && right_++ == 0) question_.right = std::min(place, kOptions - 1);
    Option option;
    const int line = words.line;
    if (words.spans.empty())
      faults_.add(line, "the option says nothing: write its words behind the brackets");
    words.kind = Block::Kind::kParagraph;
    words.level = 0;
    option.text.push_back(std::move(words));
    for (++at; at < end && !begins_option(blocks[at]) && belongs_to_option(blocks[at]); ++at) {
      Block& block = blocks[at].block;
      if (block.kind == Block::Kind::kCode) check_code(block, "no word", faults_);
      if (block.level > 0 && block.kind != Block::Kind::kHeading) --block.level;
      option.explanation.push_back(std::move(block));
    }
    if (option.explanation.empty()) {
      faults_.add(line,
                  "the option " + in_quotes(plain_text(option.text[0].spans)) +
                      " is not explained: leave an empty line behind it and write, indented by two blanks, "
                      "why it is right or wrong");
    }
    if (place < kOptions) question_.options[place] = std::move(option);
  }

  static bool belongs_to_option(const MarkdownBlock& each) {
    const bool item = each.block.kind == Block::Kind::kItem || each.block.kind == Block::Kind::kNumbered;
    return each.in_list && !(item && each.block.level == 0);
  }

  void check_options() {
    if (options_ != kOptions) {
      faults_.add(line_, "the question has " + std::to_string(options_) + " options: every question has " +
                             std::to_string(kOptions) + ", each beginning with '- [x]' or '- [ ]'");
    }
    if (options_ > 0 && right_ != 1) {
      faults_.add(line_,
                  (right_ == 0 ? "no option is" : std::to_string(right_) + " options are") +
                      std::string(" marked as right: mark one with '- [x]', and the others with '- [ ]'"));
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < std::min(options_, kOptions); ++i) {
      const RichText& text = question_.options[i].text;
      if (!text.empty() && !text[0].spans.empty() && !seen.insert(plain_text(text[0].spans)).second) {
        faults_.add(text[0].line, "two options say the same: change one");
      }
    }
  }

  const LessonWords& words_;
  Faults& faults_;
  Question question_;
  int line_ = 0;
  bool has_facts_ = false;
  std::size_t options_ = 0, right_ = 0;
};

}  // namespace

QuestionReading read_questions(std::string_view text, const std::string& name, const LessonWords& words) {
  Faults faults(name);
  QuestionReading reading;
  QuestionSet& set = reading.set;
  set.id = id_of_file(name, faults);
  LessonText parts = read_lesson_text(text, HeadOf::kFile, words, faults);
  if (parts.readable) {
    if (parts.head) {
      KeyLines head("head", *parts.head, 1, faults);
      set.title = head.text("title");
      set.course = head.id("course");
      head.finish();
    }
    QuestionReader questions(words, faults);
    std::set<std::string> ids;
    for (LessonSection& section : parts.sections) {
      const std::size_t before = faults.count();
      Question question = questions.read(section);
      question.course = set.course;
      if (!question.id.empty() && !ids.insert(question.id).second) {
        faults.add(section.line,
                   "the id " + in_quotes(question.id) + " stands above another question: change one");
      }
      if (faults.count() == before) set.questions.push_back(std::move(question));
    }
    if (parts.sections.empty()) faults.add(1, "there is no question: begin each with '## ' and a title");
  }
  reading.faults = faults.take();
  return reading;
}

std::vector<std::size_t> shuffled_order(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng rng(seed);
  for (std::size_t left = count; left > 1; --left) std::swap(order[left - 1], order[rng.below(left)]);
  return order;
}

}  // namespace headroom
