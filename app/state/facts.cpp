#include "app/state/facts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <type_traits>

#include "app/state/errors_ways.h"
#include "app/state/learn_facts.h"
#include "app/state/play.h"
#include "app/state/recorder_facts.h"
#include "app/state/recorder_moves.h"
#include "app/state/results.h"
#include "app/state/row_standing.h"
#include "app/state/settings.h"
#include "app/state/troubles.h"
#include "core/base/join.h"
#include "core/base/tr.h"
#include "core/plan/device_index.h"
#include "core/train/check_value.h"

namespace headroom::app {

namespace {

using OrderedJson = nlohmann::ordered_json;

using Phase = ImportState::Phase;
constexpr auto kPhaseNames = names<Phase>({{Phase::kNone, "none"},
                                           {Phase::kReading, "reading"},
                                           {Phase::kChoosing, "choosing"},
                                           {Phase::kRefused, "refused"}});

FactValue text(std::string_view value) { return std::string(value); }
FactValue or_none(const std::string& value) { return value.empty() ? FactValue() : FactValue(value); }

// Of the selected model that is furthest ahead.
template <typename Member>
FactValue furthest(const Snapshot& run, Member count) {
  std::int64_t most = 0;
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected) most = std::max(most, model.*count);
  }
  return most;
}

const PlanReport* answer(const Observed& seen) { return seen.state.plan.report.get(); }

FactValue plan_model(const Observed& seen) {
  const PlanReport* const report = answer(seen);
  return report && report->inputs.transformer ? FactValue(report->inputs.transformer->name) : FactValue();
}

FactValue trouble(const Observed& seen) {
  const ModelSnapshot* const model = troubled_model(seen.state, seen.run);
  return model ? FactValue(trouble_id(*model)) : FactValue();
}

FactValue what_of(const Error* error) { return error ? text(error->what()) : FactValue(); }

FactValue import_types(const Observed& seen) {
  constexpr std::size_t kShown = 32;  // a line is for reading
  const auto& decided = seen.state.import_state.decided;
  if (!decided) return {};
  std::vector<std::string> types;
  for (const ColumnSchema& column : decided->schema.columns) {
    if (types.size() == kShown) break;
    types.emplace_back(column_type_name(column.type));
  }
  return types;
}

// What the sheets of training and evaluation show; none before they have looked.
FactValue batch_step(const Observed& seen) {
  const auto& look = seen.run.inspections[index_of(Inspect::kBatch)];
  const BatchFigures* const batch = look ? look->batch() : nullptr;
  return batch && !batch->models.empty() ? FactValue(batch->models.front().steps) : FactValue();
}
FactValue evaluated_epoch(const Observed& seen) {
  const auto& look = seen.run.inspections[index_of(Inspect::kErrors)];
  const ErrorFigures* const errors = look ? look->errors() : nullptr;
  return errors && !errors->models.empty() ? FactValue(errors->models.front().epoch) : FactValue();
}

// Rows that the network that is looked at has wrong; of a regression all are.
FactValue errors_wrong(const Observed& seen) {
  const ErrorFigures::Model* const model = looked_errors(seen.state, seen.run);
  return model ? FactValue(model->rows - model->correct) : FactValue();
}
FactValue importance_epoch(const Observed& seen) {
  const auto& look = seen.run.inspections[index_of(Inspect::kImportance)];
  const ImportanceFigures* const figures = look ? look->importance() : nullptr;
  return figures ? FactValue(figures->epoch) : FactValue();
}

const PredictionFigures* prediction(const Observed& seen) {
  const auto& look = seen.run.inspections[index_of(Inspect::kPrediction)];
  return look ? look->prediction() : nullptr;
}
// "small=0.395012", of several outputs the one of the likeliest class.
FactValue prediction_outputs(const Observed& seen) {
  if (!prediction(seen)) return {};
  std::vector<std::string> all;
  for (const PredictionFigures::Model& model : prediction(seen)->models) {
    const double output = *std::max_element(model.output.begin(), model.output.end());
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", output);
    all.push_back(model.id + "=" + text);
  }
  return all;
}
// "small=yes"; none of a regression.
FactValue prediction_classes(const Observed& seen) {
  const auto& dataset = seen.run.facts->dataset;
  if (!prediction(seen) || !dataset || dataset->class_names.empty()) return {};
  std::vector<std::string> all;
  for (const PredictionFigures::Model& model : prediction(seen)->models) {
    if (model.said < 0 || model.said >= dataset->classes()) continue;
    all.push_back(model.id + "=" + dataset->class_names[static_cast<std::size_t>(model.said)]);
  }
  return all;
}

