#include "app/state/learn_reading.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/state/learn_words.h"
#include "core/base/error.h"
#include "core/io/file.h"
#include "core/lessons/library.h"

namespace headroom::app {
namespace {

namespace fs = std::filesystem;

template <typename Thing>
void put(std::vector<Thing>& list, Thing thing) {
  const auto same =
      std::find_if(list.begin(), list.end(), [&](const Thing& each) { return each.id == thing.id; });
  if (same == list.end()) {
    list.push_back(std::move(thing));
  } else {
    *same = std::move(thing);
  }
}

std::vector<fs::path> with_language(const LearnPlaces& places) {
  std::vector<fs::path> folders;
  for (const fs::path& folder : places.folders) {
    folders.push_back(folder);
    folders.push_back(folder / places.language);
  }
  return folders;
}

class LearnReader {
 public:
  LearnLibrary read(const LearnPlaces& places) {
    for (const fs::path& folder : with_language(places)) {
      std::error_code gone;
      if (fs::is_directory(folder, gone)) take(read_lesson_library(folder, words()));
    }
    for (const fs::path& file : places.files) {
      try {
        take_file(file, lesson_file_text(file));
      } catch (const Error& error) {
        library_.faults.push_back(error.where().empty() ? Error(error.code(), error.message(), file.string())
                                                        : error);
      }
    }
    std::vector<std::pair<std::size_t, Lesson>> placed;
    for (Lesson& lesson : library_.lessons) placed.emplace_back(depth_of(lesson), lesson);
    std::stable_sort(placed.begin(), placed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < placed.size(); ++i) library_.lessons[i] = std::move(placed[i].second);
    return std::move(library_);
  }

 private:
  LessonWords words() const {
    std::vector<std::string> ids;
    for (const Prediction& each : library_.predictions) ids.push_back(each.id);
    return lesson_words(ids);
  }

  void take(LessonLibrary read) {
    for (Lesson& each : read.lessons) put(library_.lessons, std::move(each));
    for (QuestionSet& each : read.sets) put(library_.sets, std::move(each));
    for (Prediction& each : read.predictions) put(library_.predictions, std::move(each));
    keep(std::move(read.faults));
  }

  void take_file(const fs::path& file, const std::string& text) {
    const std::string name = file.filename().string();
    switch (kind_of_lesson_file(file, text)) {
      case LessonFile::kLesson: {
        LessonReading reading = read_lesson(text, name, words());
        if (reading.faults.empty()) put(library_.lessons, std::move(reading.lesson));
        return keep(std::move(reading.faults));
      }
      case LessonFile::kQuestions: {
        QuestionReading reading = read_questions(text, name, words());
        if (!reading.set.questions.empty()) put(library_.sets, std::move(reading.set));
        return keep(std::move(reading.faults));
      }
      case LessonFile::kPredictions: {
        PredictionReading reading = read_predictions(text, name, words());
        for (Prediction& each : reading.predictions) put(library_.predictions, std::move(each));
        return keep(std::move(reading.faults));
      }
    }
  }

  void keep(std::vector<Error> faults) {
    for (Error& fault : faults) library_.faults.push_back(std::move(fault));
  }

  // How many lessons come before this one by `after`, so that a course reads from the top; a circle ends.
  std::size_t depth_of(const Lesson& lesson) const {
    std::size_t depth = 0;
    for (const Lesson* at = library_.lesson(lesson.after); at && depth < library_.lessons.size(); ++depth)
      at = library_.lesson(at->after);
    return depth;
  }

  LearnLibrary library_;
};

void stamp_file(const fs::path& file, std::uint64_t& stamp) {
  std::error_code gone;
  const auto written = fs::last_write_time(file, gone).time_since_epoch().count();
  const auto bytes = fs::file_size(file, gone);
  stamp = fnv1a(file.string() + (gone ? "" : std::to_string(written) + " " + std::to_string(bytes)), stamp);
}

}  // namespace

std::uint64_t files_stamp(const LearnPlaces& places) {
  std::uint64_t stamp = fnv1a({});
  for (const fs::path& folder : with_language(places)) {
    for (const fs::path& directory : {folder, folder / "questions"}) {
      std::vector<fs::path> files;
      std::error_code none;
      for (fs::directory_iterator entry(directory, none), end; !none && entry != end; entry.increment(none)) {
        if (entry->path().extension() == ".md") files.push_back(entry->path());
      }
      std::sort(files.begin(), files.end());
      for (const fs::path& file : files) stamp_file(file, stamp);
    }
  }
  for (const fs::path& file : places.files) stamp_file(file, stamp);
  return stamp;
}

LearnLibrary read_lessons(const LearnPlaces& places) { return LearnReader().read(places); }

}  // namespace headroom::app
