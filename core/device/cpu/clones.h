// Compiles a function once per instruction set and picks the best at run time.
//
//   HEADROOM_CLONES void axpy(float* y, const float* x, std::int64_t n, float a);
//
// x86-64-v3 is AVX2 with FMA (Haswell, Zen and later); "default" runs everywhere. The choice is made
// by the loader (an ifunc), which sanitizers cannot follow, so their builds take the plain version,
// as do other compilers and processors.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define HEADROOM_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define HEADROOM_CLONES
#endif
