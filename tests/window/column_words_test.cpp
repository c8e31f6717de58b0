// Why a column is what it is, said in German: every sentence that core writes about these tables is known.
#include "app/views/column_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/data/csv/csv.h"
#include "core/data/schema.h"
#include "core/io/languages.h"
#include "tests/support/in_language.h"

namespace headroom::app {
namespace {

std::vector<std::string> sentences_about(const std::string& text) {
  Progress progress;
  const CsvTable table = read_csv_text(text, "table.csv", {}, progress);
  const TypedTable typed = decide_schema(table, {}, progress);
  std::vector<std::string> said;
  for (const ColumnSchema& column : typed.schema.columns) {
    if (!column.reason.empty()) said.push_back(column.reason);
    for (const Doubt& doubt : column.doubts) said.push_back(doubt.text);
  }
  for (const TableNote& note : table.notes) said.push_back(note.text);
  return said;
}

// So many rows, '#' in them is the row's number.
std::string table_of(const std::string& head, const std::string& row, int count) {
  std::string text = head + "\n";
  for (int i = 1; i <= count; ++i) {
    for (const char c : row) text += c == '#' ? std::to_string(i) : std::string(1, c);
    text += i % 2 == 0 ? "yes\n" : "no\n";
  }
  return text;
}

TEST(ColumnWords, KnowsEverySentence) {
  const test::InLanguage german(read_language("de"));
  const std::string texts[] = {
      table_of("id,same,name,day,price,answer", "#,1,name #,2024-01-0#,€ #.5,", 9),
      table_of("id,same,name,day,price,answer", "#,red,name #,2024-01-0#,\"1,00#\",", 30),
      table_of("city,height,none,answer", "town,1.#,,", 40),
      table_of("# made by hand\nday;price;answer", "0#.02.2024;1.#00,5;", 9),
      table_of("a,a,b,answer", "#,#,0#,", 9),
      table_of("day,answer", "0#/02/24,", 9),
      table_of("'a','answer'", "'#','x',", 9),
      table_of(",a,answer", "#,#.5,", 30),
      table_of("a report\n\na,b,answer", "#.5,-999,", 30) + "1.5,3,yes\n1.5,4,no\n",
  };
  std::size_t known = 0;
  for (const std::string& text : texts) {
    SCOPED_TRACE(text);
    for (const std::string& said : sentences_about(text)) {
      EXPECT_NE(column_words(said), said);
      ++known;
    }
  }
  EXPECT_GT(known, 30U);
}

TEST(ColumnWords, PutsIntoPlaceWhatStoodThere) {
  EXPECT_EQ(column_words("text with 3 distinct values"), "text with 3 distinct values");
  const test::InLanguage german(read_language("de"));
  EXPECT_EQ(column_words("text with 3 distinct values"), "Text mit 3 verschiedenen Werten");
  EXPECT_EQ(column_words(
                "text with 30 distinct values: the 9 most frequent (80 of 90 cells) and the others together"),
            "Text mit 30 verschiedenen Werten: die 9 häufigsten (80 von 90 Zellen) und die übrigen zusammen");
  EXPECT_EQ(column_words("its values are numbers, written 1.234,5 (decimal comma, thousands mark '.')"),
            "ihre Werte sind Zahlen, geschrieben 1.234,5 (Dezimalkomma, Tausenderzeichen '.')");
  EXPECT_EQ(column_words("of its own: {1}"), "of its own: {1}");
  EXPECT_EQ(column_words(""), "");
}

}  // namespace
}  // namespace headroom::app
