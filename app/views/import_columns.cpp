#include "app/views/import_columns.h"

#include <algorithm>
#include <array>
#include <string>

#include "app/views/import_doubts.h"
#include "app/views/import_words.h"
#include "app/widgets/bars.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// One column with all that is known of it. While nothing is decided, only the table's own column is.
struct Entry {
  const CsvColumn& column;
  const ColumnSchema* schema = nullptr;
  const ColumnSummary* look = nullptr;
  const ImportRefusal* refusal = nullptr;
  std::int64_t features = 0;
  std::optional<ColumnWish> wish = {};
  bool is_target = false;

  bool in_doubt() const { return refusal != nullptr || (schema && !schema->doubts.empty()); }
  bool left_out() const { return schema && schema->role == ColumnRole::kLeftOut && !refusal; }
};

Entry entry_of(const ImportState& import, std::size_t c) {
  Entry entry{.column = import.table->columns[c]};
  if (import.decided && c < import.decided->schema.columns.size()) {
    entry.schema = &import.decided->schema.columns[c];
    entry.look = &import.decided->looks[c];
    entry.features = import.decided->features[c];
  }
  entry.refusal = refusal_of(import.refusals, entry.column.name);
  const auto wish = import.options.wishes.find(entry.column.name);
  if (wish != import.options.wishes.end()) entry.wish = wish->second;
  entry.is_target = entry.column.name == import.options.target;
  return entry;
}

std::string type_text(const Entry& entry) {
  if (entry.wish == ColumnWish::kIgnore) return tr("left out");
  if (entry.wish == ColumnWish::kNumeric) return tr("number");
  if (entry.wish == ColumnWish::kCategorical) return tr("category");
  if (entry.wish == ColumnWish::kDate) return tr("date");
  if (entry.refusal) return tr("undecided");
  if (entry.schema) return std::string(tr(column_type_name(entry.schema->type)));
  return entry.column.numeric ? tr("number") : tr("text");
}

std::string role_text(const Entry& entry) {
  if (entry.is_target) return tr("target");
  if (entry.refusal) return tr("refused");
  return entry.left_out() ? tr("left out") : tr("feature");
}

std::string why_of(const Entry& entry) {
  if (entry.refusal) return entry.refusal->problem;
  return entry.schema ? why_text(*entry.schema) : "";
}

std::string columns_text(const ImportState& import, const std::vector<std::size_t>& columns) {
  const InEnglish scope;
  std::string csv = "column,type,role,values,missing,becomes,why\n";
  for (const std::size_t c : columns) {
    const Entry entry = entry_of(import, c);
    csv +=
        csv_line({entry.column.name, type_text(entry), role_text(entry),
                  entry.schema ? values_text(*entry.schema, *entry.look) : std::string(),
                  entry.look ? std::to_string(entry.look->missing) : std::string(),
                  entry.schema ? becomes_text(*entry.schema, entry.features) : std::string(), why_of(entry)});
  }
  return csv;
}

// --- What lies in a row

constexpr float kWide = 880;  // from this width on, a line of cells

struct Cells {
  Rect mark, name, type, role, values, missing, becomes, why;
};

Cells cells_of(const Ui& ui, Rect row) {
  Cells cells;
  const float gap = ui.px(12), spare = std::max(0.0F, row.w - ui.px(kWide));
  cells.mark = row.take_left(ui.px(18), ui.px(6));
  cells.name = row.take_left(ui.px(130) + spare * 0.22F, gap);
  cells.type = row.take_left(ui.px(128), gap);
  cells.role = row.take_left(ui.px(60), gap);
  cells.values = row.take_left(ui.px(130) + spare * 0.14F, gap);
  cells.missing = row.take_left(ui.px(60), ui.px(22));
  cells.becomes = row.take_left(ui.px(118) + spare * 0.16F, gap);
  cells.why = row;
  return cells;
}

constexpr float kTypeHeight = 32, kPad = 7;

