#include "cuda/train_path.h"

#include <map>
#include <mutex>

#include "core/base/error.h"

namespace headroom::gpu {
namespace {

// How much slower the persistent kernel may be and still be taken.
constexpr double kMargin = 1.1;

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

TrainPath faster_path(const std::string& key, const std::function<double(TrainPath)>& seconds_per_step) {
  static std::mutex mutex;
  static std::map<std::string, TrainPath> known;
  const std::lock_guard<std::mutex> lock(mutex);
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  const double graph = seconds_per_step(TrainPath::kGraph);
  const double persistent = seconds_per_step(TrainPath::kPersistent);
  return known[key] = persistent <= kMargin * graph ? TrainPath::kPersistent : TrainPath::kGraph;
}

}  // namespace headroom::gpu
