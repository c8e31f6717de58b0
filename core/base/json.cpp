#include "core/base/json.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/text_file.h"

namespace headroom {
namespace {

constexpr const char* kWholeDocument = "(whole document)";

[[noreturn]] void fail_at(const std::string& file, const std::string& pointer, const std::string& message) {
  throw Error(ErrorCode::kBadInput, message, file + ": " + (pointer.empty() ? kWholeDocument : pointer));
}

// A key as a part of a JSON pointer: "~" becomes "~0" and "/" becomes "~1" (RFC 6901, section 3).
std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

// "file:line:column" of a byte, counted from 1 as editors do.
std::string position_text(std::string_view text, std::size_t byte, const std::string& name) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return name + ":" + std::to_string(line) + ":" + std::to_string(before.size() - line_start + 1);
}

// "a whole number", "an array", "null".
std::string type_text(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_number_integer()) return "a whole number";
  const std::string name = value.type_name();  // "boolean", "number", "string", "array", "object"
  return (name == "array" || name == "object" ? "an " : "a ") + name;
}

// Walks over a text and tells how far the parser has come: its callback does not.
class Reader {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Reader(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  reference operator*() const { return *at_; }
  Reader& operator++() {
    *furthest_ = ++at_;
    return *this;
  }
  Reader operator++(int) {
    const Reader before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Reader& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  const char** furthest_;
};

// Watches the parser: depth, and keys that stand twice in one object. nlohmann would keep the last of
// two equal keys silently, and its copies and destructors are only safe for reasonable depths.
class Watch {
 public:
  // `place`: "file:line:column" of so many bytes before where the parser stands.
  Watch(std::function<std::string(std::size_t)> place, int depth)
      : place_(std::move(place)), max_depth_(depth) {}

  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    switch (event) {
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        if (depth >= max_depth_) {
          throw Error(ErrorCode::kBadInput,
                      "nested more than " + std::to_string(max_depth_) +
                          " levels deep, as no document that is read here: name the right file",
                      place_(1));
        }
        if (event == Json::parse_event_t::object_start) keys_.emplace_back();
        break;
      case Json::parse_event_t::object_end: keys_.pop_back(); break;
      case Json::parse_event_t::key: {
        const auto& key = parsed.get_ref<const std::string&>();
        if (!keys_.back().insert(key).second) {
          throw Error(ErrorCode::kBadInput, "the key \"" + key + "\" stands twice in one object: remove one",
                      place_(key.size() + 2));
        }
        break;
      }
      default: break;
    }
    return true;
  }

 private:
  std::function<std::string(std::size_t)> place_;
  int max_depth_;
  std::vector<std::set<std::string>> keys_;  // of the objects that are open
};

}  // namespace

Json parse_json(std::string_view text, const std::string& name, const JsonLimits& limits) {
  if (static_cast<std::int64_t>(text.size()) > limits.bytes) {
    throw Error(ErrorCode::kBadInput,
                "larger than " + format_bytes(limits.bytes) +
                    ", as no document that is read here: name the right file",
                name);
  }
  const char* const start = text.data();
  const char* furthest = start;
  const auto place = [&](std::size_t back) {
    const auto read = static_cast<std::size_t>(furthest - start);
    return position_text(text, read - std::min(read, back), name);
  };
  try {
    Watch watch(place, limits.depth);
    // The parser copies its callback, so it gets a reference to the one that remembers.
    return Json::parse(
        Reader(start, &furthest), Reader(start + text.size(), &furthest),
        [&watch](int depth, Json::parse_event_t event, Json& parsed) { return watch(depth, event, parsed); });
  } catch (const Json::parse_error& e) {
    const std::size_t byte = e.byte > 0 ? e.byte - 1 : 0;
    throw Error(ErrorCode::kBadInput,
                text.empty() ? "the file is empty: a JSON document was expected"
                             : "this is not JSON here: correct the file at this place",
                position_text(text, byte, name));
  } catch (const Json::exception&) {  // a number beyond double, of which the end was just read
    std::size_t back = 1;
    const auto read = static_cast<std::size_t>(furthest - start);
    while (back < read && std::string_view("+-.0123456789eE").find(start[read - back - 1]) != text.npos)
      ++back;
    throw Error(ErrorCode::kBadInput, "this number is too large: correct it", place(back));
  }
}

Json read_json_file(const std::filesystem::path& file, const JsonLimits& limits) {
  // One byte more than allowed is enough to know that it is too large.
  return parse_json(read_first_bytes(file, limits.bytes + 1), file.string(), limits);
}

JsonObject::JsonObject(const Json& value, std::string file, std::string pointer)
    : value_(&value), file_(std::move(file)), pointer_(std::move(pointer)) {
  if (!value.is_object()) fail_at(file_, pointer_, "is " + type_text(value) + ": an object was expected");
}

bool JsonObject::has(std::string_view key) const { return value_->contains(key); }

