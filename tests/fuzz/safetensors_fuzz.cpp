// Any bytes as a safetensors file: read, or refused with Error{kBadInput}; what was read is consistent, and
// written and read again gives the same bytes. How to run: tests/fuzz/CMakeLists.txt.
#include "core/io/safetensors.h"

#include "core/base/error.h"
#include "core/io/checkpoint.h"
#include "tests/fuzz/require.h"

using namespace headroom;

namespace {

void check_file(const SafetensorsFile& file) {
  for (const NamedTensor& tensor : file.tensors) {
    std::int64_t count = 1;
    for (const std::int64_t extent : tensor.shape) count *= extent;
    fuzz::require(tensor.values.size() == static_cast<std::size_t>(count));
    fuzz::require(file.find(tensor.name) != nullptr);
  }
  const std::string written = format_safetensors(file);
  fuzz::require(format_safetensors(parse_safetensors(written, "again")) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view content(reinterpret_cast<const char*>(bytes), size);
  fuzz::do_or_refuse([&] {
    const SafetensorsFile file = parse_safetensors(content, "fuzz.safetensors");
    check_file(file);
    ModelSpec spec;
    spec.widths = {2, 3, 1};
    for (const OptimizerKind optimizer : {OptimizerKind::kSgd, OptimizerKind::kAdam}) {
      const Checkpoint checkpoint = from_safetensors(file, spec, optimizer, "fuzz.safetensors");
      fuzz::require(checkpoint.state.weights.layers.size() == 2);
    }
  });
  return 0;
}
