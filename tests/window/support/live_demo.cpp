#include "support/live_demo.h"

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/device/cpu/cpu_device.h"

namespace headroom::app::demo {

std::shared_ptr<Dataset> table(std::int64_t columns, const std::string& name, Task task,
                               std::int64_t classes) {
  auto data = std::make_shared<Dataset>();
  data->source = "by hand";
  data->rows = 60;
  data->columns = columns;
  data->task = task;
  data->target_name = "y";
  for (std::int64_t c = 0; c < columns; ++c) {
    const std::string place =
        name == "pixel_" ? std::to_string(c / 8) + "_" + std::to_string(c % 8) : std::to_string(c);
    data->column_names.push_back(name + place);
  }
  for (std::int64_t k = 0; k < classes; ++k) data->class_names.push_back("class " + std::to_string(k));
  for (std::int64_t r = 0; r < data->rows; ++r) {
    for (std::int64_t c = 0; c < columns; ++c)
      data->values.push_back(static_cast<float>((r * 7 + c * 3) % 17) - (c == 1 ? 8.0F : 0.0F));
    data->targets.push_back(static_cast<float>(classes > 0 ? r % classes : r));
  }
  return data;
}

RunConfig config_of(std::shared_ptr<const Dataset> data, int degree) {
  RunConfig config;
  config.id = "by_hand";
  config.title = "By hand";
  config.models = {{"small", "Small", {6}}, {"large", "Large", {8, 8, 8}}};
  config.selected = {"small", "large"};
  config.degree = degree;
  if (data->task == Task::kRegression) config.output = Output::kLinear;
  if (data->class_names.size() > 2) config.output = Output::kSoftmax;
  config.dataset = std::move(data);
  config.train.batch = 10;
  return config;
}

Live::Live(const RunConfig& config, int batches)
    : run_({.list = [] { return std::vector<DeviceInfo>{cpu::CpuDevice(1).info()}; },
            .open = [](const std::string&) { return std::make_unique<cpu::CpuDevice>(1); }},
           {}) {
  run_.post(command::Load{config});
  done(RunState::kReady);
  for (int i = 0; i < batches; ++i) {
    run_.post(command::Step{});
    posted_ = 2 + static_cast<std::uint64_t>(i);
    done(RunState::kPaused);
  }
}

Demo Live::seen(const Look& look) {
  run_.post(command::Watch{interest(Inspect::kPrediction), look});
  ++posted_;
  Demo demo{"prediction", *wait([&](const Snapshot& s) {
              return s.commands_done >= posted_ && s.inspections[index_of(Inspect::kPrediction)] &&
                     s.inspections[index_of(Inspect::kPrediction)]->version > version_;
            }),
            ui_state()};
  version_ = demo.run.inspections[index_of(Inspect::kPrediction)]->version;
  demo.state.tab = Tab::kPrediction;
  demo.state.look = look;
  return demo;
}

void Live::save(const std::string& directory) {
  run_.post(command::SaveRun{directory});
  ++posted_;
  wait([&](const Snapshot& s) { return s.commands_done >= posted_; });
}

std::shared_ptr<const Snapshot> Live::wait(const std::function<bool(const Snapshot&)>& holds) {
  for (int i = 0; i < 60'000; ++i) {
    auto now = run_.snapshot();
    if (holds(*now)) return now;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  throw std::runtime_error("gave up waiting: " + run_.snapshot()->message);
}

void Live::done(RunState state) {
  wait([&](const Snapshot& s) { return s.commands_done >= posted_ && s.state == state; });
}

}  // namespace headroom::app::demo
