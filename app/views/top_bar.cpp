#include "app/views/top_bar.h"

#include <algorithm>
#include <array>
#include <string>

#include "app/state/class_rules.h"
#include "app/views/transport.h"
#include "app/widgets/button.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::array<double, 9> kRates = {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0};

float rate_width(const Ui& ui) {
  return text_width(ui.fonts.small, "LR") + text_width(ui.fonts.mono, "0.00015") + ui.px(24 + 20 + 6) + 2;
}

// Four digits on the button; the field in its popup has all.
std::string rate_label(double rate) {
  const std::string exact = learning_rate_text(rate);
  return exact.size() <= 7 ? exact : short_rate(rate);
}

ImVec4 device_color(const Theme& theme, const std::string& kind) {
  return kind == "cuda" ? theme.good : theme.action;
}

// `brief`: "cpu" instead of the processor's name.
DropdownSpec device_spec(const Ui& ui, const DeviceInfo& device, bool with_memory, bool brief) {
  DropdownSpec spec{.id = "device"};
  const std::string& name = brief ? device.id : device.name;
  spec.label.push_back({name.empty() ? std::string(tr("device")) : name, ui.fonts.body, ui.theme.text});
  if (with_memory && device.memory_total > 0) {
    spec.label.push_back({format_bytes(device.memory_total), ui.fonts.mono, ui.theme.muted});
  }
  if (!device.id.empty()) spec.dot = device_color(ui.theme, device.kind);
  return spec;
}

// How the run is kept, and what saving it would do.
std::string save_tip(const RunFacts& facts) {
  if (facts.config.id.empty()) return tr("Nothing to save: open data first");
  if (facts.folder.empty()) return tr("Save the run, from then on after every epoch (Ctrl+S)");
  if (facts.kept_automatically) {
    return std::string(tr("Kept automatically until newer runs need the room. Save it for good (Ctrl+S)")) +
           "\n" + facts.folder;
  }
  return std::string(tr("Saved, and kept up to date after every epoch. Save now (Ctrl+S)")) + "\n" +
         facts.folder;
}

}  // namespace

void TopBar::draw_source(const ViewContext& context, const Rect& area) const {
  const Ui& ui = context.ui;
  const UiState& state = context.state;
  const std::string title = context.run.facts->config.title.empty()
                                ? std::string(tr("Open…"))
                                : std::string(tr(context.run.facts->config.title));
  std::vector<MenuItem> items;
  std::vector<Action> does;
  const auto add = [&](MenuItem item, Action action) {
    if (hidden_group(state, action)) return;  // a heading goes home, as what stands below it goes elsewhere
    items.push_back(std::move(item));
    does.push_back(std::move(action));
  };
  add({.title = tr("Examples"), .heading = true}, action::GoHome{});
  for (const PresetEntry& preset : state.presets) {
    add({.title = std::string(tr(preset.title)), .selected = preset.id == context.run.facts->config.id},
        action::OpenPreset{preset.id});
  }
  add({.title = tr("Plan: 24 GiB on a card of 16 GB"), .icon = Icon::kGpu}, action::PlanExample{});
  add({.title = tr("Sample files"), .heading = true}, action::GoHome{});
  for (const SampleEntry& sample : state.samples) {
    add({.title = std::string(tr(sample.title)), .icon = Icon::kFile}, action::OpenPath{sample.path});
  }
  add({.title = tr("Your own"), .heading = true}, action::GoHome{});
  const bool closed = state.workspace.hides(Hidden::kData);
  add({.title = closed ? tr("Open another workspace…") : tr("Open a CSV file or a config.json…"),
       .detail = tr("Ctrl+O"),
       .icon = Icon::kFolder},
      action::Browse{true});
  add({.title = tr("Paste a table"), .detail = tr("Ctrl+V"), .icon = Icon::kPlus}, action::Paste{});
  if (!context.run.curves->models.empty()) {
    add({.title = tr("Save the run"), .detail = tr("Ctrl+S"), .icon = Icon::kSave},
        action::Run{command::SaveRun{}});
    add({.title = tr("Save a workspace for a class…"), .detail = tr("Ctrl+Shift+S"), .icon = Icon::kSave},
        action::EditWorkspace{});
  }
  add({.title = tr("Home"), .icon = Icon::kHome}, action::GoHome{});
  const DropdownSpec spec{.id = "source", .label = {{title, ui.fonts.body, ui.theme.text}}};
  if (const auto chosen = dropdown(ui, area, spec, items)) {
    context.actions.push_back(does[static_cast<std::size_t>(*chosen)]);
  }
}

