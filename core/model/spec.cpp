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
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  const auto skip_blanks = [&](std::size_t at) {
    while (at < text.size() && blank(text[at])) ++at;
    return at;
  };
  std::vector<std::int64_t> widths;
  char separator = 0;  // the x or comma before the part that is read
  for (std::size_t at = skip_blanks(0); at < text.size() || separator != 0 || widths.empty();) {
    const std::size_t begin = at;
    while (at < text.size() && !blank(text[at]) && text[at] != 'x' && text[at] != ',') ++at;
    const std::string_view part = text.substr(begin, at - begin);
    if (part.empty()) {
      throw Error(
          ErrorCode::kUsage,
          separator != 0 && begin == text.size()
              ? "add a width after " + std::string(separator == ',' ? "the comma" : "x") + ", such as 64x32"
              : "a width is missing in '" + std::string(text) + "': write widths as 64x32");
    }
    std::int64_t width = 0;
    const auto [rest, failure] = std::from_chars(part.data(), part.data() + part.size(), width);
    if (failure != std::errc{} || rest != part.data() + part.size() || width < 1 || width > kMaxWidth) {
      throw Error(ErrorCode::kUsage,
                  "'" + std::string(part) +
                      "' is no width: widths are whole numbers from 1 to 1 000 000, such as 64x32");
    }
    widths.push_back(width);
    at = skip_blanks(at);
    separator = at < text.size() && (text[at] == 'x' || text[at] == ',') ? text[at] : '\0';
    if (separator != 0) at = skip_blanks(at + 1);
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