// The second line of a narrow row: role, missing, becomes and why in one sentence.
std::string narrow_text(const Entry& entry) {
  const bool learned = entry.schema && !entry.is_target && !entry.refusal && !entry.left_out();
  std::string text = learned ? becomes_text(*entry.schema, entry.features) : role_text(entry);
  if (entry.look && entry.look->missing > 0)
    text += " · " + tr("{1} missing", format_count(entry.look->missing));
  if (const std::string why = why_of(entry); !why.empty()) text += " · " + why;
  return text;
}

// A person who says that it is a number has decided, where every cell is one in any case: not which number a
// cell is that can be read in two ways.
bool settled_as_number(const Entry& entry) {
  return entry.column.numeric && entry.schema->type == ColumnType::kNumber && !entry.wish && !entry.is_target;
}

float doubts_of(const ViewContext& context, const Entry& entry, Rect area, bool draw) {
  if (!entry.schema || entry.refusal || entry.schema->doubts.empty()) return 0;
  area.take_left(context.ui.px(24));
  ImportDoubts doubts(context, area, draw);
  for (Doubt doubt : entry.schema->doubts) {
    if (settled_as_number(entry))
      doubt.otherwise.push_back(TableRemedy::column(entry.column.name, ColumnWish::kNumeric));
    doubts.add(doubt, entry.column.name);
  }
  return doubts.used();
}

float first_lines(const Ui& ui, const Entry& entry, float width, bool wide) {
  if (!wide) {
    return ui.px(kTypeHeight + 4) + wrapped_height(ui.fonts.small, narrow_text(entry), width - ui.px(24));
  }
  const Cells cells = cells_of(ui, {0, 0, width, 0});
  const float becomes =
      entry.schema
          ? wrapped_height(ui.fonts.small, becomes_text(*entry.schema, entry.features), cells.becomes.w)
          : 0;
  return std::max({ui.px(42), becomes, wrapped_height(ui.fonts.small, why_of(entry), cells.why.w)});
}

// --- The cells

void draw_mark(const Ui& ui, const Entry& entry, const Rect& area) {
  if (!entry.in_doubt()) return;
  draw_icon(entry.refusal ? Icon::kCross : Icon::kWarning, area, ui.px(15),
            entry.refusal ? ui.theme.bad : ui.theme.warning);
  if (hovering(area)) tooltip(ui, entry.refusal ? tr("Needs a decision") : tr("In doubt"), area);
}

void draw_values(const Ui& ui, const Entry& entry, Rect area, bool words) {
  if (!entry.look || !entry.schema) return;
  const ColumnSummary& look = *entry.look;
  const Rect all = area;
  if (words) {
    text_line(ui, area.take_bottom(ui.px(16), ui.px(2)), ui.fonts.small, ui.theme.muted,
              values_text(*entry.schema, look));
  }
  std::array<std::int64_t, kSummaryBins> counts{};
  std::span<const std::int64_t> shown = look.bins;
  if (!look.levels.empty()) {
    for (std::size_t i = 0; i < look.levels.size(); ++i) counts[i] = look.levels[i].cells;
    shown = std::span<const std::int64_t>(counts).first(look.levels.size());
  }
  bars(ui, area, shown, entry.left_out() ? ui.theme.muted : ui.theme.accent, !look.levels.empty());
  if (hovering(all)) tooltip(ui, look_text(*entry.schema, look), all);
}

struct TypeChoice {
  std::optional<ColumnWish> wish;
  std::string_view title;
};

