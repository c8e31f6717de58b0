// What the window leaves out of sentences that it shares with the command line. The sentences are those of
// core/data, as a person meets them; what is to remain was written by hand.
#include "app/state/window_words.h"

#include <gtest/gtest.h>

namespace headroom::app {
namespace {

TEST(WindowWords, NotesEndBeforeTheOption) {
  EXPECT_EQ(without_options("the values are separated by blanks: --separator names another separator"),
            "the values are separated by blanks");
  EXPECT_EQ(without_options("values stand in single quotes: --quote '\"' takes them as letters"),
            "values stand in single quotes");
  EXPECT_EQ(without_options("no header: the first line looks like the rows below, so the columns are named "
                            "x1, x2, ...; --header yes takes it as names"),
            "no header: the first line looks like the rows below, so the columns are named x1, x2, ...");
  EXPECT_EQ(without_options("lines 1 to 3 before the table ('Report, 2020' ...) are left out: --skip-lines N "
                            "says where it begins"),
            "lines 1 to 3 before the table ('Report, 2020' ...) are left out");
  EXPECT_EQ(without_options("it counts the rows; --numeric 'id; a, b' learns from it all the same"),
            "it counts the rows");
}

TEST(WindowWords, ParenthesesGoAlone) {
  EXPECT_EQ(without_options("fewer than two rows for each class; is it a value (--task regress), or another "
                            "column the target?"),
            "fewer than two rows for each class; is it a value, or another column the target?");
  EXPECT_EQ(without_options("70 000 features, at most 65 536 can be used: leave columns out (--ignore)"),
            "70 000 features, at most 65 536 can be used: leave columns out");
  EXPECT_EQ(without_options("correct it; or it means a missing value (--missing 'x)'), the others too "
                            "(--numeric 'c')"),
            "correct it; or it means a missing value, the others too");
}

TEST(WindowWords, AClauseGoesAsAWhole) {
  EXPECT_EQ(without_options("one number in two spellings: write them alike, or keep them apart with --task "
                            "classify"),
            "one number in two spellings: write them alike");
  EXPECT_EQ(without_options("add at least one row of values; if this is a row, --header no reads it"),
            "add at least one row of values");
  EXPECT_EQ(without_options("correct it; or --date 'd' takes it as missing, --categorical 'd' reads "
                            "categories"),
            "correct it");
  EXPECT_EQ(
      without_options("column 'id': it counts the rows; --numeric 'id' learns from it, left out; column "
                      "'b': empty"),
      "column 'id': it counts the rows; column 'b': empty");
  EXPECT_EQ(
      without_options("the quote is never closed: add it, or the file was cut off; --quote '\"' takes ' "
                      "as a letter"),
      "the quote is never closed: add it, or the file was cut off");
}

TEST(WindowWords, SentencesKeepTheirEnd) {
  EXPECT_EQ(without_options("'12.500' may be 12.5 or 12500: read as 12.5; --decimal , reads it as 12500 "
                            "(file.csv:3:5)"),
            "'12.500' may be 12.5 or 12500: read as 12.5 (file.csv:3:5)");
  EXPECT_EQ(without_options("Is it known before 'y' is? --ignore a, b leaves it out."),
            "Is it known before 'y' is?");
  EXPECT_EQ(without_options("The file is sorted by 'y': --split shuffled."), "The file is sorted by 'y'.");
  EXPECT_EQ(without_options("It needs more rows, or another --seed."), "It needs more rows.");
}

TEST(WindowWords, DataStayAsTheyAre) {
  for (const char* const text : {"'--' is taken as missing", "column '--header no' holds text ('--numeric')",
                                 "1 -- 2", "a--b", "it's what it is: one -- two", "", "the class 'x' (--)"}) {
    EXPECT_EQ(without_options(text), text);
  }
}

}  // namespace
}  // namespace headroom::app
