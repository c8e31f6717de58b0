#include "core/lessons/prediction.h"

#include <set>

#include "core/base/join.h"
#include "core/base/utf8.h"
#include "core/lessons/faults.h"
#include "core/lessons/key_lines.h"
#include "core/lessons/lesson_text.h"
#include "core/lessons/told_sections.h"

namespace headroom {

namespace {

constexpr std::string_view kPredictionInstructions = "prediction";
constexpr double kMostFigure = 1e18;  // bytes of the largest machine, and far above any time
constexpr std::size_t kMostChoices = 12;

void read_choices(KeyLines& facts, Prediction& prediction) {
  for (const std::string& part : split(facts.text("choices"))) {
    prediction.choices.emplace_back(trimmed(part));
  }
  const std::set<std::string> different(prediction.choices.begin(), prediction.choices.end());
  if (different.contains("") || different.size() != prediction.choices.size() || different.size() < 2 ||
      different.size() > kMostChoices) {
    facts.fail("choices", "choices are 2 to " + std::to_string(kMostChoices) +
                              " different words, with commas between: correct them");
  }
}

void read_slider(KeyLines& facts, Prediction& prediction) {
  const std::string scale = facts.text_or("scale", "logarithmic");
  prediction.logarithmic = scale != "linear";
  if (scale != "linear" && scale != "logarithmic") {
    facts.fail("scale", "the scale is " + in_quotes(scale) + ": use logarithmic or linear");
  }
  prediction.from = facts.number("from", -kMostFigure, kMostFigure);
  prediction.to = facts.number("to", -kMostFigure, kMostFigure);
  if (facts.has("from") && prediction.logarithmic && prediction.from <= 0) {
    facts.fail("from", "a logarithmic slider begins above 0: raise 'from', or write 'scale: linear'");
  }
  if (facts.has("from") && facts.has("to") && !(prediction.from < prediction.to)) {
    facts.fail("to", "the slider ends where it begins, or before: make 'to' larger than 'from'");
  }
}

void read_prediction_facts(const Block& block, Prediction& prediction, Faults& faults) {
  KeyLines facts("block 'prediction'", code_lines(block), block.line, faults);
  prediction.id = facts.id("id");
  prediction.unit = facts.text_or("unit", "");
  if (facts.has("choices")) {
    read_choices(facts, prediction);
  } else {
    read_slider(facts, prediction);
  }
  facts.finish();
}

Prediction read_prediction(LessonSection& section, Faults& faults) {
  Prediction prediction;
  prediction.title = section.title;
  prediction.where = faults.place(section.line);
  const std::size_t told = told_begin(section.blocks);
  bool has_facts = false;
  for (std::size_t i = 0; i < told; ++i) {
    Block& block = section.blocks[i].block;
    if (block.kind != Block::Kind::kCode || block.language != kPredictionInstructions) {
      if (block.kind == Block::Kind::kCode) check_code(block, kPredictionInstructions, faults);
      prediction.text.push_back(std::move(block));
    } else if (has_facts) {
      faults.add(block.line, "there are two blocks 'prediction' below one heading: remove one");
    } else {
      has_facts = true;
      read_prediction_facts(block, prediction, faults);
    }
  }
  if (!has_facts) {
    faults.add(section.line, "there is no block 'prediction' with id, from and to: add it below the heading");
  }
  if (prediction.text.empty())
    faults.add(section.line, "nothing is asked: write the question below the block");
  read_told_sections(section.blocks, told, section.line,
                     {{"Hint", &prediction.hint}, {"Why", &prediction.why}}, kPredictionInstructions, faults);
  return prediction;
}

}  // namespace

PredictionReading read_predictions(std::string_view text, const std::string& name, const LessonWords& words) {
  Faults faults(name);
  PredictionReading reading;
  LessonText parts = read_lesson_text(text, HeadOf::kNothing, words, faults);
  if (parts.readable) {
    std::set<std::string> ids;
    for (LessonSection& section : parts.sections) {
      const std::size_t before = faults.count();
      Prediction prediction = read_prediction(section, faults);
      if (!prediction.id.empty() && !ids.insert(prediction.id).second) {
        faults.add(section.line,
                   "the id " + in_quotes(prediction.id) + " stands above another one: change one");
      }
      if (faults.count() == before) reading.predictions.push_back(std::move(prediction));
    }
    if (parts.sections.empty()) faults.add(1, "there is no prediction: begin each with '## ' and a title");
  }
  reading.faults = faults.take();
  return reading;
}

}  // namespace headroom
