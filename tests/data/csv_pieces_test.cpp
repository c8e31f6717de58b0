// The table does not depend on where the file is cut into pieces, nor on the number of threads: the cuts go
// through quotes, CRLF, characters of several bytes and numbers.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/base/error.h"
#include "core/base/job.h"
#include "tests/data/mutated_csv.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

constexpr std::size_t kWhole = std::size_t{1} << 20;

std::string bits(const std::vector<double>& numbers) {
  std::string bytes(numbers.size() * sizeof(double), '\0');
  if (!numbers.empty()) std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

std::string place(const TextPosition& at) {
  return std::to_string(at.line) + "," + std::to_string(at.column);
}

// Everything that a table or an error says, as one text.
std::string outcome(const std::string& path, std::size_t piece_bytes, int threads) {
  Progress progress;
  std::string all;
  try {
    const CsvTable table = read_csv(path, {.threads = threads, .piece_bytes = piece_bytes}, progress);
    all += std::to_string(table.rows) + " rows" + table.separator;
    for (const CsvColumn& c : table.columns) {
      all += "\n" + c.name + " " + std::to_string(c.numeric) + " " + bits(c.numbers) + " missing " +
             std::to_string(c.missing) + " " + place(c.first_missing) + " mark " + c.mark +
             std::to_string(c.mark_is_sure) + " zero " + c.leading_zero + place(c.leading_zero_at) + " odd";
      for (const CsvOdd& odd : c.odd) all += " " + std::to_string(odd.row) + ":" + std::to_string(odd.code);
      for (const std::int32_t code : c.codes) all += " " + std::to_string(code);
      for (std::size_t i = 0; i < c.levels.size(); ++i) {
        all += " [" + c.levels[i] + " " + std::to_string(c.counts[i]) + " " + place(c.places[i]) + "]";
      }
    }
  } catch (const Error& error) {
    all = error.where() + ": " + error.message();
  }
  return all;
}

void expect_same_in_pieces(const std::string& text) {
  const TempCsv file(text);
  const std::string whole = outcome(file.path(), kWhole, 1);
  for (const int threads : {1, 2}) {
    for (const std::size_t piece : {1, 2, 3, 5, 8, 13, 40}) {
      ASSERT_EQ(outcome(file.path(), piece, threads), whole)
          << piece << " bytes, " << threads << " threads:\n"
          << text;
    }
  }
}

TEST(CsvPieces, EverythingInOneFile) { expect_same_in_pieces(std::string(kValid)); }

TEST(CsvPieces, LineEndsAndBlankLines) {
  expect_same_in_pieces("a,b\r\n1,2\r\n\r\n3,4\r\n  \r\n5,6");
  expect_same_in_pieces("\n\na,b\n\n\n1,2\n\n\n\n\n3,4\n\n");
  expect_same_in_pieces(
      "\xEF\xBB\xBF"
      "a,b\n1,2\n3,4\n");
}

TEST(CsvPieces, FramesOfAllKinds) {
  std::string quoted = "'a','b c'\n";
  std::string blanks = "  x   name  y\n";
  std::string latin = "a,b\n";
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i);
    quoted += "'" + n + "','it''s, " + n + "'\n";
    blanks += "  " + n + "   \"two  words\" \t " + n + ".5  \n";
    latin += n + ",caf\xE9 " + n + "\n";
  }
  expect_same_in_pieces(quoted);
  expect_same_in_pieces(blanks);
  expect_same_in_pieces(latin);
  expect_same_in_pieces("Title\n\n# no comment\na,b\n1,2\n3,4\n,\n \n,\r\n");
  expect_same_in_pieces("a,b\n1,2\n3,4\nTotal\n\n");  // refused alike
  EXPECT_EQ(read_text(quoted).columns[1].levels[3], "it's, 3");
}

TEST(CsvPieces, QuotedFieldsLongerThanPieces) {
  std::string text = "t,n\n";
  for (int i = 0; i < 20; ++i) {
    text += "\"line one, of many\n" + std::to_string(i) + ",\"\"7\"\"\n1,2\n\"\n3,4\n";
  }
  // The second quote closes the first: what follows it is refused, wherever the file is cut.
  expect_same_in_pieces(text);
  text = "t,n\n";
  for (int i = 0; i < 20; ++i)
    text += "\"first\n1,2\n3,\"\"4\"\"\n\r\n" + std::string(90, 'x') + "\n\"," + std::to_string(i) + "\n";
  expect_same_in_pieces(text);
}

