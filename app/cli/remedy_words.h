// What a command line can do about a doubt, a note or a refusal of a table: its options, behind the sentence
// that everybody is told.
//
//   option_words(TableRemedy::missing("oops"));   // "--missing 'oops' takes it as missing"
//   told(note);                                   // "values stand in single quotes; --quote '"' takes ..."
//
// Pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/doubts.h"
#include "core/data/schema.h"
#include "core/data/split.h"
#include "core/data/table_remedy.h"

namespace headroom::cli {

std::string option_words(const TableRemedy& remedy);

// With the likeliest remedy.
std::string told(const TableNote& note);
std::string told(const Doubt& doubt);
// With all of them; of any other Error the message.
std::string told(const Error& error);
// "The file is sorted by 'y': shuffle its rows (--split shuffled)."
std::string advice_of(const DataDoubt& doubt, const SplitSettings& split);

std::vector<std::string> told(const std::vector<TableNote>& notes);

}  // namespace headroom::cli
