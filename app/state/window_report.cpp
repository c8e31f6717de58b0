#include "app/state/window_report.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>

#include "app/state/curve_export.h"
#include "app/state/curve_plots.h"
#include "app/state/facts.h"
#include "app/state/model_words.h"
#include "app/state/results.h"
#include "app/state/troubles.h"
#include "app/widgets/format.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::string yes_no(bool yes) { return yes ? tr("yes") : tr("no"); }
// Not known yet, or not told apart from it.
std::string known_text(double value) {
  return std::isfinite(value) ? digits_text(value, 6) : std::string("–");
}
std::string bytes_words(Bytes bytes) {
  return bytes > 0 ? tr("{1} ({2} bytes)", format_bytes(bytes), format_count(bytes)) : std::string("–");
}
std::string seconds_words(double seconds) { return seconds > 0 ? duration_text(seconds) : std::string("–"); }

// The row of two cells that a list of what is set is made of; left out where nothing is known.
void put_row(ReportTable& table, const std::string& what, const std::string& value) {
  if (!value.empty()) table.rows.push_back({what, value});
}

ReportSection overview(const ReportSource& source) {
  const UiState& state = source.state;
  const Snapshot& run = *source.run;
  ReportSection section{.title = tr("What is shown")};
  const std::string_view tab = tr(kTabs.row(state.tab).title);
  if (state.home) {
    section.paragraphs.emplace_back(tr("The first screen."));
  } else if (run.state == RunState::kEmpty) {
    section.paragraphs.push_back(tr("The tab {1}. No run is loaded.", tab));
  } else {
    section.paragraphs.push_back(tr("The tab {1}, of the run {2}, whose state is: {3}.", tab,
                                    run.facts->config.title, run_state_name(run.state)));
  }
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected) continue;
    section.paragraphs.push_back(tr("{1} has finished {2} of {3} epochs.", model_title(model.choice),
                                    format_count(model.epoch), format_count(run.facts->config.train.epochs)));
  }
  for (const ResultLine& each : result_lines(run)) section.paragraphs.push_back(each.text);
  return section;
}

ReportSection messages(const ReportSource& source) {
  const Snapshot& run = *source.run;
  ReportSection section{.title = tr("Messages")};
  std::vector<std::string> list;
  if (source.error) list.push_back(tr("Error: {1}", source.error->what()));
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected && model.trouble)
      list.push_back(model_title(model.choice) + ": " + model.trouble->what + " " + model.trouble->advice);
  }
  if (!run.message.empty()) list.push_back(run.message);
  if (!source.state.notice.empty()) list.push_back(source.state.notice);
  for (const DataDoubt& doubt : run.facts->doubts) list.push_back(doubt.what + " " + doubt.advice);
  if (list.empty()) section.paragraphs.emplace_back(tr("There are none."));
  section.lists = {std::move(list)};
  return section;
}

ReportSection run_and_data(const Snapshot& run) {
  const RunFacts& facts = *run.facts;
  const TrainSettings& train = facts.config.train;
  ReportTable table{.caption = tr("The run and its data"), .heads = {tr("what"), tr("value")}, .rows = {}};
  put_row(table, tr("title"), facts.config.title);
  put_row(table, tr("file"), facts.dataset ? facts.dataset->source : std::string());
  put_row(table, tr("task"), std::string(task_name(facts.task)));
  put_row(table, tr("rows that train"), format_count(facts.train_rows));
  put_row(table, tr("rows that validate"), format_count(facts.validation_rows));
  if (facts.test_rows > 0) put_row(table, tr("rows of the test part"), format_count(facts.test_rows));
  if (facts.dataset) put_row(table, tr("columns"), format_count(facts.dataset->columns));
  put_row(table, tr("features that the networks see"), format_count(facts.features));
  if (facts.dataset && !facts.dataset->class_names.empty())
    put_row(table, tr("classes"), join(facts.dataset->class_names));
  put_row(table, tr("to beat"), to_beat(run));
  put_row(table, tr("device"), facts.device.name + " (" + facts.device.id + ")");
  put_row(table, tr("seed"), std::to_string(train.seed));
  put_row(table, tr("epochs"), format_count(train.epochs));
  put_row(table, tr("batch"), format_count(train.batch));
  put_row(table, tr("optimizer"), std::string(optimizer_name(train.optimizer.kind)));
  put_row(table, tr("learning rate"), learning_rate_text(train.optimizer.learning_rate));
  put_row(table, tr("precision"), std::string(precision_name(train.precision)));
  put_row(table, tr("pace"), pace_words(facts.pace));
  put_row(table, tr("folder"), facts.folder);
  put_row(table, tr("unsaved training"), yes_no(run.unsaved));
  ReportSection section{.title = tr("Run and data")};
  if (!facts.config.description.empty()) section.paragraphs.push_back(facts.config.description);
  section.tables = {std::move(table)};
  return section;
}

