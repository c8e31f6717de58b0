// Files that are packed or in another encoding, and texts without a file.
#include <gtest/gtest.h>

#include <functional>

#include "core/base/error.h"
#include "test_places.h"
#include "tests/data/temp_csv.h"

namespace headroom {
namespace {

using namespace std::string_literals;
using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

CsvTable packed(const std::string& name, const CsvOptions& options = {}) {
  Progress progress;
  return read_csv(std::string(HEADROOM_TESTS_DIR) + "/data/packed/" + name, options, progress);
}

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_FALSE(error.where().empty());
    return error.message();
  }
  return "accepted";
}

// golden/make_packed_tables.py: column a is i * 0.25 for 40 rows.
TEST(CsvSource, PackedTables) {
  for (const std::string name :
       {"table.csv.gz", "by_its_bytes.dat", "two_members.csv.gz", "utf16.csv.gz", "table.zip"}) {
    const CsvTable table = packed(name);
    ASSERT_EQ(table.rows, 40) << name;
    for (std::size_t r = 0; r < 40; ++r)
      ASSERT_EQ(table.columns[0].numbers[r], static_cast<double>(r) * 0.25);
    EXPECT_EQ(table.columns[2].levels, (Texts{"r", "g", "b"})) << name;
    EXPECT_NE(table.notes.at(0).text.find("unpacked"), std::string::npos) << name;
    EXPECT_LT(table.file_bytes, 400) << "of the file itself";
  }
}

TEST(CsvSource, WhatCannotBeUnpacked) {
  const std::pair<std::string, std::string> cases[] = {
      {"cut_off.csv.gz", "cut off"},
      {"damaged.csv.gz", "damaged"},
      {"twice.csv.gz", "packed twice"},
      {"two_files.zip", "2 files ('table.csv', 'other.csv')"},
      {"no_file.zip", "holds no file"},
      {"cut_off.zip", "cut off"},
      {"encrypted.zip", "encrypted"},
      {"told_too_large.zip", "250 times its size"},
      {"told_too_small.zip", "damaged"},
      {"workbook.xlsx", "export the sheet as CSV"},
      {"workbook.ods", "export the sheet as CSV"}};
  for (const auto& [name, says] : cases) {
    const std::string message = message_of([&, file = name] { packed(file); });
    EXPECT_NE(message.find(says), std::string::npos) << name << ": " << message;
  }
}

TEST(CsvSource, LargerThanTheMemory) {
  for (const std::string name : {"table.csv.gz", "table.zip"}) {
    EXPECT_NE(message_of([&] { packed(name, {.text_limit = 445}); }).find("446 B"), std::string::npos)
        << name;
    EXPECT_EQ(packed(name, {.text_limit = 446}).rows, 40);
  }
  EXPECT_NE(message_of([] { read_text("a,b\n1,\xE9\n", {.text_limit = 5}); }).find("memory"),
            std::string::npos);
  EXPECT_EQ(read_text("a,b\n1,2\n", {.text_limit = 5}).rows, 1) << "a plain file is read in pieces";
}

// As Python encodes "ä,b\n1,€\n".encode("utf-16-le") and so on.
TEST(CsvSource, Utf16) {
  for (const std::string& text :
       {"\xFF\xFE\xE4\0,\0b\0\n\0"s + "1\0,\0\xAC\x20\n\0"s,
        "\xFE\xFF\0\xE4\0,\0b\0\n"s + "\0001\0,\x20\xAC\0\n"s, "\xE4\0,\0b\0\n\0"s + "1\0,\0\xAC\x20\n\0"s,
        "\0\xE4\0,\0b\0\n"s + "\0001\0,\x20\xAC\0\n"s}) {
    const CsvTable table = read_text(text);
    EXPECT_EQ(table.columns.at(0).name, "ä");
    EXPECT_EQ(table.columns.at(1).levels, Texts{"€"});
    EXPECT_NE(table.notes.at(0).text.find("UTF-16"), std::string::npos);
  }
  // A character of two halves: "𝄞".encode("utf-16-be")
  EXPECT_EQ(read_text("\xFE\xFF\0a\0\n\xD8\x34\xDD\x1E\0\n"s).columns[0].levels, Texts{"\xF0\x9D\x84\x9E"});
}

