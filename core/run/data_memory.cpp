#include "core/run/data_memory.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/data/tells.h"

namespace headroom {
namespace {

constexpr std::int64_t kRowsASlice = 1 << 16;
constexpr std::size_t kPairColumns = 24, kPairRows = 2048;

std::uint64_t hash_of(const Split& split) {
  std::uint64_t hash = static_cast<std::uint64_t>(split.train_rows) * 0x9E3779B97F4A7C15ULL + 1;
  for (const std::uint32_t row : split.order) hash = (hash ^ row) * 0x100000001B3ULL;
  return hash;
}

}  // namespace

bool DataMemory::same_data(const PreparedData& data) const {
  if (!rows || rows->stages.shared_dataset() != data.dataset) return false;
  const ScalerParams& scaler = rows->stages.scaler();
  return scaler.kind == data.scaler.kind && scaler.offset == data.scaler.offset &&
         scaler.factor == data.scaler.factor &&
         rows->stages.features() == static_cast<std::int64_t>(data.feature_names.size()) &&
         split_hash_ == hash_of(data.split);
}

void DataMemory::begin(const PreparedData& data) {
  if (!std::exchange(doubted_, false)) return;
  ++generation;
  if (same_data(data)) return;
  const std::uint32_t now = generation;
  *this = DataMemory();
  generation = now;
  doubted_ = false;
  split_hash_ = hash_of(data.split);
}

bool DataMemory::read_rows(const PreparedData& data) {
  if (rows) return true;
  const Dataset& dataset = *data.dataset;
  if (!rows_) {
    const int degree = static_cast<std::int64_t>(data.feature_names.size()) > dataset.columns ? 2 : 1;
    rows_ = std::make_shared<DataRows>(
        DataRows{RowStages(data.dataset, data.column_means, data.scaler, degree), {}, {}, data.imputed});
    rows_->part.assign(static_cast<std::size_t>(dataset.rows), RowPart::kTest);
    rows_->class_rows.assign(static_cast<std::size_t>(dataset.classes()), 0);
    rows_->train = data.split.train_rows;
    rows_->validation = data.split.validation_rows;
    rows_->test = dataset.rows - rows_->listed();
    next_ = 0;
  }
  const auto placed = static_cast<std::int64_t>(data.split.order.size());
  for (const std::int64_t end = std::min(placed, next_ + kRowsASlice); next_ < end; ++next_) {
    const std::uint32_t row = data.split.order[static_cast<std::size_t>(next_)];
    rows_->part[row] = next_ < data.split.train_rows ? RowPart::kTraining : RowPart::kValidation;
    if (dataset.task == Task::kClassification) {
      ++rows_->class_rows[static_cast<std::size_t>(dataset.targets[row])];
    }
  }
  if (next_ < placed) return false;
  rows = std::exchange(rows_, nullptr);
  asked.assign(static_cast<std::size_t>(dataset.rows), 0);
  answers.output.assign(asked.size(), std::numeric_limits<float>::quiet_NaN());
  answers.said.assign(asked.size(), -1);
  return true;
}

bool DataMemory::in_list(const DataLook& look, std::uint32_t row) const {
  const RowPart part = rows->part[row];
  const float target = rows->stages.dataset().targets[row];
  switch (look.filter) {
    case RowFilter::kAll: return part != RowPart::kTest;
    case RowFilter::kTrain: return part == RowPart::kTraining;
    case RowFilter::kValidation: return part == RowPart::kValidation;
    case RowFilter::kWrong:
      return part == RowPart::kValidation && answers.said[row] >= 0 &&
             answers.said[row] != static_cast<std::int32_t>(target);
    case RowFilter::kClass:
      return part != RowPart::kTest && classifies() && static_cast<std::int64_t>(target) == look.filter_class;
    case RowFilter::kCell:
      return part == (look.filter_training ? RowPart::kTraining : RowPart::kValidation) && classifies() &&
             static_cast<std::int64_t>(target) == look.filter_class && answers.said[row] == look.filter_said;
  }
  return false;
}

// Evenly over all rows but the test's.
void DataMemory::take_sample() {
  const RowStages& stages = rows->stages;
  const std::int64_t listed = rows->listed();
  const std::int64_t wanted =
      std::max<std::int64_t>(1, std::min({kSampleRows, kSampleValues / stages.columns(), listed}));
  std::int64_t seen = 0;
  for (std::uint32_t row = 0; row < rows->part.size(); ++row) {
    if (rows->part[row] == RowPart::kTest) continue;
    const auto taken = static_cast<std::int64_t>(sample_rows_.size());
    if (seen++ == taken * listed / wanted && taken < wanted) sample_rows_.push_back(row);
  }
  const Dataset& dataset = stages.dataset();
  for (const std::uint32_t row : sample_rows_) {
    sample_targets_.push_back(dataset.targets[row]);
    sample_labels_.push_back(classifies() ? static_cast<std::int32_t>(dataset.targets[row]) : 0);
  }
  sample_.resize(static_cast<std::size_t>(stages.columns()));
}

std::vector<float> DataMemory::sample_of(std::int64_t feature) const {
  const PolynomialTerm term = rows->stages.term(feature);
  const std::vector<float>& left = scaled_sample(term.left);
  if (term.right < 0) return left;
  const std::vector<float>& right = scaled_sample(term.right);
  std::vector<float> product(left.size());
  for (std::size_t i = 0; i < left.size(); ++i) product[i] = left[i] * right[i];
  return product;
}

ColumnFigures DataMemory::figures_of(std::int64_t feature) const {
  const std::vector<float> values = sample_of(feature);
  ColumnFigures figures;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  figures.least = static_cast<double>(*least);
  figures.most = static_cast<double>(*most);
  double sum = 0;
  for (const float v : values) sum += static_cast<double>(v);
  figures.mean = sum / static_cast<double>(values.size());
  const std::int64_t groups = classes() == 2 ? 2 : 1;
  figures.bins.assign(static_cast<std::size_t>(groups * DataColumns::kBins), 0);
  const double span = figures.most - figures.least;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double share = span > 0 ? (static_cast<double>(values[i]) - figures.least) / span : 0.5;
    const auto bin = std::min(static_cast<std::int64_t>(share * DataColumns::kBins), DataColumns::kBins - 1);
    const std::int64_t group = groups == 2 ? sample_labels_[i] : 0;
    ++figures.bins[static_cast<std::size_t>(group * DataColumns::kBins + bin)];
  }
  if (!classifies()) {
    figures.tells = correlation(values, sample_targets_);
    return figures;
  }
  const std::vector<double> areas = auc_by_rank(values, sample_labels_, static_cast<std::int32_t>(classes()));
  if (classes() == 2) {
    figures.tells = areas[1];
    return figures;
  }
  double best = -1;
  for (std::size_t k = 0; k < areas.size(); ++k) {
    const double off = std::abs(areas[k] - 0.5);
    if (std::isnan(areas[k]) || off <= best) continue;
    best = off;
    figures.tells = areas[k];
    figures.tells_class = static_cast<std::int64_t>(k);
  }
  return figures;
}

