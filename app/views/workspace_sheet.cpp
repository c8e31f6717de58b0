#include "app/views/workspace_sheet.h"

#include <algorithm>

#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {

namespace {

void change_draft(const ViewContext& context, std::function<void(WorkspaceDraft&)> change) {
  context.actions.emplace_back(action::ChangeWorkspace{std::move(change)});
}

void sheet_heading(const Ui& ui, Rect& rest, std::string_view title, std::string_view hint = {}) {
  Rect head = rest.take_top(ui.px(22), ui.px(4));
  text_line(ui, head.take_left(std::min(head.w, text_width(ui.fonts.body, title) + 1), ui.px(8)),
            ui.fonts.body, ui.theme.text, title);
  if (head.w > ui.px(40)) text_line(ui, head, ui.fonts.small, ui.theme.muted, hint);
}

// A switch that takes its own width, so that the ring fits.
bool fitted_toggle(const Ui& ui, const char* id, const Rect& row, std::string_view label, bool on) {
  const float width = std::min(row.w, toggle_width(ui, label));
  return toggle(ui, id, {row.x, row.y, width, row.h}, label, on);
}

}  // namespace

void WorkspaceSheet::field(const ViewContext& context, Rect& rest, const char* id, std::string_view title,
                           std::string_view hint, std::string WorkspaceDraft::*value, bool initial) {
  const Ui& ui = context.ui;
  sheet_heading(ui, rest, title);
  text_ = context.state.workspace.draft.*value;
  const FieldSpec spec{.id = id, .hint = hint, .initial = initial};
  if (text_field(ui, rest.take_top(ui.px(34), ui.px(12)), text_, spec).edited)
    change_draft(context, [value, text = text_](WorkspaceDraft& draft) { draft.*value = text; });
}

void WorkspaceSheet::draw_same_curve(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const RunFacts& facts = *context.run.facts;
  const bool portable = facts.config.train.precision == Precision::kPortable;
  const char* const label = tr("The same curve on every machine");
  if (fitted_toggle(ui, "same_curve", rest.take_top(ui.px(32), ui.px(2)), label, portable)) {
    context.actions.emplace_back(action::Edit{[portable](RunConfig& config) {
      config.train.precision = portable ? Precision::kFp32 : Precision::kPortable;
    }});
  }
  const char* const words = facts.device.kind == "cpu" || portable
                                ? tr("Trains on the processor, a little slower, and every epoch has a check "
                                     "value to compare. Switching "
                                     "it starts the training again; Ctrl+Z takes that back.")
                                : tr("Only the processor can: choose it in the top bar first.");
  rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, words), ui.px(12));
}

void WorkspaceSheet::draw_hidden(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const WorkspaceDraft& draft = context.state.workspace.draft;
  sheet_heading(ui, rest, tr("Hidden from the class"),
                tr("no lock: \u201cShow all\u201d brings everything back"));
  const float column = rest.w >= ui.px(500) ? rest.w / 2 : rest.w;
  Rect row{};
  int place = 0;
  for (const HiddenRow& each : kHiddenTable) {
    const bool left = column == rest.w || place % 2 == 0;
    if (left) row = rest.take_top(ui.px(50), ui.px(2));
    Rect cell = row.take_left(column);
    const bool hides = std::find(draft.hides.begin(), draft.hides.end(), each.value) != draft.hides.end();
    const std::string id = "hide_" + std::string(each.name);
    if (fitted_toggle(ui, id.c_str(), cell.take_top(ui.px(28)), tr(each.title), hides))
      change_draft(context,
                   [what = each.value, hides](WorkspaceDraft& now) { now.set_hidden(what, !hides); });
    cell.take_left(ui.px(36));  // below its words
    cell.w -= ui.px(12);
    text_line(ui, cell, ui.fonts.small, ui.theme.muted, tr(each.hint));
    ++place;
  }
  rest.take_top(ui.px(10));
}

void WorkspaceSheet::draw_table(const ViewContext& context, Rect& rest) const {
  const Ui& ui = context.ui;
  const WorkspaceState& workspace = context.state.workspace;
  sheet_heading(ui, rest, tr("Data"));
  if (!context.run.facts->config.dataset) {
    const char* const words = tr("Made from their seed, the same on every machine: nothing has to travel.");
    rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, words), ui.px(12));
    return;
  }
  const std::string inside = workspace.table ? tr("travel in the file ({1})", format_bytes(*workspace.table))
                                             : std::string(tr("travel in the file"));
  const std::string beside = tr("lie beside it");
  const int chosen = segmented(ui, "workspace_data", rest.take_top(ui.px(34), ui.px(4)), {inside, beside},
                               workspace.draft.way == DataWay::kReference ? 1 : 0);
  if (chosen >= 0) {
    change_draft(context, [chosen](WorkspaceDraft& draft) {
      draft.way = chosen == 1 ? DataWay::kReference : DataWay::kInside;
    });
  }
  const char* const words =
      workspace.draft.way == DataWay::kReference
          ? tr("Hand the table out in the same folder; it is opened when it is the same to the byte.")
          : tr("Packed, a table takes about a third of its size.");
  rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, words), ui.px(12));
}

