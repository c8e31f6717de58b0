// Steps 3 and 4 of the Prediction tab: the output function at work, and what is said beside what is true.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/state/model_words.h"
#include "app/state/row_standing.h"
#include "app/ui/ramps.h"
#include "app/views/prediction_parts.h"
#include "app/views/stage_parts.h"
#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

using PredictedModel = PredictionFigures::Model;

// Small: a square, large: a circle, others: a triangle.
void model_mark(const Ui& ui, ImVec2 at, float r, std::string_view id) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 c = color(model_color(ui.theme, id));
  if (id == "small") {
    list.AddRectFilled({at.x - r * 0.9F, at.y - r * 0.9F}, {at.x + r * 0.9F, at.y + r * 0.9F}, c);
  } else if (id == "large") {
    list.AddCircleFilled(at, r, c);
  } else {
    list.AddTriangleFilled({at.x, at.y - r * 1.2F}, {at.x + r * 1.1F, at.y + r * 0.8F},
                           {at.x - r * 1.1F, at.y + r * 0.8F}, c);
  }
}

void model_name(const PredictionPage& page, Rect row, const PredictedModel& model) {
  const Ui& ui = page.ui();
  const Rect mark = row.take_left(ui.px(12), ui.px(6));
  model_mark(ui, mark.center(), ui.px(5), model.id);
  text_line(ui, row, ui.fonts.bold, ui.theme.text, network_name(model.id));
}

void figure_line(const Ui& ui, Rect row, std::string_view name, const std::string& value, bool strong) {
  const float width = text_width(strong ? ui.fonts.mono_bold : ui.fonts.mono, value);
  text_line(ui, row.take_right(std::min(row.w, width + 1), ui.px(6)),
            strong ? ui.fonts.mono_bold : ui.fonts.mono, ui.theme.text, value, Align::kRight);
  text_line(ui, row, ui.fonts.mono, ui.theme.muted, name);
}

double last_z(const PredictedModel& model) { return model.layers.back().pre_activation.front(); }

// p over z, with the networks on it.
void draw_sigmoid(const PredictionPage& page, Rect area) {
  const Ui& ui = page.ui();
  explained_line(page, area.take_top(ui.px(20)), ui.fonts.mono, ui.theme.muted, "p = 1 / (1 + e^-z)",
                 "sigmoid");
  Rect feet = area.take_bottom(ui.px(18));
  double reach = 6;
  for (const PredictedModel& model : page.figures.models) {
    if (std::isfinite(last_z(model))) reach = std::max(reach, std::abs(last_z(model)) * 1.15);
  }
  const auto x = [&](double z) { return area.x + area.w * static_cast<float>((z + reach) / (2 * reach)); };
  const auto y = [&](double p) {
    return area.bottom() - ui.px(3) - (area.h - ui.px(6)) * static_cast<float>(p);
  };
  const auto p = [](double z) { return 1 / (1 + std::exp(-z)); };
  line({area.x, y(0)}, {area.right(), y(0)}, ui.theme.line);
  for (float at = area.x; at < area.right(); at += ui.px(6))
    line({at, y(0.5)}, {std::min(area.right(), at + ui.px(3)), y(0.5)}, ui.theme.muted);
  constexpr int kPieces = 60;
  for (int i = 0; i < kPieces; ++i) {
    const double a = -reach + 2 * reach * i / kPieces, b = -reach + 2 * reach * (i + 1) / kPieces;
    line({x(a), y(p(a))}, {x(b), y(p(b))}, ui.theme.muted, ui.px(1.75F));
  }
  for (const PredictedModel& model : page.figures.models) {
    const double z = last_z(model);
    if (!std::isfinite(z)) continue;
    const ImVec4 c = model_color(ui.theme, model.id);
    for (float at = y(p(z)); at < y(0); at += ui.px(5))
      line({x(z), at}, {x(z), std::min(y(0), at + ui.px(3))}, c, ui.px(1.25F));
    model_mark(ui, {x(z), y(p(z))}, ui.px(5), model.id);
  }
  const std::string end = decimals_text(reach, reach < 10 && reach != 6 ? 1 : 0);
  text_line(ui, feet, ui.fonts.mono, ui.theme.muted, "-" + end);
  text_line(ui, feet, ui.fonts.mono, ui.theme.muted, "z", Align::kCenter);
  text_line(ui, feet, ui.fonts.mono, ui.theme.muted, end, Align::kRight);
  const Press press = press_area("output", area, true, {.name = "output"});
  if (press.clicked) look_at_unit(page, page.model.spec.layers() - 1, 0);
  if (press.hovered)
    tooltip(ui, tr("z of every network and the probability it becomes. A click shows the sum."), area);
  if (press.focused) focus_ring(ui, area, ui.px(3));
}

