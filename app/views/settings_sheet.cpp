#include "app/views/settings_sheet.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// As a person would write it: 7, not 7.000000000000001.
double percent_of(double fraction) { return std::round(fraction * 1e8) / 1e6; }

// Left as it is where the percents are the same: they do not hold every digit.
void set_fraction(double& fraction, double percent) {
  if (percent_of(fraction) != percent) fraction = percent / 100;
}

}  // namespace

// Two fields beside each other where there is room.
struct SettingsSheet::Place {
  Rect rest, row = {};
  bool two = false;
  int count = 0;

  Rect next(const Ui& ui) {
    if (!two || count % 2 == 0) row = rest.take_top(ui.px(62), ui.px(10));
    ++count;
    return two ? row.take_left((rest.w - ui.px(16)) / 2, ui.px(16)) : row;
  }
};

void SettingsSheet::start(const Snapshot& run) {
  open_ = true;
  const RunConfig& config = run.facts->config;
  settings_ = config.train;
  activation_ = config.activation;
  init_scheme_ = config.init.scheme;
  validation_percent_ = percent_of(config.split.validation_fraction);
  test_percent_ = percent_of(config.split.test_fraction);
  split_ = config.split.kind;
  class_weight_ = config.class_weight;
  scale_target_ = config.scale_target;
}

// The hint beside the name says the range as soon as the text is outside of it.
template <typename T>
void SettingsSheet::field(const Ui& ui, Place& place, const char* name, std::string_view hint,
                          NumberEdit& edit, T& value, NumberSpec<T> spec) {
  Rect cell = place.next(ui);
  Rect head = cell.take_top(ui.px(22), ui.px(4));
  const NumberEvent<T> event = number_field(ui, cell, edit, value, spec);
  if (event.value) value = *event.value;
  if (event.typed && !event.value) value = *event.typed;
  const std::string wanted = number_wanted(spec);
  text_line(ui, head.take_left(text_width(ui.fonts.body, name) + 1, ui.px(8)), ui.fonts.body, ui.theme.text,
            name);
  text_line(ui, head, ui.fonts.small, event.typed ? ui.theme.muted : ui.theme.bad,
            event.typed ? hint : wanted);
  if (!event.typed && mistake_.empty()) mistake_ = std::string(name) + ": " + wanted;
}

float SettingsSheet::draw_fields(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  Place place{.rest = area, .two = area.w > ui.px(460)};
  const PresetEntry* const preset = context.state.preset(context.run.facts->config.id);
  const auto of_preset = [&](auto member) -> std::optional<std::decay_t<decltype(settings_.*member)>> {
    if (!preset) return std::nullopt;
    return preset->train.*member;
  };
  using I = std::int64_t;
  constexpr I kMillion = 1'000'000;
  const I rows = std::max(context.run.facts->train_rows, context.run.facts->config.train.batch);
  mistake_.clear();
  field<I>(
      ui, place, tr("Epochs"), tr("may grow while it trains"), epochs_, settings_.epochs,
      {.id = "epochs", .range = {1, kMillion}, .preset = of_preset(&TrainSettings::epochs), .initial = true});
  field<I>(
      ui, place, tr("Batch"), tr("rows a step"), batch_, settings_.batch,
      {.id = "batch", .unit = tr("rows"), .range = {1, rows}, .preset = of_preset(&TrainSettings::batch)});
  field<double>(ui, place, "L2", tr("0 is off"), l2_, settings_.optimizer.l2,
                {.id = "l2",
                 .range = {0, 10},
                 .preset = preset ? std::optional(preset->train.optimizer.l2) : std::nullopt});
  field<std::uint64_t>(ui, place, tr("Seed"), tr("split, weights, order"), seed_, settings_.seed,
                       {.id = "seed",
                        .range = {0, std::numeric_limits<std::uint64_t>::max()},
                        .preset = of_preset(&TrainSettings::seed)});
  field<I>(ui, place, tr("Early stop"), tr("epochs of patience, 0 is off"), patience_,
           settings_.early_stop_patience,
           {.id = "early_stop",
            .unit = tr("epochs"),
            .range = {0, kMillion},
            .preset = of_preset(&TrainSettings::early_stop_patience)});
  draw_parts(context, place);
  return place.rest.y - area.y;
}

// Which rows are kept from the training.
void SettingsSheet::draw_parts(const ViewContext& context, Place& place) {
  const Ui& ui = context.ui;
  const NumberRange<double> some{0.1, 90, 1}, any{0, 90, 1};
  field<double>(ui, place, tr("Validation"), tr("%, judged every epoch"), validation_, validation_percent_,
                {.id = "validation", .unit = tr("% of the rows"), .range = some});
  field<double>(ui, place, tr("Test"), tr("%, judged once at the end; 0 is off"), test_, test_percent_,
                {.id = "test", .unit = tr("% of the rows"), .range = any});
  Rect cell = place.next(ui);
  text_line(ui, cell.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.text, tr("Both are"));
  const int chosen = segmented(ui, "split", cell, {tr("drawn by the seed"), tr("the last rows")},
                               split_ == SplitKind::kTail ? 1 : 0);
  if (chosen >= 0) split_ = chosen == 1 ? SplitKind::kTail : SplitKind::kShuffled;
  const ButtonSpec repeats{
      .id = "open_repeats",
      .label = tr("Several seeds or folds…"),
      .tip = tr("Every figure with its uncertainty: mean and spread of several trainings")};
  if (button(ui, place.rest.take_top(ui.px(34), ui.px(12)).take_left(button_width(ui, repeats)), repeats))
    context.actions.emplace_back(action::Repeats{RepeatsDo::kOpen});
}

