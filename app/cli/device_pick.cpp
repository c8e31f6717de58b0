#include "app/cli/device_pick.h"

namespace headroom::cli {

PickedDevice pick_device(const std::vector<Candidate>& candidates, const NetworkJob& question) {
  PickedDevice picked;
  std::size_t best = 0;
  if (candidates.size() > 1 && worth_a_trial(question)) {
    picked.choice = choose_device(candidates, question);
    best = picked.choice->best;
  }
  picked.device = candidates[best].open();
  return picked;
}

}  // namespace headroom::cli