void TopBar::draw_device(const ViewContext& context, const Rect& area, const DropdownSpec& spec) {
  const Snapshot& run = context.run;
  std::vector<MenuItem> items;
  bool gpu = false;
  for (const DeviceInfo& device : run.facts->devices) {
    gpu = gpu || device.kind == "cuda";
    items.push_back({.title = device.name,
                     .detail = format_bytes(device.memory_total),
                     .icon = Icon::kGpu,
                     .selected = device.id == run.facts->device.id});
  }
  if (!gpu) items.push_back({.title = tr("no CUDA device here: the CPU trains"), .heading = true});
  if (run.facts->device_choice) {
    items.push_back({.title = tr("Measured on this network"), .heading = true});
    for (const Trial& trial : run.facts->device_choice->trials)
      items.push_back({.title = trial_text(trial), .heading = true});
  }
  const bool comparable = run.facts->devices.size() > 1 && !run.facts->config.id.empty();
  const std::size_t compare = items.size();
  if (comparable) items.push_back({.title = tr("Compare on this network"), .icon = Icon::kStep});
  if (const auto chosen = dropdown(context.ui, area, spec, items)) {
    if (comparable && static_cast<std::size_t>(*chosen) == compare) {
      context.actions.emplace_back(action::Run{command::CompareDevices{}});
      return;
    }
    const DeviceInfo& device = run.facts->devices[static_cast<std::size_t>(*chosen)];
    if (device.id != run.facts->device.id)
      context.actions.emplace_back(action::Run{command::SetDevice{device.id}});
  }
}

void TopBar::draw_learning_rate(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const double rate = context.run.facts->config.train.optimizer.learning_rate;
  const DropdownSpec spec{.id = "rate",
                          .label = {{rate_label(rate), ui.fonts.mono, ui.theme.text}},
                          .tip = tr("Learning rate: may change while it trains"),
                          .enabled = !context.run.facts->config.id.empty()};
  ImGui::PushID("learning_rate");
  // "LR" keeps its place; the number shrinks first.
  Rect label = area;
  if (dropdown_button(ui, area,
                      {.id = spec.id,
                       .label = {{"", ui.fonts.mono, ui.theme.text}},
                       .tip = spec.tip,
                       .enabled = spec.enabled})) {
    rate_edit_ = {};
    ImGui::OpenPopup("rates");
  }
  label = label.inset(ui.px(12), 0);
  label.take_right(ui.px(20));
  text_line(ui, label.take_left(text_width(ui.fonts.small, "LR") + 1, ui.px(6)), ui.fonts.small,
            ui.theme.muted, "LR");
  text_line(ui, label, ui.fonts.mono, ui.theme.text, spec.label.front().text);
  if (begin_popup(ui, "rates", area, ui.px(250))) {
    draw_rates(context);
    end_popup();
  }
  ImGui::PopID();
}

// The popup: a field, a slider and the usual rates.
void TopBar::draw_rates(const ViewContext& context) {
  const Ui& ui = context.ui;
  const RunConfig& config = context.run.facts->config;
  const double rate = config.train.optimizer.learning_rate;
  const auto set = [&](double value) { context.actions.emplace_back(use_learning_rate(value)); };
  const PresetEntry* const preset = context.state.preset(config.id);
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  Rect head{at.x, at.y, width, ui.px(100)};
  const Rect field = head.take_top(ui.px(40)).inset(ui.px(4), ui.px(2));
  NumberSpec<double> spec{.id = "learning_rate", .range = {1e-10, 1e6}, .initial = true};
  if (preset) spec.preset = preset->train.optimizer.learning_rate;
  const NumberEvent<double> event = number_field(ui, field, rate_edit_, rate, spec);
  if (event.value) set(*event.value);
  if (event.entered && event.typed) ImGui::CloseCurrentPopup();
  text_line(ui, head.take_top(ui.px(20)).inset(ui.px(8), 0), ui.fonts.small,
            event.typed ? ui.theme.muted : ui.theme.bad,
            event.typed ? std::string(tr("arrow keys or dragging change it"))
                        : tr("learning rate: {1}", number_wanted(spec)));
  double value = std::clamp(rate, 1e-5, 1.0);
  if (slider(ui, "slide", head.inset(ui.px(8), 0), value, 1e-5, 1.0, true)) {
    set(two_digits(value));  // two digits: nobody wants 0.0031622
  }
  ImGui::SetCursorScreenPos({at.x, at.y + ui.px(100)});
  for (std::size_t i = 0; i < kRates.size(); ++i) {
    const MenuItem item{.title = learning_rate_text(kRates[i])};
    if (menu_item(ui, static_cast<int>(i), width, item)) set(kRates[i]);
  }
}

float window_buttons_width(const Ui& ui, const WindowButtons& shown) {
  return ui.px((3.0F + (shown.settings ? 1 : 0) + (shown.theme ? 1 : 0)) * 42 - 6);
}

