#include "app/state/learn_words.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "app/state/learn_figures.h"
#include "app/state/learn_targets.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/nearest.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

bool allowed_learn(const action::Learn& learn) {
  return learn.what == LearnDo::kQuestion || learn.what == LearnDo::kCourses ||
         learn.what == LearnDo::kDifficulty;
}

bool allowed_action(const Action& wanted) {
  if (const auto* const learn = get_if<action::Learn>(&wanted)) return allowed_learn(*learn);
  if (const auto* const run = get_if<action::Run>(&wanted))
    return !std::holds_alternative<command::SaveRun>(run->command);
  return !holds_alternative<action::Quit>(wanted) && !holds_alternative<action::Close>(wanted) &&
         !holds_alternative<action::AnswerClose>(wanted) &&
         !holds_alternative<action::ExportCurves>(wanted) && !holds_alternative<action::Export>(wanted) &&
         !holds_alternative<action::SavePlan>(wanted) && !holds_alternative<action::RemoveRecent>(wanted) &&
         !holds_alternative<action::Paste>(wanted) && !holds_alternative<action::Autoplay>(wanted) &&
         !holds_alternative<action::Report>(wanted);
}

// Waits and expectations are no actions; what only a window can do is not a lesson's.
struct AllowedStep {
  bool operator()(const step::Do& wanted) const { return allowed_action(wanted.action); }
  bool operator()(const step::ChangeCurves&) const { return true; }
  bool operator()(const step::ChangeLook&) const { return true; }
  bool operator()(const step::ChangeData&) const { return true; }
  bool operator()(const step::ChangePlan&) const { return true; }
  bool operator()(const step::StepOnce&) const { return true; }
  template <typename Other>
  bool operator()(const Other&) const {
    return false;
  }
};

// A block of several lines would hide one behind another.
ScriptLine only_line(std::string_view text, const std::string& where) {
  try {
    Script script = parse_script(text, "line");
    if (script.lines.size() == 1) {
      script.lines.front().where = where;
      return std::move(script.lines.front());
    }
  } catch (const Error& error) {
    throw Error(ErrorCode::kBadInput, error.message(), where);
  }
  throw Error(ErrorCode::kBadInput, tr("one line with one action belongs here"), where);
}

}  // namespace

ScriptLine parse_shown(std::string_view line, const std::string& where) {
  ScriptLine parsed = only_line(line, where);
  bool allowed = false;
  visit([&](const auto& wanted) { allowed = AllowedStep()(wanted); }, parsed.step);
  if (allowed) return parsed;
  throw Error(
      ErrorCode::kBadInput,
      tr("'{1}' has no place in a lesson: a step may show, open, set, play and pause, and open a question",
         line.substr(0, line.find(' '))),
      where);
}

ScriptLine parse_done(std::string_view test, const std::string& where) {
  ScriptLine parsed = only_line("expect " + std::string(test), where);
  const auto* const fact = get_if<step::ExpectFact>(&parsed.step);
  // The two that only the window's frame knows.
  const bool unseen = fact && (fact->test.fact->name == "focus" || fact->test.fact->name == "exhibits");
  if (!unseen) return parsed;
  throw Error(ErrorCode::kBadInput, tr("'{1}' cannot end a step", fact->test.fact->name), where);
}

LessonWords lesson_words(const std::vector<std::string>& predictions) {
  LessonWords words;
  words.show = [](std::string_view line) { parse_shown(line, {}); };
  words.done = [](std::string_view test) { parse_done(test, {}); };
  words.figure = [](std::string_view name) { check_figure(name); };
  words.target = [](std::string_view name) { check_target(name); };
  words.prediction = [predictions](std::string_view id) {
    if (std::find(predictions.begin(), predictions.end(), id) != predictions.end()) return;
    throw Error(ErrorCode::kBadInput, tr("there is no prediction '{1}'", id) +
                                          known_text(id, {predictions.begin(), predictions.end()}));
  };
  return words;
}

}  // namespace headroom::app
