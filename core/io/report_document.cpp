#include "core/io/report_document.h"

#include <algorithm>
#include <string_view>

namespace headroom {
namespace {

constexpr std::string_view kStyle =
    "body{font:1rem/1.5 Inter,Helvetica,Arial,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;"
    "color:#171c23;background:#fff}table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;"
    "font-weight:600;padding:.25rem 0}th,td{border:1px solid #788392;padding:.25rem .5rem;text-align:left;"
    "vertical-align:top}figure{margin:1rem 0}svg{max-width:100%;height:auto}.wide{overflow-x:auto}";

// Of what HTML keeps for itself, and without control characters.
std::string html_words(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) safe += c;
    }
  }
  return safe;
}

// Names within a drawing are its own: a page has many.
std::string with_own_names(std::string svg, const std::string& prefix) {
  for (const std::string_view mark : {"id=\"", "url(#"}) {
    for (std::size_t at = svg.find(mark); at != std::string::npos; at = svg.find(mark, at + 1))
      svg.insert(at + mark.size(), prefix);
  }
  return svg;
}

// Of a drawing's file what belongs into a page, with a title and a description that are read out.
std::string inline_svg(const ReportFigure& figure, const std::string& name) {
  const std::size_t begin = figure.svg.find("<svg");
  if (begin == std::string::npos) return {};
  std::string svg = with_own_names(figure.svg.substr(begin), name + "-");
  svg.insert(4, " role=\"img\" aria-labelledby=\"" + name + "-title " + name + "-desc\"");
  const std::size_t title = svg.find("<title>"), end = svg.find("</title>");
  if (title == std::string::npos || end == std::string::npos) return {};
  svg.replace(title, end + 8 - title,
              "<title id=\"" + name + "-title\">" + html_words(figure.title) + "</title>\n<desc id=\"" +
                  name + "-desc\">" + html_words(figure.description) + "</desc>");
  return svg;
}

std::string html_table(const ReportTable& table) {
  std::string html = "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                     html_words(table.caption) + "\">\n<table>\n<caption>" + html_words(table.caption) +
                     "</caption>\n<thead><tr>";
  for (const std::string& head : table.heads) html += "<th scope=\"col\">" + html_words(head) + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < table.heads.size(); ++i) {
      const std::string cell = html_words(i < row.size() ? row[i] : std::string());
      html += i == 0 ? "<th scope=\"row\">" + cell + "</th>" : "<td>" + cell + "</td>";
    }
    html += "</tr>\n";
  }
  html += "</tbody>\n</table>\n</div>\n";
  if (!table.note.empty()) html += "<p>" + html_words(table.note) + "</p>\n";
  return html;
}

// What Markdown would take for its own.
std::string markdown_words(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      safe += ' ';
      continue;
    }
    if (c == '|' || c == '\\' || c == '<' || c == '*' || c == '`' || c == '[' || c == ']') safe += '\\';
    safe += c;
  }
  return safe;
}

std::string markdown_row(const std::vector<std::string>& cells, std::size_t columns) {
  std::string line = "|";
  for (std::size_t i = 0; i < columns; ++i)
    line += " " + markdown_words(i < cells.size() ? cells[i] : std::string()) + " |";
  return line + "\n";
}

std::string markdown_table(const ReportTable& table) {
  std::string text = "**" + markdown_words(table.caption) + "**\n\n";
  text += markdown_row(table.heads, table.heads.size()) + "|";
  for (std::size_t i = 0; i < table.heads.size(); ++i) text += " --- |";
  text += "\n";
  for (const std::vector<std::string>& row : table.rows) text += markdown_row(row, table.heads.size());
  text += "\n";
  if (!table.note.empty()) text += markdown_words(table.note) + "\n\n";
  return text;
}

// The cells of one line, from `at` on; moves it behind the line (RFC 4180, as csv_field() writes).
std::vector<std::string> csv_cells(std::string_view csv, std::size_t& at) {
  std::vector<std::string> cells(1);
  for (bool quoted = false; at < csv.size(); ++at) {
    const char c = csv[at];
    if (quoted && c == '"' && at + 1 < csv.size() && csv[at + 1] == '"') {
      cells.back() += c;
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c == '\n' && !quoted) {
      ++at;
      break;
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace

std::string report_html(const ReportDocument& document) {
  std::string html = "<!DOCTYPE html>\n<html lang=\"" + html_words(document.language) +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                     "content=\"width=device-width, initial-scale=1\">\n<title>" +
                     html_words(document.title) + "</title>\n<style>" + std::string(kStyle) +
                     "</style>\n</head>\n<body>\n<main>\n<h1>" + html_words(document.title) + "</h1>\n";
  int figures = 0;
  for (const ReportSection& section : document.sections) {
    const std::string level = std::to_string(std::clamp(section.level, 2, 6));
    html += "<h" + level + ">" + html_words(section.title) + "</h" + level + ">\n";
    for (const std::string& paragraph : section.paragraphs) html += "<p>" + html_words(paragraph) + "</p>\n";
    for (const std::vector<std::string>& list : section.lists) {
      if (list.empty()) continue;
      html += "<ul>\n";
      for (const std::string& item : list) html += "<li>" + html_words(item) + "</li>\n";
      html += "</ul>\n";
    }
    for (const ReportFigure& figure : section.figures) {
      const std::string svg = inline_svg(figure, "figure" + std::to_string(++figures));
      if (!svg.empty())
        html += "<figure>\n" + svg + "<figcaption>" + html_words(figure.title) + "</figcaption>\n</figure>\n";
    }
    for (const ReportTable& table : section.tables) html += html_table(table);
  }
  return html + "</main>\n</body>\n</html>\n";
}

std::string report_markdown(const ReportDocument& document) {
  std::string text = "# " + markdown_words(document.title) + "\n\n";
  for (const ReportSection& section : document.sections) {
    text += std::string(static_cast<std::size_t>(std::clamp(section.level, 2, 6)), '#') + " " +
            markdown_words(section.title) + "\n\n";
    for (const std::string& paragraph : section.paragraphs) text += markdown_words(paragraph) + "\n\n";
    for (const std::vector<std::string>& list : section.lists) {
      for (const std::string& item : list) text += "- " + markdown_words(item) + "\n";
      if (!list.empty()) text += "\n";
    }
    for (const ReportFigure& figure : section.figures)
      text += "Drawing: " + markdown_words(figure.title) + ". " + markdown_words(figure.description) + "\n\n";
    for (const ReportTable& table : section.tables) text += markdown_table(table);
  }
  while (text.size() > 1 && text.ends_with("\n\n")) text.pop_back();
  return text;
}

ReportTable table_of_csv(const std::string& csv, const std::string& caption) {
  ReportTable table{.caption = caption, .heads = {}, .rows = {}};
  std::size_t at = 0;
  if (!csv.empty()) table.heads = csv_cells(csv, at);
  while (at < csv.size()) table.rows.push_back(csv_cells(csv, at));
  return table;
}

}  // namespace headroom
