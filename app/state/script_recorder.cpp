#include "app/state/script_recorder.h"

#include <cstdint>

namespace headroom::app {

Step parse_recorder(ScriptWords& words) {
  std::vector<std::string_view> choices;
  for (const auto& row : kRecorderMoves) choices.push_back(row.name);
  for (const std::string_view own : {"open", "close", "way", "tries", "size"}) choices.push_back(own);
  const std::size_t chosen = words.choice(choices);
  if (chosen < kRecorderMoves.size())
    return step::Do{action::MoveRecorder{kRecorderMoves.begin()[chosen].value}};
  switch (chosen - kRecorderMoves.size()) {
    case 0: return step::Do{action::ShowRecorder{true}};
    case 1: return step::Do{action::ShowRecorder{false}};
    case 2: {
      constexpr std::int64_t kMost = 1'000'000'000'000;
      const std::int64_t step = words.integer("a step; -1 is the last good epoch", -1, kMost);
      return step::Do{action::ChooseWay{{step, words.number("a learning rate", 0, 1e6)}}};
    }
    case 3: return step::Do{action::TryWays{words.on_off()}};
    default: {
      const Bytes size = words.integer("MiB; 0 is off", 0, 1'000'000) * kMiB;
      return step::Do{action::Edit{[size](RunConfig& config) { config.recorder = size; }}};
    }
  }
}

}  // namespace headroom::app
