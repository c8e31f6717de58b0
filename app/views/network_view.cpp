#include "app/views/network_view.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "app/state/model_words.h"
#include "app/state/tabs.h"
#include "app/ui/ramps.h"
#include "app/views/network_parts.h"
#include "app/views/prediction_csv.h"
#include "app/widgets/button.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

const Inspection* prediction_of(const ViewContext& context) {
  return context.run.inspections[index_of(Inspect::kPrediction)].get();
}

// "Network 230-5×200-1": equal widths in a row once.
std::string widths_title(const ModelSpec& spec) {
  std::string text;
  for (std::size_t i = 0; i < spec.widths.size();) {
    std::size_t same = i;
    while (same < spec.widths.size() && spec.widths[same] == spec.widths[i]) ++same;
    const bool hidden = i > 0 && same < spec.widths.size();
    const std::size_t run = hidden && same - i > 2 ? same - i : 1;
    text += (i > 0 ? "-" : "") + (run > 1 ? std::to_string(run) + "×" : "") + std::to_string(spec.widths[i]);
    i += run;
  }
  return text;
}

// X while no text is typed.
bool switch_held(const Ui&) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput || io.KeyCtrl || Focus::of_window().typing()) return false;
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyDown(ImGuiKey_X);
#else
  const int key = io.KeyMap[ImGuiKey_X];
  return key >= 0 && io.KeysDown[key];
#endif
}

void choose_values(const NetworkPage& page, const Rect& area, bool nodes) {
  const std::string_view titles[] = {tr("weights"), tr("change"), tr("gradients"), tr("activations")};
  const int count = nodes ? 3 : 4;
  const int now = std::min(static_cast<int>(page.look().network.values), count - 1);
  const int chosen = segmented(page.ui(), "network_values", area, {titles, titles + count},
                               page.look().network.values == NetworkValues::kActivations && nodes ? 0 : now);
  if (chosen < 0) return;
  page.change([chosen](NetworkOptions&, Look& look) {
    look.network.values = static_cast<NetworkValues>(chosen);
    // What training did shows in its own order; raw numbers are looked up by index.
    look.network.order =
        look.network.values == NetworkValues::kChange ? UnitOrder::kLearned : UnitOrder::kIndex;
  });
}

float switch_width(const Ui& ui, std::initializer_list<std::string_view> words) {
  float width = ui.px(8);
  for (const std::string_view word : words) width += text_width(ui.fonts.small, word) + ui.px(22);
  return width;
}

struct HeaderSwitch {
  float width = 0;
  std::string_view label = {};
  std::function<void(const Rect&)> draw;
};

// From the left, as many in a line as fit.
float place_switches(const Ui& ui, const Rect& area, const std::vector<HeaderSwitch>& switches, bool draw) {
  Rect row{area.x, area.y, area.w, ui.px(30)};
  float bottom = row.bottom();
  for (const HeaderSwitch& each : switches) {
    const float label = each.label.empty() ? 0 : text_width(ui.fonts.small, each.label) + ui.px(8);
    if (row.w < each.width + label && row.w < area.w) row = {area.x, row.y + ui.px(36), area.w, ui.px(30)};
    bottom = row.bottom();
    if (label > 0) {
      const Rect words = row.take_left(label - ui.px(8), ui.px(8));
      if (draw) text_line(ui, words, ui.fonts.small, ui.theme.muted, each.label);
    }
    const Rect place = row.take_left(std::min(each.width, row.w), ui.px(12));
    if (draw) each.draw(place);
  }
  return bottom - area.y;
}

