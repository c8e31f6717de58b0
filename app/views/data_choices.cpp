#include "app/views/data_choices.h"

#include <algorithm>

#include "app/ui/ramps.h"
#include "app/widgets/button.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::string_view kStageWords[] = {tr_later("Raw"), tr_later("Scaled"), tr_later("Features")};
constexpr std::string_view kFilterWords[] = {tr_later("all"), tr_later("train"), tr_later("validation"),
                                             tr_later("wrong")};

std::ptrdiff_t stages_there(const DataScene& scene) { return scene.stages().degree() == 2 ? 3 : 2; }
std::ptrdiff_t filters_there(const DataScene& scene) { return scene.regression() ? 3 : 4; }

std::vector<std::string_view> said(const std::string_view* words, std::ptrdiff_t count) {
  std::vector<std::string_view> all;
  for (std::ptrdiff_t i = 0; i < count; ++i) all.push_back(tr(words[i]));
  return all;
}

float labels_width(const Ui& ui, const std::string_view* words, std::ptrdiff_t count, float around) {
  float width = 0;
  for (std::ptrdiff_t i = 0; i < count; ++i)
    width += text_width(ui.fonts.small, tr(words[i])) + ui.px(around);
  return width;
}

void take_stage(const DataScene& scene, int chosen) {
  if (chosen >= 0) scene.look_at([&](Look& look) { look.data.stage = static_cast<DataStage>(chosen); });
}

void take_filter(const DataScene& scene, int chosen) {
  if (chosen < 0) return;
  scene.look_at([&](Look& look) {
    look.data.filter = static_cast<RowFilter>(chosen);
    look.data.first = 0;
  });
}

// "8 read as 3": the cell of the confusion matrix whose rows are listed; empty: not one cell's.
std::string cell_listed(const DataScene& scene) {
  const DataLook& data = scene.look.data;
  if (data.filter != RowFilter::kCell || scene.regression()) return {};
  const auto name = [&](std::int64_t index) {
    const std::vector<std::string>& names = scene.dataset().class_names;
    return index < scene.classes() ? names[static_cast<std::size_t>(index)] : std::to_string(index);
  };
  const std::string truth = name(data.filter_class);
  return data.filter_class == data.filter_said ? tr("{1} read right", truth)
                                               : tr("{1} read as {2}", truth, name(data.filter_said));
}

ButtonSpec cell_spec(const std::string& words) {
  return {.id = "data_cell",
          .label = words,
          .icon = Icon::kCross,
          .tip = tr("Rows of this cell of the confusion matrix; press: all rows again"),
          .on = true,
          .small = true};
}

// With the gap before it; 0: no cell is listed.
float cell_width(const DataScene& scene) {
  const std::string words = cell_listed(scene);
  return words.empty() ? 0 : button_width(scene.ui, cell_spec(words)) + scene.ui.px(12);
}

// Takes its part of `area`; pressed, all rows are listed again.
void draw_cell_listed(const DataScene& scene, Rect& area) {
  const std::string words = cell_listed(scene);
  if (words.empty()) return;
  const ButtonSpec spec = cell_spec(words);
  const Rect place = area.take_left(std::min(area.w, button_width(scene.ui, spec)), scene.ui.px(12));
  if (button(scene.ui, place, spec)) take_filter(scene, 0);
}

}  // namespace

void choose_stage(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  const RowStages& stages = scene.stages();
  const std::string raw = tr("Raw {1}", shape_text({scene.dataset().rows, stages.columns()}));
  const std::string scaled = tr("Scaled {1}", shape_text({scene.dataset().rows, stages.columns()}));
  const std::string features = tr("Features {1}", shape_text({scene.dataset().rows, stages.features()}));
  std::vector<std::string_view> labels{raw, scaled};
  if (stages.degree() == 2) labels.push_back(features);
  float needed = 0;
  for (const std::string_view label : labels) needed += text_width(ui.fonts.small, label) + ui.px(16);
  if (needed > area.w) labels = said(kStageWords, stages_there(scene));
  take_stage(scene, segmented(ui, "data_stage", area, labels, static_cast<int>(scene.stage())));
}

void choose_filter(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const DataRows& rows = *scene.rows();
  const DataLook& data = scene.look.data;
  std::vector<std::string> words{tr("all {1}", format_count(rows.listed())),
                                 tr("train {1}", format_count(rows.train)),
                                 tr("validation {1}", format_count(rows.validation))};
  const DataAnswers* const answers = scene.answers();
  if (!scene.regression()) {
    words.push_back(answers && answers->judged > 0 ? tr("wrong {1}", format_count(answers->wrong))
                                                   : tr("wrong"));
  }
  std::vector<std::string_view> labels(words.begin(), words.end());
  float needed = 0;
  for (const std::string_view label : labels) needed += text_width(ui.fonts.small, label) + ui.px(18);
  if (needed + cell_width(scene) > area.w) {
    labels = said(kFilterWords, static_cast<std::ptrdiff_t>(words.size()));
    needed = labels_width(ui, kFilterWords, filters_there(scene), 18);
  }
  const int selected = data.filter >= RowFilter::kClass ? -1 : static_cast<int>(data.filter);
  take_filter(scene, segmented(ui, "data_filter", area.take_left(std::min(needed, area.w), ui.px(12)), labels,
                               selected));
  draw_cell_listed(scene, area);
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

void choose_in_a_line(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const float stages = labels_width(ui, kStageWords, stages_there(scene), 16);
  const float filters = labels_width(ui, kFilterWords, filters_there(scene), 18);
  if (stages + filters + cell_width(scene) + ui.px(10) <= area.w) {
    choose_stage(scene, area.take_left(stages, ui.px(10)));
    return choose_filter(scene, area);
  }
  const auto words = [&](std::string text) { return Span{std::move(text), ui.fonts.small, ui.theme.text}; };
  const auto list = [&](const char* id, const Rect& place, const std::string& now,
                        const std::string_view* titles, std::ptrdiff_t count) {
    std::vector<MenuItem> items;
    for (const std::string_view title : said(titles, count))
      items.push_back({.title = std::string(title), .selected = title == now});
    return dropdown(ui, place, {.id = id, .label = {words(now)}, .small = true}, items).value_or(-1);
  };
  const DataLook& data = scene.look.data;
  std::string filter = cell_listed(scene);
  if (filter.empty()) filter = tr(kRowFilterNames.name(data.filter));
  const Rect left = area.take_left(area.w / 2 - ui.px(4), ui.px(8));
  take_stage(scene,
             list("data_stage", left, std::string(tr(kStageWords[static_cast<std::size_t>(scene.stage())])),
                  kStageWords, stages_there(scene)));
  take_filter(scene, list("data_filter", area, filter, kFilterWords, filters_there(scene)));
}

}  // namespace headroom::app
