// Words for how the import sheet has a table read.
//
// Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/names.h"
#include "core/base/tr.h"
#include "core/data/csv/csv.h"

namespace headroom::app {

inline constexpr auto kHeaderNames = names<HeaderChoice>(
    {{HeaderChoice::kAuto, "auto"}, {HeaderChoice::kYes, "yes"}, {HeaderChoice::kNo, "no"}});

inline constexpr auto kSeparatorNames = names<std::optional<char>>({{',', "comma"},
                                                                    {';', "semicolon"},
                                                                    {'\t', "tab"},
                                                                    {'|', "bar"},
                                                                    {' ', "blanks"},
                                                                    {std::nullopt, "auto"}});
std::string separator_name(char separator);

// As iconv knows them, and who writes them.
struct EncodingChoice {
  std::string_view name;  // empty: told from the bytes
  std::string_view title;
};
inline constexpr EncodingChoice kEncodings[] = {{"", tr_later("as the bytes show")},
                                                {"utf-8", "UTF-8"},
                                                {"utf-16", "UTF-16"},
                                                {"windows-1252", tr_later("Windows-1252 (Western Europe)")},
                                                {"latin-1", tr_later("Latin-1 (Western Europe)")},
                                                {"windows-1250", tr_later("Windows-1250 (Central Europe)")},
                                                {"windows-1251", tr_later("Windows-1251 (Cyrillic)")},
                                                {"windows-1253", tr_later("Windows-1253 (Greek)")},
                                                {"windows-1254", tr_later("Windows-1254 (Turkish)")},
                                                {"windows-1256", tr_later("Windows-1256 (Arabic)")},
                                                {"koi8-r", tr_later("KOI8-R (Cyrillic)")},
                                                {"cp850", "CP850 (DOS)"},
                                                {"macintosh", "Mac Roman"},
                                                {"shift_jis", tr_later("Shift JIS (Japanese)")},
                                                {"gb18030", tr_later("GB 18030 (Chinese)")},
                                                {"big5", tr_later("Big5 (Chinese)")},
                                                {"euc-kr", tr_later("EUC-KR (Korean)")}};

// Of dates in numbers: whether the day stands before the month.
inline constexpr auto kDayOrderNames =
    names<std::optional<bool>>({{std::nullopt, "auto"}, {true, "day"}, {false, "month"}});

}  // namespace headroom::app
