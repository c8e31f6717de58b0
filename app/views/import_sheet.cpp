#include "app/views/import_sheet.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/views/import_words.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "app/widgets/table_preview.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::string cell_text(const CsvColumn& column, std::size_t row) {
  if (column.spelled()) {
    const std::int32_t code = row < column.codes.size() ? column.codes[row] : -1;
    return code < 0 ? "–" : column.levels[static_cast<std::size_t>(code)];
  }
  if (row >= column.numbers.size() || std::isnan(column.numbers[row])) return "–";
  return learning_rate_text(column.numbers[row]);
}

const CsvColumn* target_column(const ImportState& import) {
  for (const CsvColumn& column : import.table->columns) {
    if (column.name == import.options.target) return &column;
  }
  return import.table->columns.empty() ? nullptr : &import.table->columns.back();
}

std::size_t preview_rows(const CsvTable& table) {
  return static_cast<std::size_t>(std::min<std::int64_t>(table.rows, 8));
}

float preview_height(const ViewContext& context) {
  return table_preview_height(context.ui, preview_rows(*context.state.import_state.table));
}

// Buttons from the left to the right, in as many lines as they need; the height. `draw`: else only measured.
float remedy_buttons(const ViewContext& context, const ImportRefusal& refusal, Rect area, bool draw) {
  const Ui& ui = context.ui;
  float x = area.x, y = area.y;
  const std::vector<TableRemedy> offered = with_buttons(refusal.remedies);
  for (const TableRemedy& remedy : offered) {
    const std::string title = remedy_title(remedy), id = title + " for " + refusal.column;
    const ButtonSpec spec{.id = id.c_str(), .label = title};
    const float width = std::min(button_width(ui, spec), area.w);
    if (x > area.x && x + width > area.right()) {
      x = area.x;
      y += ui.px(32 + 8);
    }
    if (draw && button(ui, {x, y, width, ui.px(32)}, spec))
      context.actions.emplace_back(
          action::ImportOptions{remedied(context.state.import_state.options, remedy),
                                reading_remedied(context.state.import_state.reading, remedy)});
    x += width + ui.px(8);
  }
  return offered.empty() ? 0 : y + ui.px(32) - area.y;
}

void refusal_box(const ViewContext& context, Rect& rest, const ImportRefusal& refusal) {
  const Ui& ui = context.ui;
  const float pad = ui.px(14), width = rest.w - 2 * pad;
  const std::string& place = refusal.error.where();
  const std::string& text = refusal.error.message();
  const float where = place.empty() ? 0 : wrapped_height(ui.fonts.mono_bold, place, width) + ui.px(6);
  const float words = wrapped_height(ui.fonts.body, text, width);
  float buttons = remedy_buttons(context, refusal, {0, 0, width, 0}, false);
  if (buttons > 0) buttons += ui.px(10);
  const Rect box = rest.take_top(where + words + buttons + 2 * pad, ui.px(12));
  fill(box, mix(ui.theme.card, ui.theme.bad, 0.08F), ui.px(8));
  stroke(box, ui.theme.bad, ui.px(8));
  const Rect inner = box.inset(pad);
  if (where > 0) draw_wrapped(ui.fonts.mono_bold, inner.min(), width, ui.theme.text, place);
  draw_wrapped(ui.fonts.body, {inner.x, inner.y + where}, width, ui.theme.text, text);
  remedy_buttons(context, refusal, {inner.x, inner.y + where + words + ui.px(10), width, 0}, true);
}

}  // namespace

void ImportSheet::draw_reading(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const std::string percent = decimals_text(import.fraction * 100, 0) + " %";
  std::string left = tr("estimating the time left");
  if (import.fraction > 0.02) {
    left = tr("{1} left", duration_text(import.elapsed_seconds * (1 - import.fraction) / import.fraction));
  }
  Rect row = area.take_top(ui.px(24), ui.px(8));
  text_line(ui, row.take_left(text_width(ui.fonts.mono_bold, percent) + 1, ui.px(16)), ui.fonts.mono_bold,
            ui.theme.text, percent);
  text_line(ui, row, ui.fonts.mono, ui.theme.muted, left);
  progress_bar(ui, area.take_top(ui.px(8), ui.px(20)), import.fraction, ui.theme.action);
  const ButtonSpec cancel{.id = "cancel", .label = tr("Cancel")};
  if (button(ui, area.take_top(ui.px(36)).take_left(button_width(ui, cancel)), cancel)) {
    context.actions.emplace_back(action::CancelImport{});
  }
}