TEST(CsvPieces, ColumnsThatTurnOutToBeTexts) {
  std::string text = "number,late,sparse,early\n";
  for (int i = 0; i < 100; ++i) {
    const std::string n = std::to_string(i);
    text += n + "," + (i == 70 ? "oops" : "0" + n) + "," + (i % 40 == 39 ? "note" : "") + ",c" +
            std::to_string(i % 3) + "\n";
  }
  expect_same_in_pieces(text);
  const CsvTable table = read_text(text);
  EXPECT_EQ(table.columns[1].levels[69], "069") << "numbers before the text keep their spelling";
  EXPECT_EQ(table.columns[1].places[70].line, 72);
  EXPECT_EQ(table.columns[2].missing, 98);
  EXPECT_EQ(table.columns[3].levels.size(), 3U);
}

// What the first rows look like is not what the others are.
TEST(CsvPieces, ColumnsThatChangeTheirMind) {
  std::string text = "texts later,texts at first,words,both,y\n";
  for (int i = 0; i < 9000; ++i) {
    text += (i < 3000 ? std::to_string(i) : "t" + std::to_string(i % 5)) + "," +
            (i < 3000 ? "t" + std::to_string(i % 5) : std::to_string(i)) + "," +
            (i % 3 == 0   ? "NA"
             : i % 3 == 1 ? ""
                          : "0" + std::to_string(i)) +
            "," + (i % 2 == 0 ? "x" : std::to_string(i % 9)) + "," + std::to_string(i % 3) + "\n";
  }
  const TempCsv file(text);
  const std::string whole = outcome(file.path(), kWhole, 1);
  for (const std::size_t piece : {1000, 4096, 20'000}) {
    for (const int threads : {1, 2}) ASSERT_EQ(outcome(file.path(), piece, threads), whole) << piece;
  }
}

TEST(CsvPieces, DecimalStylesOfFarRows) {
  std::string text = "a;b\n";
  for (int i = 0; i < 50; ++i) text += std::to_string(i) + ";" + std::to_string(i) + ",5\n";
  expect_same_in_pieces(text);
  expect_same_in_pieces(text + "1;2\n1,5;2\n1.5;3\n7;7.25\n");
}

TEST(CsvPieces, UnterminatedQuoteInTheMiddle) {
  std::string text = "a,b\n";
  for (int i = 0; i < 50; ++i) text += i == 25 ? "1,\"two\n" : "1,2\n";
  expect_same_in_pieces(text);
}

TEST(CsvPieces, DamagedFiles) {
  Rng rng(7);
  for (int i = 0; i < 400; ++i) ASSERT_NO_FATAL_FAILURE(expect_same_in_pieces(mutate(rng)));
}

TEST(CsvPieces, HeaderLongerThanTheFirstRead) {
  const std::string name = "long\n" + std::string(3'000'000, 'x');
  const CsvTable table = read_text("a,\"" + name + "\"\n1,2\n");
  EXPECT_EQ(table.columns.at(1).name, name);
  EXPECT_EQ(table.columns.at(1).numbers, std::vector<double>{2});
}

TEST(CsvPieces, ManyPiecesOfADefaultSize) {
  std::string text = "i,x\n";
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + ",0.5\n";
  const TempCsv file(text);
  for (const int threads : {1, 2, 5}) {
    Progress progress;
    const CsvTable table = read_csv(file.path(), {.threads = threads}, progress);
    ASSERT_EQ(table.rows, 200'000);
    for (int i = 0; i < 200'000; ++i) ASSERT_EQ(table.columns[0].numbers[static_cast<std::size_t>(i)], i);
  }
}

TEST(CsvPieces, CancelStopsInsideTheFile) {
  std::string text = "x\n";
  for (int i = 0; i < 4'000'000; ++i) text += "12.5\n";
  const TempCsv file(text);
  // Tiny pieces, so that there is much left to do when the first has been reported.
  Job<CsvTable> job([path = file.path()](Progress& progress) {
    return read_csv(path, {.threads = 2, .piece_bytes = 64}, progress);
  });
  while (job.fraction() == 0.0 && !job.done()) std::this_thread::yield();
  job.cancel();
  while (!job.done()) std::this_thread::yield();
  try {
    job.take();
    FAIL() << "read on to the end";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
}

}  // namespace
}  // namespace headroom
