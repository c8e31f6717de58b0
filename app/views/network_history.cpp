// How the network came to be so: all weights of a layer over time, the gradient's length, the dead units.
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/ui/ramps.h"
#include "app/views/network_chart.h"
#include "app/views/network_parts.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "app/widgets/plot/ticks.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

using Moments = NetworkHistory::Layer;

// Moments in epochs; in steps before an epoch is known.
std::vector<double> moment_places(const NetworkPage& page) {
  const auto each = static_cast<double>(std::max<std::int64_t>(1, page.model.steps_per_epoch));
  std::vector<double> x;
  for (const std::int64_t step : page.history->steps) x.push_back(static_cast<double>(step) / each);
  return x;
}

double chart_end(const NetworkPage& page, const std::vector<double>& x) {
  const auto whole = static_cast<double>(page.context.run.facts->config.train.epochs);
  return followed_end(x.empty() ? 0 : x.back(), whole, 0.5);
}

const Moments& moments_of(const NetworkPage& page, std::int64_t layer) {
  return page.history->layers[static_cast<std::size_t>(layer)];
}

// Something to draw a line of.
bool has_moments(const NetworkPage& page) { return page.history && page.history->steps.size() >= 2; }

void draw_not_yet(const Ui& ui, const Rect& area, std::string_view what) {
  draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted, what);
}

std::int64_t history_layer(const NetworkPage& page) {
  const auto& chosen = page.options().history_layer;
  if (chosen && *chosen >= 0 && *chosen < page.layer_count()) return *chosen;
  if (page.exists(page.look().unit)) return page.look().unit->layer;
  return std::max<std::int64_t>(0, page.layer_count() - 2);
}

// Brighter where more weights are: as many columns as there are pixels for, the square root of the share.
void draw_density(const NetworkPage& page, const Chart& chart, const Moments& layer,
                  const std::vector<double>& x) {
  const Rect& area = chart.frame.area;
  const std::size_t bins = NetworkHistory::kBins;
  const auto columns = static_cast<std::size_t>(std::max(1.0F, area.w / 4));
  const float high = area.h / static_cast<float>(bins);
  std::size_t next = 0;
  std::vector<double> sums(bins);
  for (std::size_t c = 0; c < columns && next < x.size(); ++c) {
    const float left = area.x + 4 * static_cast<float>(c);
    std::fill(sums.begin(), sums.end(), 0.0);
    double all = 0;
    std::size_t moment = next;
    for (; moment < x.size() && chart.frame.px(x[moment]) < left + 4; ++moment) {
      for (std::size_t b = 0; b < bins; ++b) sums[b] += layer.density[moment * bins + b];
    }
    if (moment == next) {  // no moment falls into it: as it was before
      if (next == 0 || left > chart.frame.px(x.back())) continue;
      for (std::size_t b = 0; b < bins; ++b) sums[b] = layer.density[(next - 1) * bins + b];
    }
    next = moment;
    for (const double sum : sums) all += sum;
    for (std::size_t b = 0; b < bins && all > 0; ++b) {
      if (sums[b] <= 0) continue;
      const auto share = static_cast<float>(std::sqrt(sums[b] / all));
      const ImVec4 ink = activation_color(page.ui().theme, page.color(), 0.12F + 0.88F * share);
      fill({left, area.bottom() - high * static_cast<float>(b + 1), 4, high + 0.5F}, ink);
    }
  }
}

// Lines for the weights into the pinned unit: those that moved most, where they are many.
std::vector<EndName> draw_unit_lines(const NetworkPage& page, const Chart& chart, const Moments& layer,
                                     std::int64_t l, const std::vector<double>& x) {
  const auto& unit = page.look().unit;
  if (!page.exists(unit) || unit->layer != l || layer.weights.empty()) return {};
  const auto in = static_cast<std::size_t>(page.spec().widths[static_cast<std::size_t>(l)]);
  const std::size_t size = in * static_cast<std::size_t>(page.width(l)),
                    first = static_cast<std::size_t>(unit->unit) * in;
  constexpr std::size_t kMostLines = 24;
  std::vector<std::size_t> sources(in);
  for (std::size_t i = 0; i < in; ++i) sources[i] = i;
  const std::size_t last = (x.size() - 1) * size + first;
  if (in > kMostLines) {
    std::partial_sort(sources.begin(), sources.begin() + kMostLines, sources.end(),
                      [&](std::size_t a, std::size_t b) {
                        return std::abs(layer.weights[last + a]) > std::abs(layer.weights[last + b]);
                      });
    sources.resize(kMostLines);
  }
  double most = -std::numeric_limits<double>::infinity(), least = -most;
  std::vector<double> y(x.size());
  for (const std::size_t source : sources) {
    for (std::size_t m = 0; m < x.size(); ++m)
      y[m] = static_cast<double>(layer.weights[m * size + first + source]);
    draw_chart_line(page.ui(), chart, x, y, sign_color(page.ui().theme, y.back() < 0), 1.5F, y.back() < 0);
    most = std::max(most, y.back());
    least = std::min(least, y.back());
  }
  std::vector<EndName> names;
  if (std::isfinite(most)) names.push_back({signed_text(most), most, sign_color(page.ui().theme, most < 0)});
  if (std::isfinite(least) && least < most)
    names.push_back({signed_text(least), least, sign_color(page.ui().theme, least < 0)});
  return names;
}