void ImportSheet::draw_refused(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  Rect foot = area.take_bottom(ui.px(36), ui.px(12));
  {
    ScrollArea scroll(ui, "refused", area);
    Rect rest = scroll.content();
    const float top = rest.y;
    rest.h = 1e6F;
    for (const ImportRefusal& refusal : import.refusals) refusal_box(context, rest, refusal);
    const std::string_view advice =
        is_workspace(import.path)
            ? tr("Nothing was changed. Put right what is said above and read it again, or open another file.")
        : import.of_run
            ? tr("Nothing was changed. The folder does not hold a run that can go on: put back what was "
                 "changed and read it again, or open another one.")
            : tr("Nothing was changed. Correct it and read it again, have it read otherwise, or choose "
                 "another file.");
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted, advice), ui.px(12));
    if (!import.of_run) controls_.draw(context, rest);
    scroll.used(rest.w - 1, rest.y - top);
  }
  const ButtonSpec again{
      .id = "again", .label = tr("Read again"), .icon = Icon::kReset, .kind = ButtonKind::kPrimary};
  const ButtonSpec other{.id = "other", .label = tr("Another file…"), .icon = Icon::kFolder};
  if (button(ui, foot.take_left(button_width(ui, again), ui.px(8)), again)) {
    context.actions.emplace_back(action::ImportOptions{import.options, import.reading});
  }
  if (button(ui, foot.take_left(button_width(ui, other), ui.px(8)), other)) {
    context.actions.emplace_back(action::CancelImport{});
    context.actions.emplace_back(action::Browse{true});
  }
}

void ImportSheet::draw_target(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const CsvColumn* target = target_column(import);
  if (target == nullptr) return;
  const bool beside = rest.w > ui.px(560);
  Rect row = rest.take_top(ui.px(beside ? 36 : 80), ui.px(12));
  Rect left = beside ? row.take_left(row.w * 0.5F, ui.px(16)) : row.take_top(ui.px(36), ui.px(8));
  text_line(ui, left.take_left(ui.px(64)), ui.fonts.body, ui.theme.muted, tr_c("a column", "Predict"));
  const auto items = [&] {
    std::vector<MenuItem> list;
    for (const CsvColumn& column : import.table->columns) {
      list.push_back({.title = column.name,
                      .detail = column.numeric ? tr("number") : tr("text"),
                      .selected = &column == target});
    }
    return list;
  };
  const DropdownSpec spec{.id = "target",
                          .label = {{target->name, ui.fonts.body, ui.theme.text}},
                          .tip = tr("The column that the network learns to predict")};
  if (const auto chosen = dropdown(ui, left, spec, items)) {
    TabularOptions options = import.options;
    options.target = import.table->columns[static_cast<std::size_t>(*chosen)].name;
    options.task.reset();
    context.actions.emplace_back(action::ImportOptions{options});
  }
  text_line(ui, row.take_left(ui.px(beside ? 28 : 64)), ui.fonts.body, ui.theme.muted,
            tr_c("predict a column", "as"));
  const int selected = !import.options.task ? 0 : *import.options.task == Task::kClassification ? 1 : 2;
  const int clicked =
      segmented(ui, "task", row.take_top(ui.px(36)), {tr("auto"), tr("classify"), tr("regress")}, selected);
  if (clicked >= 0 && clicked != selected) {
    TabularOptions options = import.options;
    options.task = clicked == 0   ? std::optional<Task>()
                   : clicked == 1 ? std::optional(Task::kClassification)
                                  : std::optional(Task::kRegression);
    context.actions.emplace_back(action::ImportOptions{options});
  }
}

