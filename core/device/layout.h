// What decides the sizes of the tensor tables besides the network: the data as a device holds them, and the
// properties of a backend that its buffers depend on. Plain data, so a plan needs no device.
//
//   DataShape shape{.rows = 10'000, .train_rows = 8'000, .columns = 20, .degree = 2};
//   shape.features();   // 230
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/names.h"

namespace headroom {

// Where the terms of degree 2 are: in a matrix beside the raw columns, computed once; or nowhere, and the
// engine computes those of a row when it reads the row. The same numbers, bit for bit.
enum class Terms { kStored, kGenerated };
inline constexpr auto kTermsNames =
    names<Terms>({{Terms::kStored, "stored"}, {Terms::kGenerated, "generated"}});
inline std::string_view terms_name(Terms terms) { return kTermsNames.name(terms); }
inline Terms parse_terms(std::string_view text) { return kTermsNames.parse(text, "way to keep the terms"); }

// Where the rows are: on the device, or in main memory, from where an engine fetches them chunk by chunk in
// training order, one chunk being copied while the other is read. The same numbers, bit for bit;
// only a standard scaler, which is then fitted on the host, may differ in the last bit. Streamed terms of
// degree 2 are always generated: only columns travel.
enum class Residence { kDevice, kStreamed };
inline constexpr auto kResidenceNames =
    names<Residence>({{Residence::kDevice, "device"}, {Residence::kStreamed, "streamed"}});
inline std::string_view residence_name(Residence residence) { return kResidenceNames.name(residence); }
inline Residence parse_residence(std::string_view text) {
  return kResidenceNames.parse(text, "place for the rows");
}

// The data as the device holds it.
struct DataShape {
  std::int64_t rows = 0;  // training rows first, validation rows behind them
  std::int64_t train_rows = 0;
  std::int64_t columns = 0;  // raw
  int degree = 1;
  Terms terms = Terms::kStored;
  std::int64_t features() const;
  Residence residence = Residence::kDevice;
  bool streamed() const { return residence == Residence::kStreamed; }
  bool generates() const { return degree >= 2 && (terms == Terms::kGenerated || streamed()); }
  std::int64_t validation_rows() const { return rows - train_rows; }
  bool operator==(const DataShape&) const = default;
};

// The properties of a backend that decide the table's sizes. Plain data, so a plan needs no device.
struct BackendLayout {
  Bytes alignment = 64;          // of every tensor
  Bytes workspace_bytes = 0;     // one workspace buffer per engine (cuBLASLt)
  bool in_main_memory = false;   // what the program keeps on the host takes room from the device
  bool panels = false;           // a batch lies in panels of samples (core/device/panels.h)
  bool generates_terms = false;  // its engines can make the degree-2 terms themselves (Terms::kGenerated)
  bool streams_rows = false;     // its engines can read data that stay in main memory (Residence::kStreamed)
  bool keeps_time = false;       // the device keeps track of the next step, so that steps need no host
  bool operator==(const BackendLayout&) const = default;
};

BackendLayout cpu_layout();
BackendLayout cuda_layout();

}  // namespace headroom
