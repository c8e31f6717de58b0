// What one thread of this processor can do at best: fused multiply-adds on registers alone, in the
// widest vectors that the engine uses here. Calibrates every figure of a benchmark.
//
// Thread rule: any thread; takes about 0.1 s.
#pragma once

namespace headroom::cpu {

// Multiply-adds a second, of floats, by the calling thread's processor time: the best of several runs.
// Measured anew with every call, because a processor's clock and its neighbours change.
double measure_multiply_add_peak();

}  // namespace headroom::cpu
