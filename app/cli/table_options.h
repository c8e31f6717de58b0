// How a table is read and what its columns are taken for: the options that `train` and `inspect` share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "core/data/csv/csv.h"
#include "core/data/schema.h"

namespace headroom::cli {

struct TableOptions {
  using Text = std::optional<std::string>;
  std::vector<std::string> ignore, categorical, numeric, date, missing, missing_in;
  Text header, encoding, separator, quote, comment, skip_lines;
  Text target, task, decimal, day_first, max_categories, schema;
  bool drop_rows_without_target = false;

  std::string first_given() const;  // its name; empty: none was given
};

void register_options(Subcommand& app, TableOptions& options);

// Throw Error{kUsage} that names the option. tabular_of() reads the file of --schema.
CsvOptions reading_of(const TableOptions& options);
TabularOptions tabular_of(const TableOptions& options);

}  // namespace headroom::cli
