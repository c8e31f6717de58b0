// The report of what the window shows: its figures are the facts', every drawing has a title and a
// description, tables are whole in HTML and in Markdown, and a path that cannot be written says so.
#include "app/state/window_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <thread>

#include "app/state/facts.h"
#include "app/window/report_saver.h"
#include "core/io/file.h"
#include "support/demo_errors.h"
#include "support/screen.h"
#include "support/xml.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

struct Saved {
  std::string text;
  ExhibitNews news;
};

// As the window does it.
Saved save(Screen& screen, const demo::Demo& demo, ReportFormat format, const std::string& path) {
  ReportSaver saver;
  saver.request({format, path});
  const Picture black{1440, 900, std::vector<std::uint8_t>(1440U * 900U * 3U)};
  while (saver.wants_frames()) {
    if (saver.tapes_next()) saver.begin(screen.view());
    screen.draw(demo, 1);
    saver.frame_drawn({screen.view().exhibits(), screen.view().tape(), screen.theme(), screen.fonts(), 1,
                       [&] { return black; }},
                      screen.view(),
                      {demo.state, std::make_shared<const Snapshot>(demo.run),
                       demo.run.error ? &*demo.run.error : nullptr});
  }
  for (int i = 0; i < 20'000; ++i) {
    if (auto news = saver.poll()) return {news->failure ? std::string() : read_file(path), *news};
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  throw std::runtime_error("the report was not written");
}

std::vector<demo::Demo> shown() {
  demo::Demo curves{"curves", demo::training({"small", "large"}, 7), demo::ui_state()};
  demo::Demo home{"home", demo::empty(), demo::ui_state()};
  home.state.home = true;
  demo::Demo plan{"plan", demo::empty(), demo::plan_state()};
  demo::Demo sheet = curves;
  sheet.name = "sheet";
  sheet.state.open_stage = StageId::kPreprocess;
  demo::Demo failed{"failed", demo::failed(), demo::ui_state()};
  return {curves, home, plan, sheet, failed, demo::errors(5, 60)};
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

// The page as XML: its two elements without an end are closed first.
test::Xml xml_of(std::string html) {
  html.erase(0, html.find("<html"));
  for (std::size_t at = html.find("<meta"); at != std::string::npos; at = html.find("<meta", at + 1))
    html.insert(html.find('>', at), "/");
  return test::parse_xml(html);
}

TEST(Report, OfEveryViewIsAWholePageWithNamedDrawingsAndScopedTables) {
  const test::TemporaryDirectory folder;
  Screen screen(1440, 900, 1);
  for (const demo::Demo& demo : shown()) {
    SCOPED_TRACE(demo.name);
    const std::string path = (folder.path() / (demo.name + ".html")).string();
    const std::string html = save(screen, demo, ReportFormat::kHtml, path).text;
    EXPECT_EQ(html.rfind("<!DOCTYPE html>\n<html lang=\"en\">", 0), 0U);
    EXPECT_EQ(count(html, "<script"), 0U);
    const test::Xml page = xml_of(html);  // throws where an element stays open
    EXPECT_EQ(page.all("h1").size(), 1U);
    EXPECT_GE(page.all("h2").size(), 4U);
    const auto drawings = page.all("svg");
    EXPECT_EQ(page.all("desc").size(), drawings.size());
    std::set<std::string> ids;
    for (const test::XmlElement& element : page.elements) {
      if (const auto id = element.attributes.find("id"); id != element.attributes.end()) {
        EXPECT_TRUE(ids.insert(id->second).second) << id->second << " twice";
      }
      if (element.name == "th") {
        EXPECT_EQ(element.attributes.count("scope"), 1U);
      }
    }
    for (const test::XmlElement* const svg : drawings) {
      EXPECT_EQ(svg->attributes.at("role"), "img");
      std::istringstream names(svg->attributes.at("aria-labelledby"));
      for (std::string name; names >> name;) EXPECT_TRUE(ids.contains(name)) << name;
    }
    for (std::size_t at = html.find("url(#"); at != std::string::npos; at = html.find("url(#", at + 1))
      EXPECT_TRUE(ids.contains(html.substr(at + 5, html.find(')', at) - at - 5)));
    EXPECT_EQ(page.all("caption").size(), page.all("table").size());
    for (const test::XmlElement* const title : page.all("title")) EXPECT_NE(title->text, "");
  }
}

TEST(Report, HasADrawingAndATableForEachExhibit) {
  const test::TemporaryDirectory folder;
  Screen screen(1440, 900, 1);
  const demo::Demo demo = demo::errors(5, 60);
  const std::string html = save(screen, demo, ReportFormat::kHtml, (folder.path() / "a.html").string()).text;
  const test::Xml page = xml_of(html);
  for (const Exhibit& exhibit : screen.view().exhibits().shown()) {
    const auto headings = page.all("h3");
    EXPECT_TRUE(std::any_of(headings.begin(), headings.end(), [&](const auto* h) {
      return h->text == exhibit.title;
    })) << exhibit.title;
  }
  EXPECT_NE(html.find("Values of: Confusion matrix"), std::string::npos);
}

// The value of a cell, by its row's head.
std::string cell(const ReportDocument& page, const std::string& section, const std::string& row,
                 std::size_t column = 1) {
  for (const ReportSection& each : page.sections) {
    if (each.title != section) continue;
    for (const ReportTable& table : each.tables) {
      for (const auto& cells : table.rows) {
        if (cells[0] == row) return cells[column];
      }
    }
  }
  return "none in " + section;
}

TEST(Report, ItsFiguresAreTheFactsAndTheRuns) {
  const demo::Demo demo{"", demo::training({"small", "large"}, 7), demo::ui_state()};
  const ReportSource source{.state = demo.state, .run = std::make_shared<const Snapshot>(demo.run)};
  const ReportDocument page = window_report(source);
  const Observed seen{demo.state, demo.run, nullptr};
  for (const Fact& fact : facts())
    EXPECT_EQ(cell(page, "Facts", std::string(fact.name)), fact_text(fact.read(seen))) << fact.name;
  EXPECT_EQ(cell(page, "Run and data", "seed"), fact_text(find_fact("seed")->read(seen)));
  EXPECT_EQ(std::stod(cell(page, "Run and data", "learning rate")),
            std::stod(fact_text(find_fact("learning_rate")->read(seen))));
  EXPECT_EQ(cell(page, "Run and data", "rows that train"), format_count(demo.run.facts->train_rows));
  for (const ModelSnapshot& model : demo.run.curves->models) {
    if (!model.selected) continue;
    const std::string row = cell(page, "Networks", "Small 2×50", 6);
    EXPECT_EQ(row, format_count(model.epoch));
    break;
  }
  // One row for each epoch, the last with the newest loss.
  const auto curves = std::find_if(page.sections.begin(), page.sections.end(),
                                   [](const ReportSection& s) { return s.title == "Curves"; });
  ASSERT_NE(curves, page.sections.end());
  ASSERT_EQ(curves->tables.size(), 2U);
  const History& history = demo.run.curves->models[0].history;
  ASSERT_EQ(curves->tables[0].rows.size(), history.epochs.size());
  EXPECT_NEAR(std::stod(curves->tables[0].rows.back()[2]), history.epochs.back().validation_loss, 1e-5);
  const std::string memory = cell(page, "Memory", "total of this run");
  EXPECT_NE(memory.find(format_count(demo.run.memory->predicted_total)), std::string::npos) << memory;
}

TEST(Report, MarkdownTablesAreWellFormedWhateverStandsInThem) {
  ReportDocument page{.title = "A | B"};
  page.sections.push_back(
      {.title = "Table",
       .tables = {{.caption = "c", .heads = {"a|b", "c"}, .rows = {{"1|2", "<x>\ny"}, {"short"}}}}});
  const std::string text = report_markdown(page);
  EXPECT_NE(text.find("| a\\|b | c |\n| --- | --- |\n| 1\\|2 | \\<x> y |\n| short |  |\n"), std::string::npos)
      << text;
  const test::TemporaryDirectory folder;
  Screen screen(1440, 900, 1);
  for (const demo::Demo& demo : shown()) {
    const std::string whole =
        save(screen, demo, ReportFormat::kMarkdown, (folder.path() / "a.md").string()).text;
    std::istringstream lines(whole);
    std::size_t columns = 0;
    for (std::string line; std::getline(lines, line);) {
      if (line.empty() || line[0] != '|') {
        columns = 0;
        continue;
      }
      const std::size_t bars = count(line, "|") - count(line, "\\|");
      if (columns == 0) columns = bars;
      EXPECT_EQ(bars, columns) << line;
    }
    EXPECT_EQ(whole.rfind("# ", 0), 0U);
  }
}

TEST(Report, EscapesWhatHtmlKeepsForItself) {
  ReportDocument page{.title = "<b>&\"x\""};
  page.sections.push_back({.title = "s", .paragraphs = {"1 < 2 & 3"}});
  const std::string html = report_html(page);
  EXPECT_NE(html.find("<h1>&lt;b&gt;&amp;&quot;x&quot;</h1>"), std::string::npos);
  EXPECT_NE(html.find("<p>1 &lt; 2 &amp; 3</p>"), std::string::npos);
}

TEST(Report, CsvFieldsComeBackAsTheyWereWritten) {
  const ReportTable table = table_of_csv("a,\"b,c\"\n\"x \"\"y\"\"\",\"1\n2\"\n", "t");
  EXPECT_EQ(table.heads, (std::vector<std::string>{"a", "b,c"}));
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0], (std::vector<std::string>{"x \"y\"", "1\n2"}));
}

TEST(Report, APathThatCannotBeWrittenSaysWhichAndNothingIsLeft) {
  Screen screen(1440, 900, 1);
  const Saved saved = save(screen, shown()[0], ReportFormat::kHtml, "/dev/null/nowhere/report.html");
  ASSERT_TRUE(saved.news.failure);
  EXPECT_NE(std::string(saved.news.failure->what()).find("/dev/null/nowhere"), std::string::npos);
  EXPECT_THROW(report_format_of("report.pdf"), Error);
  EXPECT_EQ(report_format_of("a.b.HTML"), ReportFormat::kHtml);
}

}  // namespace
}  // namespace headroom::app
