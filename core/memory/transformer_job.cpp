#include "core/memory/transformer_job.h"

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace headroom {

std::int64_t Parallelism::gpus() const { return checked_product({data, tensor, pipeline}); }

std::int64_t TransformerJob::global_batch() const {
  return checked_product({micro_batch, micro_batches, parallel.data});
}

namespace {

void at_least_one(std::int64_t value, const char* where) {
  if (value < 1) throw Error(ErrorCode::kUsage, "is " + std::to_string(value) + ": use at least 1", where);
}

}  // namespace

void validate(const TransformerJob& job) {
  at_least_one(job.sequence, job.mode == PlanMode::kInfer ? "tokens" : "sequence length");
  at_least_one(job.micro_batch, "micro-batch");
  at_least_one(job.micro_batches, "micro-batches");
  at_least_one(job.parallel.data, "data parallel degree");
  at_least_one(job.parallel.tensor, "tensor parallel degree");
  at_least_one(job.parallel.pipeline, "pipeline stages");
  if (job.parallel.zero < 0 || job.parallel.zero > 3) {
    throw Error(ErrorCode::kUsage, "there are the stages 0 to 3: choose one", "ZeRO stage");
  }
  const bool integers = job.precision == PlanPrecision::kInt8 || job.precision == PlanPrecision::kInt4;
  if (job.mode == PlanMode::kTrain && integers) {
    throw Error(ErrorCode::kUsage, "int8 and int4 are for inference: train with fp32, bf16 or fp16",
                "precision");
  }
  if (job.parallel.distributed_optimizer && job.parallel.zero > 0) {
    throw Error(ErrorCode::kUsage,
                "both share out the optimizer: use the distributed optimizer or a ZeRO stage",
                "distributed optimizer");
  }
  if (job.parallel.distributed_optimizer && job.precision == PlanPrecision::kFp32) {
    throw Error(ErrorCode::kUsage, "it belongs to 16-bit training: use bf16", "distributed optimizer");
  }
}

}  // namespace headroom
