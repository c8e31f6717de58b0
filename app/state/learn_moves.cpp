// What a person does in Learn, carried out.
#include <algorithm>
#include <utility>

#include "app/state/learn.h"
#include "app/state/learn_courses.h"
#include "app/state/learn_questions.h"
#include "app/state/learn_words.h"
#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// An example that is open already stays as it is: the lesson goes on with its run.
bool open_already(const ScriptLine& line, const Snapshot& run) {
  const auto* const wanted = get_if<step::Do>(&line.step);
  const auto* const preset = wanted ? get_if<action::OpenPreset>(&wanted->action) : nullptr;
  return preset && run.state != RunState::kEmpty && run.facts->config.id == preset->id;
}

bool opens(const ScriptLine& line) {
  const auto* const wanted = get_if<step::Do>(&line.step);
  return wanted && (holds_alternative<action::OpenPreset>(wanted->action) ||
                    holds_alternative<action::OpenPath>(wanted->action));
}

std::vector<ScriptLine> shown_lines(const Lesson& lesson, std::size_t step) {
  std::vector<ScriptLine> lines;
  if (step >= lesson.steps.size()) return lines;
  for (const Instruction& each : lesson.steps[step].show) lines.push_back(parse_shown(each.text, each.where));
  return lines;
}

LessonProgress& kept_of(LearnState& learn) { return learn.progress.lessons[learn.lesson->id]; }

}  // namespace

void Learn::open_lesson(const std::string& id, std::optional<std::size_t> step, const Snapshot& run,
                        UiState& state) {
  LearnState& learn = state.learn;
  const Lesson* const lesson = learn.library ? learn.library->lesson(id) : nullptr;
  if (!lesson) {
    std::vector<Lesson> none;
    throw Error(ErrorCode::kNotFound, tr("there is no lesson '{1}'; there are: {2}", id,
                                         join(learn.library ? learn.library->lessons : none, &Lesson::id)));
  }
  learn.lesson = std::shared_ptr<const Lesson>(learn.library, lesson);
  const auto kept = learn.progress.lessons.find(id);
  const bool goes_on = kept != learn.progress.lessons.end() && !kept->second.finished;
  std::size_t at = step.value_or(goes_on ? kept->second.step : 0);
  at = std::min(at, lesson->steps.size());
  learn.lesson_tab = state.tab == Tab::kLearn ? Tab::kCurves : state.tab;
  state.tab = learn.lesson_tab;
  state.home = false;
  enter(at, true, run, state);
}

// `resumed`: not from the step before, so what that one had opened may not be there.
void Learn::enter(std::size_t step, bool resumed, const Snapshot& run, UiState& state) {
  LearnState& learn = state.learn;
  const Lesson& lesson = *learn.lesson;
  learn.step = step;
  learn.hint = false;
  learn.step_failure.reset();
  kept_of(learn).step = step;
  learn.progress.last_lesson = lesson.id;
  await_step(learn);
  std::vector<ScriptLine> lines = shown_lines(lesson, step);
  if (resumed && std::none_of(lines.begin(), lines.end(), opens)) {
    for (std::size_t before = step; before-- > 0;) {
      std::vector<ScriptLine> earlier = shown_lines(lesson, before);
      const auto opening = std::find_if(earlier.begin(), earlier.end(), opens);
      const bool there = opening != earlier.end() && open_already(*opening, run);
      if (there) break;
      lines.insert(lines.begin(), earlier.begin(), earlier.end());
      if (opening != earlier.end()) break;
    }
  }
  std::erase_if(lines, [&](const ScriptLine& line) { return open_already(line, run); });
  showing_.reset();
  if (!lines.empty()) showing_.emplace(Script{std::move(lines)});
  learn.setting_up = showing_.has_value();
}

void Learn::go_on(const Snapshot& run, UiState& state) {
  LearnState& learn = state.learn;
  if (learn.lesson) {
    state.tab = learn.lesson_tab;
    state.home = false;
    return;
  }
  const std::string last = learn.progress.last_lesson;
  const Lesson* lesson = learn.library->lesson(last);
  if (!lesson || lesson_finished(learn, last)) lesson = next_lesson(learn);
  if (lesson) open_lesson(lesson->id, {}, run, state);
}

