#include "core/io/memory_account_json.h"
#include "core/base/json.h"

#include <cstddef>
#include <limits>
#include <string>

namespace headroom {

namespace {

constexpr Bytes kMostBytes = std::numeric_limits<Bytes>::max() / 64;  // so that sums stay inside

// What follows from other figures is written for the reader, and has to agree.
void check_derived(JsonObject& object, const char* key, Bytes value) {
  if (object.integer(key, -64 * kMostBytes, 64 * kMostBytes) != value) {
    object.fail(key, "must be " + std::to_string(value) + ", as the figures beside it say");
  }
}

}  // namespace

Json account_to_json(const MemoryAccount& account) {
  Json categories = Json::array();
  for (std::size_t c = 0; c < kCategoryCount; ++c) {
    categories.push_back({{"category", category_name(static_cast<Category>(c))},
                          {"predicted_bytes", account.predicted[c]},
                          {"charged_bytes", account.charged[c]},
                          {"error_bytes", account.error(static_cast<Category>(c))}});
  }
  return {{"categories", categories},
          {"context_bytes", account.context},
          {"used_bytes", account.used},
          {"unfilled_bytes", account.unfilled},
          {"accounted_bytes", account.accounted()},
          {"difference_bytes", account.difference()},
          {"difference_percent", account.difference_percent()}};
}

MemoryAccount account_from_json(JsonObject object) {
  MemoryAccount account;
  for (JsonObject& each : object.objects("categories")) {
    const auto c = static_cast<std::size_t>(each.one_of("category", kCategoryNames));
    account.predicted[c] = each.integer("predicted_bytes", 0, kMostBytes);
    account.charged[c] = each.integer("charged_bytes", 0, kMostBytes);
    check_derived(each, "error_bytes", account.error(static_cast<Category>(c)));
    each.finish();
  }
  account.context = object.integer("context_bytes", 0, kMostBytes);
  account.used = object.integer("used_bytes", -kMostBytes, kMostBytes);  // others may have given memory back
  if (object.has("unfilled_bytes")) account.unfilled = object.integer("unfilled_bytes", 0, kMostBytes);
  check_derived(object, "accounted_bytes", account.accounted());
  check_derived(object, "difference_bytes", account.difference());
  object.number("difference_percent", -kAnyNumber, kAnyNumber);
  object.finish();
  return account;
}

}  // namespace headroom