// All classes, the likeliest first; the rest in one line.
void draw_softmax(const PredictionPage& page, Rect area) {
  const Ui& ui = page.ui();
  explained_line(page, area.take_top(ui.px(20), ui.px(2)), ui.fonts.mono, ui.theme.muted,
                 tr("p = e^z / sum of e^z"), "softmax");
  const std::vector<double>& p = page.looked.probabilities;
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
  const float h = ui.px(20);
  auto shown = std::min(order.size(), static_cast<std::size_t>(std::max(1.0F, area.h / h)));
  if (shown < order.size() && shown > 1) --shown;
  float names = ui.px(20);
  for (std::size_t i = 0; i < shown; ++i)
    names = std::max(
        names, text_width(ui.fonts.small, page.class_name(static_cast<std::int64_t>(order[i]))) + ui.px(4));
  names = std::min(names, area.w * 0.42F);
  const auto& looked = page.context.state.look.unit;
  double rest = 1;
  for (std::size_t i = 0; i < shown; ++i) {
    const auto k = static_cast<std::int64_t>(order[i]);
    Rect row = area.take_top(h);
    ImGui::PushID(static_cast<int>(k));
    const Press press = press_area("class", row, true, {.name = "output " + page.class_name(k)});
    ImGui::PopID();
    if (press.clicked) look_at_unit(page, page.model.spec.layers() - 1, k);
    const bool here = looked && looked->layer == page.model.spec.layers() - 1 && looked->unit == k;
    if (press.hovered || here) fill(row, ui.theme.hover, ui.px(3));
    if (press.focused) focus_ring(ui, row, ui.px(3));
    const bool own = !page.figures.moved && k == static_cast<std::int64_t>(page.figures.target);
    text_line(ui, row.take_left(names, ui.px(4)), own ? ui.fonts.bold : ui.fonts.small,
              own ? ui.theme.text : ui.theme.muted, page.class_name(k));
    text_line(ui, row.take_right(ui.px(46), ui.px(4)), ui.fonts.mono, ui.theme.text,
              decimals_text(100 * p[order[i]], 1), Align::kRight);
    const Rect bar = row.inset(0, ui.px(4));
    fill(bar, ui.theme.line, ui.px(2));
    fill({bar.x, bar.y, bar.w * static_cast<float>(std::clamp(p[order[i]], 0.0, 1.0)), bar.h},
         model_color(ui.theme, page.looked.id), ui.px(2));
    if (press.hovered)
      tooltip(
          ui,
          tr("z {1}, p {2}. A click shows the sum.",
             signed_text(page.looked.layers.back().pre_activation[order[i]]), decimals_text(p[order[i]], 6)),
          row);
    rest -= p[order[i]];
  }
  if (shown < order.size())
    text_line(ui, area.take_top(h), ui.fonts.small, ui.theme.muted,
              tr("{1} others: {2} %", format_count(static_cast<std::int64_t>(order.size() - shown)),
                 decimals_text(100 * std::max(0.0, rest), 1)));
}

void draw_linear(const PredictionPage& page, Rect area) {
  const Ui& ui = page.ui();
  const TargetScale& scale = page.context.run.facts->target;
  const auto row = [&] { return area.take_top(ui.px(20)); };
  if (scale != TargetScale{}) {
    text_line(ui, row(), ui.fonts.mono, ui.theme.muted, tr("value = mean + dev · z"));
    figure_line(ui, row(), tr("mean"), precise(scale.mean), false);
    figure_line(ui, row(), tr("dev"), precise(scale.deviation), false);
  } else {
    text_line(ui, row(), ui.fonts.mono, ui.theme.muted, tr("value = z"));
  }
  for (const PredictedModel& model : page.figures.models) {
    area.take_top(ui.px(8));
    model_name(page, row(), model);
    figure_line(ui, row(), "z", signed_text(last_z(model)), false);
    figure_line(ui, row(), tr("value"), target_text(model.output[0]), true);
  }
  const Rect at = area.take_top(ui.px(30), 0).inset(0, ui.px(2));
  if (button(ui, at, {.id = "output", .label = tr("its sum"), .small = true}))
    look_at_unit(page, page.model.spec.layers() - 1, 0);
}

