// The part of cuBLASLt that cuda/matmul.cpp calls: column-major fp32 products, summed in double.
// The fields are written from the documentation of the attributes, independently of the caller.
#include <cublasLt.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "emulation.h"

namespace {

struct Desc {
  cublasComputeType_t compute = CUBLAS_COMPUTE_32F;
  cublasOperation_t a = CUBLAS_OP_N;
  cublasOperation_t b = CUBLAS_OP_N;
  cublasLtEpilogue_t epilogue = CUBLASLT_EPILOGUE_DEFAULT;
  float* bias = nullptr;
};

struct Layout {
  std::uint64_t rows;
  std::uint64_t cols;
  std::int64_t ld;
};

const Desc& view(cublasLtMatmulDesc_t d) { return *reinterpret_cast<const Desc*>(d); }
const Layout& view(cublasLtMatrixLayout_t l) { return *reinterpret_cast<const Layout*>(l); }

// Element (i, j) of op(M).
float element(const float* m, const Layout& l, cublasOperation_t op, std::uint64_t i, std::uint64_t j) {
  if (op == CUBLAS_OP_T) std::swap(i, j);
  return m[i + j * static_cast<std::uint64_t>(l.ld)];
}

// An operand as the multiplier sees it: TF32 keeps 10 bits behind the point, bfloat16 7; to nearest, even.
float rounded(cublasComputeType_t compute, float value) {
  const int dropped = compute == CUBLAS_COMPUTE_32F_FAST_TF32   ? 13
                      : compute == CUBLAS_COMPUTE_32F_FAST_16BF ? 16
                                                                : 0;
  if (dropped == 0 || !std::isfinite(value)) return value;
  auto bits = __builtin_bit_cast(std::uint32_t, value);
  bits += (std::uint32_t{1} << (dropped - 1)) - 1 + (bits >> dropped & 1);
  return __builtin_bit_cast(float, bits >> dropped << dropped);
}

bool fits(const Desc& d, const Layout& a, const Layout& b, const Layout& c) {
  const std::uint64_t a_rows = d.a == CUBLAS_OP_N ? a.rows : a.cols;
  const std::uint64_t a_cols = d.a == CUBLAS_OP_N ? a.cols : a.rows;
  const std::uint64_t b_rows = d.b == CUBLAS_OP_N ? b.rows : b.cols;
  const std::uint64_t b_cols = d.b == CUBLAS_OP_N ? b.cols : b.rows;
  const auto wide = [](const Layout& l) { return static_cast<std::uint64_t>(l.ld) >= l.rows; };
  return a_cols == b_rows && a_rows == c.rows && b_cols == c.cols && wide(a) && wide(b) && wide(c);
}

void multiply(const Desc& ops, const float* a, const Layout& la, const float* b, const Layout& lb,
              float scale, float* d, const Layout& ld) {
  const std::uint64_t depth = ops.a == CUBLAS_OP_N ? la.cols : la.rows;
  for (std::uint64_t j = 0; j < ld.cols; ++j) {
    for (std::uint64_t i = 0; i < ld.rows; ++i) {
      double sum = 0;
      for (std::uint64_t k = 0; k < depth; ++k) {
        sum += static_cast<double>(rounded(ops.compute, element(a, la, ops.a, i, k))) *
               rounded(ops.compute, element(b, lb, ops.b, k, j));
      }
      const float bias = ops.epilogue == CUBLASLT_EPILOGUE_BIAS ? ops.bias[i] : 0.0F;
      d[i + j * static_cast<std::uint64_t>(ld.ld)] = scale * static_cast<float>(sum) + bias;
    }
    if (ops.epilogue != CUBLASLT_EPILOGUE_BGRADB) continue;
    double sum = 0;
    for (std::uint64_t k = 0; k < depth; ++k) sum += element(b, lb, ops.b, k, j);
    ops.bias[j] = static_cast<float>(sum);
  }
}

}  // namespace

