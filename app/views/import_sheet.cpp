#include "app/views/import_sheet.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "app/widgets/table_preview.h"
#include "core/base/bytes.h"

namespace headroom::app {
namespace {

std::string file_name(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string separator_name(char separator) {
  switch (separator) {
    case ',': return "comma";
    case ';': return "semicolon";
    case '\t': return "tab";
    case '|': return "bar";
    case ' ': return "blank";
    default: return std::string("'") + separator + "'";
  }
}

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

// The columns of the file that the network learns from.
std::set<std::string> used_columns(const ImportState& import) {
  std::set<std::string> used;
  if (!import.dataset) return used;
  for (const FeatureOrigin& origin : import.dataset->origins) used.insert(origin.column);
  if (import.dataset->origins.empty())
    used.insert(import.dataset->column_names.begin(), import.dataset->column_names.end());
  return used;
}

void refusal_box(const Ui& ui, Rect& rest, const Error& error) {
  const float pad = ui.px(14), width = rest.w - 2 * pad;
  const float where =
      error.where().empty() ? 0 : wrapped_height(ui.fonts.mono_bold, error.where(), width) + ui.px(6);
  const Rect box =
      rest.take_top(where + wrapped_height(ui.fonts.body, error.message(), width) + 2 * pad, ui.px(12));
  fill(box, mix(ui.theme.card, ui.theme.bad, 0.08F), ui.px(8));
  stroke(box, ui.theme.bad, ui.px(8));
  const Rect inner = box.inset(pad);
  if (where > 0) draw_wrapped(ui.fonts.mono_bold, inner.min(), width, ui.theme.text, error.where());
  draw_wrapped(ui.fonts.body, {inner.x, inner.y + where}, width, ui.theme.text, error.message());
}

}  // namespace

void ImportSheet::draw_reading(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  char percent[16];
  std::snprintf(percent, sizeof percent, "%3.0f %%", import.fraction * 100);
  std::string left = "estimating the time left";
  if (import.fraction > 0.02) {
    left = duration_text(import.elapsed_seconds * (1 - import.fraction) / import.fraction) + " left";
  }
  Rect row = area.take_top(ui.px(24), ui.px(8));
  text_line(ui, row.take_left(text_width(ui.fonts.mono_bold, percent) + 1, ui.px(16)), ui.fonts.mono_bold,
            ui.theme.text, percent);
  text_line(ui, row, ui.fonts.mono, ui.theme.muted, left);
  progress_bar(ui, area.take_top(ui.px(8), ui.px(20)), import.fraction, ui.theme.action);
  const ButtonSpec cancel{.id = "cancel", .label = "Cancel"};
  if (button(ui, area.take_top(ui.px(36)).take_left(button_width(ui, cancel)), cancel)) {
    context.actions.emplace_back(action::CancelImport{});
  }
}

void ImportSheet::draw_refused(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  Rect foot = area.take_bottom(ui.px(36), ui.px(12));
  {
    ScrollArea scroll(ui, "refused", area);
    Rect rest = scroll.content();
    const float top = rest.y;
    rest.h = 1e6F;
    if (import.refusal) refusal_box(ui, rest, *import.refusal);
    rest.take_top(
        draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted,
                     "Nothing was changed. Correct the file and read it again, or choose another."));
    scroll.used(rest.w - 1, rest.y - top);
  }
  const ButtonSpec again{
      .id = "again", .label = "Read again", .icon = Icon::kReset, .kind = ButtonKind::kPrimary};
  const ButtonSpec other{.id = "other", .label = "Another file…", .icon = Icon::kFolder};
  if (button(ui, foot.take_left(button_width(ui, again), ui.px(8)), again)) {
    context.actions.emplace_back(action::OpenPath{import.path});
  }
  if (button(ui, foot.take_left(button_width(ui, other), ui.px(8)), other)) {
    context.actions.emplace_back(action::CancelImport{});
    context.actions.emplace_back(action::Browse{true});
  }
  // Names that cannot be used are often no names.
  const bool about_names =
      import.refusal && (import.refusal->message().find("both named") != std::string::npos ||
                         import.refusal->message().find("has no name") != std::string::npos);
  const ButtonSpec data{.id = "as_data", .label = "The first row is data"};
  if (about_names && button(ui, foot.take_left(button_width(ui, data)), data))
    context.actions.emplace_back(action::ReadHeader{false});
}

void ImportSheet::draw_target(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const CsvColumn* target = target_column(import);
  if (target == nullptr) return;
  const bool beside = rest.w > ui.px(560);
  Rect row = rest.take_top(ui.px(beside ? 36 : 80), ui.px(12));
  Rect left = beside ? row.take_left(row.w * 0.5F, ui.px(16)) : row.take_top(ui.px(36), ui.px(8));
  text_line(ui, left.take_left(ui.px(64)), ui.fonts.body, ui.theme.muted, "Predict");
  std::vector<MenuItem> items;
  for (const CsvColumn& column : import.table->columns) {
    items.push_back(
        {.title = column.name, .detail = column.numeric ? "number" : "text", .selected = &column == target});
  }
  const DropdownSpec spec{.id = "target",
                          .label = {{target->name, ui.fonts.body, ui.theme.text}},
                          .tip = "The column that the network learns to predict"};
  if (const auto chosen = dropdown(ui, left, spec, items)) {
    TabularOptions options = import.options;
    options.target = import.table->columns[static_cast<std::size_t>(*chosen)].name;
    options.task.reset();
    context.actions.emplace_back(action::ImportOptions{options});
  }
  text_line(ui, row.take_left(ui.px(beside ? 28 : 64)), ui.fonts.body, ui.theme.muted, "as");
  const int selected = !import.options.task ? 0 : *import.options.task == Task::kClassification ? 1 : 2;
  const int clicked =
      segmented(ui, "task", row.take_top(ui.px(36)), {"auto", "classify", "regress"}, selected);
  if (clicked >= 0 && clicked != selected) {
    TabularOptions options = import.options;
    options.task = clicked == 0   ? std::optional<Task>()
                   : clicked == 1 ? std::optional(Task::kClassification)
                                  : std::optional(Task::kRegression);
    context.actions.emplace_back(action::ImportOptions{options});
  }
}

// A file without a header line loses its first row to the names: asked, not guessed.
void ImportSheet::draw_header_question(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const CsvTable& table = *context.state.import_state.table;
  if (!table.first_row_numbers) return;
  const std::string_view ask = "The first row looks like data:";
  Rect row = rest.take_top(ui.px(36), ui.px(12));
  const float wide = text_width(ui.fonts.body, ask) + 1;
  if (row.w < wide + ui.px(320)) {
    text_line(ui, row, ui.fonts.body, ui.theme.warning, ask);
    row = rest.take_top(ui.px(36), ui.px(12));
  } else {
    text_line(ui, row.take_left(wide, ui.px(12)), ui.fonts.body, ui.theme.warning, ask);
  }
  const int now = table.header ? 1 : 0;
  const int clicked = segmented(ui, "header", row.take_left(std::min(row.w, ui.px(320))),
                                {"use it as a row", "it names the columns"}, now);
  if (clicked >= 0 && clicked != now) context.actions.emplace_back(action::ReadHeader{clicked == 1});
}

void ImportSheet::draw_findings(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  if (import.refusal) refusal_box(ui, rest, *import.refusal);
  if (!import.dataset) return;
  const Dataset& data = *import.dataset;
  std::string what = "Classification: " + std::to_string(data.classes()) + " classes: ";
  if (data.task == Task::kRegression) {
    what =
        "Regression: the value of " + data.target_name + " from " + format_count(data.columns) + " features";
  } else {
    constexpr std::size_t kShown = 12;
    for (std::size_t i = 0; i < std::min(kShown, data.class_names.size()); ++i) {
      what += (i > 0 ? ", " : "") + data.class_names[i];
    }
    if (data.class_names.size() > kShown) what += ", …";
  }
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.text, what), ui.px(4));
  for (const std::string& note : data.notes) {
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, "· " + note), ui.px(2));
  }
  rest.take_top(ui.px(8));
}