void draw_type(const ViewContext& context, const Entry& entry, const Rect& area) {
  const Ui& ui = context.ui;
  static constexpr TypeChoice kChoices[] = {{std::nullopt, tr_later("as guessed")},
                                            {ColumnWish::kNumeric, tr_later("number")},
                                            {ColumnWish::kCategorical, tr_later("category")},
                                            {ColumnWish::kDate, tr_later("date")},
                                            {ColumnWish::kIgnore, tr_later("leave out")}};
  std::vector<MenuItem> items;
  for (const TypeChoice& choice : kChoices) {
    const bool possible =
        !entry.is_target || (choice.wish != ColumnWish::kIgnore && choice.wish != ColumnWish::kDate);
    MenuItem item{
        .title = std::string(tr(choice.title)), .selected = entry.wish == choice.wish, .enabled = possible};
    if (!choice.wish && !entry.wish) item.detail = type_text(entry);
    items.push_back(std::move(item));
  }
  // What a person chose stands in bold.
  const std::string id = "type of " + entry.column.name;
  const DropdownSpec spec{
      .id = id.c_str(),
      .label = {{type_text(entry), entry.wish ? ui.fonts.bold : ui.fonts.body, ui.theme.text}},
      .tip = entry.wish ? tr("What this column is, as you chose") : tr("What this column is, as guessed"),
      .small = true};
  if (const auto chosen = dropdown(ui, area, spec, items)) {
    const TableRemedy wanted = TableRemedy::column(entry.column.name, kChoices[*chosen].wish);
    context.actions.emplace_back(action::ImportOptions{remedied(context.state.import_state.options, wanted)});
  }
}

ImVec4 name_color(const Ui& ui, const Entry& entry) {
  return entry.is_target ? ui.theme.accent : entry.left_out() ? ui.theme.muted : ui.theme.text;
}

void draw_wide(const ViewContext& context, const Entry& entry, const Rect& row) {
  const Ui& ui = context.ui;
  const Cells cells = cells_of(ui, row);
  const auto top = [&](const Rect& cell, float height) {
    return Rect{cell.x, cell.y, cell.w, ui.px(height)};
  };
  draw_mark(ui, entry, top(cells.mark, kTypeHeight));
  text_line(ui, top(cells.name, kTypeHeight), entry.is_target ? ui.fonts.bold : ui.fonts.body,
            name_color(ui, entry), entry.column.name);
  draw_type(context, entry, top(cells.type, kTypeHeight));
  text_line(ui, top(cells.role, kTypeHeight), ui.fonts.small,
            entry.is_target ? ui.theme.accent
            : entry.refusal ? ui.theme.bad
                            : ui.theme.muted,
            role_text(entry));
  draw_values(ui, entry, top(cells.values, 42), true);
  const std::int64_t missing = entry.look ? entry.look->missing : entry.column.missing;
  text_line(ui, top(cells.missing, kTypeHeight), ui.fonts.mono,
            missing > 0 ? ui.theme.warning : ui.theme.muted, format_count(missing), Align::kRight);
  const float down = std::max(0.0F, (ui.px(kTypeHeight) - line_height(ui.fonts.small)) / 2);
  const auto words = [&](const Rect& cell, const ImVec4& c, const std::string& text) {
    const float height = wrapped_height(ui.fonts.small, text, cell.w);
    draw_wrapped(ui.fonts.small, {cell.x, cell.y + (height > ui.px(22) ? 0 : down)}, cell.w, c, text);
  };
  if (entry.schema && !entry.refusal) {
    words(cells.becomes, entry.left_out() ? ui.theme.muted : ui.theme.text,
          becomes_text(*entry.schema, entry.features));
  }
  words(cells.why, entry.refusal ? ui.theme.bad : ui.theme.muted, why_of(entry));
}

void draw_narrow(const ViewContext& context, const Entry& entry, Rect row) {
  const Ui& ui = context.ui;
  Rect line = row.take_top(ui.px(kTypeHeight), ui.px(4));
  draw_mark(ui, entry, line.take_left(ui.px(18), ui.px(6)));
  const float type = std::min(ui.px(128), line.w * 0.42F);
  const float values = line.w > ui.px(380) ? ui.px(110) : line.w * 0.2F;
  draw_values(ui, entry, line.take_right(values, ui.px(10)).inset(0, ui.px(3)), false);
  draw_type(context, entry, line.take_right(type, ui.px(10)));
  text_line(ui, line, entry.is_target ? ui.fonts.bold : ui.fonts.body, name_color(ui, entry),
            entry.column.name);
  row.take_left(ui.px(24));
  draw_wrapped(ui.fonts.small, row.min(), row.w, entry.refusal ? ui.theme.bad : ui.theme.muted,
               narrow_text(entry));
}

