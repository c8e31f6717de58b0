#include "app/views/stage_sheet.h"

#include <algorithm>
#include <cctype>

#include "app/views/stage_evaluation.h"
#include "app/views/stage_parts.h"
#include "app/views/stage_rows.h"
#include "app/views/stage_training.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// What the stage is for, in a sentence.
std::string_view purpose(StageId stage) {
  switch (stage) {
    case StageId::kLoad:
      return tr("Reads or generates the rows: columns to learn from, and a target to learn.");
    case StageId::kTransfer:
      return tr(
          "Decides which rows train and which are held back, and brings all of them to where the network "
          "is.");
    case StageId::kPreprocess:
      return tr("Brings the columns to the same scale, so that none weighs more because of its unit.");
    case StageId::kFeatures:
      return tr("Adds the products of two columns: what a network would otherwise have to find by itself.");
    case StageId::kTraining:
      return tr(
          "Takes batch after batch forward through the network, compares, and goes backward to see how every "
          "weight should change.");
    case StageId::kEvaluation:
      return tr(
          "After each epoch the rows that were held back go forward through the network; it learns nothing "
          "from them.");
  }
  return {};
}

// Of rows that stay in main memory. Gathering and copying run beside the training.
void stream_figures(const StreamFigures& stream, Figures& rows) {
  rows.emplace_back(tr("streamed so far"), format_bytes(stream.bytes));
  const std::string rate = bandwidth_text(stream.bytes, stream.upload_seconds);
  if (!rate.empty()) rows.emplace_back(tr("rate of the copies"), rate);
  const auto seconds = [&rows](const char* name, double value) {
    rows.emplace_back(name, value > 0 ? duration_text(value) : "0 s");
  };
  seconds(tr("gathering, host"), stream.gather_seconds);
  seconds(tr("copying"), stream.upload_seconds);
  seconds(tr("device waited"), stream.waited_seconds);
}

void figures(const Ui& ui, Rect& rest, const StageReport& stage) {
  Figures rows;
  if (!stage.in.empty()) rows.emplace_back(tr_c("shape", "in"), shape_text(stage.in, true));
  const std::string out = stage.out_text.empty() ? shape_text(stage.out, true) : stage.out_text;
  if (!out.empty()) rows.emplace_back(tr_c("shape", "out"), out);
  if (stage.bytes > 0) rows.emplace_back(tr("size of the output"), format_bytes(stage.bytes));
  if (stage.seconds > 0) rows.emplace_back(tr("time, measured"), duration_text(stage.seconds));
  const std::string rate = bandwidth_text(stage.bytes, stage.seconds);
  if (!rate.empty() && kStageTable.row(stage.id).moves_data) rows.emplace_back(tr("rate"), rate);
  if (!stage.where.empty()) rows.emplace_back(tr("where"), stage.where);
  if (stage.stream) stream_figures(*stage.stream, rows);
  if (!rows.empty()) figure_row(ui, rest, rows);
}

// Where the terms of degree 2 are is the user's choice, with its bytes; the curves are the same.
void terms_choice(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const NetworkJob& question = *context.run.memory->question;
  if (!question.layout.generates_terms || question.data.degree < 2) return;
  const Bytes matrix = question.data.rows * question.data.features() * Bytes{sizeof(float)};
  rest.take_top(ui.px(8));
  const std::string stored = tr("stored, {1}", format_bytes(matrix));
  const Rect area = rest.take_top(ui.px(34), ui.px(4));
  const bool generated = context.run.facts->config.terms == Terms::kGenerated;
  const int chosen = segmented(ui, "terms", {area.x, area.y, std::min(area.w, ui.px(460)), area.h},
                               {stored, tr("computed on the fly")}, generated ? 1 : 0);
  if (chosen >= 0 && chosen != (generated ? 1 : 0)) {
    const Terms terms = chosen == 1 ? Terms::kGenerated : Terms::kStored;
    context.actions.emplace_back(action::Edit{[terms](RunConfig& config) { set_terms(config, terms); }});
  }
  paragraph(ui, rest, tr("The same products, bit for bit. Changing it starts over."));
}

Bytes dataset_bytes(NetworkJob question, Residence residence) {
  question.data.residence = residence;
  return planned_by_category(question)[static_cast<std::size_t>(Category::kDataset)];
}