TEST(CsvSource, Windows1252) {
  const CsvTable latin = read_text("caf\xE9,b\n1,\xFC\n");
  EXPECT_EQ(latin.columns[0].name, "café");
  EXPECT_EQ(latin.columns[1].levels, Texts{"ü"});
  EXPECT_NE(latin.notes.at(0).text.find("Latin-1, the first accent is 'é' in line 1, column 4"),
            std::string::npos);
  // Python: bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
  std::string all = "t\n";
  for (int c = 0x80; c < 0xA0; ++c) {
    if (c != 0x81 && c != 0x8D && c != 0x8F && c != 0x90 && c != 0x9D) all += static_cast<char>(c);
  }
  const CsvTable windows = read_text(all + "\n");
  EXPECT_EQ(windows.columns[0].levels, Texts{"€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"});
  EXPECT_NE(windows.notes.at(0).text.find("Windows-1252"), std::string::npos);
  // The accent stands far behind: numbers before it are the same, and so is the place of the next text.
  std::string far = "a,b\n";
  for (int i = 0; i < 200'000; ++i) far += std::to_string(i) + ",0.5\n";
  const CsvTable table = read_text(far + "7,\xE9 oops\n");
  EXPECT_EQ(table.rows, 200'001);
  ASSERT_EQ(table.columns[1].odd.size(), 1U);
  const auto level = static_cast<std::size_t>(table.columns[1].odd[0].code);
  EXPECT_EQ(table.columns[1].levels[level], "é oops");
  EXPECT_EQ(table.columns[1].places[level].line, 200'002);
  EXPECT_EQ(table.columns[1].places[level].column, 3);
}

// Python: "Город,вес\nМосква,3\nКазань,4\n".encode("cp1251"), "ville,prix\nLiège,3\n".encode("cp850").
TEST(CsvSource, AnEncodingThatIsAskedFor) {
  const std::string cyrillic =
      "\xC3\xEE\xF0\xEE\xE4,\xE2\xE5\xF1\n\xCC\xEE\xF1\xEA\xE2\xE0,3\n\xCA\xE0\xE7\xE0\xED\xFC,4\n";
  EXPECT_EQ(read_text(cyrillic).columns[0].name, "Ãîðîä");  // as Windows-1252, which is said
  for (const std::string name : {"cp1251", "windows-1251", "Windows-1251", "CP1251"}) {
    const CsvTable table = read_text(cyrillic, {.encoding = name});
    EXPECT_EQ(table.columns[0].name, "Город") << name;
    EXPECT_EQ(table.columns[0].levels, (Texts{"Москва", "Казань"})) << name;
    EXPECT_EQ(table.frame.encoding, name);
    EXPECT_NE(table.notes.at(0).text.find("read as " + name), std::string::npos) << table.notes[0].text;
  }
  EXPECT_EQ(read_text("ville,prix\nLi\x8Age,3\n", {.encoding = "cp850"}).columns[0].levels, (Texts{"Liège"}));
  EXPECT_EQ(read_text("a,b\n\xE9,3\n", {.encoding = "latin-1"}).columns[0].levels, (Texts{"é"}));
  EXPECT_EQ(read_text("a\0,\0b\0\n\0\xE9\0,\0003\0\n\0"s, {.encoding = "utf-16le"}).columns[0].levels,
            (Texts{"é"}));
  EXPECT_EQ(read_text("a,b\n\xC3\xA9,3\n", {.encoding = "utf-8"}).columns[0].levels, (Texts{"é"}));
}

TEST(CsvSource, WhatIsNotInTheEncoding) {
  const auto refusal = [](const std::string& text, const std::string& encoding) {
    return message_of([&] { read_text(text, {.encoding = encoding}); });
  };
  EXPECT_EQ(refusal("a,b\n\x81,3\n", "windows-1252"),
            "byte 0x81 stands for nothing in windows-1252: name the encoding that the file is in");
  EXPECT_NE(refusal("a,b\n\xE9,3\n", "utf-8").find("0xE9"), std::string::npos);  // never converted in silence
  EXPECT_NE(refusal("a,b\n1,3\n\xC3", "utf-16").find("cut off"), std::string::npos);
  EXPECT_NE(refusal("a,b\n1,3\n", "klingon").find("no encoding 'klingon'"), std::string::npos);
  EXPECT_NE(refusal("a,b\n1,3\n", "latin1//TRANSLIT").find("no encoding"), std::string::npos);
}

TEST(CsvSource, LineEndsOfOldMacs) {
  const CsvTable table = read_text("a,\"b\nx\"\r1,2\r3,4\r");
  EXPECT_EQ(table.columns[1].name, "b\nx");
  EXPECT_EQ(table.columns[1].numbers, (Numbers{2, 4}));
  EXPECT_NE(table.notes.at(0).text.find("carriage return"), std::string::npos);
}

TEST(CsvSource, BlanksKeepTheirPlaces) {
  const std::string text =
      "  id   value \"a b\"\n" + std::string("   1    2.5  x\n 2\t \t3.5   \"y  z\"  \r\n   3   oops q\n");
  const CsvTable table = read_text(text);
  EXPECT_EQ(table.columns[0].numbers, (Numbers{1, 2, 3}));
  EXPECT_EQ(table.columns[2].name, "a b");
  EXPECT_EQ(table.columns[2].levels, (Texts{"x", "y  z", "q"}));
  ASSERT_EQ(table.columns[1].odd.size(), 1U);
  const auto level = static_cast<std::size_t>(table.columns[1].odd[0].code);
  EXPECT_EQ(table.columns[1].places[level].line, 4);
  EXPECT_EQ(table.columns[1].places[level].column, 8);
  EXPECT_EQ(table.separator, ' ');
}

TEST(CsvSource, PastedText) {
  Progress progress;
  const CsvTable table = read_csv_text("a\tb\n1\tx\n2\ty\n", "clipboard", {}, progress);
  EXPECT_EQ(table.path, "clipboard");
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.separator, '\t');
  try {
    read_csv_text("a\tb\n1\n", "clipboard", {}, progress);
    FAIL() << "read a ragged text";
  } catch (const Error& error) {
    EXPECT_EQ(error.where(), "clipboard:2:2");
  }
}

}  // namespace
}  // namespace headroom
