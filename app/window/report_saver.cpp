#include "app/window/report_saver.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/state/paths.h"
#include "app/state/window_report.h"
#include "app/widgets/drawing_svg.h"
#include "app/window/frame_pacer.h"
#include "core/base/tr.h"

namespace headroom::app {

namespace {

bool same_panel(const Rect& a, const Rect& b) { return a.x == b.x && a.y == b.y && a.w == b.w; }

// One panel's texts as lines: what has its middle beside the first of a line belongs to it.
std::vector<std::string> lines_of(std::vector<const FrameNotes::Text*> texts) {
  std::vector<std::string> lines;
  std::stable_sort(texts.begin(), texts.end(),
                   [](const auto* a, const auto* b) { return a->area.y < b->area.y; });
  for (auto first = texts.begin(); first != texts.end();) {
    const Rect lead = (*first)->area;
    const auto last = std::stable_partition(first, texts.end(), [&](const auto* text) {
      return std::abs(text->area.center().y - lead.center().y) < lead.h / 2;
    });
    std::stable_sort(first, last, [](const auto* a, const auto* b) { return a->area.x < b->area.x; });
    std::string line;
    float end = 0;
    for (auto each = first; each != last; ++each) {
      const Rect& area = (*each)->area;
      const bool apart = area.x - end > 0.6F * area.h;  // figures of a table, not words of a sentence
      if (!line.empty()) line += apart ? " · " : " ";
      line += (*each)->whole.empty() ? (*each)->words : (*each)->whole;
      end = area.right();
    }
    lines.push_back(std::move(line));
    first = last;
  }
  return lines;
}

}  // namespace

std::vector<std::vector<std::string>> lines_in_sight(const std::vector<FrameNotes::Text>& texts) {
  std::vector<std::pair<Rect, std::vector<const FrameNotes::Text*>>> panels;
  for (const FrameNotes::Text& text : texts) {
    if (text.area.common(text.clip).empty()) continue;
    auto panel = std::find_if(panels.begin(), panels.end(),
                              [&](const auto& each) { return same_panel(each.first, text.panel); });
    if (panel == panels.end()) panel = panels.insert(panels.end(), {text.panel, {}});
    panel->second.push_back(&text);
  }
  std::vector<std::vector<std::string>> lines;
  for (auto& [panel, inside] : panels) lines.push_back(lines_of(std::move(inside)));
  return lines;
}

void ReportSaver::request(action::Report wanted) {
  wanted_ = std::move(wanted);
  settle_ = FramePacer::kSettleFrames;
}

void ReportSaver::begin(MainView& view) {
  view.exhibits().await_all();
  view.tape().begin();
  view.notes().texts.emplace();
  view.notes().panels.clear();
}

void ReportSaver::frame_drawn(const ExhibitFrame& frame, MainView& view, const ReportScene& scene) {
  if (settle_ == 0 || --settle_ > 0) return;
  auto source = std::make_shared<ReportSource>();
  source->state = scene.state;
  source->run = scene.run;
  if (scene.error != nullptr) source->error = *scene.error;
  source->focus = view.focus();
  for (const Control& control : view.controls()) source->controls.push_back(control.name);
  std::optional<Picture> whole;  // read where something has no outlines
  for (const Exhibit& exhibit : frame.exhibits.shown()) {
    const Cutting cutting{exhibit.area, frame.theme, frame.fonts, [&](const Rect& area) {
                            if (!whole) whole = frame.read();
                            const float by = frame.pixel_ratio;
                            return part_of(*whole, {area.x * by, area.y * by, area.w * by, area.h * by});
                          }};
    auto drawing = std::make_shared<const Drawing>(frame.tape.cut(*ImGui::GetDrawData(), cutting));
    source->exhibits.push_back({exhibit.name, exhibit.title,
                                [drawing, title = exhibit.title] { return drawing_svg(*drawing, title); },
                                exhibit.csv});
  }
  frame.tape.stop();
  source->words = lines_in_sight(view.notes().texts.value_or(std::vector<FrameNotes::Text>{}));
  view.notes().texts.reset();
  job_.start([source, path = wanted_.path, html = wanted_.format == ReportFormat::kHtml](Progress&) {
    const ReportDocument page = window_report(*source);
    write_output(path, html ? report_html(page) : report_markdown(page));
    return ExhibitNews{.notice = tr("saved {1}", path)};
  });
}

std::optional<ExhibitNews> ReportSaver::poll() {
  const auto finished = job_.poll();
  if (!finished) return std::nullopt;
  try {
    return finished->take();
  } catch (const Error& error) {
    return ExhibitNews{.failure = error};
  } catch (const std::exception& thrown) {
    return ExhibitNews{.failure = Error(ErrorCode::kInternal, thrown.what(), "report")};
  }
}

}  // namespace headroom::app
