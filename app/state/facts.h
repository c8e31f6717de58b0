// What can be observed about the window and its run, as one table. A script's `wait` and `expect` read it,
// and the state line prints it: one line of JSON for tests and for people who debug. With HEADROOM_TRACE=1
// the window prints that line whenever it changes, and a script's `print state` prints it once.
//
//   {"state":"paused","home":false,"tab":"curves","config":"scalability",...}
//   wait theme light timeout 5
//   expect plan_gpus <= 8
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// The window at one moment.
struct Observed {
  const UiState& state;
  const Snapshot& run;
  const Error* error = nullptr;            // the one that is shown
  std::string focus = {};                  // the control that has the keyboard's ring; empty: none
  std::vector<std::string> exhibits = {};  // what can be exported now
};

// monostate: there is none at the moment.
using FactValue = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string,
                               std::vector<std::string>>;

struct Fact {
  std::string_view name;
  FactValue (*read)(const Observed&);
  bool counter = false;  // changes with every step while a run trains
};

// In the order of the state line. Names must not change: scripts rely on them.
std::span<const Fact> facts();
// Null when there is no such fact.
const Fact* find_fact(std::string_view name);
// "none", "true", "0.05", "small,large"
std::string fact_text(const FactValue& value);

enum class Comparison { kIs, kAtLeast, kAtMost };

struct FactTest {
  const Fact* fact;
  Comparison comparison = Comparison::kIs;
  std::string value;  // as fact_text() writes it; numbers in any notation
};

bool holds(const FactTest& test, const Observed& seen);
// "plan_gpus <= 8"
std::string test_text(const FactTest& test);

// While a run trains the counters are left out, so that the line changes only when something happened; unless
// they are asked for.
std::string state_line(const Observed& seen, bool with_counters = false);

}  // namespace headroom::app