float draw_head(const Ui& ui, const Rect& area) {
  const float height = ui.px(24);
  const Cells cells = cells_of(ui, {area.x, area.y, area.w, height});
  const auto title = [&](const Rect& cell, std::string_view text, Align align = Align::kLeft) {
    text_line(ui, cell, ui.fonts.small, ui.theme.muted, text, align);
  };
  title(cells.name, tr("Column"));
  title(cells.type, tr("Type"));
  title(cells.role, tr("Role"));
  title(cells.values, tr("Values"));
  title(cells.missing, tr("Missing"), Align::kRight);
  title(cells.becomes, tr("Becomes"));
  title(cells.why, tr("Why"));
  line({area.x, area.y + height}, {area.right(), area.y + height}, ui.theme.line);
  return height;
}

}  // namespace

void ImportColumns::lay_out(const ViewContext& context, float width) {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  if (layout_.decided == import.decided && layout_.table == import.table &&
      layout_.refusals == import.refusals.size() && layout_.show == import.show && layout_.width == width &&
      layout_.scale == ui.scale && layout_.language == language()) {
    return;
  }
  layout_ = {.decided = import.decided,
             .table = import.table,
             .refusals = import.refusals.size(),
             .show = import.show,
             .width = width,
             .scale = ui.scale,
             .language = std::string(language()),
             .wide = width >= ui.px(kWide),
             .columns = {},
             .ends = {}};
  float end = 0;
  for (std::size_t c = 0; c < import.table->columns.size(); ++c) {
    const Entry entry = entry_of(import, c);
    if (import.show == ImportShow::kDoubts && !entry.in_doubt()) continue;
    end += first_lines(ui, entry, width, layout_.wide) + ui.px(2 * kPad);
    end += doubts_of(context, entry, {0, 0, width, 0}, false);
    layout_.columns.push_back(c);
    layout_.ends.push_back(end);
  }
}

float ImportColumns::draw(const ViewContext& context, const Rect& area, const Rect& sight) {
  const Ui& ui = context.ui;
  const ImportState& import = context.state.import_state;
  lay_out(context, area.w);
  if (layout_.columns.empty()) {
    const std::string_view none = tr("No column is in doubt.");
    return draw_wrapped(ui.fonts.body, {area.x, area.y + ui.px(8)}, area.w, ui.theme.muted, none) + ui.px(16);
  }
  const float head = layout_.wide ? draw_head(ui, area) : 0;
  const float top = area.y + head;
  // A little more than what is seen, so that the keyboard finds the next row.
  const float before = sight.y - ui.px(160) - top, after = sight.bottom() + ui.px(160) - top;
  const auto first = std::upper_bound(layout_.ends.begin(), layout_.ends.end(), before);
  for (auto i = static_cast<std::size_t>(first - layout_.ends.begin()); i < layout_.ends.size(); ++i) {
    const float start = i == 0 ? 0 : layout_.ends[i - 1];
    if (start > after) break;
    const Entry entry = entry_of(import, layout_.columns[i]);
    const float lines = first_lines(ui, entry, area.w, layout_.wide);
    const Rect row{area.x, top + start + ui.px(kPad), area.w, lines};
    ImGui::PushID(static_cast<int>(layout_.columns[i]));
    layout_.wide ? draw_wide(context, entry, row) : draw_narrow(context, entry, row);
    doubts_of(context, entry, {row.x, row.bottom(), row.w, 0}, true);
    ImGui::PopID();
    const float end = top + layout_.ends[i];
    line({area.x, end}, {area.right(), end}, ui.theme.line);
  }
  const float height = head + layout_.ends.back();
  exhibit_of_frame(
      {.name = "import-columns", .title = tr("Columns"), .area = {area.x, area.y, area.w, height}},
      [&] { return columns_text(import, layout_.columns); });
  return height;
}

}  // namespace headroom::app
