#include "app/views/panels_csv.h"

#include "app/state/results.h"
#include "app/views/headroom_panel.h"
#include "core/base/csv_field.h"

namespace headroom::app {
namespace {

std::string bytes_known(Bytes bytes, bool known) { return known ? std::to_string(bytes) : std::string(); }

}  // namespace

std::string memory_csv(const MemorySnapshot& memory) {
  const bool measured = memory.charged_total > 0;
  std::string csv = "what,predicted_bytes,allocated_bytes\n";
  for (const Category category : memory_order()) {
    const auto i = static_cast<std::size_t>(category);
    csv += csv_line({std::string(category_name(category)), std::to_string(memory.predicted[i]),
                     bytes_known(memory.charged[i], measured)});
  }
  csv += csv_line({"total of this run", std::to_string(memory.predicted_total),
                   bytes_known(memory.charged_total, measured)});
  if (memory.device.total <= 0) return csv;
  const auto now = [&](const char* what, Bytes bytes) { csv += csv_line({what, "", std::to_string(bytes)}); };
  now("context", memory.device.context);
  now("used by others", memory.device.others());
  now("free now", memory.device.free);
  now("of the device", memory.device.total);
  return csv;
}

std::string architecture_csv(const Snapshot& run) {
  std::string csv = "model,widths,trains,parameters,epoch_seconds,bytes_of_its_own,bytes_with_data\n";
  for (const ModelSnapshot& model : run.curves->models) {
    const bool planned = model.planned_bytes > 0;
    csv += csv_line({model.choice.id, widths_text(model.spec), model.selected ? "1" : "0",
                     std::to_string(model.parameters),
                     model.epoch_seconds > 0 ? exact_text(model.epoch_seconds) : std::string(),
                     bytes_known(model.planned_bytes, planned),
                     bytes_known(bytes_with_data(run, model), planned)});
  }
  return csv;
}

}  // namespace headroom::app
