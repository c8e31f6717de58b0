#include "core/run/controller.h"

#include <utility>

#include "core/run/run_thread.h"

namespace headroom {

RunController::RunController(DeviceProvider devices, std::function<void()> on_publish)
    : impl_(std::make_unique<Impl>(std::move(devices), std::move(on_publish))) {}

RunController::~RunController() = default;

void RunController::post(Command command) { impl_->post(std::move(command)); }

std::shared_ptr<const Snapshot> RunController::snapshot() const { return impl_->snapshot(); }

}  // namespace headroom
