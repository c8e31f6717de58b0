#include "app/state/script_recorder.h"

#include <cstdint>
#include <vector>

namespace headroom::app {
namespace {

constexpr std::int64_t kMostMib = 1'000'000, kMostSteps = 1'000'000'000'000;

Step recorder_size(ScriptWords& words) {
  const Bytes size = words.integer("mebibytes", 0, kMostMib) * kMiB;
  return step::Do{action::Edit{[size](RunConfig& config) { config.recorder = size; }}};
}

}  // namespace

Step parse_recorder(ScriptWords& words) {
  if (words.number_follows()) return recorder_size(words);
  std::vector<std::string_view> choices;
  for (const auto& row : kRecorderMoves) choices.push_back(row.name);
  for (const std::string_view own : {"open", "close", "way", "tries"}) choices.push_back(own);
  const std::size_t chosen = words.choice(choices);
  if (chosen < kRecorderMoves.size())
    return step::Do{action::MoveRecorder{kRecorderMoves.begin()[chosen].value}};
  switch (chosen - kRecorderMoves.size()) {
    case 0: return step::Do{action::ShowRecorder{true}};
    case 1: return step::Do{action::ShowRecorder{false}};
    case 2: {
      const std::int64_t step = words.integer("a step; -1 is the last good epoch", -1, kMostSteps);
      return step::Do{action::ChooseWay{{step, words.number("a learning rate", 0, 1e6)}}};
    }
    default: return step::Do{action::TryWays{words.on_off()}};
  }
}

}  // namespace headroom::app
