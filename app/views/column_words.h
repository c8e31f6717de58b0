// Why a column is what it is, in the window's language. Such words are part of the schema, and with it of run
// records and documents, so core writes them in English; here a sentence is recognised by its pattern.
//
//   column_words("text with 3 distinct values");   // "Text mit 3 verschiedenen Werten"
//
// What is not known stays as it is.
//
// Thread rule: any thread.
#pragma once

#include <string>
#include <string_view>

namespace headroom::app {

std::string column_words(std::string_view english);

}  // namespace headroom::app
