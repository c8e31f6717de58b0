#include "app/state/learn_reading.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "app/state/learn_words.h"
#include "core/base/error.h"
#include "core/io/file.h"

namespace headroom::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPredictionsFile = "predictions.md";
constexpr Bytes kLargestLesson = 4 * kMiB;  // a lesson has a few thousand bytes

enum class LessonFile { kLesson, kQuestions, kPredictions };

struct Found {
  LessonFile kind = LessonFile::kLesson;
  fs::path path;
};

std::vector<fs::path> markdown_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (fs::directory_iterator entry(folder, none), end; !none && entry != end; entry.increment(none)) {
    if (entry->path().extension() == ".md") files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// By what stands in it: a file that is opened by name may lie anywhere.
LessonFile kind_of(const std::string& text) {
  const auto holds = [&](std::string_view block) { return text.find(block) != std::string::npos; };
  if (holds("\n```question")) return LessonFile::kQuestions;
  if (holds("\n```prediction")) return LessonFile::kPredictions;
  return LessonFile::kLesson;
}

std::vector<Found> files_of(const LearnPlaces& places) {
  std::vector<Found> found;
  for (const fs::path& folder : places.folders) {
    for (fs::path& file : markdown_in(folder)) {
      const bool predictions = file.filename() == kPredictionsFile;
      found.push_back({predictions ? LessonFile::kPredictions : LessonFile::kLesson, std::move(file)});
    }
    for (fs::path& file : markdown_in(folder / "questions"))
      found.push_back({LessonFile::kQuestions, std::move(file)});
  }
  for (const fs::path& file : places.files) found.push_back({LessonFile::kLesson, file});
  return found;
}

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

// How many lessons come before this one by `after`; a circle ends where it began.
std::size_t lesson_depth(const std::vector<Lesson>& lessons, const Lesson& lesson) {
  std::size_t depth = 0;
  const Lesson* at = &lesson;
  while (!at->after.empty() && depth < lessons.size()) {
    const auto before = std::find_if(lessons.begin(), lessons.end(),
                                     [&](const Lesson& each) { return each.id == at->after; });
    if (before == lessons.end()) break;
    at = &*before;
    ++depth;
  }
  return depth;
}

class LessonReader {
 public:
  LearnLibrary read(const LearnPlaces& places) {
    std::vector<std::pair<Found, std::string>> texts;
    for (Found& found : files_of(places)) {
      const bool by_name =
          found.kind == LessonFile::kLesson &&
          std::find(places.files.begin(), places.files.end(), found.path) != places.files.end();
      try {
        std::string text = read_file(found.path, kLargestLesson);
        if (by_name) found.kind = kind_of(text);
        texts.emplace_back(std::move(found), std::move(text));
      } catch (const Error& error) {
        library_.faults.push_back(error);
      }
    }
    // Steps name predictions, so these come first.
    for (const LessonFile kind : {LessonFile::kPredictions, LessonFile::kLesson, LessonFile::kQuestions}) {
      for (const auto& [found, text] : texts) {
        if (found.kind == kind) take(found, text);
      }
    }
    order();
    return std::move(library_);
  }

 private:
  void take(const Found& found, const std::string& text) {
    const std::string name = found.path.filename().string();
    std::vector<std::string> ids;
    for (const Prediction& each : library_.predictions) ids.push_back(each.id);
    const LessonWords words = lesson_words(ids);
    switch (found.kind) {
      case LessonFile::kLesson: {
        LessonReading reading = read_lesson(text, name, words);
        if (reading.faults.empty()) put(library_.lessons, std::move(reading.lesson));
        keep(std::move(reading.faults));
        break;
      }
      case LessonFile::kQuestions: {
        QuestionReading reading = read_questions(text, name, words);
        if (!reading.set.questions.empty()) put(library_.sets, std::move(reading.set));
        keep(std::move(reading.faults));
        break;
      }
      case LessonFile::kPredictions: {
        PredictionReading reading = read_predictions(text, name, words);
        for (Prediction& each : reading.predictions) put(library_.predictions, std::move(each));
        keep(std::move(reading.faults));
        break;
      }
    }
  }

  void keep(std::vector<Error> faults) {
    for (Error& fault : faults) library_.faults.push_back(std::move(fault));
  }

  // Each lesson after the one that it builds on, so that a course reads from the top.
  void order() {
    std::vector<Lesson>& lessons = library_.lessons;
    keep(lesson_order_faults(lessons));
    std::vector<std::pair<std::size_t, Lesson>> placed;
    for (const Lesson& lesson : lessons) placed.emplace_back(lesson_depth(lessons, lesson), lesson);
    std::stable_sort(placed.begin(), placed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < placed.size(); ++i) lessons[i] = std::move(placed[i].second);
  }

  LearnLibrary library_;
};

}  // namespace

std::uint64_t files_stamp(const LearnPlaces& places) {
  std::uint64_t stamp = fnv1a({});
  for (const Found& found : files_of(places)) {
    std::error_code gone;
    const auto written = fs::last_write_time(found.path, gone).time_since_epoch().count();
    const auto bytes = fs::file_size(found.path, gone);
    const std::string all =
        found.path.string() + " " + (gone ? "" : std::to_string(written) + " " + std::to_string(bytes));
    stamp = fnv1a(all, stamp);
  }
  return stamp;
}

LearnLibrary read_lessons(const LearnPlaces& places) { return LessonReader().read(places); }

}  // namespace headroom::app
