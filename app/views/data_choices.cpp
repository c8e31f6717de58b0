#include "app/views/data_choices.h"

#include <algorithm>

#include "app/ui/ramps.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"

namespace headroom::app {

void choose_stage(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  const RowStages& stages = scene.stages();
  const std::string raw = "Raw " + shape_text({scene.dataset().rows, stages.columns()});
  const std::string scaled = "Scaled " + shape_text({scene.dataset().rows, stages.columns()});
  const std::string features = "Features " + shape_text({scene.dataset().rows, stages.features()});
  std::vector<std::string_view> labels{raw, scaled};
  if (stages.degree() == 2) labels.push_back(features);
  const std::vector<std::string_view> plain{"Raw", "Scaled", "Features"};
  float needed = 0;
  for (const std::string_view label : labels) needed += text_width(ui.fonts.small, label) + ui.px(16);
  if (needed > area.w)
    labels.assign(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(labels.size()));
  const int chosen = segmented(ui, "data_stage", area, labels, static_cast<int>(scene.stage()));
  if (chosen >= 0) scene.look_at([&](Look& look) { look.data.stage = static_cast<DataStage>(chosen); });
}

void choose_filter(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const DataRows& rows = *scene.rows();
  const DataLook& data = scene.look.data;
  std::vector<std::string> words{"all " + format_count(rows.listed()), "train " + format_count(rows.train),
                                 "validation " + format_count(rows.validation)};
  const DataAnswers* const answers = scene.answers();
  if (!scene.regression()) {
    words.push_back(answers && answers->judged > 0 ? "wrong " + format_count(answers->wrong) : "wrong");
  }
  std::vector<std::string_view> labels(words.begin(), words.end());
  static constexpr std::string_view kPlain[] = {"all", "train", "validation", "wrong"};
  float needed = 0;
  for (const std::string_view label : labels) needed += text_width(ui.fonts.small, label) + ui.px(18);
  if (needed > area.w) labels.assign(kPlain, kPlain + words.size());
  const int selected = data.filter == RowFilter::kClass ? -1 : static_cast<int>(data.filter);
  const int chosen =
      segmented(ui, "data_filter", area.take_left(std::min(needed, area.w), ui.px(12)), labels, selected);
  if (chosen >= 0) {
    scene.look_at([&](Look& look) {
      look.data.filter = static_cast<RowFilter>(chosen);
      look.data.first = 0;
    });
  }
  if (scene.classes() != 2 || area.w < ui.px(120)) return;
  // What the histograms in the header mean.
  const auto& names = scene.dataset().class_names;
  Rect legend =
      area.take_right(std::min(area.w, text_width(ui.fonts.small, names[0] + names[1]) + ui.px(64)));
  fill(legend.take_left(ui.px(14), ui.px(6)).centered(ui.px(14), ui.px(12)),
       mix(ui.theme.panel, class_color(ui.theme, 0, 2), 0.65F));
  text_line(ui, legend.take_left(text_width(ui.fonts.small, names[0]) + 1, ui.px(10)), ui.fonts.small,
            ui.theme.muted, names[0]);
  const Rect stroke_place = legend.take_left(ui.px(14), ui.px(6));
  line({stroke_place.x, stroke_place.center().y}, {stroke_place.right(), stroke_place.center().y},
       class_color(ui.theme, 1, 2), ui.px(2));
  text_line(ui, legend, ui.fonts.small, ui.theme.muted, names[1]);
}

}  // namespace headroom::app
