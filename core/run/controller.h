// The background thread of a run: commands in, immutable snapshots out.
//
//   RunController run(list_devices, open_device, on_publish);
//   run.post(command::Load{load_preset("scalability"), true});
//   ... every frame: auto s = run.snapshot();
//
// The run thread owns the device and every engine. Commands are carried out between two slices of
// training, each about 10 ms long, so pause, step and a new learning rate take effect at once. Neither
// side holds a lock across a frame or a step. A queued command of a kind where only the newest value
// counts (SetLearningRate) is replaced by a newer one.
//
// A refused command changes nothing: the run goes on as it was and Snapshot::error says why. A failed
// device ends the run with its history kept; Load or Reset open the device again. While nothing trains
// the thread blocks: an idle run costs nothing, and publishes nothing.
//
// Thread rule: post() and snapshot() from any thread. The destructor stops and joins.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/device/device.h"
#include "core/measure/device_choice.h"
#include "core/run/command.h"
#include "core/run/snapshot.h"

namespace headroom {

struct DeviceProvider {
  std::function<std::vector<DeviceInfo>()> list;  // CPU last or first; called on the run thread
  std::function<std::unique_ptr<Device>(const std::string& id)> open;  // called on the run thread
  // What CompareDevices tries, and a long run that nobody chose a device for. May be empty: nothing is tried.
  std::function<std::vector<Candidate>()> candidates = {};
  ChoiceOptions trial = {};
};

class RunController {
 public:
  // `on_publish` is called on the run thread after each publication (the window wakes its event loop
  // with it); may be empty.
  RunController(DeviceProvider devices, std::function<void()> on_publish);
  ~RunController();
  RunController(const RunController&) = delete;
  RunController& operator=(const RunController&) = delete;

  void post(Command command);
  std::shared_ptr<const Snapshot> snapshot() const;  // never null

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace headroom
