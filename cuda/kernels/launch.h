// What every kernel launcher shares. Free of CUDA headers, so that tests can include the launchers.
//
// Launchers are asynchronous on their stream, check the launch and throw Error{kDevice}. Pointers are
// device pointers unless a comment says "host". Matrices are row-major.
#pragma once

struct CUstream_st;

namespace headroom::gpu {

using StreamHandle = ::CUstream_st*;  // cudaStream_t

}  // namespace headroom::gpu
