#include "app/cli/lesson_check.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "app/cli/output.h"
#include "core/base/json.h"
#include "core/base/nearest.h"
#include "core/io/presets.h"
#include "core/lessons/library.h"

namespace headroom::cli {

namespace fs = std::filesystem;

namespace {

std::string counted(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

struct CheckedFile {
  std::string name, kind, id;
  std::size_t parts = 0;
  std::string part;  // "step"
};

class LessonChecker {
 public:
  // `known`: the window's words; null: they are taken as they are.
  explicit LessonChecker(const LessonWords* known) {
    if (known) known_ = *known;
  }
  void check(const std::string& name) {
    std::error_code failure;
    if (fs::is_directory(name, failure)) return check_folder(name);
    std::string text;
    try {
      text = lesson_file_text(name);
    } catch (const Error& error) {
      return faults_.push_back(error);
    }
    switch (kind_of_lesson_file(name, text)) {
      case LessonFile::kLesson: return check_lesson(name, text);
      case LessonFile::kQuestions: {
        QuestionReading reading = read_questions(text, name, known_);
        files_.push_back({name, "questions", reading.set.id, reading.set.questions.size(), "question"});
        return add(std::move(reading.faults));
      }
      case LessonFile::kPredictions: {
        PredictionReading reading = read_predictions(text, name, known_);
        files_.push_back({name, "predictions", "", reading.predictions.size(), "prediction"});
        return add(std::move(reading.faults));
      }
    }
  }

  const std::vector<CheckedFile>& files() const { return files_; }
  const std::vector<Error>& faults() const { return faults_; }

 private:
  void add(std::vector<Error> faults) {
    faults_.insert(faults_.end(), std::make_move_iterator(faults.begin()),
                   std::make_move_iterator(faults.end()));
  }

  void check_folder(const std::string& name) {
    const LessonLibrary library = read_lesson_library(name, words());
    for (const Error& fault : library.faults) {
      const bool inside = !fault.where().starts_with(name);
      faults_.emplace_back(fault.code(), fault.message(),
                           inside ? (fs::path(name) / fault.where()).string() : fault.where());
    }
    for (const Lesson& each : library.lessons) {
      files_.push_back(
          {(fs::path(name) / (each.id + ".md")).string(), "lesson", each.id, each.steps.size(), "step"});
    }
    for (const QuestionSet& each : library.sets) {
      files_.push_back({(fs::path(name) / "questions" / (each.id + ".md")).string(), "questions", each.id,
                        each.questions.size(), "question"});
    }
    if (!library.predictions.empty()) {
      files_.push_back({(fs::path(name) / "predictions.md").string(), "predictions", "",
                        library.predictions.size(), "prediction"});
    }
  }

  void check_lesson(const std::string& name, const std::string& text) {
    LessonWords known = words();
    const std::set<std::string> beside = predictions_in(fs::path(name).parent_path());
    known.prediction = [&beside, shipped = known.prediction](std::string_view id) {
      if (!beside.contains(std::string(id))) shipped(id);
    };
    LessonReading reading = read_lesson(text, name, known);
    files_.push_back({name, "lesson", reading.lesson.id, reading.lesson.steps.size(), "step"});
    add(std::move(reading.faults));
    add(order_faults(reading.lesson, fs::path(name).parent_path(), name));
  }

  // What it comes after, and what that comes after, in its folder or among the lessons that come with the
  // program.
  std::vector<Error> order_faults(const Lesson& lesson, const fs::path& folder, const std::string& name) {
    std::vector<Lesson> chain{lesson};
    while (true) {
      const std::string& id = chain.back().after;
      if (id.empty() ||
          std::any_of(chain.begin(), chain.end(), [&id](const Lesson& each) { return each.id == id; }))
        break;
      std::error_code failure;
      fs::path file = folder / (id + ".md");
      if (!fs::is_regular_file(file, failure)) file = shipped_ / (id + ".md");
      if (!fs::is_regular_file(file, failure)) break;
      chain.push_back(read_lesson(lesson_file_text(file), file.string(), {}).lesson);
    }
    std::vector<Error> faults = lesson_order_faults(chain);
    std::erase_if(faults, [&name](const Error& fault) { return !fault.where().starts_with(name + ":"); });
    return faults;
  }

  static std::set<std::string> predictions_in(const fs::path& folder) {
    std::set<std::string> ids;
    std::error_code failure;
    if (!fs::is_regular_file(folder / "predictions.md", failure)) return ids;
    for (const Prediction& each :
         read_predictions(lesson_file_text(folder / "predictions.md"), "predictions.md", {}).predictions) {
      ids.insert(each.id);
    }
    return ids;
  }

  LessonWords words() {
    if (shipped_ids_.empty()) shipped_ids_ = predictions_in(shipped_);
    LessonWords words = known_;
    words.prediction = [this](std::string_view id) {
      if (shipped_ids_.contains(std::string(id))) return;
      throw Error(ErrorCode::kBadInput,
                  "there is no prediction '" + std::string(id) +
                      "': name one of predictions.md beside the file, or one of those that "
                      "headroom-cli lesson list shows" +
                      meant_text(id, {shipped_ids_.begin(), shipped_ids_.end()}));
    };
    return words;
  }

  LessonWords known_;
  fs::path shipped_ = assets_directory() / "lessons";
  std::set<std::string> shipped_ids_;
  std::vector<CheckedFile> files_;
  std::vector<Error> faults_;
};

}  // namespace

LessonFaults::LessonFaults(std::vector<Error> faults, std::size_t files)
    : Error(ErrorCode::kBadInput,
            counted(faults.size(), "fault") + " in " + counted(files, "file") + ": correct what stands above",
            "lesson check"),
      faults_(std::move(faults)) {}

Json lesson_faults_json(const LessonFaults& faults) {
  Json list = Json::array();
  for (const Error& fault : faults.faults()) {
    list.push_back(
        {{"code", error_code_name(fault.code())}, {"message", fault.message()}, {"where", fault.where()}});
  }
  return list;
}

void check_lesson_files(const std::vector<std::string>& names, Context& context) {
  if (names.empty()) throw Error(ErrorCode::kUsage, "name the files or folders to check", "lesson check");
  LessonChecker checker(context.words);
  for (const std::string& name : names) checker.check(name);
  const std::vector<Error>& faults = checker.faults();
  if (!faults.empty()) {
    std::set<std::string> files;
    for (const Error& fault : faults) {
      context.err << fault.what() << '\n';
      files.insert(fault.where().substr(0, fault.where().rfind(':')));
    }
    throw LessonFaults(faults, files.size());
  }
  if (context.json) {
    Json document = {{"schema_version", 1}, {"files", Json::array()}, {"not_checked", Json::array()}};
    if (!context.words) document["not_checked"] = {"script lines", "facts", "figures", "rings"};
    for (const CheckedFile& file : checker.files()) {
      document["files"].push_back({{"file", file.name},
                                   {"kind", file.kind},
                                   {"id", file.id.empty() ? Json() : Json(file.id)},
                                   {file.part + "s", file.parts}});
    }
    return print_json(document, context.out);
  }
  for (const CheckedFile& file : checker.files()) {
    context.out << file.name << ": " << counted(file.parts, file.part) << ", no fault\n";
  }
  if (!context.words)
    context.out
        << "Script lines, facts, figures and what rings lie around were not checked: this Headroom was "
           "built without its window, which knows them.\n";
}

}  // namespace headroom::cli
