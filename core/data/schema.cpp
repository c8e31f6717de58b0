#include "core/data/schema.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/apply_schema.h"
#include "core/data/column_cells.h"
#include "core/data/column_guess.h"
#include "core/data/csv/separator.h"
#include "core/data/csv/values.h"
#include "core/data/tabular_target.h"

namespace headroom {

namespace {

using Column = std::shared_ptr<const CsvColumn>;

std::string list_columns(const CsvTable& table) {
  constexpr std::size_t kShown = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, table.columns.size()); ++i) {
    text += (i == 0 ? "'" : ", '") + table.columns[i].name + "'";
  }
  return table.columns.size() > kShown ? text + ", ..." : text;
}

std::size_t find_column(const CsvTable& table, const std::string& name, const std::string& what) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].name == name) return c;
  }
  throw Error(ErrorCode::kNotFound,
              "there is no column '" + name + "': choose " + what + " among " + list_columns(table),
              table.path);
}

// The table's own columns, shared without a copy: the table outlives them.
std::vector<Column> borrowed_columns(const CsvTable& table) {
  std::vector<Column> columns;
  for (const CsvColumn& column : table.columns) columns.emplace_back(Column(), &column);
  return columns;
}

// A column of numbers that never had another spelling: of an array file, or made up.
CsvColumn spell_numbers(const CsvColumn& column) {
  CsvColumn texts;
  texts.name = column.name;
  texts.place = column.place;
  texts.numeric = false;
  texts.missing = column.missing;
  std::map<std::string, std::int32_t> codes;
  for (const double value : column.numbers) {
    if (std::isnan(value)) {
      texts.codes.push_back(-1);
      continue;
    }
    const auto [found, is_new] =
        codes.emplace(number_text(value), static_cast<std::int32_t>(texts.levels.size()));
    if (is_new) {
      texts.levels.push_back(found->first);
      texts.counts.push_back(0);
    }
    ++texts.counts[static_cast<std::size_t>(found->second)];
    texts.codes.push_back(found->second);
  }
  return texts;
}

// The decimal mark that columns with numbers of their own prove for the file.
char proven_decimal(const CsvTable& table) {
  std::int64_t points = 0, commas = 0;
  if (table.separator == ',') return 0;
  for (const CsvColumn& column : table.columns) {
    if (!column.numeric || !column.mark_is_sure) continue;
    (column.mark == ',' ? commas : points) += 1;
  }
  return points > commas ? '.' : commas > points ? ',' : '\0';
}

// A separator that no one looked for: the cause, before its symptoms (no column to learn from, all texts).
void refuse_one_column(const CsvTable& table) {
  const char other = table.frame.other_separator;
  if (table.columns.size() != 1 || other == '\0') return;
  throw TableRefusal("every row is one value, which leaves nothing to learn from; " + separator_words(other) +
                         " would cut the rows into " + format_count(table.frame.other_fields) + " values",
                     "", where_in(table.path, {table.frame.skip_lines + 1, 1}), "",
                     {TableRemedy::separator(other)});
}

class Decider {
 public:
  Decider(const CsvTable& table, const TabularOptions& options, Progress& progress)
      : options_(options), progress_(progress) {
    if (table.columns.empty() || table.rows == 0) {
      throw Error(ErrorCode::kBadInput, "the table is empty: it needs columns and rows", table.path);
    }
    refuse_one_column(table);
    typed_.table = &table;
    typed_.columns = borrowed_columns(table);
    typed_.schema.separator = table.frame.separator;
    typed_.schema.quote = table.frame.quote;
    typed_.schema.comment = table.frame.comment;
    typed_.schema.skip_lines = table.frame.skip_lines;
    typed_.schema.header = table.frame.header;
    typed_.schema.encoding = table.frame.encoding;
    typed_.schema.notes = table.notes;
    target_ =
        options.target.empty() ? table.columns.size() - 1 : find_column(table, options.target, "the target");
    typed_.schema.target = table.columns[target_].name;
    for (const auto& [name, words] : options.missing_in) find_column(table, name, "one");
    for (const auto& [name, wish] : options.wishes) {
      const std::size_t c = find_column(table, name, "one");
      if (c == target_ && wish == ColumnWish::kIgnore) {
        throw Error(ErrorCode::kBadInput,
                    "the target '" + name + "' cannot be left out: choose another target", table.path);
      }
    }
  }

  TypedTable decide() {
    file_decimal_ = proven_decimal(*typed_.table);
    guess_all();
    decide_target(typed_, target_, options_, progress_);
    return std::move(typed_);
  }

