#include "app/views/stage_sheet.h"

#include <algorithm>
#include <cmath>

#include "app/views/pipeline_strip.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "app/widgets/table_preview.h"

namespace headroom::app {
namespace {

void heading(const Ui& ui, Rect& rest, std::string_view text) {
  rest.take_top(ui.px(8));
  text_line(ui, rest.take_top(ui.px(24), ui.px(4)), ui.fonts.bold, ui.theme.text, text);
}

void paragraph(const Ui& ui, Rect& rest, std::string_view text) {
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted, text), ui.px(2));
}

void rows_table(const Ui& ui, Rect& rest, const char* id, const std::vector<std::string>& names,
                const std::vector<float>& values, std::int64_t rows) {
  const std::size_t columns = names.size();
  if (columns == 0 || rows <= 0) return;
  const std::size_t shown = std::min<std::size_t>(static_cast<std::size_t>(rows), values.size() / columns);
  TablePreview table{names, shown, [&](std::size_t r, std::size_t c) {
                       return metric_text(static_cast<double>(values[r * columns + c]));
                     }};
  table_preview(ui, id, rest.take_top(table_preview_height(ui, shown), ui.px(8)), table);
}

void ranges_table(const Ui& ui, Rect& rest, const char* id, const std::vector<std::string>& names,
                  const std::vector<float>& low, const std::vector<float>& high) {
  if (low.size() != names.size() || high.size() != names.size() || names.empty()) return;
  TablePreview table{names, 2, [&](std::size_t r, std::size_t c) {
                       return (r == 0 ? "min " : "max ") +
                              metric_text(static_cast<double>(r == 0 ? low[c] : high[c]));
                     }};
  table_preview(ui, id, rest.take_top(table_preview_height(ui, 2), ui.px(8)), table);
}

using Figures = std::vector<std::pair<std::string, std::string>>;

// Of rows that stay in main memory. Gathering and copying run beside the training.
void stream_figures(const StreamFigures& stream, Figures& rows) {
  rows.emplace_back("streamed so far", format_bytes(stream.bytes));
  const std::string rate = bandwidth_text(stream.bytes, stream.upload_seconds);
  if (!rate.empty()) rows.emplace_back("rate of the copies", rate);
  const auto seconds = [&rows](const char* name, double value) {
    rows.emplace_back(name, value > 0 ? duration_text(value) : "0 s");
  };
  seconds("gathering, host", stream.gather_seconds);
  seconds("copying", stream.upload_seconds);
  seconds("device waited", stream.waited_seconds);
}

void figures(const Ui& ui, Rect& rest, const StageReport& stage) {
  Figures rows;
  if (!stage.in.empty()) rows.emplace_back("in", shape_text(stage.in, true));
  const std::string out = stage.out_text.empty() ? shape_text(stage.out, true) : stage.out_text;
  if (!out.empty()) rows.emplace_back("out", out);
  if (stage.bytes > 0) rows.emplace_back("size of the output", format_bytes(stage.bytes));
  if (stage.seconds > 0) rows.emplace_back("time, measured", duration_text(stage.seconds));
  const std::string rate = bandwidth_text(stage.bytes, stage.seconds);
  if (!rate.empty() && kStageTable.row(stage.id).moves_data) rows.emplace_back("rate", rate);
  if (!stage.where.empty()) rows.emplace_back("where", stage.where);
  if (stage.stream) stream_figures(*stage.stream, rows);
  for (const auto& [name, value] : rows) {
    Rect row = rest.take_top(ui.px(24));
    text_line(ui, row.take_left(std::min(ui.px(180), row.w * 0.5F)), ui.fonts.body, ui.theme.muted, name);
    text_line(ui, row, ui.fonts.mono, ui.theme.text, value);
  }
}