std::vector<HeaderSwitch> header_switches(const NetworkPage& page, bool nodes) {
  const Ui& ui = page.ui();
  std::vector<HeaderSwitch> all;
  const float values =
      nodes ? switch_width(ui, {tr("weights"), tr("change"), tr("gradients")})
            : switch_width(ui, {tr("weights"), tr("change"), tr("gradients"), tr("activations")});
  all.push_back({values, "", [&page, nodes](const Rect& place) { choose_values(page, place, nodes); }});
  if (nodes) {
    all.push_back({switch_width(ui, {tr("+ and −"), "+", "−"}), "", [&page](const Rect& place) {
                     EdgeSigns signs = page.options().signs;
                     const EdgeSigns before = signs;
                     segmented(page.ui(), "edge_signs", place, kEdgeSignsNames, signs);
                     if (signs != before) page.change([signs](NetworkOptions& o, Look&) { o.signs = signs; });
                   }});
  } else {
    all.push_back(
        {switch_width(ui, {tr("unit"), tr("layer"), tr("network")}), tr("scale"), [&page](const Rect& place) {
           const int now = static_cast<int>(page.options().scale);
           const int chosen =
               segmented(page.ui(), "network_scale", place, {tr("unit"), tr("layer"), tr("network")}, now);
           if (chosen >= 0)
             page.change([chosen](NetworkOptions& o, Look&) { o.scale = static_cast<NetworkScale>(chosen); });
         }});
    all.push_back(
        {switch_width(ui, {tr("index"), tr("learned")}), tr("order"), [&page](const Rect& place) {
           const int now = static_cast<int>(page.look().network.order);
           const int chosen = segmented(page.ui(), "network_order", place, {tr("index"), tr("learned")}, now);
           if (chosen >= 0)
             page.change([chosen](NetworkOptions&, Look& look) {
               look.network.order = static_cast<UnitOrder>(chosen);
             });
         }});
    all.push_back({button_width(ui, {.label = tr("layers"), .small = true}), "", [&page](const Rect& place) {
                     const bool on = NetworkChange::shown(page);
                     if (button(page.ui(), place,
                                {.id = "change_layers",
                                 .label = tr("layers"),
                                 .tip = tr("Layers and units: more or fewer, with their price first"),
                                 .on = on,
                                 .small = true}))
                       page.change([on, now = considered_widths(page)](NetworkOptions& o, Look&) {
                         if (on) {
                           o.proposal.reset();
                         } else {
                           o.proposal = now;
                         }
                       });
                   }});
  }
  return all;
}

std::string sentence_of(const NetworkPage& page) {
  if (drawn_as_nodes(page.spec())) {
    const std::string answer = answer_words(page);
    if (answer.empty()) return {};
    return page.look().moved.empty() ? tr("Row {1}: {2}", format_count(page.look().row), answer)
                                     : tr("At the cross: {1}", answer);
  }
  std::string words = moved_sentence(page);
  if (const std::size_t end = words.find(". "); end != std::string::npos) words.resize(end + 1);
  return words;
}

}  // namespace

std::unique_ptr<View> make_network_view() { return std::make_unique<NetworkView>(); }

NetworkLayout network_layout(const Rect& area, float scale, bool presenter, bool figures) {
  const auto px = [scale](float v) { return v * scale; };
  NetworkLayout layout;
  if (presenter) {
    layout.panel = area;
    return layout;
  }
  Rect rest = area;
  if (area.w >= px(1150)) {
    layout.side = rest.take_right(std::clamp(area.w * 0.328F, px(380), px(560)), px(12));
    layout.panel = rest;
    return layout;
  }
  layout.choice = rest.take_top(px(28), px(8));
  (figures ? layout.side : layout.panel) = rest;
  return layout;
}

Interests NetworkView::watches() const {
  return interest(Inspect::kNetwork) | interest(Inspect::kPrediction);
}

std::optional<EmptyState> NetworkView::empty_state(const ViewContext& context) const {
  if (auto empty = no_networks(context, tr("the network stands here, unit by unit"))) return empty;
  const auto& seen = context.run.inspections[index_of(Inspect::kNetwork)];
  if (seen && seen->error)
    return EmptyState{.title = tr("The network cannot be looked into"), .advice = seen->error->message()};
  if (!looked_at(context.run, context.state.look))
    return EmptyState{.title = tr("No network trains"),
                      .advice = tr("Choose one or two at the top of the curves.")};
  if (network_page(context, seen ? seen.get() : shown_.get(), nullptr)) return std::nullopt;
  return EmptyState{.title = tr("On its way"),
                    .advice = tr("The weights are being read, a few milliseconds at a time.")};
}

namespace {

// What blue and orange edges mean, where there is room to say it.
void draw_edge_legend(const NetworkPage& page, Rect row) {
  const Ui& ui = page.ui();
  const std::string_view plus = tr("positive"), minus = tr("negative, width |w|");
  const float wide =
      text_width(ui.fonts.small, plus) + text_width(ui.fonts.small, minus) + 2 + 2 * ui.px(22 + 6 + 10);
  if (row.w < wide) return;
  row = row.take_right(wide);
  for (const bool negative : {false, true}) {
    const std::string_view words = negative ? minus : plus;
    const Rect mark = row.take_left(ui.px(22), ui.px(6));
    const float dash = negative ? ui.px(6) : mark.w;
    for (float x = mark.x; x < mark.right(); x += negative ? ui.px(10) : mark.w)
      line({x, mark.center().y}, {std::min(x + dash, mark.right()), mark.center().y},
           sign_color(ui.theme, negative), ui.px(3));
    text_line(ui, row.take_left(text_width(ui.fonts.small, words) + 1, ui.px(10)), ui.fonts.small,
              ui.theme.muted, words);
  }
}

}  // namespace