void ImportSheet::draw_columns(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const CsvColumn* target = target_column(import);
  text_line(ui, rest.take_top(ui.px(24), ui.px(4)), ui.fonts.bold, ui.theme.text,
            "Columns (" + format_count(static_cast<std::int64_t>(import.table->columns.size())) + ")");
  constexpr std::size_t kShown = 200;  // the preview above shows all
  std::size_t shown = 0;
  const std::set<std::string> used = used_columns(import);
  for (const CsvColumn& column : import.table->columns) {
    if (shown++ == kShown) break;
    Rect row = rest.take_top(ui.px(22));
    const bool is_target = &column == target;
    std::string kind =
        column.numeric ? "number"
                       : "text, " + format_count(static_cast<std::int64_t>(column.levels.size())) + " values";
    if (is_target) kind.insert(0, "target · ");
    const bool left_out = import.dataset && !is_target && !used.contains(column.name);
    if (left_out) kind.insert(0, "left out · ");
    const std::string missing = column.missing > 0 ? format_count(column.missing) + " missing" : "";
    const float missing_width = text_width(ui.fonts.mono, "999 999 missing");
    text_line(ui, row.take_right(std::min(missing_width, row.w * 0.3F), ui.px(12)), ui.fonts.mono,
              column.missing > 0 ? ui.theme.warning : ui.theme.muted, missing, Align::kRight);
    text_line(ui, row.take_left(row.w * 0.55F, ui.px(12)), ui.fonts.body,
              is_target  ? ui.theme.accent
              : left_out ? ui.theme.muted
                         : ui.theme.text,
              column.name);
    text_line(ui, row, ui.fonts.small, ui.theme.muted, kind);
  }
  rest.take_top(ui.px(12));
}

