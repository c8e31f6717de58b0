#include "core/memory/inverse.h"

#include <algorithm>

namespace headroom {

namespace {

// By the plain product of widths, in double: only the order matters, and it cannot overflow.
double weight_count(const ModelSpec& model) {
  double count = 0;
  for (std::size_t i = 0; i + 1 < model.widths.size(); ++i) {
    count += static_cast<double>(model.widths[i]) * static_cast<double>(model.widths[i + 1]);
  }
  return count;
}

}  // namespace

std::int64_t two_digits(std::int64_t value) {
  std::int64_t unit = 1;
  while (value / unit >= 100) unit *= 10;
  return value / unit * unit;
}

MemoryQuestion with_batch(MemoryQuestion question, std::int64_t batch) {
  question.settings.batch = batch;
  return question;
}

MemoryQuestion with_rows(MemoryQuestion question, std::int64_t rows) {
  const double share = question.data.rows > 0 ? static_cast<double>(question.data.train_rows) /
                                                    static_cast<double>(question.data.rows)
                                              : 1.0;
  question.data.rows = rows;
  question.data.train_rows = static_cast<std::int64_t>(static_cast<double>(rows) * share);
  return question;
}

MemoryQuestion with_width(MemoryQuestion question, std::int64_t width) {
  const auto largest = std::max_element(
      question.models.begin(), question.models.end(),
      [](const ModelSpec& a, const ModelSpec& b) { return weight_count(a) < weight_count(b); });
  if (largest == question.models.end()) return question;
  for (std::size_t i = 1; i + 1 < largest->widths.size(); ++i) largest->widths[i] = width;
  return question;
}

MemoryQuestion with_width_at_most(MemoryQuestion question, std::int64_t width) {
  for (ModelSpec& model : question.models) {
    for (std::size_t i = 1; i + 1 < model.widths.size(); ++i) {
      model.widths[i] = std::min(model.widths[i], width);
    }
  }
  return question;
}

MemoryQuestion without_products(MemoryQuestion question) {
  question.data.degree = 1;
  for (ModelSpec& model : question.models) model.widths.front() = question.data.columns;
  return question;
}

std::int64_t widest_hidden(const MemoryQuestion& question) {
  std::int64_t widest = 0;
  for (const ModelSpec& model : question.models) {
    for (std::size_t i = 1; i + 1 < model.widths.size(); ++i) widest = std::max(widest, model.widths[i]);
  }
  return widest;
}

}  // namespace headroom
