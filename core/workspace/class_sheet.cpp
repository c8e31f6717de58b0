#include "core/workspace/class_sheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "core/base/bytes.h"
#include "core/train/check_value.h"

namespace headroom {

namespace {

constexpr std::string_view kStyle = R"(
  @page { size: A4; margin: 16mm; }
  body { font: 11pt/1.4 "Inter", "Helvetica", "Arial", sans-serif; color: #000; background: #fff;
         max-width: 178mm; margin: 0 auto; }
  h1 { font-size: 18pt; margin: 0 0 1mm; }
  p { margin: 0 0 3mm; }
  .instructions { white-space: pre-wrap; font-size: 12pt; }
  .by, footer { color: #333; font-size: 9pt; }
  ol { margin: 0 0 4mm; padding-left: 6mm; }
  .models { display: flex; gap: 8mm; flex-wrap: wrap; }
  table { border-collapse: collapse; font-size: 10pt; page-break-inside: avoid; margin-bottom: 4mm; }
  caption { text-align: left; font-weight: bold; padding-bottom: 1mm; }
  th, td { text-align: right; padding: 0.4mm 3mm 0.4mm 0; font-variant-numeric: tabular-nums; }
  th { border-bottom: 0.3mm solid #000; }
  td.check { font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; }
  tr.last td { border-top: 0.2mm solid #000; font-weight: bold; }
  kbd { border: 0.2mm solid #000; border-radius: 1mm; padding: 0 1mm; font: inherit; }
  svg { width: 100%; height: auto; page-break-inside: avoid; }
)";

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      default: html += c;
    }
  }
  return html;
}

std::string figure(double value, const char* format = "%.4f") {
  if (!std::isfinite(value)) return "\u2013";
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// Of an epoch what the second plot of the window shows: accuracy in percent, or R².
double quality(const ClassRun& run, const EpochMetric& epoch) {
  return run.task == Task::kRegression ? epoch.r2 : 100 * epoch.validation_accuracy;
}

std::string table_of(const ClassRun& run, const ClassRun::Model& model) {
  const bool regression = run.task == Task::kRegression;
  std::string html = "<table><caption>" + escaped(model.choice.title) +
                     "</caption>\n<tr><th>epoch</th><th>loss</th><th>" + (regression ? "R²" : "accuracy") +
                     "</th><th>check value</th></tr>\n";
  const std::vector<EpochMetric> rows = sheet_rows(model.epochs);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const EpochMetric& row = rows[i];
    const std::string seen = regression ? figure(quality(run, row)) : figure(quality(run, row), "%.1f %%");
    html += std::string(i + 1 == rows.size() ? "<tr class=\"last\">" : "<tr>") + "<td>" +
            format_count(row.epoch) + "</td><td>" + figure(row.validation_loss) + "</td><td>" + seen +
            "</td><td class=\"check\">" + (row.check == 0 ? "\u2013" : check_text(row.check)) +
            "</td></tr>\n";
  }
  return html + "</table>\n";
}

// What is printed for a model: a dash of its own, as colours may not be.
constexpr std::array<std::string_view, 4> kDashes = {"none", "6 3", "1.5 3", "9 3 1.5 3"};

struct Plot {
  double left, top, width, height;
};

// A round step: about four of them in `range`.
double round_step(double range) {
  const double rough = std::pow(10.0, std::floor(std::log10(range / 4)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (range / (rough * factor) <= 5) return rough * factor;
  }
  return rough * 10;
}

template <typename Value>
std::string plot_of(const ClassRun& run, const Plot& plot, const std::string& title, const char* format,
                    Value value) {
  double low = INFINITY, high = -INFINITY;
  std::int64_t first = INT64_MAX, last = 0;
  for (const ClassRun::Model& model : run.models) {
    for (const EpochMetric& epoch : model.epochs) {
      if (!std::isfinite(value(epoch))) continue;
      low = std::min(low, value(epoch));
      high = std::max(high, value(epoch));
      first = std::min(first, epoch.epoch);
      last = std::max(last, epoch.epoch);
    }
  }
  if (!(low <= high)) return {};
  if (high - low < 1e-9 * std::max(1.0, std::abs(high))) {
    low -= 0.5;
    high += 0.5;
  }
  const double step = round_step(high - low);
  low = std::floor(low / step) * step;
  high = std::ceil(high / step) * step;
  const auto x = [&](std::int64_t epoch) {
    const auto span = static_cast<double>(std::max<std::int64_t>(1, last - first));
    return plot.left + plot.width * static_cast<double>(epoch - first) / span;
  };
  const auto y = [&](double at) { return plot.top + plot.height * (high - at) / (high - low); };
  const auto place = [](double at) { return figure(at, "%.2f"); };
  const auto text = [&](double at_x, double at_y, const char* anchor, const std::string& words) {
    return "<text x=\"" + place(at_x) + "\" y=\"" + place(at_y) + "\" text-anchor=\"" + anchor + "\">" +
           escaped(words) + "</text>\n";
  };
  std::string svg = text(plot.left, plot.top - 8, "start", title);
  for (double at = low; at < high + step / 2; at += step) {
    svg += "<line x1=\"" + place(plot.left) + "\" y1=\"" + place(y(at)) + "\" x2=\"" +
           place(plot.left + plot.width) + "\" y2=\"" + place(y(at)) +
           "\" stroke=\"#bbb\" stroke-width=\"0.6\"/>\n" +
           text(plot.left - 4, y(at) + 3.5, "end", figure(at, format));
  }
  svg += text(plot.left, plot.top + plot.height + 14, "start", format_count(first)) +
         text(plot.left + plot.width, plot.top + plot.height + 14, "end", "epoch " + format_count(last));
  for (std::size_t m = 0; m < run.models.size(); ++m) {
    std::string path;
    for (const EpochMetric& epoch : run.models[m].epochs) {
      if (!std::isfinite(value(epoch))) continue;
      path += (path.empty() ? "M" : " L") + place(x(epoch.epoch)) + "," + place(y(value(epoch)));
    }
    svg += "<path fill=\"none\" stroke=\"#000\" stroke-width=\"1.4\" stroke-dasharray=\"" +
           std::string(kDashes[m % kDashes.size()]) + "\" d=\"" + path + "\"/>\n";
  }
  return svg;
}

std::string curves_of(const ClassRun& run) {
  const bool regression = run.task == Task::kRegression;
  std::string svg =
      "<svg viewBox=\"0 0 680 230\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"10\" "
      "role=\"img\" "
      "aria-label=\"Loss and " +
      std::string(regression ? "R²" : "accuracy") + " by epoch\">\n";
  svg += plot_of(run, {44, 22, 272, 150}, "Loss on the rows that validate", "%.3g",
                 [](const EpochMetric& epoch) { return epoch.validation_loss; });
  svg += plot_of(run, {390, 22, 272, 150}, regression ? "R²" : "Accuracy, %", "%.3g",
                 [&](const EpochMetric& epoch) { return quality(run, epoch); });
  double x = 44;
  for (std::size_t m = 0; m < run.models.size(); ++m, x += 150) {
    svg += "<line x1=\"" + figure(x, "%.0f") + "\" y1=\"212\" x2=\"" + figure(x + 30, "%.0f") +
           "\" y2=\"212\" stroke=\"#000\" stroke-width=\"1.4\" stroke-dasharray=\"" +
           std::string(kDashes[m % kDashes.size()]) + "\"/>\n<text x=\"" + figure(x + 36, "%.0f") +
           "\" y=\"215.5\">" + escaped(run.models[m].choice.title) + "</text>\n";
  }
  return svg + "</svg>\n";
}

std::string steps_of(const Workspace& workspace, const std::string& file_name, const ClassRun& run) {
  std::int64_t begun = 0, last = 0;
  for (const ClassRun::Model& model : run.models) {
    begun = std::max(begun, model.begun);
    if (!model.epochs.empty()) last = std::max(last, model.epochs.back().epoch);
  }
  std::string html = "<ol>\n<li>Open <b>" + escaped(file_name) +
                     "</b> in Headroom: drop it on the window, or press <kbd>Ctrl</kbd>+<kbd>O</kbd>.";
  if (workspace.data.way == DataWay::kReference)
    html += " <b>" + escaped(workspace.data.name) + "</b> has to lie beside it.";
  html += "</li>\n";
  if (last > begun) {
    html += "<li>Press <kbd>Space</kbd>";
    if (begun > 0) html += "; it goes on after epoch " + format_count(begun);
    html += ". The window says \u201csame on every machine\u201d.</li>\n";
  }
  return html +
         "<li>Compare the check value in the line at the bottom with this sheet. <kbd>R</kbd> starts "
         "again.</li>\n</ol>\n";
}

}  // namespace

std::vector<EpochMetric> sheet_rows(const EpochList& epochs) {
  const std::size_t count = epochs.size(), shown = std::min(count, kMostSheetRows);
  std::vector<EpochMetric> rows;
  for (std::size_t i = 0; i < shown; ++i) {
    rows.push_back(epochs[shown < 2 ? count - 1 : i * (count - 1) / (shown - 1)]);
  }
  return rows;
}

std::string class_sheet(const Workspace& workspace, const std::string& file_name, const ClassRun& run) {
  const std::string& own = workspace.record.config.title;
  const std::string title = !workspace.title.empty() ? workspace.title : !own.empty() ? own : file_name;
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
                     escaped(title) + "</title>\n<style>" + std::string(kStyle) +
                     "</style>\n</head>\n<body>\n<h1>" + escaped(title) + "</h1>\n";
  if (!workspace.author.empty()) html += "<p class=\"by\">" + escaped(workspace.author) + "</p>\n";
  if (!workspace.instructions.empty())
    html += "<p class=\"instructions\">" + escaped(workspace.instructions) + "</p>\n";
  html += steps_of(workspace, file_name, run);
  if (!run.trouble.empty())
    html += "<p><b>It stops early, on every machine: " + escaped(run.trouble) + "</b></p>\n";
  html += curves_of(run) + "<div class=\"models\">\n";
  for (const ClassRun::Model& model : run.models) html += table_of(run, model);
  const RunRecord& record = workspace.record;
  return html + "</div>\n<footer>" + format_count(record.rows) + " rows, of which " +
         format_count(record.train_rows) + " train; seed " + std::to_string(record.config.train.seed) +
         ", batches of " + format_count(record.config.train.batch) + ", learning rate " +
         figure(record.config.train.optimizer.learning_rate, "%g") +
         ". Another check value: another seed, another setting, or data that are not "
         "these.</footer>\n</body>\n</html>\n";
}

}  // namespace headroom
