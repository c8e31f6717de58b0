#include "core/data/dataset.h"

namespace headroom {

std::string_view task_name(Task task) {
  return task == Task::kClassification ? "classification" : "regression";
}

}  // namespace headroom