void DataMemory::describe_target(DataColumns& made) const {
  if (classifies()) return;
  const auto [least, most] = std::minmax_element(sample_targets_.begin(), sample_targets_.end());
  made.target_least = static_cast<double>(*least) + rows->stages.dataset().target_origin;
  made.target_most = static_cast<double>(*most) + rows->stages.dataset().target_origin;
  made.target_bins.assign(DataColumns::kBins, 0);
  const double span = static_cast<double>(*most) - static_cast<double>(*least);
  for (const float v : sample_targets_) {
    const double share = span > 0 ? (static_cast<double>(v) - static_cast<double>(*least)) / span : 0.5;
    ++made.target_bins[static_cast<std::size_t>(
        std::min(static_cast<std::int64_t>(share * DataColumns::kBins), DataColumns::kBins - 1))];
  }
}

bool DataMemory::look_at_columns() {
  if (columns) return true;
  const RowStages& stages = rows->stages;
  if (!columns_) {
    take_sample();
    columns_ = std::make_shared<DataColumns>();
    columns_->sample = static_cast<std::int64_t>(sample_rows_.size());
    columns_->groups = classes() == 2 ? 2 : 1;
    next_ = 0;
    return false;
  }
  if (next_ <
      stages.columns()) {  // a part of its column is read with every row: all columns of a row at once
    constexpr std::int64_t kValuesAtOnce = 1 << 16;
    const std::size_t first = sample_[0].size();
    const std::size_t end = std::min(
        sample_rows_.size(),
        first + static_cast<std::size_t>(std::max<std::int64_t>(1, kValuesAtOnce / stages.columns())));
    for (std::size_t i = first; i < end; ++i) {
      for (std::int64_t c = 0; c < stages.columns(); ++c) {
        sample_[static_cast<std::size_t>(c)].push_back(stages.scaled(sample_rows_[i], c));
      }
    }
    if (end == sample_rows_.size()) next_ = stages.columns();
    return false;
  }
  const auto done = static_cast<std::int64_t>(columns_->of.size());
  if (done < std::min(stages.features(), DataColumns::kMost)) {
    columns_->of.push_back(figures_of(done));
    return false;
  }
  describe_target(*columns_);
  columns_->by_strength.resize(columns_->of.size());
  std::iota(columns_->by_strength.begin(), columns_->by_strength.end(), std::int64_t{0});
  const auto strength = [&](std::int64_t k) {
    return columns_->of[static_cast<std::size_t>(k)].strength(!classifies());
  };
  std::stable_sort(columns_->by_strength.begin(), columns_->by_strength.end(),
                   [&](std::int64_t a, std::int64_t b) { return strength(a) > strength(b); });
  columns = std::exchange(columns_, nullptr);
  return true;
}

