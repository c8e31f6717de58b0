// Looks at the table of a run: its rows in the order that was asked for, figures of every column, and what
// the network says of the rows that are seen, of the validation rows and of the plane between them.
//
// Parts follow each other, and each is told as soon as it is there: a table of a million rows shows at once,
// its figures a moment later.
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "core/run/data_memory.h"
#include "core/run/inspections.h"
#include "core/run/plane_builder.h"

namespace headroom {
namespace {

constexpr std::int64_t kSeenRows = 64;                    // about the first one seen
constexpr double kMostProducts = 4e9;                     // for the validation rows
constexpr std::int64_t kFineSide = 96, kCoarseSide = 48;  // of a surface
constexpr double kFineProducts = 6e8;

bool same_rows(const DataLook& a, const DataLook& b) {
  return a.filter == b.filter && a.filter_class == b.filter_class && a.filter_said == b.filter_said &&
         a.filter_training == b.filter_training;
}

bool same_list(const DataLook& a, const DataLook& b) {
  return same_rows(a, b) && a.sort == b.sort && a.sort_feature == b.sort_feature &&
         a.descending == b.descending;
}

bool same_plane(const DataLook& a, const DataLook& b) {
  return a.plane == b.plane && a.x == b.x && a.y == b.y && a.others_at_row == b.others_at_row &&
         same_rows(a, b);
}

bool follows_answers(const DataLook& look) {
  return look.filter == RowFilter::kWrong || look.filter == RowFilter::kCell ||
         look.sort == RowSort::kCertainty;
}

class DataInspector : public Inspector {
 public:
  DataInspector(std::shared_ptr<DataMemory> memory, const Look& look)
      : memory_(std::move(memory)), look_(look) {}

  bool advance(const Run& run, const std::function<bool()>& time_is_up) override {
    do {
      if (piece(run)) return true;
    } while (!time_is_up());
    return false;
  }

  Findings findings() override {
    DataFigures figures{memory_->rows, memory_->columns, memory_->relations, memory_->order, {},
                        memory_->plane};
    if (told_answers_ || memory_->answers.judged > 0) {
      figures.answers = std::make_shared<const DataAnswers>(memory_->answers);
    }
    return figures;
  }
  bool more() const override { return more_; }

 private:
  enum class Phase {
    kBegin,
    kRows,
    kList,
    kColumns,
    kRelations,
    kSeen,
    kJudge,
    kListAgain,
    kCloud,
    kPlane,
    kSurface
  };

  // True when there is something to tell.
  bool piece(const Run& run) {
    DataMemory& memory = *memory_;
    switch (phase_) {
      case Phase::kBegin:
        begin(run);
        phase_ = Phase::kRows;
        return false;
      case Phase::kRows:
        if (!memory.read_rows(run.data())) return false;
        look_.row = std::clamp<std::int64_t>(look_.row, 0, memory.rows->stages.dataset().rows - 1);
        begin_list(false);
        phase_ = Phase::kList;
        return false;
      case Phase::kList:
        if (!go_on_listing()) return false;
        phase_ = Phase::kColumns;
        return more_ =
                   !memory.columns && std::exchange(memory.told, memory.order.get()) != memory.order.get();
      case Phase::kColumns:
        if (!memory.look_at_columns()) return false;
        phase_ = Phase::kRelations;
        return false;
      case Phase::kRelations: {
        const bool known = memory.relations != nullptr;
        if (!memory.relate_columns()) return false;
        phase_ = Phase::kSeen;
        if (!lane_) return true;
        choose_seen();
        return more_ = !known;
      }
      case Phase::kSeen:
        if (!go_on_asking()) return false;
        choose_judged();
        phase_ = Phase::kJudge;
        return false;
      case Phase::kJudge:
        if (!go_on_asking()) return false;
        count_wrong();
        told_answers_ = true;
        begin_list(true);
        phase_ = Phase::kListAgain;
        return false;
      case Phase::kListAgain:
        if (!go_on_listing()) return false;
        return !begin_plane();
      case Phase::kCloud:
        if (!plane_->place()) return false;
        phase_ = Phase::kPlane;
        return false;
      case Phase::kPlane:
        if (!go_on_asking()) return false;
        plane_->begin_surface();
        phase_ = Phase::kSurface;
        return false;
      case Phase::kSurface: return go_on_surface();
    }
    return true;
  }

  void begin(const Run& run) {
    DataMemory& memory = *memory_;
    memory.begin(run.data());
    lane_ = looked_lane(run, look_.model);
    if (!lane_) return;
    DataAnswers& answers = memory.answers;
    const std::int64_t steps = lane_->trainer->steps();
    const bool other = answers.model != lane_->choice.id;
    if (other) {
      std::fill(answers.output.begin(), answers.output.end(), std::numeric_limits<float>::quiet_NaN());
      std::fill(answers.said.begin(), answers.said.end(), -1);
      answers.judged = answers.wrong = 0;
    }
    // When only the look has changed, answers of a moment ago will do.
    if (other || (answers.steps != steps && memory.last_look == look_.data)) ++memory.generation;
    if (other || memory.last_look == look_.data) answers.steps = steps;
    answers.epoch = lane_->trainer->epochs_finished();
    answers.model = lane_->choice.id;
    memory.last_look = look_.data;
    target_ = run.data().target;
    const double products = static_cast<double>(parameter_count(lane_->spec));
    at_once_ = rows_a_piece(lane_->spec);
    most_judged_ = static_cast<std::int64_t>(kMostProducts / products);
    side_ = products * static_cast<double>(kFineSide * kFineSide) <= kFineProducts ? kFineSide : kCoarseSide;
  }

