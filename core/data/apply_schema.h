// A schema applied to another file than the one it was decided from: the same columns by name, each read as
// what it was. Nothing is guessed but how this file writes its numbers and dates, where it does so otherwise.
//
//   const AppliedSchema applied = apply_schema(schema, table, progress);
//   write_features(applied.typed, width, values);
#pragma once

#include <string>
#include <vector>

#include "core/data/schema.h"

namespace headroom {

struct AppliedSchema {
  TypedTable typed;  // the schema's columns; null where left out, or a target that the file does not have
  bool has_target = false;
  std::vector<std::string> ignored;  // columns of the file that the schema does not know or leaves out
  std::vector<std::string> notes;    // missing values, another writing, texts never seen in training
};

// What a person said about the reading and a later file cannot show by itself, where `reading` leaves it
// open: the encoding, and a separator that is never taken without being asked for.
void keep_reading(const Schema& schema, CsvOptions& reading);

// `table` must outlive the result. Throws Error{kBadInput} that lists the missing columns, or names
// file:line:column of a text where the schema has numbers or dates.
AppliedSchema apply_schema(const Schema& schema, const CsvTable& table, Progress& progress);

}  // namespace headroom
