#include "app/devices.h"

#include <charconv>
#include <string_view>

#include "core/base/error.h"
#include "core/device/cpu/cpu_device.h"
#ifdef HEADROOM_HAS_CUDA
#include "cuda/cuda_device.h"
#endif

namespace headroom {

namespace {

std::vector<DeviceInfo> list_cuda_devices() {
#ifdef HEADROOM_HAS_CUDA
  return gpu::list_devices();
#else
  return {};
#endif
}

std::unique_ptr<Device> open_cuda_device([[maybe_unused]] int index) {
#ifdef HEADROOM_HAS_CUDA
  return gpu::open_device(index);
#else
  throw Error(ErrorCode::kInternal, "this build has no CUDA backend");
#endif
}

void add_cpu(const std::vector<int>& threads, std::vector<Candidate>& candidates) {
  for (const int count : threads) {
    candidates.push_back({"cpu with " + std::to_string(count) + (count == 1 ? " thread" : " threads"),
                          [count] { return open_device("cpu", count); }});
  }
}

void add_cuda(const std::string& id, std::vector<Candidate>& candidates) {
  candidates.push_back({id, [id] { return open_device(id); }});
}

[[noreturn]] void no_such_device(const std::string& id, const std::vector<DeviceInfo>& cuda) {
  std::string known = "cpu";
  for (const DeviceInfo& each : cuda) known += ", " + each.id;
  std::string message = "there is no device '" + id + "': choose auto or one of " + known;
#ifndef HEADROOM_HAS_CUDA
  if (id.starts_with("cuda")) message += " (this build has no CUDA backend)";
#endif
  throw Error(ErrorCode::kNotFound, message, "--device");
}

}  // namespace

std::vector<DeviceInfo> list_devices() {
  std::vector<DeviceInfo> devices{cpu::describe_cpu()};
  for (DeviceInfo& each : list_cuda_devices()) devices.push_back(std::move(each));
  return devices;
}

std::unique_ptr<Device> open_device(const std::string& id, int threads) {
  if (id == "cpu") return std::make_unique<cpu::CpuDevice>(threads);
  const std::vector<DeviceInfo> cuda = list_cuda_devices();
  if (id == "auto" && cuda.empty()) return std::make_unique<cpu::CpuDevice>(threads);
  constexpr std::string_view kPrefix = "cuda:";
  for (const DeviceInfo& each : cuda) {
    if (id != each.id && id != "auto" && id != "cuda") continue;
    int index = 0;
    std::from_chars(each.id.data() + kPrefix.size(), each.id.data() + each.id.size(), index);
    return open_cuda_device(index);
  }
  no_such_device(id, cuda);
}

std::vector<Candidate> device_candidates(const std::string& id, const std::vector<int>& threads,
                                         Precision precision, Residence residence) {
  std::vector<Candidate> candidates;
  const bool portable = precision == Precision::kPortable;
  const bool fp32 = precision == Precision::kFp32 || portable;
  const bool streamed = residence == Residence::kStreamed;
  if ((id == "auto" || id == "cpu") && fp32 && !streamed) add_cpu(threads, candidates);
  if (id != "cpu" && !portable) {
    for (const DeviceInfo& device : list_devices()) {
      if (device.kind == "cpu" || (id != "auto" && id != device.kind && id != device.id)) continue;
      add_cuda(device.id, candidates);
      if (id == "cuda") break;  // the first one
    }
  }
  if (!candidates.empty()) return candidates;
  if (portable) {
    throw Error(
        ErrorCode::kUnsupported,
        "only the CPU computes in portable arithmetic, from rows that stay there: choose --device cpu, or "
        "leave --precision out",
        "--precision");
  }
  if ((id == "auto" || id == "cpu") && streamed) {
    throw Error(
        ErrorCode::kUnsupported,
        std::string("rows are streamed to a CUDA device only") +
            (id == "auto" ? ", and there is none here: choose device" : ": choose device, or --device cuda"),
        "--residence");
  }
  if (id == "auto" || id == "cpu") {
    throw Error(ErrorCode::kUnsupported,
                "the CPU computes in fp32 only, not in " + std::string(precision_name(precision)) +
                    ": leave --precision out, or choose a CUDA device",
                "--precision");
  }
  open_device(id);  // says which devices there are
  throw Error(ErrorCode::kNotFound, "there is no device '" + id + "'", "--device");
}

}  // namespace headroom
