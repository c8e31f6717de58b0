#include "app/state/script_views.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/state/pixel_pad.h"
#include "app/state/settings.h"
#include "core/base/error.h"

namespace headroom::app {
namespace {

using Words = ScriptWords;

constexpr std::int64_t kMostCounted = 1'000'000'000'000;

// "2 13", or "2:13" as the state line writes it.
UnitAt take_unit(Words& w) {
  const std::string text = w.word("a layer from 1, or LAYER:UNIT");
  const std::size_t colon = text.find(':');
  Words layer(text.substr(0, colon), w.where());
  const std::int64_t l = layer.integer("a layer from 1", 1, kMostCounted) - 1;
  if (colon == std::string::npos) return {l, w.integer("a unit", 0, kMostCounted)};
  Words unit(text.substr(colon + 1), w.where());
  return {l, unit.integer("a unit", 0, kMostCounted)};
}

Step change_errors(std::function<void(ErrorsOptions&, Look&)> change) {
  return step::Do{action::ChangeErrors{std::move(change)}};
}

Step change_network(std::function<void(NetworkOptions&, Look&)> change) {
  return step::Do{action::ChangeNetwork{std::move(change)}};
}

step::ChangeData data_edit(std::function<void(DataLook&)> edit) {
  step::ChangeData change;
  change.edit = std::move(edit);
  return change;
}

step::ChangeData data_named(Words& w, std::string step::ChangeData::*name, std::string_view what) {
  step::ChangeData change;
  change.*name = w.rest(what);
  return change;
}

Step paint_step(std::function<void(PaintState&)> change) {
  return step::Do{action::Paint{std::move(change)}};
}

Step recorder_size(ScriptWords& words) {
  const Bytes size = words.integer("mebibytes", 0, kMostRecorderMib) * kMiB;
  return step::Do{action::Edit{[size](RunConfig& config) { config.recorder = size; }}};
}

}  // namespace

Step parse_look(Words& w) {
  step::ChangeLook look;
  switch (w.choice(
      {"model", "row", "unit", "wrong", "uncertain", "random", "value", "restore", "other", "pad"})) {
    case 9:
      if (w.take("clear")) {
        look.pad = [](Look& looked, const Dataset& dataset) { clear_pad(looked, dataset); };
      } else {
        w.choice({"draw"});
        const double row = w.number("a row of the picture", -1e3, 1e3);
        const double column = w.number("a column of the picture", -1e3, 1e3);
        look.pad = [row, column](Look& looked, const Dataset& dataset) {
          draw_on_pad(looked, dataset, {row + 0.5, column + 0.5}, {row + 0.5, column + 0.5});
        };
      }
      break;
    case 3: return step::Do{action::FindRow{RowSearch::For::kWrong}};
    case 4: return step::Do{action::FindRow{RowSearch::For::kUncertain}};
    case 5: return step::Do{action::FindRow{RowSearch::For::kRandom}};
    case 6:
      look.column = w.word("a column's name");
      look.value = static_cast<float>(w.number("a value", -3e38, 3e38));
      break;
    case 7: look.restore = true; break;
    case 8:
      look.no_other = w.take("none");
      if (!look.no_other) look.other = take_unit(w);
      break;
    case 0: look.model = w.word("a network's name"); break;
    case 1: look.row = w.integer("a row", 0, kMostCounted); break;
    default:
      if (w.take("none")) {
        look.no_unit = true;
      } else {
        look.unit = take_unit(w);
      }
  }
  return look;
}

Step parse_errors(Words& w) {
  switch (w.choice({"cell", "show", "rows", "plot", "order", "side", "classes", "in-data"})) {
    case 6: {
      const bool similar = w.one_of(kClassOrderNames);
      return change_errors([similar](ErrorsOptions& options, Look&) { options.by_similarity = similar; });
    }
    case 7: return step::Do{action::ShowErrorsInData{}};
    case 0: {
      constexpr std::int64_t kMost = 65'535;
      const std::int64_t truth = w.integer("a class, from 0", 0, kMost);
      const ErrorCell cell{truth, w.integer("the class that was said", 0, kMost)};
      return change_errors([cell](ErrorsOptions& options, Look&) { options.cell = cell; });
    }
    case 1: {
      const bool shares = w.choice({"counts", "shares"}) == 1;
      return change_errors([shares](ErrorsOptions& options, Look&) { options.shares = shares; });
    }
    case 2: {
      const bool train = w.choice({"validation", "train"}) == 1;
      return change_errors([train](ErrorsOptions&, Look& look) { look.training_rows = train; });
    }
    case 3: {
      const ErrorPlot plot = w.one_of(kErrorPlots);
      return change_errors([plot](ErrorsOptions& options, Look&) { options.plot = plot; });
    }
    case 4: {
      const bool least = w.choice({"surest", "least"}) == 1;
      return change_errors([least](ErrorsOptions& options, Look&) { options.least_sure_first = least; });
    }
    default: {
      const bool plots = w.choice({"rows", "plots"}) == 1;
      return change_errors([plots](ErrorsOptions& options, Look&) { options.plots_beside = plots; });
    }
  }
}

Step parse_network(Words& w) {
  switch (w.choice({"values", "order", "scale", "signs", "layer", "side", "off", "propose", "leave"})) {
    case 0:
      return change_network([values = w.one_of(kNetworkValuesNames)](NetworkOptions&, Look& look) {
        look.network.values = values;
      });
    case 1:
      return change_network(
          [order = w.one_of(kUnitOrderNames)](NetworkOptions&, Look& look) { look.network.order = order; });
    case 2:
      return change_network(
          [scale = w.one_of(kNetworkScaleNames)](NetworkOptions& o, Look&) { o.scale = scale; });
    case 3:
      return change_network(
          [signs = w.one_of(kEdgeSignsNames)](NetworkOptions& o, Look&) { o.signs = signs; });
    case 4: {
      std::optional<std::int64_t> layer;
      if (!w.take("pinned")) layer = w.integer("a layer from 1, or pinned", 1, kMostCounted) - 1;
      return change_network([layer](NetworkOptions& o, Look&) { o.history_layer = layer; });
    }
    case 5:
      return change_network([figures = w.choice({"panel", "figures"}) == 1](NetworkOptions& o, Look&) {
        o.figures_beside = figures;
      });
    case 6: return change_network([off = w.on_off()](NetworkOptions& o, Look&) { o.off = off; });
    case 7: {
      const std::string text = w.word("hidden widths such as 8x9");
      const auto hidden = w.parsed([&] { return parse_hidden(text); });
      return change_network([hidden](NetworkOptions& o, Look&) { o.proposal = hidden; });
    }
    default: return change_network([](NetworkOptions& o, Look&) { o.proposal.reset(); });
  }
}

Step parse_data(Words& w) {
  switch (w.choice({"stage", "filter", "class", "sort", "plane", "x", "y", "others", "mark", "cell"})) {
    case 9: {
      constexpr std::int64_t kMost = 65'535;
      const std::int64_t truth = w.integer("a class, from 0", 0, kMost);
      const std::int64_t said = w.integer("the class that was said", 0, kMost);
      const bool training = !w.empty() && w.choice({"validation", "train"}) == 1;
      return data_edit([=](DataLook& d) { list_cell(d, truth, said, training); });
    }
    case 0: return data_edit([stage = w.one_of(kDataStageNames)](DataLook& d) { d.stage = stage; });
    case 1: return data_edit([filter = w.one_of(kRowFilterNames)](DataLook& d) { d.filter = filter; });
    case 2: return data_named(w, &step::ChangeData::class_name, "a class");
    case 3: {
      step::ChangeData change;
      change.descending = w.take("down");
      change.sort = w.rest("row, target, certainty or a column's name");
      return change;
    }
    case 4: return data_edit([plane = w.one_of(kDataPlaneNames)](DataLook& d) { d.plane = plane; });
    case 5: return data_named(w, &step::ChangeData::x, "a column's name");
    case 6: return data_named(w, &step::ChangeData::y, "a column's name");
    case 7: return data_edit([row = w.choice({"mean", "row"}) == 1](DataLook& d) { d.others_at_row = row; });
    default: return data_named(w, &step::ChangeData::mark, "a column's or a term's name");
  }
}

Step parse_paint(Words& w) {
  using From = action::OpenPainting::From;
  const auto place = [&] {
    const double x = w.number("a place along x", -1e30, 1e30);
    return std::pair{x, w.number("a place along y", -1e30, 1e30)};
  };
  switch (w.choice({"new", "data", "on", "off", "class", "point", "erase", "clear", "train"})) {
    case 0: return step::Do{action::OpenPainting{From::kEmpty}};
    case 1: return step::Do{action::OpenPainting{From::kData}};
    case 2: return step::Do{action::OpenPainting{From::kLast}};
    case 3: return step::Do{action::OpenPainting{From::kClose}};
    case 4: {
      const auto label = static_cast<int>(w.integer("0 or 1", 0, 1));
      return paint_step([label](PaintState& state) { state.label = label; });
    }
    case 5: return paint_step([at = place()](PaintState& state) { paint_point(state, at.first, at.second); });
    case 6:
      return paint_step([at = place()](PaintState& state) { erase_points(state, at.first, at.second); });
    case 7: return paint_step([](PaintState& state) { state.points.clear(); });
    default: return step::Do{action::TrainPainted{}};
  }
}

Step parse_recorder(ScriptWords& words) {
  if (words.number_follows()) return recorder_size(words);
  std::vector<std::string_view> choices;
  for (const auto& row : kRecorderMoves) choices.push_back(row.name);
  for (const std::string_view own : {"open", "close", "way", "tries"}) choices.push_back(own);
  const std::size_t chosen = words.choice(choices);
  if (chosen < kRecorderMoves.size())
    return step::Do{action::MoveRecorder{kRecorderMoves.begin()[chosen].value}};
  switch (chosen - kRecorderMoves.size()) {
    case 0: return step::Do{action::ShowRecorder{true}};
    case 1: return step::Do{action::ShowRecorder{false}};
    case 2: {
      const std::int64_t step = words.integer("a step; -1 is the last good epoch", -1, kMostCounted);
      return step::Do{action::ChooseWay{{step, words.number("a learning rate", 0, 1e6)}}};
    }
    default: return step::Do{action::TryWays{words.on_off()}};
  }
}

}  // namespace headroom::app
