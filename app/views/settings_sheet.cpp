#include "app/views/settings_sheet.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/bytes.h"

namespace headroom::app {
namespace {

// The whole text as a number from `low` to `high`.
template <typename T>
bool read(const std::string& text, T low, T high, T& value) {
  T parsed{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return false;
  if (!(parsed >= low && parsed <= high)) return false;
  value = parsed;
  return true;
}

}  // namespace

void SettingsSheet::start(const Snapshot& run) {
  open_ = true;
  settings_ = run.config.train;
  activation_ = run.config.activation;
  epochs_ = std::to_string(settings_.epochs);
  batch_ = std::to_string(settings_.batch);
  l2_ = learning_rate_text(settings_.optimizer.l2);
  seed_ = std::to_string(settings_.seed);
  patience_ = std::to_string(settings_.early_stop_patience);
}

float SettingsSheet::draw_fields(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const float top = area.y;
  const bool two = area.w > ui.px(460);
  valid_ = true;
  Rect row;
  int count = 0;
  const auto field = [&](const char* name, const char* hint, std::string& text, bool good) {
    if (!two || count % 2 == 0) row = area.take_top(ui.px(62), ui.px(10));
    ++count;
    Rect cell = two ? row.take_left((area.w - ui.px(16)) / 2, ui.px(16)) : row;
    Rect head = cell.take_top(ui.px(22), ui.px(4));
    text_line(ui, head.take_left(text_width(ui.fonts.body, name) + 1, ui.px(8)), ui.fonts.body, ui.theme.text,
              name);
    text_line(ui, head, ui.fonts.small, good ? ui.theme.muted : ui.theme.bad, hint);
    text_field(ui, cell, text, {.id = name, .invalid = !good, .number = true});
    valid_ = valid_ && good;
  };
  using I = std::int64_t;
  field("Epochs", "may grow while it trains", epochs_, read<I>(epochs_, 1, 1'000'000, settings_.epochs));
  field("Batch", "rows a step", batch_, read<I>(batch_, 1, 1'000'000'000, settings_.batch));
  field("L2", "0 is off", l2_, read(l2_, 0.0, 10.0, settings_.optimizer.l2));
  field("Seed", "split, weights, order", seed_, read<std::uint64_t>(seed_, 0, UINT64_MAX, settings_.seed));
  field("Early stop", "epochs of patience, 0 is off", patience_,
        read<I>(patience_, 0, 1'000'000, settings_.early_stop_patience));
  return area.y - top;
}

void SettingsSheet::draw_choices(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.text, "Optimizer");
  segmented(ui, "optimizer", rest.take_top(ui.px(34), ui.px(12)), kOptimizerTable, settings_.optimizer.kind);
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.text,
            "Activation of the hidden layers");
  segmented(ui, "activation", rest.take_top(ui.px(34), ui.px(12)), kActivationTable, activation_);
}

// Only what the sheet shows: the learning rate may change beside it.
void SettingsSheet::edit(RunConfig& config) const {
  TrainSettings& train = config.train;
  train.epochs = settings_.epochs;
  train.batch = settings_.batch;
  train.optimizer.kind = settings_.optimizer.kind;
  train.optimizer.l2 = settings_.optimizer.l2;
  train.seed = settings_.seed;
  train.early_stop_patience = settings_.early_stop_patience;
  config.activation = activation_;
}

void SettingsSheet::draw_footer(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  RunConfig wanted = context.run.config;
  edit(wanted);
  const Change change = what_changes(context.run.config, wanted);
  const bool changed = change.effect != Effect::kNone, again = change.starts_over();
  const ButtonSpec apply{.id = "apply",
                         .label = again ? "Apply and start again" : "Apply",
                         .icon = Icon::kCheck,
                         .kind = ButtonKind::kPrimary,
                         .enabled = valid_ && changed};
  const bool clicked = button(ui, area.take_left(button_width(ui, apply), ui.px(12)), apply);
  text_line(ui, area, ui.fonts.small, again ? ui.theme.warning : ui.theme.muted,
            !valid_    ? "one of the fields is no number that can be used"
            : !changed ? "nothing changed"
            : again    ? "this change goes back to step 0"
                       : "takes effect while it trains");
  if (!clicked) return;
  context.actions.emplace_back(action::Edit{[sheet = *this](RunConfig& config) { sheet.edit(config); }});
  context.actions.emplace_back(action::EditSettings{false});
}

void SettingsSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  if (!open_) start(context.run);
  Sheet sheet(ui, "settings_sheet", "How it trains", 600, 520);
  Rect rest = sheet.content();
  const Rect foot = rest.take_bottom(ui.px(36), ui.px(12));
  {
    ScrollArea scroll(ui, "settings", rest);
    Rect page = scroll.content();
    const float top = page.y;
    page.w -= ui.px(4);
    page.h = 1e6F;
    page.take_top(draw_fields(context, page));
    draw_choices(context, page);
    scroll.used(page.w, page.y - top);
  }
  draw_footer(context, foot);
  if (sheet.closed()) context.actions.emplace_back(action::EditSettings{false});
}

}  // namespace headroom::app
