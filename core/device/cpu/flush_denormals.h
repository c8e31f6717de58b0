// While this object lives, its thread treats subnormal floats as zero.
//
// The moments of dead ReLU units decay below 1e-38; on such numbers the processor takes a slow path that
// makes a training step up to four times as slow. The destructor restores the previous mode, so the rest
// of the program is not affected.
//
// Thread rule: one per thread that computes, created and destroyed there.
#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace headroom::cpu {

#if defined(__x86_64__)
class FlushDenormals {
 public:
  FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | kFlushToZero | kDenormalsAreZero); }
  ~FlushDenormals() { _mm_setcsr(before_); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  static constexpr unsigned kFlushToZero = 0x8000;
  static constexpr unsigned kDenormalsAreZero = 0x0040;
  unsigned before_;
};
#elif defined(__aarch64__)
class FlushDenormals {
 public:
  FlushDenormals() {
    asm volatile("mrs %0, fpcr" : "=r"(before_));
    asm volatile("msr fpcr, %0" : : "r"(before_ | kFlushToZero));
  }
  ~FlushDenormals() { asm volatile("msr fpcr, %0" : : "r"(before_)); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  static constexpr std::uint64_t kFlushToZero = std::uint64_t{1} << 24;
  std::uint64_t before_ = 0;
};
#else
class FlushDenormals {
 public:
  FlushDenormals() {}
  ~FlushDenormals() {}
};
#endif

}  // namespace headroom::cpu