// Where the terms of degree 2 are is the user's choice, with its bytes; the curves are the same.
void terms_choice(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const NetworkJob& question = *context.run.memory->question;
  if (!question.layout.generates_terms || question.data.degree < 2) return;
  const Bytes matrix = question.data.rows * question.data.features() * Bytes{sizeof(float)};
  rest.take_top(ui.px(8));
  const std::string stored = "stored, " + format_bytes(matrix);
  const Rect area = rest.take_top(ui.px(34), ui.px(4));
  const bool generated = context.run.facts->config.terms == Terms::kGenerated;
  const int chosen = segmented(ui, "terms", {area.x, area.y, std::min(area.w, ui.px(460)), area.h},
                               {stored, "computed on the fly"}, generated ? 1 : 0);
  if (chosen >= 0 && chosen != (generated ? 1 : 0)) {
    const Terms terms = chosen == 1 ? Terms::kGenerated : Terms::kStored;
    context.actions.emplace_back(action::Edit{[terms](RunConfig& config) { set_terms(config, terms); }});
  }
  paragraph(ui, rest, "The same products, bit for bit. Changing it starts over.");
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
  const int chosen =
      segmented(ui, "residence", {area.x, area.y, std::min(area.w, ui.px(460)), area.h},
                {option("on the device", Residence::kDevice), option("streamed", Residence::kStreamed)}, now);
  if (chosen >= 0 && chosen != now) {
    const Residence residence = chosen == 1 ? Residence::kStreamed : Residence::kDevice;
    context.actions.emplace_back(
        action::Edit{[residence](RunConfig& config) { config.residence = residence; }});
  }
  paragraph(
      ui, rest,
      "Streamed rows stay in main memory; each epoch brings them to the device chunk by chunk, one on its "
      "way while the other trains. The same curves. Changing it starts over.");
}

}  // namespace

void StageSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  const std::vector<StageReport>& stages = *context.run.stages;
  const auto found = std::find_if(stages.begin(), stages.end(),
                                  [&](const StageReport& s) { return s.id == context.state.open_stage; });
  if (found == stages.end()) return;
  const StageReport& stage = *found;
  const std::string title =
      std::to_string(found - stages.begin() + 1) + "  " + std::string(stage_title(stage.id));
  Sheet sheet(ui, "stage_sheet", title, 860, 640);
  {
    ScrollArea scroll(ui, "stage", sheet.content());
    Rect rest = scroll.content();
    const float top = rest.y;
    rest.w -= ui.px(4);
    rest.h = 1e6F;
    if (!stage.note.empty()) paragraph(ui, rest, stage.note);
    rest.take_top(ui.px(4));
    figures(ui, rest, stage);
    if (stage.id == StageId::kTransfer) residence_choice(context, rest);
    if (stage.id == StageId::kFeatures) terms_choice(context, rest);
    if (const StageDetail* detail = stage.detail.get()) {
      if (!detail->facts.empty()) heading(ui, rest, "What happened");
      for (const std::string& fact : detail->facts) paragraph(ui, rest, "· " + fact);
      if (!detail->rows_before.empty()) heading(ui, rest, "First rows before");
      rows_table(ui, rest, "before", detail->names_before, detail->rows_before, detail->sample_rows);
      if (!detail->rows_after.empty()) heading(ui, rest, "After");
      rows_table(ui, rest, "after", detail->names_after, detail->rows_after, detail->sample_rows);
      if (!detail->min_before.empty()) heading(ui, rest, "Range before, over the training rows");
      ranges_table(ui, rest, "range_before", detail->names_before, detail->min_before, detail->max_before);
      if (!detail->min_after.empty()) heading(ui, rest, "Range after");
      ranges_table(ui, rest, "range_after", detail->names_after, detail->min_after, detail->max_after);
    } else {
      rest.take_top(ui.px(8));
      paragraph(ui, rest,
                stage.state == StageState::kWaiting ? "This stage has not run yet."
                                                    : "This stage keeps no rows to show.");
    }
    scroll.used(rest.w, rest.y - top);
  }
  if (sheet.closed()) context.actions.emplace_back(action::OpenStage{});
}

}  // namespace headroom::app