// Where the rows are is the user's choice as well, on devices that can read them from main memory.
void residence_choice(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const NetworkJob& question = *context.run.memory->question;
  if (!question.layout.streams_rows) return;
  const auto option = [&](const char* name, Residence residence) {
    return name + (", " + format_bytes(dataset_bytes(question, residence)));
  };
  rest.take_top(ui.px(8));
  const Rect area = rest.take_top(ui.px(34), ui.px(4));
  const int now = context.run.facts->config.residence == Residence::kStreamed ? 1 : 0;
  const int chosen = segmented(
      ui, "residence", {area.x, area.y, std::min(area.w, ui.px(460)), area.h},
      {option(tr("on the device"), Residence::kDevice), option(tr("streamed"), Residence::kStreamed)}, now);
  if (chosen >= 0 && chosen != now) {
    const Residence residence = chosen == 1 ? Residence::kStreamed : Residence::kDevice;
    context.actions.emplace_back(
        action::Edit{[residence](RunConfig& config) { config.residence = residence; }});
  }
  paragraph(
      ui, rest,
      tr("Streamed rows stay in main memory; each epoch brings them to the device chunk by chunk, one on its "
         "way while the other trains. The same curves. Changing it starts over."));
}

// Instead of what it did: why there is nothing yet.
std::string missing_text(const Snapshot& run, const StageReport& stage) {
  if (stage.state == StageState::kRunning)
    return tr("Under way: what it does to the rows appears here when it is done.");
  if (stage.state == StageState::kFailed)
    return std::string(tr("It did not finish.")) + " " +
           (run.error ? std::string(run.error->what()) : std::string());
  const auto before = stage_beside(run, stage.id, -1);
  return before ? tr("Not run yet: it follows {1}.", tr(stage_title(*before)))
                : std::string(tr("Not run yet."));
}

bool prepared(const Snapshot& run) {
  return std::any_of(run.curves->models.begin(), run.curves->models.end(),
                     [](const ModelSnapshot& model) { return model.selected && model.steps_per_epoch > 0; });
}

void body(const ViewContext& context, Rect& rest, const StageReport& stage) {
  const Ui& ui = context.ui;
  if (stage.id == StageId::kTransfer) residence_choice(context, rest);
  if (stage.id == StageId::kFeatures) terms_choice(context, rest);
  const bool trains = stage.id == StageId::kTraining, evaluates = stage.id == StageId::kEvaluation;
  const bool lost = stage.state == StageState::kFailed;
  if (trains && prepared(context.run) && !lost) {
    draw_training(context, rest);
  } else if (evaluates && prepared(context.run) && !lost) {
    draw_evaluation(context, rest);
  } else if (stage.detail) {
    draw_stage_rows(ui, rest, stage);
  } else {
    rest.take_top(ui.px(8));
    paragraph(ui, rest, missing_text(context.run, stage));
  }
}

// The stage before and the one after, at the right of the title.
void turn_buttons(const ViewContext& context, Rect head) {
  const Ui& ui = context.ui;
  for (const int by : {1, -1}) {
    const auto other = stage_beside(context.run, context.state.open_stage, by);
    const std::string tip = other ? std::string(tr(stage_title(*other))) + (by < 0 ? " (←)" : " (→)") : "";
    const Rect area = head.take_right(ui.px(32), ui.px(4));
    if (button(ui, area,
               {.id = by < 0 ? "previous" : "next",
                .icon = by < 0 ? Icon::kArrowLeft : Icon::kArrowRight,
                .kind = ButtonKind::kQuiet,
                .tip = tip,
                .enabled = other.has_value()})) {
      context.actions.emplace_back(action::TurnStage{by});
    }
  }
}

}  // namespace

Interests StageSheet::watches(const UiState& state) {
  if (!state.shows_stage()) return {};
  if (state.open_stage == StageId::kTraining) return interest(Inspect::kBatch);
  if (state.open_stage == StageId::kEvaluation) return interest(Inspect::kErrors);
  return {};
}

void StageSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  const std::vector<StageReport>& stages = *context.run.stages;
  const auto found = std::find_if(stages.begin(), stages.end(),
                                  [&](const StageReport& s) { return s.id == context.state.open_stage; });
  if (found == stages.end()) return;
  const std::string title =
      std::to_string(found - stages.begin() + 1) + "  " + std::string(tr(stage_title(found->id)));
  Sheet sheet(ui, "stage_sheet", title, 1190, 760);
  turn_buttons(context, sheet.head());
  {
    // Each stage remembers how far it was scrolled.
    ScrollArea scroll(ui, std::string(stage_name(found->id)).c_str(), sheet.content());
    Rect rest = scroll.content();
    const float top = rest.y;
    rest.w -= ui.px(4);
    rest.h = 1e6F;
    paragraph(ui, rest, purpose(found->id));
    if (std::string note = found->note; !note.empty()) {
      note.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(note.front())));
      paragraph(ui, rest, note);
    }
    rest.take_top(ui.px(8));
    figures(ui, rest, *found);
    body(context, rest, *found);
    scroll.used(rest.w, rest.y - top);
  }
  if (sheet.closed()) context.actions.emplace_back(action::OpenStage{});
}

}  // namespace headroom::app
