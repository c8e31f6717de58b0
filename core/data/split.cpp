#include "core/data/split.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/data/row_blocks.h"

namespace headroom {

namespace {

// Keeps the split's random numbers apart from those of weights and generators with the same seed.
constexpr std::uint64_t kSplitStream = 0x73706c6974ULL;  // "split"

constexpr std::int64_t kRowsBetweenChecks = 1 << 14;  // a few milliseconds

void shuffle(std::vector<std::uint32_t>& order, std::uint64_t seed) {
  Rng rng(mix64(seed ^ kSplitStream));
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[static_cast<std::size_t>(rng.below(i))]);
  }
}

void check_folds(std::int64_t rows, const SplitSettings& settings) {
  if (settings.folds < 2 || settings.fold < 0 || settings.fold >= settings.folds) {
    throw Error(ErrorCode::kInternal,
                "part " + format_count(settings.fold) + " of " + format_count(settings.folds), "folds");
  }
  if (settings.folds > rows) {
    throw Error(ErrorCode::kBadInput,
                format_count(rows) + " rows cannot be divided into " + format_count(settings.folds) +
                    " parts: ask for fewer folds",
                "folds");
  }
}

// Means over training rows in double; 0 where a column has no value there.
std::vector<float> training_means(const Dataset& dataset, const Split& split, const Progress& progress) {
  const auto columns = static_cast<std::size_t>(dataset.columns);
  std::vector<double> sum(columns, 0.0);
  std::vector<std::int64_t> count(columns, 0);
  for (std::int64_t i = 0; i < split.train_rows; ++i) {
    if (i % kRowsBetweenChecks == 0) progress.check();
    const float* const row = dataset.row(split.order[static_cast<std::size_t>(i)]);
    for (std::size_t c = 0; c < columns; ++c) {
      if (std::isnan(row[c])) continue;
      sum[c] += row[c];
      ++count[c];
    }
  }
  std::vector<float> means(columns, 0.0F);
  for (std::size_t c = 0; c < columns; ++c) {
    if (count[c] > 0) means[c] = static_cast<float>(sum[c] / static_cast<double>(count[c]));
  }
  return means;
}

}  // namespace

namespace {

// The rows of part `fold` behind the others, both in the order they had.
void part_by_class(const Dataset& dataset, const SplitSettings& settings, std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> by_class = order;
  std::stable_sort(by_class.begin(), by_class.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return dataset.targets[a] < dataset.targets[b]; });
  std::vector<bool> held(dataset.targets.size());
  const auto step = static_cast<std::size_t>(settings.folds);
  for (std::size_t i = static_cast<std::size_t>(settings.fold); i < by_class.size(); i += step)
    held[by_class[i]] = true;
  std::stable_partition(order.begin(), order.end(), [&](std::uint32_t row) { return !held[row]; });
}

// `classes`: of stratified folds; null: of any.
Split split_rows(std::int64_t rows, const SplitSettings& settings, std::uint64_t seed,
                 const Dataset* classes) {
  if (rows > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorCode::kBadInput, "more than 4 294 967 295 rows: use fewer rows");
  }
  const double fraction = settings.validation_fraction;
  if (!(fraction > 0.0 && fraction < 1.0)) {
    throw Error(ErrorCode::kBadInput, "the validation fraction must lie between 0 and 1, both excluded",
                "validation");
  }
  if (!(settings.test_fraction >= 0.0 && settings.test_fraction < 1.0)) {
    throw Error(ErrorCode::kBadInput, "the test fraction must lie between 0 and 1, 1 excluded", "test");
  }
  const auto part_of = [](std::int64_t all, double share) {
    return static_cast<std::int64_t>(std::ceil(static_cast<double>(all) * share));
  };
  const std::int64_t test_rows = part_of(rows, settings.test_fraction);
  const std::int64_t rest = rows - test_rows;
  Split split;
  split.validation_rows = part_of(rest, fraction);
  std::int64_t first_of_fold = 0;
  if (settings.folds > 0) {
    check_folds(rest, settings);
    const std::int64_t size = rest / settings.folds, more = rest % settings.folds;
    first_of_fold = settings.fold * size + std::min(settings.fold, more);
    split.validation_rows = size + (settings.fold < more ? 1 : 0);
  }
  split.train_rows = rest - split.validation_rows;
  if (split.train_rows < 1 || split.validation_rows < 1) {
    throw Error(ErrorCode::kBadInput,
                format_count(rows) + (rows == 1 ? " row leaves " : " rows leave ") +
                    (split.validation_rows < 1 ? "no row to validate on" : "no row to train on") +
                    ": use more rows or another validation fraction",
                "validation");
  }
  split.order.resize(static_cast<std::size_t>(rows));
  std::iota(split.order.begin(), split.order.end(), 0U);
  if (settings.kind == SplitKind::kShuffled) shuffle(split.order, seed);
  const auto test_begin = split.order.begin() + rest;
  split.test.assign(test_begin, split.order.end());
  split.order.erase(test_begin, split.order.end());
  if (settings.folds > 0 && classes != nullptr) {
    part_by_class(*classes, settings, split.order);
  } else if (settings.folds > 0) {
    const auto fold = split.order.begin() + first_of_fold;
    std::rotate(fold, fold + split.validation_rows, split.order.end());
  }
  return split;
}

}  // namespace

Split make_split(std::int64_t rows, const SplitSettings& settings, std::uint64_t seed) {
  return split_rows(rows, settings, seed, nullptr);
}

Split make_split(const Dataset& dataset, const SplitSettings& settings, std::uint64_t seed) {
  const bool classes = dataset.task == Task::kClassification && settings.kind == SplitKind::kShuffled;
  return split_rows(dataset.rows, settings, seed, classes ? &dataset : nullptr);
}

PreparedRows prepare_rows(const Dataset& dataset, const Split& split, const Progress& progress) {
  const auto columns = static_cast<std::size_t>(dataset.columns);
  PreparedRows out;
  out.rows = static_cast<std::int64_t>(split.order.size());
  out.columns = dataset.columns;
  out.train_rows = split.train_rows;
  out.imputed.assign(columns, 0);
  out.column_means = training_means(dataset, split, progress);
  out.values.resize(split.order.size() * columns);
  out.targets.resize(split.order.size());

  for_row_blocks(split.order.size(), columns, [&](std::size_t, std::size_t first, std::size_t end) {
    progress.check();
    std::vector<std::int64_t> imputed(columns, 0);
    for (std::size_t i = first; i < end; ++i) {
      const float* const from = dataset.row(split.order[i]);
      float* const to = out.values.data() + i * columns;
      for (std::size_t c = 0; c < columns; ++c) {
        const bool missing = std::isnan(from[c]);
        to[c] = missing ? out.column_means[c] : from[c];
        imputed[c] += missing ? 1 : 0;
      }
      out.targets[i] = dataset.targets[split.order[i]];
    }
    for (std::size_t c = 0; c < columns; ++c) {
      if (imputed[c] > 0) std::atomic_ref(out.imputed[c]) += imputed[c];
    }
  });
  return out;
}

}  // namespace headroom
