#include "app/cli/table_options.h"

#include <cstdint>
#include <memory>

#include "app/cli/values.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/names.h"
#include "core/data/csv/encoding.h"
#include "core/io/schema_json.h"

namespace headroom::cli {

namespace {

constexpr auto kTasks = names<std::optional<Task>>(
    {{std::nullopt, "auto"}, {Task::kClassification, "classify"}, {Task::kRegression, "regress"}});

constexpr auto kHeaders = names<HeaderChoice>(
    {{HeaderChoice::kAuto, "auto"}, {HeaderChoice::kYes, "yes"}, {HeaderChoice::kNo, "no"}});

constexpr auto kOrders = names<std::optional<bool>>({{std::nullopt, "auto"}, {true, "yes"}, {false, "no"}});

// One character, or the name of one that is hard to type.
char parse_mark(const std::string& text, const char* option) {
  if (text == "tab" || text == "\\t") return '\t';
  if (text == "blanks") return ' ';
  if (text == "none") return '\0';
  if (text.size() == 1 && (text[0] > 0x1F || text[0] == 0x01 || text[0] == 0x1F)) return text[0];
  throw Error(ErrorCode::kUsage, "\"" + text + "\" is no single ASCII character, nor tab, blanks or none",
              option);
}

void wish(const std::vector<std::string>& columns, ColumnWish what, TabularOptions& options) {
  for (const std::string& column : columns) {
    const auto [said, is_new] = options.wishes.emplace(column, what);
    if (!is_new && said->second != what) {
      throw Error(ErrorCode::kUsage,
                  "column '" + column + "' is asked to be " +
                      std::string(kColumnWishNames.name(said->second)) + " too: choose one",
                  "--" + std::string(kColumnWishNames.name(what)));
    }
  }
}

}  // namespace

std::string TableOptions::first_given() const {
  const std::pair<const char*, bool> all[] = {{"--header", header.has_value()},
                                              {"--encoding", encoding.has_value()},
                                              {"--separator", separator.has_value()},
                                              {"--quote", quote.has_value()},
                                              {"--comment", comment.has_value()},
                                              {"--skip-lines", skip_lines.has_value()},
                                              {"--target", target.has_value()},
                                              {"--task", task.has_value()},
                                              {"--ignore", !ignore.empty()},
                                              {"--categorical", !categorical.empty()},
                                              {"--numeric", !numeric.empty()},
                                              {"--date", !date.empty()},
                                              {"--missing", !missing.empty()},
                                              {"--missing-in", !missing_in.empty()},
                                              {"--decimal", decimal.has_value()},
                                              {"--day-first", day_first.has_value()},
                                              {"--max-categories", max_categories.has_value()},
                                              {"--drop-rows-without-target", drop_rows_without_target},
                                              {"--schema", schema.has_value()}};
  for (const auto& [name, given] : all) {
    if (given) return name;
  }
  return "";
}

void register_options(Subcommand& app, TableOptions& o) {
  app.add_option("--target", o.target, "the column to predict; left out: the last one", "COLUMN");
  app.add_option("--task", o.task, kTasks.list(", ", " or "), "KIND");
  app.add_list("--ignore", o.ignore, "leave these columns out", "COLUMN");
  app.add_list("--categorical", o.categorical, "these columns hold categories, whatever they look like",
               "COLUMN");
  app.add_list("--numeric", o.numeric, "these columns hold numbers; what is none becomes missing", "COLUMN");
  app.add_list("--date", o.date, "these columns hold dates; what is none becomes missing", "COLUMN");
  app.add_list("--missing", o.missing, "further words that stand for a missing value", "WORD");
  app.add_list("--missing-in", o.missing_in, "the same in one column only: temperature=-999", "COLUMN=WORD");
  app.add_option("--decimal", o.decimal, "the decimal mark, . or , (left out: as the file shows)", "CHAR");
  app.add_option("--day-first", o.day_first,
                 "in dates of numbers: yes, no (the month is first) or auto (as the column shows)", "KIND");
  app.add_option("--max-categories", o.max_categories,
                 "of a column: so many features, the rarer categories together (64)", "N");
  app.add_flag("--drop-rows-without-target", o.drop_rows_without_target,
               "leave out rows in which the target is missing");
  app.add_option("--header", o.header,
                 "whether the first row names the columns: yes, no (they are x1, x2, ...) or auto", "KIND");
  app.add_option("--encoding", o.encoding,
                 "of the file: utf-8, utf-16, windows-1252, latin-1, ...; left out: told from the bytes",
                 "NAME");
  app.add_option("--separator", o.separator,
                 "between values: a character, tab or blanks; left out: told from the lines", "CHAR");
  app.add_option("--quote", o.quote, "around values: \" or ', or none; left out: told from the lines",
                 "CHAR");
  app.add_option("--comment", o.comment,
                 "lines that begin with it are left out; left out: # and % before the header", "CHAR");
  app.add_option("--skip-lines", o.skip_lines,
                 "lines before the header, or before the first row; left out: told from the lines", "N");
  app.add_option("--schema", o.schema,
                 "take the columns for what this file says, as inspect --save writes it", "FILE");
}

CsvOptions reading_of(const TableOptions& o) {
  CsvOptions reading;
  reading.header = kHeaders.parse(o.header.value_or("auto"), "choice", "--header");
  if (o.encoding) {
    if (!is_encoding(*o.encoding))
      throw Error(
          ErrorCode::kUsage,
          "\"" + *o.encoding + "\" is no encoding that is known here: utf-8, utf-16, windows-1252, latin-1",
          "--encoding");
    reading.encoding = *o.encoding;
  }
  if (o.separator) reading.separator = parse_mark(*o.separator, "--separator");
  if (o.quote) reading.quote = parse_mark(*o.quote, "--quote");
  if (o.comment) reading.comment = parse_mark(*o.comment, "--comment");
  if (o.skip_lines)
    reading.skip_lines = parse_integer(*o.skip_lines, "--skip-lines", 0, std::int64_t{1} << 40);
  if (reading.separator == '\0')
    throw Error(ErrorCode::kUsage, "something must separate the values", "--separator");
  reading.spelled = o.target;
  reading.texts = o.categorical;
  reading.texts.insert(reading.texts.end(), o.date.begin(), o.date.end());
  return reading;
}

TabularOptions tabular_of(const TableOptions& o) {
  TabularOptions options;
  if (o.schema) {
    const Json document = read_json_file(*o.schema);
    options.schema = std::make_shared<const Schema>(schema_from_json(JsonObject(document, *o.schema)));
    TableOptions others = o;
    others.schema.reset();
    for (TableOptions::Text* const frame : {&others.header, &others.encoding, &others.separator,
                                            &others.quote, &others.comment, &others.skip_lines}) {
      frame->reset();
    }
    others.drop_rows_without_target = false;
    if (const std::string name = others.first_given(); !name.empty())
      throw Error(ErrorCode::kUsage, "the file of --schema decides that: change it there", name);
    options.task_reason = "as in " + *o.schema;
  }
  options.target = o.target.value_or("");
  options.task = kTasks.parse(o.task.value_or("auto"), "task", "--task");
  wish(o.ignore, ColumnWish::kIgnore, options);
  wish(o.categorical, ColumnWish::kCategorical, options);
  wish(o.numeric, ColumnWish::kNumeric, options);
  wish(o.date, ColumnWish::kDate, options);
  options.missing = o.missing;
  for (const std::string& said : o.missing_in) {
    const std::size_t sign = said.rfind('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == said.size())
      throw Error(ErrorCode::kUsage, "\"" + said + "\" names no column and a word, as in temperature=-999",
                  "--missing-in");
    options.missing_in[said.substr(0, sign)].push_back(said.substr(sign + 1));
  }
  if (o.decimal) {
    if (*o.decimal != "." && *o.decimal != ",") {
      throw Error(ErrorCode::kUsage, "\"" + *o.decimal + "\" is neither . nor ,", "--decimal");
    }
    options.decimal = o.decimal->front();
  }
  options.day_first = kOrders.parse(o.day_first.value_or("auto"), "choice", "--day-first");
  if (o.max_categories) {
    options.max_categories = parse_integer(*o.max_categories, "--max-categories", 2, 65536);
  }
  options.drop_rows_without_target = o.drop_rows_without_target;
  return options;
}

}  // namespace headroom::cli
