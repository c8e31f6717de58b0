// What a cell of a CSV file is written as (RFC 4180), the same wherever Headroom writes one.
//
//   csv += csv_line({"class", name, exact_text(0.1)});   // class,"a, b",0.1
//
// Pure functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace headroom {

// Quoted where a separator, a quote or a line's end would be misread.
std::string csv_field(std::string_view text);
// Its cells as fields, with the line's end.
std::string csv_line(std::initializer_list<std::string> cells);

// The shortest that reads back the same; what is not finite as Python and R read it: "nan", "inf", "-inf".
std::string exact_text(double value);
std::string exact_text(float value);

}  // namespace headroom
