#include "core/lessons/library.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/join.h"
#include "core/base/text_file.h"
#include "core/base/utf8.h"
#include "core/lessons/lesson_text.h"

namespace headroom {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostLessonFiles = 1000;  // of one folder
constexpr const char* kPredictionsFile = "predictions.md";
constexpr const char* kQuestionsFolder = "questions";

class LibraryReader {
 public:
  LibraryReader(const fs::path& folder, const LessonWords& words) : folder_(folder), words_(words) {}

  LessonLibrary read() {
    if (std::error_code failure; !fs::is_directory(folder_, failure)) {
      fault(ErrorCode::kNotFound, "there is no such folder of lessons", folder_.string());
      return std::move(library_);
    }
    const std::vector<std::string> files = list("");
    if (std::find(files.begin(), files.end(), kPredictionsFile) != files.end()) read_prediction_file();
    const LessonWords words = with_predictions();
    std::vector<Lesson> all;
    for (const std::string& file : files) {
      if (file != kPredictionsFile) read_lesson_file(file, words, all);
    }
    if (std::error_code failure; fs::is_directory(folder_ / kQuestionsFolder, failure)) {
      for (const std::string& file : list(kQuestionsFolder)) read_question_file(file);
    }
    append(lesson_order_faults(all));
    put_in_order();
    return std::move(library_);
  }

 private:
  void fault(ErrorCode code, const std::string& message, const std::string& where) {
    library_.faults.emplace_back(code, message, where);
  }
  void append(std::vector<Error> faults) {
    library_.faults.insert(library_.faults.end(), std::make_move_iterator(faults.begin()),
                           std::make_move_iterator(faults.end()));
  }

  // Names from the folder on, in order.
  std::vector<std::string> list(const std::string& below) {
    std::vector<std::string> files;
    std::error_code failure;
    const fs::path directory = below.empty() ? folder_ : folder_ / below;
    for (fs::directory_iterator it(directory, failure), end; !failure && it != end; it.increment(failure)) {
      if (it->path().extension() != ".md" || it->path().filename().string().starts_with('.')) continue;
      files.push_back((below.empty() ? fs::path() : fs::path(below)) / it->path().filename());
    }
    if (failure) fault(ErrorCode::kIo, "cannot be listed: " + failure.message(), directory.string());
    std::sort(files.begin(), files.end());
    if (files.size() > kMostLessonFiles) {
      fault(ErrorCode::kBadInput,
            "holds " + std::to_string(files.size()) + " files, of which the first " +
                std::to_string(kMostLessonFiles) + " are read: divide the folder",
            directory.string());
      files.resize(kMostLessonFiles);
    }
    return files;
  }

  // Hands the text of a file on, or says why there is none.
  template <typename Read>
  void with_text(const std::string& file, const Read& read) {
    std::string text;
    try {
      text = lesson_file_text(folder_ / file);
    } catch (const Error& error) {
      return fault(error.code(), error.message(), file + ":1");
    }
    read(text);
  }

  void read_prediction_file() {
    with_text(kPredictionsFile, [this](const std::string& text) {
      PredictionReading reading = read_predictions(text, kPredictionsFile, words_);
      library_.predictions = std::move(reading.predictions);
      append(std::move(reading.faults));
    });
  }

  LessonWords with_predictions() {
    LessonWords words = words_;
    words.prediction = [this](std::string_view id) {
      const auto is_it = [id](const Prediction& each) { return each.id == id; };
      const std::vector<Prediction>& known = library_.predictions;
      if (std::any_of(known.begin(), known.end(), is_it)) return;
      if (words_.prediction) return words_.prediction(id);
      throw Error(ErrorCode::kBadInput,
                  "there is no prediction " + in_quotes(id) + ": " +
                      (known.empty() ? std::string("the folder has no predictions.md that holds one")
                                     : "use one of " + join(known, &Prediction::id)));
    };
    return words;
  }

  void read_lesson_file(const std::string& file, const LessonWords& words, std::vector<Lesson>& all) {
    with_text(file, [&](const std::string& text) {
      LessonReading reading = read_lesson(text, file, words);
      all.push_back(reading.lesson);
      if (reading.faults.empty()) library_.lessons.push_back(std::move(reading.lesson));
      append(std::move(reading.faults));
    });
  }

  // Progress counts questions by their ids, whatever their set.
  void read_question_file(const std::string& file) {
    with_text(file, [&](const std::string& text) {
      QuestionReading reading = read_questions(text, file, words_);
      std::vector<Question>& questions = reading.set.questions;
      append(std::move(reading.faults));
      for (const Question& each : questions) {
        const auto [first, fresh] = question_ids_.emplace(each.id, each.where);
        if (!fresh) {
          fault(ErrorCode::kBadInput,
                "the id " + in_quotes(each.id) + " stands above another question (" + first->second +
                    "): change one",
                each.where);
        }
      }
      std::erase_if(questions, [this](const Question& each) { return question_ids_[each.id] != each.where; });
      const bool headed = !reading.set.title.empty() && !reading.set.course.empty();
      if (headed && !questions.empty()) library_.sets.push_back(std::move(reading.set));
    });
  }

  // By name, but each lesson behind the one that it comes after.
  void put_in_order() {
    std::vector<Lesson> waiting = std::move(library_.lessons);
    std::set<std::string> ahead;  // whose turn has not come
    for (const Lesson& each : waiting) ahead.insert(each.id);
    library_.lessons.clear();
    while (!waiting.empty()) {
      auto next = std::find_if(waiting.begin(), waiting.end(),
                               [&ahead](const Lesson& each) { return !ahead.contains(each.after); });
      if (next == waiting.end()) next = waiting.begin();  // a circle, which is among the faults
      ahead.erase(next->id);
      library_.lessons.push_back(std::move(*next));
      waiting.erase(next);
    }
  }

  const fs::path& folder_;
  const LessonWords& words_;
  LessonLibrary library_;
  std::map<std::string, std::string> question_ids_;  // and where each stands first
};

bool holds_block(std::string_view text, std::string_view word) {
  const std::string fence = "```" + std::string(word);
  for (std::size_t at = text.find(fence); at != text.npos; at = text.find(fence, at + 1)) {
    const std::size_t behind = at + fence.size();
    const bool begins = at == 0 || text[at - 1] == '\n';
    if (begins && (behind == text.size() || text[behind] == '\n' || text[behind] == '\r')) return true;
  }
  return false;
}

}  // namespace

std::string lesson_file_text(const fs::path& file) { return read_first_bytes(file, kLessonBytes + 1); }

LessonFile kind_of_lesson_file(const fs::path& file, std::string_view text) {
  if (file.filename() == kPredictionsFile || holds_block(text, "prediction")) return LessonFile::kPredictions;
  if (file.parent_path().filename() == kQuestionsFolder || holds_block(text, "question"))
    return LessonFile::kQuestions;
  return LessonFile::kLesson;
}

LessonLibrary read_lesson_library(const fs::path& folder, const LessonWords& words) {
  return LibraryReader(folder, words).read();
}

}  // namespace headroom
