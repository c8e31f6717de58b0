// One product of row-major fp32 matrices, planned once for its shape and run many times.
//
//   // activations [rows, out] = input [rows, in] * weight [out, in]^T
//   MatmulPlan plan(lt, {.rows = rows, .cols = out, .depth = in, .transpose_b = true}, precision,
//                   workspace.bytes);
//   plan.run(lt, stream, input, weight, activations, workspace);
//
// Work that goes with a product may be fused into it (Epilogue): adding the bias to every row, or summing the
// gradient that the product reads anyway. Where cuBLASLt cannot fuse it for a shape, a kernel of ours does it
// after the product. ReLU and GELU are never fused: cuBLASLt's GELU is the tanh approximation, and it is not
// documented that its ReLU passes NaN on, without which a diverged run would go unnoticed.
//
// cuBLASLt works on column-major matrices: a row-major [r, c] matrix is its column-major [c, r]
// transpose, so C = op(A) op(B) is asked for as C^T = op(B)^T op(A)^T with the operands swapped.
//
// Determinism: the algorithm is the first that the heuristic returns for the shape, with split-K sums only
// through the workspace in a fixed order (CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE), never in place. Where
// the heuristic returns none, a plain kernel of ours computes the product in fp32.
//
// Thread rule: as the device. B and C are aligned to 256 bytes, as in the tensor table; A as its
// shape says.
#pragma once

#include <cublasLt.h>

#include <cstdint>

#include "core/base/bytes.h"
#include "core/model/spec.h"
#include "cuda/handles.h"

namespace headroom::gpu {

// C [rows, cols] = op(A) [rows, depth] * op(B) [depth, cols]. A transposed operand is stored the other way
// round: A as [depth, rows], B as [cols, depth]. No padding between rows.
struct MatmulShape {
  std::int64_t rows = 0;
  std::int64_t cols = 0;
  std::int64_t depth = 0;
  bool transpose_a = false;
  bool transpose_b = false;
  int a_alignment = 256;  // bytes that every A passed to run() is aligned to; a power of two, at least 4
};

// What else a plan does, with a vector whose address is fixed when the plan is made.
struct Epilogue {
  enum class Kind {
    kNone,
    kAddBias,      // C += vector [cols] in every row
    kSumOverDepth  // vector [rows] = sums of op(A) over its depth: delta^T x also gives the bias gradient
  };
  Kind kind = Kind::kNone;
  float* vector = nullptr;
};

// Memory that a product may use while it runs; shared by all products of one stream.
struct Workspace {
  void* data = nullptr;
  Bytes bytes = 0;
};

struct ReleaseMatmulDesc {
  static void release(cublasLtMatmulDesc_t d) noexcept { cublasLtMatmulDescDestroy(d); }
};
struct ReleaseMatrixLayout {
  static void release(cublasLtMatrixLayout_t l) noexcept { cublasLtMatrixLayoutDestroy(l); }
};

class MatmulPlan {
 public:
  // Throws Error{kDevice} when cuBLASLt fails. workspace_bytes: the most that run() may use.
  MatmulPlan(const CublasLtHandle& lt, const MatmulShape& shape, Precision precision, Bytes workspace_bytes,
             const Epilogue& epilogue = {});

  // c is overwritten. Asynchronous on `stream`.
  void run(const CublasLtHandle& lt, const Stream& stream, const float* a, const float* b, float* c,
           const Workspace& workspace) const;

  const MatmulShape& shape() const { return shape_; }
  // False where our own plain kernel does the product.
  bool uses_cublas() const { return has_algorithm_; }
  // False where a kernel of ours does the epilogue after the product.
  bool fuses_epilogue() const { return fused_; }

 private:
  void describe(Precision precision);
  bool fuse();
  void choose_algorithm(const CublasLtHandle& lt, Bytes workspace_bytes);
  void finish(const Stream& stream, const float* a, float* c) const;

  MatmulShape shape_;
  Epilogue epilogue_;
  bool fused_ = false;
  Owned<cublasLtMatmulDesc_t, ReleaseMatmulDesc> desc_;
  // Named as cuBLASLt sees them: its first operand is our B, its second our A.
  Owned<cublasLtMatrixLayout_t, ReleaseMatrixLayout> first_;
  Owned<cublasLtMatrixLayout_t, ReleaseMatrixLayout> second_;
  Owned<cublasLtMatrixLayout_t, ReleaseMatrixLayout> result_;
  cublasLtMatmulAlgo_t algorithm_{};
  Bytes needs_workspace_ = 0;
  bool has_algorithm_ = false;
};

}  // namespace headroom::gpu
