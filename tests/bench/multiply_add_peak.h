// What one thread of this processor can do at best: fused multiply-adds on registers alone, in the
// widest vectors that the engine uses here. The calibration beside every figure of a benchmark.
#pragma once

namespace headroom::bench {

// Multiply-adds a second, of floats; measured once, by processor time, the best of several runs.
double multiply_add_peak();

}  // namespace headroom::bench
