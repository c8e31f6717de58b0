#include "app/state/learn_courses.h"

#include <algorithm>

#include "app/state/learn_figures.h"
#include "app/widgets/format.h"
#include "core/base/tr.h"

namespace headroom::app {

const std::vector<Course>& courses() {
  static const std::vector<Course> kCourses = {
      {.id = "infrastructure",
       .title = tr_later("Training infrastructure"),
       .about = tr_later("Why data travel to a device before anything is learned."),
       .preset = "infrastructure",
       .stages = {{tr_later("Load"), "columns"},
                  {tr_later("To device"), "columns"},
                  {tr_later("Scale"), "columns"},
                  {tr_later("Train"), "train"},
                  {tr_later("Evaluate"), "validation"}},
       .insight = tr_later("Parallel hardware trains sooner, once the data are on it."),
       .measured = tr_later("Measured here: copied once in {copy_time}, an epoch takes {epoch_time}.")},
      {.id = "scalability",
       .title = tr_later("Architecture & scalability"),
       .about = tr_later("What a larger network costs, and what it brings."),
       .preset = "scalability",
       .stages = {{tr_later("Input"), "columns"},
                  {tr_later("Scale"), "columns"},
                  {tr_later("Features"), "features"},
                  {tr_later("Choose"), tr_later("2 or 5")},
                  {tr_later("Train"), tr_later("weights")},
                  {tr_later("Predict"), "1×1"}},
       .insight = tr_later("Larger can be more accurate; it costs memory and time."),
       .measured = tr_later(
           "Measured here: {accuracy_gain} points for {epoch_time_ratio} the time and {memory_ratio} "
           "the memory.")},
      {.id = "planning",
       .title = tr_later("Planning practice"),
       .about = tr_later("Does it fit, before anybody pays for it?"),
       .preset = {},
       .stages = {},
       .insight = {},
       .measured = {}},
  };
  return kCourses;
}

std::string course_shape(const CourseStage& stage, const PresetEntry* preset) {
  const bool of_data = stage.shape == "columns" || stage.shape == "features" || stage.shape == "train" ||
                       stage.shape == "validation";
  if (!of_data) return std::string(tr(stage.shape));
  if (!preset) return "–";
  const std::int64_t rows = stage.shape == "train"        ? preset->train_rows
                            : stage.shape == "validation" ? preset->rows - preset->train_rows
                                                          : preset->rows;
  return compact_count(rows) + "×" +
         compact_count(stage.shape == "features" ? preset->features : preset->columns);
}

std::string course_measured(const Course& course, const UiState& state, const Snapshot& run) {
  if (course.measured.empty() || run.facts->config.id != course.preset) return {};
  return with_figures(tr(course.measured), state, run);
}

std::vector<const Lesson*> lessons_of(const LearnState& learn, std::string_view course) {
  std::vector<const Lesson*> lessons;
  if (!learn.library) return lessons;
  for (const Lesson& lesson : learn.library->lessons) {
    if (lesson.course == course) lessons.push_back(&lesson);
  }
  return lessons;
}

bool lesson_finished(const LearnState& learn, std::string_view id) {
  const auto kept = learn.progress.lessons.find(std::string(id));
  return kept != learn.progress.lessons.end() && kept->second.finished;
}

const Lesson* next_lesson(const LearnState& learn) {
  for (const Course& course : courses()) {
    for (const Lesson* const lesson : lessons_of(learn, course.id)) {
      if (!lesson_finished(learn, lesson->id)) return lesson;
    }
  }
  if (!learn.library) return nullptr;
  for (const Lesson& lesson : learn.library->lessons) {  // of a teacher's own course
    if (!lesson_finished(learn, lesson.id)) return &lesson;
  }
  return nullptr;
}

bool course_finished(const LearnState& learn, std::string_view course) {
  const std::vector<const Lesson*> lessons = lessons_of(learn, course);
  const LearnScore score = score_of(learn, questions_of(learn, course));
  return !lessons.empty() && score.answered == score.all &&
         std::all_of(lessons.begin(), lessons.end(),
                     [&](const Lesson* lesson) { return lesson_finished(learn, lesson->id); });
}

}  // namespace headroom::app
