// What settles a doubt or a refusal about a table, as data: a command line names the option, a window offers
// the button.
//
//   TabularOptions options;
//   options = remedied(std::move(options), TableRemedy::missing("oops"));
//   remedy_title(TableRemedy::missing("oops"));   // "Take 'oops' as missing"
//
// A refusal that knows its remedies is a TableRefusal: an Error like any other, of one line, for who does not
// ask for more.
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

// One change of what the person decides.
struct TableRemedy {
  enum class Kind { kMissing, kColumn, kDecimal, kDayFirst, kTask, kDropRows, kSeparator };
  Kind kind = Kind::kColumn;
  std::string word = {};                // kMissing: it stands for a missing value
  std::string name = {};                // kColumn; kMissing: only there, empty: everywhere
  std::optional<ColumnWish> wish = {};  // kColumn; empty: it is guessed again
  char mark = 0;                        // kDecimal, kSeparator
  bool day_first = false;               // kDayFirst
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
  static TableRemedy order(bool day_first) { return {.kind = Kind::kDayFirst, .day_first = day_first}; }
  static TableRemedy separator(char mark) { return {.kind = Kind::kSeparator, .mark = mark}; }
  static TableRemedy as_task(Task task) { return {.kind = Kind::kTask, .task = task}; }
  static TableRemedy drop_rows() { return {.kind = Kind::kDropRows}; }
};

// For a button: "Read 'b' as categories".
std::string remedy_title(const TableRemedy& remedy);
TabularOptions remedied(TabularOptions options, const TableRemedy& remedy);
// What must be read again, so; nothing where the table stays as it is.
std::optional<CsvOptions> reading_remedied(const CsvOptions& reading, const TableRemedy& remedy);

class TableRefusal : public Error {
 public:
  // The message is "problem: advice"; the advice names options, which the remedies stand for. `column`: the
  // one it is about. The last remedy lets everything else be looked at.
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
