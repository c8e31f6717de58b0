// Rows of prepared data through a copy of a network, and what the loss makes of them: what the inspections of
// a batch and of an evaluation have in common.
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/layer_trace.h"
#include "core/model/spec.h"
#include "core/model/weights.h"
#include "core/pipeline/pipeline.h"
#include "core/run/inspection.h"

namespace headroom {

struct JudgedRows {
  std::vector<float> features;  // [rows, inputs], as the network saw them
  std::vector<float> targets;
  std::vector<JudgedRow> rows;
  std::vector<LayerTrace> layers;
};

// `places`: of the rows on the device, training rows first.
JudgedRows judge_rows(const ModelSpec& spec, const Weights& weights, const PreparedData& data,
                      std::span<const std::int64_t> places);

}  // namespace headroom