// "small=right": right, wrong, moved where the values are not the row's own, value of a regression.
FactValue prediction_standing(const Observed& seen) {
  if (!prediction(seen)) return {};
  std::vector<std::string> all;
  for (const PredictionFigures::Model& model : prediction(seen)->models)
    all.push_back(model.id + "=" + std::string(kStandingNames.name(standing(*prediction(seen), model))));
  return all;
}

using Seen = const Observed&;

const NetworkFigures* network_seen(Seen seen) {
  const auto& look = seen.run.inspections[index_of(Inspect::kNetwork)];
  return look ? look->network() : nullptr;
}
FactValue unit_text(const std::optional<UnitAt>& unit) {
  return unit ? text(std::to_string(unit->layer + 1) + ":" + std::to_string(unit->unit)) : FactValue();
}
// Units that no row switches on, layer by layer; none where the activation cannot.
FactValue network_dead(Seen seen) {
  const NetworkFigures* const network = network_seen(seen);
  if (!network || !network->layers) return {};
  std::vector<std::string> all;
  for (const LayerFigures& layer : network->layers->of) {
    if (layer.dead >= 0) all.push_back(std::to_string(layer.dead));
  }
  return all;
}
// The values that are asked for, once they are there.
FactValue network_shown(Seen seen) {
  const NetworkFigures* const network = network_seen(seen);
  const NetworkLook& asked = seen.state.look.network;
  if (!network || !network->values || network->values->values != asked.values ||
      network->values->order != asked.order)
    return {};
  return text(std::string(kNetworkValuesNames.name(asked.values)) + " by " +
              std::string(kUnitOrderNames.name(asked.order)));
}
// The pinned units that have figures: "2:5,1:3".
FactValue network_pinned(Seen seen) {
  const NetworkFigures* const network = network_seen(seen);
  if (!network || !network->pinned) return {};
  std::vector<std::string> all;
  for (const auto* const unit : {&network->pinned->a, &network->pinned->b}) {
    if (*unit) all.push_back(fact_text(unit_text((*unit)->at)));
  }
  return all;
}
FactValue network_proposal(Seen seen) {
  if (!seen.state.network.proposal) return {};
  std::vector<std::string> widths;
  for (const std::int64_t width : *seen.state.network.proposal) widths.push_back(std::to_string(width));
  return text(join(widths, {}, "x"));
}

const DataFigures* data_seen(Seen seen) {
  const auto& look = seen.run.inspections[index_of(Inspect::kData)];
  return look ? look->data() : nullptr;
}
// Of the list that is asked for, once it is there.
FactValue data_rows(Seen seen) {
  const DataFigures* const data = data_seen(seen);
  const DataLook& asked = seen.state.look.data;
  if (!data || !data->order || data->order->look.filter != asked.filter ||
      data->order->look.sort != asked.sort)
    return {};
  return static_cast<std::int64_t>(data->order->rows.size());
}
FactValue data_wrong(Seen seen) {
  const DataFigures* const data = data_seen(seen);
  return data && data->answers ? FactValue(data->answers->wrong) : FactValue();
}
// The plane that is asked for is there.
FactValue data_plane(Seen seen) {
  const DataFigures* const data = data_seen(seen);
  const DataLook& asked = seen.state.look.data;
  if (!data) return {};
  if (asked.plane == DataPlane::kCorrelation)
    return data->relations ? FactValue(text("correlation")) : FactValue();
  if (!data->plane || data->plane->look.plane != asked.plane || data->plane->look.x != asked.x ||
      data->plane->look.y != asked.y)
    return {};
  return text(kDataPlaneNames.name(asked.plane));
}

// What there is to beat, and what was reached in the end: as the panel of the networks says it.
FactValue results(Seen seen) {
  std::vector<std::string> lines;
  for (const ResultLine& line : result_lines(seen.run)) lines.push_back(line.text);
  return lines;
}

