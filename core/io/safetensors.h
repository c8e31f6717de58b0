// The safetensors format (https://github.com/huggingface/safetensors, README "Format"): 8 bytes with the
// header's length, little endian; a JSON header {"name": {"dtype", "shape", "data_offsets": [begin, end)}};
// then the bytes of the tensors, row-major, without holes. "__metadata__" maps names to strings.
//
//   SafetensorsFile file;
//   file.metadata["schema_version"] = "1";
//   file.tensors.push_back({"layers.0.weight", {50, 230}, values});
//   write_file("weights.safetensors", format_safetensors(file));
//
// Reads F64, F32, F16 and BF16 (all become float) and writes F32. Thread rule: plain functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

struct NamedTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;  // product(shape), row-major
};

struct SafetensorsFile {
  std::map<std::string, std::string> metadata;
  std::vector<NamedTensor> tensors;  // written in this order; read in the order of the data

  const NamedTensor* find(std::string_view name) const;  // null when missing
};

// Strict: throws Error{kBadInput} with file and byte for a header that is truncated, larger than 100 MB or
// not valid JSON, an unknown dtype (lists the known ones), a shape that does not match the size, offsets out
// of range, tensors that overlap or leave a hole, bytes after the last tensor.
SafetensorsFile read_safetensors(const std::filesystem::path& path);
SafetensorsFile parse_safetensors(std::string_view bytes, const std::string& file);

// The bytes of a file; the same content gives the same bytes.
std::string format_safetensors(const SafetensorsFile& file);

}  // namespace headroom
