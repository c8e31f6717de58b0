#include "core/data/row_stages.h"

#include <cmath>
#include <utility>

#include "core/data/polynomial.h"

namespace headroom {
namespace {

// "x1·x18", "x1*x18" and "x2²" as scikit-learn writes them.
std::string plain_term_name(std::string name) {
  const auto replace = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = name.find(from); at != std::string::npos; at = name.find(from, at + to.size())) {
      name.replace(at, from.size(), to);
    }
  };
  replace("\u00B7", " ");
  replace("*", " ");
  replace("\u00B2", "^2");
  return name;
}

}  // namespace

RowStages::RowStages(std::shared_ptr<const Dataset> dataset, std::vector<float> means, ScalerParams scaler,
                     int degree)
    : dataset_(std::move(dataset)),
      means_(std::move(means)),
      scaler_(std::move(scaler)),
      degree_(degree),
      features_(feature_count(dataset_->columns, degree)) {}

double RowStages::origin(std::int64_t column) const {
  const auto c = static_cast<std::size_t>(column);
  return c < dataset_->origins.size() ? dataset_->origins[c].origin : 0;
}

bool RowStages::missing(std::int64_t row, std::int64_t column) const {
  return std::isnan(dataset_->row(row)[column]);
}

double RowStages::raw(std::int64_t row, std::int64_t column) const {
  return static_cast<double>(dataset_->row(row)[column]) + origin(column);
}

float RowStages::filled(std::int64_t row, std::int64_t column) const {
  const float value = dataset_->row(row)[column];
  return std::isnan(value) ? means_[static_cast<std::size_t>(column)] : value;
}

float RowStages::scaled(std::int64_t row, std::int64_t column) const {
  const float value = filled(row, column);
  if (scaler_.kind == ScaleKind::kNone) return value;
  const auto c = static_cast<std::size_t>(column);
  return (value - scaler_.offset[c]) * scaler_.factor[c];
}

float RowStages::feature(std::int64_t row, std::int64_t feature) const {
  const PolynomialTerm of = term(feature);
  const float left = scaled(row, of.left);
  return of.right < 0 ? left : left * scaled(row, of.right);
}

double RowStages::unscaled(std::int64_t column, double scaled) const {
  if (scaler_.kind == ScaleKind::kNone) return scaled + origin(column);
  const auto c = static_cast<std::size_t>(column);
  const double factor = scaler_.factor[c];
  return static_cast<double>(scaler_.offset[c]) + (factor == 0 ? 0 : scaled / factor) + origin(column);
}

float RowStages::scaled_number(std::int64_t column, double raw) const {
  const double value = raw - origin(column);
  if (scaler_.kind == ScaleKind::kNone) return static_cast<float>(value);
  const auto c = static_cast<std::size_t>(column);
  return static_cast<float>((value - static_cast<double>(scaler_.offset[c])) *
                            static_cast<double>(scaler_.factor[c]));
}

std::string RowStages::name(std::int64_t feature) const {
  const PolynomialTerm of = term(feature);
  const std::string& left = dataset_->column_names[static_cast<std::size_t>(of.left)];
  if (of.right < 0) return left;
  if (of.left == of.right) return left + "^2";
  return left + " " + dataset_->column_names[static_cast<std::size_t>(of.right)];
}

std::int64_t RowStages::find(const std::string& wanted) const {
  const std::string plain = plain_term_name(wanted);
  for (std::int64_t k = 0; k < features_; ++k) {
    const std::string own = name(k);
    if (own == wanted || own == plain) return k;
  }
  return -1;
}

std::vector<float> RowStages::features_of(std::span<const std::uint32_t> rows) const {
  std::vector<float> scaled_rows;
  scaled_rows.reserve(rows.size() * static_cast<std::size_t>(columns()));
  for (const std::uint32_t row : rows) {
    for (std::int64_t c = 0; c < columns(); ++c) scaled_rows.push_back(scaled(row, c));
  }
  return expand(scaled_rows);
}

std::vector<float> RowStages::expand(std::span<const float> scaled_rows) const {
  std::vector<float> out(scaled_rows.size() / static_cast<std::size_t>(columns()) *
                         static_cast<std::size_t>(features_));
  expand_features(scaled_rows, columns(), degree_, out);
  return out;
}

}  // namespace headroom