void ImportSheet::draw_rows(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  const CsvTable& table = *import.table;
  const CsvColumn* target = target_column(import);
  text_line(ui, rest.take_top(ui.px(24), ui.px(4)), ui.fonts.bold, ui.theme.text, "First rows");
  TablePreview preview;
  for (const CsvColumn& column : table.columns) {
    if (&column == target) preview.marked_column = static_cast<int>(preview.names.size());
    preview.names.push_back(column.name);
  }
  preview.rows = static_cast<std::size_t>(std::min<std::int64_t>(table.rows, 8));
  preview.cell = [&table](std::size_t r, std::size_t c) { return cell_text(table.columns[c], r); };
  table_preview(ui, "rows", rest.take_top(table_preview_height(ui, preview.rows), ui.px(8)), preview);
}

void ImportSheet::draw_choosing(const ViewContext& context, Rect area) const {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  if (!import.table) return;
  Rect foot = area.take_bottom(ui.px(36), ui.px(12));
  {
    ScrollArea scroll(ui, "choosing", area);
    Rect rest = scroll.content();
    const float top = rest.y;
    rest.w -= ui.px(4);
    rest.h = 1e6F;
    const CsvTable& table = *import.table;
    const std::string facts = format_count(table.rows) + " rows × " +
                              format_count(static_cast<std::int64_t>(table.columns.size())) + " columns · " +
                              format_bytes(table.file_bytes) + " · " + separator_name(table.separator) +
                              " separated · read in " + duration_text(table.seconds);
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted, facts), ui.px(12));
    draw_target(context, rest);
    draw_header_question(context, rest);
    draw_findings(context, rest);
    draw_rows(context, rest);
    draw_columns(context, rest);
    scroll.used(rest.w, rest.y - top);
  }
  const ButtonSpec train{.id = "train",
                         .label = "Train",
                         .icon = Icon::kPlay,
                         .kind = ButtonKind::kPrimary,
                         .enabled = import.dataset != nullptr};
  const ButtonSpec load{.id = "load",
                        .label = "Load only",
                        .tip = "Prepare the data and wait",
                        .enabled = import.dataset != nullptr};
  if (button(ui, foot.take_left(std::max(ui.px(112), button_width(ui, train)), ui.px(8)), train)) {
    context.actions.emplace_back(action::TrainImported{true});
  }
  if (button(ui, foot.take_left(button_width(ui, load), ui.px(8)), load)) {
    context.actions.emplace_back(action::TrainImported{false});
  }
  const ButtonSpec other{
      .id = "other", .label = "Another file…", .icon = Icon::kFolder, .kind = ButtonKind::kQuiet};
  if (button(ui, foot.take_left(button_width(ui, other)), other)) {
    context.actions.emplace_back(action::CancelImport{});
    context.actions.emplace_back(action::Browse{true});
  }
}

void ImportSheet::draw(const ViewContext& context) {
  const ImportState& import = context.state.import_state;
  const bool choosing = import.phase == ImportState::Phase::kChoosing;
  const bool reading = import.phase == ImportState::Phase::kReading;
  const std::string name = file_name(import.path);
  const std::string title = reading ? "Reading " + name : choosing ? name : name + " cannot be read";
  Sheet sheet(context.ui, "import_sheet", title, choosing ? 760.0F : 560.0F,
              choosing  ? 680.0F
              : reading ? 190.0F
                        : 300.0F);
  if (reading) draw_reading(context, sheet.content());
  if (choosing) draw_choosing(context, sheet.content());
  if (import.phase == ImportState::Phase::kRefused) draw_refused(context, sheet.content());
  if (sheet.closed()) context.actions.emplace_back(action::CancelImport{});
}

}  // namespace headroom::app