extern "C" {

const char* cublasLtGetStatusName(cublasStatus_t) { return "CUBLAS_STATUS_EMULATED"; }

cublasStatus_t cublasLtCreate(cublasLtHandle_t* handle) {
  static int anything;
  *handle = reinterpret_cast<cublasLtHandle_t>(&anything);
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasLtDestroy(cublasLtHandle_t) { return CUBLAS_STATUS_SUCCESS; }

// cublasLtMatmulDescCreate and the like are functions of the library.
cublasStatus_t cublasLtMatmulDescCreate(cublasLtMatmulDesc_t* desc, cublasComputeType_t compute,
                                        cudaDataType_t) {
  *desc = reinterpret_cast<cublasLtMatmulDesc_t>(new Desc{.compute = compute});
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasLtMatmulDescDestroy(cublasLtMatmulDesc_t desc) {
  delete reinterpret_cast<Desc*>(desc);
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasLtMatmulDescSetAttribute(cublasLtMatmulDesc_t desc,
                                              cublasLtMatmulDescAttributes_t attribute, const void* value,
                                              std::size_t) {
  Desc& d = *reinterpret_cast<Desc*>(desc);
  switch (attribute) {
    case CUBLASLT_MATMUL_DESC_TRANSA: std::memcpy(&d.a, value, sizeof(d.a)); break;
    case CUBLASLT_MATMUL_DESC_TRANSB: std::memcpy(&d.b, value, sizeof(d.b)); break;
    case CUBLASLT_MATMUL_DESC_EPILOGUE: std::memcpy(&d.epilogue, value, sizeof(d.epilogue)); break;
    case CUBLASLT_MATMUL_DESC_BIAS_POINTER: std::memcpy(&d.bias, value, sizeof(d.bias)); break;
    default: return CUBLAS_STATUS_INVALID_VALUE;
  }
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasLtMatrixLayoutCreate(cublasLtMatrixLayout_t* layout, cudaDataType, std::uint64_t rows,
                                          std::uint64_t cols, std::int64_t ld) {
  *layout = reinterpret_cast<cublasLtMatrixLayout_t>(new Layout{rows, cols, ld});
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasLtMatrixLayoutDestroy(cublasLtMatrixLayout_t layout) {
  delete reinterpret_cast<Layout*>(layout);
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasLtMatmulPreferenceCreate(cublasLtMatmulPreference_t* preference) {
  *preference = new cublasLtMatmulPreferenceOpaque_t{};
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasLtMatmulPreferenceDestroy(cublasLtMatmulPreference_t preference) {
  delete preference;
  return CUBLAS_STATUS_SUCCESS;
}
cublasStatus_t cublasLtMatmulPreferenceSetAttribute(cublasLtMatmulPreference_t,
                                                    cublasLtMatmulPreferenceAttributes_t, const void*,
                                                    std::size_t) {
  return CUBLAS_STATUS_SUCCESS;
}

// Products of depth 1 have "no algorithm", and products of depth 3 none with an epilogue, so that the
// caller's own kernels are run too.
cublasStatus_t cublasLtMatmulAlgoGetHeuristic(cublasLtHandle_t, cublasLtMatmulDesc_t desc,
                                              cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t,
                                              cublasLtMatrixLayout_t, cublasLtMatrixLayout_t,
                                              cublasLtMatmulPreference_t, int,
                                              cublasLtMatmulHeuristicResult_t results[], int* count) {
  const std::uint64_t depth = view(desc).a == CUBLAS_OP_N ? view(a).cols : view(a).rows;
  *count = 0;
  const bool alone = view(desc).epilogue == CUBLASLT_EPILOGUE_DEFAULT;
  if (depth == 1 || (depth == 3 && !alone)) return CUBLAS_STATUS_NOT_SUPPORTED;
  results[0].state = CUBLAS_STATUS_SUCCESS;
  results[0].workspaceSize = 0;
  *count = 1;
  return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasLtMatmul(cublasLtHandle_t, cublasLtMatmulDesc_t desc, const void* alpha, const void* a,
                              cublasLtMatrixLayout_t a_layout, const void* b, cublasLtMatrixLayout_t b_layout,
                              const void* beta, const void* c, cublasLtMatrixLayout_t c_layout, void* d,
                              cublasLtMatrixLayout_t d_layout, const cublasLtMatmulAlgo_t*, void*,
                              std::size_t, cudaStream_t) {
  const Desc ops = view(desc);
  const Layout la = view(a_layout);
  const Layout lb = view(b_layout);
  const Layout ld = view(d_layout);
  const float scale = *static_cast<const float*>(alpha);
  if (!fits(ops, la, lb, ld) || *static_cast<const float*>(beta) != 0.0F || c != d || c_layout != d_layout) {
    return CUBLAS_STATUS_INVALID_VALUE;
  }
  // By value, as a capture keeps them.
  emulation::queue([=] {
    multiply(ops, static_cast<const float*>(a), la, static_cast<const float*>(b), lb, scale,
             static_cast<float*>(d), ld);
  });
  return CUBLAS_STATUS_SUCCESS;
}

}  // extern "C"
