// A run as it stands, and the way back to it.
#include <algorithm>

#include "core/base/bytes.h"
#include "core/run/run.h"

namespace headroom {

RunPoint Run::point(bool with_states) const {
  RunPoint point{.config = config_,
                 .folder = folder_,
                 .steps_per_epoch = ceil_div(data_.shape.train_rows, config_.train.batch),
                 .lanes = {}};
  for (const Lane& lane : lanes_) {
    RunPoint::Stand& stand = point.lanes.emplace_back();
    stand.id = lane.choice.id;
    stand.history = lane.trainer ? lane.trainer->live().history : lane.shown;
    if (!with_states) continue;
    if (lane.trainer) stand.trainer = lane.trainer->point();
    stand.rest = lane.rest;
  }
  return point;
}

Bytes Run::point_bytes() const {
  Bytes bytes = 0;
  for (const Lane& lane : lanes_) {
    if (!lane.trainer && !lane.rest) continue;
    const Bytes values = checked_mul(parameter_count(lane.spec), sizeof(float));
    const int states = 1 + optimizer_states(config_.train.optimizer.kind);
    const int best = config_.train.early_stop_patience > 0 ? 1 : 0;
    bytes = checked_add(bytes, checked_mul(values, states + best));
    // A trainer knows its last good epoch as well, and what else was recorded.
    if (!lane.trainer) continue;
    const Recorder& recorder = lane.trainer->recorder();
    bytes = checked_add(bytes, std::max(checked_mul(values, states), recorder.held()));
  }
  return bytes;
}

void Run::take_over(const RunPoint& point) {
  for (Lane& lane : lanes_) {
    for (const RunPoint::Stand& stand : point.lanes) {
      if (stand.id != lane.choice.id) continue;
      lane.shown = stand.history;
      if (!lane.trainer) {
        lane.rest = stand.rest;
      } else if (stand.trainer) {
        lane.trainer->return_to(*stand.trainer);
      } else if (stand.rest) {
        lane.trainer->restore(*stand.rest);
        lane.trainer->set_learning_rate(config_.train.optimizer.learning_rate);
      }
    }
  }
  folder_ = point.folder;
}

void Run::return_to(const RunPoint& point) {
  look_live();
  rebuild_lanes(point.config, false);
  make_recorder();
  take_over(point);
}

}  // namespace headroom
