#include "app/views/pipeline_strip.h"

#include <algorithm>
#include <utility>

#include "app/state/stage_tabs.h"
#include "app/widgets/anchor.h"
#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/tr.h"

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

void append_part(std::string& text, const std::string& part) {
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
    if (models > 1) text = tr("{1} models", std::to_string(models));
    append_part(text,
                tr("epoch {1} / {2}", format_count(epoch), format_count(run.facts->config.train.epochs)));
    return text;
  }
  if (stage.id == StageId::kEvaluation) {
    const double each = stage.seconds / static_cast<double>(stage.times);
    return each > 0 ? tr("{1} an epoch", duration_text(each)) : std::string(tr("every epoch"));
  }
  if (stage.bytes > 0) {
    text = format_bytes(stage.bytes);
  }
  if (stage.seconds > 0) append_part(text, duration_text(stage.seconds));
  return text;
}

// What the card does not say: exact shapes where it rounds, the whole note, rate and place, and what a click
// does.
std::string tip_of(const StageReport& stage) {
  std::string tip;
  const auto add = [&tip](const std::string& line) {
    if (line.empty()) return;
    if (!tip.empty()) tip += '\n';
    tip += line;
  };
  if (!stage.brief_note.empty()) add(stage.note);
  if (!stage.in.empty()) {
    const std::string out = stage.out.empty() ? stage.out_text : shape_text(stage.out, true);
    add(shape_text(stage.in, true) + (out.empty() ? "" : " → " + out));
  }
  if (kStageTable.row(stage.id).moves_data) add(bandwidth_text(stage.bytes, stage.seconds));
  if (!stage.where.empty()) add(tr("on {1}", stage.where));
  if (tab_of(stage.id)) {
    add(tr("Click: {1}; then the counts in words", tr(kStageTabs.row(stage.id).tip)));
    return tip;
  }
  add(stage.id == StageId::kTraining     ? tr("Click: one batch, layer by layer")
      : stage.id == StageId::kEvaluation ? tr("Click: the counts behind loss and score")
                                         : tr("Click: the same rows before and after"));
  return tip;
}

// The mark runs at the height of the cards' bars, from the middle of one card to the middle of the next.
void draw_mark(const Ui& ui, const Rect& from, const Rect& to, CardSize size, float along) {
  const float r = ui.px(4);
  const ImVec2 at{from.center().x + (to.center().x - from.center().x) * along,
                  to.bottom() - ui.px(size == CardSize::kMini ? 6.5F : 12)};
  ImDrawList* const list = ImGui::GetWindowDrawList();
  list->AddCircleFilled(at, r + ui.px(3), color(ui.theme.action, 0.3F));
  list->AddCircleFilled(at, r, color(ui.theme.action));
}

// From the card to the panel that belongs to it.
void draw_notch(const Ui& ui, const Rect& card) {
  const float half = ui.px(8), x = card.center().x, y = card.bottom() - 1;
  ImGui::GetWindowDrawList()->AddTriangleFilled({x - half, y}, {x + half, y}, {x, y + half},
                                                color(ui.theme.action));
}

}  // namespace

StageCardSpec stage_card_of(const Snapshot& run, const StageReport& stage, int number) {
  StageCardSpec card;
  card.title = std::to_string(number) + " " + std::string(tr(stage_title(stage.id)));
  card.note = stage.brief_note.empty() ? stage.note : stage.brief_note;
  card.in = shape_text(stage.in);
  card.out = stage.out_text.empty()    ? shape_text(stage.out)
             : stage.brief_out.empty() ? stage.out_text
                                       : stage.brief_out;
  card.figures = figures_of(run, stage);
  if (stage.id == StageId::kTraining) card.live = batch_text(run);
  card.tip = tip_of(stage);
  card.state = card_state(stage.state);
  card.progress = stage.state == StageState::kDone ? 1 : stage.progress;
  return card;
}

std::optional<BatchWalk> PipelineStrip::follow(const Snapshot& run, double now) {
  std::int64_t steps = 0, epoch = 0, batches = 1;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected) continue;
    steps += model.steps;
    epoch = std::max(epoch, model.epoch);
    batches = std::max<std::int64_t>(1, model.steps_per_epoch);
  }
  if (steps != std::exchange(steps_, steps)) step_since_ = now;
  if (epoch > std::exchange(epoch_, epoch)) epoch_since_ = now;
  const std::optional<double> rate = followed_rate(run);
  if (!rate) return std::nullopt;
  return batch_walk({now - step_since_, now - epoch_since_, *rate, batches});
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
  const std::optional<BatchWalk> walk = follow(context.run, ui.now);
  Rect before;
  int number = 0;
  for (const StageReport& stage : stages) {
    ++number;
    StageCardSpec card = stage_card_of(context.run, stage, number);
    const std::string id = "stage" + std::to_string(number);
    card.id = id.c_str();
    const std::optional<Tab> tab = tab_of(stage.id);
    const std::optional<DataStage> of_rows = kStageTabs.row(stage.id).of_rows;
    const bool here =
        tab && context.state.shows(*tab) && (!of_rows || *of_rows == context.state.look.data.stage);
    card.open = here || context.state.open_stage == stage.id;
    if (walk) card.lit = walk->lit == stage.id;
    const Rect place = row.take_left(width);
    if (stage_card(ui, place, size, card)) {
      tab && !here ? context.actions.emplace_back(action::SelectTab{*tab})
                   : context.actions.emplace_back(action::OpenStage{stage.id});
      if (of_rows && !here) {
        Look look = context.state.look;
        look.data.stage = *of_rows;
        context.actions.emplace_back(action::LookAt{std::move(look)});
      }
    }
    anchor("stage." + std::string(stage_name(stage.id)), place);
    if (here) draw_notch(ui, place);
    if (walk && walk->into == stage.id && number > 1) draw_mark(ui, before, place, size, walk->along);
    before = place;
    const Rect arrow = row.take_left(gap);
    if (number < static_cast<int>(stages.size()))
      draw_icon(Icon::kArrowRight, arrow, ui.px(10), ui.theme.muted);
  }
}

}  // namespace headroom::app
