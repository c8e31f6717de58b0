#include "app/state/learn_questions.h"

#include <algorithm>
#include <utility>

#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/io/file.h"

namespace headroom::app {
namespace {

// Another order of the options each time it is asked, the same on every machine.
void place_options(LearnState& learn) {
  learn.answer.reset();
  learn.hint = false;
  const Question* const question = learn.shown_question();
  if (!question) return;
  const auto kept = learn.progress.questions.find(question->id);
  const std::uint64_t times =
      kept == learn.progress.questions.end() ? 0 : static_cast<std::uint64_t>(kept->second.answers);
  const std::vector<std::size_t> order =
      shuffled_order(kOptions, fnv1a(question->id, learn.progress.seed) + times);
  std::copy_n(order.begin(), kOptions, learn.order.begin());
}

void start_queue(std::vector<std::string> ids, std::string title, std::size_t place, LearnState& learn) {
  learn.queue = std::move(ids);
  learn.queue_title = std::move(title);
  learn.place = place;
  learn.page = LearnPage::kQuestion;
  place_options(learn);
}

std::vector<std::string> shuffled(const std::vector<std::string>& ids, const LearnState& learn) {
  std::vector<std::string> all;
  for (const std::size_t place : shuffled_order(ids.size(), learn.progress.seed)) all.push_back(ids[place]);
  return all;
}

std::vector<std::string> ids_of(const std::vector<const Question*>& questions) {
  std::vector<std::string> ids;
  for (const Question* const question : questions) ids.push_back(question->id);
  return ids;
}

void ask_all(const std::vector<std::string>& ids, const std::string& title, LearnState& learn) {
  if (ids.empty()) throw Error(ErrorCode::kNotFound, tr("there are no such questions"), title);
  start_queue(shuffled(ids, learn), title, 0, learn);
}

const QuestionSet* set_with(const LearnState& learn, std::string_view id) {
  if (learn.own) {
    for (const Question& each : learn.own->questions) {
      if (each.id == id) return learn.own.get();
    }
  }
  return learn.library ? learn.library->set_of(id) : nullptr;
}

}  // namespace

void ask_question(const std::string& id, LearnState& learn) {
  const QuestionSet* const set = set_with(learn, id);
  if (!set) {
    std::vector<std::string> known = ids_of(questions_of(learn, {}));
    throw Error(ErrorCode::kNotFound, tr("there is no question '{1}'; there are: {2}", id, join(known)));
  }
  std::vector<std::string> ids;
  std::size_t place = 0;
  for (const Question& each : set->questions) {
    if (each.id == id) place = ids.size();
    ids.push_back(each.id);
  }
  start_queue(std::move(ids), set->title, place, learn);
}

void ask_difficulty(const std::string& name, LearnState& learn) {
  if (const auto* const row = kDifficultyNames.find(name)) {
    return ask_all(ids_of(questions_of(learn, {}, row->value)), tr("Questions, {1}", tr(row->name)), learn);
  }
  const auto questions = questions_of(learn, name);
  if (questions.empty()) {
    throw Error(ErrorCode::kNotFound, tr("there are no questions of '{1}': name {2} or a course", name,
                                         kDifficultyNames.list(", ")));
  }
  const QuestionSet* const set = set_with(learn, questions.front()->id);
  ask_all(ids_of(questions), set ? set->title : name, learn);
}

void ask_missed(LearnState& learn) {
  const std::vector<std::string> missed = missed_questions(learn);
  if (missed.empty()) throw Error(ErrorCode::kUsage, tr("no question was missed"), "learn missed");
  ask_all(missed, tr("Missed before"), learn);
}

bool turn_question(int by, LearnState& learn) {
  if ((by < 0 && learn.place == 0) || (by > 0 && learn.place + 1 >= learn.queue.size())) return false;
  learn.place = by < 0 ? learn.place - 1 : learn.place + 1;
  place_options(learn);
  return true;
}

void answer_question(std::size_t letter, LearnState& learn) {
  const Question* const question = learn.shown_question();
  if (!question) throw Error(ErrorCode::kUsage, tr("no question is open"), "learn answer");
  if (learn.answer || letter >= kOptions) return;
  learn.answer = learn.order[letter];
  QuestionProgress& kept = learn.progress.questions[question->id];
  const bool right = *learn.answer == question->right;
  if (kept.answers == 0) kept.first_right = right;
  kept.right = right;
  ++kept.answers;
}

void ask_again(LearnState& learn) { place_options(learn); }

}  // namespace headroom::app
