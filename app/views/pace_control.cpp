#include "app/views/pace_control.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

struct Preset {
  Pace pace;
  const char* title;
  const char* detail;
};
constexpr std::array<Preset, 3> kPresets = {{{kBatchAFrame, tr_later("One batch a frame"), "60/s"},
                                             {kEpochASecond, tr_later("One epoch a second"), ""},
                                             {kFullSpeed, tr_later("Full speed"), ""}}};

std::int64_t steps_per_epoch(const Snapshot& run) {
  const auto& models = run.curves->models;
  return models.empty() ? 1 : models.front().steps_per_epoch;
}

std::string short_text(const Pace& pace) {
  if (pace.full()) return tr("full");
  const std::string words = pace_words(pace);  // "10 batches"
  return words.substr(0, words.find(' ')) + " " + (pace.unit == PaceUnit::kEpochs ? tr("ep/s") : tr("b/s"));
}

// Two digits are enough, and the right end is full speed.
Pace pace_at(double batches) {
  if (batches >= kFastestPace) return kFullSpeed;
  const double digit = std::pow(10.0, std::max(0.0, std::floor(std::log10(batches)) - 1));
  return {PaceUnit::kBatches, std::round(batches / digit) * digit};
}

void choose(const ViewContext& context, const Pace& pace) {
  context.actions.emplace_back(action::Run{command::SetPace{pace}});
}

// "slow ... full speed" with the pace in batches above the slider.
void pace_slider(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const Pace& pace = context.run.facts->pace;
  const double batches = batches_per_second(pace, steps_per_epoch(context.run));
  double value = pace.full() ? kFastestPace : std::clamp(batches, kSlowestPace, kFastestPace);
  Rect words = area.take_top(ui.px(22));
  const std::string now = pace.full() ? std::string(tr("as fast as it can"))
                                      : tr("{1} batches/s", format_count(std::llround(batches)));
  text_line(ui, words, ui.fonts.small, ui.theme.muted, tr("slower  [   ]  faster"));
  text_line(ui, words, ui.fonts.mono, ui.theme.text, now, Align::kRight);
  if (slider(ui, "slide", area, value, kSlowestPace, kFastestPace, true)) choose(context, pace_at(value));
}

}  // namespace

float pace_width(const Ui& ui, PaceLabel label) {
  const char* const widest = label == PaceLabel::kFull ? tr("0.25 epochs/s") : tr("60 ep/s");
  return text_width(ui.fonts.body, widest) + ui.px(12 + 8 + 20);
}

void pace_items(const ViewContext& context, int first, float width) {
  for (std::size_t i = 0; i < kPresets.size(); ++i) {
    const Preset& preset = kPresets[i];
    const MenuItem item{.title = tr(preset.title),
                        .detail = preset.detail,
                        .selected = context.run.facts->pace == preset.pace};
    if (menu_item(context.ui, first + static_cast<int>(i), width, item)) choose(context, preset.pace);
  }
}

void draw_pace(const ViewContext& context, const Rect& area, PaceLabel label) {
  const Ui& ui = context.ui;
  const Pace& pace = context.run.facts->pace;
  ImGui::PushID("pace");
  const std::string text = label == PaceLabel::kFull ? pace_text(pace) : short_text(pace);
  if (dropdown_button(
          ui, area,
          {.id = "open",
           .label = {{text, ui.fonts.body, ui.theme.text}},
           .tip = tr("Pace: slower to follow every batch ( [ ), faster ( ] ); the curves stay the same"),
           .enabled = !context.run.facts->config.id.empty()})) {
    ImGui::OpenPopup("paces");
  }
  if (begin_popup(ui, "paces", area, ui.px(260))) {
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ui.px(56);
    pace_slider(context, Rect{at.x, at.y, width, height}.inset(ui.px(8), 0));
    ImGui::SetCursorScreenPos({at.x, at.y + height});
    pace_items(context, 0, width);
    end_popup();
  }
  ImGui::PopID();
}

}  // namespace headroom::app
