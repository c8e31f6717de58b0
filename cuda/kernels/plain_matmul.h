// A plain fp32 product for the few shapes that cuBLASLt has no algorithm for. Correct, not fast.
#pragma once

#include "cuda/kernels/launch.h"

namespace headroom::gpu {

struct MatmulShape;  // cuda/matmul.h

// c = op(a) op(b) as MatmulShape says; each element is summed in the order of the depth.
void plain_matmul(StreamHandle stream, const MatmulShape& shape, const float* a, const float* b, float* c);

}  // namespace headroom::gpu