  // --- The list

  void begin_list(bool again) {
    const DataMemory& memory = *memory_;
    const bool known = memory.order && same_list(memory.order->look, look_.data);
    const bool stands = follows_answers(look_.data);
    listing_ = !known || (stands && again && answered_);
    sorted_ = false;
    next_ = 0;
    sorter_ = RowSorter(look_.data.descending);
    found_.clear();
  }

  float key_of(std::uint32_t row) const {
    const DataMemory& memory = *memory_;
    const Dataset& dataset = memory.rows->stages.dataset();
    switch (look_.data.sort) {
      case RowSort::kRow: break;  // as they are found
      case RowSort::kTarget: return dataset.targets[row];
      case RowSort::kFeature:
        // Missing ones last.
        if (look_.data.sort_feature < dataset.columns &&
            memory.rows->stages.missing(row, look_.data.sort_feature)) {
          return std::numeric_limits<float>::quiet_NaN();
        }
        return memory.rows->stages.feature(
            row, std::clamp<std::int64_t>(look_.data.sort_feature, 0, memory.rows->stages.features() - 1));
      case RowSort::kCertainty: {
        const float output = memory.answers.output[row];
        if (!memory.classifies()) return -std::abs(output - dataset.targets[row]);
        return memory.classes() == 2 ? std::abs(output - 0.5F) : output;
      }
    }
    return 0;
  }

  bool go_on_listing() {
    if (!listing_) return true;
    DataMemory& memory = *memory_;
    const auto count = static_cast<std::uint32_t>(memory.rows->part.size());
    constexpr std::uint32_t kAtOnce = 1U << 15U;
    if (next_ < count) {
      const std::uint32_t end = std::min(count, next_ + kAtOnce);
      const bool in_order = look_.data.sort == RowSort::kRow;
      for (; next_ < end; ++next_) {
        if (!memory.in_list(look_.data, next_)) continue;
        found_.push_back(next_);
        if (!in_order) sorter_.add(next_, key_of(next_));
      }
      sorted_ = in_order;
      return false;
    }
    if (!sorted_ && !sorter_.advance()) return false;
    if (!memory.listed_rows || *memory.listed_rows != found_) {
      memory.listed_rows = std::make_shared<const std::vector<std::uint32_t>>(found_);
    }
    memory.points.clear();
    const std::size_t points =
        std::min(found_.size(), static_cast<std::size_t>(DataPlanePicture::kMostPoints));
    for (std::size_t i = 0; i < points; ++i) memory.points.push_back(found_[i * found_.size() / points]);
    if (sorted_ && look_.data.descending) std::reverse(found_.begin(), found_.end());
    DataOrder order{look_.data, sorted_ ? std::move(found_) : sorter_.take()};
    memory.order = std::make_shared<const DataOrder>(std::move(order));
    listing_ = false;
    return true;
  }

  // --- Answers

  void wish(std::uint32_t row) {
    DataMemory& memory = *memory_;
    if (memory.rows->part[row] == RowPart::kTest || memory.asked[row] == memory.generation) return;
    wished_.push_back(row);
  }

  void choose_seen() {
    wish(static_cast<std::uint32_t>(look_.row));
    const std::vector<std::uint32_t>& list = memory_->order->rows;
    const auto count = static_cast<std::int64_t>(list.size());
    const std::int64_t first = std::clamp<std::int64_t>(look_.data.first - kSeenRows / 4, 0, count);
    for (std::int64_t i = first; i < std::min(count, first + kSeenRows); ++i) {
      wish(list[static_cast<std::size_t>(i)]);
    }
  }

  void choose_judged() {
    DataMemory& memory = *memory_;
    std::int64_t left = most_judged_;
    for (std::uint32_t row = 0; row < memory.rows->part.size() && left > 0; ++row) {
      if (memory.rows->part[row] != RowPart::kValidation) continue;
      --left;
      wish(row);
    }
    if (look_.data.filter == RowFilter::kCell && look_.data.filter_training) return choose_class(left);
    if (look_.data.sort != RowSort::kCertainty) return;
    for (std::uint32_t row = 0; row < memory.rows->part.size() && left > 0; ++row) {
      if (memory.rows->part[row] == RowPart::kValidation || !memory.in_list(look_.data, row)) continue;
      --left;
      wish(row);
    }
  }