std::string_view stage_state_words(StageState state) {
  switch (state) {
    case StageState::kWaiting: return tr("waiting");
    case StageState::kRunning: return tr("under way");
    case StageState::kDone: return tr("done");
    case StageState::kWarning: return tr("stopped");
    case StageState::kFailed: return tr("failed");
  }
  return {};
}

ReportSection stages(const Snapshot& run) {
  ReportTable table{.caption = tr("Stages of the pipeline, in order"),
                    .heads = {tr("stage"), tr("in"), tr("out"), tr("memory"), tr("time"), tr("where"),
                              tr("state"), tr("what it does")},
                    .rows = {}};
  for (const StageReport& stage : *run.stages) {
    table.rows.push_back({std::string(tr(stage_title(stage.id))), shape_text(stage.in, true),
                          stage.out_text.empty() ? shape_text(stage.out, true) : stage.out_text,
                          bytes_words(stage.bytes), seconds_words(stage.seconds), stage.where,
                          std::string(stage_state_words(stage.state)), stage.note});
  }
  return {.title = tr("Stages"), .tables = {std::move(table)}};
}

ReportSection networks(const Snapshot& run) {
  const bool values = run.facts->task == Task::kRegression;
  ReportTable table{
      .caption = tr("Networks"),
      .heads = {tr("network"), tr("units of each layer"), tr("trains"), tr("parameters"),
                tr("memory of its own"), tr("time of an epoch"), tr("finished epochs"), tr("training loss"),
                tr("validation loss"), values ? tr("R²") : tr("validation accuracy")},
      .rows = {}};
  for (const ModelSnapshot& model : run.curves->models) {
    const EpochMetric last = model.history.epochs.empty() ? EpochMetric{} : model.history.epochs.back();
    const bool any = !model.history.epochs.empty();
    table.rows.push_back({model_title(model.choice), widths_text(model.spec), yes_no(model.selected),
                          format_count(model.parameters), bytes_words(model.planned_bytes),
                          seconds_words(model.epoch_seconds), format_count(model.epoch),
                          any ? known_text(last.train_loss) : "–",
                          any ? known_text(last.validation_loss) : "–",
                          any ? known_text(values ? last.r2 : last.validation_accuracy) : "–"});
  }
  return {.title = tr("Networks"), .tables = {std::move(table)}};
}

// At most so many epochs of each: the first, the last, and what lies evenly between.
constexpr std::size_t kMostEpochs = 60;

ReportSection curves(const ReportSource& source) {
  const Snapshot& run = *source.run;
  ReportSection section{.title = tr("Curves")};
  if (!any_curve(run)) {
    section.paragraphs.emplace_back(tr("There are none before something has trained."));
    return section;
  }
  section.figures.push_back(
      {.title = tr("Loss and quality while it trains"),
       .description =
           tr("Training is drawn solid, validation dashed, each network with a mark of its own. The "
              "values are in the tables below."),
       .svg = curves_svg(run, source.state.curves)});
  const bool values = run.facts->task == Task::kRegression;
  for (const ModelSnapshot& model : run.curves->models) {
    if (!model.selected) continue;
    ReportTable table{.caption = tr("Epochs of {1}", model_title(model.choice)),
                      .heads = {tr("epoch"), tr("training loss"), tr("validation loss"),
                                values ? tr("R²") : tr("validation accuracy"), tr("seconds since the start"),
                                tr("learning rate")},
                      .rows = {}};
    const std::size_t count = model.history.epochs.size(), shown = std::min(count, kMostEpochs);
    for (std::size_t i = 0; i < shown; ++i) {
      const std::size_t at = shown < 2 ? i : i * (count - 1) / (shown - 1);
      const EpochMetric& m = model.history.epochs[at];
      table.rows.push_back({std::to_string(m.epoch), known_text(m.train_loss), known_text(m.validation_loss),
                            known_text(values ? m.r2 : m.validation_accuracy), known_text(m.elapsed_seconds),
                            learning_rate_text(m.learning_rate)});
    }
    if (shown < count)
      table.note =
          tr("These are {1} of {2} epochs, evenly spread.", format_count(static_cast<std::int64_t>(shown)),
             format_count(static_cast<std::int64_t>(count)));
    section.tables.push_back(std::move(table));
  }
  return section;
}

