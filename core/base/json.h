// Strict reading of JSON documents: a key that is missing, unknown or of the wrong type is an error that
// names the key.
//
//   const Json document = read_json_file("presets/a.json");
//   JsonObject preset(document, "presets/a.json");
//   preset.check_version(1);
//   std::string id = preset.string("id");
//   JsonObject train = preset.object("train");
//   std::int64_t epochs = train.integer("epochs", 1, 1'000'000);
//   train.finish();    // rejects keys that were not read
//   preset.finish();
//
// Errors: Error{kBadInput}; where is "file:line:column" for broken syntax and "file: /train/epochs" (a
// JSON pointer, RFC 6901) for a value. A missing file is Error{kNotFound}.
// Thread rule: plain values; a JsonObject refers to its document, which must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json_fwd.h"
#include "core/base/names.h"

namespace headroom {

// Limits far beyond any document of ours; they keep a hostile file from exhausting memory or the stack.
struct JsonLimits {
  std::int64_t bytes = std::int64_t{16} << 20;
  int depth = 64;
};

// Bounds of a member that may be any number the type holds.
inline constexpr std::int64_t kAnyInteger = std::numeric_limits<std::int64_t>::max();
inline constexpr double kAnyNumber = std::numeric_limits<double>::max();

// `name` is used in messages. Rejects duplicate keys, comments and anything after the document.
Json parse_json(std::string_view text, const std::string& name, const JsonLimits& limits = {});
Json read_json_file(const std::filesystem::path& file, const JsonLimits& limits = {});
// "line:column" of the value of a JSON pointer in a text that parse_json() has accepted; the
// nearest object around it when the pointer leads nowhere (a missing key).
std::string json_position(std::string_view text, std::string_view pointer);

// Reads one JSON object and remembers which keys were asked for.
class JsonObject {
 public:
  // `pointer` is where `value` is in the document, "" for the whole of it.
  JsonObject(const Json& value, std::string file, std::string pointer = {});
  JsonObject(const Json&&, std::string, std::string = {}) = delete;  // would be gone before it is read

  bool has(std::string_view key) const;
  // Whether the key is present with the value null. Counts as asking for it.
  bool is_null(std::string_view key);

  // Required members. Bounds are inclusive.
  std::string string(std::string_view key);
  bool boolean(std::string_view key);
  std::int64_t integer(std::string_view key, std::int64_t lo, std::int64_t hi);
  std::uint64_t unsigned_integer(std::string_view key);  // the whole range: seeds
  double number(std::string_view key, double lo, double hi);
  // The value that a table has for the member's word; else Error{kBadInput} with the choices.
  template <typename Row, std::size_t kRows>
  auto one_of(std::string_view key, const Names<Row, kRows>& names) {
    const std::string word = string(key);
    if (const Row* const row = names.find(word)) return row->value;
    fail(key, "is \"" + word + "\": use one of " + names.list());
  }
  std::vector<std::string> strings(std::string_view key);
  std::vector<std::int64_t> integers(std::string_view key, std::int64_t lo, std::int64_t hi);
  std::vector<double> numbers(std::string_view key, double lo, double hi);
  JsonObject object(std::string_view key);
  std::vector<JsonObject> objects(std::string_view key);

  // Throws unless "schema_version" is exactly `version`.
  void check_version(std::int64_t version);
  // Throws for the first key that was not read. Call when everything has been read.
  void finish() const;
  // Throws Error{kBadInput} pointing at this key: for checks that only the caller can make.
  [[noreturn]] void fail(std::string_view key, const std::string& message) const;

 private:
  const Json& member(std::string_view key);
  const Json& array(std::string_view key);
  std::string pointer_to(std::string_view key) const;

  const Json* value_;
  std::string file_;
  std::string pointer_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace headroom
