#include "app/views/data_way.h"

#include <cmath>

#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {

void draw_data_way(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const RowStages& stages = scene.stages();
  const std::int64_t row = scene.row(), k = scene.feature();
  const PolynomialTerm term = stages.term(k);
  std::vector<std::int64_t> factors{term.left};
  if (term.right >= 0 && term.right != term.left) factors.push_back(term.right);
  text_line(ui, area.take_top(ui.px(22), ui.px(4)), ui.fonts.small, ui.theme.muted,
            tr("Row {1}, the marked cell, on its way through the stages", format_count(row)));
  const int boxes = stages.degree() == 2 ? 3 : 2;
  const float gap = ui.px(22), room = area.w - gap * static_cast<float>(boxes - 1);
  const float shares[3] = {boxes == 3 ? 0.22F : 0.36F, boxes == 3 ? 0.5F : 0.64F, 0.28F};
  const auto box = [&](int i, std::string_view title, const std::vector<std::string>& lines, bool on) {
    const Rect place = area.take_left(room * shares[i], gap);
    fill(place, ui.theme.ground, ui.px(6));
    stroke(place, on ? ui.theme.action : ui.theme.line, ui.px(6), on ? ui.px(1.5F) : 1);
    Rect inside = place.inset(ui.px(10), ui.px(6));
    text_line(ui, inside.take_top(ui.px(20), ui.px(2)), ui.fonts.bold, ui.theme.text, title);
    for (const std::string& words : lines) {
      text_line(ui, inside.take_top(ui.px(20)), ui.fonts.mono, ui.theme.text, words);
    }
    if (i + 1 < boxes)
      draw_icon(Icon::kArrowRight, {place.right(), place.y, gap, place.h}, ui.px(12), ui.theme.muted);
  };
  std::vector<std::string> raw, scaled;
  const ScalerParams& scaler = stages.scaler();
  for (const std::int64_t c : factors) {
    const std::string& name = scene.dataset().column_names[static_cast<std::size_t>(c)];
    const double filled = static_cast<double>(stages.filled(row, c)) + stages.origin(c);
    raw.push_back(stages.missing(row, c) ? tr("{1} missing, mean {2}", name, cell_text(filled))
                                         : name + " " + cell_text(filled));
    const std::string out = cell_text(static_cast<double>(stages.scaled(row, c)));
    if (scaler.kind == ScaleKind::kNone) {
      scaled.push_back(tr("as it is: {1}", out));
      continue;
    }
    const double offset = static_cast<double>(scaler.offset[static_cast<std::size_t>(c)]) + stages.origin(c);
    const double factor = static_cast<double>(scaler.factor[static_cast<std::size_t>(c)]);
    scaled.push_back("(" + digits_text(filled, 4) + (offset < 0 ? " + " : " \u2212 ") +
                     digits_text(std::abs(offset), 4) + ") " +
                     (factor == 0 ? "\u00D7 0" : "\u00F7 " + digits_text(1 / factor, 4)) + " = " + out);
  }
  const std::string_view how = scaler.kind == ScaleKind::kMinMax ? tr("Scaled: (raw − min) ÷ (max − min)")
                               : scaler.kind == ScaleKind::kStandard ? tr("Scaled: (raw − mean) ÷ deviation")
                                                                     : tr("Not scaled");
  box(0, tr("Raw"), raw, scene.stage() == DataStage::kRaw);
  box(1, how, scaled, scene.stage() == DataStage::kScaled);
  if (boxes < 3) return;
  std::vector<std::string> made;
  const auto left = static_cast<double>(stages.scaled(row, term.left));
  if (term.right < 0) {
    made.push_back(tr("the column itself"));
  } else {
    made.push_back(cell_text(left) + " \u00D7 " +
                   cell_text(static_cast<double>(stages.scaled(row, term.right))));
  }
  made.push_back("= " + cell_text(static_cast<double>(stages.feature(row, k))));
  box(2, tr("Feature {1}", scene.name(k)), made, scene.stage() == DataStage::kFeatures);
}

}  // namespace headroom::app
