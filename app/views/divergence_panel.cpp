#include "app/views/divergence_panel.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "app/state/recorder_moves.h"
#include "app/ui/ramps.h"
#include "app/views/architecture.h"
#include "app/views/divergence_ways.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"
#include "core/train/divergence.h"

namespace headroom::app {
namespace {

constexpr float kCell = 40, kCellRow = 25, kLayerName = 62;
constexpr std::int64_t kMostLayers = 8;

const RecorderFigures* recorder_figures(const Snapshot& run) {
  const auto& seen = run.inspections[index_of(Inspect::kRecorder)];
  return seen ? seen->recorder() : nullptr;
}

const DivergenceFigures* how_it_grew(const Snapshot& run) {
  const RecorderFigures* const figures = recorder_figures(run);
  return figures && figures->divergence && !figures->divergence->steps.empty() ? &*figures->divergence
                                                                               : nullptr;
}

// The first model that diverged; null: none did.
const ModelSnapshot* diverged_model(const Snapshot& run) {
  if (run.state != RunState::kDiverged) return nullptr;
  const ModelSnapshot* first = nullptr;
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.divergence && (!first || model.divergence->step < first->divergence->step)) first = &model;
  }
  return first;
}

bool several_train(const Snapshot& run) {
  const auto& models = run.curves->models;
  return std::count_if(models.begin(), models.end(), [](const ModelSnapshot& m) { return m.selected; }) > 1;
}

std::string divergence_title(const Snapshot& run, const ModelSnapshot& model) {
  const std::string step = format_count(model.divergence->step);
  return several_train(run) ? tr("{1} diverged in step {2}", model_title(model.choice), step)
                            : tr("Diverged in step {1}", step);
}

std::string layer_name(std::int64_t layer, std::int64_t layers) {
  return layer + 1 == layers ? tr("output") : tr("layer {1}", std::to_string(layer + 1));
}

std::string bad_value_text(double value) {
  return std::isnan(value) ? "NaN" : value < 0 ? "-\u221E" : "+\u221E";
}

// "Five steps after the learning rate went from 0.003 to 1."
std::string rate_before(const Snapshot& run, std::int64_t bad) {
  constexpr std::int64_t kRecent = 200;
  const RecorderStatus::RateChange* last = nullptr;
  for (const RecorderStatus::RateChange& change : run.recorder->rates) {
    if (change.step < bad && bad - change.step <= kRecent) last = &change;
  }
  if (!last) {
    return tr("The learning rate was {1}.",
              learning_rate_text(run.facts->config.train.optimizer.learning_rate));
  }
  static constexpr const char* kWords[] = {"",
                                           tr_later("One step"),
                                           tr_later("Two steps"),
                                           tr_later("Three steps"),
                                           tr_later("Four steps"),
                                           tr_later("Five steps"),
                                           tr_later("Six steps"),
                                           tr_later("Seven steps"),
                                           tr_later("Eight steps"),
                                           tr_later("Nine steps")};
  const std::int64_t after = bad - last->step;
  const std::string steps = after < 10 ? tr(kWords[after]) : tr("{1} steps", format_count(after));
  return tr("{1} after the learning rate went from {2} to {3}.", steps, learning_rate_text(last->from),
            learning_rate_text(last->to));
}

std::vector<Span> what_broke(const ViewContext& context, const ModelSnapshot& model) {
  const Ui& ui = context.ui;
  const auto plain = [&](std::string text) { return Span{std::move(text), ui.fonts.body, ui.theme.text}; };
  const auto bold = [&](std::string text) { return Span{std::move(text), ui.fonts.bold, ui.theme.text}; };
  std::vector<Span> spans;
  const DivergenceFigures* const grew = how_it_grew(context.run);
  if (grew) {
    const auto layers = static_cast<std::int64_t>(grew->largest.size());
    const bool finite = std::isfinite(grew->bad_value);
    const std::string place =
        grew->bad_layer < 0
            ? (grew->bad_tensor.empty() ? std::string(tr("the loss"))
                                        : tr("the {1}", tr(std::string_view(grew->bad_tensor))))
            : tr("{1}, {2}", layer_name(grew->bad_layer, layers), tr(std::string_view(grew->bad_tensor)));
    spans.push_back(plain(finite                        ? tr("Beyond hope: ")
                          : std::isnan(grew->bad_value) ? tr("First that is no number: ")
                                                        : tr("First to overflow: ")));
    spans.push_back(bold(place));
    spans.push_back(plain(finite ? ", " + magnitude_text(grew->bad_value) + "."
                                 : ", " + bad_value_text(grew->bad_value) + "."));
  } else {
    std::string cause = divergence_cause(*model.divergence);
    cause.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(cause.front())));
    spans.push_back(plain(cause + "."));
  }
  spans.push_back(plain(" " + rate_before(context.run, model.divergence->step)));
  return spans;
}

