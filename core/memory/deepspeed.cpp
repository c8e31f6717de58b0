#include "core/memory/deepspeed.h"

#include <algorithm>

#include "core/base/error.h"

namespace headroom::deepspeed {

namespace {

Bytes times(Bytes bytes, double factor) {
  const double product = static_cast<double>(bytes) * factor;
  if (product >= 9.2e18) checked_mul(bytes, 1024);  // throws
  return static_cast<Bytes>(product);
}

}  // namespace

Bytes zero2_gpu(std::int64_t parameters, std::int64_t gpus, bool offload) {
  const Bytes weights = checked_mul(2, parameters);
  return offload ? weights : checked_add(weights, ceil_div(checked_mul(18, parameters), gpus));
}

Bytes zero2_host(std::int64_t parameters, std::int64_t gpus, double factor) {
  return times(checked_mul(parameters, std::max<std::int64_t>(checked_mul(4, gpus), 16)), factor);
}

Bytes zero3_gpu(std::int64_t parameters, std::int64_t largest_layer, std::int64_t gpus, Host host) {
  const Bytes layer = checked_mul(4, largest_layer);
  if (host == Host::kParameters) return layer;
  return checked_add(layer, ceil_div(checked_mul(host == Host::kOptimizer ? 2 : 18, parameters), gpus));
}

Bytes zero3_host(std::int64_t parameters, std::int64_t largest_layer, std::int64_t gpus, Host host,
                 double factor) {
  if (host == Host::kNothing) return times(checked_product({4, largest_layer, gpus}), factor);
  return times(checked_mul(host == Host::kOptimizer ? 16 : 18, parameters), factor);
}

}  // namespace headroom::deepspeed
