// Tells which columns the network that is looked at relies on, by rows that validate, a few rows at a time.
#include <optional>
#include <utility>

#include "core/data/dataset.h"
#include "core/run/inspections.h"

namespace headroom {
namespace {

constexpr std::int64_t kRepeats = 5;
constexpr std::uint64_t kSeed = 5;  // of the permutations: the same in every look, so that nothing jumps

class ImportanceInspector : public Inspector {
 public:
  explicit ImportanceInspector(std::string wanted) : wanted_(std::move(wanted)) {}

  bool advance(const Run& run, const std::function<bool()>& time_is_up) override {
    if (!work_) {
      const Lane* const lane = looked_lane(run, wanted_);
      if (!lane) return true;
      begin(*lane, run);
      return false;
    }
    do {
      if (!work_->advance()) continue;
      figures_.importance = work_->result();
      return true;
    } while (!time_is_up());
    return false;
  }
  Findings findings() override { return std::move(figures_); }

 private:
  void begin(const Lane& lane, const Run& run) {
    const PreparedData& data = run.data();
    const TrainerState& kept = lane.trainer->kept();
    figures_.model = lane.choice.id;
    figures_.epoch = kept.best.in_use ? kept.best.epoch : kept.epochs_finished;
    figures_.all_rows = data.shape.validation_rows();
    std::vector<ColumnGroup> groups = column_groups(data.dataset->column_names, data.dataset->origins);
    figures_.all_columns = static_cast<std::int64_t>(groups.size());
    const ImportanceSize size = importance_size(figures_.all_rows, figures_.all_columns, kRepeats);
    groups.resize(static_cast<std::size_t>(size.groups));
    ImportanceJob job;
    job.spec = lane.spec;
    job.weights = kept.engine.weights;
    job.degree = run.config().degree;
    job.scaled = data.data->read_columns(data.shape.train_rows, size.rows);
    for (const float target : data.data->read_targets(data.shape.train_rows, size.rows))
      job.targets.push_back(static_cast<double>(target));
    job.groups = std::move(groups);
    job.repeats = kRepeats;
    job.seed = kSeed;
    work_.emplace(std::move(job));
  }

  std::string wanted_;
  std::optional<PermutationImportance> work_;
  ImportanceFigures figures_;
};

}  // namespace

std::unique_ptr<Inspector> make_importance_inspector(const Look& look) {
  return std::make_unique<ImportanceInspector>(look.model);
}

}  // namespace headroom
