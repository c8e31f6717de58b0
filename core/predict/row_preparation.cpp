#include "core/predict/row_preparation.h"

#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/data/polynomial.h"

namespace headroom {

RowPreparation::RowPreparation(std::vector<std::string> columns, std::vector<float> means,
                               ScalerParams scaler, int degree)
    : columns_(std::move(columns)),
      features_(headroom::feature_names(columns_, degree)),
      means_(std::move(means)),
      scaler_(std::move(scaler)),
      degree_(degree) {}

RowPreparation::RowPreparation(const RunRecord& record)
    : RowPreparation(record.column_names(), record.column_means, record.scaler, record.config.degree) {}

std::vector<float> RowPreparation::features(std::span<const float> raw) const {
  return expand(scale(fill(raw)));
}

std::vector<float> RowPreparation::fill(std::span<const float> raw) const {
  if (raw.size() % columns_.size() != 0) {
    throw Error(ErrorCode::kBadInput, std::to_string(raw.size()) + " numbers are no whole rows of " +
                                          std::to_string(columns_.size()) + " columns");
  }
  std::vector<float> filled(raw.begin(), raw.end());
  for (std::size_t i = 0; i < filled.size(); ++i) {
    if (std::isnan(filled[i])) filled[i] = means_[i % columns_.size()];
  }
  return filled;
}

std::vector<float> RowPreparation::scale(std::span<const float> filled) const {
  std::vector<float> scaled(filled.begin(), filled.end());
  apply_scaler(scaler_, scaled, static_cast<std::int64_t>(columns_.size()));
  return scaled;
}

std::vector<float> RowPreparation::expand(std::span<const float> scaled) const {
  std::vector<float> features(scaled.size() / columns_.size() * features_.size());
  expand_features(scaled, static_cast<std::int64_t>(columns_.size()), degree_, features);
  return features;
}

}  // namespace headroom
