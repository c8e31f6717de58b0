// headroom-cli lesson: what the courses hold, one of it as text, and what is wrong with a file of one's own.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/context.h"
#include "app/cli/lesson_check.h"
#include "app/cli/lesson_show.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/io/presets.h"
#include "core/lessons/library.h"

namespace headroom::cli {

namespace fs = std::filesystem;

namespace {

struct LessonOptions {
  std::optional<std::string> what;
  std::vector<std::string> names;
};

// What comes with the program; what is wrong with it is said, and the rest is shown.
LessonLibrary shipped_lessons(Context& context) {
  LessonLibrary library = read_lesson_library(assets_directory() / "lessons", {});
  for (const Error& fault : library.faults) context.say(fault.what());
  return library;
}

void list_lessons(Context& context) {
  const LessonLibrary library = shipped_lessons(context);
  if (context.json) {
    Json document = {{"schema_version", 1},
                     {"lessons", Json::array()},
                     {"question_sets", Json::array()},
                     {"predictions", Json::array()}};
    for (const Lesson& each : library.lessons) {
      document["lessons"].push_back({{"id", each.id},
                                     {"title", each.title},
                                     {"course", each.course},
                                     {"about", each.about},
                                     {"minutes", each.minutes},
                                     {"after", each.after.empty() ? Json() : Json(each.after)},
                                     {"steps", each.steps.size()}});
    }
    for (const QuestionSet& each : library.sets) {
      document["question_sets"].push_back({{"id", each.id},
                                           {"title", each.title},
                                           {"course", each.course},
                                           {"questions", each.questions.size()}});
    }
    for (const Prediction& each : library.predictions) {
      document["predictions"].push_back({{"id", each.id}, {"title", each.title}});
    }
    return print_json(document, context.out);
  }
  Table lessons({"lesson", "course", ">minutes", ">steps", "after", "title"});
  for (const Lesson& each : library.lessons) {
    lessons.add({each.id, each.course, std::to_string(each.minutes), std::to_string(each.steps.size()),
                 each.after.empty() ? "-" : each.after, each.title});
  }
  lessons.print(context.out);
  Table sets({"questions", "course", ">number", "title"});
  for (const QuestionSet& each : library.sets) {
    sets.add({each.id, each.course, std::to_string(each.questions.size()), each.title});
  }
  context.out << '\n';
  sets.print(context.out);
  Table predictions({"prediction", "title"});
  for (const Prediction& each : library.predictions) predictions.add({each.id, each.title});
  context.out << '\n';
  predictions.print(context.out);
}

struct Shown {
  std::optional<Lesson> lesson = {};
  std::optional<QuestionSet> set = {};
  std::optional<Prediction> prediction = {};
};

// A file of one's own: shown when nothing is wrong with it.
Shown read_shown(const std::string& name) {
  const std::string text = lesson_file_text(name);
  Shown shown;
  std::vector<Error> faults;
  switch (kind_of_lesson_file(name, text)) {
    case LessonFile::kLesson: {
      LessonReading reading = read_lesson(text, name, {});
      faults = std::move(reading.faults);
      shown.lesson = std::move(reading.lesson);
      break;
    }
    case LessonFile::kQuestions: {
      QuestionReading reading = read_questions(text, name, {});
      faults = std::move(reading.faults);
      shown.set = std::move(reading.set);
      break;
    }
    case LessonFile::kPredictions:
      throw Error(ErrorCode::kUsage, "holds predictions: name one of them by its id", name);
  }
  if (!faults.empty()) throw Error(faults.front());
  return shown;
}

template <typename Value>
std::optional<Value> with_id(const std::vector<Value>& values, const std::string& id) {
  const auto found =
      std::find_if(values.begin(), values.end(), [&id](const Value& each) { return each.id == id; });
  return found == values.end() ? std::nullopt : std::optional<Value>(*found);
}

Shown find_shown(const std::string& name, Context& context) {
  std::error_code failure;
  if (fs::is_regular_file(name, failure)) return read_shown(name);
  const LessonLibrary library = shipped_lessons(context);
  Shown shown;
  shown.lesson = with_id(library.lessons, name);
  if (!shown.lesson) shown.set = with_id(library.sets, name);
  if (!shown.lesson && !shown.set) shown.prediction = with_id(library.predictions, name);
  if (shown.lesson || shown.set || shown.prediction) return shown;
  throw Error(ErrorCode::kNotFound,
              "there is no such file, lesson, set of questions or prediction: use a file, " +
                  join(library.lessons, &Lesson::id) + ", " + join(library.sets, &QuestionSet::id) +
                  ", or a prediction of 'lesson list'",
              name);
}

void show_named(const std::string& name, Context& context) {
  const Shown shown = find_shown(name, context);
  if (context.json) {
    Json document = {{"schema_version", 1}};
    if (shown.lesson) document["lesson"] = lesson_json(*shown.lesson);
    if (shown.set) document["questions"] = questions_json(*shown.set);
    if (shown.prediction) document["prediction"] = prediction_json(*shown.prediction);
    return print_json(document, context.out);
  }
  if (shown.lesson) show_lesson(*shown.lesson, context.out);
  if (shown.set) show_questions(*shown.set, context.out);
  if (shown.prediction) show_prediction(*shown.prediction, context.out);
}

void work_on_lessons(const LessonOptions& options, Context& context) {
  const std::string what = options.what.value_or("");
  if (what == "check") return check_lesson_files(options.names, context);
  if (what == "list" && options.names.empty()) return list_lessons(context);
  if (what == "show" && options.names.size() == 1) return show_named(options.names[0], context);
  throw Error(ErrorCode::kUsage, "use lesson check FILE..., lesson list, or lesson show ID", "lesson");
}

}  // namespace

Action add_lesson(Subcommand& subcommand) {
  const auto options = std::make_shared<LessonOptions>();
  subcommand.add_positional("what", options->what, "check FILE..., list, or show ID");
  subcommand.add_list(
      "names", options->names,
      "check: files or folders; show: a lesson, a set of questions or a prediction, as list names "
      "them, or a file",
      "");
  return [options](Context& context) { work_on_lessons(*options, context); };
}

}  // namespace headroom::cli