void Learn::next(const Snapshot& run, UiState& state) {
  LearnState& learn = state.learn;
  if (!state.shows_lesson() && learn.page == LearnPage::kQuestion) {
    if (!turn_question(1, learn)) learn.page = LearnPage::kCourses;
    return;
  }
  if (!learn.lesson) return;
  const LessonStep* const step = learn.shown_step();
  // Read is done, where nothing has to be done.
  if (!step || (step->done.empty() && step->predict.empty())) kept_of(learn).done.insert(learn.step);
  if (step) return enter(learn.step + 1, false, run, state);
  kept_of(learn).finished = true;
  kept_of(learn).step = 0;
  leave(learn);
  learn.page = LearnPage::kCourses;
  state.tab = Tab::kLearn;
  state.home = false;
}

void Learn::back(const Snapshot& run, UiState& state) {
  LearnState& learn = state.learn;
  if (!state.shows_lesson() && learn.page == LearnPage::kQuestion) {
    turn_question(-1, learn);
  } else if (learn.lesson && learn.step > 0) {
    enter(learn.step - 1, false, run, state);
  }
}

void Learn::measure(const Snapshot& run, UiState& state) {
  LearnState& learn = state.learn;
  const Prediction* const prediction = learn.shown_prediction(!state.shows_lesson());
  if (!prediction) throw Error(ErrorCode::kUsage, tr("nothing is to be guessed here"), "learn measure");
  if (!settings_.devices) {
    throw Error(ErrorCode::kUnsupported, tr("no device is there to measure on"), "learn measure");
  }
  LearnGuess& guess = learn.guesses[prediction->id];
  if (!guess.value) throw Error(ErrorCode::kUsage, tr("guess first, then measure"), "learn measure");
  guess.given = true;
  guess.failure.reset();
  FigureRequest request = guess.request;
  request.choices = prediction->choices;
  meter_.start(prediction->id, std::move(request), run, learn.measurement);
}

// Another setting is another question: it is guessed anew.
void Learn::measure_with(std::size_t variant, UiState& state) {
  LearnState& learn = state.learn;
  const Prediction* const prediction = learn.shown_prediction(!state.shows_lesson());
  if (!prediction) throw Error(ErrorCode::kUsage, tr("nothing is to be guessed here"), "learn again");
  const std::vector<FigureVariant> variants = figure_variants(prediction->id);
  if (variant >= variants.size()) {
    throw Error(ErrorCode::kNotFound,
                tr_n("this figure has {n} other setting", "this figure has {n} other settings",
                     static_cast<std::int64_t>(variants.size())),
                prediction->id);
  }
  LearnGuess& guess = learn.guesses[prediction->id];
  guess = {.value = guess.value, .request = variants[variant].request, .setting = variants[variant].title};
}

void Learn::run_question(const LearnState& learn) {
  const Question* const question = learn.shown_question();
  if (!question || question->run.text.empty())
    throw Error(ErrorCode::kUsage, tr("the question that is open has nothing to run here"), "learn run");
  if (!learn.answer)
    throw Error(ErrorCode::kUsage, tr("answer it first: what it shows is the answer"), "learn run");
  showing_.emplace(Script{{parse_shown(question->run.text, question->run.where)}});
}

void Learn::forget(LearnState& learn) {
  if (!learn.progress_fault.empty()) {
    throw Error(
        ErrorCode::kUsage,
        tr("what is kept on this machine was written by another version and is left as it is: move the "
           "file away first"),
        settings_.progress.string());
  }
  const std::uint64_t seed = learn.progress.seed + 1;  // other orders than last time
  learn.progress = {};
  learn.progress.seed = seed;
  learn.guesses.clear();
  learn.answer.reset();
  leave(learn);
}

void Learn::leave(LearnState& learn) {
  learn.lesson.reset();
  showing_.reset();
  done_.clear();
  learn.setting_up = false;
}

void Learn::open_prediction(std::string id, LearnState& learn) {
  const std::vector<Prediction>& all = learn.library->predictions;
  // The next open one behind the one that is shown, else the next.
  const auto shown =
      std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.id == learn.prediction; });
  const auto first = static_cast<std::size_t>(shown == all.end() ? 0 : shown - all.begin() + 1);
  for (std::size_t i = 0; id.empty() && i < all.size(); ++i) {
    const Prediction& each = all[(first + i) % all.size()];
    if (!learn.progress.predictions.count(each.id)) id = each.id;
  }
  if (id.empty() && !all.empty()) id = all[first % all.size()].id;
  if (!learn.library->prediction(id)) {
    throw Error(ErrorCode::kNotFound,
                tr("there is no prediction '{1}'; there are: {2}", id, join(all, &Prediction::id)));
  }
  learn.prediction = std::move(id);
}