void ImportSheet::draw_findings(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  if (import.dataset) {
    const Dataset& data = *import.dataset;
    const std::string features = tr_n("{n} feature", "{n} features", data.columns);
    std::string what;
    if (data.task == Task::kRegression) {
      what = tr("Regression: the value of {1}; from {2}", data.target_name, features);
    } else {
      std::string names;
      constexpr std::size_t kShown = 12;
      for (std::size_t i = 0; i < std::min(kShown, data.class_names.size()); ++i) {
        names += (i > 0 ? ", " : "") + data.class_names[i];
      }
      if (data.class_names.size() > kShown) names += ", …";
      what =
          tr("Classification: {1} classes: {2}; from {3}", std::to_string(data.classes()), names, features);
    }
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.text, what), ui.px(4));
  }
  for (const std::string& note : file_notes(import)) {
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, "· " + note), ui.px(2));
  }
  rest.take_top(ui.px(8));
}

// A first row that may be names or data: said, with the other choice.
void ImportSheet::draw_header_doubt(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  if (!import.table->frame.header_in_doubt || import.reading.header != HeaderChoice::kAuto) return;
  const std::string_view doubt = tr("The first row is taken as names, but looks like the rows below");
  const ButtonSpec data{.id = "first_row_is_data", .label = tr("The first row is data"), .small = true};
  const ButtonSpec names{.id = "first_row_is_names", .label = tr("It names the columns"), .small = true};
  const float words = text_width(ui.fonts.body, doubt) + 1;
  Rect row = rest.take_top(ui.px(28), ui.px(8));
  draw_icon(Icon::kWarning, row.take_left(ui.px(18), ui.px(6)), ui.px(15), ui.theme.warning);
  if (row.w < words + button_width(ui, data) + button_width(ui, names) + ui.px(24)) {
    const float height =
        draw_wrapped(ui.fonts.body, {row.x, row.y + ui.px(4)}, row.w, ui.theme.warning, doubt);
    rest.take_top(std::max(0.0F, height - ui.px(28)));
    row = rest.take_top(ui.px(28), ui.px(8));
  } else {
    text_line(ui, row.take_left(words, ui.px(12)), ui.fonts.body, ui.theme.warning, doubt);
  }
  const auto choose = [&](const ButtonSpec& spec, HeaderChoice header) {
    if (!button(ui, row.take_left(button_width(ui, spec), ui.px(8)), spec)) return;
    CsvOptions reading = import.reading;
    reading.header = header;
    context.actions.emplace_back(action::ImportOptions{import.options, reading});
  };
  choose(data, HeaderChoice::kNo);
  choose(names, HeaderChoice::kYes);
}

// What the lower half lists.
void ImportSheet::draw_parts(const ViewContext& context, Rect& rest) const {
  const ImportState& import = context.state.import_state;
  const std::string all =
      tr("Columns ({1})", format_count(static_cast<std::int64_t>(import.table->columns.size())));
  const std::string doubts = tr("In doubt ({1})", format_count(import.decided ? import.decided->doubts : 0));
  const Ui& ui = context.ui;
  const Rect row = rest.take_top(ui.px(34), ui.px(8));
  const int now = static_cast<int>(import.show);
  const int clicked = segmented(ui, "show", {row.x, row.y, std::min(row.w, ui.px(400)), row.h},
                                {all, doubts, tr("First rows")}, now);
  if (clicked >= 0 && clicked != now)
    context.actions.emplace_back(action::ShowImport{static_cast<ImportShow>(clicked)});
}

void ImportSheet::draw_rows(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const CsvTable& table = *import.table;
  const CsvColumn* target = target_column(import);
  TablePreview preview;
  for (const CsvColumn& column : table.columns) {
    if (&column == target) preview.marked_column = static_cast<int>(preview.names.size());
    preview.names.push_back(column.name);
  }
  preview.rows = preview_rows(table);
  preview.title = tr("First rows");
  preview.cell = [&table](std::size_t r, std::size_t c) { return cell_text(table.columns[c], r); };
  table_preview(ui, "rows", rest.take_top(table_preview_height(ui, preview.rows), ui.px(8)), preview);
}

