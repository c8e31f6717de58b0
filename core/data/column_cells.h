// The cells of a typed column as numbers: the values of numbers and dates, the levels of categories.
//
//   const ColumnCells cells(column, schema);
//   cells.value(row);   // 12500.5, NaN where missing
//   cells.level(row);   // index into schema.levels, or kMissing, kOther
//
// Thread rule: const functions from any thread; the column and its schema must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/csv/csv.h"
#include "core/data/schema.h"

namespace headroom {

class ColumnCells {
 public:
  static constexpr std::int32_t kMissing = -1;
  static constexpr std::int32_t kOther = -2;  // a text that is no level

  ColumnCells(const CsvColumn& column, const ColumnSchema& schema);

  // Of kNumber and kDate (seconds since 1970). A number that ColumnSchema::missing names is missing however
  // it is spelled.
  double value(std::size_t row) const;
  std::int32_t level(std::size_t row) const;  // of kCategory
  // [rows] the values, where each is the number that stands there; null elsewhere.
  const double* plain() const { return plain_; }
  // Texts that the schema knows neither as a value nor as missing, with how many cells hold them: [level of
  // the column]
  const std::vector<std::size_t>& unknown() const { return unknown_; }

 private:
  double unless_missing(double value) const;

  const CsvColumn& column_;
  std::vector<double> values_;        // [levels of the column]
  std::vector<std::int32_t> levels_;  // [levels of the column]
  std::vector<std::size_t> unknown_;
  std::vector<double> missing_;  // numbers that stand for a missing value, such as -999
  const double* plain_ = nullptr;
};

// [levels of the column] whether cells are read by this text: of a column of texts all of them, beside
// numbers those that are none.
std::vector<bool> odd_levels(const CsvColumn& column);

// A number as a label or level is written: the shortest text that reads back as the same one.
std::string number_text(double value);

}  // namespace headroom