void NetworkView::draw_header(const NetworkPage& page, Rect area) {
  const Ui& ui = page.ui();
  const std::string title = tr("Network {1}", widths_title(page.spec()));
  const std::string count = tr("{1} parameters", format_count(page.model.parameters));
  Rect row = area.take_top(ui.px(30));
  text_line(ui, row.take_left(std::min(row.w, text_width(ui.fonts.bold, title) + 1), ui.px(10)),
            ui.fonts.bold, ui.theme.text, title);
  if (row.w > text_width(ui.fonts.mono, count))
    text_line(ui, row.take_left(text_width(ui.fonts.mono, count) + 1, ui.px(16)), ui.fonts.mono,
              ui.theme.muted, count);
  if (drawn_as_nodes(page.spec())) draw_edge_legend(page, row);
}

void NetworkView::draw_heads(const NetworkPage& page, const NodeLayout& layout) {
  const Ui& ui = page.ui();
  const std::int64_t layers = page.layer_count();
  for (std::size_t c = 0; c < layout.columns.size(); ++c) {
    Rect head = layout.columns[c].head;
    const std::int64_t l = static_cast<std::int64_t>(c) - 1;
    std::string title = c == 0 ? std::string(tr("Input")) : capitalised(page.layer_title(l));
    const std::string width = format_count(layout.columns[c].width);
    std::string detail =
        c == 0           ? "· " + width
        : l + 1 < layers ? width + " " + std::string(tr(kActivationTable.row(page.spec().activation).title))
                         : std::string(output_name(page.spec().output));
    const bool hidden = c > 0 && l + 1 < layers;
    const float title_w = text_width(ui.fonts.bold, title) + 1, buttons = hidden ? ui.px(50) : 0;
    if (hidden && head.w < title_w + ui.px(6) + text_width(ui.fonts.small, detail) + buttons) detail = width;
    text_line(ui, head.take_left(std::min(head.w, title_w), ui.px(6)), ui.fonts.bold, ui.theme.text, title);
    const float detail_w = text_width(ui.fonts.small, detail) + 1;
    if (head.w >= detail_w + buttons)
      text_line(ui, head.take_left(detail_w, ui.px(6)), ui.fonts.small, ui.theme.muted, detail);
    if (hidden && head.w >= ui.px(46)) change_.draw_buttons(page, head, l);
    if (hidden || c == 0) continue;
    const float add = button_width(ui, {.label = tr("+ layer"), .small = true});
    if (head.w >= add) change_.draw_add_layer(page, head.take_right(add).centered(add, ui.px(24)));
  }
}

void NetworkView::draw_nodes_panel(const NetworkPage& page, Rect area) {
  const Ui& ui = page.ui();
  const float sum = pinned_sum_height(ui, area.w);
  const Rect below = area.take_bottom(sum, ui.px(12));
  line({area.x, below.y - ui.px(7)}, {area.right(), below.y - ui.px(7)}, ui.theme.line);
  const NodeLayout layout =
      node_layout(area, ui.scale, page.spec().widths, page.two_columns() && page.spec().inputs() == 2);
  draw_heads(page, layout);
  draw_edges(page, layout, nodes_);
  const NodesState before = nodes_;
  draw_nodes(page, layout, nodes_);
  draw_edge_numbers(page, layout, before);
  exhibit_of_frame({.name = "network-nodes", .title = tr("Units and edges"), .area = area},
                   [&] { return edges_csv(page); });
  draw_pinned_sum(page, below);
  if (page.answer && page.answer->unit)
    exhibit(
        {.name = "network-unit",
         .title = tr("Sum of the unit"),
         .area = below,
         .csv = [source = PredictionSource{page.context.run.inspections[index_of(Inspect::kPrediction)],
                                           page.context.run.facts->dataset}] { return unit_csv(source); }});
}

