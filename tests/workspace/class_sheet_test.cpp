#include "core/workspace/class_sheet.h"

#include <gtest/gtest.h>

#include "core/train/check_value.h"

namespace headroom {
namespace {

ClassRun run_of(std::int64_t epochs, std::vector<std::string> titles = {"Small"}) {
  ClassRun run;
  for (const std::string& title : titles) {
    ClassRun::Model model{{title, title, {4}}, {}, 0};
    for (std::int64_t e = 1; e <= epochs; ++e) {
      model.epochs.push(
          {.epoch = e,
           .validation_loss = 1.0 / static_cast<double>(e),
           .validation_accuracy = 0.5 + 0.4 * static_cast<double>(e) / static_cast<double>(epochs),
           .check = static_cast<std::uint64_t>(e) * 7919});
    }
    run.models.push_back(model);
  }
  return run;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(ClassSheet, SaysWhatToOpenWhatToPressAndWhatToSee) {
  Workspace workspace;
  workspace.title = "Moons <&>";
  workspace.author = "Ms \"Example\"";
  workspace.instructions = "Press Space.\nThen compare.";
  const std::string html = class_sheet(workspace, "moons<1>.headroom", run_of(4, {"Small", "Large"}));
  EXPECT_TRUE(holds(html, "<h1>Moons &lt;&amp;&gt;</h1>"));
  EXPECT_TRUE(holds(html, "Ms &quot;Example&quot;"));
  EXPECT_TRUE(holds(html, "Press Space.\nThen compare."));
  EXPECT_TRUE(holds(html, "moons&lt;1&gt;.headroom"));
  EXPECT_FALSE(holds(html, "moons<1>"));
  EXPECT_TRUE(holds(html, "<kbd>Space</kbd>"));
  EXPECT_TRUE(holds(html, "@page { size: A4"));
  for (std::uint64_t e = 1; e <= 4; ++e) EXPECT_TRUE(holds(html, check_text(e * 7919))) << e;
  EXPECT_TRUE(holds(html, "<td>4</td><td>0.2500</td><td>90.0 %</td>"));
  EXPECT_FALSE(holds(html, "http")) << "nothing comes from elsewhere";
  EXPECT_FALSE(holds(html, "nan"));
}

TEST(ClassSheet, ATableWithoutAPlaceIsNamed) {
  Workspace workspace;
  workspace.data = {.way = DataWay::kReference, .name = "own.csv", .sha256 = {}, .path = {}, .content = {}};
  EXPECT_TRUE(holds(class_sheet(workspace, "a.headroom", run_of(2)), "<b>own.csv</b> has to lie beside it"));
}

TEST(ClassSheet, FitsOnePageHoweverLongTheRun) {
  EXPECT_EQ(sheet_rows({}).size(), 0U);
  EXPECT_EQ(sheet_rows(run_of(1).models[0].epochs).size(), 1U);
  EXPECT_EQ(sheet_rows(run_of(24).models[0].epochs).size(), 24U);
  const std::vector<EpochMetric> rows = sheet_rows(run_of(1000).models[0].epochs);
  ASSERT_EQ(rows.size(), kMostSheetRows);
  EXPECT_EQ(rows.front().epoch, 1);
  EXPECT_EQ(rows.back().epoch, 1000);
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_GT(rows[i].epoch, rows[i - 1].epoch);
}

TEST(ClassSheet, ARunThatBreaksAndOneWithoutEpochsAreSaid) {
  ClassRun run = run_of(2);
  run.trouble = "small diverged at step 9";
  EXPECT_TRUE(holds(class_sheet({}, "a.headroom", run), "small diverged at step 9"));
  EXPECT_TRUE(holds(class_sheet({}, "a.headroom", run_of(0)), "</html>"));
}

}  // namespace
}  // namespace headroom
