// How good the networks of a finished run are, found out once it is finished and a few rows at a time: on the
// test part, which nothing has looked at before; and on the rows that validate, where the curves do not tell
// it: rare classes that a plain accuracy hides, or an early stop, after which another epoch's network is in
// use than the last one's.
//
//   FinalJudge judge;
//   while (judge.advance(run).worked) {
//   }
//   judge.tell(curves);  // ModelSnapshot::validated and tested
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/quality.h"
#include "core/run/run.h"
#include "core/run/snapshot.h"

namespace headroom {

class FinalJudge {
 public:
  struct Did {
    bool worked = false;    // else everything is known
    bool finished = false;  // a figure is new
  };
  // `run` must be finished and on its device. Between a restart() and the next its lanes stay as they are.
  Did advance(const Run& run);
  // The run was replaced or changed, or goes on: what was found no longer applies.
  void restart();
  // Nothing more, until the next restart().
  void give_up() { open_.clear(), judge_.reset(), begun_ = true; }
  void tell(CurvesSnapshot& curves) const;

 private:
  struct Question {
    const Lane* lane;
    JudgedPart part;
  };
  struct Found {
    std::string id;
    JudgedPart part;
    std::shared_ptr<const Quality> quality;
  };
  void begin(const Run& run);

  bool begun_ = false;
  std::vector<Question> open_;         // the last one is next
  std::optional<QualityJudge> judge_;  // of the last one
  std::vector<Found> found_;
};

}  // namespace headroom
