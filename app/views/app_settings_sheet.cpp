#include "app/views/app_settings_sheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// What is chosen by name; the buttons beside them reach the tenths between.
constexpr std::array<std::string_view, 6> kSizes = {"100 %", "120 %", "150 %", "180 %", "200 %", "250 %"};
constexpr std::array<int, 5> kPauses = {4, 8, 15, 30, 60};
constexpr std::array<float, 6> kScales = {1, 1.2F, 1.5F, 1.8F, 2, 2.5F};

Rect titled(const Ui& ui, Rect& rest, std::string_view title, std::string_view hint = {}) {
  Rect head = rest.take_top(ui.px(22), ui.px(4));
  text_line(ui, head.take_left(text_width(ui.fonts.body, title) + 1, ui.px(10)), ui.fonts.body, ui.theme.text,
            title);
  text_line(ui, head, ui.fonts.small, ui.theme.muted, hint);
  return rest.take_top(ui.px(36), ui.px(16));
}

void text_size(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const float scale = context.state.text_scale;
  int now = -1;
  for (std::size_t i = 0; i < kScales.size(); ++i) {
    if (std::abs(kScales[i] - scale) < 0.01F) now = static_cast<int>(i);
  }
  const auto set = [&](float wanted) { context.actions.emplace_back(action::SetTextScale{wanted}); };
  const float square = area.h;
  const Rect less = area.take_left(square, ui.px(6)), more = area.take_right(square, ui.px(6));
  if (button(ui, less,
             {.id = "smaller", .icon = Icon::kMinus, .tip = tr("Smaller (Ctrl+-)"), .enabled = scale > 1})) {
    set(scale - 0.1F);
  }
  if (button(ui, more,
             {.id = "larger", .icon = Icon::kPlus, .tip = tr("Larger (Ctrl+=)"), .enabled = scale < 2.5F})) {
    set(scale + 0.1F);
  }
  const int chosen = segmented(ui, "text_size", area, {kSizes.begin(), kSizes.end()}, now);
  if (chosen >= 0 && chosen != now) set(kScales[static_cast<std::size_t>(chosen)]);
}

void choose_language(const ViewContext& context, const Rect& area) {
  const UiState& state = context.state;
  std::vector<std::string_view> names{tr("as the system says")};
  int now = 0;
  for (const Language& each : state.languages) {
    if (each.code == state.language) now = static_cast<int>(names.size());
    names.emplace_back(each.name);
  }
  const int chosen = segmented(context.ui, "language", area, names, now);
  if (chosen < 0 || chosen == now) return;
  context.actions.emplace_back(action::SetLanguage{
      chosen == 0 ? std::string() : state.languages[static_cast<std::size_t>(chosen - 1)].code});
}

void autoplay_pause(const ViewContext& context, const Rect& area) {
  const int seconds = context.state.autoplay.seconds;
  const auto found = std::find(kPauses.begin(), kPauses.end(), seconds);
  const int now = found == kPauses.end() ? -1 : static_cast<int>(found - kPauses.begin());
  std::vector<std::string> names;
  for (const int each : kPauses) names.push_back(std::to_string(each) + " s");
  const int chosen = segmented(context.ui, "autoplay_pause", area, {names.begin(), names.end()}, now);
  if (chosen >= 0 && chosen != now) {
    const int wanted = kPauses[static_cast<std::size_t>(chosen)];
    context.actions.emplace_back(action::Autoplay{AutoplayDo::kPause, {}, wanted});
  }
}

void save_report(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const ButtonSpec page{
      .id = "report_html",
      .label = tr("Save as HTML"),
      .tip = tr("Words, tables and drawings of what is seen, for a browser or a screen reader")};
  const ButtonSpec text{
      .id = "report_markdown", .label = tr("Save as Markdown"), .tip = tr("The same as plain text")};
  if (button(ui, area.take_left(button_width(ui, page), ui.px(8)), page))
    context.actions.emplace_back(action::Report{ReportFormat::kHtml});
  if (button(ui, area.take_left(button_width(ui, text)), text))
    context.actions.emplace_back(action::Report{ReportFormat::kMarkdown});
}

}  // namespace

void draw_app_settings(const ViewContext& context) {
  const Ui& ui = context.ui;
  const UiState& state = context.state;
  Sheet sheet(ui, "app_settings_sheet", tr("Text size and appearance"), 560, 530);
  {
    ScrollArea scroll(ui, "app_settings", sheet.content());
    Rect rest = scroll.content();
    const float top = rest.y;
    rest.w -= ui.px(4);
    rest.h = 1e6F;
    const std::string percent = std::to_string(std::lround(state.text_scale * 100));
    text_size(context, titled(ui, rest, tr("Text size"), tr("now {1} %", percent)));
    const int theme = segmented(ui, "appearance", titled(ui, rest, tr("Appearance")),
                                {tr("Dark"), tr("Light")}, state.dark ? 0 : 1);
    if (theme >= 0 && (theme == 0) != state.dark) context.actions.emplace_back(action::SetTheme{theme == 0});
    choose_language(context, titled(ui, rest, tr("Language")));
    autoplay_pause(context, titled(ui, rest, tr("Autoplay"), tr("how long a tour rests after each phase")));
    save_report(context,
                titled(ui, rest, tr("Report"), tr("all that the window shows as a page to read (Ctrl+E)")));
    const Rect motion = rest.take_top(ui.px(32), ui.px(4));
    const std::string_view reduce = tr("Reduce motion: things change at once instead of sliding");
    if (toggle(ui, "reduced_motion",
               motion.w > toggle_width(ui, reduce)
                   ? Rect{motion.x, motion.y, toggle_width(ui, reduce), motion.h}
                   : motion,
               reduce, state.reduced_motion)) {
      context.actions.emplace_back(action::SetReducedMotion{!state.reduced_motion});
    }
    scroll.used(rest.w, rest.y - top);
  }
  if (sheet.closed()) context.actions.emplace_back(action::ShowAppSettings{false});
}

}  // namespace headroom::app