void draw_window_buttons(const ViewContext& context, Rect area, const WindowButtons& shown) {
  const Ui& ui = context.ui;
  const UiState& state = context.state;
  const float gap = ui.px(6), square = ui.px(36);
  const auto put = [&](const char* id, Icon icon, const char* tip, bool on, Action action) {
    if (button(ui, area.take_left(square, gap), {.id = id, .icon = icon, .tip = tip, .on = on})) {
      context.actions.push_back(std::move(action));
    }
  };
  if (shown.settings)
    put("settings", Icon::kSliders, tr("How it trains: batch, optimizer, epochs, seed…"),
        state.editing_settings, action::EditSettings{true});
  put("app_settings", Icon::kSettings, tr("Text size and appearance (Ctrl+,)"), false,
      action::ShowAppSettings{true});
  put("help", Icon::kHelp, tr("Keys (?)"), false, action::ShowKeys{true});
  if (shown.theme)
    put("theme", Icon::kTheme, state.dark ? tr("Light, for bright rooms (T)") : tr("Dark (T)"), false,
        action::SetTheme{!state.dark});
  put("presenter", Icon::kPresenter, tr("Presenter mode (F11)"), state.presenter,
      action::SetPresenter{!state.presenter});
}

void TopBar::draw(const ViewContext& context, const Rect& area, bool two_rows) {
  const Ui& ui = context.ui;
  fill(area, ui.theme.panel);
  line({area.x, area.bottom() - 0.5F}, {area.right(), area.bottom() - 0.5F}, ui.theme.line);
  const float units = area.w / ui.scale;  // width in units of 100 %
  const float gap = ui.px(two_rows ? 8 : 12), height = ui.px(36);
  Rect first = area.inset(ui.px(two_rows ? 8 : 16), 0);
  const bool settings = !context.state.workspace.hides(Hidden::kSettings);
  const bool loaded = context.run.state != RunState::kEmpty;  // else there is nothing to play
  if (two_rows) {
    first = first.inset(0, ui.px(8));
    Rect second = first.take_bottom(height);
    first = first.take_top(height);
    if (loaded) {
      TransportParts parts{.seed = settings && units >= 580, .pace = std::nullopt};
      if (units >= 640) parts.pace = units >= 760 ? PaceLabel::kFull : PaceLabel::kShort;
      draw_transport(context, second.take_left(transport_width(ui, parts), gap), parts);
      if (settings) draw_learning_rate(context, second.take_right(rate_width(ui), gap));
      draw_epoch(context, second);
    }
  } else {
    first = first.centered(first.w, height);
    if (units >= 1120) {
      text_line(ui, first.take_left(text_width(ui.fonts.title, "Headroom") + 1, ui.px(14)), ui.fonts.title,
                ui.theme.text, "Headroom");
    }
  }
  // A narrow bar leaves the room to the title of what is open.
  const WindowButtons shown{.settings = settings, .theme = two_rows || units >= 1100};
  draw_window_buttons(context, first.take_right(window_buttons_width(ui, shown), gap), shown);
  if (!two_rows && loaded) {
    if (settings) draw_learning_rate(context, first.take_right(rate_width(ui), gap));
    draw_epoch(context, first.take_right(epoch_width(ui, context.run), gap));
    const TransportParts parts{.seed = settings && units >= 1100,
                               .pace = units >= 1340 ? PaceLabel::kFull : PaceLabel::kShort};
    draw_transport(context, first.take_right(transport_width(ui, parts), gap), parts);
  }
  const bool memory = units >= 1240;
  const DropdownSpec spec = device_spec(ui, context.run.facts->device, memory, !two_rows && units < 1100);
  // A short name leaves its room to the title of what is open.
  const float device = std::min({first.w * 0.55F, ui.px(memory ? 280 : 220), dropdown_width(ui, spec)});
  // Where there is no room for it, the menu of the source has it.
  if (!two_rows && first.w - device >= ui.px(180 + 36) + 2 * gap) {
    const RunFacts& facts = *context.run.facts;
    const std::string tip = save_tip(facts);
    if (button(ui, first.take_right(height, gap),
               {.id = "save",
                .icon = Icon::kSave,
                .tip = tip,
                .enabled = !context.run.curves->models.empty(),
                .on = !facts.folder.empty() && !facts.kept_automatically})) {
      context.actions.emplace_back(action::Run{command::SaveRun{}});
    }
  }
  const Rect source = first.take_left(std::min(ui.px(240), std::max(0.0F, first.w - device - gap)), gap);
  draw_source(context, source);
  draw_device(context, first.take_left(device), spec);
}

}  // namespace headroom::app