ReportSection memory_section(const Snapshot& run) {
  const MemorySnapshot& memory = *run.memory;
  ReportSection section{.title = tr("Memory")};
  if (memory.predicted_total == 0) {
    section.paragraphs.emplace_back(tr("Nothing is planned yet."));
    return section;
  }
  section.paragraphs.push_back(tr("Verdict: {1}.", verdict_text(memory.report)));
  ReportTable table{.caption = tr("What takes how much of the device's memory"),
                    .heads = {tr("what"), tr("predicted"), tr("allocated")},
                    .rows = {}};
  const bool measured = memory.charged_total > 0;
  for (std::size_t i = 0; i < memory.predicted.size(); ++i) {
    const auto category = static_cast<Category>(i);
    if (memory.predicted[i] == 0 && memory.charged[i] == 0) continue;
    table.rows.push_back({std::string(category_name(category)), bytes_words(memory.predicted[i]),
                          measured ? bytes_words(memory.charged[i]) : "–"});
  }
  table.rows.push_back({tr("total of this run"), bytes_words(memory.predicted_total),
                        measured ? bytes_words(memory.charged_total) : "–"});
  if (memory.device.total > 0) {
    table.rows.push_back({tr("free on the device now"), "–", bytes_words(memory.device.free)});
    table.rows.push_back({tr("the whole device"), "–", bytes_words(memory.device.total)});
  }
  section.tables = {std::move(table)};
  return section;
}

// At most so many rows: whoever wants all saves them as CSV.
constexpr std::size_t kMostRows = 200;

ReportTable values_of(const ReportExhibit& exhibit, const std::string& csv) {
  ReportTable table = table_of_csv(csv, tr("Values of: {1}", exhibit.title));
  const std::size_t count = table.rows.size();
  if (count <= kMostRows) return table;
  table.rows.resize(kMostRows);
  table.note =
      tr("These are the first {1} of {2} rows; saved as CSV by a right-click or the menu key, it has all.",
         format_count(std::int64_t{kMostRows}), format_count(static_cast<std::int64_t>(count)));
  return table;
}

void add_exhibits(const ReportSource& source, ReportDocument& document) {
  ReportSection head{.title = tr("What the tab shows")};
  if (source.exhibits.empty()) head.paragraphs.emplace_back(tr("It has no plots, matrices or tables now."));
  document.sections.push_back(std::move(head));
  for (const ReportExhibit& each : source.exhibits) {
    ReportSection section{.title = each.title, .level = 3};
    const std::string csv = each.csv ? each.csv() : std::string();
    section.figures.push_back(
        {.title = each.title,
         .description = csv.empty() ? std::string(tr("As it is drawn in the window."))
                                    : tr("As it is drawn in the window; the table below has its values."),
         .svg = each.svg ? each.svg() : std::string()});
    if (!csv.empty()) section.tables.push_back(values_of(each, csv));
    document.sections.push_back(std::move(section));
  }
}

ReportSection words_in_sight(const ReportSource& source) {
  ReportSection section{.title = tr("Every word that is in sight")};
  section.paragraphs.emplace_back(tr("Panel by panel, each line as it is read from left to right."));
  section.lists = source.words;
  return section;
}

ReportSection controls(const ReportSource& source) {
  ReportSection section{.title = tr("Controls, in the order of the Tab key")};
  section.paragraphs.push_back(source.focus.empty() ? std::string(tr("None has the keyboard's ring."))
                                                    : tr("The keyboard's ring is on: {1}.", source.focus));
  section.lists = {source.controls};
  return section;
}

// What scripts and lessons read, by name: the contract is English.
ReportSection all_facts(const ReportSource& source) {
  ReportTable table{.caption = tr("Facts of the window, as scripts name them"),
                    .heads = {tr("fact"), tr("value")},
                    .rows = {}};
  std::vector<std::string> exhibits;
  for (const ReportExhibit& each : source.exhibits) exhibits.push_back(each.name);
  const Observed seen{source.state, *source.run, source.error ? &*source.error : nullptr, source.focus,
                      exhibits};
  const InEnglish contract;
  for (const Fact& fact : facts()) table.rows.push_back({std::string(fact.name), fact_text(fact.read(seen))});
  return {.title = "", .tables = {std::move(table)}};
}

}  // namespace

ReportDocument window_report(const ReportSource& source) {
  const Snapshot& run = *source.run;
  const bool loaded = run.state != RunState::kEmpty && !run.facts->config.id.empty();
  ReportDocument document;
  document.title = loaded ? run.facts->config.title : std::string(tr("The first screen"));
  document.language = std::string(language());
  document.sections.push_back(overview(source));
  document.sections.push_back(messages(source));
  if (loaded) {
    document.sections.push_back(run_and_data(run));
    document.sections.push_back(stages(run));
    document.sections.push_back(networks(run));
    document.sections.push_back(curves(source));
    document.sections.push_back(memory_section(run));
  }
  add_exhibits(source, document);
  document.sections.push_back(words_in_sight(source));
  document.sections.push_back(controls(source));
  document.sections.push_back(all_facts(source));
  document.sections.back().title = tr("Facts");
  return document;
}

ReportFormat report_format_of(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (ending == ".html" || ending == ".htm") return ReportFormat::kHtml;
  if (ending == ".md" || ending == ".markdown") return ReportFormat::kMarkdown;
  throw Error(ErrorCode::kUsage, tr("a report's name must end with .html or .md"), path);
}

}  // namespace headroom::app
