#include "app/state/facts.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace headroom::app {
namespace {

class Facts : public ::testing::Test {
 protected:
  FactValue read(std::string_view name) const { return find_fact(name)->read({state, run, nullptr}); }
  bool is(std::string_view name, Comparison comparison, const std::string& value) const {
    return holds({find_fact(name), comparison, value}, {state, run, nullptr});
  }

  UiState state;
  Snapshot run;
};

// Scripts and people read the line by these names.
TEST_F(Facts, TheStateLineKeepsItsNames) {
  const auto line = nlohmann::ordered_json::parse(state_line({state, run, nullptr}));
  std::vector<std::string> names;
  for (const auto& [name, value] : line.items()) names.push_back(name);
  const std::vector<std::string> kept = {"state",
                                         "home",
                                         "tab",
                                         "look_model",
                                         "look_row",
                                         "look_unit",
                                         "look_other",
                                         "network_model",
                                         "network_step",
                                         "network_values",
                                         "network_order",
                                         "network_scale",
                                         "network_shown",
                                         "network_dead",
                                         "network_pinned",
                                         "network_off",
                                         "network_proposal",
                                         "errors_rows",
                                         "errors_cell",
                                         "errors_show",
                                         "errors_classes",
                                         "errors_plot",
                                         "errors_wrong",
                                         "importance_epoch",
                                         "look_moved",
                                         "look_search",
                                         "prediction_row",
                                         "prediction_outputs",
                                         "prediction_classes",
                                         "prediction_standing",
                                         "recorder_open",
                                         "clock",
                                         "recorder_way",
                                         "data_stage",
                                         "data_filter",
                                         "data_cell",
                                         "data_sort",
                                         "data_rows",
                                         "data_wrong",
                                         "data_plane",
                                         "painted",
                                         "paint_fault",
                                         "noise",
                                         "config",
                                         "device",
                                         "selected",
                                         "seed",
                                         "precision",
                                         "learning_rate",
                                         "pace",
                                         "can_undo",
                                         "past",
                                         "steps",
                                         "epoch",
                                         "trouble",
                                         "recorder_most",
                                         "recorder_held",
                                         "recorder_states",
                                         "recorder_oldest",
                                         "recorder_shown",
                                         "recorder_moving",
                                         "recorder_rates",
                                         "recorder_broke",
                                         "recorder_ways",
                                         "recorder_advised",
                                         "baseline",
                                         "results",
                                         "theme",
                                         "text_scale",
                                         "offered_text_scale",
                                         "language",
                                         "reduced_motion",
                                         "presenter",
                                         "spotlight",
                                         "keys",
                                         "stage",
                                         "batch_step",
                                         "evaluated_epoch",
                                         "settings",
                                         "repeats",
                                         "repeats_phase",
                                         "repeats_done",
                                         "repeats_figures",
                                         "app_settings",
                                         "custom_editor",
                                         "step_unit",
                                         "browser",
                                         "import",
                                         "target",
                                         "types",
                                         "doubts",
                                         "import_show",
                                         "notice",
                                         "folder",
                                         "kept",
                                         "recent",
                                         "recent_removed",
                                         "closing",
                                         "log_loss",
                                         "curves_show",
                                         "curves_hidden",
                                         "plan_gpus",
                                         "plan_bytes",
                                         "plan_model",
                                         "plan_card",
                                         "plan_verdict",
                                         "plan_device",
                                         "plan_refusal",
                                         "learn_page",
                                         "learn_lesson",
                                         "learn_step",
                                         "learn_steps",
                                         "learn_done",
                                         "learn_question",
                                         "learn_answer",
                                         "learn_right",
                                         "learn_score",
                                         "learn_prediction",
                                         "learn_guess",
                                         "learn_measured",
                                         "learn_grade",
                                         "learn_finished",
                                         "learn_faults",
                                         "learn_failure",
                                         "learn_large",
                                         "autoplay",
                                         "autoplay_step",
                                         "autoplay_steps",
                                         "autoplay_phase",
                                         "autoplay_held",
                                         "autoplay_pause",
                                         "focus",
                                         "check",
                                         "workspace",
                                         "workspace_editing",
                                         "workspace_hidden",
                                         "workspace_saved",
                                         "class_sheet",
                                         "exhibits",
                                         "error"};
  EXPECT_EQ(names, kept);
  EXPECT_EQ(line["state"], "empty");
  EXPECT_EQ(line["tab"], "curves");
  EXPECT_EQ(line["home"], true);
  EXPECT_EQ(line["text_scale"], 100);
  EXPECT_TRUE(line["stage"].is_null());
  EXPECT_TRUE(line["selected"].is_array());
}

TEST_F(Facts, CountersOfARunThatTrainsAreLeftOutOfTheLine) {
  run.state = RunState::kTraining;
  const auto line = nlohmann::ordered_json::parse(state_line({state, run, nullptr}));
  EXPECT_FALSE(line.contains("steps"));
  EXPECT_FALSE(line.contains("epoch"));
  EXPECT_TRUE(line.contains("seed"));
}

TEST_F(Facts, TellWhatTheSheetsHaveLookedAt) {
  EXPECT_EQ(fact_text(read("batch_step")), "none");
  EXPECT_EQ(fact_text(read("evaluated_epoch")), "none");
  Inspection batch;
  BatchFigures figures;
  figures.models.resize(2);
  figures.models[0].steps = 12;
  batch.findings = figures;
  run.inspections[index_of(Inspect::kBatch)] = std::make_shared<const Inspection>(batch);
  Inspection errors;
  errors.error = Error(ErrorCode::kInternal, "no");
  run.inspections[index_of(Inspect::kErrors)] = std::make_shared<const Inspection>(errors);
  EXPECT_EQ(fact_text(read("batch_step")), "12");
  EXPECT_EQ(fact_text(read("evaluated_epoch")), "none");
}

TEST_F(Facts, AreWrittenAsScriptsWriteThem) {
  EXPECT_EQ(fact_text(read("home")), "true");
  EXPECT_EQ(fact_text(read("stage")), "none");
  run.facts.edit().config.selected = {"small", "large"};
  EXPECT_EQ(fact_text(read("selected")), "small,large");
  run.facts.edit().config.train.optimizer.learning_rate = 0.05;
  EXPECT_EQ(fact_text(read("learning_rate")), "0.05");
}

TEST_F(Facts, PaceUndoAndPastRuns) {
  EXPECT_EQ(fact_text(read("pace")), "full");
  run.facts.edit().pace = {PaceUnit::kBatches, 10};
  EXPECT_EQ(fact_text(read("pace")), "10 batches");
  EXPECT_EQ(fact_text(read("can_undo")), "none");
  run.facts.edit().undo = "reset";
  EXPECT_EQ(fact_text(read("can_undo")), "undo reset");
  run.facts.edit().undone = true;
  EXPECT_EQ(fact_text(read("can_undo")), "redo reset");
  run.past = PastRuns{{.id = 2, .model = "small", .title = "Small 2x50, seed 1", .history = {}}};
  EXPECT_EQ(fact_text(read("past")), "Small 2x50, seed 1");
}

TEST_F(Facts, WhatTheFlightRecorderHoldsAndFound) {
  EXPECT_EQ(fact_text(read("recorder_shown")), "none");
  EXPECT_EQ(fact_text(read("recorder_oldest")), "none");
  EXPECT_EQ(fact_text(read("recorder_broke")), "none");
  RecorderStatus status;
  status.moments = {{0, 0}, {32, 1}};
  status.rates = {{460, 0.003, 1}};
  status.shown = 40;
  run.recorder = std::make_shared<const RecorderStatus>(status);
  EXPECT_EQ(fact_text(read("recorder_states")), "2");
  EXPECT_EQ(fact_text(read("recorder_oldest")), "0");
  EXPECT_EQ(fact_text(read("recorder_shown")), "40");
  EXPECT_EQ(fact_text(read("recorder_rates")), "460:0.003>1");
  RecorderFigures figures;
  DivergenceFigures& broke = figures.divergence.emplace();
  broke.steps = {465, 466};
  broke.bad_layer = 3;
  broke.bad_tensor = "pre-activation";
  figures.ways.resize(2);
  figures.ways[0].step = figures.ways[1].step = 460;
  figures.ways[0].learning_rate = 0.001;
  figures.ways[1].learning_rate = 0.1;
  figures.ways[0].finished = figures.ways[0].good = true;
  Inspection seen;
  seen.findings = figures;
  run.inspections[index_of(Inspect::kRecorder)] = std::make_shared<const Inspection>(seen);
  EXPECT_EQ(fact_text(read("recorder_broke")), "step 466, layer 4, pre-activation");
  EXPECT_EQ(fact_text(read("recorder_ways")), "460@0.001:good,460@0.1:trying");
  EXPECT_EQ(fact_text(read("recorder_advised")), "none");  // not all are tried
  figures.ways[1].finished = true;
  seen.findings = figures;
  run.inspections[index_of(Inspect::kRecorder)] = std::make_shared<const Inspection>(seen);
  EXPECT_EQ(fact_text(read("recorder_advised")), "460@0.001");
}

TEST_F(Facts, AreHeldAgainstAValue) {
  run.facts.edit().config.train.optimizer.learning_rate = 0.05;
  EXPECT_TRUE(is("learning_rate", Comparison::kIs, "5e-2"));
  EXPECT_TRUE(is("learning_rate", Comparison::kAtLeast, "0.05"));
  EXPECT_FALSE(is("learning_rate", Comparison::kAtLeast, "0.06"));
  EXPECT_TRUE(is("learning_rate", Comparison::kAtMost, "0.06"));
  EXPECT_TRUE(is("theme", Comparison::kIs, "dark"));
  EXPECT_FALSE(is("theme", Comparison::kIs, "light"));
  EXPECT_FALSE(is("theme", Comparison::kAtLeast, "3"));  // no number
  EXPECT_TRUE(is("error", Comparison::kIs, "none"));
}

TEST(FactNames, AreKnownOnce) {
  EXPECT_EQ(find_fact("weather"), nullptr);
  for (const Fact& fact : facts()) EXPECT_EQ(find_fact(fact.name), &fact) << fact.name;
}

}  // namespace
}  // namespace headroom::app
