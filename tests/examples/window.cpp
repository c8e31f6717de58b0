// The examples of the window's headers, word for word (tests/support/check_examples.py): compiled, never run.
#include <memory>
#include <optional>
#include <string>

#include "app/gl/handles.h"
#include "app/gl/point_clouds.h"
#include "app/gl/shader_source.h"
#include "app/gl/value_textures.h"
#include "app/gl/while_asked.h"
#include "app/state/curve_export.h"
#include "app/state/curve_plots.h"
#include "app/state/errors_options.h"
#include "app/state/errors_ways.h"
#include "app/state/glossary.h"
#include "app/state/import_decision.h"
#include "app/state/job_slot.h"
#include "app/state/learn_measure.h"
#include "app/state/moved_values.h"
#include "app/state/network_options.h"
#include "app/state/painted.h"
#include "app/state/paths.h"
#include "app/state/pixel_pad.h"
#include "app/state/planner.h"
#include "app/state/recent.h"
#include "app/state/recorder_moves.h"
#include "app/state/repeater.h"
#include "app/state/results.h"
#include "app/state/script_runner.h"
#include "app/state/settings.h"
#include "app/state/stage_tabs.h"
#include "app/state/trash.h"
#include "app/state/window_report.h"
#include "app/state/workspaces.h"
#include "app/ui/ramps.h"
#include "app/views/batch_walk.h"
#include "app/views/column_words.h"
#include "app/views/data_csv.h"
#include "app/views/data_scene.h"
#include "app/views/errors_csv.h"
#include "app/views/errors_scene.h"
#include "app/views/main_view.h"
#include "app/views/network_change.h"
#include "app/views/network_chart.h"
#include "app/views/network_matrices.h"
#include "app/views/network_nodes.h"
#include "app/views/panels_csv.h"
#include "app/views/pixel_grid.h"
#include "app/views/plan_csv.h"
#include "app/views/plan_form.h"
#include "app/views/prediction_csv.h"
#include "app/views/prediction_parts.h"
#include "app/views/recorder_panel.h"
#include "app/views/stage_parts.h"
#include "app/views/sum_bars.h"
#include "app/views/view.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/drawing_svg.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/focus.h"
#include "app/widgets/frame_notes.h"
#include "app/widgets/laser.h"
#include "app/widgets/motion.h"
#include "app/widgets/number_field.h"
#include "app/widgets/paint.h"
#include "app/widgets/plot/plot_svg.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "app/widgets/spotlight.h"
#include "app/widgets/surface.h"
#include "app/widgets/value_picture.h"
#include "app/window/display_loss.h"
#include "app/window/exhibit_saver.h"
#include "app/window/frame_pacer.h"
#include "app/window/report_saver.h"
#include "app/window/window.h"
#include "core/data/csv/csv.h"
#include "core/io/file.h"
#include "core/io/presets.h"
#include "core/run/network_figures.h"
#include "core/run/run_thread.h"

