// Any bytes as run.json and as the configuration inside it: read, or refused with Error{kBadInput}; what was
// read is written and read again to the same. How to run: tests/fuzz/CMakeLists.txt.
#include <string_view>

#include "core/base/json.h"
#include "core/io/config_json.h"
#include "core/io/run_record_json.h"
#include "tests/fuzz/require.h"

using namespace headroom;

namespace {

void check_record(const Json& document) {
  const auto [record, entries] = record_from_json(document, "run.json");
  const Json written = record_to_json(record, entries);
  const auto [again, again_entries] = record_from_json(written, "run.json");
  fuzz::require(record_to_json(again, again_entries) == written);
}

void check_config(const Json& document) {
  const RunConfig config = config_from_json(JsonObject(document, "run.json"));
  const Json written = config_to_json(config);
  fuzz::require(config_to_json(config_from_json(JsonObject(written, "run.json"))) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::do_or_refuse([&] {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const Json document = parse_json(text, "run.json");
    fuzz::do_or_refuse([&] { check_record(document); });
    fuzz::do_or_refuse([&] { check_config(document); });
    if (document.is_object() && document.contains("config")) {
      fuzz::do_or_refuse([&] { check_config(document.at("config")); });
    }
  });
  return 0;
}
