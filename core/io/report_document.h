// A report as headings, sentences, lists, tables and drawings, and how it is written as a page: HTML that a
// screen reader reads well, or Markdown.
//
//   ReportDocument page{.title = "Iris"};
//   page.sections.push_back({.title = "Run", .paragraphs = {"It trains."}});
//   write_file("iris.html", report_html(page));
//
// HTML has one language, headings in order, captions and scopes for tables, a title and a description for
// each drawing, and no scripts. Markdown has the words and the tables; of a drawing its title and
// description.
//
// Thread rule: plain values and pure functions.
#pragma once

#include <string>
#include <vector>

namespace headroom {

struct ReportTable {
  std::string caption;
  std::vector<std::string> heads;              // of the columns
  std::vector<std::vector<std::string>> rows;  // the first cell names its row
  std::string note = {};                       // below it: "the first 200 of 10 000 rows"
};

struct ReportFigure {
  std::string title, description;
  std::string svg;  // a whole file, with a <title>; empty: words alone
};

struct ReportSection {
  std::string title;
  int level = 2;  // of its heading
  std::vector<std::string> paragraphs = {};
  std::vector<std::vector<std::string>> lists = {};
  std::vector<ReportFigure> figures = {};
  std::vector<ReportTable> tables = {};
};

struct ReportDocument {
  std::string title;
  std::string language = "en";
  std::vector<ReportSection> sections = {};
};

std::string report_html(const ReportDocument& document);
std::string report_markdown(const ReportDocument& document);

// The lines of a CSV file as a table; its first line are the heads.
ReportTable table_of_csv(const std::string& csv, const std::string& caption);

}  // namespace headroom
