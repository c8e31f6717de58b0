#include "app/cli/device_pick.h"

#include <algorithm>
#include <thread>

#include "app/devices.h"
#include "core/base/error.h"
#include "core/train/workload.h"

namespace headroom::cli {

namespace {

// Fewer multiply-adds take less than about a second on one thread: not worth a trial.
constexpr double kWorthATrial = 2e10;

void add_cpu(int threads, std::vector<Candidate>& candidates) {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  for (const int count : threads > 0 ? std::vector<int>{threads} : thread_counts(cores)) {
    candidates.push_back({"cpu with " + std::to_string(count) + (count == 1 ? " thread" : " threads"),
                          [count] { return open_device("cpu", count); }});
  }
}

void add_cuda(const std::string& id, std::vector<Candidate>& candidates) {
  candidates.push_back({id, [id] { return open_device(id); }});
}

double multiply_adds_of_run(const MemoryQuestion& question) {
  double sum = 0;
  for (const ModelSpec& model : question.models) {
    sum += multiply_adds(model, static_cast<double>(question.data.train_rows));
  }
  return sum * static_cast<double>(question.settings.epochs);
}

}  // namespace

std::vector<Candidate> device_candidates(const std::string& id, int threads, Precision precision) {
  std::vector<Candidate> candidates;
  const bool fp32 = precision == Precision::kFp32;
  if ((id == "auto" || id == "cpu") && fp32) add_cpu(threads, candidates);
  if (id != "cpu") {
    for (const DeviceInfo& device : list_devices()) {
      if (device.kind == "cpu" || (id != "auto" && id != device.kind && id != device.id)) continue;
      add_cuda(device.id, candidates);
      if (id == "cuda") break;  // the first one
    }
  }
  if (!candidates.empty()) return candidates;
  if (id == "auto" || id == "cpu") {
    throw Error(ErrorCode::kUnsupported,
                "the CPU computes in fp32 only, not in " + std::string(precision_name(precision)) +
                    ": leave --precision out, or choose a CUDA device",
                "--precision");
  }
  open_device(id);  // says which devices there are
  throw Error(ErrorCode::kNotFound, "there is no device '" + id + "'", "--device");
}

PickedDevice pick_device(const std::vector<Candidate>& candidates, const MemoryQuestion& question) {
  PickedDevice picked;
  std::size_t best = 0;
  if (candidates.size() > 1 && multiply_adds_of_run(question) >= kWorthATrial) {
    picked.choice = choose_device(candidates, question);
    best = picked.choice->best;
  }
  picked.device = candidates[best].open();
  return picked;
}

}  // namespace headroom::cli