void ImportSheet::draw_choosing(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  if (!import.table) return;
  const Rect foot = area.take_bottom(ui.px(36), ui.px(12));
  {
    ScrollArea scroll(ui, "choosing", area);
    Rect rest = scroll.content();
    const float top = rest.y;
    rest.w -= ui.px(4);
    rest.h = 1e9F;
    for (const ImportRefusal& refusal : import.refusals) refusal_box(context, rest, refusal);
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted, file_facts(*import.table)),
                  ui.px(12));
    draw_target(context, rest);
    controls_.draw(context, rest);
    rest.take_top(ui.px(4));
    draw_header_doubt(context, rest);
    draw_findings(context, rest);
    draw_parts(context, rest);
    if (import.show == ImportShow::kRows) {
      draw_rows(context, rest);
    } else {
      rest.take_top(columns_.draw(context, rest, area), ui.px(16));
      // Where few columns leave the room.
      if (rest.y + ui.px(30) + preview_height(context) <= area.bottom()) {
        text_line(ui, rest.take_top(ui.px(24), ui.px(6)), ui.fonts.small, ui.theme.muted, tr("First rows"));
        draw_rows(context, rest);
      }
    }
    scroll.used(rest.w, rest.y - top);
  }
  draw_foot(context, foot);
}

void ImportSheet::draw_foot(const ViewContext& context, Rect foot) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const bool ready = import.dataset != nullptr;
  const ButtonSpec train{.id = "train",
                         .label = tr("Train"),
                         .icon = Icon::kPlay,
                         .kind = ButtonKind::kPrimary,
                         .enabled = ready};
  const ButtonSpec load{
      .id = "load", .label = tr("Load only"), .tip = tr("Prepare the data and wait"), .enabled = ready};
  if (button(ui, foot.take_left(std::max(ui.px(112), button_width(ui, train)), ui.px(8)), train)) {
    context.actions.emplace_back(action::TrainImported{true});
  }
  if (button(ui, foot.take_left(button_width(ui, load), ui.px(8)), load)) {
    context.actions.emplace_back(action::TrainImported{false});
  }
  const ButtonSpec other{
      .id = "other", .label = tr("Another file…"), .icon = Icon::kFolder, .kind = ButtonKind::kQuiet};
  if (button(ui, foot.take_left(button_width(ui, other), ui.px(12)), other)) {
    context.actions.emplace_back(action::CancelImport{});
    context.actions.emplace_back(action::Browse{true});
  }
  if (ready || foot.w < ui.px(120)) return;
  const std::size_t open = import.refusals.size();
  const std::string waits = !import.refusal ? std::string(tr("Looking at the columns…"))
                            : open <= 1     ? std::string(tr("One thing needs a decision first"))
                                            : tr("{1} things need a decision first", std::to_string(open));
  text_line(ui, foot, ui.fonts.small, import.refusal ? ui.theme.bad : ui.theme.muted, waits);
}

void ImportSheet::draw(const ViewContext& context) {
  const ImportState& import = context.state.import_state;
  const bool choosing = import.phase == ImportState::Phase::kChoosing;
  const bool reading = import.phase == ImportState::Phase::kReading;
  const bool large = choosing || (reading && import.table);  // read again: it stays as it was
  const std::string name = import_title(import);
  const std::string title = reading    ? tr("Reading {1}", name)
                            : choosing ? name
                                       : tr("{1} cannot be read", name);
  Sheet sheet(context.ui, "import_sheet", title, large ? 1280.0F : 640.0F,
              large     ? 860.0F
              : reading ? 190.0F
                        : 360.0F);
  if (reading) draw_reading(context, sheet.content());
  if (choosing) draw_choosing(context, sheet.content());
  if (import.phase == ImportState::Phase::kRefused) draw_refused(context, sheet.content());
  if (sheet.closed()) context.actions.emplace_back(action::CancelImport{});
}

}  // namespace headroom::app