// "small accuracy 0.9533 0.0183": mean and standard deviation of every network.
FactValue repeats_figures(Seen seen) {
  const std::vector<Repeat>& done = seen.state.repeats.done;
  std::vector<std::string> lines;
  for (std::size_t n = 0; !done.empty() && n < done.front().networks.size(); ++n) {
    for (const bool test : {false, true}) {
      for (const RepeatFigure& figure : headroom::repeat_figures()) {
        const Spread spread = spread_of(repeat_values(done, n, test, figure));
        if (spread.count == 0) continue;
        char numbers[64];
        std::snprintf(numbers, sizeof numbers, " %.4f %.4f", spread.mean, spread.deviation);
        lines.push_back(done.front().networks[n].id + (test ? " test_" : " ") + std::string(figure.key) +
                        numbers);
      }
    }
  }
  return lines;
}

FactValue past_titles(Seen seen) {
  std::vector<std::string> titles;
  for (const PastRun& run : *seen.run.past) titles.push_back(run.title);
  return titles;
}

constexpr Fact kFacts[] = {
    {"state", [](Seen s) { return text(run_state_name(s.run.state)); }},
    {"home", [](Seen s) -> FactValue { return s.state.home; }},
    {"tab", [](Seen s) { return text(kTabs.name(s.state.tab)); }},
    {"look_model",
     [](Seen s) {
       const ModelSnapshot* const model = looked_at(s.run, s.state.look);
       return model ? text(model->choice.id) : FactValue();
     }},
    {"look_row", [](Seen s) -> FactValue { return s.state.look.row; }},
    {"look_unit", [](Seen s) { return unit_text(s.state.look.unit); }},
    {"look_other", [](Seen s) { return unit_text(s.state.look.network.other); }},
    {"network_model", [](Seen s) { return network_seen(s) ? text(network_seen(s)->model) : FactValue(); }},
    {"network_step", [](Seen s) { return network_seen(s) ? FactValue(network_seen(s)->steps) : FactValue(); },
     true},
    {"network_values", [](Seen s) { return text(kNetworkValuesNames.name(s.state.look.network.values)); }},
    {"network_order", [](Seen s) { return text(kUnitOrderNames.name(s.state.look.network.order)); }},
    {"network_scale", [](Seen s) { return text(kNetworkScaleNames.name(s.state.network.scale)); }},
    {"network_shown", network_shown, true},
    {"network_dead", network_dead, true},
    {"network_pinned", network_pinned, true},
    {"network_off", [](Seen s) -> FactValue { return s.state.network.off; }},
    {"network_proposal", network_proposal},
    // Of the tab of errors: its rows, its cell ("true:said") or none before one is chosen, its plot.
    {"errors_rows", [](Seen s) { return text(s.state.look.training_rows ? "train" : "validation"); }},
    {"errors_cell",
     [](Seen s) {
       const auto& cell = s.state.errors.cell;
       return cell ? text(std::to_string(cell->truth) + ":" + std::to_string(cell->said)) : FactValue();
     }},
    {"errors_show", [](Seen s) { return text(s.state.errors.shares ? "shares" : "counts"); }},
    {"errors_classes", [](Seen s) { return text(kClassOrderNames.name(s.state.errors.by_similarity)); }},
    {"errors_plot", [](Seen s) { return text(kErrorPlots.name(s.state.errors.plot)); }},
    {"errors_wrong", errors_wrong, true},
    {"importance_epoch", importance_epoch, true},
    {"look_moved", [](Seen s) -> FactValue { return !s.state.look.moved.empty(); }},
    {"look_search", [](Seen s) -> FactValue { return s.state.look.search.has_value(); }},
    // What the Prediction tab shows; none before it has looked. Outputs to six digits.
    {"prediction_row", [](Seen s) { return prediction(s) ? FactValue(prediction(s)->row) : FactValue(); }},
    {"prediction_outputs", prediction_outputs, true},
    {"prediction_classes", prediction_classes, true},
    {"prediction_standing", prediction_standing, true},
    {"recorder_open", [](Seen s) -> FactValue { return s.state.recorder.open; }},
    {"clock", [](Seen s) { return text(clock_words(s.run).text); }, true},
    {"recorder_way", recorder_way},
    {"data_stage", [](Seen s) { return text(kDataStageNames.name(s.state.look.data.stage)); }},
    {"data_filter", [](Seen s) { return text(kRowFilterNames.name(s.state.look.data.filter)); }},
    // Of data_filter "cell": "true:said"; none of others.
    {"data_cell",
     [](Seen s) {
       const DataLook& data = s.state.look.data;
       const bool cell = data.filter == RowFilter::kCell;
       return cell ? text(std::to_string(data.filter_class) + ":" + std::to_string(data.filter_said))
                   : FactValue();
     }},
    {"data_sort", [](Seen s) { return text(kRowSortNames.name(s.state.look.data.sort)); }},
    {"data_rows", data_rows, true},
    {"data_wrong", data_wrong, true},
    {"data_plane", data_plane, true},
    // What is painted: points of the two classes; none while the sheet is closed.
    {"painted",
     [](Seen s) {
       if (!s.state.paint.open) return FactValue();
       return text(std::to_string(painted_of_class(s.state.paint, 0)) + ":" +
                   std::to_string(painted_of_class(s.state.paint, 1)));
     }},
    {"paint_fault",
     [](Seen s) { return s.state.paint.fault.empty() ? FactValue() : text(s.state.paint.fault); }},
    {"noise",
     [](Seen s) {
       const auto& generator = s.run.facts->config.generator;
       return generator ? FactValue(generator->noise) : FactValue();
     }},
    {"config", [](Seen s) { return text(s.run.facts->config.id); }},
    {"device", [](Seen s) { return text(s.run.facts->device.id); }},
    {"selected", [](Seen s) -> FactValue { return s.run.facts->config.selected; }},
    {"seed", [](Seen s) -> FactValue { return s.run.facts->config.train.seed; }},
    {"precision", [](Seen s) { return text(precision_name(s.run.facts->config.train.precision)); }},
    {"learning_rate", [](Seen s) -> FactValue { return s.run.facts->config.train.optimizer.learning_rate; }},
    {"pace", [](Seen s) { return text(pace_words(s.run.facts->pace)); }},
    {"can_undo",
     [](Seen s) { return s.run.facts->undo.empty() ? FactValue() : text(undo_words(*s.run.facts)); }},
    {"past", past_titles},
    {"steps", [](Seen s) { return furthest(s.run, &ModelSnapshot::steps); }, true},
    {"epoch", [](Seen s) { return furthest(s.run, &ModelSnapshot::epoch); }, true},
    {"trouble", trouble},
    // Of the flight recorder: what it may take and what it holds, in bytes; the step that is looked at,
    // none when it is live; the states kept; the changes of the learning rate ("460:0.003>1").
    {"recorder_most", [](Seen s) -> FactValue { return s.run.recorder->most; }},
    {"recorder_held", [](Seen s) -> FactValue { return s.run.recorder->held; }, true},
    {"recorder_states",
     [](Seen s) -> FactValue { return static_cast<std::int64_t>(s.run.recorder->moments.size()); }, true},
    {"recorder_oldest", recorder_oldest, true},
    {"recorder_shown",
     [](Seen s) { return s.run.recorder->shown ? FactValue(*s.run.recorder->shown) : FactValue(); }},
    {"recorder_moving", [](Seen s) -> FactValue { return s.run.recorder->moving; }},
    {"recorder_rates", recorder_rates},
    // Once it found out what broke a run (layers from 1): "step 466, layer 4, pre-activation"; the ways
    // back that were tried ("460@0.001:good"), best first; the one that is advised, and the one that is
    // chosen, which may be the last good epoch ("-1@0.0003").
    {"recorder_broke", recorder_broke},
    {"recorder_ways", recorder_ways},
    {"recorder_advised", recorder_advised},
    {"baseline",
     [](Seen s) {
       return s.run.facts->baseline ? text(baseline_text(*s.run.facts->baseline)) : FactValue();
     }},
    {"results", results},
    {"theme", [](Seen s) { return text(kThemeNames.name(s.state.dark)); }},
    {"text_scale", [](Seen s) -> FactValue { return std::int64_t{std::lround(s.state.text_scale * 100)}; }},
    {"offered_text_scale",
     [](Seen s) -> FactValue { return std::int64_t{std::lround(s.state.offered_text_scale * 100)}; }},
    {"language",
     [](Seen s) { return text(s.state.language.empty() ? std::string_view("system") : s.state.language); }},
    {"reduced_motion", [](Seen s) -> FactValue { return s.state.reduced_motion; }},
    {"presenter", [](Seen s) -> FactValue { return s.state.presenter; }},
    {"spotlight",
     [](Seen s) {
       const Pointing& pointing = s.state.pointing;
       if (!pointing.spotlight) return FactValue();
       return text(pointing.target.empty() ? "on" : pointing.target);
     }},
    {"keys", [](Seen s) -> FactValue { return s.state.keys_shown; }},
    {"stage",
     [](Seen s) { return s.state.open_stage ? text(stage_name(*s.state.open_stage)) : FactValue(); }},
    {"batch_step", batch_step, true},
    {"evaluated_epoch", evaluated_epoch, true},
    {"settings", [](Seen s) -> FactValue { return s.state.editing_settings; }},
    {"repeats", [](Seen s) -> FactValue { return s.state.repeats.open; }},
    {"repeats_phase", [](Seen s) { return text(kRepeatsPhaseNames.name(s.state.repeats.phase)); }},
    {"repeats_done",
     [](Seen s) -> FactValue { return static_cast<std::int64_t>(s.state.repeats.done.size()); }},
    {"repeats_figures", repeats_figures},
    {"app_settings", [](Seen s) -> FactValue { return s.state.app_settings_shown; }},
    {"custom_editor", [](Seen s) -> FactValue { return s.state.editing_custom_model; }},
    {"step_unit", [](Seen s) { return text(kStepUnitNames.name(s.state.step_whole_epoch)); }},
    {"browser", [](Seen s) -> FactValue { return s.state.browser.open; }},
    {"import", [](Seen s) { return text(kPhaseNames.name(s.state.import_state.phase)); }},
    {"target", [](Seen s) { return text(s.state.import_state.options.target); }},
    // What the columns of the opened file are taken for, and how many may be something else; none before
    // that is decided.
    {"types", import_types},
    {"doubts",
     [](Seen s) {
       const auto& decided = s.state.import_state.decided;
       return decided ? FactValue(decided->doubts) : FactValue();
     }},
    {"import_show", [](Seen s) { return text(kImportShowNames.name(s.state.import_state.show)); }},
    {"notice", [](Seen s) { return text(s.state.notice); }},
    {"folder", [](Seen s) { return s.run.facts->folder.empty() ? FactValue() : text(s.run.facts->folder); }},
    {"kept",  // how the run is kept
     [](Seen s) {
       const RunFacts& facts = *s.run.facts;
       return facts.folder.empty() ? FactValue() : text(facts.kept_automatically ? "automatically" : "saved");
     }},
    {"recent", [](Seen s) -> FactValue { return static_cast<std::int64_t>(s.state.recent.entries.size()); }},
    {"recent_removed",
     [](Seen s) { return s.state.recent.removed.empty() ? FactValue() : text(s.state.recent.removed); }},
    {"closing", [](Seen s) { return text(kClosingNames.name(s.state.closing)); }},
    {"log_loss", [](Seen s) -> FactValue { return s.state.curves.log_loss; }},
    {"curves_show", [](Seen s) { return text(kCurveShowNames.name(s.state.curves.show)); }},
    {"curves_hidden", [](Seen s) -> FactValue { return s.state.curves.hidden; }},
    // What is planned and what came out; none before there is an answer.
    {"plan_gpus", [](Seen s) { return answer(s) ? FactValue(answer(s)->plan.gpus) : FactValue(); }},
    {"plan_bytes", [](Seen s) { return answer(s) ? FactValue(answer(s)->plan.bytes) : FactValue(); }},
    {"plan_model", plan_model},
    {"plan_card", [](Seen s) { return answer(s) ? text(answer(s)->target.name) : FactValue(); }},
    {"plan_verdict",
     [](Seen s) { return answer(s) ? text(verdict_name(answer(s)->judgement.verdict)) : FactValue(); }},
    {"plan_device",
     [](Seen s) {
       const auto& index = s.state.plan.device_index;
       return index ? text(device_index_answer(s.run.facts->devices, *index)) : FactValue();
     }},
    {"plan_refusal", [](Seen s) { return what_of(s.state.plan.refusal ? &*s.state.plan.refusal : nullptr); }},
    // Of Learn (learn_facts.h).
    {"learn_page", learn_page},
    {"learn_lesson", learn_lesson},
    {"learn_step", learn_step},
    {"learn_steps", learn_steps},
    {"learn_done", learn_done},
    {"learn_question", learn_question},
    {"learn_answer", learn_answer},
    {"learn_right", learn_right},
    {"learn_score", learn_score},
    {"learn_prediction", learn_prediction},
    {"learn_guess", learn_guess},
    {"learn_measured", learn_measured},
    {"learn_grade", learn_grade},
    {"learn_finished", learn_finished},
    {"learn_faults", learn_faults},
    {"learn_failure", learn_failure},
    {"learn_large", learn_large},
    // Of the tour that plays by itself: its id, its phase from 1, of how many, and what it does.
    {"autoplay",
     [](Seen s) {
       const Lesson* const tour = s.state.autoplay.playing();
       return tour ? text(tour->id) : FactValue();
     }},
    {"autoplay_step",
     [](Seen s) {
       const AutoplayState& play = s.state.autoplay;
       return play.playing() ? FactValue(static_cast<std::int64_t>(play.step + 1)) : FactValue();
     }},
    {"autoplay_steps",
     [](Seen s) {
       const Lesson* const tour = s.state.autoplay.playing();
       return tour ? FactValue(static_cast<std::int64_t>(tour->steps.size() + 1)) : FactValue();
     }},
    {"autoplay_phase", [](Seen s) { return text(kAutoplayPhaseNames.name(s.state.autoplay.phase)); }},
    {"autoplay_held", [](Seen s) -> FactValue { return s.state.autoplay.held; }},
    {"autoplay_pause", [](Seen s) -> FactValue { return std::int64_t{s.state.autoplay.seconds}; }},
    {"focus", [](Seen s) { return s.focus.empty() ? FactValue() : text(s.focus); }},
    {"check",
     [](Seen s) -> FactValue {
       const ModelSnapshot* const model = looked_at(s.run, s.state.look);
       if (!model || model->history.epochs.empty() || model->history.epochs.back().check == 0) return {};
       return check_text(model->history.epochs.back().check);
     }},
    {"workspace", [](Seen s) -> FactValue { return or_none(s.state.workspace.file); }},
    {"workspace_editing", [](Seen s) -> FactValue { return s.state.workspace.editing; }},
    {"workspace_hidden",
     [](Seen s) -> FactValue {
       std::vector<std::string> names;
       for (const Hidden hidden : s.state.workspace.hidden) names.emplace_back(kHiddenTable.name(hidden));
       return names;
     }},
    {"workspace_saved", [](Seen s) -> FactValue { return or_none(s.state.workspace.saved); }},
    {"class_sheet", [](Seen s) -> FactValue { return or_none(s.state.workspace.sheet); }},
    {"exhibits", [](Seen s) -> FactValue { return s.exhibits; }},
    {"error", [](Seen s) { return what_of(s.error); }},
};