std::string history_csv(const NetworkPage& page, std::vector<double> Moments::*values) {
  std::string csv = "step";
  for (std::int64_t l = 0; l < page.layer_count(); ++l) csv += "," + csv_field(page.layer_title(l));
  csv += '\n';
  for (std::size_t m = 0; m < page.history->steps.size(); ++m) {
    csv += std::to_string(page.history->steps[m]);
    for (std::int64_t l = 0; l < page.layer_count(); ++l)
      csv += "," + exact_text((moments_of(page, l).*values)[m]);
    csv += '\n';
  }
  return csv;
}

// How many weights lie in each bin, moment by moment; the bins by their middles.
std::string density_csv(const NetworkPage& page, const Moments& layer) {
  const auto bins = static_cast<std::size_t>(NetworkHistory::kBins);
  const double step = (layer.high - layer.low) / static_cast<double>(bins);
  std::string csv = "step";
  for (std::size_t b = 0; b < bins; ++b)
    csv += "," + exact_text(layer.low + step * (static_cast<double>(b) + 0.5));
  csv += '\n';
  for (std::size_t m = 0; m < page.history->steps.size(); ++m) {
    csv += std::to_string(page.history->steps[m]);
    for (std::size_t b = 0; b < bins; ++b) csv += "," + std::to_string(layer.density[m * bins + b]);
    csv += '\n';
  }
  return csv;
}

// Of a logarithmic axis, whole decades around what is there.
std::pair<double, double> decades(const NetworkPage& page, std::vector<double> Moments::*values) {
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (std::int64_t l = 0; l < page.layer_count(); ++l) {
    for (const double v : moments_of(page, l).*values) {
      if (!std::isfinite(v) || v <= 0) continue;
      low = std::min(low, v);
      high = std::max(high, v);
    }
  }
  if (high <= 0) return {0.1, 1};
  const double from = std::pow(10, std::floor(std::log10(low))),
               to = std::pow(10, std::ceil(std::log10(high)));
  return {from, std::max(to, from * 10)};
}

void draw_lines(const NetworkPage& page, const Chart& chart, const std::vector<double>& x,
                std::vector<double> Moments::*values, bool hidden_only, bool spelled) {
  std::vector<EndName> names;
  const std::int64_t count = page.layer_count() - (hidden_only ? 1 : 0);
  for (std::int64_t l = 0; l < count; ++l) {
    const std::vector<double>& y = moments_of(page, l).*values;
    draw_chart_line(page.ui(), chart, x, y, depth_color(page, l), 2, !page.hidden(l));
    const std::string name = spelled ? page.layer_title(l) : page.short_layer(l);
    if (count <= 10 || l == 0 || l + 2 >= count) names.push_back({name, y.back(), depth_color(page, l)});
  }
  draw_end_names(page.ui(), chart, names);
}

void draw_norms(const NetworkPage& page, const Rect& inner, bool spelled) {
  const Ui& ui = page.ui();
  const std::vector<double> x = moment_places(page);
  const auto [low, high] = decades(page, &Moments::gradient_norm);
  const Chart chart = draw_chart(ui, inner,
                                 {.right = chart_end(page, x),
                                  .low = low,
                                  .high = high,
                                  .log_y = true,
                                  .names = ui.px(spelled ? 62 : 34),
                                  .x_name = tr("epoch")});
  draw_lines(page, chart, x, &Moments::gradient_norm, false, spelled);
  exhibit_of_frame({.name = "network-gradients", .title = tr("Gradients"), .area = inner},
                   [&] { return history_csv(page, &Moments::gradient_norm); });
}

}  // namespace

