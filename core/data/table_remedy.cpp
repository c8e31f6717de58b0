#include "core/data/table_remedy.h"

#include <algorithm>

#include "core/base/tr.h"
#include "core/data/csv/separator.h"
#include "core/data/schema.h"

namespace headroom {

namespace {

std::string column_title(const std::string& name, std::optional<ColumnWish> wish) {
  const std::string quoted = "'" + name + "'";
  if (!wish) return tr("Guess what {1} is", quoted);
  switch (*wish) {
    case ColumnWish::kIgnore: return tr("Leave {1} out", quoted);
    case ColumnWish::kNumeric: return tr("Read {1} as numbers", quoted);
    case ColumnWish::kCategorical: return tr("Read {1} as categories", quoted);
    case ColumnWish::kDate: return tr("Read {1} as dates", quoted);
  }
  return {};
}

// Of how the file is read.
std::string reading_title(const TableRemedy& remedy) {
  const std::string mark(1, remedy.mark);
  switch (remedy.kind) {
    case TableRemedy::Kind::kSeparator:
      return remedy.mark == 0 ? "" : tr("Separate the values by {1}", separator_words(remedy.mark));
    case TableRemedy::Kind::kHeader:
      return remedy.yes ? tr("The first row names the columns") : tr("The first row is data");
    case TableRemedy::Kind::kQuote: return tr("Values stand in {1} only", mark);
    case TableRemedy::Kind::kComment: return tr("Leave out lines that begin with {1}", mark);
    default: return {};
  }
}

}  // namespace

std::string remedy_title(const TableRemedy& remedy) {
  switch (remedy.kind) {
    case TableRemedy::Kind::kMissing:
      return remedy.name.empty() ? tr("Take '{1}' as missing", remedy.word)
                                 : tr("Take '{1}' as missing in '{2}'", remedy.word, remedy.name);
    case TableRemedy::Kind::kColumn: return remedy.name.empty() ? "" : column_title(remedy.name, remedy.wish);
    case TableRemedy::Kind::kDecimal:
      return remedy.mark == ',' ? tr("The comma is the decimal mark") : tr("The point is the decimal mark");
    case TableRemedy::Kind::kDayFirst:
      return remedy.yes ? tr("The day comes before the month") : tr("The month comes before the day");
    case TableRemedy::Kind::kTask:
      return remedy.task == Task::kRegression ? tr("Predict values (regress)")
                                              : tr("Predict classes (classify)");
    case TableRemedy::Kind::kDropRows: return tr("Leave out rows without a target");
    default: return reading_title(remedy);
  }
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
    case TableRemedy::Kind::kDayFirst: options.day_first = remedy.yes; break;
    case TableRemedy::Kind::kTask: options.task = remedy.task; break;
    case TableRemedy::Kind::kDropRows: options.drop_rows_without_target = true; break;
    default: break;  // open, or of the reading
  }
  return options;
}

std::optional<CsvOptions> reading_remedied(const CsvOptions& reading, const TableRemedy& remedy) {
  if (remedy_title(remedy).empty()) return std::nullopt;
  CsvOptions other = reading;
  switch (remedy.kind) {
    case TableRemedy::Kind::kSeparator: other.separator = remedy.mark; return other;
    case TableRemedy::Kind::kHeader: other.header = header_choice(remedy.yes); return other;
    case TableRemedy::Kind::kQuote: other.quote = remedy.mark; return other;
    case TableRemedy::Kind::kComment: other.comment = remedy.mark; return other;
    default: return std::nullopt;
  }
}

TableRefusal::TableRefusal(const std::string& problem, const std::string& advice, std::string where,
                           std::string column, std::vector<TableRemedy> remedies)
    : Error(ErrorCode::kBadInput, problem + (advice.empty() ? "" : ": " + advice), std::move(where)),
      problem_(problem),
      column_(std::move(column)),
      remedies_(std::move(remedies)) {}

}  // namespace headroom
