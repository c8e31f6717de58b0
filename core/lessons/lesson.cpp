#include "core/lessons/lesson.h"

#include <map>
#include <optional>

#include "core/base/utf8.h"
#include "core/lessons/faults.h"
#include "core/lessons/key_lines.h"
#include "core/lessons/lesson_text.h"

namespace headroom {

namespace {

constexpr std::string_view kInsight = "Key insight";
constexpr std::string_view kLessonInstructions = "do, done, hint or predict";

void read_head(const LessonText& parts, Lesson& lesson, Faults& faults) {
  lesson.where = faults.place(1);
  if (!parts.head) return;
  KeyLines head("head", *parts.head, 1, faults);
  lesson.title = head.text("title");
  lesson.course = head.id("course");
  lesson.about = head.text("about");
  lesson.minutes = static_cast<int>(head.number("minutes", 1, 240));
  lesson.after = head.id_or_none("after");
  lesson.where = faults.place(head.line_of("after"));
  head.finish();
}

// Reads the blocks of one section into a step.
class StepReader {
 public:
  StepReader(const LessonWords& words, Faults& faults) : words_(words), faults_(faults) {}

  LessonStep read(LessonSection& section) {
    step_ = LessonStep{};
    step_.title = section.title;
    step_.where = faults_.place(section.line);
    hint_ = predict_ = 0;
    for (MarkdownBlock& each : section.blocks) read_block(each);
    if (step_.text.empty() && !section.title.empty()) {
      faults_.add(section.line,
                  "the step " + in_quotes(section.title) + " says nothing: write what there is to see");
    }
    return std::move(step_);
  }

 private:
  void read_block(MarkdownBlock& each) {
    Block& block = each.block;
    const bool code = block.kind == Block::Kind::kCode;
    const std::string_view word = code ? std::string_view(block.language) : std::string_view();
    const bool instruction = word == "do" || word == "done" || word == "hint" || word == "predict";
    if (!instruction) {
      if (code) check_code(block, kLessonInstructions, faults_);
      step_.text.push_back(std::move(block));
    } else if (!each.top) {
      faults_.add(block.line, "the block " + in_quotes(word) +
                                  " lies in a list or in a quote: begin it where its line begins");
    } else if (word == "do") {
      take(block, step_.show, words_.show);
    } else if (word == "done") {
      take(block, step_.done, words_.done);
    } else if (word == "hint") {
      read_hint(block);
    } else {
      read_predict(block);
    }
  }

  template <typename Check>
  void take(const Block& block, std::vector<Instruction>& into, const Check& check) {
    bool any = false;
    for (const NumberedLine& line : code_lines(block)) {
      const std::string_view text = trimmed(line.text);
      if (text.empty() || text.starts_with('#')) continue;
      any = true;
      faults_.check(line.line, check, text);
      into.push_back({std::string(text), faults_.place(line.line)});
    }
    if (!any) faults_.add(block.line, "the block " + in_quotes(block.language) + " is empty: remove it");
  }

  void read_hint(const Block& block) {
    if (!first(block, hint_)) return;
    const std::string_view text = block.spans[0].text;
    for (MarkdownBlock& each : read_markdown(text, block.line + 1, words_, faults_)) {
      step_.hint.push_back(std::move(each.block));
    }
    if (step_.hint.empty()) faults_.add(block.line, "the hint says nothing: remove it");
  }

  void read_predict(const Block& block) {
    if (!first(block, predict_)) return;
    const std::string_view id = trimmed(block.spans[0].text);
    if (!is_id(id)) {
      faults_.add(block.line, "a block 'predict' holds the id of one prediction, as predictions.md has them");
      return;
    }
    faults_.check(block.line + 1, words_.prediction, id);
    step_.predict = id;
  }

  bool first(const Block& block, int& line) {
    if (line > 0) {
      faults_.add(block.line, "the step has a " + in_quotes(block.language) + " on line " +
                                  std::to_string(line) + " already: remove one");
      return false;
    }
    line = block.line;
    return true;
  }

  const LessonWords& words_;
  Faults& faults_;
  LessonStep step_;
  int hint_ = 0, predict_ = 0;  // lines where they stand
};

// A ring's number says the same thing everywhere in a step.
void check_rings(const RichText& text, Faults& faults) {
  std::map<std::string, std::string> around;
  for (const Block& block : text) {
    for (const Span& span : block.spans) {
      if (span.target.empty()) continue;
      const auto [found, fresh] = around.emplace(span.text, span.target);
      if (fresh || found->second == span.target) continue;
      faults.add(block.line, "ring " + span.text + " lies around " + in_quotes(found->second) +
                                 " and around " + in_quotes(span.target) +
                                 " in one step: give one of them another number");
    }
  }
}

}  // namespace

LessonReading read_lesson(std::string_view text, const std::string& name, const LessonWords& words) {
  Faults faults(name);
  LessonReading reading;
  Lesson& lesson = reading.lesson;
  lesson.id = id_of_file(name, faults);
  LessonText parts = read_lesson_text(text, HeadOf::kFile, words, faults);
  lesson.where = faults.place(1);
  if (parts.readable) {
    read_head(parts, lesson, faults);
    StepReader steps(words, faults);
    std::optional<int> insight;  // its line
    for (LessonSection& section : parts.sections) {
      if (insight) {
        faults.add(section.line,
                   "stands behind the key insight, with which a lesson ends: move it before line " +
                       std::to_string(*insight));
      }
      LessonStep step = steps.read(section);
      check_rings(step.text, faults);
      if (section.title != kInsight) {
        lesson.steps.push_back(std::move(step));
        continue;
      }
      insight = section.line;
      lesson.insight = std::move(step.text);
      if (!step.show.empty() || !step.done.empty() || !step.hint.empty() || !step.predict.empty()) {
        faults.add(section.line,
                   "the key insight asks for nothing: move its instructions into a step before it");
      }
    }
    if (lesson.steps.empty()) faults.add(1, "the lesson has no step: begin each with '## ' and a title");
    if (!insight) faults.add(1, "the lesson has no end: close it with '## Key insight' and what was learned");
  }
  reading.faults = faults.take();
  return reading;
}

}  // namespace headroom