// Of classes what their rows weigh; of values their scale.
void SettingsSheet::draw_target(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const bool regression = context.run.facts->task == Task::kRegression;
  const std::string_view title = regression ? tr("Values of the target") : tr("Rows of rare classes");
  const std::string_view hint = regression ? tr("figures are in the file's own unit either way")
                                           : tr("in the training loss; accuracy counts every row alike");
  Rect head = rest.take_top(ui.px(22), ui.px(4));
  text_line(ui, head.take_left(text_width(ui.fonts.body, title) + 1, ui.px(8)), ui.fonts.body, ui.theme.text,
            title);
  text_line(ui, head, ui.fonts.small, ui.theme.muted, hint);
  const Rect area = rest.take_top(ui.px(34), ui.px(12));
  if (regression) {
    const int chosen =
        segmented(ui, "scale_target", area, {tr("standardised"), tr("as they are")}, scale_target_ ? 0 : 1);
    if (chosen >= 0) scale_target_ = chosen == 0;
    return;
  }
  const bool balanced = class_weight_ == ClassWeight::kBalanced;
  const int chosen =
      segmented(ui, "class_weight", area, {tr("count like all others"), tr("count more")}, balanced ? 1 : 0);
  if (chosen >= 0) class_weight_ = chosen == 1 ? ClassWeight::kBalanced : ClassWeight::kNone;
}

// What this device can compute in.
void SettingsSheet::draw_arithmetic(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const bool processor = context.run.facts->device.kind == "cpu";
  Rect head = rest.take_top(ui.px(22), ui.px(4));
  const std::string_view title = tr("Arithmetic");
  text_line(ui, head.take_left(text_width(ui.fonts.body, title) + 1, ui.px(8)), ui.fonts.body, ui.theme.text,
            title);
  text_line(ui, head, ui.fonts.small, ui.theme.muted,
            processor ? tr("for a class: the same curve on every machine, a little slower")
                      : tr("inside products; weights stay in fp32"));
  const Rect area = rest.take_top(ui.px(34), ui.px(12));
  const std::vector<Precision> offered =
      processor ? std::vector{Precision::kFp32, Precision::kPortable}
                : std::vector{Precision::kFp32, Precision::kTf32, Precision::kBf16};
  std::vector<std::string_view> labels{tr("as fast as this machine can"), tr("the same on every machine")};
  if (!processor) labels = {"fp32", "tf32", "bf16"};
  const auto now = std::find(offered.begin(), offered.end(), settings_.precision);
  const int chosen = segmented(ui, "precision", area, labels,
                               now == offered.end() ? -1 : static_cast<int>(now - offered.begin()));
  if (chosen >= 0) settings_.precision = offered[static_cast<std::size_t>(chosen)];
}

void SettingsSheet::draw_choices(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.text, tr("Optimizer"));
  segmented(ui, "optimizer", rest.take_top(ui.px(34), ui.px(12)), kOptimizerTable, settings_.optimizer.kind);
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.text,
            tr("Activation of the hidden layers"));
  segmented(ui, "activation", rest.take_top(ui.px(34), ui.px(12)), kActivationTable, activation_);
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.body, ui.theme.text,
            tr("First weights drawn as by"));
  segmented(ui, "init_scheme", rest.take_top(ui.px(34), ui.px(12)), kInitSchemeTable, init_scheme_);
  if (!context.state.workspace.hides(Hidden::kPrecision)) draw_arithmetic(context, rest);
  draw_target(context, rest);
}

// Only what the sheet shows: the learning rate may change beside it.
void SettingsSheet::edit(RunConfig& config) const {
  TrainSettings& train = config.train;
  train.epochs = settings_.epochs;
  train.batch = settings_.batch;
  train.optimizer.kind = settings_.optimizer.kind;
  train.optimizer.l2 = settings_.optimizer.l2;
  train.seed = settings_.seed;
  train.precision = settings_.precision;
  train.early_stop_patience = settings_.early_stop_patience;
  config.activation = activation_;
  config.init.scheme = init_scheme_;
  set_fraction(config.split.validation_fraction, validation_percent_);
  set_fraction(config.split.test_fraction, test_percent_);
  config.split.kind = split_;
  config.class_weight = class_weight_;
  config.scale_target = scale_target_;
}

void SettingsSheet::draw_footer(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  RunConfig wanted = context.run.facts->config;
  edit(wanted);
  const Change change = what_changes(context.run.facts->config, wanted);
  const bool changed = change.effect != Effect::kNone, again = change.starts_over();
  const ButtonSpec apply{.id = "apply",
                         .label = again ? tr("Apply and start again") : tr("Apply"),
                         .icon = Icon::kCheck,
                         .kind = ButtonKind::kPrimary,
                         .enabled = mistake_.empty() && changed};
  const bool clicked = button(ui, area.take_left(button_width(ui, apply), ui.px(12)), apply);
  const bool wrong = !mistake_.empty();
  text_line(ui, area, ui.fonts.small,
            wrong   ? ui.theme.bad
            : again ? ui.theme.warning
                    : ui.theme.muted,
            wrong      ? std::string_view(mistake_)
            : !changed ? tr("nothing changed")
            : again    ? tr("this change goes back to step 0")
                       : tr("takes effect while it trains"));
  if (!clicked) return;
  context.actions.emplace_back(action::Edit{[sheet = *this](RunConfig& config) { sheet.edit(config); }});
  context.actions.emplace_back(action::EditSettings{false});
}

void SettingsSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  if (!open_) start(context.run);
  Sheet sheet(ui, "settings_sheet", tr("How it trains"), 600, 730);
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