// The columns that vary most, and the pairs to be tried.
void DataMemory::begin_relations() {
  relations_ = std::make_shared<DataRelations>();
  relations_->sample = columns->sample;
  std::vector<std::pair<double, std::int64_t>> spread;
  for (std::int64_t c = 0; c < rows->stages.columns(); ++c) {
    const std::vector<float>& values = scaled_sample(c);
    const double mean =
        c < static_cast<std::int64_t>(columns->of.size()) ? columns->of[static_cast<std::size_t>(c)].mean : 0;
    double squares = 0;
    for (const float v : values) {
      const double off = static_cast<double>(v) - mean;
      squares += off * off;
    }
    spread.emplace_back(-squares, c);
  }
  std::stable_sort(spread.begin(), spread.end());
  spread.resize(std::min<std::size_t>(spread.size(), static_cast<std::size_t>(DataRelations::kMost)));
  for (const auto& [squares, c] : spread) relations_->columns.push_back(c);
  std::sort(relations_->columns.begin(), relations_->columns.end());
  std::vector<std::vector<float>> chosen;
  for (const std::int64_t c : relations_->columns) chosen.push_back(scaled_sample(c));
  moments_ = std::make_unique<Comoments>(std::move(chosen));

  std::vector<std::int64_t> strongest;
  for (const std::int64_t k : columns->by_strength) {
    if (k < rows->stages.columns()) strongest.push_back(k);
  }
  relations_->x = strongest.empty() ? 0 : strongest[0];
  relations_->y = strongest.size() > 1 ? strongest[1] : relations_->x;
  if (classes() == 2) {
    strongest.resize(std::min(strongest.size(), kPairColumns));
    for (std::size_t a = 0; a < strongest.size(); ++a) {
      for (std::size_t b = a + 1; b < strongest.size(); ++b) pairs_.emplace_back(strongest[a], strongest[b]);
    }
  }
  best_pair_ = 0;
}

// One of the pairs; true when none is left.
bool DataMemory::try_pair() {
  if (pairs_.empty()) return true;
  const auto [a, b] = pairs_.back();
  pairs_.pop_back();
  const std::size_t count = std::min(kPairRows, sample_labels_.size());
  const double together =
      auc_of_pair(std::span(scaled_sample(a)).first(count), std::span(scaled_sample(b)).first(count),
                  std::span(sample_labels_).first(count));
  if (together > best_pair_) {
    best_pair_ = together;
    relations_->x = std::min(a, b);
    relations_->y = std::max(a, b);
  }
  return pairs_.empty();
}

bool DataMemory::relate_columns() {
  if (relations) return true;
  if (!relations_) {
    begin_relations();
    return false;
  }
  if (!moments_->advance()) return false;
  if (!try_pair()) return false;
  const std::size_t n = relations_->columns.size();
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) relations_->correlations.push_back(moments_->correlation(a, b));
    const bool number = !classifies() || classes() == 2;
    relations_->with_target.push_back(
        number ? correlation(scaled_sample(relations_->columns[a]), sample_targets_) : kUnknownFigure);
  }
  relations_->means = moments_->means();
  relations_->axes = principal_axes(moments_->covariance());
  moments_.reset();
  relations = std::exchange(relations_, nullptr);
  return true;
}

}  // namespace headroom