void Learn::take_guess(const action::Learn& wanted, UiState& state) {
  LearnState& learn = state.learn;
  const Prediction* const asked = learn.shown_prediction(!state.shows_lesson());
  if (!asked) throw Error(ErrorCode::kUsage, tr("nothing is to be guessed here"), "learn guess");
  LearnGuess& guess = learn.guesses[asked->id];
  if (guess.given) return;
  const std::vector<std::string>& choices = asked->choices;
  if (wanted.what == LearnDo::kGuess) {
    const double most = choices.empty() ? asked->to : static_cast<double>(choices.size() - 1);
    guess.value = std::clamp(wanted.value, choices.empty() ? asked->from : 0.0, most);
    return;
  }
  const auto choice = std::find(choices.begin(), choices.end(), wanted.id);
  if (choice == choices.end()) {
    throw Error(ErrorCode::kUsage, tr("'{1}' cannot be chosen; choose one of {2}", wanted.id, join(choices)),
                asked->id);
  }
  guess.value = static_cast<double>(choice - choices.begin());
}

// The same question or guess once more.
void Learn::again(UiState& state) {
  LearnState& learn = state.learn;
  const Prediction* const asked = learn.shown_prediction(!state.shows_lesson());
  if (!asked) return ask_again(learn);
  meter_.cancel(learn.measurement);
  LearnGuess& guess = learn.guesses[asked->id];
  guess = {.request = guess.request, .setting = guess.setting};
}

void Learn::perform(const action::Learn& wanted, const Snapshot& run, UiState& state) {
  LearnState& learn = state.learn;
  const auto show_page = [&](LearnPage page) {
    learn.page = page;
    learn.hint = false;
    state.tab = Tab::kLearn;
    state.home = false;
    state.open_stage.reset();
  };
  if (!learn.library && wanted.what != LearnDo::kCourses)
    throw Error(ErrorCode::kUsage, tr("the lessons are still being read"), "learn");
  switch (wanted.what) {
    case LearnDo::kCourses: return show_page(LearnPage::kCourses);
    case LearnDo::kLesson: return open_lesson(wanted.id, wanted.place, run, state);
    case LearnDo::kGoOn: return go_on(run, state);
    case LearnDo::kNext: return next(run, state);
    case LearnDo::kBack: return back(run, state);
    case LearnDo::kHint: learn.hint = !learn.hint; return;
    case LearnDo::kLeave: return leave(learn);
    case LearnDo::kQuestion: ask_question(wanted.id, learn); return show_page(LearnPage::kQuestion);
    case LearnDo::kDifficulty: ask_difficulty(wanted.id, learn); return show_page(LearnPage::kQuestion);
    case LearnDo::kMissed: ask_missed(learn); return show_page(LearnPage::kQuestion);
    case LearnDo::kAnswer: return answer_question(wanted.place.value_or(0), learn);
    case LearnDo::kPrediction: open_prediction(wanted.id, learn); return show_page(LearnPage::kPrediction);
    case LearnDo::kAgain: return again(state);
    case LearnDo::kGuess:
    case LearnDo::kChoice: return take_guess(wanted, state);
    case LearnDo::kMeasure: return measure(run, state);
    case LearnDo::kSetting: return measure_with(wanted.place.value_or(0), state);
    case LearnDo::kCancel: {
      const std::string id = learn.measurement.id;
      meter_.cancel(learn.measurement);
      if (!id.empty()) learn.guesses[id].given = false;
      return;
    }
    case LearnDo::kForget: return forget(learn);
    case LearnDo::kFile:
      if (std::find(learn.files.begin(), learn.files.end(), wanted.id) == learn.files.end())
        learn.files.push_back(wanted.id);
      read(false, learn.files);
      return show_page(LearnPage::kCourses);
    case LearnDo::kRun: return run_question(learn);
    case LearnDo::kEnlarge: learn.large = !learn.large; return;
    case LearnDo::kShow:
      if (learn.lesson) enter(learn.step, true, run, state);
      return;
  }
}

}  // namespace headroom::app
