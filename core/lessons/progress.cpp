#include "core/lessons/progress.h"

#include <cmath>
#include <limits>

#include "core/base/json.h"

namespace headroom {

namespace {

constexpr std::int64_t kProgressVersion = 1;
constexpr std::int64_t kMostSteps = 100'000;
constexpr const char* kProgressName = "progress.json";

std::string read_id(JsonObject& entry) {
  const std::string id = entry.string("id");
  if (id.empty()) entry.fail("id", "is empty: name a lesson, a question or a prediction");
  return id;
}

// Entries of an array by their ids.
template <typename Entry, typename Read>
void read_entries(JsonObject& object, std::string_view key, std::map<std::string, Entry>& into,
                  const Read& read) {
  for (JsonObject& entry : object.objects(key)) {
    const std::string id = read_id(entry);
    if (!into.emplace(id, read(entry)).second) {
      entry.fail("id", "is \"" + id + "\" a second time: remove one of the entries");
    }
    entry.finish();
  }
}

LessonProgress read_lesson_progress(JsonObject& entry) {
  LessonProgress lesson;
  lesson.step = static_cast<std::size_t>(entry.integer("step", 0, kMostSteps));
  for (const std::int64_t step : entry.integers("done", 0, kMostSteps)) {
    lesson.done.insert(static_cast<std::size_t>(step));
  }
  lesson.finished = entry.boolean("finished");
  return lesson;
}

QuestionProgress read_question_progress(JsonObject& entry) {
  QuestionProgress question;
  question.first_right = entry.boolean("first_right");
  question.right = entry.boolean("right");
  question.answers = static_cast<int>(entry.integer("answers", 0, std::numeric_limits<int>::max()));
  return question;
}

PredictionProgress read_prediction_progress(JsonObject& entry) {
  PredictionProgress prediction;
  prediction.guess = entry.number("guess", -kAnyNumber, kAnyNumber);
  if (!entry.is_null("measured")) prediction.measured = entry.number("measured", -kAnyNumber, kAnyNumber);
  prediction.right = entry.boolean("right");
  return prediction;
}

}  // namespace

std::string progress_text(const LearningProgress& progress) {
  Json lessons = Json::array(), questions = Json::array(), predictions = Json::array();
  for (const auto& [id, lesson] : progress.lessons) {
    lessons.push_back(
        {{"id", id}, {"step", lesson.step}, {"done", lesson.done}, {"finished", lesson.finished}});
  }
  for (const auto& [id, question] : progress.questions) {
    questions.push_back({{"id", id},
                         {"first_right", question.first_right},
                         {"right", question.right},
                         {"answers", question.answers}});
  }
  for (const auto& [id, prediction] : progress.predictions) {
    if (!std::isfinite(prediction.guess)) continue;  // JSON has no such number, and nobody can guess it
    const bool measured = prediction.measured && std::isfinite(*prediction.measured);
    predictions.push_back({{"id", id},
                           {"guess", prediction.guess},
                           {"measured", measured ? Json(*prediction.measured) : Json()},
                           {"right", prediction.right}});
  }
  const Json document = {{"schema_version", kProgressVersion},
                         {"lessons", lessons},
                         {"questions", questions},
                         {"predictions", predictions},
                         {"last_lesson", progress.last_lesson},
                         {"seed", progress.seed}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

LearningProgress parse_progress(std::string_view text) {
  const Json document = parse_json(text, kProgressName);
  JsonObject object(document, kProgressName);
  const std::int64_t version = object.integer("schema_version", 0, kAnyInteger);
  if (version != kProgressVersion) {
    throw Error(
        ErrorCode::kUnsupported,
        "is of version " + std::to_string(version) + ", and this program knows version " +
            std::to_string(kProgressVersion) +
            ": it is left as it is; use the program that wrote it, or move the file away to begin anew",
        kProgressName);
  }
  LearningProgress progress;
  read_entries(object, "lessons", progress.lessons, read_lesson_progress);
  read_entries(object, "questions", progress.questions, read_question_progress);
  read_entries(object, "predictions", progress.predictions, read_prediction_progress);
  progress.last_lesson = object.string("last_lesson");
  progress.seed = object.unsigned_integer("seed");
  object.finish();
  return progress;
}

}  // namespace headroom
