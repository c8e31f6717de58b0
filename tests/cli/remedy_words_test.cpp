// What the command line adds to the sentences of a table: options that it has, spelled as a shell takes them.
#include "app/cli/remedy_words.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/cli/cli_runner.h"

namespace headroom::cli {
namespace {

std::vector<TableRemedy> of_every_kind() {
  std::vector<TableRemedy> all = {TableRemedy::missing("oops"),
                                  TableRemedy::missing_in("a b", "-999"),
                                  TableRemedy::column("a", std::nullopt),
                                  TableRemedy::column("", ColumnWish::kIgnore),
                                  TableRemedy::decimal(','),
                                  TableRemedy::order(true),
                                  TableRemedy::as_task(Task::kRegression),
                                  TableRemedy::drop_rows(),
                                  TableRemedy::max_categories(),
                                  TableRemedy::separator(),
                                  TableRemedy::separator('\t'),
                                  TableRemedy::header(false),
                                  TableRemedy::quote('"'),
                                  TableRemedy::comment('#'),
                                  TableRemedy::skip_lines(),
                                  TableRemedy::encoding()};
  for (const auto& wish : kColumnWishNames) all.push_back(TableRemedy::column("a", wish.value));
  return all;
}

TEST(RemedyWords, NameOptionsThatTrainAndInspectHave) {
  const std::string train = test::invoke_done({"train", "--help"}).out;
  const std::string inspect = test::invoke_done({"inspect", "--help"}).out;
  const std::regex option("--[a-z][a-z-]*");
  for (const TableRemedy& remedy : of_every_kind()) {
    const std::string words = option_words(remedy);
    const std::sregex_iterator first(words.begin(), words.end(), option), none;
    EXPECT_NE(first, none) << words;
    for (auto named = first; named != none; ++named) {
      EXPECT_NE(train.find(named->str() + " "), std::string::npos) << words;
      EXPECT_NE(inspect.find(named->str() + " "), std::string::npos) << words;
    }
  }
}

TEST(RemedyWords, QuoteForAShell) {
  EXPECT_EQ(option_words(TableRemedy::missing("d'or")), "--missing 'd'\\''or' takes it as missing");
  EXPECT_EQ(option_words(TableRemedy::missing_in("a b", "-9")), "--missing-in 'a b=-9' takes it as missing");
  EXPECT_EQ(option_words(TableRemedy::separator('\t')), "--separator tab reads them so");
  EXPECT_EQ(option_words(TableRemedy::separator('\x01')), "--separator $'\\x01' reads them so");
  EXPECT_EQ(option_words(TableRemedy::separator('|')), "--separator '|' reads them so");
}

TEST(RemedyWords, StandBehindTheSentence) {
  EXPECT_EQ(told(TableNote("values stand in single quotes", {TableRemedy::quote('"')})),
            "values stand in single quotes; --quote '\"' takes all other quotes as letters");
  EXPECT_EQ(told(TableNote("read")), "read");
  const TableRefusal advised("bad", "correct it", "f:1:1", "a",
                             {TableRemedy::missing("x"), TableRemedy::column("a", ColumnWish::kIgnore)});
  EXPECT_EQ(told(static_cast<const Error&>(advised)),
            "bad: correct it; or --missing 'x' takes it as missing, --ignore 'a' leaves it out");
  const TableRefusal bare("bad", "", "f:1:1", "a", {TableRemedy::drop_rows()});
  EXPECT_EQ(told(static_cast<const Error&>(bare)), "bad: --drop-rows-without-target does");
  EXPECT_EQ(told(Error(ErrorCode::kIo, "gone")), "gone");
}

TEST(RemedyWords, AdviseAboutData) {
  const DataDoubt absent{.kind = DoubtKind::kClassWithoutRows, .advice = "Shuffle."};
  EXPECT_EQ(advice_of(absent, {.kind = SplitKind::kTail}), "Shuffle (--split shuffled).");
  EXPECT_EQ(advice_of(absent, {.kind = SplitKind::kShuffled}), "Shuffle (--seed N).");
  const DataDoubt leak{.kind = DoubtKind::kLeak, .advice = "Leave it out.", .column = "a, b"};
  EXPECT_EQ(advice_of(leak, {}), "Leave it out (--ignore 'a, b').");
}

}  // namespace
}  // namespace headroom::cli