// Dark up to 1, the brightest near what a float can hold.
ImVec4 magnitude_color(const Theme& theme, double value) {
  if (std::isnan(value)) return mix(theme.card, theme.bad, 0.22F);
  if (std::isinf(value)) return theme.bad;
  const double share = std::log10(1 + std::abs(value)) / 38;
  return mix(theme.card, theme.warning,
             static_cast<float>(0.08 + 0.92 * std::sqrt(std::clamp(share, 0.0, 1.0))));
}

struct GrowthGrid {
  const DivergenceFigures& grew;
  Rect area;
  std::size_t first = 0;             // of the steps
  std::int64_t top = 0, layers = 0;  // drawn
  float words = 0;                   // height of what stands above the steps; 0: nothing does
  float name = 0, cell = 0, row = 0;

  std::size_t columns() const { return grew.steps.size() - first; }
  Rect at(std::int64_t line, std::size_t step) const {
    return {area.x + name + cell * static_cast<float>(step - first), area.y + row * static_cast<float>(line),
            cell, row};
  }
};

// The rate was changed after one of the steps that are drawn.
bool rate_in_sight(const Snapshot& run, const GrowthGrid& grid) {
  const auto& rates = run.recorder->rates;
  return std::any_of(rates.begin(), rates.end(), [&](const RecorderStatus::RateChange& change) {
    return change.step >= grid.grew.steps[grid.first] && change.step < grid.grew.steps.back();
  });
}

GrowthGrid growth_grid(const ViewContext& context, const DivergenceFigures& grew, const Rect& area) {
  const Ui& ui = context.ui;
  GrowthGrid grid{grew, area};
  grid.name = std::max(ui.px(kLayerName), std::max(text_width(ui.fonts.small, tr("layer {1}", "99")),
                                                   text_width(ui.fonts.small, tr("output"))) +
                                              ui.px(8));
  const float room = area.w - grid.name;
  const float number = text_width(ui.fonts.mono, std::to_string(grew.steps.back())) + ui.px(6);
  const float least = std::max(ui.px(kCell - 4), number);
  const auto fits = static_cast<std::size_t>(std::max(1.0F, room / least));
  grid.first = grew.steps.size() > fits ? grew.steps.size() - fits : 0;
  grid.cell = std::min(std::max(ui.px(kCell + 6), least), room / static_cast<float>(grid.columns()));
  grid.row = ui.px(kCellRow);
  const auto all = static_cast<std::int64_t>(grew.largest.size());
  grid.layers = std::min(all, kMostLayers);
  const std::int64_t wanted = std::max<std::int64_t>(grew.bad_layer, 0) - kMostLayers / 2;
  grid.top = std::clamp<std::int64_t>(wanted, 0, all - grid.layers);
  if (rate_in_sight(context.run, grid)) grid.words = ui.px(20);
  return grid;
}

// Between the last step with the old rate and the first with the new one.
void draw_rate_lines(const ViewContext& context, const GrowthGrid& grid, const Rect& words,
                     std::int64_t lines) {
  const Ui& ui = context.ui;
  for (const RecorderStatus::RateChange& change : context.run.recorder->rates) {
    for (std::size_t i = grid.first; i + 1 < grid.grew.steps.size(); ++i) {
      if (grid.grew.steps[i] != change.step) continue;
      const float x = grid.at(0, i).right(), bottom = grid.at(lines, i).y;
      for (float y = words.bottom(); y < bottom; y += ui.px(7))
        line({x, y}, {x, std::min(bottom, y + ui.px(4))}, ui.theme.warning, ui.px(1.5F));
      const std::string text = tr("rate set to {1}", learning_rate_text(change.to));
      const float wide = text_width(ui.fonts.small, text) + 2;
      const float left = std::clamp(x + ui.px(5), words.x, std::max(words.x, words.right() - wide));
      text_line(ui, {left, words.y, std::min(wide, words.w), words.h}, ui.fonts.small, ui.theme.warning,
                text);
    }
  }
}

