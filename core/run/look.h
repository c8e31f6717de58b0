// What a person looks at inside a run: which network, which row, which unit. The same in every view, so that
// the row chosen in one is the row shown in the next; inspections answer for it.
//
//   Look look;
//   look.row = 6680;
//   look.unit = UnitAt{2, 13};
//   thread.post(command::Watch{interest(Inspect::kPrediction), look});
//
// What does not exist in the run (a network that does not train, a row beyond the last) is not an error: an
// inspector takes the nearest that does, and says which in its findings.
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/run/data_look.h"
#include "core/run/network_look.h"

namespace headroom {

// A row that is looked for (Inspect::kFoundRow), from Look::row on.
struct RowSearch {
  // kWrong: the next validation row whose class the network gets wrong, in their order on the device; of a
  // regression the row that is furthest off, or the next one after it. kUncertain: the validation row whose
  // likeliest two classes are nearest, or the next one after it. kRandom: any row, drawn by the run's seed.
  enum class For { kWrong, kUncertain, kRandom };
  For what = For::kRandom;
  std::uint64_t number = 0;  // of the question, from 1: the same one is answered once
  bool operator==(const RowSearch&) const = default;
};

struct Look {
  std::string model = {};  // ModelChoice::id; empty: the first that trains
  std::int64_t row = 0;    // of the dataset, from 0
  // [columns] what the row's values were moved to, less their origin (FeatureOrigin); empty: as they are.
  std::vector<float> moved = {};
  std::optional<UnitAt> unit = {};
  bool training_rows = false;  // errors are those of the rows that train
  std::optional<RowSearch> search = {};
  DataLook data = {};  // in the table
  NetworkLook network = {};
  bool operator==(const Look&) const = default;
};

}  // namespace headroom