void draw_weights_over_time(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  Rect inner = figures_panel(ui, area, tr("Weights over time"));
  Rect head{area.x + ui.px(160), area.y + ui.px(8), area.w - ui.px(172), ui.px(26)};
  const std::int64_t l = history_layer(page);
  std::vector<std::string> words;
  for (std::int64_t i = 0; i < page.layer_count(); ++i)
    words.push_back(page.layer_count() <= 3 ? page.layer_title(i) : page.short_layer(i));
  float wide = ui.px(8);
  for (const std::string& word : words) wide += text_width(ui.fonts.small, word) + ui.px(22);
  if (page.layer_count() > 1 && wide <= head.w) {
    const int chosen = segmented(ui, "history_layer", head.take_right(wide), {words.begin(), words.end()},
                                 static_cast<int>(l));
    if (chosen >= 0) page.change([chosen](NetworkOptions& o, Look&) { o.history_layer = chosen; });
  } else {
    text_line(ui, head, ui.fonts.small, ui.theme.muted, page.layer_title(l), Align::kRight);
  }
  inner.take_top(ui.px(4));
  if (!has_moments(page)) return draw_not_yet(ui, inner, tr("From the second look on, while it trains."));
  const Moments& layer = moments_of(page, l);
  const bool lines = !layer.weights.empty() && page.exists(page.look().unit) && page.look().unit->layer == l;
  std::string note =
      lines ? tr("Lines: the weights into {1}. Brighter: more weights.", page.unit_title(*page.look().unit))
      : layer.weights.empty() ? std::string(tr("Brighter: more weights."))
                              : tr("Brighter: more weights. Pin a unit of this layer for lines.");
  // Of matrices it stands where pinned units will.
  if (!page.exists(page.look().unit) && layer.weights.empty())
    note += " " + std::string(tr("A click pins a unit here, a second click another one beside it."));
  const float foot = wrapped_height(ui.fonts.small, note, inner.w);
  if (inner.h > foot + ui.px(90)) {
    const Rect below = inner.take_bottom(foot, ui.px(4));
    draw_wrapped(ui.fonts.small, below.min(), below.w, ui.theme.muted, note);
  }
  const std::vector<double> x = moment_places(page);
  const Chart chart = draw_chart(ui, inner,
                                 {.right = chart_end(page, x),
                                  .low = layer.low,
                                  .high = layer.high,
                                  .signs = true,
                                  .names = ui.px(56),
                                  .x_name = tr("epoch")});
  draw_density(page, chart, layer, x);
  draw_end_names(ui, chart, draw_unit_lines(page, chart, layer, l, x));
  exhibit_of_frame({.name = "network-weights", .title = tr("Weights over time"), .area = inner},
                   [&] { return density_csv(page, layer); });
}

void draw_gradient_norm(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  const Rect inner = figures_panel(ui, area, tr("Gradient norm"), tr("log, of the batch trained last"));
  if (!has_moments(page)) return draw_not_yet(ui, inner, tr("From the second look on, while it trains."));
  draw_norms(page, inner, page.layer_count() <= 4);
}

void draw_depth_plots(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  panel_box(ui, area);
  Rect inner = area.inset(ui.px(14), ui.px(10));
  const bool can_die = std::any_of(page.layers->of.begin(), page.layers->of.end(),
                                   [](const LayerFigures& f) { return f.dead >= 0; });
  Rect left = can_die ? inner.take_left((inner.w - ui.px(14)) / 2, ui.px(14)) : inner;
  text_line(ui, left.take_top(ui.px(22), ui.px(2)), ui.fonts.bold, ui.theme.text, tr("Gradient norm"));
  if (!has_moments(page)) return draw_not_yet(ui, left, tr("From the second look on, while it trains."));
  draw_norms(page, left, false);
  if (!can_die) return;
  text_line(ui, inner.take_top(ui.px(22), ui.px(2)), ui.fonts.bold, ui.theme.text,
            tr("Dead ReLUs, % of units"));
  const std::vector<double> x = moment_places(page);
  // In percent, so that the axis says so.
  std::vector<std::vector<double>> shares;
  double high = 5;
  for (std::int64_t l = 0; l + 1 < page.layer_count(); ++l) {
    std::vector<double> y = moments_of(page, l).dead_share;
    for (double& v : y) {
      v *= 100;
      if (std::isfinite(v)) high = std::max(high, v);
    }
    shares.push_back(std::move(y));
  }
  double low = 0;
  widen_to_ticks(low, high, 4);
  const Chart chart = draw_chart(
      ui, inner,
      {.right = chart_end(page, x), .low = 0, .high = high, .names = ui.px(26), .x_name = tr("epoch")});
  std::vector<EndName> names;
  for (std::size_t l = 0; l < shares.size(); ++l) {
    const ImVec4 ink = depth_color(page, static_cast<std::int64_t>(l));
    draw_chart_line(ui, chart, x, shares[l], ink, 2);
    if (shares.size() <= 10 || l == 0 || l + 1 == shares.size())
      names.push_back({std::to_string(l + 1), shares[l].back(), ink});
  }
  draw_end_names(ui, chart, names);
  exhibit_of_frame({.name = "network-dead", .title = tr("Dead units"), .area = inner},
                   [&] { return history_csv(page, &Moments::dead_share); });
}

}  // namespace headroom::app
