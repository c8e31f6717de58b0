// What `inspect-run` prints: the layers of a saved network, and one of them unit by unit.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json_fwd.h"
#include "core/io/run_record.h"
#include "core/run/network_figures.h"

namespace headroom::cli {

// What stands in the record alone.
struct SavedLayer {
  static constexpr std::size_t kBins = 40;
  std::int64_t in = 0, out = 0;
  double min = 0, max = 0, mean = 0, rms = 0, zeros = 0;
  std::int64_t not_finite = 0;
  double low = 0, high = 0;             // of the bins
  std::vector<std::int64_t> histogram;  // [kBins]
  std::vector<double> moments;          // root mean square of each of the optimizer's, of the weights
  double moved = 0, one_pattern = 0;    // as NetworkOrder tells them; NaN: it is not known what it began with
  struct Unit {
    double bias = 0;
    double in = 0, change = 0, out = 0;  // Euclidean norm of its weights, their change, and what leads on
  };
  std::vector<Unit> units;
};

struct InspectedNetwork {
  const RunRecord& record;
  const ModelRecord& model;
  std::vector<SavedLayer> layers;
  std::vector<std::string> notes;
  // What the rows that it was trained on say; nothing where they are gone.
  std::optional<NetworkFigures> seen;
};

std::vector<SavedLayer> saved_layers(const RunRecord& record, const ModelRecord& model);

// layer: from 0; nothing: all of them.
Json inspected_json(const InspectedNetwork& network, std::optional<std::size_t> layer);
void print_inspected(const InspectedNetwork& network, std::optional<std::size_t> layer, std::ostream& out);

}  // namespace headroom::cli