void draw_growth_cell(const Ui& ui, const Rect& place, double value, bool first_bad,
                      const std::string& where) {
  const Rect cell = place.inset(ui.px(1.5F));
  const ImVec4 ground = magnitude_color(ui.theme, value);
  fill(cell, ground, ui.px(3));
  if (first_bad) stroke(cell, ui.theme.text, ui.px(3), ui.px(2));
  const bool nan = std::isnan(value);
  text_line(ui, place.inset(-1, 0), ui.fonts.mono, nan ? ui.theme.bad : text_on(ui.theme, ground),
            magnitude_text(value), Align::kCenter);
  const std::string exact = digits_text(value, 6);
  copyable(place, exact, where + "\t" + exact);
  if (hovering(place)) tooltip(ui, tr("{1}: largest |z| of the batch {2}", where, exact), place);
}

std::string growth_csv(const DivergenceFigures& grew) {
  std::string csv = "layer";
  for (const std::int64_t step : grew.steps) csv += "," + std::to_string(step);
  const auto add = [&](const std::string& name, const std::vector<double>& values) {
    csv += "\n" + name;
    for (const double value : values) csv += "," + exact_text(value);
  };
  for (std::size_t l = 0; l < grew.largest.size(); ++l) add(std::to_string(l + 1), grew.largest[l]);
  add("loss", grew.loss);
  return csv + "\n";
}

float growth_height(const Ui& ui, const GrowthGrid& grid) {
  return grid.words + grid.row * static_cast<float>(grid.layers + 2) + ui.px(10);
}

void draw_growth(const ViewContext& context, GrowthGrid grid) {
  const Ui& ui = context.ui;
  const DivergenceFigures& grew = grid.grew;
  exhibit({.name = "divergence",
           .title = tr("What broke"),
           .area = grid.area,
           .csv = [seen = context.run.inspections[index_of(Inspect::kRecorder)]] {
             return growth_csv(*seen->recorder()->divergence);
           }});
  const Rect words = grid.area.take_top(grid.words);
  const std::optional<std::int64_t> shown = context.run.recorder->shown;
  const auto name = [&](std::int64_t at, std::string_view text, bool strong) {
    text_line(ui, {grid.area.x, grid.at(at, grid.first).y, grid.name - ui.px(6), grid.row},
              strong ? ui.fonts.bold : ui.fonts.small, strong ? ui.theme.text : ui.theme.muted, text);
  };
  name(0, tr("step"), false);
  for (std::size_t i = grid.first; i < grew.steps.size(); ++i) {
    const bool here = shown == grew.steps[i];
    text_line(ui, grid.at(0, i).inset(-ui.px(2), 0), here ? ui.fonts.mono_bold : ui.fonts.mono,
              here ? ui.theme.text : ui.theme.muted, std::to_string(grew.steps[i]), Align::kCenter);
  }
  const auto all = static_cast<std::int64_t>(grew.largest.size());
  for (std::int64_t l = 0; l < grid.layers; ++l) {
    const std::int64_t layer = grid.top + l;
    const std::string title = layer_name(layer, all);
    name(l + 1, title, false);
    for (std::size_t i = grid.first; i < grew.steps.size(); ++i) {
      const bool bad = layer == grew.bad_layer && i + 1 == grew.steps.size();
      draw_growth_cell(ui, grid.at(l + 1, i), grew.largest[static_cast<std::size_t>(layer)][i], bad,
                       tr("{1}, step {2}", title, format_count(grew.steps[i])));
    }
  }
  const float y = grid.at(grid.layers + 1, grid.first).y + ui.px(4);
  line({grid.area.x, y}, {grid.area.x + grid.name + grid.cell * static_cast<float>(grid.columns()), y},
       ui.theme.line);
  grid.area.y += ui.px(6);
  name(grid.layers + 1, tr("loss"), true);
  for (std::size_t i = grid.first; i < grew.steps.size() && i < grew.loss.size(); ++i) {
    const Rect place = grid.at(grid.layers + 1, i);
    const bool bad = !std::isfinite(grew.loss[i]);
    text_line(ui, place.inset(-ui.px(2), 0), ui.fonts.mono, bad ? ui.theme.bad : ui.theme.text,
              magnitude_text(grew.loss[i]), Align::kCenter);
  }
  grid.area.y -= ui.px(6);
  draw_rate_lines(context, grid, words, grid.layers + 1);
}

std::string growth_title(const GrowthGrid& grid) {
  const auto all = static_cast<std::int64_t>(grid.grew.largest.size());
  if (grid.layers >= all) return tr("Largest |pre-activation| of the batch");
  return tr("Largest |pre-activation| of the batch, layers {1} to {2} of {3}", std::to_string(grid.top + 1),
            std::to_string(grid.top + grid.layers), std::to_string(all));
}

struct BrokeParts {
  bool sentence = true, table = true;
};

