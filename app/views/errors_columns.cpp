#include "app/views/errors_columns.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/views/errors_csv.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::string signed_share(double value, bool regression) {
  return regression ? signed_decimals_text(value, 3) : signed_decimals_text(100 * value, 1);
}

// From zero to the mean, with a line over the deviation.
void draw_bar(const Ui& ui, const Rect& area, const Importance::Column& column, double most,
              const ImVec4& c) {
  const auto at = [&](double value) {
    return area.x + area.w * static_cast<float>(std::clamp(value / most, 0.0, 1.0));
  };
  const float end = at(column.mean), middle = area.center().y;
  fill({area.x, middle - ui.px(3), std::max(1.0F, end - area.x), ui.px(6)}, c, ui.px(2));
  line({at(column.mean - column.deviation), middle}, {at(column.mean + column.deviation), middle},
       ui.theme.text, ui.px(1.5F));
}

void draw_words(const ErrorsScene& scene, Rect area, const ImportanceFigures& figures) {
  const Ui& ui = scene.ui();
  const bool regression = scene.network.spec.output == Output::kLinear;
  const Importance& importance = figures.importance;
  const std::string times = std::to_string(importance.repeats), rows = format_count(importance.rows),
                    all = format_count(figures.all_rows);
  std::string words =
      regression ? tr("R² lost when a column's values are dealt out to other rows; {1} times, {2} of "
                      "{3} validation rows",
                      times, rows, all)
                 : tr("points of accuracy lost when a column's values are dealt out to other rows; "
                      "{1} times, {2} of {3} validation rows",
                      times, rows, all);
  if (figures.all_columns > static_cast<std::int64_t>(importance.columns.size())) {
    words += tr("; the first {1} of {2} columns",
                format_count(static_cast<std::int64_t>(importance.columns.size())),
                format_count(figures.all_columns));
  }
  draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted, words);
}

}  // namespace

void draw_columns_that_matter(const ErrorsScene& scene, Rect area) {
  const Ui& ui = scene.ui();
  const auto& seen = scene.context.run.inspections[index_of(Inspect::kImportance)];
  const ImportanceFigures* const figures = seen ? seen->importance() : nullptr;
  if (!figures || figures->importance.columns.empty() || figures->model != scene.model.id) {
    const std::string words = seen && seen->error
                                  ? tr("The columns cannot be told apart: {1}", seen->error->what())
                                  : std::string(tr("Dealing out each column's values …"));
    draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted, words);
    return;
  }
  exhibit({.name = "errors-columns", .title = tr("Columns that matter"), .area = area, .csv = [seen] {
             return importance_csv(seen->importance()->importance);
           }});
  const bool regression = scene.network.spec.output == Output::kLinear;
  const float words = wrapped_height(ui.fonts.small, std::string(130, 'n'), area.w);
  draw_words(scene, area.take_bottom(std::min(words, area.h * 0.4F), ui.px(6)), *figures);
  std::vector<Importance::Column> columns = figures->importance.columns;
  std::stable_sort(columns.begin(), columns.end(),
                   [](const Importance::Column& a, const Importance::Column& b) { return a.mean > b.mean; });
  const double most = std::max(1e-6, columns.front().mean + columns.front().deviation);
  ScrollArea scroll(ui, "errors_columns", area);
  const Rect content = scroll.content();
  const float each = ui.px(22);
  const auto first = static_cast<std::size_t>(std::max(0.0F, (area.y - content.y) / each));
  for (std::size_t i = first; i < columns.size(); ++i) {
    Rect place{content.x, content.y + each * static_cast<float>(i), content.w, each};
    if (place.y > area.bottom()) break;
    const std::string value = signed_share(columns[i].mean, regression);
    text_line(ui, place.take_left(place.w * 0.34F, ui.px(8)), ui.fonts.small, ui.theme.text, columns[i].name,
              Align::kRight);
    text_line(ui, place.take_right(text_width(ui.fonts.mono, "+00.00"), ui.px(8)), ui.fonts.mono,
              ui.theme.text, value, Align::kRight);
    draw_bar(ui, place, columns[i], most, model_color(ui.theme, scene.model.id));
  }
  scroll.used(content.w, each * static_cast<float>(columns.size()));
}

}  // namespace headroom::app