  // Of the rows that train, those of the class whose answers are looked for.
  void choose_class(std::int64_t left) {
    DataMemory& memory = *memory_;
    const std::vector<float>& targets = memory.rows->stages.dataset().targets;
    for (std::uint32_t row = 0; row < memory.rows->part.size() && left > 0; ++row) {
      if (memory.rows->part[row] != RowPart::kTraining ||
          static_cast<std::int64_t>(targets[row]) != look_.data.filter_class)
        continue;
      --left;
      wish(row);
    }
  }

  struct Answer {
    float output;
    std::int32_t said;
  };
  Answer answer_of(const float* outputs) const {
    const std::int64_t count = lane_->spec.outputs();
    if (lane_->spec.output == Output::kLinear) {
      return {static_cast<float>(target_.original(static_cast<double>(outputs[0]))), -1};
    }
    if (lane_->spec.output == Output::kSigmoid) return {outputs[0], outputs[0] > 0.5F ? 1 : 0};
    const auto said = static_cast<std::int32_t>(std::max_element(outputs, outputs + count) - outputs);
    return {count == 2 ? outputs[1] : outputs[said], said};
  }

  // Some of those wished for; true when none is left.
  bool go_on_asking() {
    if (asked_ == wished_.size()) {
      wished_.clear();
      asked_ = 0;
      return true;
    }
    DataMemory& memory = *memory_;
    const std::size_t end = std::min(wished_.size(), asked_ + static_cast<std::size_t>(at_once_));
    const std::span<const std::uint32_t> rows = std::span(wished_).subspan(asked_, end - asked_);
    const std::vector<float> outputs =
        lane_->trainer->engine().predict_rows(memory.rows->stages.features_of(rows));
    const auto width = static_cast<std::size_t>(lane_->spec.outputs());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Answer answer = answer_of(outputs.data() + i * width);
      memory.answers.output[rows[i]] = answer.output;
      memory.answers.said[rows[i]] = answer.said;
      memory.asked[rows[i]] = memory.generation;
    }
    answered_ = true;
    asked_ = end;
    return false;
  }

  void count_wrong() {
    DataMemory& memory = *memory_;
    const std::vector<float>& targets = memory.rows->stages.dataset().targets;
    memory.answers.judged = memory.answers.wrong = 0;
    for (std::size_t row = 0; row < memory.rows->part.size(); ++row) {
      if (memory.rows->part[row] != RowPart::kValidation || std::isnan(memory.answers.output[row])) continue;
      ++memory.answers.judged;
      if (memory.answers.said[row] >= 0 &&
          memory.answers.said[row] != static_cast<std::int32_t>(targets[row])) {
        ++memory.answers.wrong;
      }
    }
  }

  // --- The plane

  // False when it is as it was.
  bool begin_plane() {
    DataMemory& memory = *memory_;
    const DataLook& look = look_.data;
    if (look.plane == DataPlane::kCorrelation) return false;
    const bool known = memory.plane && same_plane(memory.plane->look, look) &&
                       memory.plane_generation == memory.generation &&
                       (!look.others_at_row || memory.plane->row == look_.row);
    if (known) return false;
    plane_.emplace(memory_, look_, side_);
    for (const std::uint32_t row : memory.points) wish(row);
    phase_ = Phase::kCloud;
    return true;
  }

  bool go_on_surface() {
    const std::vector<float> scaled = plane_->next_cells(at_once_);
    const std::vector<float> outputs =
        lane_->trainer->engine().predict_rows(memory_->rows->stages.expand(scaled));
    const auto width = static_cast<std::size_t>(lane_->spec.outputs());
    for (std::size_t i = 0; i < outputs.size() / width; ++i) {
      const Answer answer = answer_of(outputs.data() + i * width);
      plane_->add(answer.output, answer.said);
    }
    if (!plane_->complete()) return false;
    memory_->plane = plane_->take();
    plane_.reset();
    memory_->plane_generation = memory_->generation;
    return true;
  }

  std::shared_ptr<DataMemory> memory_;
  Look look_;
  const Lane* lane_ = nullptr;  // null: none trains
  TargetScale target_;
  std::int64_t at_once_ = 16, most_judged_ = 0, side_ = kCoarseSide;
  // Where it goes on.
  Phase phase_ = Phase::kBegin;
  bool more_ = false, told_answers_ = false;
  bool answered_ = false;  // something is new
  bool listing_ = false, sorted_ = false;
  std::uint32_t next_ = 0;
  RowSorter sorter_;
  std::vector<std::uint32_t> found_, wished_;
  std::size_t asked_ = 0;
  std::optional<PlaneBuilder> plane_;  // under way
};

// The stage and the marked cell are the view's own.
bool other_data(const Look& before, const Look& after) {
  DataLook a = before.data, b = after.data;
  a.stage = b.stage = DataStage::kRaw;
  a.feature = b.feature = 0;
  return before.model != after.model || before.row != after.row || a != b;
}

}  // namespace

InspectorKind data_inspector_kind() {
  const auto memory = std::make_shared<DataMemory>();
  return {.make = [memory](const Look& look) { return std::make_unique<DataInspector>(memory, look); },
          .other = other_data,
          .forget = [memory] { memory->doubt(); }};
}

}  // namespace headroom
