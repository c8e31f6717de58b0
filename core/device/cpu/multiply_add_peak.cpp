#include "core/device/cpu/multiply_add_peak.h"

#include <algorithm>
#include <cstdint>
#include <ctime>

namespace headroom::cpu {
namespace {

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Twelve independent chains: more than two units with a latency of four need.
constexpr int kChains = 12;

// A macro, because a function would be compiled for one instruction set only.
#define HEADROOM_CHAINS(name, Vec)                                                                     \
  float name(std::int64_t rounds) {                                                                    \
    Vec sum[kChains];                                                                                  \
    _Pragma("GCC unroll 16") for (int i = 0; i < kChains; ++i) sum[i] = Vec{} + static_cast<float>(i); \
    const Vec a = Vec{} + 0.999999F, b = Vec{} + 1e-6F;                                                \
    for (std::int64_t r = 0; r < rounds; ++r) {                                                        \
      _Pragma("GCC unroll 16") for (int i = 0; i < kChains; ++i) sum[i] = sum[i] * a + b;              \
    }                                                                                                  \
    float total = 0;                                                                                   \
    _Pragma("GCC unroll 16") for (int i = 0; i < kChains; ++i) total += sum[i][0];                     \
    return total;                                                                                      \
  }

using Vec4 = float __attribute__((vector_size(16)));
HEADROOM_CHAINS(narrow, Vec4)

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#pragma GCC push_options
#pragma GCC target("avx2,fma")
using Vec8 = float __attribute__((vector_size(32)));
HEADROOM_CHAINS(avx2, Vec8)
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f")
using Vec16 = float __attribute__((vector_size(64)));
HEADROOM_CHAINS(avx512, Vec16)
#pragma GCC pop_options
#endif

double measure(float (*work)(std::int64_t), int lanes) {
  constexpr std::int64_t kRounds = 2'000'000;
  volatile float keep = 0;
  double best = 0;
  for (int run = 0; run < 7; ++run) {
    const double before = thread_seconds();
    keep = work(kRounds);
    const double seconds = thread_seconds() - before;
    best = std::max(best, static_cast<double>(kRounds * kChains * lanes) / seconds);
  }
  (void)keep;
  return best;
}

}  // namespace

double measure_multiply_add_peak() {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
  if (__builtin_cpu_supports("avx512f")) return measure(avx512, 16);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return measure(avx2, 8);
#endif
  return measure(narrow, 4);
}

}  // namespace headroom::cpu
