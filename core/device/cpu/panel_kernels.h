// The arithmetic of FusedEngine on panels of 16 samples (core/device/panels.h), compiled for several
// instruction sets; the best one that the processor has is chosen at run time.
//
// Why it is fast: a tile of results (6 x 16 with AVX2, 12 x 16 with AVX-512) stays in registers while
// the sum runs; forward and input gradient read the weights one by one as scalars, in the order in which
// they lie, so that no transposed copy is ever made; the weight gradient reads the layer's input sample
// by sample and its delta feature by feature. Sums run in the order of the summed index for every
// element, so results do not depend on how rows or panels are shared out among threads.
//
// Thread rule: pure functions on the caller's memory. All buffers hold finite numbers in their padding.
#pragma once

#include <cstdint>
#include <vector>

namespace headroom::cpu {

struct PanelKernels {
  const char* name;        // "AVX-512", "AVX2", "baseline"
  bool portable;           // the same bits as every other portable set (Precision::kPortable)
  std::int64_t tile_rows;  // rows of results that are computed at once; other numbers of rows are slower

  // y[out, 16] = w[out, in] x[in, 16] + bias[out]; `relu`: negative results become 0 (NaN stays).
  void (*forward)(const float* w, const float* bias, std::int64_t in, std::int64_t out, const float* x,
                  bool relu, float* y);

  // dx[in, 16] = w[out, in]^T dy[out, 16]. Where relu_of[in, 16], if not null, is not above 0, dx is 0.
  void (*input_gradient)(const float* w, std::int64_t in, std::int64_t out, const float* dy,
                         const float* relu_of, float* dx);

  // Rows [first, last) of dw[out, in] = sum over samples of dy x, and of db[out] = sum over samples of dy.
  // dy: `panels` panels [out, 16], 0 for samples that do not exist. x: padded rows [16 panels, stride],
  // a 1 at [.., in].
  struct WeightGradient {
    const float* dy;
    const float* x;
    std::int64_t panels, in, out, stride;
    float* dw;
    float* db;
  };
  void (*weight_gradient)(const WeightGradient& at, std::int64_t first, std::int64_t last);

  // panel[width, 16] <- `count` samples of rows[count, stride]; samples from `count` on become 0.
  void (*to_panel)(const float* rows, std::int64_t stride, std::int64_t count, std::int64_t width,
                   float* panel);
  // rows[16, stride] <- panel[width, 16].
  void (*from_panel)(const float* panel, std::int64_t width, float* rows, std::int64_t stride);

  // The terms of degree 2 (core/data/polynomial.h) behind the `columns` they multiply: of one sample,
  // row[columns + columns (columns + 1) / 2], and of a panel, [the same, 16].
  void (*row_terms)(float* row, std::int64_t columns);
  void (*panel_terms)(float* panel, std::int64_t columns);
};

const PanelKernels& best_panel_kernels();
const PanelKernels& best_portable_kernels();
// Every set that this processor can run, for tests; the best one first.
std::vector<const PanelKernels*> all_panel_kernels();
std::vector<const PanelKernels*> all_portable_kernels();

}  // namespace headroom::cpu
