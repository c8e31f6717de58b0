#include <algorithm>
#include <vector>

#include "app/views/architecture.h"
#include "app/views/curves.h"
#include "app/views/headroom_panel.h"
#include "app/views/home.h"
#include "app/views/messages.h"
#include "app/views/overlays.h"
#include "app/views/pipeline_strip.h"
#include "app/views/plan_view.h"
#include "app/views/status_bar.h"
#include "app/views/top_bar.h"
#include "app/views/views.h"
#include "app/views/window_layout.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/tab_bar.h"

namespace headroom::app {

class MainView::Impl {
 public:
  void draw(const ViewContext& context);
  bool animating() const { return animating_; }

 private:
  void draw_run(const ViewContext& context, const Rect& window);
  void draw_tabs(const ViewContext& context, const WindowLayout& layout);
  void draw_main(const ViewContext& context, const WindowLayout& layout);
  void draw_side(const ViewContext& context, const Rect& area);

  HomeView home_;
  TopBar top_bar_;
  PipelineStrip strip_;
  CurvesView curves_;
  PlanView plan_;
  ArchitecturePanel architecture_;
  HeadroomPanel headroom_;
  StatusBar status_;
  Messages messages_;
  Overlays overlays_;
  bool animating_ = false;
};

void MainView::Impl::draw_side(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  ScrollArea scroll(ui, "side", area);
  Rect rest = scroll.content();
  const float top = rest.y;
  rest.take_top(architecture_.draw(context, rest), ui.px(12));
  // At least to the bottom of the column, more when there is more to say: then the column scrolls.
  const float used = rest.y - top;
  const Rect below{rest.x, top + used, rest.w, 1e6F};
  const float height = headroom_.draw(context, below, std::max(0.0F, area.h - used));
  scroll.used(rest.w, used + height);
}

void MainView::Impl::draw_main(const ViewContext& context, const WindowLayout& layout) {
  const Ui& ui = context.ui;
  if (!layout.stacked) {
    Rect main = layout.main;
    main.take_top(messages_.draw_divergence(context, main), 0);
    curves_.draw(context, main);
    if (!layout.side.empty()) draw_side(context, layout.side);
    return;
  }
  ScrollArea scroll(ui, "page", layout.main);
  Rect rest = scroll.content();
  const float top = rest.y, gap = ui.px(8);
  Rect page{rest.x, rest.y, rest.w, 1e6F};
  page.take_top(messages_.draw_divergence(context, page), 0);
  if (layout.cramped) {
    const float visible = std::max(layout.main.h, ui.px(120));
    page.take_top(curves_.draw_cramped(context, page, visible), gap);
  } else {
    curves_.draw(context, page.take_top(std::max(layout.main.h, ui.px(480)), gap), true);
  }
  page.take_top(architecture_.draw(context, page), gap);
  page.take_top(headroom_.draw(context, page, 0));
  scroll.used(rest.w, page.y - top);
}

void MainView::Impl::draw_tabs(const ViewContext& context, const WindowLayout& layout) {
  static const std::vector<TabSpec> kTabs = {{"curves", "Curves", "Watch it train (1)"},
                                             {"plan", "Plan", "What fits where, and why (2)"}};
  const Ui& ui = context.ui;
  if (layout.tabs_row) {
    const Rect bar{0, layout.tabs.y, ImGui::GetIO().DisplaySize.x, layout.tabs.h};
    fill(bar, ui.theme.panel);
    line({bar.x, bar.bottom() - 0.5F}, {bar.right(), bar.bottom() - 0.5F}, ui.theme.line);
  }
  const int now = context.state.tab == Tab::kCurves ? 0 : 1;
  if (const auto chosen = tab_bar(ui, layout.tabs, kTabs, now)) {
    context.actions.emplace_back(action::SelectTab{*chosen == 0 ? Tab::kCurves : Tab::kPlan});
  }
}

void MainView::Impl::draw_run(const ViewContext& context, const Rect& window) {
  const Ui& ui = context.ui;
  const bool of_run = context.state.tab == Tab::kCurves;
  const WindowLayout layout = window_layout(window.w, window.h, ui.scale, context.state.presenter, of_run);
  top_bar_.draw(context, layout.top_bar, layout.two_rows);
  draw_tabs(context, layout);
  if (of_run) {
    strip_.draw(context, layout.strip, layout.card_size);
    draw_main(context, layout);
  } else {
    plan_.draw(context, layout.main);
  }
  status_.draw(context, layout.status);
}

void MainView::Impl::draw(const ViewContext& context) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const Rect window{0, 0, size.x, size.y};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  // The frame was cleared to the ground colour: drawing it again as a rectangle would cost a software
  // renderer a third of its frame.
  ImGui::Begin("headroom", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoScrollWithMouse);
  if (context.state.home) {
    home_.draw(context, window);
  } else {
    draw_run(context, window);
  }
  ImGui::End();
  overlays_.draw(context);
  messages_.draw_error(context);
  ImGui::PopStyleVar(4);
  const bool stage_runs = std::any_of(context.run.stages.begin(), context.run.stages.end(),
                                      [](const StageReport& s) { return s.state == StageState::kRunning; });
  const RunState state = context.run.state;
  animating_ = (!context.state.home && stage_runs &&
                (state == RunState::kTraining || state == RunState::kPreparing)) ||
               context.state.import_state.phase == ImportState::Phase::kReading || overlays_.typing();
}

MainView::MainView() : impl_(std::make_unique<Impl>()) {}
MainView::~MainView() = default;
void MainView::draw(const ViewContext& context) { impl_->draw(context); }
bool MainView::animating() const { return impl_->animating(); }

}  // namespace headroom::app
