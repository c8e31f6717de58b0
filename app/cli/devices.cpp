// headroom-cli devices: what can train here, and how much memory it has.
#include "app/devices.h"
#include "app/cli/context.h"
#include "app/cli/output.h"
#include "core/base/bytes.h"
#include "core/base/json.h"

namespace headroom::cli {

namespace {

Json to_json(const DeviceInfo& device) {
  Json json = {{"id", device.id},
               {"kind", device.kind},
               {"name", device.name},
               {"memory_total_bytes", device.memory_total},
               {"memory_free_bytes", device.memory_free}};
  if (!device.compute_capability.empty()) json["compute_capability"] = device.compute_capability;
  if (device.kind == "cpu") json["threads"] = device.threads;
  return json;
}

void print_devices(Context& context) {
  const std::vector<DeviceInfo> devices = list_devices();
  if (context.json) {
    Json document = {{"schema_version", 1}, {"devices", Json::array()}};
    for (const DeviceInfo& device : devices) document["devices"].push_back(to_json(device));
    print_json(document, context.out);
    return;
  }
  Table table({"id", "name", ">memory", ">free", "notes"});
  bool cuda = false;
  for (const DeviceInfo& device : devices) {
    cuda = cuda || device.kind == "cuda";
    const std::string notes = device.kind == "cuda" ? "compute capability " + device.compute_capability
                                                    : std::to_string(device.threads) + " threads";
    table.add(
        {device.id, device.name, format_bytes(device.memory_total), format_bytes(device.memory_free), notes});
  }
  table.print(context.out);
  if (!cuda) context.out << "no usable CUDA device: networks train on the CPU\n";
}

}  // namespace

Action add_devices(Subcommand&) { return print_devices; }

}  // namespace headroom::cli
