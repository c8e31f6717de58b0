#include "core/io/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <span>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/file.h"

namespace headroom {

static_assert(std::endian::native == std::endian::little, "safetensors files are little endian");

namespace {

constexpr std::size_t kLengthBytes = 8;
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kHeaderLimit = 100'000'000;  // as the reference implementation

[[noreturn]] void fail(const std::string& file, std::uint64_t byte, const std::string& message) {
  throw Error(ErrorCode::kBadInput, message, file + ": byte " + std::to_string(byte));
}

int element_bytes(const std::string& dtype) {
  if (dtype == "F64") return 8;
  if (dtype == "F32") return 4;
  if (dtype == "F16" || dtype == "BF16") return 2;
  return 0;
}

// IEEE 754 binary16; exact, every half is a float.
float half_to_float(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1fU;
  const std::uint32_t fraction = half & 0x3ffU;
  if (exponent == 0) {  // zero or subnormal: fraction * 2^-24
    const float magnitude = static_cast<float>(fraction) * 0x1.0p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
  return std::bit_cast<float>(sign | (wide << 23) | (fraction << 13));
}

template <typename T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

std::vector<float> read_values(std::string_view bytes, const std::string& dtype) {
  const auto size = static_cast<std::size_t>(std::max(1, element_bytes(dtype)));  // 0 was refused before
  std::vector<float> values(bytes.size() / size);
  if (dtype == "F32") {
    if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const char* at = bytes.data() + i * size;
    if (dtype == "F64") values[i] = static_cast<float>(load<double>(at));
    if (dtype == "F16") values[i] = half_to_float(load<std::uint16_t>(at));
    if (dtype == "BF16") {
      values[i] = std::bit_cast<float>(static_cast<std::uint32_t>(load<std::uint16_t>(at)) << 16);
    }
  }
  return values;
}

// One entry of the header before its data are looked at.
struct Entry {
  std::string name, dtype;
  std::vector<std::int64_t> shape;
  std::int64_t begin = 0, end = 0;  // from the end of the header
};

Entry read_entry(JsonObject object, const std::string& name, std::int64_t data_bytes) {
  Entry entry;
  entry.name = name;
  entry.dtype = object.string("dtype");
  entry.shape = object.integers("shape", 0, kLargest);
  const std::vector<std::int64_t> offsets = object.integers("data_offsets", 0, kLargest);
  object.finish();
  if (element_bytes(entry.dtype) == 0) {
    object.fail("dtype", "\"" + entry.dtype + "\" cannot be read: F64, F32, F16 and BF16 can");
  }
  if (offsets.size() != 2) object.fail("data_offsets", "must be [begin, end]");
  entry.begin = offsets[0];
  entry.end = offsets[1];
  if (entry.begin > entry.end || entry.end > data_bytes) {
    object.fail("data_offsets", "[" + std::to_string(entry.begin) + ", " + std::to_string(entry.end) +
                                    "] leave the " + std::to_string(data_bytes) +
                                    " bytes of data: the file is cut off or damaged");
  }
  std::int64_t size = element_bytes(entry.dtype);
  for (const std::int64_t extent : entry.shape) {
    if (__builtin_mul_overflow(size, extent, &size)) object.fail("shape", "is too large");
  }
  if (size != entry.end - entry.begin) {
    object.fail("shape", "needs " + std::to_string(size) + " bytes, data_offsets give " +
                             std::to_string(entry.end - entry.begin));
  }
  return entry;
}

}  // namespace

const NamedTensor* SafetensorsFile::find(std::string_view name) const {
  for (const NamedTensor& tensor : tensors) {
    if (tensor.name == name) return &tensor;
  }
  return nullptr;
}

SafetensorsFile parse_safetensors(std::string_view bytes, const std::string& file) {
  if (bytes.size() < kLengthBytes) {
    fail(file, bytes.size(), "ends before the header's length: this is no safetensors file");
  }
  const auto header_bytes = load<std::uint64_t>(bytes.data());
  if (header_bytes > static_cast<std::uint64_t>(kHeaderLimit)) {
    fail(file, 0,
         "the header claims " + std::to_string(header_bytes) +
             " bytes, at most 100 MB are allowed: this is no safetensors file");
  }
  if (header_bytes > bytes.size() - kLengthBytes) {
    fail(file, bytes.size(),
         "ends inside its header of " + std::to_string(header_bytes) + " bytes: the file is cut off");
  }
  const std::string_view header = bytes.substr(kLengthBytes, header_bytes);
  if (header.empty() || header.front() != '{') fail(file, kLengthBytes, "the header must start with '{'");
  const std::string_view data = bytes.substr(kLengthBytes + header_bytes);

  const std::string place = file + ": header";
  const Json document = parse_json(header, place, {.bytes = kHeaderLimit});
  SafetensorsFile result;
  std::vector<Entry> entries;
  for (const auto& [name, value] : document.items()) {
    if (name == "__metadata__") {
      JsonObject object(value, place, "/" + name);
      for (const auto& item : value.items()) result.metadata[item.key()] = object.string(item.key());
    } else {
      entries.push_back(
          read_entry(JsonObject(value, place, "/" + name), name, static_cast<std::int64_t>(data.size())));
    }
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::int64_t expected = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != expected) {
      fail(file, kLengthBytes + header_bytes + static_cast<std::uint64_t>(entry.begin),
           "tensor \"" + entry.name + "\" " +
               (entry.begin < expected ? "overlaps the one before it" : "leaves a hole before it"));
    }
    expected = entry.end;
    const std::string_view part =
        data.substr(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(entry.end - entry.begin));
    result.tensors.push_back({entry.name, entry.shape, read_values(part, entry.dtype)});
  }
  if (expected != static_cast<std::int64_t>(data.size())) {
    fail(file, kLengthBytes + header_bytes + static_cast<std::uint64_t>(expected),
         std::to_string(static_cast<std::int64_t>(data.size()) - expected) +
             " bytes follow the last tensor: the file is damaged");
  }
  return result;
}

SafetensorsFile read_safetensors(const std::filesystem::path& path) {
  return parse_safetensors(read_file(path), path.string());
}

std::string format_safetensors(const SafetensorsFile& file) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::int64_t offset = 0;
  for (const NamedTensor& tensor : file.tensors) {
    std::int64_t count = 1;
    for (const std::int64_t extent : tensor.shape) count = checked_mul(count, extent);
    if (count != static_cast<std::int64_t>(tensor.values.size())) {
      throw Error(ErrorCode::kInternal, "shape and values of a tensor to be written differ", tensor.name);
    }
    const std::int64_t end = checked_add(offset, checked_mul(count, 4));
    header[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data start aligned, as the format allows
  const std::uint64_t length = text.size();

  std::string bytes(kLengthBytes, '\0');
  bytes.reserve(kLengthBytes + text.size() + static_cast<std::size_t>(offset));
  std::memcpy(bytes.data(), &length, sizeof length);
  bytes += text;
  for (const NamedTensor& tensor : file.tensors) {
    const auto as_bytes = std::as_bytes(std::span(tensor.values));
    bytes.append(reinterpret_cast<const char*>(as_bytes.data()), as_bytes.size());
  }
  return bytes;
}

}  // namespace headroom