// The card that says whether the device computes what it should.
float agreement_height(const Ui& ui) { return ui.px(92); }

void draw_agreement(const PredictionPage& page, Rect area) {
  const Ui& ui = page.ui();
  fill(area, ui.theme.card, ui.px(6));
  stroke(area, ui.theme.line, ui.px(6));
  Rect rest = area.inset(ui.px(10), ui.px(8));
  const auto& agreement = page.looked.agreement;
  if (!agreement) {
    text_line(ui, rest.take_top(ui.px(20)), ui.fonts.bold, ui.theme.text, tr("not computed again"));
    draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted,
                 tr("more than 16 million parameters: these are the device's own numbers"));
    return;
  }
  constexpr double kMost = 1e-4;
  const bool agrees = agreement->largest <= kMost;
  Rect head = rest.take_top(ui.px(20), ui.px(2));
  draw_icon(agrees ? Icon::kCheck : Icon::kWarning, head.take_left(ui.px(16), ui.px(6)), ui.px(14),
            agrees ? ui.theme.good : ui.theme.warning);
  explained_line(page, head, ui.fonts.bold, ui.theme.text,
                 agrees ? tr("float64 agrees") : tr("float64 differs"), "float64");
  text_line(ui, rest.take_top(ui.px(18)), ui.fonts.small, ui.theme.muted, tr("largest difference"));
  text_line(ui, rest.take_top(ui.px(18)), ui.fonts.mono, agrees ? ui.theme.text : ui.theme.warning,
            power_text(agreement->largest, 1));
  text_line(ui, rest.take_top(ui.px(18)), ui.fonts.small, ui.theme.muted,
            tr("in {1} of layer {2}", agreement->in_z ? "z" : "a", std::to_string(agreement->layer + 1)));
}

// A check or a cross; nothing where nobody knows.
void draw_standing(const PredictionPage& page, const PredictedModel& model, const Rect& area, float size) {
  const Standing how = standing(page.figures, model);
  const Theme& theme = page.ui().theme;
  if (how == Standing::kRight) draw_icon(Icon::kCheck, area, size, theme.good);
  if (how == Standing::kWrong) draw_icon(Icon::kCross, area, size, theme.bad);
}

// "Small is wrong, it is versicolor"
std::string standing_text(const PredictionPage& page) {
  const std::string name = network_name(page.looked.id);
  const std::string own = page.class_name(static_cast<std::int64_t>(page.figures.target));
  switch (standing(page.figures, page.looked)) {
    case Standing::kRight: return tr("{1} is right", name);
    case Standing::kWrong: return tr("{1} is wrong, it is {2}", name, own);
    case Standing::kMoved: return tr("says {1} · moved", name);
    case Standing::kValue: return tr("says {1}", name);
  }
  return {};
}

// The loss is that of the row's own class, moved or not.
std::string loss_text(const PredictionPage& page) {
  const std::string loss = precise(page.looked.loss);
  if (!page.figures.moved) return tr("loss {1}", loss);
  if (page.regression()) return tr("{1} loss if unmoved", loss);
  return tr("{1} loss if {2}", loss, page.class_name(static_cast<std::int64_t>(page.figures.target)));
}

void draw_shares(const PredictionPage& page, Rect& rest, const PredictedModel& model, std::size_t most) {
  const Ui& ui = page.ui();
  rest.take_top(ui.px(8));
  Rect head = rest.take_top(ui.px(20));
  draw_standing(page, model, head.take_right(ui.px(16)), ui.px(12));
  text_line(ui, head, ui.fonts.bold, ui.theme.text, tr("{1} says, %", network_name(model.id)));
  std::vector<std::size_t> order(model.probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (order.size() > 2)
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return model.probabilities[a] > model.probabilities[b];
    });
  if (order.size() > most) order.resize(most);
  for (const std::size_t k : order) {
    Rect row = rest.take_top(ui.px(20));
    const double p = model.probabilities[k];
    text_line(ui, row.take_left(std::min(row.w * 0.36F, ui.px(64)), ui.px(4)), ui.fonts.small, ui.theme.muted,
              page.class_name(static_cast<std::int64_t>(k)));
    text_line(ui, row.take_right(ui.px(44), ui.px(4)), ui.fonts.mono, ui.theme.text,
              decimals_text(100 * p, 1), Align::kRight);
    const Rect bar = row.inset(0, ui.px(4));
    fill(bar, ui.theme.line, ui.px(2));
    fill({bar.x, bar.y, bar.w * static_cast<float>(std::clamp(p, 0.0, 1.0)), bar.h},
         model_color(ui.theme, model.id), ui.px(2));
  }
}

