// The data pipeline's kernels: fitting a scaler, scaling, polynomial features.
//
// Oracle: core/data/scaler.cpp and core/data/polynomial.cpp. Matrices are row-major.
#pragma once

#include <cstdint>

#include "core/data/scaler.h"
#include "cuda/kernels/launch.h"

namespace headroom::gpu {

// offset, factor [columns] of x' = (x - offset) * factor, fitted on the rows [0, rows) of x [.., columns].
// Sums run in double, in a fixed order. kind: kMinMax or kStandard.
void fit_scaler(StreamHandle stream, ScaleKind kind, const float* x, std::int64_t rows, std::int64_t columns,
                float* offset, float* factor);

// x [rows, columns] = (x - offset) * factor, in place.
void scale_columns(StreamHandle stream, const float* offset, const float* factor, std::int64_t rows,
                   std::int64_t columns, float* x);

// features [rows, n + n(n+1)/2] = x0 .. xn-1, x0x0, x0x1, ... of x [rows, n]; n = columns.
void expand_degree2(StreamHandle stream, const float* x, std::int64_t rows, std::int64_t columns,
                    float* features);

}  // namespace headroom::gpu
