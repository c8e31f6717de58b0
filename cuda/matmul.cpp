#include "cuda/matmul.h"

#include <array>

#include "core/base/error.h"
#include "cuda/check.h"
#include "cuda/kernels/activations.h"
#include "cuda/kernels/plain_matmul.h"

namespace headroom::gpu {
namespace {

struct ReleasePreference {
  static void release(cublasLtMatmulPreference_t p) noexcept { cublasLtMatmulPreferenceDestroy(p); }
};

cublasComputeType_t compute_type(Precision precision) {
  switch (precision) {
    case Precision::kFp32: return CUBLAS_COMPUTE_32F;
    case Precision::kTf32: return CUBLAS_COMPUTE_32F_FAST_TF32;
    case Precision::kBf16: return CUBLAS_COMPUTE_32F_FAST_16BF;
    case Precision::kPortable: break;  // no engine is made with it
  }
  throw Error(ErrorCode::kInternal, "unknown precision");
}

// A row-major [rows, cols] matrix as cuBLASLt's column-major [cols, rows].
cublasLtMatrixLayout_t row_major(std::int64_t rows, std::int64_t cols) {
  cublasLtMatrixLayout_t layout = nullptr;
  HEADROOM_CUBLAS(cublasLtMatrixLayoutCreate(&layout, CUDA_R_32F, static_cast<std::uint64_t>(cols),
                                             static_cast<std::uint64_t>(rows), cols));
  return layout;
}

template <typename T>
void set(cublasLtMatmulDesc_t desc, cublasLtMatmulDescAttributes_t attribute, const T& value) {
  HEADROOM_CUBLAS(cublasLtMatmulDescSetAttribute(desc, attribute, &value, sizeof(value)));
}

}  // namespace

MatmulPlan::MatmulPlan(const CublasLtHandle& lt, const MatmulShape& shape, Precision precision,
                       Bytes workspace_bytes, const Epilogue& epilogue)
    : shape_(shape), epilogue_(epilogue) {
  if (shape.rows < 1 || shape.cols < 1 || shape.depth < 1) {
    throw Error(ErrorCode::kInternal, "a product with an empty side was planned");
  }
  if (epilogue.kind == Epilogue::Kind::kSumOverDepth && !shape.transpose_a) {
    throw Error(ErrorCode::kInternal, "sums over the depth are planned for a transposed A only");
  }
  using Layout = Owned<cublasLtMatrixLayout_t, ReleaseMatrixLayout>;
  first_ =
      Layout(shape.transpose_b ? row_major(shape.cols, shape.depth) : row_major(shape.depth, shape.cols));
  second_ =
      Layout(shape.transpose_a ? row_major(shape.depth, shape.rows) : row_major(shape.rows, shape.depth));
  result_ = Layout(row_major(shape.rows, shape.cols));
  describe(precision);
  fused_ = fuse();
  choose_algorithm(lt, workspace_bytes);
  if (fused_ && !has_algorithm_) {  // the product alone then
    fused_ = false;
    describe(precision);
    choose_algorithm(lt, workspace_bytes);
  }
}

void MatmulPlan::describe(Precision precision) {
  cublasLtMatmulDesc_t desc = nullptr;
  HEADROOM_CUBLAS(cublasLtMatmulDescCreate(&desc, compute_type(precision), CUDA_R_32F));
  desc_ = Owned<cublasLtMatmulDesc_t, ReleaseMatmulDesc>(desc);
  set(desc, CUBLASLT_MATMUL_DESC_TRANSA, shape_.transpose_b ? CUBLAS_OP_T : CUBLAS_OP_N);
  set(desc, CUBLASLT_MATMUL_DESC_TRANSB, shape_.transpose_a ? CUBLAS_OP_T : CUBLAS_OP_N);
}

// Our columns are cuBLASLt's rows, along which its bias lies; our op(A) is its B.
bool MatmulPlan::fuse() {
  if (epilogue_.kind == Epilogue::Kind::kNone) return false;
  const bool bias = epilogue_.kind == Epilogue::Kind::kAddBias;
  set(desc_.get(), CUBLASLT_MATMUL_DESC_EPILOGUE, bias ? CUBLASLT_EPILOGUE_BIAS : CUBLASLT_EPILOGUE_BGRADB);
  set(desc_.get(), CUBLASLT_MATMUL_DESC_BIAS_POINTER, epilogue_.vector);
  return true;
}

void MatmulPlan::choose_algorithm(const CublasLtHandle& lt, Bytes workspace_bytes) {
  cublasLtMatmulPreference_t raw = nullptr;
  HEADROOM_CUBLAS(cublasLtMatmulPreferenceCreate(&raw));
  const Owned<cublasLtMatmulPreference_t, ReleasePreference> preference(raw);
  const std::uint64_t limit = static_cast<std::uint64_t>(workspace_bytes);
  HEADROOM_CUBLAS(cublasLtMatmulPreferenceSetAttribute(raw, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &limit,
                                                       sizeof(limit)));
  const std::uint32_t reductions = CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE;
  HEADROOM_CUBLAS(cublasLtMatmulPreferenceSetAttribute(raw, CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK,
                                                       &reductions, sizeof(reductions)));
  const auto alignment = static_cast<std::uint32_t>(shape_.a_alignment);  // our A is its second operand
  HEADROOM_CUBLAS(cublasLtMatmulPreferenceSetAttribute(raw, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES,
                                                       &alignment, sizeof(alignment)));
  std::array<cublasLtMatmulHeuristicResult_t, 8> found{};
  int count = 0;
  const cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(
      lt.get(), desc_.get(), first_.get(), second_.get(), result_.get(), result_.get(), raw,
      static_cast<int>(found.size()), found.data(), &count);
  if (status == CUBLAS_STATUS_NOT_SUPPORTED) return;  // our own kernel does it
  HEADROOM_CUBLAS(status);
  for (int i = 0; i < count; ++i) {
    const cublasLtMatmulHeuristicResult_t& candidate = found[static_cast<std::size_t>(i)];
    if (candidate.state != CUBLAS_STATUS_SUCCESS || candidate.workspaceSize > limit) continue;
    algorithm_ = candidate.algo;
    needs_workspace_ = static_cast<Bytes>(candidate.workspaceSize);
    has_algorithm_ = true;
    return;
  }
}

void MatmulPlan::run(const CublasLtHandle& lt, const Stream& stream, const float* a, const float* b, float* c,
                     const Workspace& workspace) const {
  if (!has_algorithm_) {
    plain_matmul(stream.get(), shape_, a, b, c);
    return finish(stream, a, c);
  }
  if (workspace.bytes < needs_workspace_) {
    throw Error(ErrorCode::kInternal, "a product was run with less workspace than it was planned with");
  }
  const float one = 1.0F;
  const float zero = 0.0F;
  HEADROOM_CUBLAS(cublasLtMatmul(lt.get(), desc_.get(), &one, b, first_.get(), a, second_.get(), &zero, c,
                                 result_.get(), c, result_.get(), &algorithm_, workspace.data,
                                 static_cast<std::size_t>(needs_workspace_), stream.get()));
  finish(stream, a, c);
}

// What was not fused.
void MatmulPlan::finish(const Stream& stream, const float* a, float* c) const {
  if (fused_ || epilogue_.kind == Epilogue::Kind::kNone) return;
  if (epilogue_.kind == Epilogue::Kind::kAddBias) {
    add_bias(stream.get(), epilogue_.vector, shape_.rows, shape_.cols, c);
  } else {
    bias_gradient(stream.get(), a, shape_.depth, shape_.rows, epilogue_.vector);
  }
}

}  // namespace headroom::gpu