// A panel with the sentence, the table, or both. Returns its height.
float draw_what_broke(const ViewContext& context, const ModelSnapshot& model, const Rect& area,
                      BrokeParts parts) {
  const Ui& ui = context.ui;
  const float pad = ui.px(14), inside = area.w - 2 * pad;
  const std::vector<Span> spans = what_broke(context, model);
  const DivergenceFigures* const grew = parts.table ? how_it_grew(context.run) : nullptr;
  const bool waits = parts.sentence && !how_it_grew(context.run) && context.state.recorder.tries;
  const float sentence = parts.sentence ? rich_text({}, inside, spans, false) : 0;
  std::optional<GrowthGrid> grid;
  if (grew) grid.emplace(growth_grid(context, *grew, {area.x + pad, 0, inside, 0}));
  const float told = parts.sentence ? ui.px(26) + ui.px(6) + sentence + ui.px(10) : 0;
  const float table = grid ? ui.px(26) + growth_height(ui, *grid) : waits ? ui.px(24) : 0;
  const Rect box{area.x, area.y, area.w, pad + told + table + pad};
  panel_box(ui, box);
  Rect rest = box.inset(pad, pad);
  if (parts.sentence) {
    Rect head = rest.take_top(ui.px(26), ui.px(6));
    draw_icon(Icon::kWarning, head.take_left(ui.px(22), ui.px(8)), ui.px(20), ui.theme.warning);
    text_line(ui, head, ui.fonts.title, ui.theme.text, divergence_title(context.run, model));
    rich_text(rest.min(), inside, spans);
    rest.take_top(sentence, ui.px(10));
  }
  if (grid) {
    text_line(ui, rest.take_top(ui.px(20), ui.px(6)), ui.fonts.small, ui.theme.muted, growth_title(*grid));
    grid->area = rest;
    draw_growth(context, *grid);
  } else if (waits) {
    text_line(ui, rest.take_top(ui.px(20)), ui.fonts.small, ui.theme.muted,
              tr("Making the last steps again …"));
  }
  return box.h;
}

}  // namespace

std::string magnitude_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-\u221E" : "\u221E";
  const double size = std::abs(value);
  const std::string words = size < 999.5 && (size == 0 || size >= 0.005)
                                ? decimals_text(value, size >= 9.995              ? 0
                                                       : size < 0.995 && size > 0 ? 2
                                                                                  : 1)
                                : power_text(value, 0);
  const std::size_t e = words.find('e');
  if (e == std::string::npos) return words;
  return words.substr(0, e + 1) + std::to_string(std::atoi(words.c_str() + e + 1));
}

float draw_divergence(const ViewContext& context, const Rect& area, bool table_last) {
  const ModelSnapshot* const model = diverged_model(context.run);
  if (!model) return 0;
  const float gap = context.ui.px(12);
  Rect rest{area.x, area.y, area.w, 1e6F};
  rest.take_top(draw_what_broke(context, *model, rest, {.sentence = true, .table = !table_last}), gap);
  rest.take_top(draw_ways_back(context, rest), gap);
  if (table_last && how_it_grew(context.run))
    rest.take_top(draw_what_broke(context, *model, rest, {.sentence = false, .table = true}), gap);
  return rest.y - area.y;
}

float draw_divergence_line(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const ModelSnapshot* const model = diverged_model(context.run);
  if (!model) return 0;
  std::string text = divergence_title(context.run, *model) + ". ";
  for (const Span& span : what_broke(context, *model)) text += span.text;
  const std::vector<WayBack> ways = ways_back(context.run);
  const float key = ways.empty() ? 0 : go_back_width(context);
  const bool beside = area.w - key > ui.px(360);
  const float room = area.w - ui.px(32) - ui.px(32) - (beside ? key + ui.px(16) : 0);
  const float words = wrapped_height(ui.fonts.title, text, room);
  const float height = std::max(words, ui.px(36)) + ui.px(24) + (beside ? 0 : ui.px(44));
  const Rect box{area.x, area.y, area.w, height};
  fill(box, mix(ui.theme.card, ui.theme.warning, 0.08F), ui.px(8));
  stroke(box, ui.theme.warning, ui.px(8), ui.px(1.5F));
  Rect rest = box.inset(ui.px(16), ui.px(12));
  const Rect place = beside ? rest.take_right(key, ui.px(16)) : rest.take_bottom(ui.px(36)).take_left(key);
  draw_icon(Icon::kWarning, rest.take_left(ui.px(22), ui.px(10)), ui.px(20), ui.theme.warning);
  draw_wrapped(ui.fonts.title, rest.min(), room, ui.theme.text, text);
  if (!ways.empty()) draw_go_back(context, place.centered(place.w, ui.px(36)));
  return height + ui.px(12);
}

}  // namespace headroom::app
