#include "core/train/check_value.h"

#include <array>
#include <bit>
#include <cmath>
#include <string_view>
#include <vector>

#include "core/base/sha256.h"

namespace headroom {

namespace {

// No vowels, and nothing like 0 or 1.
constexpr std::string_view kCheckLetters = "BCDFGHJKMNPRSTVWXYZ";

// Little endian, whatever the machine.
template <typename Unsigned>
void put_number(std::string& bytes, Unsigned value) {
  for (std::size_t i = 0; i < sizeof value; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
}

void put_values(Sha256& hash, const std::vector<float>& values) {
  if constexpr (std::endian::native == std::endian::little) {
    hash.add({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)});
    return;
  }
  std::string bytes;
  for (const float value : values) put_number(bytes, std::bit_cast<std::uint32_t>(value));
  hash.add(bytes);
}

}  // namespace

std::uint64_t check_value(const Weights& weights, const EpochMetric& epoch) {
  Sha256 hash;
  for (const LayerWeights& layer : weights.layers) {
    put_values(hash, layer.weight);
    put_values(hash, layer.bias);
  }
  std::string figures;
  put_number(figures, static_cast<std::uint64_t>(epoch.epoch));
  for (const double figure :
       {epoch.train_loss, epoch.train_accuracy, epoch.validation_loss, epoch.validation_accuracy, epoch.r2}) {
    // What there is none of has no bits of its own.
    put_number(figures, std::isnan(figure) ? std::uint64_t{0} : std::bit_cast<std::uint64_t>(figure));
  }
  hash.add(figures);
  const Sha256::Digest digest = hash.digest();
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | digest[i];
  return value == 0 ? 1 : value;
}

std::string check_text(std::uint64_t value) {
  if (value == 0) return {};
  std::string text;
  for (int i = 0; i < 8; ++i) {
    if (i == 4) text += '-';
    text += kCheckLetters[value % kCheckLetters.size()];
    value /= kCheckLetters.size();
  }
  return text;
}

}  // namespace headroom
