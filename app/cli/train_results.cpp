#include "app/cli/train_results.h"

#include <ostream>
#include <utility>

#include "app/cli/output.h"
#include "app/cli/quality_json.h"
#include "core/base/json.h"

namespace headroom::cli {
namespace {

// Shares with three digits, other figures with five.
std::string written(const RepeatFigure& figure, double value) {
  const bool share = figure.key != "rmse";
  return share ? fixed(value, 3) : cli::figure(value);
}

}  // namespace

TrainResults judge(const Run& run, bool with_baseline, const Progress& progress) {
  TrainResults results;
  for (const Lane* lane : run.training_lanes()) {
    results.validation.push_back(validation_quality(*lane, run.data(), run.config(), progress));
    results.test.push_back(test_quality(*lane, run.data(), run.config(), progress));
  }
  if (with_baseline) results.baseline = fit_baseline(run.data(), progress);
  return results;
}

Json quality_json(const Quality& quality, const std::vector<std::string>& class_names) {
  Json json = quality.classes ? class_metrics_json(*quality.classes, class_names)
                              : value_metrics_json(*quality.values);
  json["loss"] = number(quality.loss);
  return json;
}

Json baseline_json(const Baseline& baseline) {
  Json json = {{"seconds", number(baseline.seconds)}, {"rows", baseline.rows}};
  if (baseline.majority) json["majority"] = *baseline.majority;
  if (baseline.classes) {
    json["linear"] = baseline.classes->accuracy;
    json["linear_balanced_accuracy"] = baseline.classes->balanced_accuracy;
  }
  if (baseline.values) {
    json["rmse"] = number(baseline.values->rmse);
    json["r2"] = number(baseline.values->r2);
  }
  if (!baseline.note.empty()) json["note"] = baseline.note;
  return json;
}

std::string quality_text(const Quality& quality) {
  if (quality.classes) {
    return ", accuracy " + percent(quality.classes->accuracy) + " (balanced " +
           percent(quality.classes->balanced_accuracy) + ")";
  }
  return ", RMSE " + figure(quality.values->rmse) + ", R2 " + fixed(quality.values->r2, 4);
}

Json repeats_summary(const std::vector<Repeat>& repeats, std::size_t network) {
  Json json = Json::object();
  for (const bool test : {false, true}) {
    for (const RepeatFigure& figure : repeat_figures()) {
      const std::vector<double> values = repeat_values(repeats, network, test, figure);
      if (values.empty()) continue;
      const Spread spread = spread_of(values);
      json[(test ? "test_" : "") + std::string(figure.key)] = {
          {"mean", number(spread.mean)}, {"std", number(spread.deviation)}, {"n", spread.count}};
    }
  }
  return json;
}

void print_repeats(const std::vector<Repeat>& repeats, std::ostream& out) {
  const std::string what = repeats.front().kind == RepeatPlan::Kind::kFolds ? "fold" : "seed";
  const std::vector<RepeatedNetwork>& networks = repeats.front().networks;
  for (std::size_t n = 0; n < networks.size(); ++n) {
    out << '\n';
    if (networks.size() > 1) out << networks[n].id << '\n';
    std::vector<const RepeatFigure*> shown;
    std::vector<std::string> header{">" + what};
    for (const RepeatFigure& figure : repeat_figures()) {
      if (!figure.of(networks[n].validation)) continue;
      shown.push_back(&figure);
      header.push_back(">" + std::string(figure.title));
    }
    const bool test = networks[n].test.has_value();
    if (test) header.push_back(">test " + std::string(shown.front()->title));
    Table table(header);
    for (const Repeat& repeat : repeats) {
      const RepeatedNetwork& one = repeat.networks[n];
      std::vector<std::string> line{std::to_string(repeat.number)};
      for (const RepeatFigure* each : shown) line.push_back(written(*each, *each->of(one.validation)));
      if (test) line.push_back(written(*shown.front(), *shown.front()->of(*one.test)));
      table.add(std::move(line));
    }
    table.print(out);
    for (const bool tested : {false, true}) {
      for (const RepeatFigure* each : shown) {
        const std::vector<double> values = repeat_values(repeats, n, tested, *each);
        if (values.empty()) continue;
        const Spread spread = spread_of(values);
        out << (tested ? "test " : "") << each->title << ' ' << written(*each, spread.mean) << " +/- "
            << written(*each, spread.deviation) << " over " << spread.count << ' ' << what << "s\n";
      }
    }
  }
}

}  // namespace headroom::cli
