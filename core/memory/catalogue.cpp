#include "core/memory/catalogue.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <iterator>

#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/base/tr.h"

namespace headroom {

namespace {

constexpr double kMostGb = 1e6;
constexpr double kMost = 1e9;
constexpr double kLeast = 1e-3;  // of a peak, a bandwidth, a power: less would be a slip of the unit

std::optional<double> optional_number(JsonObject& object, std::string_view key, double most = kMost) {
  if (!object.has(key) || object.is_null(key)) return std::nullopt;
  const double value = object.number(key, 0, most);
  if (value < kLeast) object.fail(key, "must be at least 0.001: leave it out when it is not known");
  return value;
}

std::string optional_string(JsonObject& object, std::string_view key) {
  return !object.has(key) || object.is_null(key) ? std::string() : object.string(key);
}

std::vector<std::string> optional_strings(JsonObject& object, std::string_view key) {
  return !object.has(key) || object.is_null(key) ? std::vector<std::string>() : object.strings(key);
}

std::map<std::string, std::string> string_map(JsonObject object, const Json& members) {
  std::map<std::string, std::string> map;
  for (const auto& [key, value] : members.items()) {
    if (!object.is_null(key)) map[key] = object.string(key);
  }
  object.finish();
  return map;
}

void read_visible(JsonObject& object, GpuCard& card) {
  if (!object.has("cuda_visible_gib") || object.is_null("cuda_visible_gib")) return;
  const std::vector<double> range = object.numbers("cuda_visible_gib", 0, kMostGb);
  if (range.size() != 2 || range[0] > range[1] || range[0] <= 0) {
    object.fail("cuda_visible_gib", "must be [least, most] in GiB, both greater than 0");
  }
  card.visible_gib = range[0];
  card.visible_most_gib = range[1];
}

GpuCard read_card(JsonObject& object, const Json& json) {
  GpuCard card;
  card.name = object.string("name");
  if (card.name.empty()) object.fail("name", "is empty: name the card");
  card.sold_gb = object.number("marketing_memory_gb", 0, kMostGb);
  if (card.sold_gb <= 0) object.fail("marketing_memory_gb", "must be greater than 0");
  card.vendor = optional_string(object, "vendor");
  card.kind = optional_string(object, "class");
  if (object.has("nvidia_smi_total_mib") && !object.is_null("nvidia_smi_total_mib")) {
    card.nvidia_smi_mib = object.integer("nvidia_smi_total_mib", 1, std::int64_t{1} << 30);
  }
  read_visible(object, card);
  card.bandwidth_gbs = optional_number(object, "memory_bandwidth_gbs");
  card.fp32_tflops = optional_number(object, "fp32_tflops");
  card.fp16_tflops = optional_number(object, "fp16_tensor_dense_tflops");
  if (object.has("bf16_supported")) card.bf16 = object.boolean("bf16_supported");
  card.tdp_w = optional_number(object, "tdp_w");
  if (object.has("interconnect") && !object.is_null("interconnect")) {
    JsonObject link = object.object("interconnect");
    card.pcie = optional_string(link, "pcie");
    if (link.has("nvlink_gbs")) card.nvlink_gbs = link.number("nvlink_gbs", 0, kMost);
    link.finish();
  }
  card.compute_capability = optional_string(object, "compute_capability");
  card.cloud_instances = optional_strings(object, "cloud_instances");
  card.from_memory = optional_strings(object, "from_memory");
  card.note = optional_string(object, "note");
  if (object.has("sources")) card.sources = string_map(object.object("sources"), json.at("sources"));
  object.finish();
  if (card.usable() <= 0) object.fail("marketing_memory_gb", "leaves nothing that a program could use");
  return card;
}

Catalogue read_document(const Json& document, const std::string& name, bool own) {
  JsonObject root(document, name);
  root.check_version(1);
  Catalogue catalogue;
  optional_string(root, "units");
  optional_string(root, "advice");
  if (root.has("source_codes")) {
    catalogue.source_codes = string_map(root.object("source_codes"), document.at("source_codes"));
  }
  std::size_t index = 0;
  for (JsonObject& object : root.objects("gpus")) {
    GpuCard card = read_card(object, document.at("gpus").at(index++));
    for (const GpuCard& other : catalogue.cards) {
      if (other.name == card.name) object.fail("name", "stands twice: remove one of the cards");
    }
    card.own = own;
    if (own && card.kind.empty()) card.kind = "own";
    catalogue.cards.push_back(std::move(card));
  }
  root.finish();
  return catalogue;
}

Catalogue read_file_as_catalogue(const std::string& file, bool own) {
  const Json document = read_json_file(file);
  try {
    return read_document(document, file, own);
  } catch (const Error& error) {
    // "file: /gpus/3/tdp_w" becomes "file:17:14: /gpus/3/tdp_w".
    const std::string prefix = file + ": ";
    if (!error.where().starts_with(prefix)) throw;
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string pointer = error.where().substr(prefix.size());
    throw Error(error.code(), error.message(), file + ":" + json_position(text, pointer) + ": " + pointer);
  }
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

// How well `part` names `name`, both in lower case: 0 not at all, 1 inside a word, 2 whole words,
// 3 whole words at the end, 4 the name itself.
int match(const std::string& name, const std::string& part) {
  if (name == part) return 4;
  int best = 0;
  for (std::size_t at = name.find(part); at != std::string::npos; at = name.find(part, at + 1)) {
    const std::size_t end = at + part.size();
    const bool starts = at == 0 || name[at - 1] == ' ';
    const bool ends = end == name.size() || name[end] == ' ';
    best = std::max(best, !starts || !ends ? 1 : end == name.size() ? 3 : 2);
  }
  return best;
}

Bytes from_gib(double gib) { return static_cast<Bytes>(std::floor(gib * static_cast<double>(kGiB))); }

constexpr double kUsualGapGib = 0.8;  // between nvidia-smi's total and what a program sees

}  // namespace

Bytes GpuCard::sold() const { return static_cast<Bytes>(std::llround(sold_gb * 1e9)); }

std::optional<Bytes> GpuCard::nvidia_smi() const {
  if (!nvidia_smi_mib) return std::nullopt;
  return checked_mul(*nvidia_smi_mib, kMiB);
}

Bytes GpuCard::usable() const {
  if (visible_gib) return from_gib(*visible_gib);
  if (nvidia_smi_mib) return *nvidia_smi() - from_gib(kUsualGapGib);
  return static_cast<Bytes>(static_cast<double>(sold()) * 0.98) - from_gib(kUsualGapGib);
}

std::string GpuCard::usable_source() const {
  if (visible_gib) return tr_later("seen by programs");
  return nvidia_smi_mib ? tr_later("nvidia-smi total - 0.8 GiB") : tr_later("sold - 2 % - 0.8 GiB");
}

Grade GpuCard::usable_grade() const { return visible_gib && !own ? Grade::kPublished : Grade::kAssumed; }

bool GpuCard::is_from_memory(std::string_view field) const {
  return std::find(from_memory.begin(), from_memory.end(), field) != from_memory.end();
}

const GpuCard& Catalogue::find(std::string_view name) const {
  const std::string part = lower(name);
  std::vector<const GpuCard*> best;
  int best_match = 1;
  for (const GpuCard& card : cards) {
    const int quality = part.empty() ? 0 : match(lower(card.name), part);
    if (quality > best_match) best.clear();
    if (quality >= best_match) best.push_back(&card);
    best_match = std::max(best_match, quality);
  }
  if (best.size() == 1) return *best.front();
  throw Error(ErrorCode::kNotFound,
              best.empty() ? "the catalogue has no such card: choose one of " + join(cards, &GpuCard::name)
                           : "several cards are called so: choose one of " + join(best, &GpuCard::name),
              std::string(name));
}

Catalogue read_catalogue(const std::string& file) { return read_file_as_catalogue(file, false); }

void add_own_cards(Catalogue& catalogue, const std::string& file) {
  for (GpuCard& card : read_file_as_catalogue(file, true).cards) {
    const auto same = std::find_if(catalogue.cards.begin(), catalogue.cards.end(),
                                   [&](const GpuCard& other) { return other.name == card.name; });
    if (same == catalogue.cards.end()) {
      catalogue.cards.push_back(std::move(card));
    } else {
      *same = std::move(card);
    }
  }
}

}  // namespace headroom