void NetworkView::draw_panel(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  const bool nodes = drawn_as_nodes(page.spec());
  panel_box(ui, area);
  Rect rest = area.inset(ui.px(14), ui.px(10));
  if (ui.presenter) {
    const std::string words = sentence_of(page);
    if (!words.empty())
      text_line(ui, rest.take_bottom(ui.px(26), ui.px(6)), ui.fonts.title, ui.theme.text, words);
  }
  if (NetworkChange::shown(page))
    change_.draw(page, rest.take_bottom(NetworkChange::height(ui, rest.w), ui.px(10)));
  const std::vector<HeaderSwitch> switches = header_switches(page, nodes);
  float wide = 0;
  for (const HeaderSwitch& each : switches)
    wide +=
        each.width + ui.px(12) + (each.label.empty() ? 0 : text_width(ui.fonts.small, each.label) + ui.px(8));
  const std::string title = tr("Network {1}", widths_title(page.spec()));
  // Beside the title where there is room, else below it.
  const bool beside = rest.w >= wide + text_width(ui.fonts.bold, title) + ui.px(12);
  Rect head = rest.take_top(ui.px(30), ui.px(beside ? 8 : 4));
  const float used = beside ? 0 : place_switches(ui, rest, switches, false);
  const float least = nodes ? ui.px(26 + 200 + 12) + pinned_sum_height(ui, rest.w) : ui.px(260);
  if (beside) {
    const Rect right = head.take_right(wide, ui.px(12));
    place_switches(ui, right, switches, true);
    draw_header(page, head);
    if (rest.h >= least) return nodes ? draw_nodes_panel(page, rest) : matrices_.draw(page, rest, change_);
  } else {
    draw_header(page, head);
  }
  // What does not fit scrolls, with the switches where they take more than a line.
  if (!beside && rest.h >= used + ui.px(8) + least) {
    place_switches(ui, rest.take_top(used, ui.px(8)), switches, true);
    return nodes ? draw_nodes_panel(page, rest) : matrices_.draw(page, rest, change_);
  }
  ScrollArea scroll(ui, "network_page", rest);
  const Rect content = scroll.content();
  Rect inner{content.x, content.y, content.w - ui.px(8), 1e6F};
  if (!beside) place_switches(ui, inner.take_top(used, ui.px(8)), switches, true);
  const Rect body = inner.take_top(nodes ? least : std::max(least, NetworkMatrices::height(page, inner.w)));
  nodes ? draw_nodes_panel(page, body) : matrices_.draw(page, body, change_);
  scroll.used(content.w, inner.y - content.y);
}

void NetworkView::draw_side(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  const bool nodes = drawn_as_nodes(page.spec());
  const float gap = ui.px(12), table = layers_table_height(page, area.w);
  const float pinned = ui.px(204), plot = ui.px(nodes ? 170 : 150);
  const bool compare = !nodes || page.exists(page.look().network.other);
  const float least =
      table + gap + (nodes ? plot + gap : 0) + (compare ? pinned : plot) + (nodes ? 0 : gap + plot);
  const auto fill_with = [&](Rect rest) {
    draw_layers_table(page, rest.take_top(table, gap));
    if (nodes) {
      const Rect last =
          rest.take_bottom(compare ? std::max(pinned, rest.h * 0.42F) : std::max(plot, rest.h * 0.38F), gap);
      draw_weights_over_time(page, rest);
      compare ? draw_pinned(page, last) : draw_gradient_norm(page, last);
      return;
    }
    const Rect last = rest.take_bottom(std::max(pinned, rest.h * 0.52F), gap);
    draw_depth_plots(page, rest);
    draw_pinned(page, last);
  };
  if (area.h >= least) return fill_with(area);
  ScrollArea scroll(ui, "network_figures", area);
  const Rect content = scroll.content();
  fill_with({content.x, content.y, content.w - ui.px(8), least});
  scroll.used(content.w, least);
}

void NetworkView::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const auto& newest = context.run.inspections[index_of(Inspect::kNetwork)];
  if (newest && network_page(context, newest.get(), nullptr)) shown_ = newest;
  if (shown_ && !network_page(context, shown_.get(), nullptr)) shown_.reset();
  std::optional<EmptyState> empty = empty_state(context);
  if (!empty && !shown_)
    empty = EmptyState{.title = tr("On its way"), .advice = tr("The weights are being read.")};
  if (empty) {
    panel_box(ui, area);
    return draw_empty_state(context, area.inset(ui.px(12)), *empty);
  }
  NetworkPage page = *network_page(context, shown_.get(), prediction_of(context));
  page.off = (context.state.network.off || switch_held(ui)) && page.exists(page.look().unit);
  const bool figures = context.state.network.figures_beside;
  const NetworkLayout layout = network_layout(area, ui.scale, context.state.presenter, figures);
  if (!layout.choice.empty()) {
    Rect choice = layout.choice;
    const int chosen = segmented(ui, "network_side", choice.take_left(std::min(choice.w, ui.px(240))),
                                 {tr("network"), tr("figures")}, figures ? 1 : 0);
    if (chosen >= 0)
      page.change([chosen](NetworkOptions& options, Look&) { options.figures_beside = chosen == 1; });
  }
  Focus& focus = Focus::of_window();
  if (!layout.panel.empty()) draw_panel(page, layout.panel);
  focus.begin_group();
  if (!layout.side.empty()) draw_side(page, layout.side);
  if (!page.values_current() && page.values && !layout.panel.empty())
    progress_bar(ui, {layout.panel.x, layout.panel.y, layout.panel.w, ui.px(3)}, 0.4, ui.theme.action);
}

}  // namespace headroom::app
