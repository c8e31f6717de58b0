// The page that a teacher prints: what the class opens and presses, what each should see after which epoch,
// and the curve. One HTML file without anything from elsewhere, black on white, for A4.
//
//   write_file("iris.html", class_sheet(opened.workspace, "iris.headroom", run));
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/workspace/class_run.h"

namespace headroom {

// At most this many epochs are in the table; of more, the first, the last and evenly those between.
inline constexpr std::size_t kMostSheetRows = 24;
std::vector<EpochMetric> sheet_rows(const EpochList& epochs);

std::string class_sheet(const Workspace& workspace, const std::string& file_name, const ClassRun& run);

}  // namespace headroom
