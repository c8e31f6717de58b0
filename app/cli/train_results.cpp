#include "app/cli/train_results.h"

#include <functional>
#include <ostream>
#include <utility>

#include "app/cli/output.h"
#include "app/cli/quality_json.h"
#include "core/base/json.h"

namespace headroom::cli {
namespace {

// A figure that is averaged over the repeats.
struct Figure {
  const char* key;
  const char* title;
  std::function<std::optional<double>(const Quality&)> of;
};

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all = {
      {"accuracy", "accuracy",
       [](const Quality& q) { return q.classes ? std::optional(q.classes->accuracy) : std::nullopt; }},
      {"balanced_accuracy", "balanced accuracy",
       [](const Quality& q) {
         return q.classes ? std::optional(q.classes->balanced_accuracy) : std::nullopt;
       }},
      {"rmse", "RMSE",
       [](const Quality& q) { return q.values ? std::optional(q.values->rmse) : std::nullopt; }},
      {"r2", "R2", [](const Quality& q) { return q.values ? std::optional(q.values->r2) : std::nullopt; }},
      {"loss", "loss", [](const Quality& q) { return std::optional(q.loss); }},
  };
  return all;
}

// Of every repeat, where it has it.
std::vector<double> values_of(const std::vector<Repeat>& repeats, std::size_t lane, bool test,
                              const Figure& figure) {
  std::vector<double> values;
  for (const Repeat& repeat : repeats) {
    const Quality* const quality =
        test ? (repeat.test[lane] ? &*repeat.test[lane] : nullptr) : &repeat.validation[lane];
    const std::optional<double> value = quality ? figure.of(*quality) : std::nullopt;
    if (value) values.push_back(*value);
  }
  return values;
}

// Shares with three digits, other figures with five.
std::string written(const Figure& figure, double value) {
  const bool share = figure.key != std::string("rmse");
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

Json repeats_summary(const std::vector<Repeat>& repeats, std::size_t lane) {
  Json json = Json::object();
  for (const bool test : {false, true}) {
    for (const Figure& figure : figures()) {
      const std::vector<double> values = values_of(repeats, lane, test, figure);
      if (values.empty()) continue;
      const Spread spread = spread_of(values);
      json[(test ? "test_" : "") + std::string(figure.key)] = {
          {"mean", number(spread.mean)}, {"std", number(spread.deviation)}, {"n", spread.count}};
    }
  }
  return json;
}

void print_repeats(const std::vector<Repeat>& repeats, const std::vector<std::string>& lanes,
                   std::ostream& out) {
  const std::string what = repeats.front().what;
  for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
    out << '\n';
    if (lanes.size() > 1) out << lanes[lane] << '\n';
    std::vector<const Figure*> shown;
    std::vector<std::string> header{">" + what};
    for (const Figure& figure : figures()) {
      if (!figure.of(repeats.front().validation[lane])) continue;
      shown.push_back(&figure);
      header.push_back(std::string(">") + figure.title);
    }
    const bool test = repeats.front().test[lane].has_value();
    if (test) header.push_back(std::string(">test ") + shown.front()->title);
    Table table(header);
    for (const Repeat& repeat : repeats) {
      std::vector<std::string> line{std::to_string(repeat.number)};
      for (const Figure* each : shown) line.push_back(written(*each, *each->of(repeat.validation[lane])));
      if (test) line.push_back(written(*shown.front(), *shown.front()->of(*repeat.test[lane])));
      table.add(std::move(line));
    }
    table.print(out);
    for (const bool tested : {false, true}) {
      for (const Figure* each : shown) {
        const std::vector<double> values = values_of(repeats, lane, tested, *each);
        if (values.empty()) continue;
        const Spread spread = spread_of(values);
        out << (tested ? "test " : "") << each->title << ' ' << written(*each, spread.mean) << " +/- "
            << written(*each, spread.deviation) << " over " << spread.count << ' ' << what << "s\n";
      }
    }
  }
}

}  // namespace headroom::cli