void draw_values(const PredictionPage& page, Rect& rest) {
  const Ui& ui = page.ui();
  rest.take_top(ui.px(8));
  const bool moved = page.figures.moved;
  figure_line(ui, rest.take_top(ui.px(20)), moved ? tr("unmoved") : tr("true"),
              target_text(page.figures.target), !moved);
  for (const PredictedModel& model : page.figures.models) {
    rest.take_top(ui.px(8));
    model_name(page, rest.take_top(ui.px(20)), model);
    figure_line(ui, rest.take_top(ui.px(20)), tr("says"), target_text(model.output[0]), false);
    figure_line(ui, rest.take_top(ui.px(20)), tr("off by"),
                moved ? std::string(tr("moved")) : signed_text(model.output[0] - page.figures.target),
                !moved);
  }
}

}  // namespace

void draw_output_step(const PredictionPage& page, Rect area) {
  const Ui& ui = page.ui();
  const std::string_view name = output_name(page.output());
  step_heading(page, area, 3, tr("Output ({1})", name), "1 × " + format_count(page.model.spec.outputs()),
               page.regression() ? "regression" : name);
  area.take_top(ui.px(4));
  if (page.output() == Output::kSoftmax) return draw_softmax(page, area);
  if (page.output() == Output::kLinear) return draw_linear(page, area);
  draw_sigmoid(page, area.take_top(std::min(ui.px(190), area.h * 0.55F), ui.px(8)));
  for (const PredictedModel& model : page.figures.models) {
    if (area.h < ui.px(60)) break;
    model_name(page, area.take_top(ui.px(22)), model);
    figure_line(ui, area.take_top(ui.px(20)), "z", signed_text(last_z(model)), false);
    figure_line(ui, area.take_top(ui.px(20), ui.px(6)), "p(" + page.class_name(1) + ")",
                decimals_text(model.output[0], 4), true);
  }
}

void draw_answer_step(const PredictionPage& page, Rect area) {
  const Ui& ui = page.ui();
  step_heading(page, area, 4, tr("Prediction"),
               page.regression() ? std::string(tr("one value"))
                                 : tr("{1} classes", format_count(page.dataset.classes())),
               page.regression() ? "residual" : "probability");
  const Rect card = area.take_bottom(agreement_height(ui), ui.px(6));
  draw_agreement(page, card);
  area.take_top(ui.px(4));
  const std::string said = answer_text(page, page.looked);
  Rect big = area.take_top(ui.px(44));
  ImFont* const font = text_width(ui.fonts.hero, said) + ui.px(30) < big.w ? ui.fonts.hero : ui.fonts.title;
  const float width = std::min(text_width(font, said) + 1, big.w - ui.px(30));
  text_line(ui, big.take_left(width, ui.px(10)), font, ui.theme.text, said);
  draw_standing(page, page.looked, big.take_left(ui.px(20)), ui.px(18));
  text_line(ui, area.take_top(ui.px(20)), ui.fonts.body, ui.theme.muted, standing_text(page));
  if (page.regression()) {
    draw_values(page, area);
  } else {
    const std::size_t most = page.dataset.classes() <= 2 ? 2 : 3;
    std::vector<const PredictedModel*> order = {&page.looked};
    for (const PredictedModel& model : page.figures.models) {
      if (&model != &page.looked) order.push_back(&model);
    }
    for (const PredictedModel* const model : order) {
      if (area.h >= ui.px(28 + 20 * static_cast<float>(most))) draw_shares(page, area, *model, most);
    }
    if (page.output() == Output::kSigmoid && area.h > ui.px(26))
      explained_line(page, area.take_top(ui.px(24)), ui.fonts.small, ui.theme.muted, tr("threshold 0.50"),
                     "threshold");
  }
  if (area.h > ui.px(22))
    explained_line(page, area.take_top(ui.px(20)), ui.fonts.small, ui.theme.muted, loss_text(page), "loss");
}

}  // namespace headroom::app
