#include "core/lessons/faults.h"

#include <algorithm>

namespace headroom {

void Faults::add(int line, std::string message, ErrorCode code) {
  if (faults_.size() == kMost) {
    ++left_out_;
    return;
  }
  faults_.emplace_back(line, Error(code, std::move(message), place(line)));
}

std::vector<Error> Faults::take() {
  std::stable_sort(faults_.begin(), faults_.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Error> errors;
  errors.reserve(faults_.size() + 1);
  for (auto& [line, error] : faults_) errors.push_back(std::move(error));
  if (left_out_ > 0) {
    errors.emplace_back(
        ErrorCode::kBadInput,
        "has " + std::to_string(left_out_) + " faults more, which are not listed: correct these first",
        place(faults_.back().first));
  }
  faults_.clear();
  left_out_ = 0;
  return errors;
}

}  // namespace headroom
