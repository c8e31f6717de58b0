#include "core/model/spec.h"

#include <algorithm>
#include <charconv>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace headroom {

namespace {

constexpr std::int64_t kMaxWidth = 1'000'000;
constexpr std::size_t kMaxLayers = 64;

}  // namespace

std::int64_t parameter_count(const ModelSpec& spec) {
  std::int64_t count = 0;
  for (std::size_t l = 0; l + 1 < spec.widths.size(); ++l) {
    const std::int64_t in = spec.widths[l];
    const std::int64_t out = spec.widths[l + 1];
    count = checked_add(count, checked_add(checked_mul(in, out), out));
  }
  return count;
}

std::string widths_text(const ModelSpec& spec) {
  std::string text;
  for (std::size_t i = 0; i < spec.widths.size();) {
    std::size_t run = 1;
    while (i + run < spec.widths.size() && spec.widths[i + run] == spec.widths[i]) ++run;
    // Inputs and outputs are not hidden layers, even where their width happens to be the same.
    if (i == 0) run = 1;
    if (i + run == spec.widths.size() && run > 1) --run;
    if (i > 0) text += " → ";
    if (run > 1) text += std::to_string(run) + "×";
    text += std::to_string(spec.widths[i]);
    i += run;
  }
  return text;
}

std::vector<std::int64_t> parse_hidden(std::string_view text) {
  std::vector<std::int64_t> widths;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('x', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    std::int64_t width = 0;
    const auto [rest, failure] = std::from_chars(part.data(), part.data() + part.size(), width);
    if (failure != std::errc{} || rest != part.data() + part.size() || width < 1 || width > kMaxWidth) {
      throw Error(ErrorCode::kUsage, "hidden width '" + std::string(part) + "' in '" + std::string(text) +
                                         "' is not a number from 1 to 1000000: write widths as 50x50");
    }
    widths.push_back(width);
    begin = end + 1;
  }
  if (widths.size() > kMaxLayers) {
    throw Error(ErrorCode::kUsage, "'" + std::string(text.substr(0, 40)) + "...' has " +
                                       std::to_string(widths.size()) + " hidden layers: use at most 64");
  }
  return widths;
}

void validate(const ModelSpec& spec) {
  if (spec.widths.size() < 2) {
    throw Error(ErrorCode::kBadInput, "a network needs an input and an output width");
  }
  for (std::size_t i = 0; i < spec.widths.size(); ++i) {
    if (spec.widths[i] < 1) {
      throw Error(ErrorCode::kBadInput, "width " + std::to_string(i) + " of the network is " +
                                            std::to_string(spec.widths[i]) + ": it must be at least 1");
    }
  }
}

}  // namespace headroom