bool JsonObject::is_null(std::string_view key) {
  const auto found = value_->find(key);
  if (found == value_->end() || !found->is_null()) return false;
  asked_.emplace(key);
  return true;
}

std::string JsonObject::pointer_to(std::string_view key) const { return pointer_ + "/" + escaped(key); }

void JsonObject::fail(std::string_view key, const std::string& message) const {
  fail_at(file_, pointer_to(key), message);
}

const Json& JsonObject::member(std::string_view key) {
  const auto found = value_->find(key);
  if (found == value_->end()) fail(key, "is missing: add it");
  asked_.emplace(key);
  return *found;
}

const Json& JsonObject::array(std::string_view key) {
  const Json& value = member(key);
  if (!value.is_array()) fail(key, "is " + type_text(value) + ": an array was expected");
  return value;
}

namespace {

// One value with the place it stands at, so that members and array elements are checked alike.
struct Place {
  const Json& value;
  const std::string& file;
  std::string pointer;

  std::string string() const {
    if (!value.is_string()) fail_at(file, pointer, "is " + type_text(value) + ": a string was expected");
    return value.get<std::string>();
  }
  std::int64_t integer(std::int64_t lo, std::int64_t hi) const {
    if (!value.is_number_integer()) {
      const std::string what = value.is_number() ? value.dump() : type_text(value);
      fail_at(file, pointer, "is " + what + ": a whole number was expected, in digits alone");
    }
    // Unsigned values beyond int64 would turn negative: they are out of range whatever the bounds.
    const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
    const std::int64_t number = huge ? 0 : value.get<std::int64_t>();
    if (huge || number < lo || number > hi) {
      fail_at(file, pointer,
              "is " + value.dump() + ": " + std::to_string(lo) + " to " + std::to_string(hi) + " is allowed");
    }
    return number;
  }
  double number(double lo, double hi) const {
    if (!value.is_number()) fail_at(file, pointer, "is " + type_text(value) + ": a number was expected");
    const double number = value.get<double>();
    if (!std::isfinite(number) || number < lo || number > hi) {
      fail_at(file, pointer,
              "is " + value.dump() + ": " + Json(lo).dump() + " to " + Json(hi).dump() + " is allowed");
    }
    return number;
  }
};

}  // namespace

std::string JsonObject::string(std::string_view key) {
  return Place{member(key), file_, pointer_to(key)}.string();
}

bool JsonObject::boolean(std::string_view key) {
  const Json& value = member(key);
  if (!value.is_boolean()) fail(key, "is " + type_text(value) + ": true or false was expected");
  return value.get<bool>();
}

std::int64_t JsonObject::integer(std::string_view key, std::int64_t lo, std::int64_t hi) {
  return Place{member(key), file_, pointer_to(key)}.integer(lo, hi);
}

std::uint64_t JsonObject::unsigned_integer(std::string_view key) {
  const Json& value = member(key);
  if (!value.is_number_unsigned()) {
    fail(key, "is " + (value.is_number_integer() ? value.dump() : "a " + type_text(value)) +
                  ": a whole number from 0 on was expected");
  }
  return value.get<std::uint64_t>();
}

double JsonObject::number(std::string_view key, double lo, double hi) {
  return Place{member(key), file_, pointer_to(key)}.number(lo, hi);
}

std::vector<std::string> JsonObject::strings(std::string_view key) {
  std::vector<std::string> out;
  for (const Json& value : array(key)) {
    out.push_back(Place{value, file_, pointer_to(key) + "/" + std::to_string(out.size())}.string());
  }
  return out;
}

std::vector<std::int64_t> JsonObject::integers(std::string_view key, std::int64_t lo, std::int64_t hi) {
  std::vector<std::int64_t> out;
  for (const Json& value : array(key)) {
    out.push_back(Place{value, file_, pointer_to(key) + "/" + std::to_string(out.size())}.integer(lo, hi));
  }
  return out;
}

std::vector<double> JsonObject::numbers(std::string_view key, double lo, double hi) {
  std::vector<double> out;
  for (const Json& value : array(key)) {
    out.push_back(Place{value, file_, pointer_to(key) + "/" + std::to_string(out.size())}.number(lo, hi));
  }
  return out;
}

JsonObject JsonObject::object(std::string_view key) {
  return JsonObject(member(key), file_, pointer_to(key));
}

std::vector<JsonObject> JsonObject::objects(std::string_view key) {
  std::vector<JsonObject> out;
  for (const Json& value : array(key)) {
    out.emplace_back(value, file_, pointer_to(key) + "/" + std::to_string(out.size()));
  }
  return out;
}

void JsonObject::check_version(std::int64_t version) {
  const Json& value = member("schema_version");
  if (value != version) {
    fail("schema_version",
         "is " + value.dump() + ": this program reads version " + std::to_string(version) + " only");
  }
}

void JsonObject::finish() const {
  for (const auto& item : value_->items()) {
    if (!asked_.contains(item.key()))
      fail(item.key(), "is not known here: remove it or correct its spelling");
  }
}

}  // namespace headroom
