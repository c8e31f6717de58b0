#include "app/views/pipeline_strip.h"

#include <algorithm>

#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"

namespace headroom::app {
namespace {

CardState card_state(StageState state) {
  switch (state) {
    case StageState::kWaiting: return CardState::kWaiting;
    case StageState::kRunning: return CardState::kRunning;
    case StageState::kDone: return CardState::kDone;
    case StageState::kWarning: return CardState::kWarning;
    case StageState::kFailed: return CardState::kFailed;
  }
  return CardState::kWaiting;
}

void join(std::string& text, const std::string& part) {
  if (part.empty()) return;
  if (!text.empty()) text += " · ";
  text += part;
}

std::string figures_of(const Snapshot& run, const StageReport& stage) {
  std::string text;
  if (stage.id == StageId::kTraining) {
    std::int64_t models = 0, epoch = 0;
    for (const ModelSnapshot& model : run.curves->models) {
      if (!model.selected) continue;
      epoch = models == 0 ? model.epoch : std::min(epoch, model.epoch);
      ++models;
    }
    if (models > 1) text = std::to_string(models) + " models";
    join(text, "epoch " + format_count(epoch) + " / " + format_count(run.facts->config.train.epochs));
    return text;
  }
  if (stage.id == StageId::kEvaluation) {
    const double each = stage.seconds / static_cast<double>(stage.times);
    return each > 0 ? duration_text(each) + " an epoch" : "every epoch";
  }
  if (stage.bytes > 0) {
    text = format_bytes(stage.bytes);
  }
  if (stage.seconds > 0) join(text, duration_text(stage.seconds));
  return text;
}

std::string tip_of(const StageReport& stage, const std::string& figures) {
  std::string tip = stage.note;
  const auto add = [&tip](const std::string& line) {
    if (line.empty()) return;
    if (!tip.empty()) tip += '\n';
    tip += line;
  };
  if (!stage.in.empty()) {
    const std::string out = stage.out.empty() ? stage.out_text : shape_text(stage.out, true);
    add(shape_text(stage.in, true) + (out.empty() ? "" : " → " + out));
  }
  add(figures);
  if (kStageTable.row(stage.id).moves_data) add(bandwidth_text(stage.bytes, stage.seconds));
  if (!stage.where.empty()) add("on " + stage.where);
  return tip;
}

}  // namespace

StageCardSpec stage_card_of(const Snapshot& run, const StageReport& stage, int number) {
  StageCardSpec card;
  card.title = std::to_string(number) + " " + std::string(stage_title(stage.id));
  card.note = stage.brief_note.empty() ? stage.note : stage.brief_note;
  card.in = shape_text(stage.in);
  card.out = stage.out_text.empty()    ? shape_text(stage.out)
             : stage.brief_out.empty() ? stage.out_text
                                       : stage.brief_out;
  card.figures = figures_of(run, stage);
  card.tip = tip_of(stage, card.figures);
  card.state = card_state(stage.state);
  card.progress = stage.state == StageState::kDone ? 1 : stage.progress;
  return card;
}

void PipelineStrip::draw(const ViewContext& context, const Rect& area, CardSize size) {
  const Ui& ui = context.ui;
  const std::vector<StageReport>& stages = *context.run.stages;
  if (stages.empty() || area.empty()) return;
  const float gap = ui.px(area.w < ui.px(1200) ? 16 : 22);
  const auto count = static_cast<float>(stages.size());
  const float fair = (area.w - gap * (count - 1)) / count;
  const float width = std::max(fair, ui.px(size == CardSize::kMini ? 132 : 142));
  ScrollArea scroll(ui, "strip", {area.x, area.y, area.w, area.h + ui.px(8)}, ScrollArea::Axis::kHorizontal);
  Rect row = scroll.content();
  row.h = area.h;
  row.w = width * count + gap * (count - 1);
  scroll.used(row.w, area.h);
  int number = 0;
  for (const StageReport& stage : stages) {
    ++number;
    StageCardSpec card = stage_card_of(context.run, stage, number);
    const std::string id = "stage" + std::to_string(number);
    card.id = id.c_str();
    card.open = context.state.open_stage == stage.id;
    if (stage_card(ui, row.take_left(width), size, card)) {
      context.actions.emplace_back(action::OpenStage{stage.id});
    }
    const Rect arrow = row.take_left(gap);
    if (number < static_cast<int>(stages.size()))
      draw_icon(Icon::kArrowRight, arrow, ui.px(10), ui.theme.muted);
  }
}

}  // namespace headroom::app
