// The GPU catalogue: what cards exist, how much memory a program really gets on each, and where every
// figure was read. Data, not code: assets/catalogue/gpus.json, and a file of the user's own beside it.
//
//   Catalogue catalogue = read_catalogue(assets_directory() / "catalogue/gpus.json");
//   add_own_cards(catalogue, "my_cards.json");
//   const GpuCard& card = catalogue.find("4090");     // a name, or a part of one that is unique
//   card.usable();                                    // bytes to plan with
//
// A card has three capacities: sold (GB = 1e9), what nvidia-smi reports (MiB = 2^20), and what a program
// sees (GiB = 2^30). Plans use the last; where the catalogue lacks it, nvidia-smi's total less 0.8 GiB
// (observed gap 0.27 to 0.77 GiB); where that is missing too, the sold figure less 2 % and 0.8 GiB.
//
// Errors: Error{kBadInput} with "file:line:column: /gpus/3/tdp_w" for a malformed file,
// Error{kNotFound} that lists candidates for a name that is unknown or not unique.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/memory/grade.h"

namespace headroom {

struct GpuCard {
  std::string name;
  std::string vendor;
  std::string kind;  // "cloud", "workstation", "desktop", "laptop", "own"
  double sold_gb = 0;
  std::optional<std::int64_t> nvidia_smi_mib;
  std::optional<double> visible_gib;       // the lowest value seen; drivers differ
  std::optional<double> visible_most_gib;  // the highest
  std::optional<double> bandwidth_gbs;     // of its memory, 1e9 bytes a second
  std::optional<double> fp32_tflops;       // without tensor cores
  std::optional<double> fp16_tflops;       // tensor cores, dense, 16 bit with fp32 accumulation
  bool bf16 = true;
  std::optional<double> tdp_w;
  double nvlink_gbs = 0;  // both directions, 0: none
  std::string pcie;       // "4.0 x16"
  std::string compute_capability;
  std::vector<std::string> cloud_instances;
  std::map<std::string, std::string> sources;  // JSON key of a field -> code (Catalogue::source_codes)
  std::vector<std::string> from_memory;        // JSON keys not checked yet: marked in the view
  std::string note;
  bool own = false;  // from the user's own file

  Bytes sold() const;
  std::optional<Bytes> nvidia_smi() const;
  // What a program can allocate, the lower end; the basis of every verdict.
  Bytes usable() const;
  // How usable() is known: "seen by programs", "nvidia-smi total - 0.8 GiB", "sold - 2 % - 0.8 GiB".
  std::string usable_source() const;
  Grade usable_grade() const;
  bool is_from_memory(std::string_view field) const;
};

struct Catalogue {
  std::vector<GpuCard> cards;                       // the file's order; own cards last
  std::map<std::string, std::string> source_codes;  // "smi" -> what it stands for

  // By exact name, else by part of a name, ignoring case: whole words are preferred to parts of words, and a
  // name that ends with them to one that continues ("4090" is not the laptop's).
  const GpuCard& find(std::string_view name) const;
};

Catalogue read_catalogue(const std::string& file);
// Appends (or replaces, by name) the cards of the user's file: {"schema_version": 1, "gpus": [{"name": ...,
// "marketing_memory_gb": ..., and any other key of the catalogue}]}. Their figures are graded "assumed".
void add_own_cards(Catalogue& catalogue, const std::string& file);

}  // namespace headroom
