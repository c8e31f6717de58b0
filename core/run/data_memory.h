// What the inspections of a run's table remember from one to the next: its parts, a sample of the rows, and
// which rows the network was asked about. And the pieces of work that fill it.
//
//   DataMemory memory;
//   memory.begin(run.data());                          // forgets what is not of these data
//   while (!memory.read_rows(run.data())) {}           // each call is one piece; true when all is done
//   while (!memory.look_at_columns()) {}
//   while (!memory.relate_columns()) {}
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/pipeline/pipeline.h"
#include "core/run/data_figures.h"
#include "core/run/row_sorter.h"

namespace headroom {

class DataMemory {
 public:
  static constexpr std::int64_t kSampleRows = 16384;
  static constexpr std::int64_t kSampleValues = std::int64_t{1} << 22U;

  // The run was replaced or changed: looks again whether these are still its data.
  void doubt() { doubted_ = true; }
  void begin(const PreparedData& data);

  bool read_rows(const PreparedData& data);
  bool look_at_columns();
  bool relate_columns();

  bool classifies() const { return classes() > 0; }
  std::int64_t classes() const { return rows->stages.dataset().classes(); }
  // Of the sample.
  const std::vector<float>& scaled_sample(std::int64_t column) const {
    return sample_[static_cast<std::size_t>(column)];
  }
  const std::vector<std::int32_t>& sample_labels() const { return sample_labels_; }
  bool in_list(const DataLook& look, std::uint32_t row) const;

  std::shared_ptr<const DataRows> rows;
  std::shared_ptr<const DataColumns> columns;
  std::shared_ptr<const DataRelations> relations;
  std::shared_ptr<const DataOrder> order;
  const DataOrder* told = nullptr;    // the list that was told before there were figures
  std::vector<std::uint32_t> points;  // of the list, thinned evenly
  std::shared_ptr<const std::vector<std::uint32_t>> listed_rows;  // in the order of the dataset
  std::shared_ptr<const PlaneCloud> cloud;                        // of `cloud_of`; null: none was made
  std::shared_ptr<const std::vector<std::uint32_t>> cloud_of;
  std::int64_t cloud_x = -1, cloud_y = -1;  // columns; -1: principal components
  std::shared_ptr<const DataPlanePicture> plane;
  std::uint32_t plane_generation = 0;

  // Answers: those of another generation are older, and stay until there are new ones.
  std::uint32_t generation = 1;
  std::vector<std::uint32_t> asked;  // [rows] the generation
  DataAnswers answers;
  DataLook last_look;

 private:
  bool same_data(const PreparedData& data) const;
  void take_sample();
  std::vector<float> sample_of(std::int64_t feature) const;
  ColumnFigures figures_of(std::int64_t feature) const;
  void describe_target(DataColumns& made) const;
  void begin_relations();
  bool try_pair();

  bool doubted_ = true;
  std::uint64_t split_hash_ = 0;
  std::shared_ptr<DataRows> rows_;  // being made
  std::int64_t next_ = 0;
  std::vector<std::uint32_t> sample_rows_;
  std::vector<std::vector<float>> sample_;   // [columns][sample] scaled
  std::vector<std::int32_t> sample_labels_;  // [sample]
  std::vector<float> sample_targets_;        // [sample]
  std::shared_ptr<DataColumns> columns_;     // being made
  std::shared_ptr<DataRelations> relations_;
  std::unique_ptr<Comoments> moments_;
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs_;  // to be tried
  double best_pair_ = 0;
};

}  // namespace headroom
