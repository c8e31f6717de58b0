// Helpers that all subcommands print with: aligned tables, numbers with units, one JSON document.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/json_fwd.h"

namespace headroom::cli {

// A table with aligned columns: words left, numbers right.
//
//   Table table({"name", ">bytes"});     // '>' : right-aligned
//   table.add({"weights", "781 KiB"});
//   table.print(out);
class Table {
 public:
  explicit Table(std::vector<std::string> header);
  void add(std::vector<std::string> row);
  void print(std::ostream& out) const;

 private:
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;  // the header first
};

// Characters as a terminal counts them (UTF-8 code points).
std::size_t display_width(const std::string& text);
// Cut to `width` characters, the last one "…" when something is missing.
std::string shorten(const std::string& text, std::size_t width);

std::string fixed(double value, int decimals);                   // "0.1234"; "-" for NaN and infinities
std::string percent(double fraction);                            // "88.1 %"
std::string seconds_text(double seconds);                        // "3.42 ms", "12.3 s", "4 min 05 s"
std::string shape_text(const std::vector<std::int64_t>& shape);  // "10 000 x 230"

// A number for a document: null where JSON has none (NaN, infinities).
Json number(double value);
Json numbers(const std::vector<double>& values);
// One document and a newline. Text that is not UTF-8 is repaired rather than refused.
void print_json(const Json& document, std::ostream& out);

}  // namespace headroom::cli
