#include "app/views/stage_rows.h"

#include <algorithm>
#include <cmath>

#include "app/views/stage_parts.h"
#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/table_preview.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// What stands before the columns of a table of rows, as a file has it.
std::vector<std::string> row_names(StageId stage, bool after) {
  if (stage == StageId::kLoad) return {tr_later("row"), tr_later("target")};
  if (stage == StageId::kTransfer && after) return {tr_later("row"), tr_later("place"), tr_later("used to")};
  if (stage == StageId::kTransfer) return {tr_later("row")};
  return {tr_later("row"), tr_later("used to")};
}

std::string row_cell(const FollowedRow& row, std::string_view name) {
  if (name == "row") return format_count(row.row);
  if (name == "place") return format_count(row.place);
  if (name == "target") return row.target;
  return row.trains ? tr("train") : tr("validate");
}

std::string number_text(float value) {
  return std::isnan(value) ? tr("missing") : metric_text(static_cast<double>(value));
}

// In a file a missing one is an empty cell.
std::string exact_number(float value) { return std::isnan(value) ? std::string() : exact_text(value); }

struct Side {
  const char* id;
  const std::vector<std::string>& names;
  const std::vector<float>& values;
  bool after;
};

void rows_table(const Ui& ui, Rect& rest, const StageReport& stage, const Side& side, bool scroll) {
  const StageDetail& detail = *stage.detail;
  const std::size_t columns = side.names.size(), rows = detail.rows.size();
  if (columns == 0 || rows == 0 || side.values.size() != rows * columns) return;
  const std::vector<std::string> held = row_names(stage.id, side.after);
  std::vector<std::string> names = held;
  names.insert(names.end(), side.names.begin(), side.names.end());
  TablePreview table{names, rows, [&](std::size_t r, std::size_t c) {
                       if (c < held.size()) return row_cell(detail.rows[r], held[c]);
                       return number_text(side.values[r * columns + c - held.size()]);
                     }};
  table.exact = [&](std::size_t r, std::size_t c) {
    return c < held.size() ? table.cell(r, c) : exact_number(side.values[r * columns + c - held.size()]);
  };
  table.title = !side.after ? tr("Rows before") : detail.rows_before.empty() ? tr("Rows") : tr("Rows after");
  for (const std::string& each : held) table.heads.emplace_back(tr(std::string_view(each)));
  table.pinned = held.size();
  if (side.after && detail.first_new > 0) {
    table.tinted_from = held.size() + detail.first_new;
    table.first_shown = table.tinted_from;
    table.scroll = scroll;
  }
  if (const auto& worked = detail.worked) {
    table.frame = [&](std::size_t r, std::size_t c) -> const ImVec4* {
      if (r != worked->row || c < held.size()) return nullptr;
      const std::size_t column = c - held.size();
      const bool used =
          side.after ? column == worked->to
                     : std::find(worked->from.begin(), worked->from.end(), column) != worked->from.end();
      return used ? &ui.theme.action : nullptr;
    };
  }
  table_preview(ui, side.id, rest.take_top(table_preview_height(ui, rows), ui.px(8)), table);
}

void ranges_table(const Ui& ui, Rect& rest, const StageReport& stage, const Side& side,
                  const std::vector<float>& low, const std::vector<float>& high) {
  if (low.size() != side.names.size() || high.size() != low.size() || low.empty()) return;
  std::vector<std::string> names = {""};
  names.insert(names.end(), side.names.begin(), side.names.end());
  TablePreview table{names, 2, [&](std::size_t r, std::size_t c) -> std::string {
                       if (c == 0) return r == 0 ? "min" : "max";
                       return metric_text(static_cast<double>(r == 0 ? low[c - 1] : high[c - 1]));
                     }};
  table.exact = [&](std::size_t r, std::size_t c) {
    return c == 0 ? table.cell(r, c) : exact_number(r == 0 ? low[c - 1] : high[c - 1]);
  };
  table.title = side.after ? tr("Range after") : tr("Range before");
  table.pinned = 1;
  if (side.after && stage.detail->first_new > 0) {
    table.tinted_from = 1 + stage.detail->first_new;
    table.first_shown = table.tinted_from;
  }
  table_preview(ui, side.id, rest.take_top(table_preview_height(ui, 2), ui.px(8)), table);
}

// What the tint means; true when a person wants to see the new columns' beginning again.
bool legend(const Ui& ui, Rect& rest, const StageDetail& detail) {
  const std::size_t kept = detail.first_new, fresh = detail.names_after.size() - kept;
  Rect row = rest.take_top(ui.px(26), ui.px(4));
  const std::string text = tr("{1} new columns", format_count(static_cast<std::int64_t>(fresh)));
  const ButtonSpec spec{.id = "to_new",
                        .label = text,
                        .kind = ButtonKind::kNormal,
                        .tip = tr("Scrolls to the first of them"),
                        .small = true};
  const Rect swatch = row.take_left(ui.px(14), ui.px(8)).centered(ui.px(14), ui.px(14));
  fill(swatch, table_tint(ui), ui.px(3));
  stroke(swatch, ui.theme.line, ui.px(3));
  const bool clicked = button(ui, row.take_left(button_width(ui, spec), ui.px(16)), spec);
  text_line(ui, row, ui.fonts.small, ui.theme.muted,
            tr("the {1} columns from before stand unchanged to their left (Shift and the wheel)",
               format_count(static_cast<std::int64_t>(kept))));
  return clicked;
}

}  // namespace

void draw_stage_rows(const Ui& ui, Rect& rest, const StageReport& stage) {
  const StageDetail& detail = *stage.detail;
  if (detail.worked) {
    heading(ui, rest, tr("One cell, worked out"));
    formula_box(ui, rest, {detail.worked->formula, detail.worked->numbers});
  }
  const bool first = detail.rows_before.empty();
  const Side before{"before", detail.names_before, detail.rows_before, false};
  const Side after{"after", detail.names_after, detail.rows_after, true};
  if (!first) {
    heading(ui, rest, tr("Before"));
    rows_table(ui, rest, stage, before, false);
  }
  heading(ui, rest,
          first ? tr("First rows of the file; the next stages show the same") : tr("After: the same rows"));
  const bool to_new = detail.first_new > 0 && legend(ui, rest, detail);
  rows_table(ui, rest, stage, after, to_new);
  const Side low{"range_before", detail.names_before, detail.rows_before, false};
  const Side high{"range_after", detail.names_after, detail.rows_after, true};
  if (!detail.min_before.empty() && stage.id != StageId::kTransfer) {
    heading(ui, rest, tr("Range before, over the training rows"));
    ranges_table(ui, rest, stage, low, detail.min_before, detail.max_before);
  }
  if (!detail.min_after.empty()) {
    heading(ui, rest,
            first                            ? tr("Range, over all rows")
            : stage.id == StageId::kTransfer ? tr("Range, over the training rows")
                                             : tr("Range after, over the training rows"));
    ranges_table(ui, rest, stage, high, detail.min_after, detail.max_after);
  }
  if (!detail.doubts.empty()) heading(ui, rest, tr("What looks wrong"));
  for (const std::string& doubt : detail.doubts) paragraph(ui, rest, "· " + doubt);
  if (detail.facts.empty()) return;
  heading(ui, rest, tr("What happened"));
  for (const std::string& fact : detail.facts) paragraph(ui, rest, "· " + fact);
}

}  // namespace headroom::app
