// Marks the few small functions that run on the host and on a CUDA device alike.
#pragma once

#ifdef __CUDACC__
#define HEADROOM_HD __host__ __device__
#else
#define HEADROOM_HD
#endif
