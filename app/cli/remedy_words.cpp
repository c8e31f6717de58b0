#include "app/cli/remedy_words.h"

#include <string_view>

namespace headroom::cli {
namespace {

// As a shell takes it for one word.
std::string one_word(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string one_mark(char mark) {
  if (mark == '\t') return "tab";
  if (mark == ' ') return "blanks";
  if (mark == 0) return "none";
  if (mark < ' ') return mark == 0x1F ? "$'\\x1f'" : "$'\\x01'";
  return one_word({&mark, 1});
}

std::string column_words(const TableRemedy& remedy) {
  if (remedy.name.empty()) return "--ignore COLUMN leaves one out";
  const std::string name = one_word(remedy.name);
  if (!remedy.wish) return "without --numeric, --categorical and --date of it, it is guessed";
  switch (*remedy.wish) {
    case ColumnWish::kIgnore: return "--ignore " + name + " leaves it out";
    case ColumnWish::kNumeric: return "--numeric " + name + " reads its numbers, all else is missing";
    case ColumnWish::kCategorical: return "--categorical " + name + " takes it as categories";
    case ColumnWish::kDate: return "--date " + name + " reads its dates, all else is missing";
  }
  return {};
}

// Of how the file is read.
std::string reading_words(const TableRemedy& remedy) {
  using enum TableRemedy::Kind;
  switch (remedy.kind) {
    case kSeparator:
      return remedy.mark == 0 ? "--separator names another"
                              : "--separator " + one_mark(remedy.mark) + " reads them so";
    case kHeader:
      return remedy.yes ? "--header yes takes it as names" : "--header no reads the first row as data";
    case kQuote: return "--quote " + one_mark(remedy.mark) + " takes all other quotes as letters";
    case kComment:
      return "--comment " + one_mark(remedy.mark) + " leaves out lines that begin with " + remedy.mark;
    case kSkipLines: return "--skip-lines N says where it begins";
    case kEncoding: return "--encoding names another";
    default: return {};
  }
}

std::string with_first(const std::string& text, const std::vector<TableRemedy>& otherwise) {
  return otherwise.empty() ? text : text + "; " + option_words(otherwise.front());
}

}  // namespace

std::string option_words(const TableRemedy& remedy) {
  using enum TableRemedy::Kind;
  switch (remedy.kind) {
    case kMissing:
      return (remedy.name.empty() ? "--missing " + one_word(remedy.word)
                                  : "--missing-in " + one_word(remedy.name + "=" + remedy.word)) +
             " takes it as missing";
    case kColumn: return column_words(remedy);
    case kDecimal:
      return "--decimal " + std::string(1, remedy.mark) + " takes the " +
             (remedy.mark == ',' ? "comma" : "point") + " as the decimal mark";
    case kDayFirst:
      return std::string("--day-first ") + (remedy.yes ? "yes reads the day" : "no reads the month") +
             " first";
    case kTask: return remedy.task == Task::kRegression ? "--task regress" : "--task classify";
    case kDropRows: return "--drop-rows-without-target does";
    case kMaxCategories: return "--max-categories changes that";
    default: return reading_words(remedy);
  }
}

std::string told(const TableNote& note) { return with_first(note.text, note.otherwise); }

std::string told(const Doubt& doubt) { return with_first(doubt.text, doubt.otherwise); }

std::string told(const Error& error) {
  std::string text = error.message();
  const auto* const refusal = dynamic_cast<const TableRefusal*>(&error);
  if (refusal == nullptr) return text;
  const bool advised = text != refusal->problem();
  for (const TableRemedy& remedy : refusal->remedies()) {
    const bool first = &remedy == &refusal->remedies().front();
    text += (!first ? ", " : advised ? "; or " : ": ") + option_words(remedy);
  }
  return text;
}

std::string advice_of(const DataDoubt& doubt, const SplitSettings& split) {
  std::string option;
  switch (doubt.kind) {
    case DoubtKind::kClassWithoutRows:
      option = split.kind == SplitKind::kTail ? "--split shuffled" : "--seed N";
      break;
    case DoubtKind::kUnbalanced: option = "--class-weight balanced"; break;
    case DoubtKind::kLeak:
    case DoubtKind::kManyCategories: option = "--ignore " + one_word(doubt.column); break;
  }
  std::string advice = doubt.advice;
  if (advice.ends_with('.')) advice.pop_back();
  return advice + " (" + option + ").";
}

std::vector<std::string> told(const std::vector<TableNote>& notes) {
  std::vector<std::string> texts;
  for (const TableNote& note : notes) texts.push_back(told(note));
  return texts;
}

}  // namespace headroom::cli
