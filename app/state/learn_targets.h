// What a lesson can lay a numbered ring around: `[2](#model.large.epoch)` in its text. A ring is drawn where
// the named thing is seen at that moment; where it is not, the number stands in the text alone.
//
//   check_target("stage.load");       // returns
//   check_target("stage.lode");       // throws Error{kBadInput} that lists what there is
//
// Besides these places every control of the window may be named as `focus NAME` names it in a script ("play",
// "looking_at"), and every exhibit as `export NAME` does ("errors-matrix"). A new control is a row of the
// table; the test tests/window/learn_view_test.cpp says which is missing.
//
// Thread rule: constants and pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::app {

// stage.load to stage.evaluation: cards of the pipeline. model.small, model.large, model.custom: cards of the
// networks, and of each .params, .epoch, .memory: its lines; model.compare: the sentence below. memory: the
// panel of memory. curves.loss, curves.accuracy: the plots. epoch: the counter. tab.curves to tab.learn: the
// tabs.
const std::vector<std::string>& ring_places();
// Controls and exhibits; one that ends with '*' stands for all that begin so.
std::span<const std::string_view> ring_controls();

// Throws Error{kBadInput} with an empty place that lists what there is, and names the nearest.
void check_target(std::string_view name);

}  // namespace headroom::app