 private:
  void guess_all() {
    const std::size_t count = typed_.columns.size();
    std::vector<std::optional<ColumnSchema>> guesses(count);
    // Of several columns that cannot be read, the first is told.
    std::vector<std::exception_ptr> failures(count);
    // A small table is decided in the time that a thread takes to start.
    constexpr std::int64_t kFewCells = 32768;
    const std::int64_t rows = std::max<std::int64_t>(typed_.table->rows, 1);
    const int threads = static_cast<std::int64_t>(count) < kFewCells / rows ? 1 : choose_threads(0);
    const auto guess = [&](const std::vector<std::size_t>& columns) {
      for_each_index(threads, columns.size(), [&](std::size_t i) {
        progress_.check();
        const std::size_t c = columns[i];
        try {
          guesses[c] = guess_column(*typed_.columns[c], context_of(c));
        } catch (const Error&) {
          failures[c] = std::current_exception();
        }
      });
      for (const std::exception_ptr& failure : failures) {
        if (failure) std::rethrow_exception(failure);
      }
    };
    std::vector<std::size_t> all(count);
    for (std::size_t c = 0; c < count; ++c) all[c] = c;
    guess(all);
    std::vector<std::size_t> open;
    for (std::size_t c = 0; c < count; ++c) {
      if (!guesses[c]) open.push_back(c);
    }
    if (!open.empty()) {
      std::vector<CsvColumn> texts;
      if (typed_.table->origin) {
        texts = read_as_texts(*typed_.table, open, progress_);
      } else {
        for (const std::size_t c : open) texts.push_back(spell_numbers(*typed_.columns[c]));
      }
      for (std::size_t i = 0; i < open.size(); ++i) {
        typed_.columns[open[i]] = std::make_shared<const CsvColumn>(std::move(texts[i]));
      }
      guess(open);
    }
    for (std::optional<ColumnSchema>& each : guesses) {
      if (!each) throw Error(ErrorCode::kInternal, "a column's texts were read and asked for again");
      typed_.schema.columns.push_back(*std::move(each));
    }
  }

  GuessContext context_of(std::size_t c) const {
    GuessContext context{.path = &typed_.table->path,
                         .table = typed_.table,
                         .options = &options_,
                         .rows = typed_.table->rows,
                         .separator = typed_.table->separator,
                         .file_decimal = file_decimal_,
                         .wish = std::nullopt,
                         .is_target = c == target_};
    const auto wish = options_.wishes.find(typed_.columns[c]->name);
    if (wish != options_.wishes.end()) context.wish = wish->second;
    return context;
  }

  const TabularOptions& options_;
  Progress& progress_;
  TypedTable typed_;
  std::size_t target_ = 0;
  char file_decimal_ = 0;
};

// What a saved run or a file of the person's says, instead of a guess.
TypedTable with_given_schema(const CsvTable& table, const TabularOptions& options, Progress& progress) {
  AppliedSchema applied = apply_schema(*options.schema, table, progress);
  TypedTable typed = std::move(applied.typed);
  if (!applied.has_target) find_column(table, typed.schema.target, "the target");
  const auto at =
      static_cast<std::size_t>(typed.schema.find(typed.schema.target) - typed.schema.columns.data());
  const CsvColumn& target = *typed.columns[at];
  const ColumnCells cells(target, typed.schema.columns[at]);
  if (!cells.unknown().empty()) {
    const std::size_t level = cells.unknown().front();
    throw Error(ErrorCode::kBadInput,
                "the target '" + target.name + "' holds '" + target.levels[level] +
                    "', which the schema does not know: correct the file, or decide the schema anew",
                level < target.places.size() ? where_in(table.path, target.places[level]) : table.path);
  }
  TabularOptions given = options;
  given.task = typed.schema.task;
  given.drop_rows_without_target = options.drop_rows_without_target || typed.schema.dropped_rows > 0;
  const std::vector<std::string> classes = typed.schema.classes;
  decide_target(typed, at, given, progress);
  typed.schema.classes = classes;
  return typed;
}

}  // namespace

const ColumnSchema* Schema::find(std::string_view name) const {
  for (const ColumnSchema& column : columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

CsvOptions reading_of(const Schema& schema) {
  CsvOptions reading;
  if (schema.separator != '\0') {
    reading.separator = schema.separator;
    reading.quote = schema.quote;
    reading.comment = schema.comment;
    reading.skip_lines = schema.skip_lines;
  }
  reading.header = header_choice(schema.header);
  reading.encoding = schema.encoding;
  reading.spelled = schema.target;
  for (const ColumnSchema& column : schema.columns) {
    const bool texts = column.type == ColumnType::kDate || !column.levels.empty() || column.others;
    if (texts) reading.texts.push_back(column.name);
  }
  return reading;
}

CsvColumn column_as_texts(const TypedTable& typed, std::size_t column, Progress& progress) {
  if (!typed.table->origin) return spell_numbers(*typed.columns[column]);
  return std::move(read_as_texts(*typed.table, {column}, progress).front());
}

TypedTable decide_schema(const CsvTable& table, const TabularOptions& options, Progress& progress) {
  if (options.schema) return with_given_schema(table, options, progress);
  return Decider(table, options, progress).decide();
}

}  // namespace headroom
