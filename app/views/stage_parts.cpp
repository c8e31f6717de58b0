#include "app/views/stage_parts.h"

#include <algorithm>
#include <cmath>

#include "app/state/model_words.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/table_preview.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {

void heading(const Ui& ui, Rect& rest, std::string_view text) {
  rest.take_top(ui.px(10));
  text_line(ui, rest.take_top(ui.px(24), ui.px(4)), ui.fonts.bold, ui.theme.text, text);
}

void paragraph(const Ui& ui, Rect& rest, std::string_view text) {
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted, text), ui.px(2));
}

void figure_row(const Ui& ui, Rect& rest, const Figures& figures) {
  const float gap = ui.px(28), height = ui.px(42);
  float x = 0;
  Rect row = rest.take_top(height, ui.px(4));
  for (const auto& [name, value] : figures) {
    const float width =
        std::ceil(std::max(text_width(ui.fonts.small, name), text_width(ui.fonts.mono, value))) + 1;
    if (x > 0 && x + width > rest.w) {
      row = rest.take_top(height, ui.px(4));
      x = 0;
    }
    Rect cell{row.x + x, row.y, std::min(width, row.w), height};
    copyable(cell, value, name + "\t" + value);
    text_line(ui, cell.take_top(ui.px(18)), ui.fonts.small, ui.theme.muted, name);
    text_line(ui, cell.take_top(ui.px(20)), ui.fonts.mono, ui.theme.text, value);
    x += width + gap;
  }
}

void formula_box(const Ui& ui, Rect& rest, const std::vector<std::string>& lines) {
  const float pad = ui.px(12), width = rest.w - 2 * pad;
  float height = 2 * ui.px(8);
  for (const std::string& text : lines) height += wrapped_height(ui.fonts.mono, text, width) + ui.px(3);
  const Rect box = rest.take_top(height, ui.px(8));
  fill(box, ui.theme.ground, ui.px(6));
  if (copy_asked(box)) {
    std::string text;
    for (const std::string& each : lines) text += each + "\n";
    offer_copies({{tr("Copy formula"), std::move(text)}});
  }
  stroke(box, ui.theme.line, ui.px(6));
  float y = box.y + ui.px(8);
  for (const std::string& text : lines) {
    const ImVec4& ink = &text == lines.data() ? ui.theme.muted : ui.theme.text;
    y += draw_wrapped(ui.fonts.mono, {box.x + pad, y}, width, ink, text) + ui.px(3);
  }
}

void model_heading(const Ui& ui, Rect& rest, const ModelSnapshot& model, const std::string& place) {
  rest.take_top(ui.px(12));
  Rect row = rest.take_top(ui.px(24), ui.px(4));
  fill(row.take_left(ui.px(12), ui.px(8)).centered(ui.px(12), ui.px(12)),
       model_color(ui.theme, model.choice.id), ui.px(3));
  const std::string title = model_title(model.choice) + "  " + widths_text(model.spec);
  text_line(ui, row.take_left(text_width(ui.fonts.bold, title) + 1, ui.px(16)), ui.fonts.bold, ui.theme.text,
            title);
  if (text_width(ui.fonts.body, place) <= row.w) {
    text_line(ui, row, ui.fonts.body, ui.theme.muted, place);
  } else {
    paragraph(ui, rest, place);
    rest.take_top(ui.px(4));
  }
}

std::string precise(double value) {
  const double size = std::abs(value);
  if (size >= 1000 && size < 1e12) return format_count(std::llround(value));
  return digits_text(value, 5);
}

std::string loss_formula(Output output) {
  switch (output) {
    case Output::kSigmoid: return "-[y ln p + (1 - y) ln(1 - p)]";
    case Output::kSoftmax: return tr("-ln p(own class)");
    case Output::kLinear: return tr("(value - y)²");
  }
  return {};
}

void judged_rows(const Ui& ui, Rect& rest, const char* id, const std::vector<JudgedRow>& rows, Output output,
                 const std::vector<std::string>& class_names) {
  const auto name = [&](std::int64_t c) {
    const auto i = static_cast<std::size_t>(c);
    return i < class_names.size() ? class_names[i] : std::to_string(c);
  };
  const bool regression = output == Output::kLinear;
  const auto heads = [&] {
    std::vector<std::string> names = {tr("row"), regression ? "y" : tr("class")};
    if (output == Output::kSigmoid) names.emplace_back("y");
    names.push_back(regression                   ? std::string(tr("value"))
                    : output == Output::kSigmoid ? "p(" + name(1) + ")"
                                                 : std::string(tr("p(own class)")));
    if (!regression) names.emplace_back(tr("predicted"));
    names.push_back(loss_formula(output));
    return names;
  };
  const std::vector<std::string> names = [&heads] {
    const InEnglish scope;
    return heads();
  }();
  TablePreview table{
      names, rows.size(), [&](std::size_t r, std::size_t c) -> std::string {
        const JudgedRow& row = rows[r];
        std::vector<std::string> cells = {format_count(row.row)};
        cells.push_back(regression ? metric_text(row.target) : name(static_cast<std::int64_t>(row.target)));
        if (output == Output::kSigmoid)
          cells.push_back(std::to_string(static_cast<std::int64_t>(row.target)));
        cells.push_back(metric_text(row.output));
        if (!regression) cells.push_back(name(row.said));
        cells.push_back(metric_text(row.loss));
        return cells[c];
      }};
  table.exact = [&](std::size_t r, std::size_t c) {
    if (names[c] == "row") return std::to_string(rows[r].row);
    if (c + 1 == names.size()) return exact_text(rows[r].loss);
    const bool of_output = c + 1 == names.size() - (regression ? 1 : 2);
    return of_output ? exact_text(rows[r].output) : table.cell(r, c);
  };
  table.title = tr("Rows one by one");
  table.heads = heads();
  table.pinned = 1;
  table.frame = [&](std::size_t r, std::size_t c) {
    const bool wrong = !regression && rows[r].said != static_cast<std::int64_t>(rows[r].target);
    return wrong && names[c] == "predicted" ? &ui.theme.warning : nullptr;
  };
  table_preview(ui, id, rest.take_top(table_preview_height(ui, rows.size()), ui.px(8)), table);
}

const ModelSnapshot* find_model(const Snapshot& run, std::string_view id) {
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.choice.id == id) return &model;
  }
  return nullptr;
}

}  // namespace headroom::app