namespace headroom::app {

namespace {

void use(const auto&...) {}

// --- state

struct ExampleLearn {
  FigureMeasurement measurement;
};

[[maybe_unused]] void figure_meter(FigureMeter& meter, const Snapshot& run, ExampleLearn& state) {
  meter.start("epoch-time-ratio", {}, run, state.measurement);
  meter.collect(run, state.measurement);
  meter.cancel(state.measurement);
}

[[maybe_unused]] void repeater(Repeater& repeater, const Snapshot& run, UiState& state) {
  repeater.start(run, state.repeats);
  repeater.collect(state.repeats);
  repeater.cancel(state.repeats);
}

[[maybe_unused]] void window_reports(const ReportSource& source) {
  write_file("report.html", report_html(window_report(source)));  // in a job
}

[[maybe_unused]] void curve_export(const Snapshot& run) { write_file("curves.csv", curves_csv(run)); }

[[maybe_unused]] void curve_plots(const Theme& theme, const Snapshot& run, const CurveOptions& options) {
  CurvePlots plots;
  plots.update(run, options.smoothing);  // every frame: only what is new costs anything
  PlotSpec loss = plots.spec(theme, run, options, CurveMeasure::kLoss);
  const PlotSpec quality = plots.spec(theme, run, options, CurveMeasure::kQuality);
  std::string file = plots_svg("Architecture & scalability", {loss, quality});
}

[[maybe_unused]] void pointing(Spotlight& spotlight, Laser& laser, const Ui& ui, const Rect& area,
                               const Rect& place, const Control* ring) {
  const ImGuiIO& io = ImGui::GetIO();
  spotlight.add(area);  // panels and cards do so while they are drawn
  spotlight.draw(ui, {.on = true, .named = place, .ring = ring});  // after everything else
  laser.draw(ui, io.KeyAlt, io.MousePos);                          // after everything else
}

[[maybe_unused]] void reports(ReportSaver& saver, MainView& view, const ExhibitFrame& frame,
                              const ReportScene& scene, void (*tell)(const ExhibitNews&)) {
  saver.request({ReportFormat::kHtml, "report.html"});
  if (saver.tapes_next()) saver.begin(view);  // before the frame
  saver.frame_drawn(frame, view, scene);      // after it
  if (auto news = saver.poll()) tell(*news);  // every round
}

[[maybe_unused]] void frame_notes_of_a_test() {
  FrameNotes& notes = frame_notes();
  notes.places.emplace();  // tests only: recorded from here on
  notes.texts.emplace();
}

[[maybe_unused]] void results(const Snapshot& run, const Ui& ui, Rect& rest) {
  for (const ResultLine& each : result_lines(run)) paragraph(ui, rest, each.text);
}

[[maybe_unused]] void job_slot(JobSlot<CsvTable>& slot, const std::string& path) {
  slot.start([path](Progress& p) { return read_csv(path, {}, p); });
  if (auto finished = slot.poll()) use(finished->take());
}

[[maybe_unused]] void plan_measure(StepMeter& meter, const Snapshot& run, UiState& state) {
  meter.watch(run, state.plan);
  meter.start(run, state.plan);
}

[[maybe_unused]] void planner_of(Planner& planner, const Snapshot& run, bool shown, double now,
                                 PlanState& state) {
  planner.ask_worked_example();
  const Planner::News news = planner.poll(run, shown, now, state);
}

[[maybe_unused]] void script_runner(const std::string& text, const ScriptScene& scene, ActionQueue& actions,
                                    ScriptRunner::Status& status) {
  ScriptRunner runner(parse_script(text, "demo"));
  status = runner.advance(scene, actions);
}

[[maybe_unused]] void recent_runs(UiState& state) {
  RecentRuns recent(data_directory());
  recent.refresh({});
  const RecentRuns::News news = recent.poll(state.recent);
}

[[maybe_unused]] void trash() {
  const Trashed gone = move_to_trash("runs/iris", data_directory().parent_path() / "Trash");
  bring_back(gone);
}

[[maybe_unused]] void settings_file(const Settings& settings) {
  LoadedSettings loaded = load_settings(settings_path());
  save_settings(settings_path(), settings);
}

[[maybe_unused]] void glossary_of_the_window() {
  const Glossary glossary = read_glossary(assets_directory() / "glossary.json");
  glossary.find("ReLU");  // by any of its spellings, whatever their case; null: not there
}

[[maybe_unused]] void moved_value(Look& look, const Dataset& dataset, std::size_t column) {
  move_value(look, dataset, column, 24.5);
  restore_value(look, dataset, column);  // once every value is its own again, nothing is moved
}

[[maybe_unused]] void pixel_pad(Look& look, const Dataset& dataset) {
  const PixelGrid grid = pixel_grid(dataset.column_names);  // once a frame: it reads every name
  clear_pad(look, dataset);
  draw_on_pad(look, dataset, {1.5, 3.5}, {6.5, 3.5});  // from pixel (1, 3) down to (6, 3)
}

[[maybe_unused]] void painted(void (*say)(const std::string&)) {
  PaintState paint = empty_painting();
  paint_point(paint, 0.3, -0.2);
  if (const std::string fault = paint_fault(paint); !fault.empty()) say(fault);
}

// --- views and widgets

[[maybe_unused]] void picture_of(const Ui& ui, const Dataset& dataset, std::int64_t row, const Rect& area) {
  if (const PixelGrid grid = pixel_grid(dataset.column_names)) draw_picture(ui, dataset, row, grid, area);
}

[[maybe_unused]] void ramps(const Theme& theme, const Rect& cell, float w, float a, float largest,
                            const std::string& id) {
  fill(cell, signed_color(theme, w / largest));                              // -1 to 1
  fill(cell, activation_color(theme, model_color(theme, id), a / largest));  // 0 to 1
}

[[maybe_unused]] void cells(const Ui& ui, const Rect& space, float line) {
  const CellBlock block = cell_block(space, 200, 20, line, ui.px(26));  // 20 lines of 10 cells
  block.cell(13);
}

[[maybe_unused]] void batch_walk_example() {
  const BatchWalk walk = batch_walk({.since_step = 0.9, .batches_per_second = 1, .batches = 63});
  walk.lit;
  walk.into;
  walk.along;
}

class LearnView : public View {
 public:
  void draw(const ViewContext& context, const Rect& area) override;
  std::optional<EmptyState> empty_state(const ViewContext& context) const override;
};
std::unique_ptr<View> make_learn_view() { return std::make_unique<LearnView>(); }

void LearnView::draw(const ViewContext&, const Rect&) {}
std::optional<EmptyState> LearnView::empty_state(const ViewContext&) const { return {}; }

[[maybe_unused]] void plan_form(PlanForm& form, const ViewContext& context, Rect& rest,
                                const TransformerJob& job) {
  form.number(context, rest,
              {"micro-batch", "micro-batch", job.micro_batch,
               [](PlanInputs& in, std::int64_t v) { in.job.micro_batch = v; }});
}

[[maybe_unused]] void auto_panel(const Ui& ui, float x, float y, float w, float minimum_height,
                                 void (*draw)(Rect)) {
  AutoPanel panel(ui, {x, y, w, 0});
  Rect rest = panel.content();
  draw(rest.take_top(20));
  const float height = panel.finish(rest.y, minimum_height);
}

[[maybe_unused]] void focus_of(ImGuiID id, const Rect& area) {
  Focus& focus = Focus::of_window();
  const bool pressed = focus.add({.id = id, .name = "play", .area = area});
}

[[maybe_unused]] void motion(const Ui& ui, bool open) {
  const float opened = eased(ui, ImGui::GetID("opened"), open);  // 0 to 1
}

[[maybe_unused]] void number(const Ui& ui, const Rect& place, NumberEdit& edit, std::int64_t batch,
                             const NumberSpec<std::int64_t>& spec, void (*show)(std::string)) {
  NumberEvent<std::int64_t> event =
      number_field(ui, place, edit, batch, spec);  // {.id = "batch", .unit = "rows", .range = {1, 8000}}
  if (event.value) batch = *event.value;
  if (!event.typed) show(number_wanted(spec));  // "1 to 8 000 rows"
}

[[maybe_unused]] void rect(const Ui& ui, const Rect& window) {
  Rect rest = window;
  const Rect bar = rest.take_top(ui.px(52));
  const Rect right = rest.take_right(ui.px(320), ui.px(12));
}

[[maybe_unused]] void scroll_area(const Ui& ui, const Rect& area, float (*draw)(Rect)) {
  ScrollArea scroll(ui, "rows", area);
  Rect content = scroll.content();
  const float height = draw(content);
  scroll.used(content.w, height);
}

[[maybe_unused]] void sheet_of(const Ui& ui, void (*draw)(Rect), void (*close)()) {
  Sheet sheet(ui, "keys", "Keys", 640, 480);
  Rect content = sheet.content();
  draw(content);
  if (sheet.closed()) close();
}

[[maybe_unused]] void import_decision(const CsvTable* table, const TabularOptions& options,
                                      Progress& progress,
                                      void (*train)(const std::shared_ptr<const Dataset>&)) {
  const ImportDecision decision = decide_import(*table, options, progress);
  if (decision.dataset) train(decision.dataset);
}

[[maybe_unused]] void exhibits(const ErrorsScene& scene, const Rect& inner) {
  exhibit({.name = "errors-matrix",
           .title = "Confusion matrix",
           .area = inner,
           .csv = [source = errors_source(scene)] { return matrix_csv(source); }});
}

[[maybe_unused]] void errors_numbers(const ErrorsScene& scene) {
  const ErrorsSource source = errors_source(scene);
  std::string csv = matrix_csv(source);  // in a job
}

[[maybe_unused]] void data_numbers(const DataScene& scene) {
  const DataSource source = data_source(scene);
  std::string csv = rows_csv(source);  // in a job
}

[[maybe_unused]] void prediction_numbers(std::shared_ptr<const Inspection> seen,
                                         std::shared_ptr<const Dataset> dataset) {
  std::string csv = layers_csv({seen, dataset});
}

[[maybe_unused]] void memory_numbers(const Snapshot& run) { std::string csv = memory_csv(*run.memory); }

[[maybe_unused]] void plan_numbers(const PlanState& plan) { std::string csv = plan_lines_csv(*plan.report); }

[[maybe_unused]] void taping(Tape& tape, const Rect& area, const Theme& theme, const Fonts& fonts,
                             void (*draw_frame)()) {
  tape.begin();
  draw_frame();  // from ImGui::NewFrame to Render
  Drawing drawing = tape.finish(*ImGui::GetDrawData(), {area, theme, fonts});
  std::string file = drawing_svg(drawing, "Confusion matrix");  // in a job: drawing_svg.h
}

[[maybe_unused]] void drawing_file(const Drawing& drawing) {
  write_file("matrix.svg", drawing_svg(drawing, "Confusion matrix"));
}

// --- window

[[maybe_unused]] void exhibit_saver(ExhibitSaver& saver, MainView& view, const Ui& ui, float ratio,
                                    const std::function<Picture()>& read, void (*draw_frame)(),
                                    void (*tell)(const ExhibitNews&)) {
  saver.request({"errors-matrix", ExportFormat::kSvg, "matrix.svg"});
  if (saver.tapes_next()) view.tape().begin();
  draw_frame();
  saver.frame_drawn({view.exhibits(), view.tape(), ui.theme, ui.fonts, ratio, read});
  if (auto news = saver.poll()) tell(*news);  // every round
}

[[maybe_unused]] void display_loss(RunThread& run) {
  on_display_lost([&run] { run.post(command::Keep{"runs/iris", true}); });
}

[[maybe_unused]] void copy_menu(const Rect& cell, const Rect& table, std::string (*all_rows)()) {
  copyable(cell, "0.524", "small 2×50\t0.524\t78.1 %");  // value and row
  if (copy_asked(table)) offer_copies({{"Copy value", "0.524"}, {"Copy table", all_rows()}});
}

[[maybe_unused]] void frame_pacer(FramePacer& pacer, Window& window, double now, double start, double worked,
                                  double end, void (*draw)()) {
  pacer.note_input();
  if (pacer.frame_due(now)) {
    draw();
    pacer.frame_drawn(start, worked, end);
  } else {
    window.wait(pacer.wait_seconds(now));
  }
}

[[maybe_unused]] void window_of(const ImVec4& background, void (*draw)(const InputEvents&)) {
  Window window({.title = "Headroom"});
  for (InputEvents input; !input.close; input = window.wait(1.0)) {
    window.begin_frame();
    draw(input);
    window.render(background);
    window.present();
  }
}

// --- errors

[[maybe_unused]] void errors_options() {
  ErrorsOptions options;
  options.cell = ErrorCell{8, 3};
  options.plot = ErrorPlot::kRoc;
}

[[maybe_unused]] void stage_tabs(void (*show)(Tab)) {
  if (const std::optional<Tab> tab = tab_of(StageId::kEvaluation)) show(*tab);
}

[[maybe_unused]] void errors_scene(const ViewContext& context, const ErrorFigures& figures,
                                   const ErrorFigures::Model& model, const ModelSnapshot& network) {
  const ErrorsScene scene{context, figures, model, network};
  class_title(scene, 8);
}

[[maybe_unused]] void errors_ways(const UiState& state, const Snapshot& run, ActionQueue& actions) {
  if (const ErrorFigures::Model* model = looked_errors(state, run)) chosen_cell(state.errors, *model);
  actions = show_errors_in_data(state, run);  // key D
}

// --- the flight recorder

[[maybe_unused]] void recorder_moves(const UiState& state, const Snapshot& run, void (*post)(Command)) {
  if (const auto look = recorder_move(run, RecorderMove::kBack)) post(*look);  // key ,
  const std::vector<WayBack> ways = ways_back(run);
  post(go_back_command(ways[chosen_way(state.recorder, ways)]));  // Enter
}

[[maybe_unused]] void recorder_panel(const ViewContext& context, const Rect& below, const Rect& data,
                                     const AxisView& x) {
  draw_recorder(context, below, {data.x, data.w, x});
}

// --- the network

[[maybe_unused]] void network_options() {
  NetworkOptions options;
  options.scale = NetworkScale::kUnit;
  options.proposal = {8, 9};
}

[[maybe_unused]] void network_page_of(const ViewContext& context, const Inspection* seen,
                                      const Inspection* prediction) {
  const std::optional<NetworkPage> page = network_page(context, seen, prediction);
  if (!page) return;
  page->change([](NetworkOptions&, Look& look) { look.unit = UnitAt{1, 5}; });
}

[[maybe_unused]] void node_layout_of(const Ui& ui, const Rect& area, const ModelSpec& spec) {
  const NodeLayout layout = node_layout(area, ui.scale, spec.widths, true);
  layout.columns[2].boxes[5].w;
  layout.columns[0].shown;
}

[[maybe_unused]] void network_change(const NetworkPage& page, const Rect& strip) {
  NetworkChange change;
  if (change.shown(page)) change.draw(page, strip);
}

[[maybe_unused]] void matrix_window() {
  MatrixWindow window;
  window.zoom({0.5F, 0.5F}, 0.8F);
}

[[maybe_unused]] void network_chart(const Ui& ui, const Rect& area, const std::vector<double>& xs,
                                    const std::vector<double>& values, const ImVec4& ink) {
  const Chart chart =
      draw_chart(ui, area, {.right = 20, .low = 0.01, .high = 10, .log_y = true, .names = ui.px(36)});
  draw_chart_line(ui, chart, xs, values, ink, 2);
  draw_end_names(ui, chart, {{"1", 0.7, ink}});
}

[[maybe_unused]] void sum_bars_of(const Ui& ui, const Rect& area, const UnitTrace& unit) {
  const auto bars = sum_bars(unit, 6, [](std::int64_t source) { return "unit " + std::to_string(source); });
  draw_sum_bars(ui, area, bars, true);
}

// --- the table

[[maybe_unused]] void data_scene(const ViewContext& context) {
  const DataScene scene(context);
  if (!scene.rows()) return;
  scene.look_at([](Look& look) { look.row = 7; });
}

[[maybe_unused]] void surface_of(const Rect& area, std::int64_t side, const std::vector<float>& values,
                                 ImVec4 (*color_of)(float), const ImVec4& white) {
  surface(area, side, side, [&](std::size_t cell) { return color_of(values[cell]); });
  level_line(area, level_pieces(side, values, 0.5F), white, 2);
}

[[maybe_unused]] void graphics(const ValueGrid& grid, float largest, const Theme& theme) {
  GlTexture colors = make_texture();
  const GlProgram program = link_program("fullscreen.vert", "values.frag");
  const std::string_view text = shader_source("values.frag");

  WhileAsked<GlTexture> kept;
  kept.begin_frame();
  GlTexture& texture = kept.of("layer 2");

  ValueTextures textures;
  textures.begin_frame();
  const std::uint32_t name = textures.of("layer 2", grid, signed_ramp(largest), theme);
}

[[maybe_unused]] void many_points(PointClouds& clouds, const CloudPoints& points, const CloudLook& look,
                                  void (*draw_another_frame)()) {
  const CloudShown shown = clouds.of("rows", points, look);  // {texture's name, how many are drawn}
  if (shown.drawn < points.x.size()) draw_another_frame();
}

[[maybe_unused]] void workspaces_of(Workspaces& workspaces, UiState& state, const Snapshot& run,
                                    void (*post)(Command)) {
  post(workspaces.save("iris.headroom", state, run));
  const Workspaces::News news = workspaces.poll(run, state.workspace);
}

[[maybe_unused]] void values_of(const Ui& ui, const Rect& area, const LayerMatrix& matrix,
                                std::int64_t columns, std::int64_t lines,
                                const std::shared_ptr<const void>& inspection) {
  draw_values(ui, "weights of layer 2", area,
              {.values = matrix.mean, .columns = columns, .lines = lines, .owner = inspection},
              signed_ramp(matrix.largest));
}

[[maybe_unused]] void words_of_columns() {
  column_words("text with 3 distinct values");  // "Text mit 3 verschiedenen Werten"
}

}  // namespace

}  // namespace headroom::app