OrderedJson json_of(const FactValue& value) {
  return std::visit(
      [](const auto& v) {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::monostate>) {
          return OrderedJson();
        } else {
          return OrderedJson(v);
        }
      },
      value);
}

std::optional<double> number_of(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::span<const Fact> facts() { return kFacts; }

const Fact* find_fact(std::string_view name) {
  for (const Fact& fact : kFacts) {
    if (fact.name == name) return &fact;
  }
  return nullptr;
}

std::string fact_text(const FactValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return "none";
  if (const auto* const words = std::get_if<std::string>(&value)) return *words;
  if (const auto* const list = std::get_if<std::vector<std::string>>(&value))
    return list->empty() ? "none" : join(*list, {}, ",");
  return json_of(value).dump();
}

bool holds(const FactTest& test, const Observed& seen) {
  const InEnglish scope;
  const std::string is = fact_text(test.fact->read(seen));
  const std::optional<double> number = number_of(is), wanted = number_of(test.value);
  if (!number || !wanted) return test.comparison == Comparison::kIs && is == test.value;
  switch (test.comparison) {
    case Comparison::kIs: return *number == *wanted;
    case Comparison::kAtLeast: return *number >= *wanted;
    case Comparison::kAtMost: return *number <= *wanted;
  }
  return false;
}

std::string test_text(const FactTest& test) {
  const char* const sign = test.comparison == Comparison::kIs        ? " "
                           : test.comparison == Comparison::kAtLeast ? " >= "
                                                                     : " <= ";
  return std::string(test.fact->name) + sign + test.value;
}

std::string state_line(const Observed& seen, bool with_counters) {
  const InEnglish scope;
  OrderedJson line;
  for (const Fact& fact : kFacts) {
    if (fact.counter && !with_counters && seen.run.state == RunState::kTraining) continue;
    line[std::string(fact.name)] = json_of(fact.read(seen));
  }
  return line.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

}  // namespace headroom::app
