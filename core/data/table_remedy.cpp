#include "core/data/table_remedy.h"

#include <algorithm>

#include "core/data/csv/separator.h"
#include "core/data/schema.h"

namespace headroom {

namespace {

std::string column_title(const std::string& name, std::optional<ColumnWish> wish) {
  const std::string quoted = "'" + name + "'";
  if (!wish) return "Guess what " + quoted + " is";
  switch (*wish) {
    case ColumnWish::kIgnore: return "Leave " + quoted + " out";
    case ColumnWish::kNumeric: return "Read " + quoted + " as numbers";
    case ColumnWish::kCategorical: return "Read " + quoted + " as categories";
    case ColumnWish::kDate: return "Read " + quoted + " as dates";
  }
  return {};
}

}  // namespace

std::string remedy_title(const TableRemedy& remedy) {
  switch (remedy.kind) {
    case TableRemedy::Kind::kMissing:
      return "Take '" + remedy.word + "' as missing" +
             (remedy.name.empty() ? "" : " in '" + remedy.name + "'");
    case TableRemedy::Kind::kColumn: return column_title(remedy.name, remedy.wish);
    case TableRemedy::Kind::kDecimal:
      return remedy.mark == ',' ? "The comma is the decimal mark" : "The point is the decimal mark";
    case TableRemedy::Kind::kDayFirst:
      return remedy.day_first ? "The day comes before the month" : "The month comes before the day";
    case TableRemedy::Kind::kSeparator: return "Separate the values by " + separator_words(remedy.mark);
    case TableRemedy::Kind::kTask:
      return remedy.task == Task::kRegression ? "Predict values (regress)" : "Predict classes (classify)";
    case TableRemedy::Kind::kDropRows: return "Leave out rows without a target";
  }
  return {};
}

TabularOptions remedied(TabularOptions options, const TableRemedy& remedy) {
  switch (remedy.kind) {
    case TableRemedy::Kind::kMissing: {
      std::vector<std::string>& words =
          remedy.name.empty() ? options.missing : options.missing_in[remedy.name];
      if (std::find(words.begin(), words.end(), remedy.word) == words.end()) words.push_back(remedy.word);
      break;
    }
    case TableRemedy::Kind::kColumn:
      if (remedy.wish) {
        options.wishes[remedy.name] = *remedy.wish;
      } else {
        options.wishes.erase(remedy.name);
      }
      break;
    case TableRemedy::Kind::kDecimal: options.decimal = remedy.mark; break;
    case TableRemedy::Kind::kDayFirst: options.day_first = remedy.day_first; break;
    case TableRemedy::Kind::kSeparator: break;  // of the reading
    case TableRemedy::Kind::kTask: options.task = remedy.task; break;
    case TableRemedy::Kind::kDropRows: options.drop_rows_without_target = true; break;
  }
  return options;
}

std::optional<CsvOptions> reading_remedied(const CsvOptions& reading, const TableRemedy& remedy) {
  if (remedy.kind != TableRemedy::Kind::kSeparator) return std::nullopt;
  CsvOptions other = reading;
  other.separator = remedy.mark;
  return other;
}

TableRefusal::TableRefusal(const std::string& problem, const std::string& advice, std::string where,
                           std::string column, std::vector<TableRemedy> remedies)
    : Error(ErrorCode::kBadInput, problem + ": " + advice, std::move(where)),
      problem_(problem),
      column_(std::move(column)),
      remedies_(std::move(remedies)) {}

}  // namespace headroom