void WorkspaceSheet::draw_foot(const ViewContext& context, Rect foot) const {
  const Ui& ui = context.ui;
  const WorkspaceState& workspace = context.state.workspace;
  const ButtonSpec save{.id = "save_workspace",
                        .label = workspace.saving ? tr("Saving\u2026") : tr("Save workspace"),
                        .icon = Icon::kSave,
                        .kind = ButtonKind::kPrimary,
                        .enabled = !workspace.saving};
  const bool there = !workspace.saved.empty() || !workspace.file.empty();
  const std::string percent = std::to_string(static_cast<int>(workspace.fraction * 100)) + " %";
  const std::string making = tr("Training\u2026 {1}", percent);
  const ButtonSpec print{
      .id = "class_sheet",
      .label = workspace.making_sheet ? std::string_view(making) : tr("Page to print"),
      .icon = Icon::kFile,
      .tip = tr("Trains the saved workspace to its end and writes what everybody should see"),
      .enabled = there && !workspace.making_sheet};
  if (button(ui, foot.take_left(button_width(ui, save), ui.px(8)), save))
    context.actions.emplace_back(action::SaveWorkspace{});
  if (foot.w >= button_width(ui, print) &&
      button(ui, foot.take_left(button_width(ui, print), ui.px(12)), print))
    context.actions.emplace_back(action::MakeClassSheet{});
  const std::string words = !workspace.sheet.empty()   ? tr("made {1}", workspace.sheet)
                            : !workspace.saved.empty() ? tr("saved {1}", workspace.saved)
                                                       : std::string();
  if (foot.w > ui.px(60)) text_line(ui, foot, ui.fonts.small, ui.theme.muted, words);
}

void WorkspaceSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  Sheet sheet(ui, "workspace_sheet", tr("For a class: save a workspace"), 620, 800);
  Rect rest = sheet.content();
  const Rect foot = rest.take_bottom(ui.px(36), ui.px(12));
  {
    ScrollArea scroll(ui, "workspace", rest);
    Rect page = scroll.content();
    const float top = page.y;
    page.w -= ui.px(4);
    page.h = 1e6F;
    field(context, page, "workspace_title", tr("Title"), tr("as on the page to print"),
          &WorkspaceDraft::title, true);
    field(context, page, "workspace_author", tr("Your name"), tr("whose workspace it is"),
          &WorkspaceDraft::author);
    field(context, page, "workspace_text", tr("What the class does"),
          tr("such as: press Space, then compare the check value"), &WorkspaceDraft::instructions);
    draw_same_curve(context, page);
    draw_hidden(context, page);
    draw_table(context, page);
    field(context, page, "workspace_path", tr("File"), tr("a name that ends in .headroom"),
          &WorkspaceDraft::path);
    scroll.used(page.w, page.y - top);
  }
  draw_foot(context, foot);
  if (sheet.closed()) context.actions.emplace_back(action::EditWorkspace{false});
}

namespace {

ButtonSpec show_all_button() {
  return {.id = "show_hidden",
          .label = tr("Show all"),
          .tip = tr("Bring back what this workspace hides"),
          .small = true};
}

std::string hidden_words(const WorkspaceState& workspace) {
  if (workspace.hidden.empty()) return {};
  return workspace.author.empty() ? std::string(tr("Some controls are hidden by this workspace."))
                                  : tr("Some controls are hidden by {1}'s workspace.", workspace.author);
}

// What is to be done takes the left, the sign and its button the right; below each other where both are long.
struct Band {
  std::string task, sign;
  float button = 0, sign_width = 0, text_width = 0;
  bool beside = true;
};

Band band_of(const ViewContext& context, float width) {
  const Ui& ui = context.ui;
  const WorkspaceState& workspace = context.state.workspace;
  Band band{workspace.instructions, hidden_words(workspace)};
  if (!band.sign.empty()) {
    band.button = button_width(ui, show_all_button());
    band.sign_width = text_width(ui.fonts.small, band.sign) + 1;
  }
  const float inner = width - ui.px(32);
  const float right = band.sign.empty() ? 0 : band.button + ui.px(10) + band.sign_width + ui.px(16);
  band.beside =
      band.task.empty() || inner - right >= std::min(ui.px(320), text_width(ui.fonts.body, band.task));
  band.text_width = band.beside ? inner - right : inner;
  return band;
}

}  // namespace

float workspace_band_height(const ViewContext& context, float width) {
  const Ui& ui = context.ui;
  if (!context.state.workspace.told()) return 0;
  const Band band = band_of(context, width);
  const float lines = wrapped_height(ui.fonts.body, "A\nA", width);  // two at most
  const float task =
      band.task.empty() ? 0 : std::min(lines, wrapped_height(ui.fonts.body, band.task, band.text_width));
  const float sign = band.sign.empty() ? 0 : ui.px(28);
  return (band.beside ? std::max(task, sign) : task + ui.px(4) + sign) + ui.px(10);
}

void draw_workspace_band(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  fill(area, mix(ui.theme.panel, ui.theme.action, 0.10F));
  line(area.min(), {area.right(), area.y}, ui.theme.line);
  const Band band = band_of(context, area.w);
  Rect rest = area.inset(ui.px(16), ui.px(5));
  if (!band.sign.empty()) {
    Rect row = band.beside ? rest : rest.take_bottom(ui.px(28), ui.px(4));
    row = row.centered(row.w, ui.px(28));
    if (button(ui, row.take_right(std::min(row.w, band.button), ui.px(10)), show_all_button()))
      context.actions.emplace_back(action::ShowHidden{});
    const Rect sign = row.take_right(std::min(row.w, band.sign_width));
    text_line(ui, sign, ui.fonts.small, ui.theme.muted, band.sign, Align::kRight);
    if (band.beside) rest.w = band.text_width;
  }
  if (band.task.empty()) return;
  const float height = wrapped_height(ui.fonts.body, band.task, rest.w);
  if (height > rest.h + 1) {
    text_line(ui, rest, ui.fonts.body, ui.theme.text, band.task);  // the whole of it as a tooltip
  } else {
    draw_wrapped(ui.fonts.body, {rest.x, rest.y + (rest.h - height) / 2}, rest.w, ui.theme.text, band.task);
  }
}

}  // namespace headroom::app
