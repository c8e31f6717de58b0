// Makes the picture of one layer's numbers: in an order of its units, and averaged in blocks where it is
// large; a few lines at a time.
//
//   LayerMatrixMaker maker({w.weight, w0.weight, in, order.units[l + 1], order.units[l]});
//   while (!maker.advance()) {}
//   const LayerMatrix matrix = maker.take();
//
// Thread rule: one object, one thread; the spans must outlive it.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "core/run/network_figures.h"

namespace headroom {

struct MatrixSource {
  std::span<const float> numbers, minus;  // [.., columns]; minus: as many, or none
  std::int64_t columns = 0;
  // Which line stands where, and which column.
  std::span<const std::int32_t> line_order, column_order;
};

class LayerMatrixMaker {
 public:
  explicit LayerMatrixMaker(const MatrixSource& source);
  bool advance();
  LayerMatrix take() { return std::move(made_); }

 private:
  void add_shown_line();

  MatrixSource source_;
  LayerMatrix made_;
  std::int64_t next_ = 0;  // shown line
};

}  // namespace headroom
