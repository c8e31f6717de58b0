#include "app/views/network_change.h"

#include <algorithm>

#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::size_t kMostHiddenLayers = 64;

std::vector<std::int64_t> hidden_of(const ModelSpec& spec) {
  return {spec.widths.begin() + 1, spec.widths.end() - 1};
}

std::string widths_word(const std::vector<std::int64_t>& hidden) {
  std::string text;
  for (const std::int64_t width : hidden) text += (text.empty() ? "" : "x") + std::to_string(width);
  return text;
}

void propose(const NetworkPage& page, std::vector<std::int64_t> hidden) {
  page.change([hidden = std::move(hidden)](NetworkOptions& options, Look&) { options.proposal = hidden; });
}

std::string signed_count(std::int64_t count) {
  return (count < 0 ? "-" : "+") + format_count(std::abs(count));
}
std::string signed_bytes(Bytes bytes) { return (bytes < 0 ? "-" : "+") + format_bytes(std::abs(bytes)); }

// A layer with its price on both buttons.
struct StepButton {
  const char* id;
  Icon icon;
  std::int64_t by;
};

}  // namespace

std::vector<std::int64_t> considered_widths(const NetworkPage& page) {
  return page.options().proposal.value_or(hidden_of(page.spec()));
}

std::int64_t NetworkChange::step_of(std::int64_t width) { return std::max<std::int64_t>(1, width / 10); }

void NetworkChange::plan(const NetworkPage& page, const std::vector<std::int64_t>& hidden, Planned& planned) {
  const RunFacts& facts = *page.context.run.facts;
  const std::string text = widths_word(hidden);
  const std::string question = facts.config.id + " " + facts.device.id + " " +
                               std::to_string(facts.features) + " " +
                               std::to_string(facts.config.train.batch) + " " + text + " " +
                               std::to_string(page.context.run.memory->device.free);
  if (question == planned.question) return;
  planned = {question, preview_custom_model(page.context.run, text, facts.config.activation)};
}

const CustomModelPreview& NetworkChange::preview(const NetworkPage& page,
                                                 const std::vector<std::int64_t>& hidden) {
  plan(page, hidden, wanted_);
  return wanted_.answer;
}

std::string NetworkChange::more_bytes(const NetworkPage& page, const NetworkPlan& wanted) {
  const std::vector<std::int64_t> hidden = hidden_of(page.spec());
  if (hidden.empty()) return "";
  plan(page, hidden, now_);
  return now_.answer.plan ? signed_bytes(wanted.need - now_.answer.plan->need) : "";
}

std::string NetworkChange::price(const NetworkPage& page, const std::vector<std::int64_t>& hidden) {
  const CustomModelPreview& plan = preview(page, hidden);
  if (!plan.fault.empty()) return plan.fault;
  const std::string text = signed_count(plan.parameters - page.model.parameters);
  return plan.plan ? tr("{1} parameters, {2}", text, more_bytes(page, *plan.plan))
                   : tr("{1} parameters", text);
}

void NetworkChange::draw_buttons(const NetworkPage& page, Rect area, std::int64_t layer) {
  const Ui& ui = page.ui();
  const auto l = static_cast<std::size_t>(layer);
  const std::vector<std::int64_t> hidden = considered_widths(page);
  if (l >= hidden.size()) return;
  for (const StepButton& each : {StepButton{"fewer", Icon::kMinus, -1}, StepButton{"more", Icon::kPlus, 1}}) {
    std::vector<std::int64_t> wanted = hidden;
    wanted[l] += each.by * step_of(hidden[l]);
    const std::string id = std::string(each.id) + " " + std::to_string(layer + 1);
    const Rect place = area.take_left(ui.px(20), ui.px(4)).centered(ui.px(20), ui.px(20));
    std::string tip;
    if (hovering(place) && wanted[l] >= 1)
      tip = tr_n("{n} unit: {1}. Shown first, taken with one more click.",
                 "{n} units: {1}. Shown first, taken with one more click.", wanted[l], price(page, wanted));
    if (button(ui, place,
               {.id = id.c_str(), .icon = each.icon, .tip = tip, .enabled = wanted[l] >= 1, .small = true}))
      propose(page, wanted);
  }
}

