#include "core/data/writing/missing_words.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

// pandas 3.0's STR_NA_VALUES (pandas._libs.parsers), all of it.
TEST(MissingWords, OfPandas) {
  for (const char* word : {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND",
                           "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"}) {
    EXPECT_TRUE(is_missing_word(word)) << word;
  }
}

// ECMA-376 part 1, 18.17.3: the error values of a spreadsheet.
TEST(MissingWords, OfSpreadsheets) {
  for (const char* word :
       {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}) {
    EXPECT_TRUE(is_missing_word(word)) << word;
  }
}

// petbox-dev/tafra#15, TerriaJS/terriajs#1250, NVIDIA/cudf#6678, and what SAS, MySQL, Eurostat and people
// write.
TEST(MissingWords, OfOthers) {
  for (const char* word :
       {"None",  "-",   "<NA>",   ".",       "\\N", ":",   "..",   "?",      "--",     "n.a.", "K.A.",
        "k. A.", "nil", "(null)", "missing", "n/d", "#NV", " NA ", "\u00A0", "\u2014", "NaT"}) {
    EXPECT_TRUE(is_missing_word(word)) << word;
  }
}

TEST(MissingWords, NotOthers) {
  for (const char* word : {"0", "-1", "1", "NAN1", "North", "no", "nope", "n", "N/A?", "-5", "a.", "nullable",
                           "x", "!", "none at all, really", "999"}) {
    EXPECT_FALSE(is_missing_word(word)) << word;
  }
}

}  // namespace
}  // namespace headroom
