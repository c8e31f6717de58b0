// What settles a doubt or a refusal about a table, as data: sentences of core name no option and no button, a
// command line adds its option (app/cli/remedy_words.h), a window its button.
//
//   TabularOptions options;
//   options = remedied(std::move(options), TableRemedy::missing("oops"));
//   remedy_title(TableRemedy::missing("oops"));   // "Take 'oops' as missing"
//
// A refusal that knows its remedies is a TableRefusal: an Error like any other, of one line, for who does not
// ask for more. A note that knows them is a TableNote.
//
// Thread rule: plain values and functions.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/names.h"
#include "core/data/dataset.h"

namespace headroom {

struct CsvOptions;
struct TabularOptions;

// What a person says about a column, in place of the guess.
enum class ColumnWish { kIgnore, kNumeric, kCategorical, kDate };
inline constexpr auto kColumnWishNames = names<ColumnWish>({{ColumnWish::kIgnore, "ignore"},
                                                            {ColumnWish::kNumeric, "numeric"},
                                                            {ColumnWish::kCategorical, "categorical"},
                                                            {ColumnWish::kDate, "date"}});

// One change of what the person decides. Open is one that leaves something to be said: which column, which
// separator; it has no button, but a control of the window does it.
struct TableRemedy {
  enum class Kind {
    kMissing,
    kColumn,
    kDecimal,
    kDayFirst,
    kTask,
    kDropRows,
    kMaxCategories,  // open
    // How the file is read.
    kSeparator,
    kHeader,
    kQuote,
    kComment,
    kSkipLines,  // open
    kEncoding,   // open
  };
  Kind kind = Kind::kColumn;
  std::string word = {};                // kMissing: it stands for a missing value
  std::string name = {};                // kColumn; empty: open. kMissing: only there; empty: everywhere
  std::optional<ColumnWish> wish = {};  // kColumn; empty: it is guessed again
  char mark = 0;                        // kDecimal, kQuote, kComment; kSeparator, 0: open
  bool yes = false;                     // kDayFirst; kHeader: the first row names the columns
  std::optional<Task> task = {};        // kTask
  bool operator==(const TableRemedy&) const = default;

  static TableRemedy missing(std::string word) { return {.kind = Kind::kMissing, .word = std::move(word)}; }
  static TableRemedy missing_in(std::string column, std::string word) {
    return {.kind = Kind::kMissing, .word = std::move(word), .name = std::move(column)};
  }
  static TableRemedy column(std::string name, std::optional<ColumnWish> wish) {
    return {.kind = Kind::kColumn, .name = std::move(name), .wish = wish};
  }
  static TableRemedy decimal(char mark) { return {.kind = Kind::kDecimal, .mark = mark}; }
  static TableRemedy order(bool day_first) { return {.kind = Kind::kDayFirst, .yes = day_first}; }
  static TableRemedy separator(char mark = 0) { return {.kind = Kind::kSeparator, .mark = mark}; }
  static TableRemedy header(bool names) { return {.kind = Kind::kHeader, .yes = names}; }
  static TableRemedy quote(char mark) { return {.kind = Kind::kQuote, .mark = mark}; }
  static TableRemedy comment(char mark) { return {.kind = Kind::kComment, .mark = mark}; }
  static TableRemedy skip_lines() { return {.kind = Kind::kSkipLines}; }
  static TableRemedy encoding() { return {.kind = Kind::kEncoding}; }
  static TableRemedy max_categories() { return {.kind = Kind::kMaxCategories}; }
  static TableRemedy as_task(Task task) { return {.kind = Kind::kTask, .task = task}; }
  static TableRemedy drop_rows() { return {.kind = Kind::kDropRows}; }
};

// Something that was decided, in a sentence, and what would have it otherwise. Remedies are not kept with a
// run.
struct TableNote {
  TableNote(std::string sentence, std::vector<TableRemedy> ways = {})
      : text(std::move(sentence)), otherwise(std::move(ways)) {}
  std::string text;
  std::vector<TableRemedy> otherwise;
};

// For a button: "Read 'b' as categories"; empty for one that is open.
std::string remedy_title(const TableRemedy& remedy);
TabularOptions remedied(TabularOptions options, const TableRemedy& remedy);
// What must be read again, so; nothing where the table stays as it is.
std::optional<CsvOptions> reading_remedied(const CsvOptions& reading, const TableRemedy& remedy);

class TableRefusal : public Error {
 public:
  // The message is "problem: advice"; the advice is what can be done beside the remedies, and may be empty.
  // `column`: the one it is about. The last remedy lets everything else be looked at.
  TableRefusal(const std::string& problem, const std::string& advice, std::string where, std::string column,
               std::vector<TableRemedy> remedies);

  const std::string& problem() const { return problem_; }
  const std::string& column() const { return column_; }
  const std::vector<TableRemedy>& remedies() const { return remedies_; }

 private:
  std::string problem_, column_;
  std::vector<TableRemedy> remedies_;
};

}  // namespace headroom
