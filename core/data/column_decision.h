// What deciding a column needs at every turn: the column, what the person says about it, the schema so far,
// and the doubts. For column_guess.cpp and number_column.cpp.
//
// Thread rule: one object, one thread; different columns in different threads.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/data/column_guess.h"

namespace headroom {

// Below this many rows a column of distinct values may be a tiny example; above, it names the rows.
inline constexpr std::int64_t kRowsToTellNames = 20;

class ColumnDecision {
 protected:
  ColumnDecision(const CsvColumn& column, const GuessContext& context, ColumnSchema schema)
      : column_(column), context_(context), schema_(std::move(schema)) {}

  const TabularOptions& options() const { return *context_.options; }
  // The person's words for a missing value in this column.
  std::vector<std::string> said_words() const {
    std::vector<std::string> words = options().missing;
    const auto here = options().missing_in.find(column_.name);
    if (here != options().missing_in.end())
      words.insert(words.end(), here->second.begin(), here->second.end());
    return words;
  }
  bool said_missing(const std::string& text) const {
    const std::vector<std::string> words = said_words();
    return std::find(words.begin(), words.end(), text) != words.end();
  }
  bool asked_numeric() const { return context_.wish == ColumnWish::kNumeric; }
  std::string where(const TextPosition& place) const { return where_in(*context_.path, place); }
  std::string place_of(std::size_t level) const {
    return level < column_.places.size() ? where(column_.places[level]) : *context_.path;
  }
  std::string name() const { return "column '" + column_.name + "'"; }

  void doubt(std::string text, std::string where, std::vector<TableRemedy> otherwise) {
    schema_.doubts.push_back({std::move(text), std::move(where), std::move(otherwise)});
  }
  TableRemedy wished(std::optional<ColumnWish> wish) const { return TableRemedy::column(column_.name, wish); }

  const CsvColumn& column_;
  const GuessContext& context_;
  ColumnSchema schema_;
};

}  // namespace headroom
