#include "cuda/train_path.h"

#include <string>

#include "core/base/error.h"

namespace headroom::gpu {
namespace {

constexpr TrainPath kPaths[] = {TrainPath::kBest, TrainPath::kPlain, TrainPath::kGraph,
                                TrainPath::kPersistent};

}  // namespace

std::string_view train_path_name(TrainPath path) {
  switch (path) {
    case TrainPath::kBest: return "best";
    case TrainPath::kPlain: return "plain";
    case TrainPath::kGraph: return "graph";
    case TrainPath::kPersistent: return "persistent";
  }
  return "";
}

TrainPath parse_train_path(std::string_view name) {
  for (const TrainPath path : kPaths) {
    if (train_path_name(path) == name) return path;
  }
  throw Error(ErrorCode::kUsage,
              "there is no way of training '" + std::string(name) + "': best, plain, graph or persistent");
}

}  // namespace headroom::gpu