void NetworkChange::draw_add_layer(const NetworkPage& page, const Rect& area) {
  std::vector<std::int64_t> wanted = considered_widths(page);
  wanted.push_back(wanted.empty() ? 8 : wanted.back());
  std::string tip;
  if (hovering(area))
    tip = tr("One more layer of {1}: {2}. Shown first, taken with one more click.",
             format_count(wanted.back()), price(page, wanted));
  if (button(page.ui(), area,
             {.id = "add layer",
              .label = tr("+ layer"),
              .tip = tip,
              .enabled = wanted.size() <= kMostHiddenLayers,
              .small = true}))
    propose(page, wanted);
}

float NetworkChange::height(const Ui& ui, float width) { return ui.px(width < ui.px(620) ? 118 : 74); }

void NetworkChange::draw(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  const std::vector<std::int64_t> hidden = considered_widths(page);
  const CustomModelPreview& plan = preview(page, hidden);
  const bool fits = plan.plan && plan.plan->verdict != Verdict::kDoesNotFit;
  const bool same = hidden == hidden_of(page.spec());
  fill(area, ui.theme.card, ui.px(6));
  stroke(area, fits ? ui.theme.accent : ui.theme.bad, ui.px(6));
  Rect rest = area.inset(ui.px(12), ui.px(8));
  const bool low = area.w < ui.px(620);
  Rect foot = low ? rest.take_bottom(ui.px(30), ui.px(4)) : rest;
  const ButtonSpec take{
      .id = "take", .label = tr("Train it"), .kind = ButtonKind::kPrimary, .enabled = fits && !same};
  const ButtonSpec leave{.id = "leave", .label = tr("Leave it"), .tip = tr("Back to the network as it is")};
  const auto place = [&](const ButtonSpec& spec) {
    return foot.take_right(button_width(ui, spec), ui.px(8)).centered(1e4F, ui.px(32));
  };
  const bool left = button(ui, place(leave), leave), taken = button(ui, place(take), take);
  if (hidden.size() > 1) {
    const ButtonSpec drop{.id = "drop_layer",
                          .label = tr("- last layer"),
                          .tip = tr("Without the last hidden layer"),
                          .small = true};
    std::vector<std::int64_t> fewer(hidden.begin(), hidden.end() - 1);
    if (foot.w > button_width(ui, drop) && button(ui, place(drop), drop)) propose(page, fewer);
  }
  const ButtonSpec add{.id = "one_more",
                       .label = tr("+ layer"),
                       .tip = tr("One more hidden layer, as wide as the last"),
                       .enabled = hidden.size() < kMostHiddenLayers,
                       .small = true};
  if (foot.w > button_width(ui, add) && button(ui, place(add), add)) {
    std::vector<std::int64_t> more = hidden;
    more.push_back(more.empty() ? 8 : more.back());
    propose(page, more);
  }
  if (left) page.change([](NetworkOptions& options, Look&) { options.proposal.reset(); });
  if (taken) {
    page.context.actions.emplace_back(use_custom_model(hidden));
    page.change([](NetworkOptions& options, Look& look) {
      options.proposal.reset();
      look.unit.reset();
      look.network.other.reset();
      look.model = "custom";
    });
  }
  if (!low) rest = foot;
  std::string first = tr("{1}  becomes  {2}", widths_text(page.spec()),
                         plan.spec ? widths_text(*plan.spec) : widths_word(hidden));
  if (same) first = tr("{1}: as it is. − and + beside a layer change it.", widths_text(page.spec()));
  text_line(ui, rest.take_top(ui.px(20)), ui.fonts.bold, ui.theme.text, first);
  std::string second = plan.fault;
  if (plan.plan) {
    second = tr("{1} parameters ({2}), {3} ({4})", format_count(plan.parameters),
                signed_count(plan.parameters - page.model.parameters), format_bytes(plan.plan->need),
                more_bytes(page, *plan.plan));
  }
  text_line(ui, rest.take_top(ui.px(20)), ui.fonts.mono, fits ? ui.theme.text : ui.theme.bad, second);
  text_line(ui, rest.take_top(ui.px(18)), ui.fonts.small, ui.theme.muted,
            !plan.plan ? std::string()
            : !fits    ? tr("It does not fit on {1}.", page.context.run.facts->device.name)
                       : tr("A custom network that starts at step 0; the curves of this one stay."));
}

}  // namespace headroom::app
