#include "core/measure/processor_load.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <utility>

namespace headroom {

std::optional<ProcessorTimes> processor_times(std::string_view stat) {
  constexpr std::string_view kAllCores = "cpu ";
  if (!stat.starts_with(kAllCores)) return std::nullopt;
  std::string_view rest = stat.substr(kAllCores.size(), stat.find('\n') - kAllCores.size());
  // user nice system idle iowait irq softirq steal; later fields are parts of the first two.
  std::array<std::uint64_t, 8> jiffies{};
  std::size_t count = 0;
  while (count < jiffies.size()) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), jiffies[count]);
    if (error != std::errc{}) break;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    ++count;
  }
  if (count < 4) return std::nullopt;
  ProcessorTimes times;
  for (const std::uint64_t each : jiffies) times.all += each;
  times.busy = times.all - jiffies[3] - jiffies[4];
  return times;
}

std::optional<double> ProcessorLoad::read() {
  std::ifstream file(path_);
  std::string line;
  std::getline(file, line);
  const std::optional<ProcessorTimes> now = processor_times(line);
  const std::optional<ProcessorTimes> before = std::exchange(before_, now);
  if (!now || !before || now->all <= before->all) return std::nullopt;
  // The count of waiting for a disk may go back, and the busy time with it.
  const double busy = static_cast<double>(now->busy) - static_cast<double>(before->busy);
  return std::clamp(busy / static_cast<double>(now->all - before->all), 0.0, 1.0);
}

}  // namespace headroom
